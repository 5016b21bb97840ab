"""HTML → ``Scan``: the document of a saved web page, without the page's own furniture.

What the site says about the document beside its text (索引号, 发文字号, 成文日期) becomes ``facts``. A page
saved as one file (MHT, RFC 2557) is read by its main part.
"""

from __future__ import annotations

import email
import email.policy
import re
from typing import Any

from lxml import etree

from policyparse.errors import UnreadableFile
from policyparse.model import Block, Line, Scan, Table
from policyparse.readers.encoding import CONTROL, decode
from policyparse.readers.file import File
from policyparse.readers.html import inside, laid
from policyparse.readers.html.blocks import blocks_of
from policyparse.readers.html.body import body_of, without_furniture, without_struck
from policyparse.readers.html.facts import TITLE, facts_of, without_facts
from policyparse.readers.sniff import MHTML
from policyparse.readers.telling import struck_remark

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LARGE, _LITTLE = 200_000, 200
"""A page of more bytes that gives fewer characters than these has not been read: it is told."""

_CHINESE = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "hz-gb-2312"}


def scan(file: File) -> Scan:
    """The document that the page shows; raises UnreadableFile where it has no text."""
    text, remarks = _text(file.data)
    root = _tree(CONTROL.sub("", text))
    if root is None:
        raise UnreadableFile(f"{file.name}：网页里没有文字")
    inside.opened(root, _tree, _frames(file.data))
    frames = inside.unopened(root)
    inside.shown(root)
    without_furniture(root)
    struck = without_struck(root)
    facts = facts_of(root)
    without_facts(root)
    laid.ruled(root)
    body = body_of(root)
    blocks = tuple(blocks_of(body))
    if not blocks:
        raise UnreadableFile(f"{file.name}：{frames or '网页里没有文字'}")
    title = dict(facts).get(TITLE)
    if title and not _opens_with(blocks, title):
        blocks = (Line(title, bold=True, centred=True, heading=1, whole=True), *blocks)
    if struck:
        remarks = (*remarks, struck_remark(struck))
    length = sum(len(one.text) for b in blocks for one in (b.cells if isinstance(b, Table) else (b,)))
    remarks = (*remarks, *inside.pictures(root), *([frames] if frames and length < _LITTLE else ()))
    if len(file.data) > _LARGE and length < _LITTLE:
        remarks = (
            *remarks,
            f"网页有 {len(file.data) // 1000} KB，只读出 {length} 个字，正文可能在脚本或图片里，没有读到",
        )
    return Scan(
        name=file.name, format="html", sha256=file.sha256, blocks=blocks, facts=facts, remarks=remarks
    )


def _text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The page as text: BOM, else the charset that it declares, else as any text file."""
    if MHTML.match(data):
        data = _main_part(data)
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name in _CHINESE else name), ()
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data)


def _main_part(data: bytes) -> bytes:
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(content, bytes):
                return f'<meta charset="{charset}">'.encode() + content if charset else content
    return data


def _frames(data: bytes) -> dict[str, str]:
    """The pages in a page saved as one file, by the addresses that its frames give them."""
    if not MHTML.match(data):
        return {}
    found: dict[str, str] = {}
    for part in email.message_from_bytes(data, policy=email.policy.default).walk():
        content = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(content, bytes):
            try:
                words = content.decode(part.get_content_charset() or "utf-8")
            except (UnicodeDecodeError, LookupError):
                words = decode(content)[0]
            for name in (part["Content-Location"], f"cid:{(part['Content-ID'] or '').strip('<> ')}"):
                found[str(name)] = words
    return found


def _tree(text: str) -> Any:
    # huge_tree: libxml2 else stops without a word where unclosed tags nest 256 deep, as on many of these
    # pages.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError:
        return None


def _opens_with(blocks: tuple[Block, ...], title: str) -> bool:
    """Whether the first lines say the title, in one line or over several."""
    lines = [block.text for block in blocks[:20] if isinstance(block, Line)]
    return _bare(title) in _bare("".join(lines))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
