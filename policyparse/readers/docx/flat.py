"""Word's flat XML files, called .doc or .xml → ``Scan``: Word 2003 XML, and a DOCX in one XML file (Flat OPC).

Word 2003 has the same elements in a namespace of its own, but for a few names, sections that wrap the text, and list
numbers that stand written out beside each paragraph.
"""

from __future__ import annotations

import base64
import io
import zipfile

from policyparse.errors import UnreadableFile
from policyparse.model import Scan
from policyparse.readers.docx import scan as scan_docx
from policyparse.readers.file import File
from policyparse.readers.xml import Element, root_of

WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
FLAT_OPC = b"http://schemas.microsoft.com/office/2006/xmlPackage"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W_2003 = WORD_2003.decode()
_RENAMED = {"vmerge": "vMerge", "hmerge": "hMerge"}


def scan(file: File) -> Scan:
    """The document that the XML holds; raises UnreadableFile where it is damaged or holds no text."""
    root = root_of(file.data, file.name, "Word XML")
    parts = _opc(root) if FLAT_OPC in file.data[:65536] else _word_2003(root, file)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    found = scan_docx(File(file.name, packed.getvalue()))
    return Scan(file.name, "doc", file.sha256, found.blocks, remarks=found.remarks)


def _opc(root: Element) -> dict[str, bytes]:
    """The parts of a package that is written as one XML file."""
    from lxml import etree

    parts = {}
    for part in root.iterchildren("{*}part"):
        name = next((v for k, v in part.attrib.items() if k.endswith("}name")), "").lstrip("/")
        held = part.find("{*}xmlData")
        packed = part.findtext("{*}binaryData")
        if held is not None and len(held):
            parts[name] = etree.tostring(held[0])
        elif packed:
            parts[name] = base64.b64decode(packed)
    return parts


def _word_2003(root: Element, file: File) -> dict[str, bytes]:
    """The document and its styles, in the names of ECMA-376."""
    from lxml import etree

    body = root.find(f"{{{_W_2003}}}body")
    if body is None:
        raise UnreadableFile(f"{file.name}：Word 2003 XML 文件里没有正文")
    for wrapper in [e for e in body.iter() if _local(e) in ("sect", "sub-section")]:
        parent, at = wrapper.getparent(), wrapper.getparent().index(wrapper)
        parent[at : at + 1] = list(wrapper)
    for properties in body.iter(f"{{{_W_2003}}}listPr"):
        _write_number(properties)
    document = root.makeelement(f"{{{_W_2003}}}document")
    document.append(body)
    parts = {}
    styles = root.find(f"{{{_W_2003}}}styles")
    for name, held in (("word/document.xml", document), ("word/styles.xml", styles)):
        if held is None:
            continue
        for element in held.iter(f"{{{_W_2003}}}*"):
            name_of = _local(element)
            element.tag = f"{{{_W_2003}}}{_RENAMED.get(name_of, name_of)}"
        parts[name] = etree.tostring(held).replace(WORD_2003, _W.encode())
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
    parts["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="s" Type="{relation}" Target="styles.xml"/></Relationships>'
    ).encode()
    return parts


def _write_number(properties: Element) -> None:
    """Put the number that Word wrote out beside a paragraph of a list before its words."""
    shown = next((e for e in properties if _local(e) == "t"), None)
    words = next((v for k, v in shown.attrib.items() if k.endswith("}val")), "") if shown is not None else ""
    paragraph = properties.getparent().getparent()
    if words and paragraph is not None and _local(paragraph) == "p":
        run = paragraph.makeelement(f"{{{_W_2003}}}r")
        text = run.makeelement(f"{{{_W_2003}}}t")
        text.text = words
        run.append(text)
        paragraph.insert(paragraph.index(properties.getparent()) + 1, run)
    properties.getparent().remove(properties)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
