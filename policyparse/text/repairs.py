"""Damage mended where the evidence is in the text: each repair says what stood there before and after.

A value that is impossible but for which nothing in the text says what was meant is left as printed; ``checks`` flags it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from policyparse.text import brackets

_COUNTED = "年月日时分秒个家项所名次户人件条种类批场期座处万亿千百元%‰％倍成度届号岁天周章节篇位级层册辆台套张公平亩吨"
# a page number caught at the end of a line; 例：推进12
_TRAILING = re.compile(r"(?<=[\u4e00-\u9fff，,、；;”）)])(?P<page>\d{1,3})$")
# a page number caught before a share; 例：1295%
_LEADING = re.compile(r"^(?P<page>\d{1,2})(?P<rest>(?:100|[1-9]\d)%)")
# a share is awaited; 例：覆盖率达到
_SHARE = re.compile(r"[率度比重][^。；;]{0,4}$")
# l and I that OCR read for 1; 例：建设l个
_LETTER = re.compile(r"(?<=[\u4e00-\u9fff\d])[lI|](?=[个家所项名次户条座处场期批万亿%\d])")
# the same on a line whose strokes part cells; 例：建设l个|市民政局|
_LETTER_IN_CELLS = re.compile(r"(?<=[\u4e00-\u9fff\d])[lI](?=[个家所项名次户条座处场期批万亿%\d])")
# letters that OCR read for figures of a date; 例：2O25年
_DATED = re.compile(
    r"(?<![A-Za-z\d])(?=\d{0,3}[lI|Oo])(?:(?=[lI|Oo]{0,3}\d)|(?<=[年月])|(?=[lI][lIOo]?月))[\dlI|Oo]{1,4}(?=\s?[年月日曰])"
)
_AMOUNT = "[量额积值率比到达至为过长]"
_SIGNS = (
    (re.compile(r"(?<=\d)%[0oO](?![\d.])"), "‰"),
    (re.compile(r"(?<=月\d)曰|(?<=月\d\d)曰"), "日"),
    # a share parted between its figures; 例：利用率达到6 5%
    (re.compile(r"(?<=[到达至于过][1-9]) (?=\d[%％])"), ""),
    # 一 read as a stroke; 例：组织-次
    (re.compile(r"(?<=[织展办行施少月季年周每第到])-(?=[次批][\u4e00-\u9fff，。；])"), "一"),
    # a figure parted at its point; 例：总产量56. 2万吨
    (
        re.compile(
            rf"(?:(?<={_AMOUNT}\d)|(?<={_AMOUNT}\d\d)|(?<={_AMOUNT}\d{{3}})|(?<={_AMOUNT}\d{{4}}))\. (?=\d{{1,2}}(?:[万亿%‰元亩吨个]))"
        ),
        ".",
    ),
)
# a label that lost its opening bracket; 例：。责任单位：
_LABEL = re.compile(r"(?<=[。；;！!])(?:责任|牵头|主办|配合|承办)[单部][位门][:：]")
# … and one of units with what they do, up to the bracket that closes it; 例：。县住建局牵头,县财政局配合）
_DOERS = re.compile(
    r"(?<=[。；;！!])(?=[^。；;（）()]{2,60}[局委办厅部院会镇乡府位门企团心](?:牵头|负责|配合|落实|参与|协办)[）)]$)"
)
_OPENERS = {"）": "（", ")": "(", "］": "［", "〕": "〔"}
_DIGITS = str.maketrans("lI|Oo", "11100")
_ZEROS = str.maketrans("Oo", "〇〇")
# O typed for 〇 in a year of Han figures; 例：二OO八年
_ROUND_YEAR = re.compile(r"(?<=[二一])[Oo〇零]*[Oo][Oo〇零]*(?=[一二三四五六七八九]{0,2}年)")
_MISREAD = frozenset("lI|Oo")
# O that OCR read for 0; 例：1O%
_ROUND = re.compile(rf"(?<![A-Za-z\d])\d{{1,6}}[Oo]+(?=[\d余多{_COUNTED}])")
# the same in a 发文字号; 例：〔2O25〕l5号
_NUMBERED = re.compile(r"(?<=[〔\[（(])[12][\dOolI]{3}[〕\]）)]第?[\dOolI]{1,4}(?=号)")


@dataclass(frozen=True, slots=True)
class Mended:
    """One repair: its code, the message for the clerk, and the page number taken out, if that was it."""

    code: str
    message: str
    removed: str = ""


def mend(lines: Sequence[str], torn: bool) -> tuple[list[str], list[Mended]]:
    """The lines of one paragraph mended, and the repairs made.

    ``torn`` says that lines are whole paragraphs, so that a break inside one is where a page ended: only then
    can a number beside the break be a page number; before a share it is one where the share would be above 100%.
    """
    texts = list(lines)
    mended: list[Mended] = []
    if torn:
        for i in range(len(texts) - 1):
            _mend_break(texts, i, mended)
    _mend_bracket(texts, mended)
    return [_mend_signs(_mend_letters(text, mended), mended) for text in texts], mended


def _mend_break(texts: list[str], i: int, mended: list[Mended]) -> None:
    before, after = texts[i], texts[i + 1]
    if (found := _TRAILING.search(before)) and after[:1] not in _COUNTED and not after[:1].isdigit():
        texts[i] = before[: found.start()]
        mended.append(
            _page_number(f"{before[-6:]}｜{after[:6]}", f"{texts[i][-5:]}{after[:6]}", found["page"])
        )
    elif (found := _LEADING.match(after)) and _SHARE.search(before):
        texts[i + 1] = after[len(found["page"]) :]
        mended.append(
            _page_number(f"{before[-4:]}｜{after[:6]}", f"{before[-4:]}{texts[i + 1][:6]}", found["page"])
        )


def _mend_bracket(texts: list[str], mended: list[Mended]) -> None:
    """The bracket round the units at the end of a paragraph, where it is closed but OCR did not see it opened.

    例：加强监管。责任单位：市教育局］ is opened before 责任单位. Where each sign has its fellow nothing was lost:
    （牵头单位：A；配合单位：B）, the commonest line of the genre, stays as it is.
    """
    whole = "".join(texts)
    if whole[-1:] not in _OPENERS:
        return
    signs = brackets.match(whole)
    if len(whole) - 1 not in signs.unopened or signs.unclosed:
        return
    found = next((m for m in _LABEL.finditer(whole) if brackets.balanced(whole[m.start() : -1])), None)
    found = found or _DOERS.search(whole)
    if found is None:
        return
    opener, at = _OPENERS[whole[-1]], found.start()
    around = f"{whole[max(0, at - 4) : at]}｜{whole[at : at + 4]}"
    mended.append(Mended("lost-bracket", f"括号只有后一半，已补前一半：“{around}”处加“{opener}”"))
    for i, text in enumerate(texts):
        if at < len(text):
            texts[i] = text[:at] + opener + text[at:]
            return
        at -= len(text)


def _page_number(before: str, after: str, page: str) -> Mended:
    return Mended("page-number-in-text", f"页码混入正文，已修复：原文“{before}”，改为“{after}”", page)


def _mend_letters(text: str, mended: list[Mended]) -> str:
    if _MISREAD.isdisjoint(text):
        return text
    letter = _LETTER if text.count("|") < 2 else _LETTER_IN_CELLS
    for pattern, digits in (
        (letter, _DIGITS),
        (_ROUND, _DIGITS),
        (_NUMBERED, _DIGITS),
        (_DATED, _DIGITS),
        (_ROUND_YEAR, _ZEROS),
    ):
        for found in pattern.finditer(text):
            if found[0].translate(digits) == found[0]:
                continue
            around = slice(max(0, found.start() - 4), found.end() + 3)
            after = (
                text[around.start : found.start()]
                + found[0].translate(digits)
                + text[found.end() : around.stop]
            )
            mended.append(
                Mended("letter-for-digit", f"字母误作数字，已修复：原文“{text[around]}”，改为“{after}”")
            )
        text = pattern.sub(partial(_in_digits, digits), text)
    return text


def _in_digits(digits: dict[int, int], found: re.Match[str]) -> str:
    return found[0].translate(digits)


def _mend_signs(text: str, mended: list[Mended]) -> str:
    """What OCR takes for another sign: 曰 for the 日 of a date, %0 for ‰, 56. 2 for 56.2, none of which can stand there."""
    if not any(sign in text for sign in ("%", "曰", ". ", "-")):
        return text
    for pattern, sign in _SIGNS:
        for found in pattern.finditer(text):
            before, after = text[max(0, found.start() - 4) : found.start()], text[found.end() :][:3]
            change = f"原文“{before}{found[0]}{after}”，改为“{before}{sign}{after}”"
            mended.append(Mended("misread-sign", f"符号识别有误，已修复：{change}"))
        text = pattern.sub(sign, text)
    return text
