"""The parts of an XLSX (ECMA-376, SpreadsheetML): its sheets, and the cells that are stored in them.

Read with lxml itself. openpyxl refuses what Excel opens (an alignment, a font or a margin that it does not know),
loses struck-out words, comments and the strict variant, and makes a cell for each place of a merged area; here a
sheet costs what is stored in it, whatever its extent says.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from operator import itemgetter

from policyparse.errors import UnreadableFile
from policyparse.readers.file import MAX_CELLS, File, HostileFile, unzip
from policyparse.readers.xlsx.formats import BUILT_IN, GENERAL
from policyparse.readers.xlsx.stored import Area, Sheet, Stored, Value, place
from policyparse.readers.xml import Element, elements, root_of

_FORMAT = "XLSX"
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
# what WPS writes into a cell that holds a picture; 例：=DISPIMG("ID_0A1B",1)
_PICTURE = re.compile(r"=(?:_xlfn\.)?DISPIMG\(")
_ON = {None, "1", "true", "on"}
_WORDS = frozenset({"s", "inlineStr", "str", "d"})
"""The kinds of cells that hold words."""
MAX_MERGED = 100_000
"""Merged areas of a sheet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sheets are wanted: ``told`` takes one with its first ``rows`` rows that say something."""

    rows: int
    told: Callable[[Sheet], bool]


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

    def sheets(self, wanted: Wanted | None = None) -> Iterator[Sheet]:
        """The sheets in their order, those without cells of their own (charts) left out.

        Of a sheet that is not ``wanted`` there are the rows by which that was told, and perhaps no more.
        """
        parts = self._related(self._main, "worksheet")
        for entry in self._root_element.iterfind("{*}sheets/{*}sheet"):
            key = next((v for k, v in entry.attrib.items() if k.endswith("}id")), "")
            if key in parts:
                sheet = Sheet(entry.get("name", ""), entry.get("state", "visible") == "visible")
                yield self._filled(sheet, parts[key], wanted)

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

    def _filled(self, sheet: Sheet, path: str, wanted: Wanted | None) -> Sheet:
        """The sheet with its cells; merged areas, which come behind the rows, may show that it is wanted after all."""
        begun = self._count
        if not self._fill(sheet, path, wanted) and wanted and wanted.told(sheet):
            self._count = begun
            sheet = Sheet(sheet.name, sheet.visible)
            self._fill(sheet, path, None)
        sheet.cells.sort(key=itemgetter(0, 1))
        self._comment(sheet, path)
        self._draw(sheet, path)
        return sheet

    def _fill(self, sheet: Sheet, path: str, wanted: Wanted | None) -> bool:
        """Put cells into a sheet, and say whether those are all."""
        data = self._data(path)
        if data is None:
            raise UnreadableFile(f"{self._name}：工作簿已损坏，缺少工作表“{sheet.name}”")
        row, speaking, whole = -1, 0, True
        for element in elements(data, self._name, _FORMAT, ("{*}row", "{*}mergeCell", "{*}col")):
            if element.tag.endswith("}mergeCell"):
                self._merge(sheet, element.get("ref", ""))
                continue
            if element.tag.endswith("}col"):
                if element.get("hidden") in ("1", "true"):
                    sheet.put_aside(_whole(element.get("min")) - 1, _whole(element.get("max")) - 1)
                continue
            said = element.get("r", "")
            row = int(said) - 1 if said.isdecimal() and len(said) < 8 else row + 1
            if element.get("hidden") in ("1", "true"):
                sheet.hidden.append(row)
            if wanted and speaking == wanted.rows:
                whole, wanted = wanted.told(sheet), None
            if whole:
                begun = len(sheet.cells)
                row = self._put(sheet, element, row)
                speaking += bool(wanted and any(cell.speaks for cell in sheet.cells[begun:]))
        return whole

    def _put(self, sheet: Sheet, element: Element, row: int) -> int:
        """Put the cells of a row into a sheet, and give the number of the row that they say to stand in."""
        self._count += len(element)
        if self._count > MAX_CELLS:
            raise HostileFile(f"{self._name}：工作表“{sheet.name}”过大，不予读取")
        column, put = -1, sheet.cells.append
        for cell in element.iterchildren("{*}c"):
            column += 1
            if (said := cell.get("r")) != place(row, column):  # most follow on the one before
                row, column = _at(said) or (row, column)
            put(self._cell(cell, row, column))
        return row

    def _comment(self, sheet: Sheet, path: str) -> None:
        for comments in self._related(path, "comments").values():
            root = self._root(comments)
            for comment in root.iterfind("{*}commentList/{*}comment") if root is not None else ():
                words = _words(comment.find("{*}text"))[0].strip()
                if words:
                    sheet.comments[comment.get("ref", "")] = words
        threads: dict[str, list[str]] = {}
        for comments in self._related(path, "threadedComment").values():
            root = self._root(comments)
            for comment in root.iterfind("{*}threadedComment") if root is not None else ():
                threads.setdefault(comment.get("ref", ""), []).append(comment.findtext("{*}text", "").strip())
        # beside each thread Excel keeps a comment that says to older programs that they cannot show it
        sheet.comments |= {at: "；".join(filter(None, said)) for at, said in threads.items()}

    def _draw(self, sheet: Sheet, path: str) -> None:
        for kind in ("package", "oleObject"):
            sheet.objects += map(posixpath.basename, self._related(path, kind).values())
        for drawing in self._related(path, "drawing").values():
            root = self._root(drawing)
            sheet.pictures += sum(1 for _ in root.iter("{*}pic")) if root is not None else 0
            for body in root.iter("{*}txBody") if root is not None else ():
                words = "".join("".join(p.itertext("{*}t")) for p in body.iterfind("{*}p")).strip()
                if words:
                    sheet.boxes.append(words)

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
        kind, raw, rich, fault = element.get("t", "n"), None, None, None
        for part in element:
            name = part.tag.rpartition("}")[2]
            if name == "v":
                raw = part.text or ""
            elif name == "is":
                rich = part
            elif name == "f":
                fault = "formula"
        if kind in _WORDS:
            words, gone = self._worded(kind, raw, rich)
            if struck:
                words, gone = "", gone + words
            picture = kind == "str" and _PICTURE.match(words)
            fault = "picture" if picture else None
            return Stored(row, column, None if picture else words, form, gone, fault, kind == "d")
        if raw is None or not raw.strip():
            return Stored(row, column, None, form, "", fault)
        if kind == "e":
            return Stored(row, column, raw.strip(), form, fault="error")
        value: Value = raw.strip() in ("1", "true") if kind == "b" else _number(raw)
        if struck:
            return Stored(row, column, None, form, raw.strip())
        return Stored(row, column, value, form)

    def _worded(self, kind: str, raw: str | None, rich: Element) -> tuple[str, str]:
        """The words of a cell, and those that are struck out."""
        if kind == "inlineStr":
            return _words(rich)
        if kind != "s":
            return _unescaped(raw or ""), ""
        at = _whole(raw)
        return self._strings[at] if raw and at < len(self._strings) else ("", "")


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
