"""Facts as JSON: each says where it was read.

``quote`` holds its words (``text``), its 1-based ``page``, and the half-open ``start`` and ``end`` in the
document's own text; it is null where the fact follows from a rule and not from words. ``rule`` and
``confidence`` are those of the mention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from policyparse.model import Finding, Mention, Span

Json = dict[str, Any]
Place = Callable[[Span], int | None]
"""The page that a span begins on."""

V = TypeVar("V")

_DECIMALS = frozenset({"value", "value_max"})
_DATES = frozenset({"due", "start"})


def dump_mentions(mentions: Iterable[Mention[Any]], place: Place) -> list[Json]:
    """Units, targets, deadlines or cites, each with its quote; ``place`` gives the page of a span."""
    return [{**plain(m.value), **provenance(m, place)} for m in mentions]


def load_mentions(kind: type[V], rows: Iterable[Json]) -> tuple[Mention[V], ...]:
    """The facts of one kind (Unit, Target, Deadline, Cite) that ``dump_mentions`` made."""
    return tuple(load_mention(typed(kind, row), row) for row in rows)


def dump_actions(actions: Iterable[Mention[str]], place: Place) -> list[Json]:
    """The commitments of a task in the contract's shape."""
    return [{"text": m.value, **provenance(m, place)} for m in actions]


def load_actions(rows: Iterable[Json]) -> tuple[Mention[str], ...]:
    """The commitments that ``dump_actions`` made."""
    return tuple(load_mention(row["text"], row) for row in rows)


def dump_findings(findings: Iterable[Finding], text: str, place: Place) -> list[Json]:
    """Findings with the words of ``text`` that they are about."""
    return [
        {
            "code": f.code,
            "message": f.message,
            "quote": f.span and quoted(f.span.of(text), f.span, place),
        }
        for f in findings
    ]


def load_findings(rows: Iterable[Json]) -> tuple[Finding, ...]:
    """The findings that ``dump_findings`` made."""
    return tuple(Finding(row["code"], row["message"], load_span(row["quote"])) for row in rows)


def provenance(mention: Mention[Any] | None, place: Place) -> Any:
    """Where a fact was read and by which rule, as an object; None for no fact."""
    if mention is None:
        return None
    quote = quoted(mention.surface, mention.span, place) if mention.span or mention.surface else None
    return {"quote": quote, "rule": mention.rule, "confidence": mention.confidence}


def load_mention(value: V, row: Json) -> Mention[V]:
    """The mention of a value from an object that has its provenance."""
    quote = row["quote"]
    return Mention(load_span(quote), quote["text"] if quote else "", value, row["rule"], row["confidence"])


def quoted(text: str, span: Span | None, place: Place) -> Json:
    """Words without a span (a web page's labelled fact) keep their text; their place is null."""
    if span is None:
        return {"text": text, "page": None, "start": None, "end": None}
    return {"text": text, "page": place(span), "start": span.start, "end": span.end}


def load_span(quote: Json | None) -> Span | None:
    """The span of a quote, None where it has none."""
    return None if quote is None or quote["start"] is None else Span(quote["start"], quote["end"])


# ---- values --------------------------------------------------------------------------------------------


def number(value: Decimal) -> int | float | str:
    """A JSON number equal to the decimal; its digits as a string where no such number is exact."""
    if not value.is_finite() or abs(value.adjusted()) > 15:
        return str(value)
    if value == value.to_integral_value():
        return int(value)
    nearest = float(value)
    return nearest if Decimal(repr(nearest)) == value else str(value)


_PLAIN = frozenset({str, int, bool, dict, float, type(None)})


def plain(value: Any) -> Any:
    """A value in JSON's types: a frozen value as the object of its fields, a day or moment in ISO form, a tuple as a list,
    a decimal as ``number`` has it."""
    kind = value.__class__
    if kind in _PLAIN:
        return value
    if names := _names(kind):
        # most fields are plain, and a call for each would take longer than all the others
        return {n: v if (v := getattr(value, n)).__class__ in _PLAIN else plain(v) for n in names}
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [item if item.__class__ in _PLAIN else plain(item) for item in value]
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a frozen type, none of another."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


def typed(kind: type[V], row: Json) -> V:
    """The frozen value whose fields ``plain`` gave; other keys of the row are left alone."""
    return kind(**{f.name: _typed(f.name, row[f.name]) for f in fields(kind)})  # type: ignore[arg-type]


def _typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DECIMALS:
        return Decimal(str(value))
    return date.fromisoformat(value) if name in _DATES else value
