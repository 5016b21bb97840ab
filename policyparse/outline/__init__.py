"""Paragraphs → the tree of numbered items, as printed: gaps, restarts, and numbers that a heading lost.

The level of a style of number is the depth at which it first stands, so a document that numbers 1、 above （一） is
read as it is; where a style is new, its usual rank (GB/T 9704-2012, 7.3.3) decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from policyparse import lexicon
from policyparse.document.titles import MARKERS
from policyparse.model import Document, Finding, Span
from policyparse.outline import asides, signs
from policyparse.text.folding import width
from policyparse.text.numbering import Mark, mark, unopened

_FOOTNOTE = lexicon.by_id("sections")["closing-footnote"].pattern
_ANNEX, _ANNEX_ALONE = MARKERS["annex"], MARKERS["annex-alone"]


@dataclass
class Node:
    """A numbered item: its mark, its paragraphs (the first one holds the mark) and the items below it.

    ``paragraphs`` are indices into ``Document.paragraphs``; ``tables`` are indices into ``Document.tables``. The root of
    a section has no mark; ``title`` is that of an annex.
    """

    mark: Mark | None
    paragraphs: list[int] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)
    title: str = ""

    @property
    def everything(self) -> list[int]:
        """Its paragraphs and those of all items below it."""
        return [*self.paragraphs, *(i for child in self.children for i in child.everything)]


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of a document (the body first, then each annex) as roots of trees, with what was noticed.

    ``annexes`` are the paragraphs of the lists of annexes (附件：1.… 2.…), ``notes`` those of the notes below tables (注：1.…
    2.…); neither stands in a tree.
    """

    roots: tuple[Node, ...]
    findings: tuple[Finding, ...]
    annexes: frozenset[int] = frozenset()
    notes: frozenset[int] = frozenset()


def build(document: Document, body: int, signature: frozenset[int] = frozenset()) -> Outline:
    """The outline of the paragraphs from ``body`` on, those of the signature left out.

    An annex begins with a line 附件 of its own, with 附件1：title before a table or an item, or with its listed name over a table.
    """
    findings: list[Finding] = []
    roots: list[Node] = []
    annexes = asides.annex_lists(document, body)
    notes = asides.notes(document, body)
    left_out = signature | annexes | notes
    listed = {asides.annex_name(document.words(i)) for i in range(body, len(document.paragraphs))} - {""}
    for first, last, title in _sections(document, body, len(document.paragraphs), listed):
        root = _tree(
            document, [i for i in range(first, last) if i not in left_out and not _doubled(document, i)]
        )
        root.title = title
        _restore(document, root, findings)
        roots.append(root)
    return Outline(tuple(roots), tuple(findings), annexes, notes)


def _doubled(document: Document, i: int) -> bool:
    """Whether a paragraph is a heading that the file prints again just below."""
    if i + 1 >= len(document.paragraphs) or mark(document.words(i)) is None:
        return False
    return document.words(i) == document.words(i + 1)


# ---- sections ------------------------------------------------------------------------------------------


def _sections(
    document: Document, body: int, stop: int, listed: Collection[str]
) -> list[tuple[int, int, str]]:
    """Half-open ranges of paragraphs with the title of the annex that each is ("" for the body); ``listed`` names annexes."""
    own = [i for i in range(body, stop) if not document.is_cell(i)]
    over = {i for i in own if document.words(i) in listed and i + 1 < stop and document.is_cell(i + 1)}
    starts = [i for i in own if i in over or _begins_annex(document, i, stop)]
    edges = [body, *starts, stop]
    found: list[tuple[int, int, str]] = []
    for first, last in pairwise(edges):
        if first == body and first not in starts:
            found.append((first, last, ""))
        else:
            after, title = _annex_title(document, first, last)
            found.append((after, last, title))
    return found


def _begins_annex(document: Document, i: int, stop: int) -> bool:
    text = document.words(i)
    if _ANNEX_ALONE.match(text):
        return i + 1 < stop and not document.words(i + 1).startswith(("1.", "1、", "1．", "2."))
    return (
        text.startswith("附件")
        and bool(re.match(r"^附件\s*\d+[:：]?\s*\S{4,40}$", text))
        and i + 1 < stop
        and (document.is_cell(i + 1) or mark(document.words(i + 1)) is not None)
        and not document.words(i + 1).startswith(("2.", "2、"))
    )


def _annex_title(document: Document, first: int, last: int) -> tuple[int, str]:
    """Where the annex's text begins, and its title in the form 附件：title."""
    own = _ANNEX.sub("", document.words(first)).strip()
    after = first + 1
    lines = [own] if own else []
    while not own and after < last and len(lines) < 3 and _titular(document, after):
        lines.append(document.words(after))
        after += 1
    return after, f"附件：{''.join(lines)}" if lines else "附件"


def _titular(document: Document, i: int) -> bool:
    text = document.words(i)
    return (
        not document.is_cell(i)
        and mark(text) is None
        and width(text) < 60
        and re.search(r"[。；;：:]", text) is None
    )


# ---- the tree ------------------------------------------------------------------------------------------


def _tree(document: Document, indices: Sequence[int]) -> Node:
    root = Node(None)
    stack = [root]
    depths: dict[str, int] = {}
    nested: set[tuple[str, str]] = set()
    marks = _marks(document, indices)
    for i in indices:
        table = document.paragraphs[i].table
        if table is not None:
            if table not in stack[-1].tables:
                stack[-1].tables.append(table)
            continue
        found = marks.get(i)
        if found is None:
            stack[-1].paragraphs.append(i)
            continue
        above = stack[-1].mark
        if above and found.style not in depths and (above.style, found.style) in nested:
            depth = len(stack)  # as below the heading before: 一、 第一条 第二条 二、 第三条
        else:
            bare = _is_bare(document, stack[-1])
            depth = _depth(found, stack, depths, [m for j, m in marks.items() if j > i], bare=bare)
        del stack[depth:]
        depths = {s: d for s, d in depths.items() if d < depth} | {found.style: depth}
        node = Node(found, [i])
        nested |= {(stack[-1].mark.style, found.style)} if stack[-1].mark else set()
        stack[-1].children.append(node)
        stack.append(node)
    return root


def _marks(document: Document, indices: Sequence[int]) -> dict[int, Mark]:
    """The mark of each paragraph that begins with one: with a number, or with a sign that sets items apart."""
    marks: dict[int, Mark] = {}
    arabic = han = 0
    for i in indices:
        if document.is_cell(i) or _FOOTNOTE.match(document.words(i)):
            continue
        found = mark(document.words(i), expected=arabic + 1 if arabic else None)
        found = found or unopened(document.words(i), han)
        if found is not None:
            marks[i] = found
            han = found.ordinal if found.style == "（一）" else han
            arabic = found.ordinal if found.style == "1." else arabic
    marks |= signs.in_front(document, indices, marks)
    return dict(sorted((marks | signs.marks(document, indices, marks)).items()))


def _is_bare(document: Document, node: Node) -> bool:
    """Whether a node is a heading of one line and no sentence, with nothing below it so far: 三、重点行动."""
    words = document.words(node.paragraphs[0])[node.mark.length :] if node.mark else ""
    return len(node.paragraphs) == 1 and not node.tables and re.search(r"[。；;：:，,]", words) is None


def _depth(
    found: Mark, stack: Sequence[Node], depths: dict[str, int], later: Sequence[Mark], *, bare: bool
) -> int:
    """The depth (1 is just below the root) at which an item with this mark stands.

    ``bare`` tells that the node before it is a heading alone: the first of as high a style is below it (三、重点行动 / 行动一：…).
    """
    if found.style in depths:
        return min(depths[found.style], len(stack))
    top = stack[-1].mark
    if top is None or found.rank > top.rank or (bare and found.ordinal == 1 and found.rank == top.rank):
        return len(stack)
    following = next((m for m in later if m.style == top.style), None)
    if found.ordinal == 1 and following is not None and following.ordinal == top.ordinal + 1:
        return len(stack)
    outer = [d for d, node in enumerate(stack) if node.mark is not None and node.mark.rank >= found.rank]
    return outer[0] if outer else len(stack)


# ---- numbers that were lost ----------------------------------------------------------------------------

_HAN = "〇一二三四五六七八九十"


def _restore(document: Document, node: Node, findings: list[Finding]) -> None:
    """Between 二、 and 四、 a heading without number gets 三、 back, with a finding; a gap without one is reported."""
    for child in list(node.children):
        _restore(document, child, findings)
    children: list[Node] = []
    for child in node.children:
        before = children[-1] if children else None
        if before and before.mark and child.mark and before.mark.style == child.mark.style:
            if child.mark.ordinal == before.mark.ordinal + 2:
                lost = _lost(document, before, child.mark)
                if lost is not None:
                    children.append(lost)
                    findings.append(_restored(document, lost))
                else:
                    findings.append(_gap(document, before.mark, child))
            elif child.mark.ordinal > before.mark.ordinal + 2 or child.mark.ordinal == before.mark.ordinal:
                findings.append(_gap(document, before.mark, child))
        children.append(child)
    node.children = children


def _lost(document: Document, before: Node, after: Mark) -> Node | None:
    """The heading between two siblings that lost its number, with what stands below it, taken out of the first."""
    ordinal = after.ordinal - 1
    candidates = [
        i
        for i in before.paragraphs[1:]
        if _titular(document, i)
        and width(document.words(i)) <= 30
        and not MARKERS["label"].match(document.words(i))
    ]
    if not candidates:
        return None
    at = candidates[-1]
    printed = _print_as(after, ordinal)
    node = Node(Mark(printed, after.style, after.rank, ordinal, 0), [i for i in before.paragraphs if i >= at])
    node.children = [c for c in before.children if c.paragraphs and c.paragraphs[0] > at]
    before.paragraphs = [i for i in before.paragraphs if i < at]
    before.children = [c for c in before.children if c not in node.children]
    return node


def _print_as(mark_: Mark, ordinal: int) -> str:
    """An ordinal printed in the style of a sibling's mark."""
    han = (
        _HAN[ordinal]
        if ordinal <= 10
        else f"{'' if ordinal < 20 else _HAN[ordinal // 10]}十{_HAN[ordinal % 10]}"
    )
    digits = han.replace("〇", "") if re.search(f"[{_HAN}]", mark_.printed) else str(ordinal)
    return re.sub(rf"[{_HAN}\d]+", digits, mark_.printed, count=1)


def _restored(document: Document, node: Node) -> Finding:
    span = document.paragraphs[node.paragraphs[0]].span
    title = span.of(document.text)
    printed = node.mark.printed if node.mark else ""
    return Finding("lost-number", f"标题“{title}”缺序号，按前后顺序补为“{printed}{title}”", span)


def _gap(document: Document, before: Mark, after: Node) -> Finding:
    span: Span = document.paragraphs[after.paragraphs[0]].span
    printed = after.mark.printed if after.mark else ""
    return Finding("number-gap", f"序号不连续：“{before.printed}”之后是“{printed}”", span)
