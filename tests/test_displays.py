"""What is stored can always be shown: any values a tracker may hold, in every form in which they leave it."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sqlite3
import tempfile
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from arbitrary import one_of, several
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from ledger_samples import CARD, FULL, TASK
from lxml import etree
from tracked import NOON
from typer.testing import CliRunner

from policyparse import ledger, output
from policyparse import model as m
from policyparse.bulletin.docx import Look
from policyparse.bulletin.docx import render as bulletin
from policyparse.bulletin.figures import count
from policyparse.bulletin.lamps import choose
from policyparse.cli import app
from policyparse.errors import ExportError, TrackerError
from policyparse.exports import EXPORTERS, Options, per_unit, render
from policyparse.exports.columns import COLUMNS, as_text
from policyparse.exports.units import by_unit
from policyparse.ledger import Progress, TrackedTask
from policyparse.ledger.words import deadline_words, number_words, target_words
from policyparse.tracker import Tracker

ODD = "\x00\x07\x1b\x7f\x85\u200b\u202e\u2028\ufeff\ud800\udfff\ufffe\r\n\t '=+@&<>|\"\\;:,"
texts = st.text(st.characters() | st.sampled_from(ODD), max_size=12) | st.sampled_from(
    ["长" * 300, "甲\n乙", "=1+1", "]]>", "..", "CON"]
)
maybe = st.none() | texts
days = st.dates() | st.sampled_from([date.min, date.max])
numbers = st.decimals(allow_nan=False, allow_infinity=False) | st.integers(-(10**30), 10**30).map(Decimal)


def mentions(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return several(st.builds(m.Mention, st.none() | st.just(m.Span(0, 3)), texts, values, texts))


units = st.builds(m.Unit, texts, texts, one_of(m.Role), one_of(m.Basis))
targets = st.builds(
    m.Target, texts, one_of(m.Comparator), numbers, maybe, st.none() | numbers,
    st.none() | one_of(m.Change), maybe, maybe, one_of(m.TargetKind), st.none() | days,
)  # fmt: skip
deadlines = st.builds(
    m.Deadline, one_of(m.DeadlineKind), st.none() | days, st.none() | days,
    st.none() | st.sampled_from(["FREQ=MONTHLY;BYMONTHDAY=10,20,-1", "FREQ=WEEKLY", "坏"]) | texts,
    one_of(m.DeadlineBasis),
)  # fmt: skip
cards = st.builds(
    replace, st.just(CARD), title=texts, issuer=maybe, doc_number=maybe, issued_on=st.none() | days, source_name=texts
)  # fmt: skip
progress = st.builds(
    Progress, one_of(ledger.State), st.integers(0, 100), *[texts] * 5, st.none() | days, st.none() | days,
    st.none() | st.datetimes(), texts, texts, texts,
)  # fmt: skip
tasks = st.builds(
    replace, st.just(TASK), id=st.integers(1, 9), key=texts, document=cards, number=maybe, path=several(texts, 2), title=texts,
    text=texts, kind=one_of(m.TaskKind), points=st.none() | numbers.map(str), units=mentions(units), targets=mentions(targets),
    deadlines=mentions(deadlines), actions=mentions(texts), warnings=several(st.builds(m.Finding, texts, texts)),
    progress=progress, overdue_days=st.integers(0, 4_000_000), review_reason=texts,
)  # fmt: skip
EVERY = tuple(COLUMNS)
WORST = replace(
    FULL, title="甲\n" * 200, path=("\ud800",), document=replace(CARD, title="题\n" + "长" * 300),
    units=(replace(TASK.units[0], value=replace(TASK.units[0].value, canonical="云溪市\x07教育局", name="市\x07教育局")),),
    targets=(replace(TASK.targets[0], value=replace(TASK.targets[0].value, value=Decimal("9" * 5000), due=date.max)),),
    deadlines=(m.Mention(None, "", m.Deadline("by", date.max), "x"), m.Mention(None, "", m.Deadline("by", date.min), "x")),
)  # fmt: skip


@pytest.mark.parametrize("format", EXPORTERS)
@pytest.mark.parametrize("ledger_", [False, True])
@settings(max_examples=25)
@given(found=st.lists(tasks, min_size=1, max_size=3), title=maybe)
@example(found=[WORST], title="题\n" + "长" * 300)
def test_any_task_is_exported(
    format: str, ledger_: bool, found: list[TrackedTask], title: str | None
) -> None:
    for columns in (None, EVERY):
        options = Options(title=title, ledger=ledger_, columns=columns, day=date(2025, 6, 30))
        try:
            content = render(found, options, format)
        except ExportError:
            assert format == "ics"  # where no task has a day
            continue
        READ[format](content, found)


def _docx(content: bytes, found: list[TrackedTask]) -> None:
    assert len(docx.Document(io.BytesIO(content)).tables) == 1


def _xlsx(content: bytes, found: list[TrackedTask]) -> None:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert page.max_row == 2 + len(found)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))


def _json(content: bytes, found: list[TrackedTask]) -> None:
    assert not output.UNSHOWN.search(content.decode())
    read = json.loads(content)["tasks"]
    assert [task["title"] for task in read] in (
        [t.title for t in found],
        [output.clean(t.title) for t in found],
    )


def _ics(content: bytes, found: list[TrackedTask]) -> None:
    assert Calendar.from_ical(content).walk("VEVENT")


def _text(content: bytes, found: list[TrackedTask]) -> None:
    assert not output.FORBIDDEN.search(content.decode("utf-8-sig").replace("\r\n", "\n"))


READ: dict[str, Any] = {"docx": _docx, "xlsx": _xlsx, "json": _json, "ics": _ics, "csv": _text, "md": _text}


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(tasks, min_size=1, max_size=3))
@example([WORST])
def test_any_task_goes_out_to_its_units_and_into_the_bulletin(found: list[TrackedTask]) -> None:
    for unit in by_unit(found):
        openpyxl.load_workbook(io.BytesIO(per_unit.workbook(unit, Options())))
        docx.Document(io.BytesIO(per_unit.document(unit, Options())))
    figures = count(found, (), {}, period="2025-06", day=date(2025, 6, 30), soon_days=30)
    docx.Document(
        io.BytesIO(bulletin(figures, Look(choose("红黄绿"), title=found[0].title, issuer="甲\x07")))
    )


@settings(max_examples=300)
@given(
    st.builds(m.Mention, st.none(), texts, targets, texts),
    st.builds(m.Mention, st.none(), texts, deadlines, texts),
)
def test_any_fact_is_said(target: Any, deadline: Any) -> None:
    assert isinstance(target_words(target), str) and isinstance(deadline_words(deadline), str)


@given(numbers)
def test_any_number_is_said_and_read_back(value: Decimal) -> None:
    said = Decimal(number_words(value))
    assert said == value or abs(said - value) <= abs(value) / 10
    assert as_text(value) == number_words(value)


# ---- through the database ------------------------------------------------------------------------------

printed = st.builds(
    m.Task, key=texts, number=maybe, path=several(texts, 2), title=texts, text=texts, span=st.just(m.Span(0, 2)),
    kind=one_of(m.TaskKind), points=st.none() | numbers, units=mentions(units), targets=mentions(targets),
    deadlines=mentions(deadlines), actions=mentions(texts), milestones=mentions(st.builds(m.Milestone, texts, texts)),
    entries=mentions(st.builds(m.Entry, one_of(m.EntryField), texts)), fields=mentions(st.builds(m.Field, texts, texts)),
    warnings=several(st.builds(m.Finding, texts, texts)),
)  # fmt: skip
policies = st.builds(
    m.Policy, document=st.builds(m.Document, texts, st.just(()), st.just(())), title=st.none() | st.builds(m.Mention, st.none(), texts, texts, texts),
    issuer=st.none() | st.builds(m.Mention, st.none(), texts, texts, texts), doc_number=st.none() | st.builds(m.Mention, st.none(), texts, texts, texts),
    issued_on=st.none() | st.builds(m.Mention, st.none(), texts, days, texts), tasks=several(printed, 2),
)  # fmt: skip
reported = st.builds(
    ledger.Entries, state=st.none() | one_of(ledger.State), percent=st.none() | st.integers(-1, 101), note=maybe, problem=maybe,
    next_step=maybe, coordinate=maybe, person=maybe, contact=maybe, reason=maybe, presents=st.dictionaries(st.integers(1, 2), numbers, max_size=2),
)  # fmt: skip
corrected = st.fixed_dictionaries(
    {}, optional={"title": texts, "text": texts, "lead": several(texts, 2), "support": several(texts, 2), "targets": several(targets, 2), "deadlines": several(deadlines, 2)},
)  # fmt: skip
SHOWN = (
    ("documents",), ("tasks",), ("tasks", "--format", "json"), ("tasks", "--format", "csv"), ("units",), ("show", "1"), ("explain", "1"),
    ("review",), ("due",), ("problems",), ("history",), ("remind", "--text"), ("audit", "1"), ("check",),
    ("report", "--period", "2025-06", "-o", "{}.docx"), ("export", "--format", "html", "-o", "{}.html"),
    ("export", "--ledger", "--per-unit", "{}-units", "--period", "2025-06"),
)  # fmt: skip
NOTHING_THERE = re.compile("没有|待明确|无")
TEMPLATE: list[bytes] = []


def tracker_at(folder: Path) -> Tracker:
    """An empty tracker; the schema is made once."""
    path = folder / "a.db"
    if TEMPLATE:
        path.write_bytes(TEMPLATE[0])
        return Tracker(path)
    with Tracker(path) as made:
        made.documents()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    TEMPLATE.append(path.read_bytes())
    return Tracker(path)


def enter(tracker: Tracker, policy: m.Policy, given: ledger.Entries, told: dict[str, Any], by: str) -> None:
    """What may be stored is stored; what may not is refused in words."""
    tracker.add(m.Parsed(m.Source("甲\ud800.txt", "txt", "a" * 64), (policy,)), by=by, at=NOON)
    for number in [task.id for task in tracker.tasks(today=NOON.date())][:1]:
        for change in (
            lambda number=number: tracker.progress(number, given, by=by, at=NOON),
            lambda number=number: tracker.progress(number, given, period="2025-06", at=NOON),
            lambda number=number: tracker.edit(number, by=by, at=NOON, **told),
            lambda: tracker.add_task(
                1, title=told.get("title", "补录"), text=by, lead=told.get("lead", ()), at=NOON
            ),
        ):
            with contextlib.suppress(TrackerError):
                change()


@pytest.mark.slow
@settings(
    max_examples=40,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a case takes a second: it is not made smaller
)
@given(policies, reported, corrected, texts)
@example(
    m.Policy(m.Document("x", (), ()), None, None, None, None, tasks=(m.Task("k", None, (), "甲\n" * 300, "\ud800", m.Span(0, 1)),)),
    ledger.Entries(note="\x00\u202e", percent=30, presents={1: Decimal("9" * 200)}),
    {"lead": ("云溪市\x07教育局", "CON")},
    "长" * 300,
)  # fmt: skip
def test_whatever_is_stored_is_shown_exported_and_read_back(
    policy: m.Policy, given: ledger.Entries, told: dict[str, Any], by: str
) -> None:
    with tempfile.TemporaryDirectory() as there:
        folder = Path(there)
        with tracker_at(folder) as tracker:
            enter(tracker, policy, given, told, by)
            found = tracker.tasks(today=NOON.date())
            assert tracker.check() == ()
            assert len(tracker.parsed("a" * 64).documents[0].tasks) == len(policy.tasks)
            assert not tracker.damage.words()
        with Tracker(folder / "a.db") as again:
            assert again.tasks(today=NOON.date()) == found
        for format in EXPORTERS if found else ():
            with contextlib.suppress(ExportError):  # where no task has a day
                READ[format](
                    render(found, Options(ledger=True, columns=EVERY, day=NOON.date()), format), list(found)
                )
        for words in SHOWN:
            call = [*(w.format(folder / "out") for w in words), "--db", str(folder / "a.db")]
            result = CliRunner().invoke(app, call, prog_name="policyparse")
            assert result.exception is None or isinstance(result.exception, SystemExit), (
                words,
                result.exception,
            )
            assert result.exit_code == 0 or NOTHING_THERE.search(result.output), (words, result.output)
            assert not output.FORBIDDEN.search(result.output.replace("\r", "")), words
