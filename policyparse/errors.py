"""What can go wrong with a call: a plain Chinese message for the clerk, and the exit code of the command line.

A bad *document* is no exception: the parse returns findings.
"""

from __future__ import annotations

import errno
import re


class PolicyparseError(Exception):
    """Any failure that a person can do something about; ``str()`` of it is the Chinese message to show."""

    exit_code = 1


class UnreadableFile(PolicyparseError):
    """The file is missing, empty, encrypted, damaged, or of a kind that is not read."""


class ReaderDied(UnreadableFile):
    """The process that read the file died of it."""


class NotAPolicy(PolicyparseError):
    """The file could be read but holds no task."""


class TrackerError(PolicyparseError):
    """The tracker cannot do what was asked: no such task, an ambiguous unit, a database of another version."""


class Damaged(TrackerError):
    """What was asked for is there and cannot be read: its rows are damaged."""


class Overtaken(TrackerError):
    """Somebody changed a task after the change that the caller last saw; nothing was written."""


class ExportError(PolicyparseError):
    """The table cannot be written: the file exists, the folder does not, nothing to write."""


class ImportRejected(PolicyparseError):
    """A filled-in table cannot be taken back."""


class LibraryMissing(PolicyparseError):
    """What was asked needs a library that is not installed."""


class UsageError(PolicyparseError):
    """The words of the call do not fit together."""

    exit_code = 2


OF_THE_MACHINE = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.EROFS: "所在的位置只能读，不能写入",
    errno.ENOSPC: "磁盘已满",
    errno.EFBIG: "文件太大，磁盘不收",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被别的程序使用",
    errno.ENAMETOOLONG: "名字太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "内存不够",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}
"""What a system says of a call that failed, for the clerk; the words of the system are English, or of its own language."""


# where the parsers of JSON and TOML stopped; 例：at line 3, column 5
_PLACE = re.compile(r"line (\d+),? column (\d+)")


def why(error: OSError) -> str:
    """The reason of an error of the system, in Chinese where it is one of the usual ones, else in the system's words."""
    return OF_THE_MACHINE.get(error.errno or 0) or error.strerror or str(error)


def malformed(error: ValueError) -> str:
    """Where a file of JSON, TOML or UTF-8 text is not well formed, in Chinese: 第 3 行第 5 个字符处写法不对.

    What the parsers give no place for ended before it was complete.
    """
    if isinstance(error, UnicodeDecodeError):
        return f"第 {error.start + 1} 个字节处不是 UTF-8 编码的文字"
    place = _PLACE.search(str(error))
    return f"第 {place[1]} 行第 {place[2]} 个字符处写法不对" if place else "没有写完"


def without_password(address: str) -> str:
    """An address as it may be shown: what stands between a colon and the last @ is hidden (``postgresql:/u:密码@h``),
    and the value of ``?password=``."""
    hidden = re.sub(r":(?!/).*@", ":***@", address, flags=re.DOTALL)
    return re.sub(r"(?<=password=)[^&]*", "***", hidden, flags=re.IGNORECASE)
