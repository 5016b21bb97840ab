"""numerals.value: what each way of writing a number is, and what is no number."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyparse.text.numerals import ARABIC, HAN, value

READ = {
    "0": "0", "3": "3", "27": "27", "1.5": "1.5", "00.00": "0", "１２": "12", "２０２５": "2025",
    "９９．５": "99.5", "1,200": "1200", "12,345,678": "12345678", "1，200": "1200", " 3 ": "3",
    "1 200": "1200", "零": "0", "一": "1", "两": "2", "二": "2", "九": "9", "十": "10", "十五": "15",
    "二十": "20", "二十七": "27", "九十九": "99", "廿三": "23", "百": "100", "千": "1000", "一百": "100",
    "两百": "200", "一百零五": "105", "一百一十": "110", "一百二": "120", "三百六十五": "365",
    "一千": "1000", "两千五": "2500", "一千零一": "1001", "一千零一十": "1010", "一万零十": "10010", "两千零五十": "2050",
    "万": "10000", "一万": "10000", "一万二": "12000", "十万": "100000", "二十五万": "250000",
    "一百二十万": "1200000", "亿": "100000000", "三亿": "300000000", "一亿二千万": "120000000",
    "1亿2000万": "120000000", "1万": "10000", "1.2万": "12000", "6万亿": "6000000000000",
    "一万零三百": "10300", "一万亿": "1000000000000", "3千": "3000", "5百": "500", "二〇二五": "2025",
    "二○二五": "2025", "二零二五": "2025", "一九九八": "1998", "〇": "0", "三五": "35", "半": "0.5",
    "一半": "0.5", "三点五": "3.5", "零点零八": "0.08", "九十九点九": "99.9", "壹佰贰拾叁": "123",
    "①": "1", "⑫": "12",
}  # fmt: skip
NOT_READ = (
    "", " ", "几", "十几", "数百", "30多", "第三", "一个", "3%", "abc", "百十千", "点五", "三点", "三点十",
    "1.2.3", "十百", "X", "多", "-3",
)  # fmt: skip


@pytest.mark.parametrize(("text", "want"), READ.items())
def test_read(text: str, want: str) -> None:
    assert value(text) == Decimal(want)


@pytest.mark.parametrize("text", NOT_READ)
def test_no_number(text: str) -> None:
    assert value(text) is None


def han(number: int) -> str:
    """The everyday Chinese numeral of 1 to 9999, written independently of the reader."""
    text, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return text.removeprefix("一") if 10 <= number < 20 else text


@given(st.integers(1, 9999))
def test_every_numeral_below_ten_thousand(number: int) -> None:
    assert value(han(number)) == number
    assert re.fullmatch(HAN, han(number))


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_ten_thousands(high: int, low: int) -> None:
    text = f"{han(high)}万" + (("" if low >= 1000 else "零") + han(low) if low else "")
    assert value(text) == high * 10**4 + low


@given(st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False))
def test_digits_with_commas(number: Decimal) -> None:
    assert value(f"{number:,}") == number
    assert re.fullmatch(ARABIC, f"{number:,}")


@given(st.text(max_size=12))
def test_never_raises(text: str) -> None:
    read = value(text)
    assert read is None or read >= 0
