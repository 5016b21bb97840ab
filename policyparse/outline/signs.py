"""Items that no number with a point begins but a printed sign: ● ■ ▲ ◆ - *, A., decimals (1.1, 1.1.1), a bare number (1 新建).

A sign by itself says little: many lists of matter are printed with one. It begins an item where the paragraphs behind it
close with the bracket (or the label) of units of their own, one by one; decimals and bare numbers do where they count. A line without any
sign heads the items below it where several such lines do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from policyparse import lexicon
from policyparse.extract.units import brackets, judging, persons, shape
from policyparse.model import Document, Span
from policyparse.outline import labelled, stages
from policyparse.outline.parts import ASKED, PERIOD
from policyparse.text.brackets import CLOSERS
from policyparse.text.numbering import FRAMED, Mark, behind_bracket, pointless, said, sign

# a line short enough for a heading that announces no units; 例：强化要素保障
_HEADING = re.compile(
    r"(?!附件|附表|说明|备注|注|[（(])(?!.*(?:牵头|负责|配合|单位|部门|时限|(?:完成|办结)时间))[一-鿿“”（）()、A-Za-z\d]{2,22}"
)
# the sign that sets a heading off; 例：◆
_SET_OFF = re.compile(r"[◆■●▲★◇□○△☆▌❖]\s*")
_LABEL = lexicon.regexes("markers")["label"]
_SAID = "。；;）)〕］]】"
_CLOSERS = tuple(CLOSERS)
_PARTS = 5
"""The rank of the innermost number that a part of a text bears: （一）."""
_STOPS = "。；; \t\u3000\n"


def marks(document: Document, indices: Sequence[int], numbered: Mapping[int, Mark]) -> dict[int, Mark]:
    """The marks of the paragraphs among ``indices`` that a sign makes items; those in ``numbered`` begin with a number."""
    bare = [
        i for i in indices if i not in numbered and not document.is_cell(i) and not _is_period(document, i)
    ]
    runs = [list(run) for is_bare, run in groupby(indices, frozenset(bare).__contains__) if is_bare]
    found = {i: m for run in runs for i, m in _of_run(document, run)}
    known = frozenset(m.style for m in found.values())
    found |= {
        i: m
        for run in runs
        if known.isdisjoint(_styles(run, found))
        for i, m in _of_run(document, run, known)
    }
    for run in runs:
        if found.keys().isdisjoint(run):
            parts = [run] if numbered else _between_headings(document, run)
            each = {i: m for part in parts for i, m in _with_units_each(document, part, numbered)}
            if each:  # beside such sections one may have a single item
                alone = [part for part in parts if len(part) == 1]
                each |= {i: m for part in alone for i, m in _with_units_each(document, part, numbered, 1)}
            found |= each
    found |= _headings(document, indices, {**numbered, **found})
    found |= labelled.papers(document, [i for i in bare if i not in found])
    found |= stages.marks(document, [run for run in runs if found.keys().isdisjoint(run)], numbered)
    found |= _cut_off(document, runs, numbered)
    found |= labelled.marks(document, [run for run in runs if found.keys().isdisjoint(run)], numbered)
    below = [part for run in runs if not found.keys().isdisjoint(run) for part in _between(run, found)]
    found |= labelled.marks(document, below, {**numbered, **found})
    signed = {i: m for i in bare if (m := sign(document.words(i)))}
    found |= _going_on({i: m for i, m in signed.items() if m.style == "第一，"})
    decimals = {i: m for i, m in signed.items() if m.printed[:1].isdigit()}
    counting = _counting(decimals.values())
    found |= {i: m for i, m in decimals.items() if m.style in counting}
    lost = {i: m for i in bare if (m := pointless(document.words(i)))}
    for style in dict.fromkeys(m.style for m in lost.values()):
        found |= _going_on({i: m for i, m in lost.items() if m.style == style})
    if not numbered and not found:  # a text that numbers nothing counts 一是…, 二是… (or 一要…, 二要…)
        found |= _going_on({i: m for i in bare if (m := said(document.words(i)))})
        found |= {} if found else labelled.by_unit(document, indices)
        found |= {} if found else stages.periods(document, bare)
    return dict(sorted(found.items()))


def _between(run: Sequence[int], found: Mapping[int, Mark]) -> list[list[int]]:
    """The paragraphs of a run below each of its signed headings, without these: ◆国土绿化 / 造林2万亩。责任单位：县林业局."""
    return [list(part) for signed, part in groupby(run, lambda i: i in found) if not signed]


def _counting(decimals: Iterable[Mark]) -> set[str]:
    """The styles (leading digits) of which the decimals go 1, 2, 3 …: 1.1 1.2, and not a single 2.5 at the head of a line."""
    ordinals: dict[str, list[int]] = {}
    for mark in decimals:
        ordinals.setdefault(mark.style, []).append(mark.ordinal)
    return {style for style, n in ordinals.items() if len(n) > 1 and n == list(range(1, len(n) + 1))}


def _headings(document: Document, indices: Sequence[int], numbered: Mapping[int, Mark]) -> dict[int, Mark]:
    """The lines that head parts of the text without a number, each right above a numbered item: 【经营指标】, 城市体检.

    There are two at least. Such a line is short and has no stop in it; the item above it is a sentence or closes with a
    bracket, so that the line is no text of it, or a sign sets it off (◆住有所居); and it names no unit, unless a colon and
    the first item are behind it (市教育局：1.…) or it tells how many tasks are that unit's (市教育局（牵头2项）).
    """
    found: dict[int, Mark] = {}
    known = set(indices)
    for i, following in pairwise(indices):
        below = numbered.get(following)
        if below is None or i in numbered or document.is_cell(i):
            continue
        words = document.words(i)
        framed = FRAMED.fullmatch(words) and not _LABEL.match(words[1:])
        above = document.words(i - 1)[-1:] if i else ""
        plain = _HEADING.fullmatch(words) and (i - 1 in known) <= (above in _SAID)
        led = words[-1:] in "：:" and below.ordinal == 1 and shape.is_unit(words[:-1])
        led = led or (words[-1:] in "：:" and persons.LED.fullmatch(words) is not None)
        whose = led or judging.counted(document.text, document.paragraphs[i].span)
        set_off = _SET_OFF.match(words)
        signed = set_off is not None and _HEADING.fullmatch(words, set_off.end()) is not None
        if framed or whose or signed or PERIOD.fullmatch(words) or (plain and not shape.is_unit(words)):
            ahead = set_off.end() if set_off and signed else int(bool(framed))
            found[i] = Mark("", "heading", below.rank - 0.5, len(found) + 2, ahead)
    first = min(numbered, default=0) - 1
    if found and first in known and first not in found and _is_alike(document, first, found):
        found[first] = replace(found[min(found)], ordinal=1, length=0)
    return dict(sorted(found.items())) if len(found) > 1 else _asking(document, indices, numbered)


def _asking(document: Document, indices: Sequence[int], numbered: Mapping[int, Mark]) -> dict[int, Mark]:
    """The one line that heads what is asked of everybody behind all items: 有关要求： over 1. 2. 3. and the end of the text."""
    asks = [i for i in indices if ASKED.fullmatch(document.words(i)) and i not in numbered]
    behind = [mark for j, mark in numbered.items() if asks and j > asks[0]]
    before = [mark for j, mark in numbered.items() if asks and j < asks[0]]
    counted = [mark.ordinal for mark in behind] == list(range(1, len(behind) + 1))
    alone = len(asks) == 1 and before and counted and len({mark.style for mark in behind}) == 1
    if not alone or asks[0] + 1 not in numbered or behind[0].style in {mark.style for mark in before}:
        return {}
    return {asks[0]: Mark("", "asking", min(mark.rank for mark in before) - 0.5, 1, 0)}


def _is_alike(document: Document, i: int, headings: Iterable[int]) -> bool:
    """Whether the line above the first item begins or ends as another heading does, whatever stands above it: 需求清单 as 项目清单."""
    words = document.words(i)
    return _HEADING.fullmatch(words) is not None and any(
        document.words(j)[:2] == words[:2] or document.words(j)[-2:] == words[-2:] for j in headings
    )


def in_front(document: Document, indices: Sequence[int], numbered: Mapping[int, Mark]) -> dict[int, Mark]:
    """The items with a bracket of units or time in front of their number: 【市水利局牵头】1.修复堤防.

    A round bracket there may close the item before: it opens an item where the count begins with one, and goes on.
    """
    found: dict[int, Mark] = {}
    open_styles: dict[str, int] = {}
    for i in indices:
        if i in numbered:
            open_styles.pop(numbered[i].style, None)
        elif not document.is_cell(i) and (mark := behind_bracket(document.words(i))):
            goes_on = mark.ordinal == 1 or open_styles.get(mark.style) == mark.ordinal - 1
            if goes_on or document.words(i).startswith("【"):
                found[i] = mark
                open_styles[mark.style] = mark.ordinal
    return found


def _going_on(found: Mapping[int, Mark]) -> Mapping[int, Mark]:
    """Bare numbers that count from 1 on, from the beginning again after each heading; none where a year or a sum is among them."""
    ordinals = [mark.ordinal for mark in found.values()]
    follows = all(b in (a + 1, 1) for a, b in pairwise(ordinals))
    return found if ordinals[:2] == [1, 2] and follows else {}


def _is_period(document: Document, i: int) -> bool:
    """Whether a line names a period and nothing else, and so heads what is done in it: 7月份."""
    return PERIOD.fullmatch(document.words(i)) is not None


def _between_headings(document: Document, run: Sequence[int]) -> list[list[int]]:
    """The paragraphs of a text that numbers nothing, parted where a short line without a stop heads those below it.

    例：灌区改造 over 衬砌干渠9公里。（牵头单位：市水利局） and 农田建设 over 改造旱地2万亩。（牵头单位：市农业农村局）
    """
    parts: list[list[int]] = [[]]
    for i in run:
        heads = _HEADING.fullmatch(document.words(i)) and not shape.is_unit(document.words(i))
        if heads:
            parts.append([])
        else:
            parts[-1].append(i)
    return [part for part in parts if part] if len(parts) > 2 else [[*run]]


def _with_units_each(
    document: Document, run: Sequence[int], numbered: Mapping[int, Mark], least: int = 2
) -> Iterator[tuple[int, Mark]]:
    """The paragraphs below a bare heading of which each closes with a bracket of its own units, or begins with these.

    Below 一、 or （一） the first may lead in and list nobody; so may several in a text that numbers nothing. What counts in words
    (一是…) is matter of its item.
    例：一、推动工业提质 over 壮大产业。实施技改60个。（市经信局） and 提升园区。新修道路3公里。（市住建局）
    例：7月份 over 市工会：举办运动会。 and 【市妇联】举办联谊活动。
    """
    heading = document.words(run[0] - 1) if run[0] - 1 in numbered else ""
    bare = heading and not re.search(r"[。；;：:]", heading) and not heading.endswith(_CLOSERS)
    if (
        len(run) < (2 if numbered else least)
        or not (bare or not numbered)
        or any(said(document.words(i)) for i in run)
    ):
        return
    part = not numbered or numbered[run[0] - 1].rank <= _PARTS
    if not part and re.search("[，,]", heading):
        return
    closed = [
        (document.words(i).rstrip("。；; ").endswith(_CLOSERS) and _names_units(document, i, i + 1))
        or labelled.unit_head(document, i) > 0
        for i in run
    ]
    lead_in = closed.index(True) if True in closed and not numbered else part and not closed[0]
    own = run[lead_in:]
    if own and all(closed[-len(own) :]) and len(own) >= least:
        yield from ((i, labelled.paper(document.words(i), "closing-each", n)) for n, i in enumerate(own, 1))


def _cut_off(
    document: Document, runs: Sequence[Sequence[int]], numbered: Mapping[int, Mark]
) -> dict[int, Mark]:
    """The rest of an item with which a text begins that is cut off in front: it closes with units, and the first number is no 1.

    例：建成中心2个。 / 牵头单位：市商务局 / 8.推进禁塑.
    """
    first = min(numbered, default=0)
    if not runs or not first or numbered[first].ordinal == 1 or runs[0][-1] + 1 != first:
        return {}
    begins = [i for i in runs[0] if not _LABEL.match(document.words(i))]
    if not begins or not _names_units(document, begins[-1], first):
        return {}
    after = numbered[first]
    return {begins[-1]: Mark("", after.style, after.rank, after.ordinal - 1, 0)}


def _styles(run: Sequence[int], found: Mapping[int, Mark]) -> set[str]:
    return {found[i].style for i in run if i in found}


def _of_run(
    document: Document, run: Sequence[int], known: frozenset[str] = frozenset()
) -> Iterator[tuple[int, Mark]]:
    """The signed items of paragraphs of which none is numbered; a sign that stands first is further out than the next.

    One alone is an item where its sign is ``known`` from other parts of the text.
    例：■民生 over ●新建食堂。（市民政局负责） ●改造学校。（市教育局负责）
    """
    here = {i: m for i in run if (m := sign(document.words(i))) and not _only_units(document, i)}
    order = {style: n for n, style in enumerate(dict.fromkeys(m.style for m in here.values()))}
    for style, outer in order.items():
        starts = [i for i, m in here.items() if m.style == style]
        limits = [i for i, m in here.items() if order[m.style] <= outer] + [run[-1] + 1]
        closed = sum(
            _names_units(document, i, limits[bisect_right(limits, i)]) or labelled.unit_head(document, i) > 0
            for i in starts
        )
        if closed == 1 < len(starts) and _closed_below(document, starts[-1], run[-1]):
            closed = len(starts)
        if closed > (style not in known) and 2 * closed > len(starts):
            for count, i in enumerate(starts, 1):
                item = here[i]
                yield i, item if item.printed else replace(item, ordinal=count, rank=item.rank + outer)


def _only_units(document: Document, i: int) -> bool:
    """Whether a paragraph says who does the item above it, and nothing else: ——市教育局牵头，8月底前完成."""
    span = document.paragraphs[i].span
    return any(
        place.span.start <= span.start < span.end <= place.span.end
        for place in brackets.find(document.text, span)
    )


def _closed_below(document: Document, first: int, last: int) -> bool:
    """Whether the units stand below the last item on lines of their own, and so serve the whole run.

    例：◆推进升级。 ◆建设平台。 and below them 牵头单位：市教育局.
    """
    return (
        last > first
        and not _names_units(document, first, first + 1)
        and _names_units(document, first + 1, last + 1)
    )


def _names_units(document: Document, first: int, last: int) -> bool:
    """Whether the paragraphs of the half-open range close with units: （市教育局牵头） · 牵头单位：市教育局."""
    within = Span(document.paragraphs[first].span.start, document.paragraphs[last - 1].span.end)
    end = within.end
    for place in reversed(tuple(brackets.find(document.text, within))):
        if document.text[place.span.end : end].strip(_STOPS):
            return False
        if place.said.names:
            return True
        end = place.span.start  # a bracket of time behind the one of units: 【责任单位：…】【完成时限：…】
    return False
