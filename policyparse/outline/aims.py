"""What a document says of its own aims, and no task: below 主要目标, in a frame (总体要求), behind a label under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyparse.extract.units import brackets
from policyparse.model import Document, Span
from policyparse.outline import Node, parts, scoring
from policyparse.text.brackets import CLOSERS
from policyparse.text.numbering import mark

_CLOSERS = tuple(CLOSERS)

# 例：责任单位：市教育局 · （市教育局牵头，市财政局配合）
_NAMES_UNITS = re.compile(
    r"(?:责任|牵头|负责|配合)(?:单位|部门)\s*[:：]|(?:牵头|负责|配合)[^。（(]{0,10}[)）〕］\]]"
)
# the aim of one matter, stated on the line of its heading; 例：安全生产目标：杜绝亡人事故
_OF_A_MATTER = re.compile(
    r"(?!总|工作|主要|发展|实施|行动|建设|改革|预期|创建|年度|任务|具体|奋斗|阶段|绩效|规划|目标)[一-鿿]{2,6}目标[:：]\s*\S{4}"
)
# a sentence under a heading that promises a number; 例：到2027年，规上企业达到200家
_PROMISED = re.compile(
    r"(?:[到至]20\d\d年|“?十[四五六七]五”?(?:期?末|时?期间?)|20\d\d年[^。；;]{0,40}(?:力争|确保|达到?|完成|增长|超过|突破|不[低少]于)|力争|目标是)[^。；;]{0,120}\d"
)


def headline(document: Document, node: Node) -> str:
    """The words of an item up to its first stop: what its heading is called."""
    text = document.words(node.paragraphs[0])[node.mark.length if node.mark else 0 :]
    return re.split(r"[。：:（(〔［\[]", text.strip(), maxsplit=1)[0]


def means(document: Document, node: Node) -> str | None:
    """What the heading of an item says of the part below it (``parts.meaning``); what is worth points orders: 二、工作成效（70分）.

    A part that only says when all of it is done (二、时间安排 / 5月至12月) is "background".
    """
    scored = scoring.worth(document.words(node.paragraphs[0]).rstrip("。：: ")) is not None
    heading = headline(document, node)
    said = None if scored else parts.meaning(heading)
    if said is None and not node.children and not node.tables and parts.is_when(heading):
        words = "".join(document.words(i) for i in node.paragraphs)
        behind = words[words.find(heading) + len(heading) :]
        return "background" if parts.only_time(behind) else None
    return None if said == "aims" and _states_its_own(document, node) else said


def _states_its_own(document: Document, node: Node) -> bool:
    """Whether a heading states the aim of one matter itself, and the items below it order: 三、安全生产目标：杜绝亡人事故。 over 1.每月检查。"""
    words = document.words(node.paragraphs[0])[node.mark.length if node.mark else 0 :]
    return bool(node.children) and _OF_A_MATTER.match(words.strip()) is not None


def names_units(document: Document, node: Node) -> bool:
    """Whether items of a part name units of their own: then they are tasks even under 主要预期目标."""
    said = _NAMES_UNITS.search("".join(document.words(i) for i in node.everything))
    return said is not None or any(_closes_with_units(document, child) for child in node.children)


def _closes_with_units(document: Document, node: Node) -> bool:
    """Whether a paragraph of an item closes with a bracket that lists units and no more: 生产总值增长6%。（市发展改革委）."""
    spans = [document.paragraphs[i].span for i in node.everything]
    closed = (s for s in spans if s.of(document.text).rstrip("。；; ")[-1:] in _CLOSERS)
    return any(
        place.said.names and not document.text[place.span.end : span.end].strip("。；; ")
        for span in closed
        for place in brackets.find(document.text, span)
    )


def words_of(document: Document, node: Node) -> list[Span]:
    """The paragraphs of an item and of those below it, without their numbers, which measure nothing."""
    spans = [document.paragraphs[i].span for i in sorted(node.everything)]
    numbers = [mark(span.of(document.text)) for span in spans]
    return [
        Span(span.start + (n.length if n else 0), span.end) for span, n in zip(spans, numbers, strict=True)
    ]


def of_frame(document: Document, frame: Node) -> list[Span]:
    """What a frame (总体要求) says of aims: its own words, and the items below it that are not headed 指导思想 or 原则."""
    spans = [document.paragraphs[i].span for i in frame.paragraphs]
    for child in frame.children:
        if means(document, child) != "background":
            spans += words_of(document, child)
    return spans


def of_heading(document: Document, node: Node) -> Iterator[Span]:
    """What a heading with items below it aims at: behind a label on a line of its own (整改目标：优良天数比例达到82%以上), or in words
    that promise (到2027年，规上企业力争达到200家).
    """
    for i in node.paragraphs:
        span = document.paragraphs[i].span
        if i == node.paragraphs[0]:
            head = (node.mark.length if node.mark else 0) + len(headline(document, node))
            span = Span(min(span.start + head, span.end), span.end)
        label, colon, _ = span.of(document.text).partition("：")
        stated = i == node.paragraphs[0] and _states_its_own(document, node)
        if stated or (colon and parts.meaning(label) == "aims") or _PROMISED.search(span.of(document.text)):
            yield span
