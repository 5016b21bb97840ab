"""Cards that are printed as lines: a label, a colon and what it says, one below the other, again for each task.

例：项目名称：饮水安全工程 / 建设内容：新建水厂2座 / 责任单位：县水利局 / 完成时限：10月底, and the next 项目名称. They become tables of two
columns before the text is coined, and are read as any card (``cards``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from policyparse.model import Block, Cell, Line, Scan, Table
from policyparse.tables.columns import UNITS, meaning
from policyparse.text.numbering import is_mark

# a card as lines, a label and what it says; 例：牵头单位：市教育局
_LABELLED = re.compile(r"\s*(?P<label>[^\s:：，,。；;、\d][^:：，,。；;]{0,11}?)\s*[:：]\s*(?P<said>\S.*)")
_ABOVE = ("number", "id", "section")
"""What may stand over the name of a card's task."""
_LEAST = 3
"""Labels of a card; with two cards at least, a text that only closes its items with labels is none."""
# what the one card of a paper that hands a matter on begins with; 例：交办事项：清理废旧车辆
_HANDED_ON = re.compile(r"\s*(?:交办|督办|催办|转办|承办)(?:事项|内容|任务)\s*[:：]")


def ruled(scan: Scan) -> Scan:
    """The scan with each run of such cards replaced by tables; every word of the lines is in them."""
    return replace(scan, blocks=tuple(_blocks(scan.blocks)))


def _blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    kinds = {i: kind for i, block in enumerate(blocks) if isinstance(block, Line) and (kind := _kind(block))}
    titles = [i for i, kind in kinds.items() if kind == "title"]
    starts = [_start(blocks, kinds, i) for i in titles]
    if not titles:  # a task may be called by what it does, where its number stands over that
        starts = [s for i, kind in kinds.items() if kind == "text" and (s := _start(blocks, kinds, i)) < i]
    cards = {i: card for i in starts if (card := _card(blocks, i))}
    told = any(isinstance(block, Line) and _HANDED_ON.match(block.text) for block in blocks)
    at = 0
    while at < len(blocks):
        if len(cards) > (0 if told else 1) and at in cards:
            table, at = cards[at]
            yield table
        else:
            yield blocks[at]
            at += 1


def _kind(line: Line) -> str:
    """The meaning of the label that a line begins with, "" for a line without one; a task may be named in any way."""
    labelled = "：" in line.text or ":" in line.text
    found = _LABELLED.fullmatch(line.text) if labelled else None
    return meaning(found["label"]) if found else ""


def _start(blocks: Sequence[Block], kinds: Mapping[int, str], title: int) -> int:
    """The first line of the card whose task is named on a line: its number or section may stand above that, labelled or alone.

    例：序号：1 / 类别：水利 / 任务内容：改造水厂 · 事项一 / 项目名称：改造水厂.
    """
    start = title
    while kinds.get(start - 1) in _ABOVE:
        start -= 1
    return start - 1 if _is_number(blocks, start - 1) else start


def _is_number(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line is the number of the card below it and nothing else: 事项一, 任务1."""
    return i >= 0 and isinstance(line := blocks[i], Line) and is_mark(line.text.strip())


def _card(blocks: Sequence[Block], first: int) -> tuple[Table, int] | None:
    """The card that begins with the line of a task's name (or of its number above that), and the block behind it; None where
    too few labels follow.
    """
    rows: list[tuple[str, ...]] = []
    kinds: set[str] = set()
    begun = ""
    stop = first
    numbered = _is_number(blocks, first)
    for i in range(first + numbered, len(blocks)):
        block = blocks[i]
        if not isinstance(block, Line):
            break
        if not block.text.strip():
            continue
        found = _LABELLED.fullmatch(block.text)
        kind = meaning(found["label"]) if found else ""
        again = kind in kinds and (kind in ("title", *_ABOVE) or kind == begun)
        if found is None or again or (not kind and len(found["label"]) > 6):
            break
        begun = begun or kind
        rows.append((found["label"], found["said"].strip()))
        kinds.add(kind)
        stop = i + 1
    if len(rows) < _LEAST or not kinds & {*UNITS, "time"}:
        return None
    if numbered and isinstance(line := blocks[first], Line):
        rows.insert(0, (line.text.strip(),))
    cells = [
        Cell(words, r, c, page=blocks[first].page)
        for r, row in enumerate(rows)
        for c, words in enumerate(row)
    ]
    return Table(tuple(cells), blocks[first].page), stop
