"""File → ``Scan``: what a file says, in its own lines and tables, before anyone asks what it means.

The kind of a file is told by its content (``sniff``), never by its name. A reader knows its format and
nothing of policy documents: page numbers, running headers and private-use characters are handed on as read,
and ``layout`` deals with them. Nothing of a file is ever executed, and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from policyparse.errors import UnreadableFile
from policyparse.model import Block, Scan, Table
from policyparse.readers import limits
from policyparse.readers.archive import members
from policyparse.readers.file import MAX_DEPTH, MAX_UNPACKED, File, HostileFile, load, plain_name
from policyparse.readers.sniff import ARCHIVE, UNREAD_KINDS, kind_of, name_remark
from policyparse.readers.traditional import simplified

READERS: dict[str, str] = {
    "pdf": "policyparse.readers.pdf",
    "ofd": "policyparse.readers.ofd",
    "docx": "policyparse.readers.docx",
    **dict.fromkeys(("doc", "wps", "rtf", "odt", "xls"), "policyparse.readers.office"),
    "xlsx": "policyparse.readers.xlsx",
    "word-xml": "policyparse.readers.docx.flat",
    "excel-xml": "policyparse.readers.xlsx.xml2003",
    "csv": "policyparse.readers.csv",
    "html": "policyparse.readers.html",
    "md": "policyparse.readers.markdown",
    "txt": "policyparse.readers.text",
    "image": "policyparse.readers.image",
}
"""Kind → the module whose ``scan(file)`` reads it; a module is imported when a file of its kind comes."""

_PLAIN = ("txt", "md", "csv")
"""Kinds that are nothing but text, of four bytes a character at most: too much is told before it is read."""

_ATTACHED = re.compile(r"附[件表录]")


def read(path: Path) -> Scan:
    """The file at ``path`` as read; an archive of a notice and its attachments as one, the notice first.

    Raises UnreadableFile, with a plain Chinese message, for a file that is missing, empty, encrypted,
    damaged, too large, or of a kind that is not read.
    """
    scans = read_all(path)
    return _joined(path, scans) if kind_of(load(path)) == ARCHIVE else scans[0]


def _length(block: Block) -> int:
    return sum(len(cell.text) for cell in block.cells) if isinstance(block, Table) else len(block.text)


def _lines(block: Block) -> int:
    return len({cell.row for cell in block.cells}) if isinstance(block, Table) else 1


def _longest(block: Block) -> int:
    return max(len(cell.text) for cell in block.cells) if isinstance(block, Table) else len(block.text)


def _joined(path: Path, scans: Sequence[Scan]) -> Scan:
    """The scans of an archive's files as one: attachments behind the rest, pages counted on from file to file."""
    ordered = sorted(scans, key=lambda scan: _ATTACHED.search(scan.name) is not None)
    blocks: list[Block] = []
    unread: list[int] = []
    turned = 0
    for one in ordered:
        blocks += [_moved(block, turned) for block in one.blocks]
        unread += [page + turned for page in one.unread]
        turned += one.pages or 0
    return Scan(
        name=plain_name(path.name),
        format=ARCHIVE,
        sha256=load(path).sha256,
        blocks=tuple(blocks),
        pages=turned or None,
        unread=tuple(unread),
        facts=tuple(fact for one in ordered for fact in one.facts),
        remarks=(
            f"{'邮件' if path.suffix.lower() == '.eml' else '压缩包'}里有 {len(ordered)} 个文件，按顺序合并读取："
            + "、".join(one.name for one in ordered),
            *(remark for one in ordered for remark in one.remarks),
        ),
    )


def _moved(block: Block, turned: int) -> Block:
    """A block with its page counted on by the pages already turned."""
    if isinstance(block, Table):
        cells = tuple(replace(c, page=c.page and c.page + turned) for c in block.cells)
        return replace(block, cells=cells, page=block.page and block.page + turned)
    return replace(block, page=block.page and block.page + turned)


def read_all(path: Path) -> tuple[Scan, ...]:
    """The file at ``path``, or each readable file of the archive there, in its order; never empty.

    What an archive holds beside is named in the remarks of the first scan. Raises UnreadableFile as
    ``read`` does, and where an archive is hostile, too deep, or holds nothing that can be read.
    """
    file = load(path)
    if kind_of(file) != ARCHIVE:
        return (scan(file),)
    skipped: list[str] = []
    scans = _unpacked(file, skipped, depth=1)
    if not scans:
        raise UnreadableFile(
            f"{file.name}：压缩包里没有可读取的文件" + "".join(f"；{why}" for why in skipped)
        )
    return (replace(scans[0], remarks=(*scans[0].remarks, *skipped)), *scans[1:])


def scan(file: File) -> Scan:
    """The bytes of ``file``, which is no archive, as read; raises UnreadableFile."""
    kind = kind_of(file)
    if kind not in READERS:
        raise UnreadableFile(f"{file.name}：{UNREAD_KINDS.get(kind, '压缩包里还有压缩包，请先解压')}")
    if kind in _PLAIN:
        limits.check_characters(file.name, len(file.data) // 4)
    reader: Callable[[File], Scan] = import_module(READERS[kind]).scan
    scanned = reader(file)
    limits.check_characters(file.name, sum(map(_length, scanned.blocks)))
    limits.check_lines(
        file.name, sum(map(_lines, scanned.blocks)), max(map(_longest, scanned.blocks), default=0)
    )
    remark = name_remark(file.name, kind)
    return simplified(replace(scanned, remarks=(remark, *scanned.remarks)) if remark else scanned)


def _unpacked(archive: File, skipped: list[str], depth: int, budget: list[int] | None = None) -> list[Scan]:
    """The scans of the archive's files; ``skipped`` takes why others were not.

    ``budget`` is the bytes left and the characters read, of the archive as a whole.
    """
    if depth > MAX_DEPTH:
        raise HostileFile(f"{archive.name}：压缩包嵌套过深，不予读取")
    budget = [MAX_UNPACKED, 0] if budget is None else budget
    scans: list[Scan] = []
    for file in members(archive):
        budget[0] -= len(file.data)
        if budget[0] < 0:
            raise HostileFile(f"{archive.name}：压缩内容过大，不予读取")
        try:
            if kind_of(file) == ARCHIVE:
                scans += _unpacked(file, skipped, depth + 1, budget)
            else:
                scans.append(scan(file))
                budget[1] += sum(map(_length, scans[-1].blocks))
        except HostileFile:
            raise
        except UnreadableFile as error:
            skipped.append(f"未读取 {error}")
        limits.check_characters(archive.name, budget[1])
    return scans
