"""The form that corrects a task, or enters one that was missed: what stands in it, and what was typed as the tracker takes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from policyparse import values
from policyparse.errors import UsageError
from policyparse.ledger import DocumentCard, TrackedTask
from policyparse.ledger.words import deadline_words, normal_target
from policyparse.output import unstorable

FIELDS: Mapping[str, str] = {
    "title": "重点任务",
    "text": "工作内容",
    "lead": "牵头单位",
    "support": "配合单位",
    "targets": "目标和标准",
    "deadlines": "完成时限",
}
"""The fields of the form and their labels; units are parted by 、, of targets and deadlines each stands on a line."""
LINES = ("text", "targets", "deadlines")


def words_of(task: TrackedTask) -> dict[str, str]:
    """What stands in the fields before anybody types."""
    return {
        "title": task.title,
        "text": task.text,
        "lead": "、".join(task.lead),
        "support": "、".join(task.support),
        "targets": "\n".join(normal_target(t.value) for t in task.targets),
        "deadlines": "\n".join(deadline_words(d) for d in task.deadlines),
    }


def changes_of(task: TrackedTask, typed: Callable[[str], str]) -> dict[str, Any]:
    """What a form says anew, as ``Tracker.edit`` takes it; a line that was left as it stood keeps its value.

    Raises UsageError for what nobody can read, and where nothing was changed.
    """
    before = words_of(task)
    now = {name: typed(name) for name in FIELDS}
    said = {name: words for name, words in now.items() if words.split() != before[name].split()}
    if not said:
        raise UsageError("没有改动什么。")
    targets = {normal_target(t.value): t.value for t in task.targets}
    deadlines = {deadline_words(d): d.value for d in task.deadlines}
    return _read(said, task.document, targets, deadlines)


def missed(card: DocumentCard, typed: Callable[[str], str]) -> dict[str, Any]:
    """A task that was missed, as ``Tracker.add_task`` takes it; without a title it is called by its first clause.

    Raises UsageError for what nobody can read, and for nothing typed.
    """
    said = {name: typed(name) for name in FIELDS if typed(name)}
    text = said.get("text", "")
    if not said.get("title"):
        said["title"] = text.replace("\n", "").partition("。")[0].partition("，")[0][:60]
    if not said["title"]:
        raise UsageError("请写明任务的名称，或在原件上选中它的文字。")
    return _read(said, card, {}, {})


def _read(
    said: Mapping[str, str], card: DocumentCard, targets: Mapping[str, Any], deadlines: Mapping[str, Any]
) -> dict[str, Any]:
    for name, words in said.items():
        if wrong := unstorable(words, lines=name in LINES):
            raise UsageError(f"{FIELDS[name]}里有{wrong}，请去掉再试。")
    read: dict[str, Any] = {name: said[name] for name in ("title", "text") if name in said}
    read |= {name: values.names([said[name]]) for name in ("lead", "support") if name in said}
    if "targets" in said:
        read["targets"] = [targets.get(line) or values.target(line) for line in _lines(said["targets"])]
    if "deadlines" in said:
        read["deadlines"] = [
            deadlines.get(line) or values.deadline(line, card.year, card.issued_on)
            for line in _lines(said["deadlines"])
        ]
    return read


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]
