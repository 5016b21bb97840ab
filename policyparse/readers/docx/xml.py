"""The XML parts of a DOCX (ECMA-376), and its elements as they stand once all tracked changes are accepted.

Read with lxml itself: python-docx loses automatic numbers, tracked insertions and content controls, refuses
the strict variant of the format, and ``table.cell`` takes minutes on a long table.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from policyparse.errors import UnreadableFile
from policyparse.readers.file import File, unzip
from policyparse.readers.xml import Element, root_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_OPENED = {
    W + tag
    for tag in (
        "sdt",
        "sdtContent",
        "ins",
        "moveTo",
        "customXml",
        "smartTag",
        "hyperlink",
        "fldSimple",
        "bdo",
        "dir",
    )
} | {MC + "Choice", MC + "Fallback"}
_DROPPED = {
    W + tag
    for tag in ("del", "moveFrom", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "rPr", "pPr", "tcPr")
}

# the part of a diagram (SmartArt) or of a chart; 例：word/diagrams/data1.xml
DRAWN = re.compile(r"/(?:diagrams/data|charts/chart)\d*\.xml$")


class Package:
    """A DOCX as its XML parts, found by their relationships (ECMA-376, part 2)."""

    def __init__(self, file: File) -> None:
        self._name = file.name
        self._zip = unzip(file)
        self._members = {name.lower(): name for name in self._zip.namelist()}
        main = self._main = self._related("", "officeDocument") or "word/document.xml"
        self.document: Element = self.part(main)
        if self.document is None or self.document.find(W + "body") is None:
            raise UnreadableFile(f"{file.name}：DOCX 已损坏，缺少正文")
        self.styles: Element = self.part(self._related(main, "styles"))
        self.numbering: Element = self.part(self._related(main, "numbering"))

    def related(self, kind: str) -> Element:
        """The root of the part of that kind which the document names, or None."""
        return self.part(self._related(self._main, kind))

    def headers(self) -> list[str]:
        """The words of the headers of its pages."""
        roots = [self.part(path) for _, kind, path in self._relations(self._main) if kind.endswith("/header")]
        return ["".join(root.itertext(W + "t")) for root in roots if root is not None]

    def chunk(self, name: str) -> tuple[str, bytes] | None:
        """The part that an altChunk names by its relationship: its path and its bytes; None where there is none."""
        path = next((path for id_, _, path in self._relations(self._main) if id_ == name), "")
        member = self._members.get(path.lower())
        return None if member is None else (path, self._bytes(member))

    def custom(self) -> list[bytes]:
        """The XML that other programs keep in the document (customXml), sound and without entities."""
        kinds = (
            self.chunk(id_) for id_, kind, _ in self._relations(self._main) if kind.endswith("/customXml")
        )
        found = [kept[1] for kept in kinds if kept is not None]
        for data in found:
            root_of(data, self._name, "DOCX")
        return found

    def embedded(self) -> list[str]:
        """The files that stand in the document as objects, by their names in the package."""
        return [n for n in self._zip.namelist() if "/embeddings/" in n and not n.endswith("/")]

    def drawn(self) -> list[str]:
        """The words of its diagrams and charts, one after the other."""
        return words_drawn(map(self.part, filter(DRAWN.search, self._members)))

    def _bytes(self, member: str) -> bytes:
        try:
            return self._zip.read(member)
        except Exception as error:  # zlib and zipfile each have their own ways to say damaged
            raise UnreadableFile(f"{self._name}：DOCX 已损坏，无法读取") from error

    def part(self, name: str | None) -> Element:
        """The root of the part, or None if there is none; raises UnreadableFile where it is no sound XML."""
        member = self._members.get((name or "").lower())
        if member is None:
            return None
        data = self._bytes(member)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return root_of(data, self._name, "DOCX")

    def _related(self, source: str, kind: str) -> str | None:
        found = (path for _, of_kind, path in self._relations(source) if of_kind.endswith("/" + kind))
        return next(found, None)

    def _relations(self, source: str) -> Iterator[tuple[str, str, str]]:
        """What a part names inside the package: the id and the kind of each relationship, and the path of its part."""
        folder, base = posixpath.split(source)
        relations = self.part(posixpath.join(folder, "_rels", base + ".rels"))
        for relation in relations.iter(RELATIONSHIP) if relations is not None else ():
            if relation.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                yield relation.get("Id", ""), relation.get("Type", ""), path


def words_drawn(parts: Iterable[Element]) -> list[str]:
    """The words of diagrams and charts, those of each one after the other."""
    lines = (
        ["".join(line.itertext("{*}t")).strip() for line in part.iter("{*}p")]
        for part in parts
        if part is not None
    )
    return [words for said in lines if (words := " ".join(filter(None, said)))]


def val(parent: Element, *path: str) -> str | None:
    """The ``w:val`` of the element at the path of W tags below ``parent``, or None."""
    found = parent.find("/".join(W + tag for tag in path)) if parent is not None else None
    return None if found is None else str(found.get(W + "val", ""))


def on(parent: Element, tag: str) -> bool | None:
    """An on/off property of ``parent``: None where it is not said."""
    said = val(parent, tag)
    return None if said is None else said not in ("0", "false", "off", "none")


def whole_number(said: str | None) -> int | None:
    """The integer that an attribute says; None where it says none."""
    try:
        return int(float(said)) if said else None
    except (ValueError, OverflowError):
        return None


def accepted(parent: Element) -> Iterator[Element]:
    """The children of ``parent`` in order, wrappers opened, deletions left out.

    A content control that shows only its placeholder has no content. Of an AlternateContent, which says one
    thing twice, the first branch that has text is taken.
    """
    for child in parent:
        if child.tag in _DROPPED:
            continue
        if child.tag == MC + "AlternateContent":
            branch = next((b for b in child if next(b.iter(W + "t", W + "p"), None) is not None), None)
            yield from accepted(branch) if branch is not None else ()
        elif child.tag == W + "sdt" and on(child.find(W + "sdtPr"), "showingPlcHdr"):
            continue
        elif child.tag in _OPENED:
            yield from accepted(child)
        else:
            yield child
