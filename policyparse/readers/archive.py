"""A ZIP of a notice and its attachments, or a mail → its files, in memory and within limits.

Nothing is unpacked to disk. Names without the UTF-8 flag are GBK, as Chinese Windows writes them. A path
that climbs out of its folder says that the archive was made to do harm, and the whole of it is refused.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from policyparse.errors import UnreadableFile
from policyparse.readers import mail
from policyparse.readers.file import File, HostileFile, plain_name, unzip

_UTF8_FLAG = 0x800
_LOCKED = 0x1
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$|\._)", re.IGNORECASE)
_CLIMBS = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:")


def members(file: File) -> Iterator[File]:
    """The archive's files in its order, named archive/member; raises HostileFile for a path that climbs."""
    if not file.data.startswith(b"PK"):
        yield from mail.members(file)
        return
    package = unzip(file)
    for member in package.infolist():
        name = _name(member)
        if _CLIMBS.search(name):
            raise HostileFile(f"{file.name}：压缩包里有越出目录的路径（{name}），不予读取")
        if not name or name.endswith("/") or _LITTER.search(name) or not member.file_size:
            continue
        if member.flag_bits & _LOCKED:
            raise UnreadableFile(f"{file.name}：压缩包加了密码，请先解压再读取")
        try:
            data = package.read(member)
        except Exception as error:  # zlib, lzma and zipfile each have their own ways to say damaged
            raise UnreadableFile(f"{file.name}：压缩包已损坏，无法读取其中的“{name}”") from error
        yield File(f"{file.name}/{name}", data)


def _name(member: zipfile.ZipInfo) -> str:
    """The member's path with forward slashes, its bytes read as UTF-8 or else GB18030 where no flag says."""
    name = member.orig_filename
    if not member.flag_bits & _UTF8_FLAG:
        raw = name.encode("cp437", errors="replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("gb18030", errors="replace")
    return plain_name(name.replace("\\", "/"))
