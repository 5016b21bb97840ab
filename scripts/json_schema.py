"""Writes the JSON Schemas of what the program prints, from its types: ``parse --format json`` and the ledger's JSON.

python -m scripts.json_schema
"""

from __future__ import annotations

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from policyparse import ledger
from policyparse import model as m
from policyparse.exports.columns import COLUMNS
from policyparse.exports.json import SCHEMA as LEDGER
from policyparse.ledger.problems import Trouble

DOCS = Path(__file__).parent.parent / "docs"
PLACE = DOCS / "policyparse-1.schema.json"
LEDGER_PLACE = DOCS / "policyparse-tasks-1.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Decimal: {"type": ["number", "string"]},
}
OFFSET = {"type": "integer", "minimum": 0}
SPAN = {"type": "array", "items": OFFSET, "minItems": 2, "maxItems": 2}
QUOTE = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "page": {"type": ["integer", "null"]},
        "start": {"type": ["integer", "null"]},
        "end": {"type": ["integer", "null"]},
    },
    "required": ["text", "page", "start", "end"],
    "additionalProperties": False,
}
READ = {
    "quote": {"anyOf": [{"$ref": "#/$defs/Quote"}, {"type": "null"}]},
    "rule": PLAIN[str],
    "confidence": PLAIN[float],
}
QUOTED = ("title", "issuer", "doc_number", "issued_on")


def of(hint: Any) -> dict[str, Any]:
    """The schema of a value of a type."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [of(one) if one is not type(None) else {"type": "null"} for one in inner]}
    if origin is tuple:
        return {"type": "array", "items": of(inner[0])}
    if origin is m.Mention:
        return read(inner[0])
    if is_dataclass(hint):
        return {"$ref": f"#/$defs/{hint.__name__}"}
    raise TypeError(hint)


def whole(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has these keys, all of them and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def keys(kind: type, *without: str) -> dict[str, Any]:
    """The fields of a frozen value as keys."""
    hints = get_type_hints(kind)
    return {f.name: of(hints[f.name]) for f in fields(kind) if f.name not in without}  # type: ignore[arg-type]


def read(value: Any) -> dict[str, Any]:
    """A fact: the fields of its value with its quote, rule and confidence."""
    if not is_dataclass(value):
        return whole({"text": of(value), **READ})
    told = keys(value)  # type: ignore[arg-type]
    if value is m.Convention:
        return whole({**told, "quote": READ["quote"], "entry": PLAIN[str], "confidence": PLAIN[float]})
    return whole({**told, **READ})


FINDING = whole({**keys(m.Finding, "span"), "quote": READ["quote"]})


def schema() -> dict[str, Any]:
    """The JSON Schema of a whole parse."""
    quoted = {"anyOf": [whole(dict(READ)), {"type": "null"}]}
    reported = {name: {"type": ["string", "integer", "null"]} for name in get_args(m.EntryField)}
    place = {"page": {"type": ["integer", "null"]}, "start": OFFSET, "end": OFFSET}
    task = {**keys(m.Task, "span"), **reported, **place}
    policy = {
        **keys(m.Policy, "document", *QUOTED),
        **{key: {"type": ["string", "null"]} for key in QUOTED},
        "quotes": whole(dict.fromkeys(QUOTED, quoted)),
        "text": PLAIN[str],
        "text_findings": {"type": "array", "items": {"$ref": "#/$defs/Finding"}},
        "paragraphs": {"type": "array", "items": {"type": "array", "minItems": 7, "maxItems": 7}},
        "runs": {"type": "array", "items": {"type": "array", "minItems": 4, "maxItems": 4}},
        "tables": {
            "type": "array",
            "items": whole(
                {
                    "start": OFFSET,
                    "end": OFFSET,
                    "rows": {"type": "array", "items": {"type": "array", "items": SPAN}},
                }
            ),
        },
        "dropped": {"type": "array", "items": whole(keys(m.Dropped))},
    }
    return {
        "$schema": DIALECT,
        "$id": "policyparse/1",
        "title": "What policyparse parse FILE --format json prints; docs/json.md says what each field means",
        **whole(
            {
                "schema": {"const": "policyparse/1"},
                "source": whole(keys(m.Source)),
                "documents": {"type": "array", "items": {"$ref": "#/$defs/Policy"}},
            }
        ),
        "$defs": {
            "Quote": QUOTE,
            "Finding": FINDING,
            "Account": whole({**keys(m.Account, "span"), "quote": {"$ref": "#/$defs/Quote"}}),
            "Task": whole(task),
            "Policy": whole(policy),
        },
    }


def ledger_schema() -> dict[str, Any]:
    """The JSON Schema of tasks, documents, units, the log, doubts and problems as ``--format json`` prints them."""
    task = keys(ledger.TrackedTask, "pages")
    doubt = {
        **dict.fromkeys(("fact", "title", "of", "words", "reason", "message", "quote"), PLAIN[str]),
        **dict.fromkeys(("task", "document"), PLAIN[int]),
        "confidence": PLAIN[float],
    }
    chosen = {"type": "object", "propertyNames": {"enum": list(COLUMNS)}}
    lists = {
        "tasks": {"anyOf": [{"$ref": "#/$defs/TrackedTask"}, chosen]},
        "documents": of(ledger.DocumentCard),
        "units": of(ledger.UnitCard),
        "history": of(ledger.Change),
        "problems": of(Trouble),
        "doubts": whole(doubt),
    }
    kinds = (
        ledger.DocumentCard,
        ledger.Progress,
        ledger.UnitStanding,
        ledger.UnitCard,
        ledger.Change,
        Trouble,
    )
    return {
        "$schema": DIALECT,
        "$id": LEDGER,
        "title": "What the ledger's commands print with --format json; docs/json.md says what each field means",
        "type": "object",
        "properties": {
            "schema": {"const": LEDGER},
            "title": PLAIN[str],
            **{name: {"type": "array", "items": one} for name, one in lists.items()},
        },
        "required": ["schema"],
        "oneOf": [{"required": [name]} for name in lists],
        "additionalProperties": False,
        "$defs": {
            "Quote": QUOTE,
            "Finding": FINDING,
            "TrackedTask": whole(task),
            **{kind.__name__: whole(keys(kind)) for kind in kinds},
        },
    }


def texts() -> dict[Path, str]:
    """The schemas as their files hold them."""
    made = {PLACE: schema(), LEDGER_PLACE: ledger_schema()}
    return {place: json.dumps(one, ensure_ascii=False, indent=1) + "\n" for place, one in made.items()}


if __name__ == "__main__":
    for place, words in texts().items():
        place.write_text(words, encoding="utf-8")
