"""Columns and facts of the tracker's rows as JSON, in the shape that ``exports.json`` gives their values.

Whatever is not quite as it should be raises (``damage.FAULTS``): the task then goes the long way, which tells what is wrong.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from policyparse.asking.damage import ALLOWED, possible
from policyparse.asking.rows import Row
from policyparse.ledger import Progress
from policyparse.ledger.due import ENDING, PRESUMED
from policyparse.schema.facts import number, plain

encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
worded = encode_basestring
"""Words as JSON; raises TypeError for anything else."""

Written = Mapping[int, list[str]]
"""The JSON of the facts of tasks, by the numbers of the tasks."""
Pages = set[int | str | None]
"""The pages that facts of a task were read from."""
SEVERAL = ""
"""Among them: a list has several."""

# ---- the columns ---------------------------------------------------------------------------------------

_QUOTED = ("span_start", "span_end", "surface", "rule", "confidence", "page")
LISTS = ("path", "actions", "warnings", "milestones", "entries", "fields")
"""The columns that hold JSON."""
PROGRESS = tuple(field.name for field in fields(Progress))
"""The columns of what is reported."""
COLUMNS: Mapping[str, Sequence[str]] = {
    "task": (
        *("id", "document_id", "position", "page"),
        *("key", "title", "text", "review_reason", "number", "points", "kind", "review", "due"),
        *LISTS,
        *PROGRESS,
    ),
    "task_unit": ("task_id", "position", "unit_id", "name", "role", "basis", *_QUOTED),
    "target": (
        *("task_id", "position", "metric", "comparator", "value", "unit", "value_max"),
        *("change", "baseline", "scope", "kind", "due", "present", *_QUOTED),
    ),
    "deadline": ("task_id", "position", "kind", "due", "start", "rrule", "basis", *_QUOTED),
}
"""The columns that are asked for, in their order."""
_WHOLE, _COUNT = frozenset({int}), frozenset({int, type(None)})
_NUMBERS: Mapping[str, frozenset[type]] = {
    "position": _WHOLE,
    "page": _COUNT,
    "span_start": _COUNT,
    "span_end": _COUNT,
}
_ALLOWED = {column: frozenset(values) for column, values in ALLOWED["target"].items()}
_JUDGED = {
    table: [(name, itemgetter(at)) for at, name in enumerate(names) if name in _NUMBERS]
    for table, names in COLUMNS.items()
}
_COUNTED = [(name, itemgetter(at)) for at, name in enumerate(COLUMNS["target"]) if name in _ALLOWED]


def sound(table: str, page: Sequence[Row]) -> None:
    """Raises ValueError where some rows hold what their columns may not and what no writing below refuses."""
    for name, of in _JUDGED[table]:
        if not {*map(type, map(of, page))} <= _NUMBERS[name]:
            raise ValueError(f"{table}.{name}")
    for name, of in _COUNTED if table == "target" else ():
        if not {*map(of, page)} <= _ALLOWED[name]:
            raise ValueError(f"{table}.{name}")


# ---- lists that are JSON already -----------------------------------------------------------------------

_WORDS = r'"[^"\\\x00-\x1f]*(?:\\["\\bfnrt][^"\\\x00-\x1f]*)*"'
_PAGE = "(?:null|[1-9][0-9]*)"
_DAY = r'(?:null|"([0-9]{4}-[0-9]{2}-[0-9]{2})")'
_NOWHERE = rf'\{{"text": (?!""){_WORDS}, "page": null, "start": null, "end": null\}}'


def _quote_on(page: str) -> str:
    return rf'(?:null|\{{"text": {_WORDS}, "page": {page}, "start": [0-9]+, "end": [0-9]+\}}|{_NOWHERE})'


class _Shape:
    """How a stored list stands that is told as it is: of facts with some fields each, as ``schema.facts`` writes them."""

    def __init__(self, **fields: str) -> None:
        self._head = "".join(f'"{name}": {value}, ' for name, value in fields.items())
        self._read = "" if "code" in fields else rf', "rule": {_WORDS}, "confidence": [01]\.(?:0|[0-9]*[1-9])'
        self.spread = self._list(_PAGE, _PAGE)
        self.on_one_page = self._list(f"(?P<page>{_PAGE})", "(?P=page)")

    def _list(self, first: str, next_: str) -> re.Pattern[str]:
        one, more = (rf'\{{{self._head}"quote": {_quote_on(page)}{self._read}\}}' for page in (first, next_))
        return re.compile(rf"\[{one}(?:, {more})*\]")


_PATH = re.compile(rf"\[(?:{_WORDS}(?:, {_WORDS})*)?\]")
_SHAPES = {
    "actions": _Shape(text=_WORDS),
    "warnings": _Shape(code=_WORDS, message=_WORDS),
    "milestones": _Shape(when=_WORDS, text=_WORDS, due=_DAY, start=_DAY),
    "entries": _Shape(field=_WORDS, words=_WORDS),
    "fields": _Shape(label=_WORDS, text=_WORDS),
}
_DAYS = re.compile(rf'"(?:due|start)": {_DAY}')
_QUOTED_WORDS = re.compile(rf'"quote": \{{"text": {_WORDS}, ')


def stored(name: str, text: str, pages: Pages) -> str:
    """A list as it is told, from its column; the page that it stands on goes into ``pages``.

    Raises ValueError where the list has not the shape that is written now.
    """
    if text == "[]":
        return text
    shape = _SHAPES[name]
    if found := shape.on_one_page.fullmatch(text):
        if page := found["page"]:  # there may be no quote
            pages.add(None if page == "null" else int(page))
    elif shape.spread.fullmatch(text):
        pages.add(SEVERAL)
    else:
        raise ValueError(name)
    if name == "warnings":  # a finding keeps its place, not its words
        return _QUOTED_WORDS.sub('"quote": {"text": "", ', text)
    if name == "milestones":
        for said in _DAYS.findall(text):
            day(said or None)
    return text


@lru_cache(maxsize=4096)
def path(text: str) -> str:
    """The headings above a task, from its column. Raises ValueError as ``stored`` does."""
    if _PATH.fullmatch(text):
        return text
    raise ValueError(text)


# ---- values; what many rows have is written once -------------------------------------------------------


def maybe(words: str | None) -> str:
    """Words, or null."""
    return "null" if words is None else worded(words)


@lru_cache(maxsize=4096)
def day(value: Any) -> date | None:
    """A day as a database gives it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@lru_cache(maxsize=4096)
def _day(value: Any) -> str:
    return encoded(plain(day(value)))


@lru_cache(maxsize=4096)
def _digits(value: str | None) -> str:
    """A number that is kept by its digits."""
    return "null" if value is None else encoded(number(Decimal(value)))


@lru_cache(maxsize=4096)
def points(value: str | None) -> str:
    """The points of a row by their digits, which must be some."""
    return "null" if value is None else worded(value) if Decimal(value) is not None else ""


@lru_cache(maxsize=1024)
def sort_of(kind: str, review: str) -> tuple[str, str]:
    """What sort of task it is, and how far its closing has come."""
    possible("task", kind=kind, review=review)
    return worded(kind), worded(review)


@lru_cache(maxsize=1024)
def progress(*values: Any) -> str:
    """What is reported of a task (``PROGRESS``)."""
    told = dict(zip(PROGRESS, values, strict=True))
    possible("task", state=told["state"], percent=told["percent"])
    at = told["updated_at"]
    told["updated_at"] = datetime.fromisoformat(at) if isinstance(at, str) else at
    told |= {name: day(told[name]) for name in ("started_on", "finished_on")}
    return encoded({name: plain(value) for name, value in told.items()})


# ---- facts: of rows that are ``sound`` -----------------------------------------------------------------


def _quote(start: int | None, end: int | None, surface: str, page: int | None) -> str:
    if start is None or end is None:
        return (
            f'{{"text": {worded(surface)}, "page": null, "start": null, "end": null}}' if surface else "null"
        )
    return f'{{"text": {worded(surface)}, "page": {page or "null"}, "start": {start}, "end": {end}}}'


@lru_cache(maxsize=4096)
def _by(rule: str, confidence: float) -> str:
    return f', "rule": {worded(rule)}, "confidence": {encoded(confidence)}}}'


@lru_cache(maxsize=4096)
def _unit(name: str, canonical: str, role: str, basis: str) -> str:
    possible("task_unit", role=role, basis=basis)
    told = {"name": name, "canonical": canonical, "role": role, "basis": basis}
    return encoded(told)[:-1]


def units(
    page: Sequence[Row], pages: Mapping[int, Pages], known: Mapping[int, str]
) -> tuple[Written, Written]:
    """The units of some tasks, and their full names as they are; ``known`` has these by number."""
    found: dict[int, list[str]] = defaultdict(list)
    named: dict[int, list[str]] = defaultdict(list)
    for task, _, unit, name, role, basis, start, end, surface, rule, confidence, place in page:
        canonical = known[unit]
        quote, by = _quote(start, end, surface, place), _by(rule, confidence)
        found[task].append(f'{_unit(name, canonical, role, basis)}, "quote": {quote}{by}')
        named[task].append(canonical)
        if start is not None:
            pages[task].add(place or None)
    return found, named


def targets(page: Sequence[Row], pages: Mapping[int, Pages]) -> tuple[Written, Written]:
    """The targets of some tasks, and where each stands at present."""
    found: dict[int, list[str]] = defaultdict(list)
    presents: dict[int, list[str]] = defaultdict(list)
    for row in page:
        task, _, metric, sign, value, unit, most, change, baseline, scope, kind, due, present, *quoted = row
        start, end, surface, rule, confidence, place = quoted
        quote, by = _quote(start, end, surface, place), _by(rule, confidence)
        found[task].append(
            f'{{"metric": {worded(metric)}, "comparator": "{sign}", "value": {_digits(value)}, "unit": {maybe(unit)}, '
            f'"value_max": {_digits(most)}, "change": {maybe(change)}, "baseline": {maybe(baseline)}, '
            f'"scope": {maybe(scope)}, "kind": "{kind}", "due": {_day(due)}, "quote": {quote}{by}'
        )
        presents[task].append(_digits(present))
        if start is not None:
            pages[task].add(place or None)
    return found, presents


@lru_cache(maxsize=4096)
def _deadline(kind: str, due: Any, start: Any, rrule: str | None, basis: str) -> str:
    possible("deadline", kind=kind, basis=basis)
    told = {"kind": kind, "due": plain(day(due)), "start": plain(day(start)), "rrule": rrule, "basis": basis}
    return encoded(told)[:-1]


def deadlines(page: Sequence[Row], pages: Mapping[int, Pages]) -> tuple[Written, Mapping[int, date]]:
    """The deadlines of some tasks; and of those for which none is stated that ends on a day, the last that is presumed."""
    found: dict[int, list[str]] = defaultdict(list)
    stated, presumed = set[int](), dict[int, date]()
    for task, _, kind, due, start, rrule, basis, begin, end, surface, rule, confidence, place in page:
        quote, by = _quote(begin, end, surface, place), _by(rule, confidence)
        found[task].append(f'{_deadline(kind, due, start, rrule, basis)}, "quote": {quote}{by}')
        if begin is not None:
            pages[task].add(place or None)
        last = day(due)
        if last and kind in ENDING:
            if basis == PRESUMED:
                presumed[task] = max(last, presumed.get(task, last))
            else:
                stated.add(task)
    return found, {task: last for task, last in presumed.items() if task not in stated}


def listed(facts: Written, task: int) -> str:
    """Facts of a task as a list."""
    return f"[{', '.join(facts[task])}]" if task in facts else "[]"
