"""The JSON shape ``policyparse/1``: a whole parse as plain dictionaries, and back without loss.

What each field means is fixed by the contract (``docs/pipeline.md``); how a fact says where it was read is in
``facts``. Long lists of coordinates are arrays instead of objects: ``paragraphs`` is ``[start, end, size,
bold, centred, heading, table]``, ``runs`` is ``[start, end, page, box]``, a cell is ``[start, end]``.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any, get_args

from policyparse.errors import UnreadableFile, malformed
from policyparse.model import (
    Account,
    Cite,
    Convention,
    Deadline,
    Document,
    Dropped,
    Entry,
    EntryField,
    Field,
    Grid,
    Mention,
    Milestone,
    Paragraph,
    Parsed,
    Policy,
    Reporting,
    Run,
    Source,
    Span,
    Target,
    Task,
    Unit,
)
from policyparse.schema.facts import (
    Json,
    Place,
    dump_actions,
    dump_findings,
    dump_mentions,
    load_actions,
    load_findings,
    load_mention,
    load_mentions,
    number,
    plain,
    provenance,
    quoted,
    typed,
)

SCHEMA = "policyparse/1"

_QUOTED = ("title", "issuer", "doc_number", "issued_on")


# ---- the whole parse -----------------------------------------------------------------------------------


def dump(parsed: Parsed) -> Json:
    """The parse as dictionaries, lists, strings, numbers and null, in the contract's shape."""
    source = plain(parsed.source)
    return {"schema": SCHEMA, "source": source, "documents": [dump_policy(p) for p in parsed.documents]}


def load(data: Mapping[str, Any]) -> Parsed:
    """The parse that ``dump`` made: ``load(dump(x)) == x``.

    Raises UnreadableFile where the data are of another schema or not whole.
    """
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        raise UnreadableFile(f"不是 {SCHEMA} 格式的数据。")
    try:
        return Parsed(load_source(data["source"]), tuple(load_policy(d) for d in data["documents"]))
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise UnreadableFile(f"{SCHEMA} 格式的数据不完整：{error!r}") from error


def dumps(parsed: Parsed) -> str:
    """The parse as JSON text: UTF-8 characters, two spaces an indent, lists of coordinates one to a line.

    The same parse gives the same text, byte for byte.
    """
    return _pretty(dump(parsed), "")


def loads(text: str) -> Parsed:
    """The parse that ``dumps`` wrote. Raises UnreadableFile for anything else."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise UnreadableFile(f"不是 JSON 数据：{malformed(error)}") from error
    return load(data)


def _pretty(value: Any, pad: str) -> str:
    inner = pad + "  "
    if isinstance(value, dict) and value:
        rows = [f"{inner}{_inline(k)}: {_pretty(v, inner)}" for k, v in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{pad}}}"
    if isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value):
        rows = [inner + (_pretty(v, inner) if isinstance(v, dict) else _inline(v)) for v in value]
        return "[\n" + ",\n".join(rows) + f"\n{pad}]"
    return _inline(value)


def _inline(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


# ---- a document ----------------------------------------------------------------------------------------


def dump_policy(policy: Policy) -> Json:
    """One document of the parse in the contract's shape, its text and coordinates included."""
    text, place = policy.document, _places(policy.document)
    return {
        **{name: None if (m := getattr(policy, name)) is None else str(m.value) for name in _QUOTED},
        "quotes": {name: provenance(getattr(policy, name), place) for name in _QUOTED},
        "genre": policy.genre,
        "year": policy.year,
        "region": policy.region,
        "conventions": [_convention(m, place) for m in policy.conventions],
        "reporting": dump_mentions(policy.reporting, place),
        "cites": dump_mentions(policy.cites, place),
        "goals": dump_mentions(policy.goals, place),
        "tasks": [_task(t, text, place) for t in policy.tasks],
        "findings": dump_findings(policy.findings, text.text, place),
        "accounts": [_account(a, text.text, place) for a in policy.accounts],
        **_document(text, place),
    }


def load_policy(data: Json) -> Policy:
    """The document that ``dump_policy`` made."""
    return Policy(
        document=_load_document(data),
        title=_load_quoted(data, "title"),
        issuer=_load_quoted(data, "issuer"),
        doc_number=_load_quoted(data, "doc_number"),
        issued_on=_load_quoted(data, "issued_on", date.fromisoformat),
        genre=data["genre"],
        year=data["year"],
        region=data["region"],
        conventions=tuple(
            load_mention(typed(Convention, row), {**row, "rule": row["entry"]}) for row in data["conventions"]
        ),
        reporting=load_mentions(Reporting, data.get("reporting", ())),
        cites=load_mentions(Cite, data["cites"]),
        goals=load_mentions(Target, data["goals"]),
        tasks=tuple(_load_task(row) for row in data["tasks"]),
        findings=load_findings(data["findings"]),
        accounts=tuple(_load_account(row) for row in data.get("accounts", ())),
    )


def _account(account: Account, text: str, place: Place) -> Json:
    return {
        "kind": account.kind,
        "state": account.state,
        "reason": account.reason,
        "task": account.task,
        "quote": quoted(account.span.of(text), account.span, place),
    }


def _load_account(row: Json) -> Account:
    at = row["quote"]
    return Account(row["kind"], row["state"], row["reason"], Span(at["start"], at["end"]), row["task"])


def _document(document: Document, place: Place) -> Json:
    return {
        "text": document.text,
        "text_findings": dump_findings(document.findings, document.text, place),
        "paragraphs": [
            [*_span(p.span), p.size, p.bold, p.centred, p.heading, p.table] for p in document.paragraphs
        ],
        "runs": [[*_span(r.span), r.page, None if r.box is None else list(r.box)] for r in document.runs],
        "tables": [
            {"start": t.span.start, "end": t.span.end, "rows": [[_span(c) for c in row] for row in t.rows]}
            for t in document.tables
        ],
        "dropped": [plain(d) for d in document.dropped],
    }


def _load_document(data: Json) -> Document:
    return Document(
        text=data["text"],
        paragraphs=tuple(Paragraph(Span(start, end), *look) for start, end, *look in data["paragraphs"]),
        runs=tuple(Run(Span(start, end), page, box and tuple(box)) for start, end, page, box in data["runs"]),
        tables=tuple(
            Grid(Span(t["start"], t["end"]), tuple(tuple(Span(*c) for c in row) for row in t["rows"]))
            for t in data["tables"]
        ),
        dropped=tuple(Dropped(**row) for row in data["dropped"]),
        findings=load_findings(data["text_findings"]),
    )


def _places(document: Document) -> Place:
    """``document.page`` by bisection: the first run ending after a place is where their maximum does."""
    ends = list(accumulate((run.span.end for run in document.runs), max))
    pages = [*(run.page for run in document.runs), None]
    return lambda span: pages[bisect_right(ends, span.start)]


def load_source(data: Json) -> Source:
    """The file's facts that ``dump`` put under ``source``."""
    return Source(**{**data, "unread": tuple(data["unread"]), "remarks": tuple(data["remarks"])})


# ---- a task --------------------------------------------------------------------------------------------


def _task(task: Task, document: Document, place: Place) -> Json:
    return {
        "key": task.key,
        "number": task.number,
        "path": list(task.path),
        "title": task.title,
        "text": task.text,
        "kind": task.kind,
        "points": None if task.points is None else number(task.points),
        "page": place(task.span),
        "start": task.span.start,
        "end": task.span.end,
        "units": dump_mentions(task.units, place),
        "targets": dump_mentions(task.targets, place),
        "deadlines": dump_mentions(task.deadlines, place),
        "actions": dump_actions(task.actions, place),
        "milestones": dump_mentions(task.milestones, place),
        **_reported(task),
        "entries": dump_mentions(task.entries, place),
        "fields": dump_mentions(task.fields, place),
        "warnings": dump_findings(task.warnings, document.text, place),
    }


def _reported(task: Task) -> Json:
    """The entries of a ledger as fields of the task, a share as a number; null for what is not reported."""
    said = {m.value.field: m.value.words for m in task.entries}
    out: Json = {name: said.get(name) for name in get_args(EntryField)}
    return {**out, "percent": int(said["percent"])} if said.get("percent", "").isdecimal() else out


def _load_task(data: Json) -> Task:
    return Task(
        key=data["key"],
        number=data["number"],
        path=tuple(data["path"]),
        title=data["title"],
        text=data["text"],
        span=Span(data["start"], data["end"]),
        kind=data["kind"],
        points=None if data["points"] is None else Decimal(str(data["points"])),
        units=load_mentions(Unit, data["units"]),
        targets=load_mentions(Target, data["targets"]),
        deadlines=load_mentions(Deadline, data["deadlines"]),
        actions=load_actions(data["actions"]),
        milestones=load_mentions(Milestone, data.get("milestones", ())),
        entries=load_mentions(Entry, data.get("entries", ())),
        fields=load_mentions(Field, data.get("fields", ())),
        warnings=load_findings(data["warnings"]),
    )


def _convention(mention: Mention[Convention], place: Place) -> Json:
    """The contract gives ``rule`` to the convention itself, so what read it is named ``entry``."""
    where = provenance(mention, place)
    return {
        **plain(mention.value),
        "quote": where["quote"],
        "entry": where["rule"],
        "confidence": where["confidence"],
    }


def _load_quoted(data: Json, name: str, read: Callable[[str], Any] = str) -> Mention[Any] | None:
    where = data["quotes"][name]
    return None if where is None else load_mention(read(data[name]), where)


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
