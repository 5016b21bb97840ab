"""The rows of a sheet as XML (SpreadsheetML, ECMA-376 18.3.1), put into a workbook that XlsxWriter has made.

A call of XlsxWriter for each cell takes five times as long as the cell's own words.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal
from xml.sax.saxutils import escape

from policyparse.exports.columns import Percent, Value, as_text
from policyparse.output import PIECE, ZIP_LEVEL, clean

LONGEST = 32767
"""Characters that a cell of Excel holds."""
CUT = "…（原文过长，此处截断）"
DIGITS = 15
"""Digits that Excel keeps of a number; one that has more is written as text, so that none is lost."""
FIRST_DAY = date(1900, 3, 1)
"""Excel's calendar is wrong before it (it has a 29 February 1900)."""
DAY_ZERO = date(1899, 12, 30)
TOO_LARGE: int = 10**DIGITS
FORMULA = ("=", "+", "-", "@")
Kind = Literal["text", "formula", "number", "digits", "day", "percent"]
"""What a cell shows: words, words like a formula, a number, one that is written out, a day, a percentage."""
BLANK: tuple[Kind, str, str] = ("text", "/>", "")
_CODED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
"""What Excel would take for the code of a sign: _x000D_."""
LETTERS = [chr(65 + at // 26 - 1) * (at > 25) + chr(65 + at % 26) for at in range(26 * 27)]
_SIZE = re.compile(rb'<dimension ref="[^"]*"/>')


def cell(value: Value) -> tuple[Kind, str, str]:
    """A value as what it is: its kind, the XML of its cell behind the style, and the text that a row has to make room for."""
    if isinstance(value, str):
        return _texted("formula" if value.lstrip()[:1] in FORMULA else "text", value) if value else BLANK
    if value is None:
        return BLANK
    if isinstance(value, Percent):
        return "percent", f"><v>{value / 100:.16G}</v></c>", ""
    if isinstance(value, date):
        days = (value - DAY_ZERO).days
        return ("day", f"><v>{days}</v></c>", "") if value >= FIRST_DAY else _texted("number", as_text(value))
    if fits(value):
        return "number", f"><v>{value:.16G}</v></c>", ""
    text = as_text(value)
    return _texted("digits" if text[0] in FORMULA else "number", text)


def row(number: int, cells: Sequence[str], styles: Sequence[int], height: float | None) -> str:
    """A row by its ``number`` from 1, of what ``cell`` gave, each in the style of that number; the height is in points."""
    high = "" if height is None else f' ht="{height:g}" customHeight="1"'
    inner = [
        f'<c r="{letter}{number}" s="{style}"{body}'
        for letter, body, style in zip(LETTERS, cells, styles, strict=False)
    ]
    return f'<row r="{number}"{high}>{"".join(inner)}</row>'


def fits(number: int | Decimal) -> bool:
    """Whether Excel keeps every digit of a number."""
    if isinstance(number, int):
        return -TOO_LARGE < number < TOO_LARGE
    exact = number.is_finite() and len(number.as_tuple().digits) <= DIGITS
    return exact and abs(number.adjusted()) < 300


def _texted(kind: Kind, text: str) -> tuple[Kind, str, str]:
    text = clean(text)
    if len(text) > LONGEST:
        text = text[: LONGEST - len(CUT)] + CUT
    kept = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    told = _CODED.sub("_x005F_", text) if "_x" in text else text
    if "&" in told or "<" in told or ">" in told:
        told = escape(told)
    return kind, f' t="inlineStr"><is><t{kept}>{told}</t></is></c>', text


def part(at: int) -> str:
    """The name in the package of the sheet ``at``, from 0."""
    return f"xl/worksheets/sheet{at + 1}.xml"


def with_rows(package: bytes, rows: Mapping[str, Sequence[bytes]]) -> bytes:
    """The workbook with ``rows`` below those that its sheets, by the names of their parts, have already."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=ZIP_LEVEL) as new,
    ):
        for item in old.infolist():
            content, below = old.read(item), rows.get(item.filename, ())
            if not below:
                new.writestr(item, content, compresslevel=ZIP_LEVEL)
                continue
            head, mark, tail = _SIZE.sub(b"", content).partition(b"</sheetData>")
            with new.open(item.filename, "w") as sheet:
                sheet.write(head)
                sheet.writelines(b"".join(below[at : at + PIECE]) for at in range(0, len(below), PIECE))
                sheet.write(mark + tail)
    return out.getvalue()
