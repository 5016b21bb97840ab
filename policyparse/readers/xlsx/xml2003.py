"""Excel 2003 XML (SpreadsheetML), called .xls or .xml → ``Scan``: its sheets, as an XLSX's.

The format says of each cell its type, and where a row or a cell is left out the number of the next (ss:Index).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation

from policyparse.model import Scan
from policyparse.readers.file import MAX_CELLS, File, HostileFile
from policyparse.readers.xlsx import scan_of
from policyparse.readers.xlsx.stored import Area, Sheet, Stored, Value, place
from policyparse.readers.xml import Element, root_of

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_STRUCK = "ancestor::*[local-name()='S' or local-name()='Strike' or local-name()='Del']"
_FORMS = {"Percent": "0.00%", "Fixed": "0.00", "Short Date": "yyyy-mm-dd", "Medium Date": "yyyy-mm-dd"}


def scan(file: File) -> Scan:
    """The tables of the workbook's sheets; raises UnreadableFile where it is damaged or empty."""
    return scan_of(file, "xls", list(sheets(file)), epoch_1904=False)


def sheets(file: File) -> Iterator[Sheet]:
    """The sheets of the workbook with their stored cells."""
    root = root_of(file.data, file.name, "Excel XML")
    styles = list(root.iterfind(f"{_SS}Styles/{_SS}Style"))
    looks = {s.get(_SS + "ID", ""): (_form(s), _strikes(s)) for s in styles}
    count = 0
    for element in root.iterchildren(_SS + "Worksheet"):
        visible = element.findtext(".//{*}WorksheetOptions/{*}Visible") in (None, "SheetVisible")
        sheet = Sheet(element.get(_SS + "Name", ""), visible)
        row = -1
        _put_aside(sheet, element)
        for line in element.iterfind(f"{_SS}Table/{_SS}Row"):
            row = _index(line, row)
            if line.get(_SS + "Hidden") == "1":
                sheet.hidden.append(row)
            column = -1
            for cell in line.iterchildren(_SS + "Cell"):
                column = _index(cell, column)
                count += 1
                if count > MAX_CELLS:
                    raise HostileFile(f"{file.name}：工作表过大，不予读取")
                sheet.cells.append(_cell(cell, row, column, looks))
                if said := "".join(cell.xpath("*[local-name()='Comment']//text()")).strip():
                    sheet.comments[place(row, column)] = said
                down, across = (_count(cell.get(_SS + name)) for name in ("MergeDown", "MergeAcross"))
                if down or across:
                    sheet.merged.append(Area(row, column, down + 1, across + 1))
                column += across
        yield sheet


def _cell(cell: Element, row: int, column: int, looks: dict[str, tuple[str, bool]]) -> Stored:
    data = cell.find(_SS + "Data")
    form, struck = looks.get(cell.get(_SS + "StyleID", ""), ("General", False))
    words, gone = _words(data) if data is not None else ("", "")
    if struck:
        return Stored(row, column, None, form, words + gone)
    kind = data.get(_SS + "Type", "String") if data is not None else ""
    value: Value = words
    fault = "error" if kind == "Error" else None
    if kind == "Boolean":
        value = words.strip() == "1"
    elif kind == "Number":
        with suppress(InvalidOperation):  # else it stays the words that it is
            value = Decimal(f"{Decimal(words.strip()):.15g}")
    elif kind == "DateTime":
        value = words.removesuffix(".000")
    elif not words and cell.get(_SS + "Formula"):
        value, fault = None, "formula"
    return Stored(row, column, value, form, gone, fault, dated=kind == "DateTime")


def _words(data: Element) -> tuple[str, str]:
    """The words of a cell, and those that are struck out: rich text is marked up as a web page's, <S> with its own name."""
    if not len(data):
        return data.text or "", ""
    shown, gone = (data.xpath(f"descendant::text()[{which}]") for which in (f"not({_STRUCK})", _STRUCK))
    return "".join(shown), "".join(gone)


def _strikes(style: Element) -> bool:
    font = style.find(_SS + "Font")
    return font is not None and font.get(_SS + "StrikeThrough") == "1"


def _put_aside(sheet: Sheet, element: Element) -> None:
    """Note the columns that are not shown."""
    column = -1
    for one in element.iterfind(f"{_SS}Table/{_SS}Column"):
        first = _index(one, column)
        column = first + _count(one.get(_SS + "Span"))
        if one.get(_SS + "Hidden") == "1":
            sheet.put_aside(first, column)


def _form(style: Element) -> str:
    said = style.find(_SS + "NumberFormat")
    form = said.get(_SS + "Format", "General") if said is not None else "General"
    return _FORMS.get(form, form)


def _index(element: Element, before: int) -> int:
    said = _count(element.get(_SS + "Index"))
    return said - 1 if said else before + 1


def _count(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 8 else 0
