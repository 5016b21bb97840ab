"""The numbers that items are printed with: 第一章 一、 （一） 1. （1） 1） ①, each with its style, rank and ordinal.

The ranks follow GB/T 9704-2012, 7.3.3 (一、 （一） 1. （1）), with the 篇 章 节 条 of regulations above and the
circled numbers below them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from string import ascii_lowercase

from policyparse.lexicon.needs import Beginnings
from policyparse.text import numerals

_H = "一二三四五六七八九十百零〇"
_OPEN, _CLOSE = r"[（(〔\[［]", r"[）)〕\]］]"
_QUALIFIED = "(?:督办|督查|交办|承办|议定|民生|惠民|民心|整改|反馈|突出|重点|主要|工作|目标|年度|改革|攻坚|提升|建设|专项)"
"""What may stand before the word that is counted: 督办事项1, 提升行动一."""

_STYLES: tuple[tuple[str, int, str], ...] = (
    ("篇", 0, rf"第\s*(?P<n>[{_H}\d]+)\s*(?:篇|部分)(?![之的])[：:、\s]*"),
    ("章", 1, rf"第\s*(?P<n>[{_H}\d]+)\s*章(?![程节])"),
    ("节", 2, rf"第\s*(?P<n>[{_H}\d]+)\s*节(?![假能])"),
    ("条", 3, rf"第\s*(?P<n>[{_H}\d]+)\s*条(?![、至第款的]|和(?!谐)|规定)"),
    ("第一项", 6, rf"第\s*(?P<n>[{_H}\d]+)\s*[项件](?:任务|工作|事项|实事)?\s*[:：]\s*(?=\S)"),
    ("阶段", 5, rf"第\s*(?P<n>[{_H}\d]+)\s*(?:阶段|步)\s*[:：]\s*(?=\S)"),
    ("一、", 4, rf"(?P<n>[{_H}]+)\s*[、.．﹒]"),
    ("（一）", 5, rf"{_OPEN}\s*(?P<n>[{_H}]+)\s*{_CLOSE}[、.．]?"),
    (
        "行动一",
        4,
        rf"[▲●■★◆【]?\s*(?:{_QUALIFIED}?(?:行动|工程|专项|战役|攻坚战)|板块|专题|主题)\s*(?P<n>[{_H}\d]{{1,3}})\s*[:：】]\s*(?=\S)",
    ),
    (
        "任务1",
        6,
        rf"[▲●■★◆【]?\s*(?:{_QUALIFIED}?(?:任务|事项|工作|项目|实事|问题)|举措|措施|目标|作战图)\s*(?P<n>[{_H}\d]{{1,3}})\s*[:：】]\s*(?=\S)",
    ),
    # alone on its line, or before a point; 例：事项一
    ("任务1", 6, rf"(?:任务|事项|举措|措施|(?:反馈)?问题|整改任务)(?P<n>[{_H}\d]{{1,3}})(?:[、.．]|$)"),
    ("任务1", 6, rf"(?:项目|实事|工程|建议|提案)(?P<n>[{_H}\d]{{1,3}})$"),
    # the word in the brackets, or before them; 例：（事项1） · 任务（一）
    ("任务1", 6, rf"{_OPEN}\s*(?:任务|事项|举措|措施|问题|实事)\s*(?P<n>[{_H}\d]{{1,3}})\s*{_CLOSE}[:：、]?"),
    ("任务1", 6, rf"(?:任务|事项|举措|措施|问题|实事){_OPEN}(?P<n>[{_H}\d]{{1,3}}){_CLOSE}[:：、]?"),
    ("1.", 6, r"(?P<n>0[1-9])$"),
    ("1.", 6, r"(?P<n>\d{1,3})\s*(?:[.．﹒·]\.?(?:(?![\d．])|(?=(?:19|20)\d\d年|(?:1[0-2]|[1-9])月))|、)"),
    ("（1）", 10, rf"{_OPEN}\s*(?P<n>\d{{1,3}})\s*{_CLOSE}[、.．]?"),
    ("1）", 11, r"(?P<n>\d{1,3})\s*[）)]"),
    ("①", 12, r"(?P<n>[①-⑳㉑-㉟㊱-㊿])"),
)
_DECIMALS = 6  # the rank of 1.: 1.1 stands one below it, 1.1.1 two, 1.1.1.1 three
_SIGNED = 13
UNBEGUN = 14
"""The rank of items that nothing begins: below all that something does."""
# what is printed with a number and is none of it; 例：▲
_ORNAMENT, _ORNAMENT_OR_COLON = re.compile(r"[\s▲●■★◆【】]"), re.compile(r"[\s：:▲●■★◆【】]")
_NUMBERS = Beginnings(pattern for _, _, pattern in _STYLES)
# The ready-made numbers ⑴ ⒈ ㈠ are the printed forms of styles that stand in the table above.
_READY = {0x2474 + i: f"（{i + 1}）" for i in range(20)} | {0x2488 + i: f"{i + 1}." for i in range(20)}
_READY |= {0x3220 + i: f"（{n}）" for i, n in enumerate("一二三四五六七八九十")}
_MAY_BEGIN = re.compile(
    rf"[第行工专板主任事项举措反问整实目重建提督交承议民惠突年改攻战作【〖▲●■★◆☆△※{_H}\d（(〔\[［①-⑳㉑-㉟㊱-㊿⑴-⒇⒈-⒛㈠-㈩]"
)
"""What every number begins with: most lines begin with none of these."""
_AHEAD = "【〖★☆▲△●■◆※"
"""What may stand before a number: the sign that opens its frame, or that of a task of weight."""
# the sign of a task of weight before its number; 例：★3.修复堤防
_STARRED = re.compile(rf"[★☆▲△●■◆※]\s*(?=\d{{1,3}}\s*[.．、]|{_OPEN}|[{_H}]+、)")
# a number glued to the figures of its text; 例：3.15
_GLUED = re.compile(r"(?P<n>\d{1,3})[.．](?=\d)")
_COUNTED = "年月日时分秒个家项所名次户人件条种类批场期座处万亿千百元倍岁号天周章节级届度"
# A number that lost its point stands before words, not before what it could count; or a blank before a figure (01 40台电梯).
_POINTLESS = re.compile(rf"(?P<n>\d{{1,3}})(?: ?(?=[*＊“]?[一-鿿])(?![{_COUNTED}])| (?=\d))")
# 1.1新建食堂 and 1.2分类整改 are no 1.1万元, 1.5米 or 2.5吨; whether a decimal counts is told by the ones beside it
_DECIMAL = re.compile(
    r"(?P<above>\d{1,2}(?:[.．]\d{1,2}){0,2})(?:[.．]|[-－—–](?!\d{1,2}[月日年号时点岁次名户项]))(?P<n>\d{1,2})[、.．]?\s*(?=[一-鿿“《]|[A-Z]{1,4}级)(?!个(?!人|体|性|别)|[万亿千百]|元(?!旦)|米|吨|公[里斤顷]|平方|亩(?!均)|倍|成(?!立|果|本|长|熟)|度(?!假))"
)
# a word with its number right before the text, where the blank between them is lost; others must count with it; 例：问题一污水直排
_WORDED = re.compile(
    rf"(?:(?:任务|事项|举措|措施|实事|问题)|第(?=[{_H}\d]{{1,3}}[项件]))(?P<n>[{_H}]{{1,3}}|\d{{1,3}})[项件]?(?=[一-鿿“])(?![{_COUNTED}{_H}])"
)
# a number that lost the sign before it; 例：二）整治标准
_UNOPENED = re.compile(rf"(?P<n>[{_H}]{{1,3}})[）)]\s*(?=[一-鿿“])")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
_COUNTS = {
    sign: n
    for signs in (_ROMAN, _STEMS, _FORMAL, _CIRCLED, ascii_lowercase)
    for n, sign in enumerate(signs, 1)
}
"""The signs that count by themselves: Ⅱ and 乙 and 贰 and b and ② are 2."""
# what else items are counted with; others must count with it.
# 例：【攻坚1】防汛 · 【1】防汛 · Ⅱ．改造 · 乙、改造 · 贰、改造 · 2：改造 · 二：改造 · b）改造 · NO.2 改造
_RARE = (
    ("【一】", 6, re.compile(rf"【\s*(?:[一-鿿]{{2,6}})?(?P<n>[{_H}]{{1,3}}|\d{{1,3}})\s*】[:：]?\s*(?=\S)")),
    ("Ⅰ", 4, re.compile(rf"(?P<n>[{_ROMAN}])[.．、:：]?\s*(?=\S)")),
    ("甲", 4, re.compile(rf"(?P<n>[{_STEMS}])[、.．:：]\s*(?=\S)")),
    ("壹、", 4, re.compile(rf"(?P<n>[{_FORMAL}])[、.．:：]\s*(?=\S)")),
    ("1：", 6, re.compile(r"(?:序号)?(?P<n>\d{1,2})[:：。]\s*(?=[一-鿿“])")),
    ("一：", 4, re.compile(rf"(?P<n>[{_H}]{{1,3}})[:：]\s*(?=\S)")),
    (
        "NO.1",
        6,
        re.compile(r"[Nn][Oo][.．]?\s*(?P<n>\d{1,2})[.、．:：]?\s*(?:(?=[*＊]?[一-鿿“])|(?<=\s)(?=\d))"),
    ),
    ("a）", 11, re.compile(r"(?P<n>[a-z])[)）.、．]\s*(?=[一-鿿“《]|\d{1,4}[年月])")),
)
FRAMED = re.compile(r"[【〖][^【】〖〗]{2,40}[】〗]")
"""A line in a frame, as headings are printed."""
# a short heading behind its number; 例：推进数字建设
_HEADING = re.compile(r"[^，,。；;：:、（()）〔〕［］【】]{4,30}")
# letters as numbers; 例：A.推进
_LETTER = re.compile(r"(?P<n>[A-Z])[.．、]\s*(?=[一-鿿“《\d])")
# words that count as numbers do, at the head of a paragraph; 例：第一，规范采购
_COUNTING_WORD = re.compile(rf"第(?P<n>[{_H}]+)\s*[，,、：:]\s*(?=\S)")
# words that count what is to be done, at the head of a paragraph; 例：一要抓好检修 · 二是开展培训
_SAID = re.compile(r"(?P<n>[一二三四五六七八九十]{1,2})[是要](?!否|求|素|点|么)[，,：:]?\s*(?=\S)")
# a bracket that says who or when, in front of the number; 例：【市水利局牵头】1.修复堤防
_IN_FRONT = re.compile(
    r"[【〔［\[（(](?=[^\n]{0,60}(?:牵头|负责|配合|落实|单位|部门|[局委办厅处科室部镇乡]|中心|街道|政府|时限|月))"
    r"(?:[^【】〔〕［］\[\]（）()\n]|[（(][^（(）)\n]{1,12}[）)]){2,80}[】〕］\]）)]\s*(?=\S)"
)
_BULLETS = r"●■◆▲★▪◼•∙·▶►➢➤→⇒◇□○△☆※❖✦✓✔√\uf06c\uf06e\uf075\uf0a7\uf0b7\uf0d8\uf0fc*–-"
# the signs of bulleted items; 例：●推进
_SIGN = re.compile(rf"(?P<sign>[{_BULLETS}]|—{{1,2}})\s*(?=[一-鿿“《]|(?<![-–—*])\d)")
_MAY_SIGN = re.compile(rf"[A-Z第\d—{_BULLETS}]")
"""What every such sign, letter or counting word begins with."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at the head of an item: as printed, its style and rank (lower is further out), its ordinal, its length."""

    printed: str
    style: str
    rank: float
    ordinal: int
    length: int


@lru_cache(maxsize=4096)
def unopened(text: str, before: int) -> Mark | None:
    """The number of an item that lost the sign before it, where it counts on from the one ``before``: 二）整治标准 behind （一）."""
    found = _UNOPENED.match(text)
    if found is None or not before or numerals.value(found["n"]) != before + 1:
        return None
    return Mark(f"（{found['n']}）", "（一）", 5, before + 1, found.end())


def mark(text: str, expected: int | None = None) -> Mark | None:
    """The number that the text begins with, or None.

    A number whose point is followed by a digit (27.7岁以下) or is lost (30优化服务) is one only if it is the
    ``expected`` ordinal. A heading may stand in a frame (【第一部分 经营指标】), a star before the number of a task of weight (★3.修复堤防).
    """
    if not _MAY_BEGIN.match(text):
        return None
    if text[0] in _AHEAD:
        ahead = 1 if FRAMED.fullmatch(text) else starred.end() if (starred := _STARRED.match(text)) else 0
        if ahead and (inner := mark(text[ahead:], expected)):
            return replace(inner, length=inner.length + ahead)
    if ord(text[0]) in _READY:
        inner = mark(_READY[ord(text[0])])
        return inner and Mark(inner.printed, inner.style, inner.rank, inner.ordinal, 1)
    if number := _NUMBERS.match(text):
        i, found = number
        style, rank, _ = _STYLES[i]
        return _mark(found, style, rank)
    for pattern in (_GLUED, _POINTLESS) if expected is not None else ():
        if (lost := pattern.match(text)) and int(lost["n"]) == expected:
            return _mark(lost, "1.", 6)
    return None


def sign(text: str) -> Mark | None:
    """What a text begins with that may set items apart where nothing else does: 1.1, 第一，, A. or a sign (●, ■, -).

    Whether it does is told by the paragraphs around it. A sign is printed as "": it counts nothing.
    """
    if not _MAY_SIGN.match(text):
        return None
    if found := _DECIMAL.match(text):
        above = found["above"].replace("．", ".")
        rank = _DECIMALS + above.count(".") + 1
        printed = text[: found.end("n")].replace("．", ".")
        return Mark(printed, f"{above}.1", rank, int(found["n"]), found.end())
    if found := _LETTER.match(text):
        printed = found[0].strip()
        return Mark(printed, "A.", _SIGNED, ord(found["n"]) - ord("A") + 1, found.end())
    if (found := _COUNTING_WORD.match(text)) and (n := _ordinal(found["n"])):
        return Mark(found[0].strip(), "第一，", _SIGNED, n, found.end())
    if found := _SIGN.match(text):
        return Mark("", found["sign"], _SIGNED, 1, found.end())
    return None


def is_mark(text: str) -> bool:
    """Whether a text is a number of an item and nothing else."""
    found = mark(text)
    return found is not None and found.length == len(text)


def heads(text: str) -> bool:
    """Whether a line is a numbered heading and closes no bracket, so that one left open above was never closed. 例：（四）推进数字建设"""
    found = mark(text)
    headed = found and found.style in ("一、", "（一）") and _HEADING.fullmatch(text[found.length :])
    return bool(headed)


def said(text: str) -> Mark | None:
    """What a paragraph counts in words (一是…, 二要…), or None; it is an item's number only where nothing else numbers."""
    found = _SAID.match(text)
    return _mark(found, "一是", _SIGNED) if found else None


def behind_bracket(text: str) -> Mark | None:
    """The number of an item that a bracket of units or time stands in front of (【市水利局牵头】1.…), or None.

    The bracket is part of the mark's length. It may close the item before instead: the count tells (``outline``).
    """
    bracket = _IN_FRONT.match(text)
    found = mark(text[bracket.end() :]) if bracket else None
    return found and replace(found, length=found.length + (bracket.end() if bracket else 0))


def pointless(text: str) -> Mark | None:
    """A number without a point that a text begins with (1 新建公园, 2加装电梯, 问题一 污水直排), or None; others must count with it."""
    if found := _WORDED.match(text):
        return _mark(found, "任务1", _DECIMALS)
    for style, rank, pattern in _RARE:
        if found := pattern.match(text):
            return _mark(found, style, rank)
    found = _POINTLESS.match(text)
    return _mark(found, "1", _DECIMALS) if found else None


def _mark(found: re.Match[str], style: str, rank: int) -> Mark | None:
    ordinal = _ordinal(found["n"])
    if ordinal is None or ordinal == 0:
        return None
    ornament = _ORNAMENT if style == "行动一" else _ORNAMENT_OR_COLON
    printed = f"（{found['n']}）" if style in ("（一）", "（1）") else ornament.sub("", found[0])
    return Mark(printed, style, rank, ordinal, found.end())


def _ordinal(digits: str) -> int | None:
    if known := _COUNTS.get(digits):
        return known
    value = numerals.value(digits)
    return None if value is None or value != value.to_integral_value() else int(value)
