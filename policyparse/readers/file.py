"""The bytes of a file under its name, and the limits within which a file is read.

The limits keep a hostile or mistaken file (a zip bomb, a backup of a disk) from filling the memory of a
clerk's machine; the largest real policy files are far below them.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from policyparse.errors import UnreadableFile
from policyparse.readers import limits

MEGABYTE = 1 << 20
MAX_MEMBER = 200 * MEGABYTE
MAX_UNPACKED = 600 * MEGABYTE
MAX_MEMBERS = 10_000
MAX_DEPTH = 3
"""Archives within archives."""

MAX_CELLS = 1_000_000
MAX_RATIO = 400
"""A part that unpacks to more than this many times its size, and to more than a megabyte, is a bomb."""


_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


class HostileFile(UnreadableFile):
    """The file was made to do harm, or may as well have been: a bomb, a climbing path, forbidden XML."""


@dataclass(frozen=True)
class File:
    """A file in memory; ``name`` is for people to read: the path's last part, or archive/member."""

    name: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, 64 lower-case hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


# a path that begins at the root of its package; 例：/xl/workbook.xml
_ROOT = re.compile(r"^\.?/")


def plain_name(name: str) -> str:
    """A file's name as it can be shown and stored: bytes that are no UTF-8 read as GBK, no line breaks, no controls.

    Names out of a Windows ZIP often are GBK on Linux, where Python gives such bytes as lone surrogates.
    """
    odd = [sign for sign in name if "\ud800" <= sign <= "\udfff"]
    if odd and all("\udc80" <= sign <= "\udcff" for sign in odd):  # bytes, as os.fsdecode gives them
        name = name.encode("utf-8", "surrogateescape").decode("gb18030", "replace")
    return _UNSEEN.sub(" ", name)


def sha256_of(path: Path) -> str | None:
    """The SHA-256 of a file, read piece by piece; None where it cannot be read, which ``load`` will say."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            found = hashlib.sha256()
            while piece := stream.read(MEGABYTE):
                found.update(piece)
            return found.hexdigest()
    except (OSError, ValueError):
        return None


def load(path: Path) -> File:
    """The file at ``path``; raises UnreadableFile where it is missing, a folder, empty or too large."""
    name, whole = plain_name(path.name), plain_name(str(path))
    try:
        if path.is_dir():
            raise UnreadableFile(f"{whole}：这是一个文件夹，{_of_a_folder(path)}")
        if path.exists() and not path.is_file():
            raise UnreadableFile(f"{whole}：这不是普通文件，不予读取")
        if path.stat().st_size > (most := limits.current().bytes):
            raise UnreadableFile(
                f"{name}：文件过大（超过 {most / MEGABYTE:g} MB），不予读取；确需读取请用 --max-bytes 调大上限"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(f"{whole}：找不到这个文件") from error
    except PermissionError as error:
        raise UnreadableFile(f"{whole}：没有读取这个文件的权限") from error
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{whole}：无法读取这个文件") from error
    if not data:
        raise UnreadableFile(f"{name}：文件是空的（0 字节）")
    return File(name, data)


def _of_a_folder(path: Path) -> str:
    if not os.access(path, os.R_OK | os.X_OK):
        return "没有打开它的权限"
    return "请指明其中的文件" if any(path.iterdir()) else "里面没有文件"


def unzip(file: File) -> zipfile.ZipFile:
    """The ZIP package in ``file``, its directory checked against the limits.

    Raises UnreadableFile where it is damaged or under a password, HostileFile where it unpacks to too much.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(file.data))
    except Exception as error:  # BadZipFile, NotImplementedError, ValueError, struct.error
        raise UnreadableFile(f"{file.name}：文件已损坏，无法打开") from error
    members = package.infolist()
    # some programs write Windows paths into a package, or paths from a root, which Word and Excel put up with
    for member in members:
        plain = _ROOT.sub("", member.filename.replace("\\", "/"))
        if plain != member.filename:
            member.filename = plain
            package.NameToInfo.setdefault(plain, member)
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
        raise HostileFile(f"{file.name}：压缩内容过大，不予读取")
    for member in members:
        if member.flag_bits & 1:
            raise UnreadableFile(f"{file.name}：文件加了密码，请先解除密码再读取")
        swollen = member.file_size > MEGABYTE and member.file_size > MAX_RATIO * max(member.compress_size, 1)
        if swollen or member.file_size > MAX_MEMBER:
            raise HostileFile(f"{file.name}：压缩内容异常（展开后过大），不予读取")
    return package
