"""JSON for tools: every field of every task, in the shape of ``policyparse/1``, and its progress."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from policyparse.exports.columns import COLUMNS
from policyparse.exports.form import Options, title
from policyparse.ledger import TrackedTask
from policyparse.model import Mention
from policyparse.output import clean

SCHEMA = "policyparse/1"


def render(tasks: Sequence[TrackedTask], options: Options) -> bytes:
    """The tasks whole; where columns were chosen, those columns alone, by their ids."""
    if options.columns:
        chosen = [COLUMNS[id_] for id_ in options.columns]
        records = [{c.id: plain(c.value(task, at)) for c in chosen} for at, task in enumerate(tasks, 1)]
    else:
        records = [plain(task) for task in tasks]
    return _text({"schema": SCHEMA, "title": title(tasks, options), "tasks": records}).encode()


def dumps(name: str, values: Sequence[Any]) -> str:
    """Values of the ledger (documents, units, the log) whole, as JSON text, under their name."""
    return _text({"schema": SCHEMA, name: [plain(value) for value in values]})


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def plain(value: Any) -> Any:
    """A value of ``model`` or ``ledger`` in JSON's types: a date as 2025-06-30, a mention with its quote."""
    if isinstance(value, Mention):
        return _mention(value)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return clean(value) if isinstance(value, str) else value


def _mention(mention: Mention[Any]) -> dict[str, Any]:
    value = plain(mention.value)
    record = value if isinstance(value, dict) else {"text": value}
    span = mention.span
    quote = span and {"text": clean(mention.surface), "start": span.start, "end": span.end}
    return {**record, "rule": mention.rule, "confidence": mention.confidence, "quote": quote}
