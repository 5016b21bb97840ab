"""Markdown → ``Scan``: rendered as CommonMark with tables, then read as the web page that it stands for.

Lists stay as typed, for the numbers of a policy document are text (1. and 1) and （1） differ); a line end
may be a wrap, as in plain text. A YAML head becomes ``facts``.
"""

from __future__ import annotations

import re

from lxml import etree
from markdown_it import MarkdownIt

from policyparse.errors import UnreadableFile
from policyparse.model import Scan
from policyparse.readers.encoding import CONTROL, decode
from policyparse.readers.file import File
from policyparse.readers.html.blocks import blocks_of
from policyparse.readers.html.body import without_struck
from policyparse.readers.telling import struck_remark

_HEAD = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_FACT = re.compile(r"^([\w\u3400-\u9fff]+)[ \t]*[:：][ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_BULLET = re.compile(r"^([ \t>]*)[-*+][ \t]+(?!\s*[-*_]\s*[-*_])(?=\S)", re.MULTILINE)
# CommonMark 6.2 wants a space or a sign outside of signs inside, which Chinese does not print; 例：**牵头单位：**市教育局
_MARKED = (
    (re.compile(r"(?<![\\*])\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*(?!\*)"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\\~])~~(?=[^\s~])([^~\n]*[^\s~])~~(?!~)"), r"<del>\1</del>"),
)
_TITLES = {"title": "标题"}


def scan(file: File) -> Scan:
    """The headings, paragraphs and tables of the file; raises UnreadableFile where no text is in it."""
    text, remarks = decode(file.data)
    text = CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    head = _HEAD.match(text)
    facts = _FACT.findall(head[1]) if head else []
    text = _BULLET.sub(r"\1", text[head.end() :] if head else text)
    for pattern, tag in _MARKED:
        text = pattern.sub(tag, text)
    page = (
        MarkdownIt("commonmark", {"breaks": True})
        .enable(["table", "strikethrough"])
        .disable(["list", "code"])
        .render(text)
    )
    tree = etree.fromstring(f"<html><body>{page}</body></html>".encode(), etree.HTMLParser(encoding="utf-8"))
    struck = without_struck(tree)
    blocks = tuple(blocks_of(tree))
    if not blocks:
        raise UnreadableFile(f"{file.name}：文件里没有文字")
    return Scan(
        name=file.name,
        format="md",
        sha256=file.sha256,
        blocks=blocks,
        facts=tuple((_TITLES.get(label.lower(), label), value.strip("\"'")) for label, value in facts),
        remarks=(*remarks, struck_remark(struck)) if struck else remarks,
    )
