"""Items that a file ran together into one paragraph, set apart again: …方针。（二）基本原则。… 二、主要任务（三）…

Where each item ends with the bracket of its units, the next number begins the next one. Else what is far too long is cut by its counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from policyparse.model import Line
from policyparse.text import brackets, head_on, worded
from policyparse.text.numbering import Mark, mark

# The longest paragraphs of real documents stay below this; a whole text in one paragraph is far above it.
_LONGEST = 1800
# where an item may begin inside a line; 例：落实。二、
_CANDIDATE = re.compile(
    r"(?<=[。；;：:）)〕］\]】！!])(?=[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章条])"
    r"|(?=[（(][一二三四五六七八九十]{1,4}[）)])"
    r"|(?<=[。；;：:）)〕］\]】])(?=\d{1,2}[.．、](?!\d))"
)
# a heading is no longer than this, and a number with what tells it no longer than that
_HEADING = 26
_LONGEST_NUMBER = 12
# what an item that ran on ends with: a label, and what stands behind it; 例：完成时限：年底前
_LABELLED = re.compile(r"(?:单位|部门|科室|处室|领导|时限|时间)[:：】〗\]］]")
# where an item may begin that ran on behind such a label; 例：年底前（2）
_RUN_ON = re.compile(
    r"(?=[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)])|(?<!\d)(?=\d{1,2}[.．](?!\d))|(?<![一二三四五六七八九十])(?=[一二三四五六七八九十]{1,3}、)"
)
# where the first item may stand behind its heading; 例：分类整改。（1）
_FIRST = re.compile(r"(?<=[。：:])(?=[（(]1[）)]|1[.．、)）](?!\d)|①)")
# an item whose measures count behind their label, and its own labels behind them; 例：问题1：监管不严。整改措施：①建台账；②补协议。整改时限：6月底
_MEASURED = re.compile(
    r"[^\n]{2,60}?(?:措施|举措|做法)[:：](?=1|[（(]1|①)[^\n]{4,600}?(?:单位|部门|时限)[:：]"
)
# a sentence that lists what follows in its line; 例：分别是：（1）
_LISTS = re.compile(
    r"(?:分别[是为]|如下|包括|主要[是有]|具体[是为]|[件项条](?:大事|实事|民生实事|任务|工作|措施))[:：]\s?(?=[（(]1[）)]|1[.．、](?!\d)|①)"
)
# … or the sections; 例：五项行动上：一、
_LISTS_SECTIONS = re.compile(r"[:：]\s?(?=一、)")
# where the next ones may stand; 例：停用设施；（2）
_NEXT = re.compile(
    r"(?<=[。；;）)〕］\]】])(?=[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|\d{1,2}[.．、)）](?!\d)|[二三四五六七八九十]{1,3}、|[②-⑳])"
)
# where an item may stand behind the bracket of another, a blank between them or none; 例：）（2）
_BEHIND = re.compile(r"(?<=[。；;：:）)〕］\]】]) ?(?=[（(\d①-⑳一二三四五六七八九十])")
# a bracket of units ends an item; 例：牵头
_UNITS = re.compile(r"牵头|负责|配合|落实|(?:单位|部门)[:：]|[局委厅办镇乡][)）〕\]]$")
# where a number of any level may stand in a paragraph that holds two levels; 例：）（二）
_LEVELS = re.compile(
    r"(?=[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章条]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|(?<!\d)\d{1,2}[.．、](?!\d))"
)
# what a bracket of units ends with that was never closed; 例：县教育局负责
_DONE_BY = re.compile(r"[局委办厅部院会镇乡府位门](?:牵头|负责|配合|落实|参与|协办)$")
# a short heading with its number, up to its stop; 例：二、文化兴县。
_HEADS_LINE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^。；;，,：:、\d]{2,16}[。：:]"
)
_STOP = re.compile("[。；;，,]")  # what a short heading does not hold; 例：，
# where a section run on in one paragraph may begin; 例：。二、住建
_SECTION = re.compile(r"(?:^|(?<=[。；;）)〕］\]】]))(?=[一二三四五六七八九十]{1,3}、)")
# the name of a section up to its first item; 例：二、住建1.改造
_NAMED = re.compile(
    r"[一二三四五六七八九十]{1,3}、[^。；;，,：:、\d]{2,16}?[。：:]?(?=(?:1[.．、]|[（(]1[）)])(?!\d))"
)
# a heading with the number of the first item below it right behind; 例：一、明确任务1、发展目标。
_GLUED_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^。；;：:\d]{3,40}(?<![第至])(?=(?P<item>\d{1,2})、[一-鿿][^，,。；;]{1,30}。?$)"
)
# a person of the leadership who does so; 例：李某同志包联：1.河道治理
_PERSON_HEADS = re.compile(
    r"[一-鿿×]{2,12}(?:同志|[县市区镇乡]长|书记|主任)?(?:牵头|包联|包抓|包保|领办|领衔|分管|负责)[一-鿿]{0,6}[:：](?=\s*(?:[（(]1[）)]|1[.．、)）](?!\d)|①))"
)
# a unit that heads the items behind its colon; 例：市教育局：1.新建学校
_UNIT_HEADS = re.compile(
    r"[一-鿿（）()、]{1,40}(?:[局委办处科股站所队室部厅会院校镇乡县区市村社司]|中心|街道|政府|各(?:有关|相关)?(?:单位|部门))[）)]?[:：]"
    r"(?=\s*(?:[（(]1[）)]|1[.．、)）](?!\d)|①))"
)


def split(paragraph: Sequence[Line], following: str | None = None) -> list[list[Line]]:
    """The paragraph, or the items that were run together in it, each as lines.

    ``following`` is the line behind it where nothing in the text has a number, so that what it counts in words are its items.
    """
    text = "".join(line.text for line in paragraph)
    if following is not None and (words := worded.by_sentence(text, following)):
        return _cut(paragraph, words)
    if heads := head_on.cuts(text):
        return [part for piece in _cut(paragraph, heads) for part in split(piece, following)]
    if glued := _GLUED_ITEM.match(text):
        return _cut(paragraph, [glued.end()])
    if len(text) <= _LONGEST:
        return _cut(
            paragraph,
            sorted(
                {
                    *_behind_brackets(text),
                    *_behind_labels(text),
                    *_below_heading(text),
                    *_from_the_first(text),
                    *_in_sections(text),
                    *_two_levels(text),
                    *_below_unit(text),
                    *_behind_a_colon(text),
                    *worded.by_noun(text),
                }
            ),
        )
    cuts = sorted({*_items(text), *worded.by_noun(text), *_heads(text)})
    return _cut(paragraph, cuts) if len(cuts) >= 3 else [list(paragraph)]


def _behind_brackets(text: str) -> list[int]:
    """The offsets of items in one paragraph each of which follows the bracket of units of the one before.

    A count that runs on over the sections begins anywhere behind the short heading of its paragraph.

    例：1.改革登记。（1）推行一窗受理。（市住建局负责）（2）推进电子证照。（市数据局负责）
    例：二、文化兴县。4.接待游客200万人次（县文旅局）5.创建景区2个（县文旅局）
    """
    if not _BEHIND.search(text):
        return []
    ends = {b.end for b in brackets.pairs(text) if _UNITS.search(b.of(text))}
    opening = mark(text)
    runs: dict[str, list[int]] = {opening.style: [0]} if opening else {}
    count = {opening.style: opening.ordinal} if opening else {}
    heading = headed.end() if (headed := _HEADS_LINE.match(text)) else 0
    for found in _BEHIND.finditer(text):
        behind, at = found.span()
        here = _at(text, at)
        if here is None:
            continue
        if here.style not in runs and (here.ordinal == 1 or behind == heading):
            runs[here.style], count[here.style] = [at], here.ordinal
        elif (
            here.ordinal == count.get(here.style, -1) + 1
            and {behind, behind - (text[behind - 1] in "。；;")} & ends
        ):
            runs[here.style].append(at)
            count[here.style] += 1
    alone = {
        at for style, (at, *_) in runs.items() if at == heading and count[style] > 1 and len(text) in ends
    }
    return sorted(at for run in runs.values() if len(run) > 1 or run[0] in alone for at in run if at)


def _behind_labels(text: str) -> list[int]:
    """The offsets of headings and items in one paragraph each of which ends with labels, behind whatever stands there.

    例：…如下：一、环境攻坚（1）拆除旧房。包抓单位：甲村 完成时限：5月底前（2）新建公厕。包抓单位：乙村 完成时限：年底前
    """
    if len(_LABELLED.findall(text)) < 3:
        return []
    count: dict[str, int] = {}
    cuts: list[int] = []
    styles: list[str] = []
    behind = 0
    for found in _RUN_ON.finditer(text):
        at = found.start()
        here = _at(text, at)
        if here is None or here.ordinal != (1 if here.style not in count else count[here.style] + 1):
            continue
        said = _LABELLED.search(text, behind, at) is not None
        opens = here.ordinal == 1 and (not cuts or at - cuts[-1] <= _HEADING)
        if not (said or opens):
            continue
        if here.style in styles:  # an outer number begins the inner ones anew
            for inner in styles[styles.index(here.style) + 1 :]:
                count.pop(inner, None)
            del styles[styles.index(here.style) + 1 :]
        else:
            styles.append(here.style)
        count[here.style] = here.ordinal
        cuts.append(at)
        behind = at
    return [at for at in cuts if at] if len(cuts) > 1 and any(n > 1 for n in count.values()) else []


def _below_heading(text: str) -> list[int]:
    """The offsets of items that run on right behind the short heading of their paragraph, each behind a stop.

    例：（二）分类整改。（1）停用隐患设施；（2）拆除违规设施；（3）修复破损招牌。
    """
    opening = None if _MEASURED.match(text) else mark(text)
    first = _FIRST.search(text, opening.length, opening.length + _HEADING) if opening else None
    begun = first and _at(text, first.start())
    if not opening or not first or not begun or begun.style == opening.style:
        return []
    further = _next(text, begun, first.start(), len(text))
    return [first.start(), *further] if further else []


def _from_the_first(text: str) -> list[int]:
    """The offsets of the items behind the one that a paragraph begins with, each behind a stop and next in the count.

    例：①规范登记；②简化审批；③加强监管。
    """
    opening = mark(text)
    return _next(text, opening, opening.length, len(text)) if opening else []


def _in_sections(text: str) -> list[int]:
    """The offsets of sections, two at least, and of the items behind the short name of each.

    例：一、教育1.新建学校2所。2.培训教师90人。二、住建1.改造小区5个。2.新增车位600个。
    """
    starts = [m.start() for m in _SECTION.finditer(text)]
    count = [m.ordinal if (m := _at(text, at)) else 0 for at in starts]
    if len(starts) < 2 or count != list(range(1, len(starts) + 1)) or starts[0]:
        return []
    cuts: list[int] = []
    for start, end in pairwise([*starts, len(text)]):
        named = _NAMED.match(text, start, end)
        items = _counted(text, named.end(), end) if named else []
        if len(items) < 2:
            return []
        cuts += [start, *items] if start else items
    return cuts


def _two_levels(text: str) -> list[int]:
    """The offsets of sections, two at least (or one behind a colon, of three items), and of the items below them.

    Each number but the first below a short heading stands behind a stop or a bracket.

    例：一、治污水（一）清淤。清理河道。（镇水利站负责）（二）建管网。新建3公里。二、治垃圾（一）收运。…
    """
    outer = ""
    last: dict[str, int] = {}
    cuts: list[int] = []
    section, end, inner = 0, 0, 0
    for found in _LEVELS.finditer(text):
        at = found.start()
        here = _at(text, at)
        behind = (
            not at or text[at - 1] in "。；;：:）)〕］]！】" or _DONE_BY.search(text, max(0, at - 12), at)
        )
        near = bool(cuts) and inner == section and at - end <= _HEADING and not _STOP.search(text, end, at)
        if here is None or at < end or not (behind or near) or not _goes_on(here, last):
            continue
        outer = outer or here.style
        if here.style == outer and cuts and (here.ordinal == 1 or inner == section):
            return []
        inner = at
        section = at if here.style == outer else section
        last[here.style], end = here.ordinal, at + here.length
        cuts.append(at)
    listed = len(cuts) > 3 and text[cuts[0] - 1 : cuts[0]] in (
        ":",
        "：",
    )  # …以下责任：一、目标（一）…（二）…（三）…
    return [at for at in cuts if at] if (last.get(outer, 0) > 1 or listed) and inner > section else []


def _below_unit(text: str) -> list[int]:
    """The offsets of the items behind the name of the unit that does them: 市教育局：1.新建学校2所。2.培训教师90人。"""
    named = _UNIT_HEADS.match(text) or _PERSON_HEADS.match(text)
    items = _counted(text, named.end(), len(text)) if named else []
    return items if len(items) > 1 else []


def _behind_a_colon(text: str) -> list[int]:
    """The offsets of items, three at least (of sections two), that a sentence without a number lists: …实事，分别是：（1）新建公园。（2）…"""
    begun = (_LISTS.search(text) or _LISTS_SECTIONS.search(text)) if mark(text) is None else None
    items = _counted(text, begun.end(), len(text)) if begun else []
    return items if len(items) > (2 if begun and begun.re is _LISTS else 1) else []


def _counted(text: str, start: int, end: int) -> list[int]:
    """The offsets of the item that begins at ``start`` with one and of those behind it, each behind a stop."""
    first = _at(text, start)
    return [start, *_next(text, first, start + first.length, end)] if first and first.ordinal == 1 else []


def _next(text: str, first: Mark, start: int, end: int) -> list[int]:
    """The offsets from ``start`` on at which the items behind the first begin, each behind a stop and next in its count."""
    cuts: list[int] = []
    for found in _NEXT.finditer(text, start, end):
        here = _at(text, found.start())
        if here and here.style == first.style and here.ordinal == first.ordinal + len(cuts) + 1:
            cuts.append(found.start())
    return cuts


def _at(text: str, at: int) -> Mark | None:
    """The number that stands at an offset."""
    return mark(text[at : at + _LONGEST_NUMBER])


def _items(text: str) -> Iterator[int]:
    """The offsets of numbers that go on with the count of their style, or begin it again."""
    opening = mark(text)
    last: dict[str, int] = {opening.style: opening.ordinal} if opening else {}
    for found in _CANDIDATE.finditer(text):
        here = _at(text, found.start())
        if here is not None and _goes_on(here, last):
            last[here.style] = here.ordinal
            yield found.start()


def _goes_on(here: Mark, last: dict[str, int]) -> bool:
    return here.ordinal == 1 or here.ordinal == last.get(here.style, 0) + 1


def _heads(text: str) -> Iterator[int]:
    """Where the opening words behind a salutation (各省…：) begin."""
    salutation = re.search(r"(?:机构|部门|单位|政府|办事处|公司)[：:]", text[:400])
    if salutation:
        yield salutation.end()


def _cut(paragraph: Sequence[Line], cuts: Sequence[int]) -> list[list[Line]]:
    """The lines of a paragraph in groups that begin at the offsets ``cuts``; a line is cut where one falls into it."""
    if not cuts:
        return [list(paragraph)]
    groups: list[list[Line]] = [[]]
    at = 0
    for line in paragraph:
        inside = [c - at for c in cuts if at <= c < at + len(line.text)]
        edges = [0, *inside, len(line.text)]
        for n, (start, end) in enumerate(pairwise(edges)):
            if n > 0 and groups[-1]:
                groups.append([])
            if start < end:
                groups[-1].append(replace(line, text=line.text[start:end].rstrip(" ")))
        at += len(line.text)
    return [group for group in groups if group]
