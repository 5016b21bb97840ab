"""The tree of items and the rows of tables → task drafts: which leaf orders something to be done.

A task is an item without items below it, in a part of the text that orders; the sections that do not are told by their
headings (``sections.toml``). A row of a table of measures or of a scoring table is a task too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from policyparse import lexicon
from policyparse.document import pledges, titles
from policyparse.document.titles import MARKERS
from policyparse.extract.units import ahead
from policyparse.model import Document, Finding, Span, TaskKind
from policyparse.outline import Node, below, scoring
from policyparse.outline import aims as aims_
from policyparse.outline.duties import only_duties, only_names
from policyparse.outline.parts import PERIOD, about_itself, announces, asked_of_all, closed_at, closing
from policyparse.outline.titles import title_of
from policyparse.tables.columns import OF_NAME
from policyparse.tables.rows import Row, served
from policyparse.tables.tabled import Tabled, read_all
from policyparse.text import brackets

_ANNEX, _IMPRINT = MARKERS["annex"], MARKERS["imprint"]
# A paragraph that only names units, times or whom to ask: a label line, or a bracket by itself.
_NOTE = re.compile(
    rf"{MARKERS['label'].pattern}|{MARKERS['by-whom'].pattern}|^联系(?:人|电话|方式)|^[（(〔［\[](?:[^（()）]|[（(][^（()）]*[)）])*[)）〕］\]]。?$"
)
_SAID_OF = lexicon.regexes("clauses")["said-of"]
# a bracket that holds a time and nothing else; 例：2025年6月底前完成
_ONLY_TIME = re.compile(
    r"(?=.*[年月旬季])[\d一二三四五六七八九十年月日号上中下旬底前末初至到起止内半季度第每—－–\-~～.、今本明Q\s]{2,24}(?:完成|办结|前完成)?"
)
_LABEL = MARKERS["label"]
_SAID = "。；;！!？?）)〕］]"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above tasks: as it goes into ``path``, and its span up to the first item, whose labels tasks inherit.

    ``times`` are the brackets of its own line that hold a time and nothing else (动员部署（2025年5月上旬）); a ``period`` is one: 7月份.
    """

    text: str
    span: Span
    times: tuple[Span, ...] = ()
    period: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An item that orders something: spans into the text, nothing read from them yet.

    ``title`` is the item's heading; ``body`` the paragraphs of its text, the brackets in them still; for a row of a
    table, ``row`` is what ``tables`` read of its other columns. ``times`` are the brackets
    that hold a time and nothing else (动员部署（2025年5月上旬）), which are no words of the title or the text.
    """

    number: str | None
    headings: tuple[Heading, ...]
    title: Span
    body: tuple[Span, ...]
    span: Span
    kind: TaskKind = "task"
    points: Decimal | None = None
    times: tuple[Span, ...] = ()
    row: Row | None = None

    @property
    def cells(self) -> tuple[tuple[str, Span], ...]:
        """The cells of units, times and targets of a row of a table, each under a plain label."""
        return self.row.cells if self.row else ()

    @property
    def words(self) -> Span:
        """Where units and times are looked for that no column names: the whole item, of a row its own words."""
        if self.row is None:
            return self.span
        spans = (self.title, *self.body)
        return Span(min(s.start for s in spans), max(s.end for s in spans))


@dataclass(frozen=True, slots=True)
class Drafts:
    """All drafts of a document in order, what speaks of its own aims (spans, and rows of indicators), and what no table told."""

    tasks: tuple[Draft, ...]
    aims: tuple[Span, ...]
    findings: tuple[Finding, ...] = ()
    indicators: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class _Aims:
    """What speaks of the document's own aims, as it is met."""

    spans: list[Span]
    rows: list[Row]
    pledged: bool
    """Whether the document is a pledge (目标责任书): its aims are what it binds somebody to, and so its tasks."""


def find(document: Document, roots: Sequence[Node]) -> Drafts:
    """The drafts of the body and of every annex, and what the document says of its aims."""
    read = read_all(document)
    tasks: list[Draft] = []
    aims = _Aims([], [], pledges.binds(document))
    for root in roots:
        if (root.title and only_names(document, root)) or only_duties(document, root):
            continue
        above = (Heading(root.title, Span(0, 0)),) if root.title else ()
        if not root.title:
            aims.spans.extend(
                document.paragraphs[i].span for i in root.paragraphs if not announces(document.words(i))
            )
        tasks += _walk(document, read, root, above, aims)
    findings = tuple(f for table in read for f in table.findings)
    return Drafts(tuple(tasks), tuple(aims.spans), findings, tuple(aims.rows))


def _walk(
    document: Document,
    read: Sequence[Tabled],
    node: Node,
    above: tuple[Heading, ...],
    aims: _Aims,
) -> Iterator[Draft]:
    own = node.tables if node.mark is None else ()
    first = _own(document, node.children[0])[0].start if node.children else 0
    before = [table for table in own if document.tables[table].span.start < first]
    yield from rows_of(document, read, before, above, aims)
    for child in node.children:
        means = aims_.means(document, child)
        if means == "aims" and aims.pledged:
            means = None
        if means == "aims" and not aims_.names_units(document, child):
            aims.spans.extend(aims_.words_of(document, child))
            yield from _indicators(document, read, child, (*above, _heading(document, child)), aims)
        elif means is not None and not aims_.names_units(document, child):
            if means == "frame":
                aims.spans.extend(aims_.of_frame(document, child))
                yield from _indicators(document, read, child, (*above, _heading(document, child)), aims)
        elif (
            child.children and not below.is_matter(document, child) and not below.are_labels(document, child)
        ):
            aims.spans.extend(aims_.of_heading(document, child))
            yield from _walk(document, read, child, (*above, _heading(document, child)), aims)
        elif any(read[table].rows for table in child.tables):
            said = aims_.names_units(document, child) and below.says_more(document, child)
            if said and (draft := _item(document, child, above)):
                yield draft
            yield from rows_of(document, read, child.tables, (*above, _heading(document, child)), aims)
        elif draft := _item(document, child, above):
            yield draft
    yield from rows_of(document, read, [table for table in own if table not in before], above, aims)


def _indicators(
    document: Document, read: Sequence[Tabled], node: Node, above: tuple[Heading, ...], aims: _Aims
) -> Iterator[Draft]:
    """The tables of a part that states aims: their rows are indicators, but those that name units of their own are tasks."""
    for number in (t for n in (node, *node.children) for t in n.tables):
        rows = read[number].rows
        if any(label.endswith("单位") and label != "单位" for row in rows for label, _ in row.cells):
            yield from rows_of(document, read, (number,), above, aims)
        else:
            aims.rows.extend(rows)


def rows_of(
    document: Document,
    read: Sequence[Tabled],
    numbers: Sequence[int],
    above: tuple[Heading, ...],
    aims: _Aims,
) -> Iterator[Draft]:
    """The drafts of the rows of the tables of these numbers, in order; what stands over a table as its name is a heading.

    A table that only measures says what the document aims at, wherever it stands.
    """
    for number in numbers:
        if read[number].measures(document):
            aims.rows.extend(read[number].rows)
            continue
        headings = (*above, *_caption(document, number, above))
        over = None if headings else _declared(document, number)
        for found in read[number].rows:
            row = served(document.text, found, over) if over and not found.sections else found
            called = title_of(document.text, row.text[0], alone=False, counted=bool(row.number))
            title, whole = (row.title, True) if row.title else called
            worth = scoring.worth(title.of(document.text)) if row.kind == "assessment" else None
            yield Draft(
                number=row.number,
                headings=(*headings, *(Heading(_unlabelled(text), span) for text, span in row.sections)),
                title=title,
                body=row.text if whole else _behind(document.text, title, row.text[0], row.text[1:]),
                span=row.span,
                kind=row.kind,
                points=worth if row.points is None else row.points,
                row=row,
            )


def _caption(document: Document, number: int, above: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The declared heading (the name of a sheet, a heading of Word's) right above a table, where no item is its heading."""
    first = next((i for i, p in enumerate(document.paragraphs) if p.table == number), 0)
    if above or not first or document.paragraphs[first - 1].heading is None:
        return ()
    own = {title.last for title in titles.find(document)[:2]}
    span = document.paragraphs[first - 1].span
    return () if first - 1 in own else (Heading(_unlabelled(span.of(document.text)), span),)


def _declared(document: Document, number: int) -> Span | None:
    """The last declared heading above a table: a sheet's name, with the title that the sheet has of its own between."""
    first = next((i for i, p in enumerate(document.paragraphs) if p.table == number), 0)
    return next((p.span for p in reversed(document.paragraphs[:first]) if p.heading is not None), None)


def _item(document: Document, node: Node, above: tuple[Heading, ...]) -> Draft | None:
    spans = _own(document, node)
    first = spans[0]
    start = first.start + (node.mark.length if node.mark else 0)
    start += len(document.text[start : first.end]) - len(document.text[start : first.end].lstrip())
    head, body = Span(start, first.end), spans[1:]
    if head.start >= head.end and body:  # the number stands on a line of its own: 事项一
        head, body = body[0], body[1:]
    if units := ahead.find(document.text, head):  # 市教育局：新建学校2所
        head = Span(units[0].end, head.end)
    if named := OF_NAME.match(head.of(document.text)):
        head = Span(head.start + named.end(), head.end)
    if head.start >= head.end or about_itself(head.of(document.text)):
        return None
    spoken = any(
        not (_NOTE.match(words) or _SAID_OF.match(words)) for words in (s.of(document.text) for s in body)
    )
    title, whole = title_of(document.text, head, alone=spoken)
    text = (head, *body) if whole else _behind(document.text, title, head, body)
    times = tuple(b for span in spans for b in _times(document.text, span))
    scored = scoring.is_scored(
        document.text, [scoring.heading(document.text, h.span, h.text) for h in above], spans
    )
    return Draft(
        number=(node.mark.printed or None) if node.mark else None,
        headings=above,
        title=next(
            (Span(title.start, b.start) for b in times if title.start < b.start < title.end == b.end), title
        ),
        times=times,
        kind="assessment" if scored else "task",
        points=scoring.worth(title.of(document.text), first.of(document.text)) if scored else None,
        body=text,
        span=Span(first.start, spans[-1].end),
    )


def _times(text: str, within: Span) -> Iterator[Span]:
    """The brackets at the end of a sentence or a heading, or before another there, that hold a time and nothing else.

    例：动员部署（3月底前） · 动员部署（3月底前）（市教育局牵头）
    """
    found = brackets.pairs(text, within)
    ending = within.end
    times: list[Span] = []
    for bracket in reversed(found):
        if bracket.end in (within.end, ending) or text[bracket.end] in "。；：:":
            ending = bracket.start
            if bracket.start > within.start and _ONLY_TIME.fullmatch(
                text, bracket.start + 1, bracket.end - 1
            ):
                times.append(bracket)
    return reversed(times)


def _own(document: Document, node: Node) -> tuple[Span, ...]:
    """The paragraphs of an item and of all items below it, without what closes the document.

    What follows a bare heading is the item's own text, however it sounds, and a label below another closes nothing
    (牵头单位：市教育局 / 参加单位：市民政局).
    """
    spans: list[Span] = []
    labels = below.are_labels(document, node)
    numbers = {c.paragraphs[0]: c.mark.length for c in node.children if labels and c.mark}
    for i in sorted(node.everything):
        span = document.paragraphs[i].span
        span = Span(span.start + numbers.get(i, 0), span.end)
        text = span.of(document.text)
        said = len(spans) > 1 or (bool(spans) and _is_said(document.text, spans[0]))
        labelled = said and all(_LABEL.match(words) for words in (text, spans[-1].of(document.text)))
        if spans and (
            (said and not labelled and closing(text)) or _ANNEX.match(text) or _IMPRINT.match(text)
        ):
            break
        end = closed_at(document.text, span)
        spans.append(Span(span.start, end))
        if end < span.end:
            break
    if (
        len(spans) > 1
        and MARKERS["contact"].match(spans[-1].of(document.text))
        and below.is_last(document, node)
    ):
        spans.pop()
    return tuple(spans[: asked_of_all(document, spans)] if below.is_last(document, node) else spans)


def _is_said(text: str, head: Span) -> bool:
    """Whether the first line of an item says all of it; one that ends in a time does not: 宣传发动阶段（3月7日—9日）."""
    times = tuple(_times(text, head))
    return text[head.end - 1] in _SAID and not (times and times[-1].end == head.end)


def _heading(document: Document, node: Node) -> Heading:
    span = document.paragraphs[node.paragraphs[0]].span
    text = span.of(document.text)
    own = Span(span.start, document.paragraphs[node.paragraphs[-1]].span.end)
    printed = node.mark.printed if node.mark else ""
    rest = text[node.mark.length if node.mark else 0 :].strip()
    title, _ = title_of(rest, Span(0, len(rest)), alone=True)
    times = tuple(b for b in _times(document.text, span) if b.of(document.text) in title.of(rest))
    period = PERIOD.fullmatch(rest) is not None
    if period:  # the items below it are those of this month or quarter
        times = (Span(span.end - len(rest), span.end),)
    return Heading(printed + _unlabelled(title.of(rest)), own, times, period)


def _unlabelled(words: str) -> str:
    """A heading without the bracket that names its units or its time, and without the end of one that it stands in."""
    words = re.sub(
        r"[（(〔［\[【](?:责任|牵头|配合|负责|主办|(?:完成)?时限[:：])[^）)〕］\]】]*[)）〕］\]】]。?$",
        "",
        words,
    )
    return words.rstrip("。：: " if "【" in words or "〖" in words else "。：: 】〗")


def _behind(text: str, title: Span, head: Span, body: Sequence[Span]) -> tuple[Span, ...]:
    """What follows a title in its paragraph, and the paragraphs after it."""
    start = title.end
    while start < head.end and text[start] in "。：: ！!":
        start += 1
    return tuple(s for s in (Span(start, head.end), *body) if s.start < s.end)
