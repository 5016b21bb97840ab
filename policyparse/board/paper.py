"""A document beside its facts, as frozen values: the pages with the words and the marks on them, and what each task says.

Pure. Where the file has pages, a sheet has the words at their boxes, to be selected, and the marks in points over its picture;
else the text stands in paragraphs, cut where marks begin and end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from policyparse.ledger import TrackedTask
from policyparse.ledger.corrections import DECISION
from policyparse.ledger.review import KINDS, NO_LEAD, Doubt, doubtful
from policyparse.ledger.words import BASES, ROLES, TARGET_KINDS, deadline_words, normal_target, unit_words
from policyparse.lexicon import data
from policyparse.model import Box, Mention, Policy, Span
from policyparse.readers.page.picture import Sheet
from policyparse.text.printed import Printed

UNACCOUNTED = "left"
"""The kind of a mark on what nobody explains."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a task: its name (12.u1) and kind (lead, goal …), in words, the words of the paper (none: by which rule it
    follows), their place, and why it is doubtful ("" where it is not)."""

    name: str
    kind: str
    label: str
    words: str
    quote: str
    rule: str
    span: Span | None
    page: int | None
    doubt: str


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task and its facts; ``span`` is the item on the paper, ``unclear`` says that it has no lead where one is due."""

    task: TrackedTask
    facts: tuple[Fact, ...]
    span: Span | None
    unclear: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that is marked: of which fact or task (its name), of which kind, with a title; ``part`` counts the places of one.

    A place that another fact has marked already is of its kind ``again``: it is framed when it is chosen, and not tinted twice.
    """

    name: str
    kind: str
    title: str
    part: int
    box: Box


@dataclass(frozen=True, slots=True)
class Word:
    """Words of a line at their place: the left end of their base line, their width and their size, in points."""

    text: str
    left: float
    base: float
    width: float
    size: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its number and size in points, whether it has a picture, what stands on it and what is marked; without a picture
    its words are shown, and its ``rules`` (their ends)."""

    number: int
    width: float
    height: float
    drawn: bool
    words: tuple[Word, ...]
    marks: tuple[Mark, ...]
    rules: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph, with the marks that lie over it; those that begin here are ``first``."""

    text: str
    marks: tuple[tuple[str, str, str], ...] = ()
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to be read: its leaves, or, where it has none, the pieces of each paragraph; its tasks with their facts;
    how many items and rows are printed, how many of them were found, and what nobody explains."""

    leaves: tuple[Leaf, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]
    tasks: tuple[TaskFacts, ...]
    printed: int
    read: int
    unaccounted: tuple[tuple[str, str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """The part of a page on which a task stands: the page with the marks of that task alone, and from where how far down."""

    leaf: Leaf
    top: float
    height: float


MARGIN = 24.0
"""Points that are shown above and below what is marked."""


def cuts(paper: Paper, task: int) -> tuple[Cut, ...]:
    """The pages that a task stands on, cut to what is marked of it; none where the file has no pages."""
    found = []
    for leaf in paper.leaves:
        marks = tuple(m for m in leaf.marks if m.name.partition(".")[0] == str(task))
        if marks:
            top = max(0.0, min(m.box[1] for m in marks) - MARGIN)
            end = min(leaf.height, max(m.box[3] for m in marks) + MARGIN)
            found.append(Cut(replace(leaf, marks=marks), top, end - top))
    return tuple(found)


Drawn = tuple[str, str, str, Span]
"""What is to be marked: name, kind, title, place."""


def paper(policy: Policy, tasks: Sequence[TrackedTask], sheets: Sequence[Sheet]) -> Paper:
    """The document as it is read beside its facts; ``sheets`` are the pages of its file, if it has any."""
    doubts = {doubt.name: doubt for doubt in doubtful(tasks)}
    spans = {task.key: task.span for task in policy.tasks}
    told = tuple(_task(task, policy, spans.get(task.key), doubts) for task in tasks)
    unexplained = [a for a in policy.accounts if a.state == "unaccounted"]
    called = data("accounts")["kind"]
    left = tuple(
        (f"left-{n}", f"{called[a.kind]}：{a.span.of(policy.document.text)}", policy.document.page(a.span))
        for n, a in enumerate(unexplained, 1)
    )
    marks = [
        *_marks(policy, told),
        *(
            (name, UNACCOUNTED, f"没有归入的{words}", a.span)
            for (name, words, _), a in zip(left, unexplained, strict=True)
        ),
    ]
    leaves = _leaves(policy, marks, sheets)
    items = [
        a for a in policy.accounts if a.kind in ("item", "row") and a.reason not in ("heading", "header")
    ]
    return Paper(
        leaves,
        () if leaves else tuple(_paragraphs(policy, marks)),
        told,
        len(items),
        sum(a.state != "unaccounted" for a in items),
        left,
    )


# ---- facts ---------------------------------------------------------------------------------------------


def _task(task: TrackedTask, policy: Policy, span: Span | None, doubts: dict[str, Doubt]) -> TaskFacts:
    facts = [
        _fact(task, policy, f"{task.id}.{letter}{place}", letter, mention, doubts)
        for letter, kind in KINDS.items()
        for place, mention in enumerate(getattr(task, kind), 1)
    ]
    text = policy.document.text
    whole = span if span and task.title[:4] in span.of(text) else None
    unclear = str(task.id) in doubts and doubts[str(task.id)].kind == NO_LEAD
    return TaskFacts(task, tuple(facts), whole, unclear)


def _fact(
    task: TrackedTask, policy: Policy, name: str, letter: str, mention: Mention[Any], doubts: dict[str, Doubt]
) -> Fact:
    value = mention.value
    if letter == "u":
        kind, label, words = value.role, f"{ROLES[value.role]}单位", unit_words(mention)
    elif letter == "t":
        kind, label, words = value.kind, TARGET_KINDS[value.kind], normal_target(value)
    else:
        kind, label, words = "deadline", "完成时限", deadline_words(mention)
    span = mention.span if mention.span and mention.span.of(policy.document.text) == mention.surface else None
    page = policy.document.page(span) if span else None
    doubt = doubts[name].reason if name in doubts else ""
    rule = "" if mention.surface else _rule(letter, mention)
    return Fact(name, kind, label, words, mention.surface, rule, span, page, doubt)


def _rule(letter: str, mention: Mention[Any]) -> str:
    """Why a fact stands there that no words of the paper say."""
    if mention.rule == DECISION:
        return "人工更正"
    if letter == "u":
        return f"{BASES[mention.value.basis]}（规则 {mention.rule}）"
    if letter == "d" and mention.value.basis == "document-year":
        return f"文中没有写时限，按年度文件推定（规则 {mention.rule}）"
    return f"由规则 {mention.rule} 得出"


# ---- places --------------------------------------------------------------------------------------------


def _marks(policy: Policy, tasks: Sequence[TaskFacts]) -> Iterator[Drawn]:
    """What is marked: the number and title of each task, and the words of each fact."""
    text = policy.document.text
    for told in tasks:
        if told.span is not None:
            at = text.find(told.task.title, told.span.start, told.span.end)
            start = at if at >= 0 else told.span.start
            end = start + len(told.task.title) if at >= 0 else min(start + 8, told.span.end)
            yield str(told.task.id), "title", f"任务 {told.task.id}", Span(start, end)
        for fact in told.facts:
            if fact.span is not None:
                yield fact.name, fact.kind, f"{fact.label}：{fact.words}", fact.span


def _leaves(policy: Policy, marks: Sequence[Drawn], sheets: Sequence[Sheet]) -> tuple[Leaf, ...]:
    """The pages that the document stands on, from its first to its last; none where nothing has a place on a page."""
    printed = Printed(policy.document, {n: sheet.glyphs for n, sheet in enumerate(sheets, 1) if sheet.glyphs})
    pages = [run.page for run in policy.document.runs if run.page and run.box]
    if not pages or max(pages) > len(sheets):
        return ()
    words = _words(policy, printed)
    on_page: dict[int, list[Mark]] = defaultdict(list)
    tinted: set[tuple[int, Box]] = set()
    for name, kind, title, span in marks:
        part = 0
        for place in printed.places(span):
            if place.page and place.box:
                part += 1
                again = (place.page, place.box) in tinted
                tinted.add((place.page, place.box))
                on_page[place.page].append(
                    Mark(name, f"{kind} again" if again else kind, title, part, place.box)
                )
    return tuple(
        Leaf(
            n, sheet.width, sheet.height, sheet.drawn, tuple(words.get(n, ())), tuple(on_page[n]), sheet.rules
        )
        for n, sheet in enumerate(sheets, 1)
        if min(pages) <= n <= max(pages)
    )


def _words(policy: Policy, printed: Printed) -> dict[int, list[Word]]:
    """The words of each page where they stand; of a cell whose words have no places of their own, its lines one below the other."""
    text = policy.document.text
    found: dict[int, list[Word]] = defaultdict(list)
    cells: dict[tuple[int, Box], list[Span]] = defaultdict(list)
    for run in policy.document.runs:
        if run.page and run.box and printed.in_cell(run) and not printed.exactly(run):
            cells[run.page, run.box].append(run.span)
            continue
        for place in printed.places(run.span):
            if place.page and place.box:
                left, top, right, bottom = place.box
                size = (bottom - top) * 0.85
                found[place.page].append(Word(place.span.of(text), left, top + size, right - left, size))
    for (page, (left, top, right, bottom)), spans in cells.items():
        step = (bottom - top) / len(spans)
        for line, span in enumerate(spans):
            size = min(step * 0.8, (right - left) / len(span.of(text)))
            width = min(right - left, size * len(span.of(text)))
            found[page].append(Word(span.of(text), left, top + step * (line + 0.82), width, size))
    return found


def _paragraphs(policy: Policy, marks: Sequence[Drawn]) -> Iterator[tuple[Piece, ...]]:
    """The paragraphs in pieces: each ends where a mark begins or ends."""
    text = policy.document.text
    ordered = sorted(marks, key=lambda mark: mark[3])
    for paragraph in policy.document.paragraphs:
        here = [m for m in ordered if m[3].start < paragraph.span.end and m[3].end > paragraph.span.start]
        edges = {paragraph.span.start, paragraph.span.end}
        for *_, span in here:
            edges |= {max(span.start, paragraph.span.start), min(span.end, paragraph.span.end)}
        yield tuple(
            Piece(
                text[start:end],
                tuple(
                    (name, kind, title) for name, kind, title, s in here if s.start < end and s.end > start
                ),
                tuple(name for name, *_, s in here if s.start == start and s.end > start),
            )
            for start, end in pairwise(sorted(edges))
        )
