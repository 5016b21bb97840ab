"""JSON for tools: every field of every task and its progress, with the words and the page of each fact.

Facts have the shape of a parse (``schema.facts``), tasks that of the ledger: so the schema has an id of its own,
``policyparse-tasks/1``. One task, document, unit or change stands on each line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from policyparse.exports.columns import COLUMNS, Percent
from policyparse.exports.form import Options, title
from policyparse.ledger import TrackedTask
from policyparse.output import UNSHOWN
from policyparse.schema.facts import dump_actions, dump_findings, dump_mentions, plain

SCHEMA = "policyparse-tasks/1"
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
MENTIONS = ("units", "targets", "deadlines", "milestones", "entries", "fields")
FIELDS = tuple(field.name for field in fields(TrackedTask) if field.name != "pages")
"""What is told of a task."""


def render(tasks: Sequence[TrackedTask], options: Options) -> bytes:
    """The tasks whole; where columns were chosen, those columns alone, by their ids."""
    if not options.columns:
        return _content("tasks", tasks, title=title(tasks, options))
    chosen = [COLUMNS[id_] for id_ in options.columns]
    rows = [
        {c.id: int(v) if isinstance(v := c.value(task, at), Percent) else v for c in chosen}
        for at, task in enumerate(tasks, 1)
    ]
    return _content("tasks", rows, title=title(tasks, options))


def dumps(name: str, values: Sequence[Any]) -> str:
    """Values of the ledger (tasks, documents, units, the log) whole, as JSON text, under their name."""
    return _content(name, values).decode()


def encoded(value: TrackedTask) -> str:
    """A task whole, as JSON."""
    return _ENCODER.encode(task(value))


def lines(encoded: Iterable[str]) -> str:
    """JSON of some tasks as lines of a file."""
    return "\n".join([*map(_escaped, encoded), ""])


def task(task: TrackedTask) -> dict[str, Any]:
    """A task with its progress; a fact's quote holds its words, its page and its place in the document's text."""
    page_of = dict(reversed(task.pages)).get  # of two pages the first
    facts: dict[str, Any] = {name: dump_mentions(getattr(task, name), page_of) for name in MENTIONS}
    facts["actions"] = dump_actions(task.actions, page_of)
    facts["warnings"] = dump_findings(task.warnings, "", page_of)
    return {name: facts[name] if name in facts else plain(getattr(task, name)) for name in FIELDS}


def _content(name: str, values: Iterable[Any], **head: Any) -> bytes:
    """The records in UTF-8, made one after the other: as one text they would fill the memory several times."""
    top = _escaped(json.dumps({"schema": SCHEMA, **head}, ensure_ascii=False))[:-1]
    pieces = [f'{top}, "{name}": [\n'.encode()]
    for at, value in enumerate(values):
        pieces += (b",\n" if at else b"", _escaped(_ENCODER.encode(_record(value))).encode())
    return b"".join((*pieces, b"\n]}\n"))


def _escaped(text: str) -> str:
    """What no file may hold is escaped, so that it comes back as it was (RFC 8259, section 7)."""
    if text.isprintable():  # what is not shown is not
        return text
    return UNSHOWN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def _record(value: Any) -> Any:
    """A value as JSON; a task has one shape wherever it stands (that of a problem, too)."""
    if isinstance(value, TrackedTask):
        return task(value)
    if is_dataclass(value):
        return {field.name: _record(getattr(value, field.name)) for field in fields(value)}
    return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else plain(value)
