"""Cards that are printed as lines: a label, a colon and what it says, one below the other, again for each task.

例：项目名称：饮水安全工程 / 建设内容：新建水厂2座 / 责任单位：县水利局 / 完成时限：10月底, and the next 项目名称. They become tables of two
columns before the text is coined, and are read as any card (``cards``). A label may stand alone over what it says (责任单位 / 县水利局),
and the number of a card before its first label (01 项目名称：…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from policyparse.model import Block, Cell, Line, Scan, Table
from policyparse.tables.cards import is_number
from policyparse.tables.columns import OF_NAME, UNITS, meaning
from policyparse.tables.regained import runs
from policyparse.text.numbering import is_mark, mark

# a card as lines, a label and what it says; 例：牵头单位：市教育局
_LABELLED = re.compile(
    r"\s*(?P<label>[^\s:：，,。；;、\d][^:：，,。；;]{0,11}?)\s*[:：]\s*(?P<said>\S[\s\S]*)"
)
# a name, and behind blanks a label with its words; 例：5.农田建设 建设任务：新建农田3万亩
_NAMED = re.compile(r"(?P<name>[^。；;，,]{4,40}?)[ \u3000\xa0\t]+(?P<rest>(?P<label>[一-鿿]{2,8})：\s*\S.*)")
# where a label may stand in a line that holds several; 例：；牵头：
_INSIDE = re.compile(r"(?:^|[；;|｜，,。\s\u3000])\s{0,4}(?P<label>[一-鿿]{2,8})[:：]")
_PARTING = "；;|｜，, \t\u3000"
_PARTED = ("title", "text", "targets", "time", "leader", *UNITS)
"""The meanings of such a label."""
_ABOVE = ("number", "id", "section")
"""What may stand over the name of a card's task."""
_WORDY = ("title", "text", "targets")
"""Labels that may say more than a line."""
_NAME = 30
"""Signs of a line without a number that says what the labels below it are about, at most."""
_BRIEF = 6
"""Signs of a label that no column has, at most."""
_MOST = 12
_LEAST = 3
"""Labels of a card; with two cards at least, a text that only closes its items with labels is none."""
# a label alone on its line, over what it says; 例：责任单位：
_ALONE = re.compile(r"\s*(?P<label>[一-鿿]{3,6})\s*[:：]?\s*")
# the number of a card before its first label; 例：01 项目名称：饮水安全
_BEFORE = re.compile(r"\s*(?P<number>\d{1,2})\s*[.．、]?\s*(?=[一-鿿]{2,6}\s*[:：])")
# what the one card of a paper that hands a matter on begins with; 例：交办事项：清理废旧车辆
_HANDED_ON = re.compile(r"\s*(?:交办|督办|催办|转办|承办)(?:事项|内容|任务)\s*[:：]")


def ruled(scan: Scan) -> Scan:
    """The scan with each run of such cards replaced by tables; every word of the lines is in them."""
    blocks = tuple(line for block in scan.blocks for piece in _apart(block) for line in _named(piece))
    least = 1 if any(isinstance(block, Line) and _HANDED_ON.match(block.text) for block in blocks) else 2
    ways = ((lines, _cards(lines)) for lines in (blocks, tuple(_closed_up(blocks))))
    lines, cards = next((way for way in ways if len(way[1]) >= least), (blocks, {}))
    return runs.replaced_at(replace(scan, blocks=lines), cards)


def _apart(block: Block) -> Sequence[Block]:
    """A line, or the lines that it is where it holds the whole card of a task: 任务：新建学校2所；牵头：市教育局；时限：8月底."""
    if not isinstance(block, Line) or not ("：" in block.text or ":" in block.text):
        return (block,)
    labels = [m for m in _INSIDE.finditer(block.text) if meaning(m["label"])]
    kinds = [meaning(m["label"]) for m in labels]
    if len(labels) < _LEAST or kinds[0] not in _WORDY or block.text[: labels[0].start("label")].strip():
        return (block,)
    starts = [m.start("label") for m in labels]
    pieces = (block.text[a:b].strip(_PARTING) for a, b in pairwise([*starts, len(block.text)]))
    return tuple(replace(block, text=piece, starts=()) for piece in pieces)


def _named(block: Block) -> Sequence[Block]:
    """A line, or the two that it is where blanks part the name of a numbered item from a label.

    例：5.农田建设 建设任务：新建农田3万亩. Blanks would be lost.
    """
    found = _NAMED.fullmatch(block.text) if isinstance(block, Line) and "：" in block.text else None
    number = mark(found["name"].strip()) if found else None
    if not isinstance(block, Line) or not found or number is None:
        return (block,)
    name = found["name"].strip()[number.length :]
    label = OF_NAME.match(name)
    if re.search("[:：]", name[label.end() if label else 0 :]) or meaning(found["label"]) not in _PARTED:
        return (block,)
    return tuple(replace(block, text=found[part], starts=()) for part in ("name", "rest"))


def _cards(blocks: Sequence[Block]) -> Mapping[int, runs.Found]:
    """The cards, each by its first line."""
    kinds = {i: kind for i, block in enumerate(blocks) if isinstance(block, Line) and (kind := _kind(block))}
    titles = [i for i, kind in kinds.items() if kind == "title"]
    titles = titles or [i for i, kind in kinds.items() if kind == "problem"]
    names = [i for i in titles if _label(blocks[i]) == _label(blocks[titles[0]])]
    before = _before_names(kinds, names)
    starts = [_start(blocks, kinds, i - before) for i in (names if before else titles)]
    if not titles:  # a task may be called by what it does, where its number stands over that
        starts = [s for i, kind in kinds.items() if kind == "text" and (s := _start(blocks, kinds, i)) < i]
    cards = {i: card for i in starts if (card := _card(blocks, i))}
    above = [_said_above(blocks, i, several=len(cards) > 1) for i in cards]
    return {} if above and all(above) and len({*above}) == len(above) else cards


def _label(block: Block | None) -> str:
    """The label that a line begins with, "" for any other block."""
    found = _LABELLED.fullmatch(block.text) if isinstance(block, Line) else None
    return found["label"] if found else ""


def _before_names(kinds: Mapping[int, str], names: Sequence[int]) -> int:
    """How many labels stand before the name of the task in each card; 0 where the names come first.

    例：牵头单位：市教育局 / 任务名称：修缮校舍 / 完成时限：6月底, and the next 牵头单位.
    """
    if not names:
        return 0
    count = next(n for n in range(_MOST + 1) if n == _MOST or not kinds.get(names[0] - n - 1))
    own = [kinds.get(names[0] - n) for n in range(count, 0, -1)]
    behind = {kinds.get(i, "") for i in range(names[-1] + 1, names[-1] + _MOST)}
    each = all([kinds.get(i - n) for n in range(count, 0, -1)] == own for i in names)
    return count if each and behind.isdisjoint(own) else 0


def _closed_up(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with the lines that a label stands alone over put behind it, and the number before a first label over it.

    例：01 项目名称：饮水安全 / 责任单位： / 县水利局 is 01 / 项目名称：饮水安全 / 责任单位：县水利局.
    """
    parted: list[Block] = []
    for block in blocks:
        before = _BEFORE.match(block.text) if isinstance(block, Line) else None
        if isinstance(block, Line) and before and _kind(block, before.end()) == "title":
            parted += [replace(block, text=before["number"]), replace(block, text=block.text[before.end() :])]
        elif not isinstance(block, Line) or block.text.strip():
            parted.append(block)
    at = 0
    while at < len(parted):
        block, at = parted[at], at + 1
        label = _alone(block)
        kind = meaning(label) if label else _kind(block) if isinstance(block, Line) else ""
        if isinstance(block, Line) and (label or kind in _WORDY):
            below = _below(parted, at, kind)
            at += len(below)
            head = [f"{label}："] if label else [block.text]
            block = replace(block, text="\n".join([*head, *below])) if below else block
        yield block


def _below(blocks: Sequence[Block], at: int, kind: str) -> list[str]:
    """The lines from ``at`` on that a label of this kind says: words up to the next label, number or heading, of units and times one line.

    A heading is numbered as what is further out than the first line is: 二、河道专班 below 主要任务： and 1.清淤3公里。
    """
    said: list[str] = []
    for block in blocks[at : at + _MOST]:
        if not isinstance(block, Line):
            return [] if kind in _WORDY else said
        number, first = mark(block.text), mark(said[0]) if said else None
        if _alone(block) or _kind(block) or is_number(block.text.strip()):
            return said
        if number and first and number.rank < first.rank:
            return said
        if said and kind not in _WORDY and said[-1][-1:] not in "、，,":
            return said
        said.append(block.text.strip())
    return [] if kind in _WORDY else said


def _alone(block: Block) -> str:
    """The label that stands alone on a line, "" for any other line."""
    found = _ALONE.fullmatch(block.text) if isinstance(block, Line) else None
    return found["label"] if found and meaning(found["label"]) else ""


def _said_above(blocks: Sequence[Block], first: int, *, several: bool) -> str:
    """The name of what the labels of a card are about, which the line above them says; "" where they name it themselves.

    例：（一）链主培育行动 over 目标任务：培育链主企业8家, or over 牵头单位：市工信局 and that. It is no card, but an item with labels.
    Without a number it is such a name over ``several`` cards.
    """
    over = first
    while over > max(0, first - _MOST) and isinstance(line := blocks[over - 1], Line) and _is_labelled(line):
        over -= 1
    above, own = (blocks[i] if i >= 0 else None for i in (over - 1, first))
    if not isinstance(above, Line) or _label(own).endswith(("名称", "案由")) or not _label(own):
        return ""
    text = above.text.strip()
    number = mark(text)
    name = text[number.length :] if number else text
    name = name[label.end() :] if (label := OF_NAME.match(name)) else name
    bare = is_mark(text) or re.search("[。；;：:]", name) or not (number or (several and len(name) <= _NAME))
    return "" if bare else name


def _is_labelled(line: Line) -> bool:
    """Whether a line without a number begins with a label, be it one of a card that no column has."""
    return not mark(line.text) and bool(_kind(line) or 0 < len(_label(line)) <= _BRIEF)


def _kind(line: Line, at: int = 0) -> str:
    """The meaning of the label that a line begins with (from ``at`` on), "" for a line without one; a task may be named in any way."""
    labelled = "：" in line.text or ":" in line.text
    found = _LABELLED.fullmatch(line.text, at) if labelled else None
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
    """Whether a line is the number of the card below it and nothing else: 事项一, 任务1, 2."""
    line = blocks[i] if i >= 0 else None
    if not isinstance(line, Line) or (line.page is not None and line.text.strip().isdecimal()):
        return False  # the number of a page
    return is_number(line.text.strip())


def _card(blocks: Sequence[Block], first: int) -> runs.Found | None:
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
        named = kind == "title" and found is not None and found["label"] in (row[0] for row in rows)
        again = named or (kind in kinds and (kind in _ABOVE or (kind == begun and kind != "title")))
        if found is None or again or (not kind and len(found["label"]) > _BRIEF):
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
    return (Table(tuple(cells), blocks[first].page),), stop
