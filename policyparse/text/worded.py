"""Items that one paragraph counts in words: 第1项：…。第2项：…。 任务一：…。任务二：…。 and 一是…；二是…。"""

from __future__ import annotations

import re

from policyparse.text.numbering import Mark, mark, said

_LONGEST = 12
"""Signs of a number with what tells it."""
_STYLES = ("第一项", "任务1", "行动一")
"""The styles of numbers that count with a word."""
# where an item that a word numbers may stand behind another; 例：。第2项：改造
_NOUN = re.compile(
    r"(?<=[。；;：:）)〕］\]】]) ?(?=[【（(]?[一-鿿]{1,6}[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[项件]?[一-鿿]{0,2}[）)]?[：:】])"
)
# what a text without any number counts in words, behind a stop; 例：，一是加强培训
_SENTENCE = re.compile(r"(?<=[，,。；：;:])(?=[一二三四五六七八九十]{1,2}[是要](?![否求素点么]))")


def by_noun(text: str) -> list[int]:
    """The offsets of items of a paragraph that a word numbers, two at least, from one on (or the one that it begins with).

    例：第1项：新建水厂。责任单位：县水利局。第2项：修缮校舍。责任单位：县教育局。
    """
    found = [(0, _at(text, 0)), *((m.end(), _at(text, m.end())) for m in _NOUN.finditer(text))]
    items = [(at, here) for at, here in found if here and here.style in _STYLES]
    style = items[0][1].style if items else ""
    own = [(at, here.ordinal) for at, here in items if here.style == style]
    counts = [n for _, n in own] == list(range(own[0][1], own[0][1] + len(own))) if own else False
    return (
        [at for at, n in own if at] if counts and len(own) > 1 and (not own[0][0] or own[0][1] == 1) else []
    )


def by_sentence(text: str, following: str) -> list[int]:
    """The offsets of what a paragraph counts in words, from one on: …，一是加强培训；二是推进项目。三是强化督查。

    The line behind it may count on: …如下：一是加强培训。 / 二是推进项目。
    """
    cuts: list[int] = []
    for found in [0, *(m.start() for m in _SENTENCE.finditer(text))]:
        here = said(text[found : found + _LONGEST])
        if here is not None and here.ordinal == len(cuts) + 1:
            cuts.append(found)
    behind = said(following[:_LONGEST])
    further = len(cuts) == 1 and cuts[0] > 0 and behind is not None and behind.ordinal == 2
    return cuts if len(cuts) > 1 or further else []


def _at(text: str, at: int) -> Mark | None:
    """The number that stands at an offset."""
    return mark(text[at : at + _LONGEST])
