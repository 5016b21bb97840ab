"""A card for each task: label and value side by side, in two columns or in four (责任卡, 任务卡, 交办单)."""

from __future__ import annotations

from dataclasses import replace

from policyparse.model import Span
from policyparse.tables.columns import Column, meaning
from policyparse.tables.grid import Cells, Sheet, filled
from policyparse.tables.header import Header
from policyparse.tables.rows import Left, Row, read
from policyparse.text.numbering import is_mark

_NAMES = ("title", "problem")
"""The meanings of the label that says what a card is about, of which the first counts: 任务名称, 反馈问题."""


def is_number(words: str) -> bool:
    """Whether the words are the number of a card and nothing else: 事项一, 任务1, 2."""
    return is_mark(words) or (words.isdecimal() and len(words) < 3)


def is_card(sheet: Sheet) -> bool:
    """Whether the table says its labels down the side: no row is a header, and most first cells are labels.

    例：任务名称 | 新建老年食堂10个 / 牵头单位 | 市民政局 / 完成时限 | 6月底前.
    """
    pairs = [pair for row in sheet.rows for pair in _pairs(sheet, row)]
    known = [
        "title" if is_mark(words := sheet.label(label)) else meaning(words) for label, _ in pairs
    ]  # 任务1 names what its card is about
    values = [meaning(sheet.label(value)) for _, value in pairs]
    said = sum(1 for kind in known if kind)
    orders = {"title", "text", "problem"} & set(known) and len(set(known) - {""}) >= 2
    return (
        bool(orders)
        and said >= 2
        and said * 3 >= len(known) * 2
        and sum(map(bool, values)) * 4 <= len(values)
    )


def without_groups(sheet: Sheet) -> Sheet:
    """The sheet of a card without the names of groups at its left, each merged over several of its labels; others as they are.

    例：责任分工 over 牵头单位 | 县民政局 and 配合单位 | 县财政局.
    """
    if any(len(row) < 3 for row in sheet.rows):
        return sheet
    firsts = [row[0] for row in sheet.rows if row[0] != row[1]]
    inner = replace(sheet, rows=tuple(row[1:] for row in sheet.rows))
    grouped = len({*firsts}) < len(firsts) and all(cell.start < cell.end for cell in firsts)
    named = sum(1 for cell in {*firsts} if meaning(sheet.label(cell)) in ("title", "text"))
    return inner if grouped and not named and is_card(inner) and not is_card(sheet) else sheet


def cards(sheet: Sheet) -> list[Row | Left]:
    """The tasks of the cards in a table: a label that comes again begins the next card.

    What is to be done may be said behind its name: 任务名称 | … / 目标任务 | ….
    """
    gathered: list[list[tuple[Span, Span]]] = [[]]
    begun: set[tuple[str, str]] = set()
    found: list[Row | Left] = []
    for row in sheet.rows:
        pairs = _pairs(sheet, row)
        alone = filled(row)
        if len(alone) == 1 and is_number(sheet.label(alone[0])):  # 事项一 over the labels of its card
            gathered.append([(alone[0], alone[0])])
            begun = set()
            continue
        if not pairs and alone:
            found.append(Left(sheet.span(row), "标题行"))
        for label, value in pairs:
            words = sheet.label(label)
            if is_number(words):  # 任务1 | 新建老年食堂10个
                gathered.append([(label, label), (label, value)])
                begun = set()
                continue
            kind = meaning(words)
            one = (kind, words if kind in _NAMES else "")
            if one in begun and kind in ("title", "problem", "number", "id"):
                gathered.append([])
                begun = set()
            begun.add(one)
            gathered[-1].append((label, value))
    return found + [made for card in gathered if card for made in _card(sheet, card)]


def _pairs(sheet: Sheet, row: Cells) -> list[tuple[Span, Span]]:
    """The labels of a row with their values: every second cell, a merged one once; none where no pairs stand."""
    # a label may stand without its value: what is cut off behind are whole pairs
    while len(row) > 2 and all(cell.start == cell.end for cell in row[-2:]):
        row = row[:-2]
    cells = list(dict.fromkeys(row)) if any(c.start == c.end for c in row) else list(filled(row))
    if len(cells) < 2 or len(cells) % 2 or cells[0].start == cells[0].end:
        return []
    return list(zip(cells[::2], cells[1::2], strict=True))


def _card(sheet: Sheet, card: list[tuple[Span, Span]]) -> list[Row | Left]:
    """One card, read as a table of one row under its labels; its number goes first, for a name before a number heads a group."""
    card = sorted(card, key=lambda pair: meaning(sheet.label(pair[0])) not in ("number", "id"))
    labels = tuple(label for label, _ in card)
    values = tuple(value for _, value in card)
    laid = replace(sheet, rows=(labels, values))
    kinds = [
        ("number" if x == value else "title") if is_number(sheet.label(x)) else meaning(sheet.label(x))
        for x, value in card
    ]
    name = next((i for i, kind in enumerate(kinds) if kind in _NAMES), len(kinds))
    kinds = [
        "title" if i == name else "text" if kind == "title" else kind for i, kind in enumerate(kinds)
    ]  # 任务名称 | … / 目标任务 | …
    columns = tuple(Column(kind, sheet.label(x), (x,)) for kind, x in zip(kinds, labels, strict=True))
    found = [made for made in read(laid, Header(0, 1, columns)) if isinstance(made, Row)]
    if not found:
        return [Left(sheet.span((*labels, *values)), "没有任务内容的行")]
    return [replace(made, span=sheet.span((*labels, *values))) for made in found]
