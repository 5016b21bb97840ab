"""What leaves the program: files written whole or not at all, and the characters that may stand in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from policyparse import leftovers
from policyparse.errors import ExportError, why

# What no spreadsheet, document or terminal may be given: control characters but tab and line feed, lone surrogates, the
# two non-characters that XML forbids, and what turns the text round or breaks its line unseen (Unicode, UAX 9).
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# What draws nothing: a file's title must not hide in the line that it stands in.
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
UNSHOWN = re.compile(f"{FORBIDDEN.pattern}|{INVISIBLE.pattern}")

# What a spreadsheet may take for a formula (OWASP, CSV injection), full-width too; a plain number is none.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|\t")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?%?")

ZIP_LEVEL = 3
"""How hard a package of XML is compressed: half the time of zlib's usual 6, and about an eighth more bytes."""
PIECE = 200
"""Rows of a table that are compressed together."""


def clean(text: str) -> str:
    """The text without what no file may hold; carriage returns become line feeds."""
    if text.isprintable():  # what is forbidden is not
        return text
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def harmless(text: str) -> str:
    """The text of a CSV's cell with an apostrophe before it where a spreadsheet would calculate it."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text that ``harmless`` made so."""
    return text[1:] if text[:1] == "'" and harmless(text[1:]) == text else text


def unstorable(text: str, *, lines: bool = False) -> str | None:
    """What in a typed value could not be shown, exported and read back, in Chinese words; None for a value to keep.

    A name or title stands in one line; ``lines`` for a value that may have several.
    """
    found = UNSHOWN.search(text.replace("\r\n", "\n"))
    if found:
        return (
            "不成字的字节" if "\ud800" <= found[0] <= "\udfff" else f"看不见的字符（U+{ord(found[0]):04X}）"
        )
    return None if lines or not re.search(r"[\n\t]", text) else "换行或制表符"


_HALVES = re.compile("[\ud800-\udfff]")
_UNSTORED = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The text as a database can hold it: without U+0000, U+FFFD in place of half a pair of surrogates."""
    if not _UNSTORED.search(text):  # nearly all: a tracker asks of each word that goes in
        return text
    return _HALVES.sub("\ufffd", text.replace("\0", ""))


def columns(text: str, *, printed: bool = False) -> int:
    """The columns of a terminal that the text takes: a Han character takes two.

    ``printed``: on paper, where a Han font draws signs of doubtful width (— “ ” ①) as wide as a Han character.
    """
    return sum(map((_PRINTED if printed else _SHOWN).__getitem__, text))


_WIDE = frozenset("　、。《》〔〕【】（），：；！？％")
"""Signs beside Han characters that are wide whatever the font."""


class _Columns(dict[str, int]):
    """The columns of each sign that was asked for: a text has few signs and a long table very many."""

    def __init__(self, doubtful: int) -> None:
        super().__init__()
        self._doubtful = doubtful

    def __missing__(self, sign: str) -> int:
        self[sign] = self._columns(sign)
        return self[sign]

    def _columns(self, sign: str) -> int:
        if " " <= sign <= "~":
            return 1
        if "\u4e00" <= sign <= "\u9fff" or sign in _WIDE:
            return 2
        from wcwidth import wcwidth  # takes 15 ms, and most tables hold nothing but the signs above

        return max(wcwidth(sign, ambiguous_width=self._doubtful), 0)


_SQLITE = b"SQLite format 3\0"
_SHOWN, _PRINTED = _Columns(1), _Columns(2)


def save(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file whole or not at all, over an old one only by ``force``. Raises ExportError."""
    check(path, force)
    try:
        _replace(path, content)
    except OSError as error:
        raise ExportError(f"无法写入“{path}”：{why(error)}。") from error


def save_all(files: Mapping[Path, bytes], *, force: bool = False) -> None:
    """Write several files; where one may not be written, none is. Raises ExportError."""
    for path in files:
        check(path, force)
    for path, content in files.items():
        save(path, content, force=force)


def check(path: Path, force: bool) -> None:
    """Whether a file may be written there, before the work is done. Raises ExportError."""
    if path.is_dir():
        raise ExportError(f"“{path}”是文件夹，请写明文件名。")
    if path.exists() and not force:
        raise ExportError(f"文件“{path}”已存在，未覆盖；确要覆盖请加 --force。")
    if path.exists() and _is_no_page(path):
        raise ExportError(f"“{path}”是设备、管道或数据库，不能覆盖，请另取文件名。")
    if not path.parent.is_dir():
        raise ExportError(f"文件夹“{path.parent}”不存在。")


def _is_no_page(path: Path) -> bool:
    """Whether what stands there is nothing that was ever exported: to take the name of /dev/null or of a tracker is never meant."""
    if not path.is_file():
        return True
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _replace(path: Path, content: bytes) -> None:
    with draft(path) as place:
        place.write_bytes(content)


@contextmanager
def draft(path: Path, *, flush: bool = False) -> Iterator[Path]:
    """A neighbour of ``path`` for the block to write, which then takes its name; nothing is left where the block fails.

    On the same disk, so that a reader sees the old file or the new, never half of one. ``flush`` brings it onto the disk
    itself before it is named. Raises OSError.
    """
    place = leftovers.draft(path)
    try:
        yield place
        place.chmod(0o666 & ~_umask())  # a draft is for one user's eyes
        if flush:
            _flush(place)
        place.replace(path)
        if flush:
            _flush(path.parent)
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def _flush(path: Path) -> None:
    """Onto the disk, so that the name is never there before its content."""
    if path.is_dir() and os.name == "nt":
        return  # Windows flushes a folder by itself and opens none
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
