"""Plain text → ``Scan``: the encoding found out, a form feed read as a page break, each line a Line.

Leading white space is kept, for it is how a text file marks a paragraph; so are blank lines, as empty Lines.
"""

from __future__ import annotations

import html
import re

from policyparse.errors import UnreadableFile
from policyparse.model import Line, Scan
from policyparse.readers.encoding import CONTROL, decode
from policyparse.readers.file import File

LITTER = ((500, 10), (20, 4))
"""Controls and signs that are no characters; where more, and one sign in ten of the file, it is no text; nor where few are one in four."""

_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029]")
# a line end that a page left behind, where no strokes make its line a row of a table; 例：一是整改。<br/>二是评估。
_BREAK = re.compile(r"<br\s*/?>|</?(?:p|div)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
# the signs of a page for how its words look; 例：<strong>
_LOOK = re.compile(r"</?(?:strong|span|b|font|em|u)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
# a character that a page wrote by its name, after a copy of the source of the page; 例：&nbsp;
_NAMED = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[\da-fA-F]{2,4});")
# words set bold as Markdown does, two signs at least, for **年 and **市** stand for a name; 例：**责任单位：**县水利局
_BOLD = re.compile(r"(?<![\\*])\*\*(?=[^\s*])([^*\n]{0,200}[^\s*])\*\*(?!\*)")
# … which a label, a sentence or a line of their own tells from such names; 例：**责任单位：**
_SURELY_BOLD = re.compile(r"\*\*[^*\n]{1,60}[。：:]\*\*|(?:^|\n)\s*\*\*[^*\n]{4,60}\*\*\s*(?=$|\n)")
# the signs of a heading there; 例：## 一、
_HEADING = re.compile(r"^#{1,6}[ \t]+(?!Page\b)(?=\S)", re.MULTILINE)


def scan(file: File) -> Scan:
    """The text file's lines; raises UnreadableFile where no text is in it."""
    text, remarks = decode(file.data)
    text, dropped = CONTROL.subn("", text)
    text = _unmarked(_NAMED.sub(lambda named: html.unescape(named[0]), text))
    litter = dropped + text.count("\ufffd")
    if any(litter > least and share * litter > len(text) for least, share in LITTER):
        raise UnreadableFile(f"{file.name}：不是文字文件，或者用了认不出的编码，不予读取")
    if dropped:
        remarks = (*remarks, f"文件里有 {dropped} 个不可见的控制字符，已略去")
    if not text.strip():
        raise UnreadableFile(f"{file.name}：文件里没有文字")
    pages = text.split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    paged = "\f" in text
    lines = [
        Line(text=line.rstrip(), page=number if paged else None)
        for number, page in enumerate(pages, start=1)
        for line in (_lines(page) if page.strip() else [])
    ]
    unread = tuple(number for number, page in enumerate(pages, start=1) if paged and not page.strip())
    return Scan(
        name=file.name,
        format="txt",
        sha256=file.sha256,
        blocks=tuple(lines),
        pages=len(pages) if paged else None,
        unread=unread,
        remarks=remarks,
    )


def _unmarked(text: str) -> str:
    """The text without the signs by which Markdown sets headings and words bold, where there are such."""
    text = _HEADING.sub("", text) if _HEADING.search(text) else text
    if not _SURELY_BOLD.search(text):
        return text
    return _BOLD.sub(lambda bold: bold[1] if len(bold[1]) > 1 else bold[0], text)


def _lines(page: str) -> list[str]:
    lines = [
        part
        for line in _LINE_END.split(page)
        for part in ([line] if "|" in line else _BREAK.split(_LOOK.sub("", line)))
    ]
    return lines[:-1] if lines and not lines[-1].strip() else lines
