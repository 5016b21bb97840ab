"""What the items below an item are where they are no tasks: a list of matter, or the item's own labels."""

from __future__ import annotations

import re

from policyparse.document.titles import MARKERS
from policyparse.model import Document
from policyparse.outline import Node
from policyparse.text.folding import width
from policyparse.text.numbering import mark

# a sentence that announces a list which orders nothing; 例：申请材料如下：
_LISTING = re.compile(
    r"(?:材料|情形|条件|标准|资料|范围|对象|内容|要求)[^。]{0,8}(?:如下|包括|有)?[:：]$|(?:以下|下列|如下)[^。]{0,20}[:：]$"
)


# a heading of its own with a colon behind it, below which the items are what is to be done; 例：活动内容：
_HEADS = re.compile(r"(?:活动|工作|整治|行动|主要|重点|具体|有关|相关|任务|几点){0,4}(?:内容|要求)[:：]")

_SOON = 12
"""Within how many paragraphs the labels of the next item stand."""


def is_last(document: Document, node: Node) -> bool:
    """Whether no further item follows, so that whom to ask is said of the whole document.

    What no number begins is told by the labels of its own: 新建学校2所。 / 责任单位：区教育局.
    """
    begin, end = max(node.everything) + 1, len(document.paragraphs)
    if node.mark is not None and not node.mark.printed:
        following = range(begin, min(begin + _SOON, end))
        return not any(MARKERS["label"].match(document.words(i)) for i in following)
    return begin >= end or mark(document.words(begin)) is None


def is_matter(document: Document, node: Node) -> bool:
    """Whether the items below only list things (提供以下材料：1.…；2.…) and order nothing themselves."""
    last = document.words(node.paragraphs[-1])
    if node.mark and len(node.paragraphs) == 1 and _HEADS.fullmatch(last[node.mark.length :].strip()):
        return False
    leaves = all(not child.children for child in node.children)
    short = [width(document.words(child.paragraphs[0])) < 60 for child in node.children]
    return leaves and bool(_LISTING.search(last)) and sum(short) >= 0.7 * len(short)


def are_labels(document: Document, node: Node) -> bool:
    """Whether the items below are the labels of this one: 1.整改目标：… 2.责任单位：市教育局 3.整改时限：6月底."""
    leaves = [
        document.words(child.paragraphs[0])[child.mark.length :] for child in node.children if child.mark
    ]
    named = any(MARKERS["label"].match(words) for words in leaves)
    return named and all(
        re.match(r"[^，,。；;：:]{2,8}[:：]", words) and not MARKERS["orders"].match(words.lstrip())
        for words in leaves
    )


def says_more(document: Document, node: Node) -> bool:
    """Whether an item over a table says more than its heading and the bracket behind it: 推进造林。完成造林12万亩，见下表。（市林业局牵头）"""
    return re.search(r"。\s*[^（(〔【\[\s]", document.words(node.paragraphs[0])) is not None
