"""Scan → Document: furniture dropped, characters folded, wraps rejoined, damage mended; the text is coined here, once.

Every character of every line that is not white space is afterwards in ``Document.text`` or in ``Document.dropped``
(a repair that changes a character says so in a finding).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from policyparse.model import (
    Block,
    Cell,
    Document,
    Dropped,
    Finding,
    Grid,
    Line,
    Paragraph,
    Run,
    Scan,
    Span,
    Table,
)
from policyparse.text import alone, furniture, one_line, repairs, typed, unglue, widths, wraps
from policyparse.text.folding import HAN, fold

# One line of more than this many characters is a whole text whose paragraph breaks became spaces; where there is no other
# line, a shorter one is too.
_ONE_LINE = 800
_ONLY_LINE = 120
# what a paragraph begins with there
_OPENS = r"[（(〔\[［《“①-⑳]|\d{1,3}[.．、]|\d{4}年\d{1,2}月\d{1,2}日"
# a name of a unit that fills the line of a cell; 例：县财政局
_UNIT_LINE = re.compile(
    rf"[省市县区镇][{HAN}]{{1,10}}[局委办厅部会院社联心站所队]|[{HAN}]{{2,4}}(?:街道|镇|乡)"
)
# an office that bears no level, as a zone names its own; 例：经发局
_OFFICE_LINE = re.compile(rf"(?![省市县区镇])[{HAN}]{{2,10}}[局办处科股室所站心队]")
# a stroke of a table that was none, at the edge of a line; 例：2025年3月1日 |
_EDGE = re.compile(r"^\s*[|｜│]\s*|(?:(?<!\s)\s+)?[|｜│]\s*$")
_STROKES = frozenset("|｜│")
# where a very long line held several paragraphs; one space between a number and its unit (24 小时) parts none; 例：落实。 二
_BREAK = re.compile(
    rf"(?<=[{HAN}。；;：:！!？?）)〕］\]】》”])[ \u3000\t\xa0]+(?=[{HAN}]|{_OPENS})"
    rf"|(?<=\d)(?:[ \u3000\t\xa0]{{2,}}|[\u3000\t\xa0])(?=[{HAN}]|{_OPENS})|(?<=\d) (?={_OPENS})"
)
# who signs, right behind the last sentence of such a line, where the date stands behind; 例：。云溪县人民政府
_SIGNED = re.compile(
    rf"(?<=[。；;）)])(?=[{HAN}]{{4,40}}(?:政府|办公[室厅]|委员会|管委会|[局委厅部]|领导小组|指挥部)$)"
)
# the date alone; 例：2025年3月5日
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
# A line longer than this with items behind spaces is several paragraphs.
_ITEMS_LINE = 120
# where the items of such a line begin; 例：。 二、强化培训
_ITEM_BREAK = re.compile(
    rf"(?<=[{HAN}。；;：:！!？?）)〕］\]】》”])[ \u3000\xa0]+"
    r"(?=[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章条]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d))"
)
# a unit with the part that it takes ends a line of a cell; 例：市教育局（牵头）
_ROLE_BEHIND = re.compile(r"[（(](?:牵头|主办|配合|协办)(?:单位|部门)?[）)]$")


def compose(scan: Scan) -> Document:
    """The document text of a scan, as one coordinate system (a file of several documents is still one here)."""
    blocks = list(_blocks(scan.blocks))
    furnishing = furniture.lines([b.line if isinstance(b, widths.FoldedLine) else b for b in blocks])
    draft = _Draft()
    pending: list[widths.FoldedLine] = []
    for i, block in enumerate(blocks):
        if isinstance(block, Table):
            _add_lines(draft, pending)
            pending = []
            _add_table(draft, block)
        elif i in furnishing:
            draft.dropped.append(Dropped(block.text, block.line.page, furnishing[i]))
        else:
            pending.append(block)
    _add_lines(draft, pending)
    return draft.document()


def part(document: Document, start: int, end: int) -> Document:
    """The half-open range of the text as a document of its own, all offsets counted from ``start``.

    The range must begin and end at paragraph edges. Dropped furniture and findings without a place go along
    with the first part.
    """
    if (start, end) == (0, len(document.text)):
        return document

    def inside(span: Span) -> bool:
        return start <= span.start and span.end <= end

    def moved(span: Span) -> Span:
        return Span(span.start - start, span.end - start)

    tables = [i for i, grid in enumerate(document.tables) if inside(grid.span)]
    return Document(
        text=document.text[start:end],
        paragraphs=tuple(
            replace(p, span=moved(p.span), table=tables.index(p.table) if p.table in tables else None)
            for p in document.paragraphs
            if inside(p.span)
        ),
        runs=tuple(replace(r, span=moved(r.span)) for r in document.runs if inside(r.span)),
        tables=tuple(
            Grid(
                moved(document.tables[i].span),
                tuple(tuple(map(moved, row)) for row in document.tables[i].rows),
            )
            for i in tables
        ),
        dropped=document.dropped if start == 0 else (),
        findings=tuple(
            replace(f, span=f.span and moved(f.span))
            for f in document.findings
            if (f.span is None and start == 0) or (f.span is not None and inside(f.span))
        ),
    )


@dataclass
class _Draft:
    """The text while it grows."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, lines: Sequence[Line], table: int | None = None, torn: bool = False) -> Span:
        """Append a paragraph of folded lines; gives its span."""
        if self.length:
            self._write("\n")
        start = self.length
        texts, mended = repairs.mend([line.text for line in lines], torn)
        for line, text in zip(lines, texts, strict=True):
            joint = " " if self._latin_joint(start, text) else ""
            begin = self.length
            self._write(joint + text)
            if self.length > begin:
                self.runs.append(Run(Span(begin, self.length), line.page, line.box))
        span = Span(start, self.length)
        self.findings += [Finding(m.code, m.message, span) for m in mended]
        self.dropped += [Dropped(m.removed, lines[0].page, "页码") for m in mended if m.removed]
        look = lines[0]
        self.paragraphs.append(
            Paragraph(
                span,
                look.size,
                all(x.bold for x in lines),
                all(x.centred for x in lines),
                look.heading,
                table,
            )
        )
        return span

    def _latin_joint(self, start: int, text: str) -> bool:
        before = self.text[-1][-1:] if self.text and self.length > start else ""
        return before.isascii() and before.isalpha() and text[:1].isascii() and text[:1].isalpha()

    def _write(self, piece: str) -> None:
        if piece:
            self.text.append(piece)
            self.length += len(piece)

    def document(self) -> Document:
        return Document(
            "".join(self.text),
            tuple(self.paragraphs),
            tuple(self.runs),
            tuple(self.tables),
            tuple(self.dropped),
            tuple(self.findings),
        )


def _blocks(blocks: Iterable[Block]) -> Iterator[widths.FoldedLine | Table]:
    """The blocks with every line folded, line feeds and over-long lines cut, empty ones left out."""
    blocks = list(blocks)
    said = [b for b in blocks if isinstance(b, Table) or b.text.strip(" \n|｜│")]
    longest = _ONLY_LINE if len(said) == 1 else _ONE_LINE
    for block in blocks:
        if isinstance(block, Table):
            yield block
            continue
        for raw in (
            line if _STROKES.isdisjoint(line) else _EDGE.sub("", line) for line in block.text.splitlines()
        ):
            for text in _pieces(raw, longest):
                if folded := fold(text):
                    yield widths.piece(block, text, folded)


def _pieces(raw: str, longest: int) -> list[str]:
    """A line, or the paragraphs that stand in it one behind the other, spaces between them."""
    if len(raw) > longest:
        whole = one_line.parted(raw) if longest == _ONLY_LINE else [raw]
        parts = [part for piece in whole for part in _BREAK.split(piece)]
        signed = len(parts) > 1 and _DAY.fullmatch(parts[-1].strip()) and _SIGNED.search(parts[-2])
        return [*parts[:-2], *_SIGNED.split(parts[-2]), parts[-1]] if signed else parts
    parts = _ITEM_BREAK.split(raw) if len(raw) > _ITEMS_LINE else [raw]
    return parts if len(parts) > 2 and any(part.rstrip()[-1:] in "。）)]" for part in parts[:-1]) else [raw]


def _add_lines(draft: _Draft, pieces: Sequence[widths.FoldedLine]) -> None:
    paragraphs, torn = wraps.paragraphs(pieces)
    above = ""
    unnumbered = not any(alone.begins(line.text) for whole in paragraphs for line in whole)
    behind = [*(whole[0].text for whole in paragraphs[1:]), ""]
    for paragraph in (
        part
        for whole, following in zip(paragraphs, behind, strict=False)
        for part in unglue.split(whole, following if unnumbered else None)
    ):
        words = "".join(line.text for line in paragraph)
        why = furniture.paragraph(words) or furniture.copied_on(above, words)
        above = words if why else ""
        if why:
            draft.dropped += [Dropped(line.text, line.page, why) for line in paragraph]
        else:
            draft.add(paragraph, torn=torn)


def _add_table(draft: _Draft, table: Table) -> None:
    number = len(draft.tables)
    places: dict[tuple[int, int], Span] = {}
    start = draft.length + (1 if draft.length else 0)
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        span = _add_cell(draft, cell, number)
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                places[row, column] = span
    if not places:
        return
    height = 1 + max(row for row, _ in places)
    breadth = 1 + max(column for _, column in places)
    nowhere = Span(draft.length, draft.length)
    rows = tuple(tuple(places.get((r, c), nowhere) for c in range(breadth)) for r in range(height))
    draft.tables.append(Grid(Span(min(start, draft.length), draft.length), rows))


def _add_cell(draft: _Draft, cell: Cell, number: int) -> Span:
    lines = [
        Line(text, page=cell.page, box=cell.box)
        for text in (fold(piece, cell=True) for piece in cell.text.splitlines())
        if text
    ]
    if not lines:
        return Span(draft.length, draft.length)
    spans = [draft.add(paragraph, table=number) for paragraph in _cell_paragraphs(lines)]
    return Span(spans[0].start, spans[-1].end)


def _lists_units(lines: Sequence[Line]) -> bool:
    """Whether the lines of a cell are short, nothing but characters, and half of them whole names of units, or more, or all offices;
    a squad below another line is a part of it (公安局 / 交警大队).
    """
    if all(_OFFICE_LINE.fullmatch(line.text) for line in lines) and not lines[-1].text.endswith("队"):
        return True
    whole = sum(_UNIT_LINE.fullmatch(line.text) is not None for line in lines)
    levelled = whole > 1 or all(line.text[0] in "省市县区镇" for line in lines)
    short = all(re.fullmatch(rf"[{HAN}]{{2,12}}", line.text) for line in lines)
    return levelled and short and 2 * whole >= len(lines)


def _cell_paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of a cell are wraps, unless one ends a sentence or the next begins an item, or a person began it anew."""
    if len(lines) > 1 and _lists_units(lines):
        return [[line] for line in lines]
    gathered: list[list[Line]] = [[lines[0]]]
    for at, line in enumerate(lines[1:], start=1):
        closed = gathered[-1][-1].text[-1:] in "。；;！!？?" or _ROLE_BEHIND.search(gathered[-1][-1].text)
        if closed or alone.begins(line.text) or (line.page is None and typed.begins(lines, at)):
            gathered.append([line])
        else:
            gathered[-1].append(line)
    return gathered
