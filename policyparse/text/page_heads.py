"""Running headers of a text without pages that count: above each of them stands the number of the page that ended, one more each time.

Such a number may be bare, or stand right behind the last words of its page (使用登记率均达2 over the header and 100%。): then it gets
a line of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from policyparse.model import Block, Line, Scan

# the number of a page alone on its line, the blanks taken out; 例：—3— · 第3页
_PAGE = re.compile(r"[—–\-·•(（]?第?(?P<page>\d{1,3})页?(?:[,，/]?共?\d{1,3}页?)?[—–\-·•)）]?")
# one behind the last words of a page; 例：使用登记率均达2
_GLUED = re.compile(r"(?<=[一-鿿，,、“（])(?P<page>\d{1,3})$")
# what a running header is made of, and no sentence, label or bracket; 例：云溪市重点工作任务
_HEADER = re.compile(r"[^，,。；;：:、（）()〔〕\[\]【】\d]{8,40}")
_LEAST = 2
"""Pages that end so at least."""
_Told = Sequence[tuple[int, str]]


def parted(scan: Scan) -> Scan:
    """The scan with a line of its own for each number of a page that stands behind words; itself where there is none."""
    told = [(i, b.text) for i, b in enumerate(scan.blocks) if isinstance(b, Line) and b.text.strip()]
    if any(b.box is not None for b in scan.blocks if isinstance(b, Line)):
        return scan
    glued = {i: at for i, at in _ends(told) if at}
    if not glued:
        return scan
    blocks: list[Block] = []
    for i, block in enumerate(scan.blocks):
        if isinstance(block, Line) and (at := glued.get(i)):
            blocks += [replace(block, text=block.text[:at]), replace(block, text=block.text[at:])]
        else:
            blocks.append(block)
    return replace(scan, blocks=tuple(blocks))


def below(told: _Told) -> frozenset[int]:
    """Of lines that say something, with their numbers, those that stand below the number of a page and are said again below the next."""
    ends = {i for i, _ in _ends(told)}
    return frozenset(after for (i, _), (after, _) in pairwise(told) if i in ends)


def _ends(told: _Told) -> Iterator[tuple[int, int]]:
    """The lines that end a page, each with the offset of its number: 0 where nothing else stands in it."""
    places: dict[str, list[int]] = defaultdict(list)
    for n, (_, text) in enumerate(told):
        if n and _HEADER.fullmatch(text.strip()):
            places[text.strip()].append(n)
    for here in places.values():
        found = [_number(told[n - 1][1]) for n in here]
        pages = [int(page["page"]) for page in found if page]
        # one of the numbers at least is plainly that of a page: bare ones may count the rows of a table whose cells repeat
        plain = any(
            page.re is _PAGE and not told[n - 1][1].strip().isdecimal()
            for n, page in zip(here, found, strict=True)
            if page
        )
        counted = (
            len(here) >= _LEAST and len(pages) == len(here) and all(b - a == 1 for a, b in pairwise(pages))
        )
        if not (plain and counted):
            continue
        for n, page in zip(here, found, strict=True):
            if page:
                yield told[n - 1][0], page.start("page") if page.re is _GLUED else 0


def _number(text: str) -> re.Match[str] | None:
    return _PAGE.fullmatch("".join(text.split())) or _GLUED.search(text.rstrip())
