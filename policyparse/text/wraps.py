"""Where a paragraph ends: lines of a page by their edges (``edges``), lines of a TXT by their widths, else by what they say.

A TXT that was taken out of a PDF breaks a printed line again after many of its points, so one printed line may
come as several. The printed lines of a paragraph fill the measure (the first one less two ems of indent), and that
is the evidence used: two lines belong to one printed line where together with their followers they fill it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from policyparse import lexicon
from policyparse.lexicon import sites
from policyparse.model import Line
from policyparse.text import alone, brackets, counting, edges, numbering, signers, widths
from policyparse.text.folding import width
from policyparse.text.widths import FoldedLine

_FULL_STOP = "。！？!?"
_CLOSING = "，,、。；;：:）)》〉”’］〕】"
_OPENING = "（(《“‘〈【〔[［"
_SLACK = 1.6
_INDENT = 2.0
# a heading with its bracket of units, which no sentence follows on its line; 例：九、保护投资者（省证监局牵头）
_LED = re.compile(r"[^，,。；;（(]{2,40}[（(〔［][^（()）]{2,60}(?:牵头|负责|责任|配合)[^（()）]*[）)〕］]")
# what closes a bracket that the line above left open; 例：场监管局；配合单位：县农业局）
_CLOSED = re.compile(r"[^（(〔\[［【）)〕］\]】。]{0,60}[）)〕］\]】]")
# a bracket or a title that begins; 例：《
_OPENED = re.compile(f"[{re.escape(brackets.OPENERS)}《]")
_MARKERS = lexicon.regexes("markers")
_LABEL = _MARKERS["label"]
# a month or quarter on a line of its own heads what is below it; 例：三月
_PERIOD = re.compile(r"[一二三四五六七八九十]{1,2}月份?|第?[一二三四]季度")
# a time behind its label, at the end of a line; 例：完成时限：9月底前
_TIMED = re.compile(
    r"(?:时限|期限|时间|节点)[:：][\d一二三四五六七八九十年月日底末前内上下半季度至—-]{2,16}$"
)
# units behind their label at the end of a line; 例：责任单位：县林业局、各乡镇
_LED_BY = re.compile(
    r"(?:责任|牵头|配合|主办|承办|协办|落实)(?:单位|部门)[:：][^。；;:：（(]{1,80}(?:[局委办厅部院会社站所队镇乡府处]|街道|单位|部门|中心|集团|公司)$"
)
# the last word of a sentence that a page cut, on a line that goes on behind it; 例：完工。
_LAST_WORD = re.compile(r"(?![已无未是否])(?:[一-鿿]{1,2}|\d[\d.]{0,4}[%‰])[。；;]")
# the line above it, longer than most headings and without a point; 例：改造危桥17座，10月底前全部
_RUNNING = re.compile(rf".{{9}}[^{re.escape(alone.POINTS)}]$")
_DATE = _MARKERS["signature-date"]
_BROAD, _NARROW = (18, 60, 0.05, 0.3), (10, 18, 0.4, 0.7)
"""Printed lines by their ems, which part of all lines must be full, and which part of these must break off in a sentence."""


def paragraphs(pieces: Sequence[FoldedLine]) -> tuple[list[list[Line]], bool]:
    """The lines gathered into paragraphs, in order, and whether each line of the file was a paragraph.

    In the second case a paragraph of several lines was torn, as a rule by the end of a page.
    """
    gathered, torn = _gathered(pieces)
    whole: list[list[Line]] = []
    for paragraph in gathered:
        if whole and _one_date(whole[-1], paragraph):
            whole[-1] += paragraph
        else:
            whole.append(paragraph)
    return whole, torn


def _one_date(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether a date that stands alone was broken over two lines: 二〇二五年 / 三月五日 · 2025年3 / 月5日."""
    first, second = above[-1].text, "".join(line.text for line in below)
    return (
        len(above) == 1
        and len(first) <= 9
        and not alone.stands(second)
        and _DATE.match(first + second) is not None
    )


def _gathered(pieces: Sequence[FoldedLine]) -> tuple[list[list[Line]], bool]:
    lines = [p.line for p in pieces]
    if not lines or all(line.whole for line in lines):
        return [[line] for line in lines], False
    if sum(line.box is not None for line in lines) > len(lines) / 2:
        return edges.paragraphs(lines), False
    ways = (pieces, *widths.mended(pieces))
    found = [(widths.fit(way, m), m, way) for way in ways if (m := _measure(way)) is not None]
    if found:
        _, measure, counted = max(found, key=lambda each: each[0])
        return _by_width(counted, measure), False
    return _by_sense(lines), True


def _measure(pieces: Sequence[FoldedLine]) -> float | None:
    """The width of a full printed line in ems, or None where the lines are whole paragraphs."""
    return _measure_of(pieces, _BROAD) or _measure_of(pieces, _NARROW)


def _measure_of(pieces: Sequence[FoldedLine], kind: tuple[int, int, float, float]) -> float | None:
    """The same for printed lines of that breadth: of a page, or of a column or the screen of a telephone, which most lines must fill."""
    narrowest, broadest, share, running = kind
    widths = [p.wide for p in pieces]
    usual = Counter(round(w) for w in widths if narrowest <= w <= broadest)
    if not usual or max(widths) > 64:
        return None
    dense = max(usual, key=lambda w: (usual[w] + usual[w - 1] + usual[w + 1]) * w)
    measure = max((dense - 1, dense, dense + 1), key=lambda w: usual[w])
    filled = [i for i, w in enumerate(widths) if abs(w - measure) <= _SLACK]
    # items of one length each are no measure: a line that is full goes on in the next one, as a rule
    runs_on = [i for i in filled if _runs_on(pieces, i)]
    wider = sum(w > measure + 2 * _SLACK for w in widths)
    wrapped = len(filled) >= max(share * len(pieces), 3) and len(runs_on) >= running * len(filled)
    indented = measure + round(_INDENT) if _are_first_lines(pieces, measure) else measure
    wrapped = wrapped and (wider <= 0.1 * len(pieces) or indented > measure)
    return float(indented) if wrapped else None


def _are_first_lines(pieces: Sequence[FoldedLine], measure: int) -> bool:
    """Whether most lines of this width are first lines, two ems short of the measure: the lines that go on are wider.

    A text of many short paragraphs has more first lines than others.
    """
    on = [
        round(here.wide) - measure
        for i, here in enumerate(pieces[1:])
        if _runs_on(pieces, i) and not alone.begins(here.text)
    ]
    return on.count(round(_INDENT)) > max(on.count(0), 2)


def _runs_on(pieces: Sequence[FoldedLine], i: int) -> bool:
    """Whether a line breaks off where its sentence goes on."""
    text, following = pieces[i].text, pieces[i + 1].text if i + 1 < len(pieces) else ""
    ended = text[-1:] in _FULL_STOP + "；;" or _LED_BY.search(text)
    return not ended and bool(following) and not alone.begins(following)


def _by_sense(lines: Sequence[Line]) -> list[list[Line]]:
    """Each line is a paragraph, unless the one before was cut in the middle of a sentence."""
    gathered: list[list[Line]] = []
    for i, line in enumerate(lines):
        before = gathered[-1] if gathered else []
        own = (
            line.heading is not None
            or signers.signs(lines, i, _DATE)
            or alone.begins(line.text)
            or alone.stands(line.text)
            or _PERIOD.fullmatch(line.text)
            or (before and counting.counts_on(before[0].text, line.text))
        )
        within = before and _CLOSED.match(line.text) and not numbering.mark(line.text) and _open(before)
        # no paragraph says but that; 例：10月底前全部 / 完工。
        above = before[-1].text if before else ""
        last_word = _RUNNING.search(above) is not None and _LAST_WORD.match(line.text) is not None
        within = within or last_word or counting.awaits(above, line.text)
        if before and (within or ((_cut(before) or counting.quotes_on(before, line.text)) and not own)):
            before.append(line)
        else:
            gathered.append([line])
    return gathered


def _cut(paragraph: Sequence[Line]) -> bool:
    """Whether a paragraph was cut in the middle of a sentence. A time behind its label ends one without a stop."""
    last = paragraph[-1].text
    if numbering.is_mark(last) or last[-1:] in "，、,（(《“":
        return True
    told = _TIMED.search(last) or _LED_BY.search(last)
    return last[-1:] not in alone.POINTS + "—" and alone.ended(paragraph) and not told


def _by_width(pieces: Sequence[FoldedLine], measure: float) -> list[list[Line]]:
    gathered: list[list[Line]] = []
    lines = [piece.line for piece in pieces]
    used = 0.0
    first = True
    counted = ""  # the last line that begins an item with a bare number
    reached: dict[str, int] = {}  # how far each style of numbers has counted
    # where lines are so short that most fill the measure, those of a site do it by chance
    of_site = {i for i, p in enumerate(pieces) if measure < _BROAD[0] and sites.told(p.text)}
    for i, here in enumerate(pieces):
        room = measure - (_INDENT if first else 0)
        full = bool(gathered) and _full(used + (_numbered(gathered[-1]) if first else 0), room)
        ended = bool(gathered) and _said_all(gathered[-1])
        apart = not of_site.isdisjoint((i - 1, i)) or (ended and signers.signs(lines, i, _DATE))
        if apart or (counted and counting.counts_on(counted, here.text)):
            gathered.append([here.line])
            used, first = here.wide, True
        elif gathered and counting.counts_within(gathered[-1], here.text):
            gathered[-1].append(here.line)
            used, first = (here.wide, False) if full else (used + here.wide, first)
        elif full and not (
            _ends(gathered[-1], here) or counting.heads_item(gathered[-1], here.text, reached)
        ):
            gathered[-1].append(here.line)
            used, first = here.wide, False
        elif gathered and not full and _same_line(gathered[-1], pieces, i, used, room):
            gathered[-1].append(here.line)
            used += here.wide
        else:
            gathered.append([here.line])
            used, first = here.wide, True
        if first and numbering.pointless(here.text):
            counted = here.text
        if first and (mark := numbering.mark(here.text)):
            reached[mark.style] = mark.ordinal
    return gathered


def _said_all(paragraph: Sequence[Line]) -> bool:
    """Whether a paragraph may end here before a signature: with a full stop, or with the units of its last label."""
    tail = "".join([line.text for line in paragraph[-3:]])
    return tail[-1:] in _FULL_STOP or _LED_BY.search(tail) is not None


def _numbered(paragraph: Sequence[Line]) -> float:
    """How much wider the first printed line of an item is where the digits of its number stood an em each: 55．依法…，推动程."""
    number = paragraph[0].text[:2].isdigit() and numbering.mark(paragraph[0].text)
    return 1.0 if number and paragraph[-1].text[-1:] not in alone.POINTS else 0.0


def _full(used: float, room: float) -> bool:
    return used >= room - _SLACK


def _ends(paragraph: Sequence[Line], here: FoldedLine) -> bool:
    """Whether a paragraph ends with a printed line that is full: only where the next one plainly begins."""
    if alone.behind(paragraph[-1].text, here.text) or alone.at_the_end(paragraph):
        return True
    if counting.below_title(paragraph, here.text):
        return True
    if counting.tears_label(paragraph[-1].text, here.text):
        return False
    if _open(paragraph) and not numbering.heads(here.text):
        return False
    closed = (
        paragraph[-1].text[-1:] in _FULL_STOP + "；;：:）)〕］]】"
        or _LABEL.match(paragraph[0].text) is not None
    )
    # no sentence begins with a dash: behind one that ended it is a bullet; 例：——改造厕所
    dashed = here.text[:1] == "—" and paragraph[-1].text[-1:] in _FULL_STOP + "）)］]】"
    return (closed and alone.begins(here.text)) or dashed or here.indent >= _INDENT


def _same_line(
    paragraph: Sequence[Line], pieces: Sequence[FoldedLine], i: int, used: float, room: float
) -> bool:
    """Whether piece ``i`` stands on the printed line that the paragraph's last line began."""
    last, text = paragraph[-1].text, pieces[i].text
    goes_on = text[:1] in _CLOSING or numbering.is_mark(last) or last[-1:] in "，、,（(《“‘〔["
    goes_on = (
        goes_on
        or counting.awaits(last, text)
        or counting.tears_label(last, text)
        or counting.quotes_on(paragraph, text)
    )
    if goes_on or (_open(paragraph) and not numbering.heads(text)):
        return True
    # one character is no paragraph: 提取数据、/ 预 / 填报表的基础上
    if len(last) == 1 and len(paragraph) > 1 and not alone.begins(text):
        return True
    following = pieces[i + 1].text if i + 1 < len(pieces) else ""
    headed = len(paragraph) == 1 and alone.begins(last) and _LED.fullmatch(last)
    if headed or alone.begins(text) or alone.behind(last, text) or alone.at_the_end(paragraph):
        return False
    if alone.stands(following) and _stands_alone(text):
        return False
    if last[-1:] in alone.POINTS:
        return last[-1:] in "；;" or bool(_LABEL.fullmatch(last)) or _fills(pieces, i, used, room)
    # running words of no item, whose line broke off at a comma: 依法编制清单， / 公布办理规则和核查 / 办法。（市司法局负责）
    runs = len(paragraph) > 1 and paragraph[-2].text[-1:] in "，," and not alone.begins(paragraph[0].text)
    said = alone.ended(paragraph) or (runs and not _stands_alone(text))
    return said or (text[:1] in _OPENING and _fills(pieces, i, used, room))


def _open(paragraph: Sequence[Line]) -> bool:
    """Whether a bracket or 《 was opened on the last line or the one before and not closed: nothing ends here."""
    tail = "".join([line.text for line in paragraph[-2:]])
    if not _OPENED.search(tail):
        return False
    return any(_OPENED.match(tail, i) for i in brackets.match(tail, quotes=True).unclosed)


def _fills(pieces: Sequence[FoldedLine], i: int, used: float, room: float) -> bool:
    """Whether the pieces from ``i`` on can fill the rest of the printed line."""
    for j in range(i, min(i + 12, len(pieces))):
        text = pieces[j].text
        used += pieces[j].wide
        if used > room + _SLACK:
            return False
        if _full(used, room):
            return True
        following = (pieces[j + 1].text if j + 1 < len(pieces) else "") or " "
        if (text[-1:] not in alone.POINTS and following[0] not in _OPENING) or alone.begins(following):
            return not _stands_alone(pieces[i].text)
    return True


def _stands_alone(text: str) -> bool:
    """Whether a line looks like a heading, a signature or a title: no point in it, short, no bracket opened."""
    return (
        width(text) < 30 and not re.search(r"[，,。；;：:、！!？?）)〕]", text) and text[:1] not in _OPENING
    )
