"""What the log says of a change, in words for the clerk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from policyparse.ledger import HEADERS, field_name
from policyparse.ledger.inbox import LINK_WORDS, SUBMISSION_WORDS
from policyparse.ledger.names import entry_name
from policyparse.ledger.periods import CYCLES
from policyparse.ledger.words import normal_deadline, normal_target
from policyparse.model import Deadline, Target
from policyparse.schema.facts import plain, typed

QUIET = ("updated_at", "updated_by", "parse_id", "parsed", "key", "page", "position")
"""Fields that follow from others: logged, so that they can be taken back, but not told."""

OUTSIDE = "report:____-__-__"
"""How the report is named (as SQL's LIKE has it) of what the office entered outside of any period: the task's own fields
tell it, and the report is not told beside them."""

# what a fact of the log does not say is as the model has it: an entry stays readable when the model grows
_NOTHING = {
    kind: plain(value)
    for kind, value in ((Target, Target("", "=", Decimal(0), None)), (Deadline, Deadline("by")))
}


_OUTSIDE = re.compile(OUTSIDE.replace("_", "."))


def in_words(field: str, value: Any) -> str | None:
    """The logged value of a field as a person reads it; None where there is none."""
    if value is None:
        return None
    say = _SAID.get(field.partition(":")[0])
    return say(value) if say else str(value)


def sentence(changes: list[tuple[str, Any, Any]]) -> str:
    """The changes of one task as ``名称 旧→新``, one after the other."""
    return "；".join(
        f"{field_name(field)} {in_words(field, before) or '空'}→{in_words(field, after) or '空'}"
        for field, before, after in changes
        if field not in QUIET and not _OUTSIDE.fullmatch(field)
    )


def entitled(titles: list[str]) -> str:
    """The documents that a sentence is about: 《甲》, or 《甲》等3份文件."""
    return f"《{titles[0]}》" + (f"等{len(titles)}份文件" if len(titles) > 1 else "")


def _units(units: Any) -> str:
    parts = []
    for role, name in (("lead", "牵头"), ("support", "配合")):
        if names := [u["name"] for u in units if u["role"] == role]:
            parts.append(f"{name}：{'、'.join(names)}")
    return "；".join(parts)


def _targets(targets: Any) -> str:
    return "；".join(
        normal_target(typed(Target, {**_NOTHING[Target], **t}))
        + (f"（现值{t['present']}）" if "present" in t else "")
        for t in targets
    )


def _report(filed: Any) -> str:
    """A filed report in words: what was written in each entry, 已报 where nothing new was."""
    told = [
        f"{HEADERS[name]} {in_words(name, value)}" for name, value in filed["entries"].items() if value != ""
    ]
    told += [f"{metric} {value}" for metric, value in filed["presents"].items()]
    return "，".join(told) or "已报"


def _deadlines(deadlines: Any) -> str:
    return "；".join(normal_deadline(typed(Deadline, {**_NOTHING[Deadline], **d})) for d in deadlines)


_SAID: Mapping[str, Callable[[Any], str]] = {
    "units": _units,
    "targets": _targets,
    "deadlines": _deadlines,
    "path": " > ".join,
    "actions": lambda actions: "；".join(a["text"] for a in actions),
    "milestones": lambda stages: "；".join(f"{s['when']}：{s['text']}" for s in stages),
    "entries": lambda entries: "；".join(f"{entry_name(e['field'])}：{e['words']}" for e in entries),
    "fields": lambda columns: "；".join(f"{c['label']}：{c['text']}" for c in columns),
    "warnings": lambda warnings: "；".join(w["message"] for w in warnings),
    "removed": lambda gone: "已移出" if gone else "在册",
    "dropped": lambda gone: "已删除" if gone else "在册",
    "report": _report,
    "conflict": {"open": "待处理", "mine": "保留台账", "theirs": "采用新文件"}.__getitem__,
    "link": LINK_WORDS.__getitem__,
    "submission": lambda to: SUBMISSION_WORDS[to["status"]] + (f"：{to['reason']}" if to["reason"] else ""),
    "cycle": CYCLES.__getitem__,
    "report_day": lambda day: f"期后{day}日前",
    "members": lambda units: "、".join(unit["name"] for unit in units),
    "order": "、".join,
    "evidence": lambda attached: attached["name"],
    "reminder": lambda sent: f"{sent['at'][:10]} 第{sent['times']}次",
    "percent": lambda percent: f"{percent}%",
}
