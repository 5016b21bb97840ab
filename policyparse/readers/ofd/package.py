"""The XML parts of an OFD (GB/T 33190-2016): its documents, their pages, fonts and pictures, by their paths.

An OFD is a ZIP. Its parts are named by each other with paths relative to the naming part, or absolute from the
root of the ZIP (ST_Loc, 7.3); nothing outside the ZIP can be named. Entities are refused.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from policyparse.errors import UnreadableFile
from policyparse.readers.file import File, HostileFile, unzip
from policyparse.readers.xml import Element, root_of


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its own part and those of its templates that stand on it, in the order in which they are drawn.

    ``damaged`` says that one of them cannot be read; where it is the page's own, there are none.
    """

    parts: tuple[str, ...]
    width: float
    height: float
    resources: Resources
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Resources:
    """What a document's pages refer to by ID: names of fonts, paths of pictures."""

    fonts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)


class Package:
    """The parts of an OFD file; raises UnreadableFile where it is damaged, HostileFile where it has entities."""

    def __init__(self, file: File) -> None:
        self._name = file.name
        self._zip = unzip(file)
        self._members = {name.replace("\\", "/").lower(): name for name in self._zip.namelist()}

    def data(self, path: str) -> bytes | None:
        """The bytes of a part, or None if there is none."""
        member = self._members.get(path.lower())
        if member is None:
            return None
        try:
            return self._zip.read(member)
        except Exception as error:  # zlib, lzma and zipfile each have their own ways to say damaged
            raise UnreadableFile(f"{self._name}：OFD 已损坏，无法读取") from error

    def part(self, path: str) -> Element:
        """The root of a part, or None if there is none."""
        data = self.data(path)
        if data is None:
            return None
        return root_of(data, self._name, "OFD")

    def sound(self, path: str) -> Element:
        """The root of a part, or None if there is none or it is damaged: the other pages can still be read."""
        try:
            return self.part(path)
        except HostileFile:
            raise
        except UnreadableFile:
            return None

    def leaves(self) -> list[Leaf]:
        """The pages of all its documents, in their order."""
        whole = self.part("OFD.xml")
        if whole is None:
            raise UnreadableFile(f"{self._name}：OFD 已损坏，缺少目录")
        if whole.find(".//{*}Encryptions") is not None or "encryptions.xml" in self._members:
            raise UnreadableFile(f"{self._name}：文件加了密码，请先解除密码再读取")
        roots = [located("OFD.xml", root.text) for root in whole.iter("{*}DocRoot")]
        return [leaf for root in dict.fromkeys(roots) for leaf in self._document(root)]

    def beside(self) -> tuple[list[str], list[str]]:
        """The words of the annotations of all its documents (15), and the names of the files attached (18)."""
        notes, files = [], []
        for root in (located("OFD.xml", r.text) for r in self.part("OFD.xml").iter("{*}DocRoot")):
            document = self.part(root)
            for kind in ("Annotations", "Attachments") if document is not None else ():
                path = located(root, document.findtext("{*}" + kind))
                listed = self.part(path)
                for one in listed.iter("{*}Page") if listed is not None else ():
                    page = self.part(located(path, one.findtext("{*}FileLoc")))
                    for annotation in page.iter("{*}Annot") if page is not None else ():
                        words = [
                            *(t.text or "" for t in annotation.iter("{*}TextCode")),
                            annotation.findtext("{*}Remark"),
                        ]
                        notes.append("".join(filter(None, words)).strip())
                for one in listed.iter("{*}Attachment") if listed is not None else ():
                    files.append(one.get("Name") or "")
        return list(filter(None, notes)), files

    def _document(self, path: str) -> Iterator[Leaf]:
        document = self.part(path)
        if document is None:
            return
        common = document.find("{*}CommonData")
        area = area_of(document.find("{*}CommonData/{*}PageArea"), (210.0, 297.0))
        templates = {t.get("ID"): located(path, t.get("BaseLoc")) for t in document.iter("{*}TemplatePage")}
        resources = self._resources(path, common)
        for page in document.iterfind("{*}Pages/{*}Page"):
            own = located(path, page.get("BaseLoc"))
            content = self.sound(own)
            if content is None:
                yield Leaf((), *area, resources, damaged=True)
                continue
            under: list[str] = []
            over: list[str] = []
            for used in content.iterfind("{*}Template"):
                part = templates.get(used.get("TemplateID"))
                if part:
                    (over if used.get("ZOrder") == "Foreground" else under).append(part)
            drawn = (*under, own, *over)
            found = tuple(part for part in drawn if part == own or self.sound(part) is not None)
            yield Leaf(found, *area_of(content.find("{*}Area"), area), resources, len(found) < len(drawn))

    def _resources(self, path: str, common: Element) -> Resources:
        found = Resources()
        for named in common if common is not None else ():
            if etree.QName(named).localname in ("PublicRes", "DocumentRes"):
                self._add(located(path, named.text), found)
        return found

    def _add(self, path: str, found: Resources) -> None:
        root = self.part(path)
        if root is None:
            return
        folder = posixpath.join(posixpath.dirname(path), root.get("BaseLoc", "."), "x")
        for font in root.iter("{*}Font"):
            found.fonts[font.get("ID", "")] = " ".join(
                filter(None, (font.get("FontName"), "Bold" if font.get("Bold") == "true" else ""))
            )
        for media in root.iter("{*}MultiMedia"):
            named = media.find("{*}MediaFile")
            if media.get("Type") == "Image" and named is not None:
                found.pictures[media.get("ID", "")] = located(folder, named.text)


def located(source: str, said: str | None) -> str:
    """The path in the ZIP that the part ``source`` means by ``said``; one that climbs out stops at the root."""
    path = posixpath.join("/", posixpath.dirname(source), (said or "").strip().replace("\\", "/"))
    return posixpath.normpath(path).lstrip("/")


def area_of(said: Element, default: tuple[float, float]) -> tuple[float, float]:
    """Width and height in millimetres that an Area or PageArea says, else ``default``."""
    box = said.find("{*}PhysicalBox") if said is not None else None
    numbers = floats(box.text if box is not None else None)
    if len(numbers) == 4 and 0 < numbers[2] < 20_000 and 0 < numbers[3] < 20_000:
        return numbers[2], numbers[3]
    return default


def floats(said: str | None) -> list[float]:
    """The numbers of an ST_Array; none where one of them is no number."""
    try:
        numbers = [float(part) for part in (said or "").split()]
    except ValueError:
        return []
    return numbers if all(abs(number) < 1e9 for number in numbers) else []
