"""The parts of an XLSX (ECMA-376, SpreadsheetML): its sheets, and the cells that are stored in them.

Read with lxml itself. openpyxl refuses what Excel opens (an alignment, a font or a margin that it does not know),
loses struck-out words, comments and the strict variant, and makes a cell for each place of a merged area; here a
sheet costs what is stored in it, whatever its extent says.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from policyparse.errors import UnreadableFile
from policyparse.readers.file import MAX_CELLS, File, HostileFile, unzip
from policyparse.readers.xlsx.formats import BUILT_IN, GENERAL
from policyparse.readers.xml import Element, elements, root_of

_FORMAT = "XLSX"
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ON = {None, "1", "true", "on"}
MAX_MERGED = 100_000
"""Merged areas of a sheet."""

Value = str | Decimal | bool | None


class Stored(NamedTuple):
    """A cell that the file holds, counted from 0; ``form`` is its number format, ``struck`` its struck-out words.

    ``fault`` says why what it holds cannot be known: "error" for #REF! and the like (its value), "formula" for a
    formula that was never worked out. (A tuple, for a ledger has a hundred thousand of them.)
    """

    row: int
    column: int
    value: Value
    form: str = GENERAL
    struck: str = ""
    fault: str | None = None
    dated: bool = False

    @property
    def place(self) -> str:
        """As people name it: G3."""
        return place(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area, counted from 0."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(slots=True)
class Sheet:
    """A sheet: its stored cells in their order, merged areas, comments by place, and the rows that are hidden."""

    name: str
    visible: bool = True
    cells: list[Stored] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)

    def spans(self) -> dict[tuple[int, int], Area]:
        """The merged areas by their first cells."""
        return {(area.row, area.column): area for area in self.merged}

    def covered(self) -> dict[tuple[int, int], Area]:
        """For each stored cell under a merged area, but its first, that area; and never more than is stored."""
        if not self.merged:
            return {}
        rows: dict[int, list[int]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell.column)
        found: dict[tuple[int, int], Area] = {}
        for area in self.merged:
            inside: Iterator[int] = (
                iter(range(area.row, area.row + area.rows))
                if area.rows <= len(rows)
                else (row for row in rows if area.row <= row < area.row + area.rows)
            )
            for row in inside:
                for column in rows.get(row, ()):
                    if area.column <= column < area.column + area.columns:
                        found[row, column] = area
            found.pop((area.row, area.column), None)
        return found


def place(row: int, column: int) -> str:
    """A cell's name, counted from 0: (2, 6) is G3."""
    return f"{_letters(column)}{row + 1}"


@lru_cache(maxsize=1024)
def _letters(column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _at(name: str | None) -> tuple[int, int] | None:
    match = _PLACE.fullmatch(name or "")
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


class Book:
    """A workbook by its parts; raises UnreadableFile where it is damaged, HostileFile where it unpacks to too much."""

    def __init__(self, file: File) -> None:
        self._name = file.name
        self._zip = unzip(file)
        self._members = {name.lower(): name for name in self._zip.namelist()}
        self._main = next(iter(self._related("", "officeDocument").values()), "xl/workbook.xml")
        root = self._root(self._main)
        if root is None:
            raise UnreadableFile(f"{file.name}：工作簿已损坏，缺少目录")
        self._root_element = root
        properties = root.find("{*}workbookPr")
        self.epoch_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._count = 0
        related = self._related(self._main, "styles"), self._related(self._main, "sharedStrings")
        self._forms, self._struck = self._styles(next(iter(related[0].values()), None))
        self._looks: dict[str | None, tuple[str, bool]] = {}
        self._strings = self._shared(next(iter(related[1].values()), None))

    def sheets(self) -> Iterator[Sheet]:
        """The sheets in their order, those without cells of their own (charts) left out."""
        parts = self._related(self._main, "worksheet")
        for entry in self._root_element.iterfind("{*}sheets/{*}sheet"):
            key = next((v for k, v in entry.attrib.items() if k.endswith("}id")), "")
            if key in parts:
                sheet = Sheet(entry.get("name", ""), entry.get("state", "visible") == "visible")
                self._fill(sheet, parts[key])
                yield sheet

    def properties(self) -> dict[str, str]:
        """What the workbook carries beside its sheets (docProps/custom.xml)."""
        roots = (self._root(path) for path in self._related("", "custom-properties").values())
        return {
            one.get("name", ""): "".join(one.itertext())
            for root in roots
            for one in (root if root is not None else ())
        }

    # ---- parts -----------------------------------------------------------------------------------------

    def _data(self, path: str | None) -> bytes | None:
        member = self._members.get((path or "").lower())
        if member is None:
            return None
        try:
            return self._zip.read(member)
        except Exception as error:  # zlib, lzma and zipfile each have their own ways to say damaged
            raise UnreadableFile(f"{self._name}：工作簿已损坏，无法打开") from error

    def _root(self, path: str | None) -> Element:
        data = self._data(path)
        return None if data is None else root_of(data, self._name, _FORMAT)

    def _related(self, source: str, kind: str) -> dict[str, str]:
        """The parts of that kind that a part names, by the names it gives them."""
        folder, base = posixpath.split(source)
        root = self._root(posixpath.join(folder, "_rels", base + ".rels"))
        return {
            one.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip(
                "/"
            )
            for one in (root if root is not None else ())
            if one.get("Type", "").endswith("/" + kind) and one.get("TargetMode") != "External"
        }

    def _styles(self, path: str | None) -> tuple[list[str], list[bool]]:
        """The number format of each cell style, and whether it strikes out."""
        root = self._root(path)
        if root is None:
            return [], []
        forms = {
            _whole(f.get("numFmtId")): f.get("formatCode", GENERAL)
            for f in root.iterfind("{*}numFmts/{*}numFmt")
        }
        struck = [_strikes(font) for font in root.iterfind("{*}fonts/{*}font")]
        found: tuple[list[str], list[bool]] = ([], [])
        for style in root.iterfind("{*}cellXfs/{*}xf"):
            number, font = _whole(style.get("numFmtId")), _whole(style.get("fontId"))
            found[0].append(forms.get(number, BUILT_IN.get(number, GENERAL)))
            found[1].append(font < len(struck) and struck[font])
        return found

    def _shared(self, path: str | None) -> list[tuple[str, str]]:
        data = self._data(path)
        if data is None:
            return []
        return [_words(item) for item in elements(data, self._name, _FORMAT, ("{*}si",))]

    # ---- cells -----------------------------------------------------------------------------------------

    def _fill(self, sheet: Sheet, path: str) -> None:
        data = self._data(path)
        if data is None:
            raise UnreadableFile(f"{self._name}：工作簿已损坏，缺少工作表“{sheet.name}”")
        row = -1
        for element in elements(data, self._name, _FORMAT, ("{*}row", "{*}mergeCell")):
            if element.tag.endswith("}mergeCell"):
                self._merge(sheet, element.get("ref", ""))
                continue
            said = element.get("r", "")
            row = int(said) - 1 if said.isdecimal() and len(said) < 8 else row + 1
            if element.get("hidden") in ("1", "true"):
                sheet.hidden.append(row)
            column = -1
            for cell in element.iterchildren("{*}c"):
                column += 1
                if (place_said := cell.get("r")) != place(row, column):  # most follow on the one before
                    row, column = _at(place_said) or (row, column)
                self._count += 1
                if self._count > MAX_CELLS:
                    raise HostileFile(f"{self._name}：工作表“{sheet.name}”过大，不予读取")
                sheet.cells.append(self._cell(cell, row, column))
        sheet.cells.sort(key=itemgetter(0, 1))
        self._comment(sheet, path)

    def _comment(self, sheet: Sheet, path: str) -> None:
        for comments in self._related(path, "comments").values():
            root = self._root(comments)
            for comment in root.iterfind("{*}commentList/{*}comment") if root is not None else ():
                words = _words(comment.find("{*}text"))[0].strip()
                if words:
                    sheet.comments[comment.get("ref", "")] = words

    def _merge(self, sheet: Sheet, ref: str) -> None:
        first, _, last = ref.partition(":")
        start, end = _at(first), _at(last or first)
        if start and end and start <= end and start[1] <= end[1]:
            sheet.merged.append(Area(*start, end[0] - start[0] + 1, end[1] - start[1] + 1))
        if len(sheet.merged) > MAX_MERGED:
            raise HostileFile(f"{self._name}：工作表“{sheet.name}”合并的单元格过多，不予读取")

    def _look(self, said: str | None) -> tuple[str, bool]:
        """The number format of a cell style, and whether it strikes out."""
        look = self._looks.get(said)
        if look is None:
            style = _whole(said)
            form = self._forms[style] if style < len(self._forms) else GENERAL
            look = self._looks[said] = form, style < len(self._struck) and self._struck[style]
        return look

    def _cell(self, element: Element, row: int, column: int) -> Stored:
        form, struck = self._look(element.get("s"))
        kind, raw, words, gone = element.get("t", "n"), None, "", ""
        parts = {part.tag.rpartition("}")[2]: part for part in element}
        if "v" in parts:
            raw = parts["v"].text or ""
        if kind == "s":
            at = _whole(raw)
            words, gone = self._strings[at] if raw and at < len(self._strings) else ("", "")
        elif kind == "inlineStr":
            words, gone = _words(parts.get("is"))
        elif kind in ("str", "d"):
            words = _unescaped(raw or "")
        if kind in ("s", "inlineStr", "str", "d"):
            if struck:
                words, gone = "", gone + words
            return Stored(row, column, words, form, gone, dated=kind == "d")
        if raw is None or not raw.strip():
            return Stored(row, column, None, form, fault="formula" if "f" in parts else None)
        if kind == "e":
            return Stored(row, column, raw.strip(), form, fault="error")
        value: Value = raw.strip() in ("1", "true") if kind == "b" else _number(raw)
        if struck:
            return Stored(row, column, None, form, raw.strip())
        return Stored(row, column, value, form)


def _number(raw: str) -> Decimal | str:
    """The number by the digits that Excel keeps, 0.95 for 0.95000000000000007."""
    try:
        exact = Decimal(raw.strip())
        return Decimal(f"{exact:.15g}") if exact.is_finite() else raw
    except (InvalidOperation, ValueError):
        return raw


def _whole(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 10 else 0


def _strikes(font: Element) -> bool:
    strike = font.find("{*}strike") if font is not None else None
    return strike is not None and strike.get("val") in _ON


def _words(item: Element) -> tuple[str, str]:
    """The words of a string with its runs, and those that are struck out; pronunciations are neither."""
    kept, struck = "", ""
    for part in item if item is not None else ():
        kind = part.tag.rpartition("}")[2]
        if kind == "t":
            kept += part.text or ""
        elif kind == "r":
            words = part.findtext("{*}t") or ""
            if _strikes(part.find("{*}rPr")):
                struck += words
            else:
                kept += words
    return _unescaped(kept), _unescaped(struck)


def _unescaped(words: str) -> str:
    """Characters that XML cannot hold are written as _x000D_ (22.4.2.4); CR LF is a line break."""
    if "_x" in words:
        words = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), words)
        words = re.sub(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]", "", words)
    return words.replace("\r\n", "\n").replace("\r", "\n") if "\r" in words else words
