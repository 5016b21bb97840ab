"""XML out of a file that nobody vouches for: no entities, no document types, nothing fetched.

The one way in which the parts of DOCX, XLSX and OFD and the flat XML formats are parsed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from policyparse.errors import UnreadableFile
from policyparse.readers.file import HostileFile

Element = Any
"""An lxml element; lxml carries no types."""

_SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def root_of(data: bytes, name: str, what: str) -> Element:
    """The root of the XML in ``data``; ``name`` is the file's, ``what`` its format, for the messages.

    Raises HostileFile where it has a document type or entities, UnreadableFile where it is no sound XML.
    """
    _refuse(data, name)
    try:
        root = etree.fromstring(data, parser=etree.XMLParser(**_SAFE))
    except Exception as error:  # XMLSyntaxError; ValueError and LookupError for an encoding that is none
        raise UnreadableFile(f"{name}：{what} 已损坏，无法读取") from error
    _refuse_types(root.getroottree(), name)
    return root


def elements(data: bytes, name: str, what: str, tags: tuple[str, ...]) -> Iterator[Element]:
    """The elements of those tags as they end, each emptied afterwards: a long sheet never stands in memory whole.

    Raises as ``root_of`` does.
    """
    _refuse(data, name)
    try:
        found = etree.iterparse(io.BytesIO(data), events=("end",), tag=tags, **_SAFE)
        for at, (_, element) in enumerate(found):
            if not at:
                _refuse_types(element.getroottree(), name)
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(f"{name}：{what} 已损坏，无法读取") from error


def _refuse(data: bytes, name: str) -> None:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise HostileFile(f"{name}：文件里有不允许的 XML 声明，不予读取")


def _refuse_types(tree: Any, name: str) -> None:
    """The same for what is written in UTF-16, in which the bytes do not show it."""
    if tree.docinfo.internalDTD is not None:
        raise HostileFile(f"{name}：文件里有不允许的 XML 声明，不予读取")
