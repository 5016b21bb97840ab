"""The marks by which a table that went out is known again when it comes back filled in.

A row carries beside the task's key a stamp: a few characters of the hash of each entry as it went out. So it can be
told what a unit has written from what it has left as it was, however the tracker has changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from xml.etree import ElementTree

from policyparse.ledger import TrackedTask
from policyparse.ledger.entries import FIELDS

UNIT_PROPERTY = "policyparse-unit"
"""The custom property of a unit's workbook that holds the unit's full name."""

NAMESPACE = "urn:policyparse:marks"
TAG = f"{{{NAMESPACE}}}marks"
_LENGTH = 6


def plainly(value: object) -> str:
    """An entry as it is compared: line ends and the white space at them say nothing."""
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def stamp(task: TrackedTask) -> str:
    """The stamp of a task's entries as they stand."""
    return ".".join(_mark(entry(task, field)) for field in FIELDS)


def entry(task: TrackedTask, field: str) -> str:
    """An entry of a task as the table shows it; a share is 40 for 40 %."""
    return presents(task) if field == "presents" else plainly(getattr(task.progress, field))


def touched(stamped: str | None, field: str, value: str) -> bool | None:
    """Whether an entry is another than the one that went out; None where the stamp does not say."""
    marks = (stamped or "").split(".")
    if len(marks) != len(FIELDS) or any(len(mark) != _LENGTH for mark in marks):
        return None
    return marks[FIELDS.index(field)] != _mark(plainly(value))


def presents(task: TrackedTask) -> str:
    """The goals of a task with their present values, one a line, as the unit fills them in: 托位数：4.2."""
    values = task.presents or (None,) * len(task.targets)
    return "\n".join(
        f"{plainly(t.value.metric)}：{'' if value is None else format(value, 'f')}"
        for t, value in zip(task.targets, values, strict=True)
        if t.value.kind == "goal"
    )


def as_xml(tasks: Sequence[TrackedTask], unit: str | None) -> bytes:
    """The unit and the stamps of a whole table, for a format whose rows cannot carry them."""
    root = ElementTree.Element(TAG, {} if unit is None else {"unit": unit})
    for task in tasks:
        ElementTree.SubElement(root, f"{{{NAMESPACE}}}task", {"id": str(task.id), "stamp": stamp(task)})
    content: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return content


def from_xml(content: bytes) -> tuple[str | None, Mapping[int, str]] | None:
    """What ``as_xml`` wrote: the unit, the stamps by the tasks' numbers; None for anything else."""
    try:
        root = ElementTree.fromstring(content)
        stamps = {int(task.attrib["id"]): task.attrib["stamp"] for task in root}
    except (ElementTree.ParseError, KeyError, ValueError):
        return None
    return (root.get("unit"), stamps) if root.tag == TAG else None


def _mark(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
