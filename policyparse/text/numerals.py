"""Numerals as Chinese policy texts write them: 27, 1.5, １２, 二十七, 二〇二五, 两, 半, 1万, 1,200."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

ARABIC = r"[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．][0-9０-９]+)?"
"""A regular expression for a numeral in digits: 3, 1.5, 1,200."""

HAN = r"[〇○零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟廿卅半]+"
"""A regular expression for a numeral in Chinese characters without 万 and 亿: 二十七, 两百, 半."""

_DIGITS = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{"○": 0, "两": 2, "俩": 2},
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
# the comma between thousands; 例：1,200
_BETWEEN_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
# figures alone; 例：3.5
_FIGURES = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# figures, else one character of a number; 例：3.5
_TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?|.", re.S)


@lru_cache(maxsize=4096)
def value(text: str) -> Decimal | None:
    """Return the number that the whole of ``text`` writes, or None where it writes none.

    White space, width and the commas between thousands do not count. 半 and 一半 are 0.5, 两千五 is 2500,
    a row of two or more bare digits is read by place (二〇二五 is 2025). 几, 多 and 第 make it no number.
    """
    text = "".join(unicodedata.normalize("NFKC", text.replace("○", "〇")).split())
    text = _BETWEEN_THOUSANDS.sub("", text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if text in {"半", "一半"}:
        return Decimal("0.5")
    if _FIGURES.fullmatch(text):
        return Decimal(text)
    whole, point, decimals = text.partition("点")
    if point:
        return _decimal(whole, decimals)
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    return _places(_TOKEN.findall(text))


# tenths; 例：六成五
_TENTHS = re.compile(r"([一二三四五六七八九十])成(半|[一二三四五六七八九])?")
# hundredths; 例：百分之八十
_HUNDREDTHS = re.compile(r"百分之([零〇一二三四五六七八九十百两点]+)")


def share(text: str) -> Decimal | None:
    """The percentage that the whole of ``text`` spells: 六成 is 60, 六成五 and 六成半 65, 百分之六十 60; None for other words."""
    if tenths := _TENTHS.fullmatch(text):
        ones = Decimal(5) if tenths[2] == "半" else value(tenths[2] or "零")
        return 10 * (value(tenths[1]) or 0) + (ones or Decimal(0))
    if hundredths := _HUNDREDTHS.fullmatch(text):
        return value(hundredths[1])
    return None


def _decimal(whole: str, decimals: str) -> Decimal | None:
    """三点一四 is 3.14."""
    integer = _places(_TOKEN.findall(whole))
    if integer is None or not decimals or any(c not in _DIGITS for c in decimals):
        return None
    return integer + Decimal("0." + "".join(str(_DIGITS[c]) for c in decimals))


def _places(tokens: list[str]) -> Decimal | None:
    """Add up digits and the powers of ten that follow them; None where they make no numeral."""
    total, section, digit = Decimal(0), Decimal(0), None
    last, written = 0, bool(tokens)
    for token in tokens:
        if token in _SMALL:
            if digit is None and section and last <= _SMALL[token]:
                return None
            section += (Decimal(1) if digit is None else digit) * _SMALL[token]
            last, digit = _SMALL[token], None
        elif token in _LARGE:
            section += digit or 0
            total = _large(total, section, _LARGE[token])
            last, section, digit = _LARGE[token], Decimal(0), None
        else:
            read = _digit(token)
            if read is None or digit:
                return None
            digit = read or None
            last = last if read else 1
    if digit is not None and last > 10 and tokens[-1] in _DIGITS:
        digit *= last // 10
    return total + section + (digit or 0) if written else None


def _digit(token: str) -> Decimal | None:
    if token in _DIGITS:
        return Decimal(_DIGITS[token])
    return Decimal(token) if token[0].isdigit() else None


def _large(total: Decimal, section: Decimal, power: int) -> Decimal:
    """The sum so far once 万 or 亿 has been read: 1亿2000万 adds, 6万亿 multiplies, a bare 万 is 10000."""
    if not section:
        return (total or Decimal(1)) * power
    if total >= power:
        return total + section * power
    return (total + section) * power
