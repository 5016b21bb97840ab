"""Marked text → TXT as it is found: clean, flattened, as a web page prints it, or lifted out of a book."""

from __future__ import annotations

import random
import re
from pathlib import Path

from corpora.make.marked import Block, printed
from corpora.make.pdf import fold

CLOSING = "，。；：、？！”）》〕〉 %"
AFTER = re.compile(r"(?<=[，。；：、？！”）》〕])")
WEB_HEAD = ("首页 > 政务公开 > 政策文件 > 规范性文件", "【字体：大 中 小】 【打印本页】 【关闭窗口】")
WEB_FOOT = ("扫一扫在手机打开当前页", "分享到：", "主办：{} 网站标识码：9900000001", "上一篇：没有了")


def paragraphs(blocks: list[Block]) -> list[str]:
    """The printed lines of a marked text; the cells of a table row are parted by tabs."""
    lines = []
    for block in blocks:
        if block.kind in {"row", "head"}:
            lines.append("\t".join(printed(cell) for cell in block.cells if cell not in "^<"))
        elif block.kind not in {"fact", "table", "end"}:
            lines.append("\f" if block.style == "page" else printed(block.text))
    return lines


def pages(path: Path) -> list[str]:
    """The pages of a TXT as form feeds part them; none where it is of another encoding."""
    try:
        return [fold(page) for page in path.read_text(encoding="utf-8").split("\f")]
    except UnicodeDecodeError:
        return []


def plain(lines: list[str]) -> str:
    """One paragraph a line."""
    return "\n".join(lines) + "\n"


def flat(lines: list[str]) -> str:
    """The whole text on one line, as some collections keep it."""
    return " ".join(lines) + "\n"


def web(lines: list[str], issuer: str) -> str:
    """Copied from a site, with its breadcrumbs and buttons."""
    return "\n\n".join([*WEB_HEAD, *lines, *(line.format(issuer) for line in WEB_FOOT)]) + "\n"


def book(lines: list[str], name: str, first_page: int = 311, width: int = 40, height: int = 34) -> str:
    """Lifted out of a book: wrapped, page marks, broken after marks of punctuation, numbers set off."""
    dice = random.Random(name)
    rows = [row for line in lines for row in _wrap(_set_off(line), width, dice)]
    out, page = [], first_page
    for count, row in enumerate(rows, start=1):
        out.append(row)
        if count % height == 0:
            out += ["", f"# Page {page}:"]
            page += 1
    return "\n".join(out) + "\n"


def _set_off(line: str) -> str:
    return re.sub(r"(?<=\d)(?=[一-鿿])", " ", line)


def _wrap(line: str, width: int, dice: random.Random) -> list[str]:
    rows: list[str] = []
    while line:
        end = _break(line, width)
        piece, line = line[:end], line[end:]
        rows += [part for part in AFTER.split(piece) if part] if dice.random() < 0.3 else [piece]
    return rows


def _break(line: str, width: int) -> int:
    """Where a typesetter ends the row: not inside a number, nor before a closing mark."""
    end = min(width, len(line))
    while end < len(line) and (
        line[end] in CLOSING or (line[end].isascii() and line[end - 1 : end + 1].isalnum())
    ):
        end -= 1
    return end
