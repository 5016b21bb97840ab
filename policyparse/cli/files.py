"""Files of a call, one after the other: a bad one is named with its reason, and the others go on."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path

import typer

from policyparse.cli.tables import cut, pad, say, window
from policyparse.errors import PolicyparseError
from policyparse.model import Parsed
from policyparse.readers.file import plain_name
from policyparse.readers.limits import Limits

BAR = 24
"""The characters of the bar that counts the pages of a scan."""

KEPT = re.compile(r"\.files/([0-9a-f]{2})/\1[0-9a-f]{62}$")
"""A file in the folder of a tracker (``tracker.kept``): 台账.files/ab/abcdef…"""

Outcome = Parsed | PolicyparseError
"""The parse of a file, or why there is none."""
Known = Callable[[Path], Outcome | None]
"""What is known of a file already, None for one that must be read."""
Elsewhere = Callable[[Sequence[Path], Known], Generator[tuple[Path, Outcome], None, None]]
"""Gives each file with what is known of it or is read of it, in whatever order."""


def spread(paths: Iterable[Path]) -> list[Path]:
    """The files themselves and those in the folders by name; hidden and temporary ones, and those that a tracker keeps, are left out.

    A symbolic link in a folder is followed only to what stands in that folder too. A folder that holds nothing to read, or that
    cannot be looked into, stands for itself: reading it says why.
    """
    found: dict[Path, None] = {}
    for path in paths:
        inside = _inside(path) if _is_folder(path) else []
        for one in inside or [path]:
            if one != path and one.is_symlink() and not one.resolve().is_relative_to(path.resolve()):
                say(f"未读取　{plain_name(str(one))}：链接指向文件夹之外", err=True)
            else:
                found[one] = None
    return list(found)


def _inside(folder: Path) -> list[Path]:
    """The files in a folder by name, and the folders in it that cannot be looked into."""
    shut: list[Path] = []
    files = [
        Path(place, name)
        for place, _, names in os.walk(folder, onerror=lambda error: shut.append(Path(error.filename)))
        for name in names
    ]
    return sorted(
        p for p in [*files, *shut] if (p in shut or _is_file(p)) and _visible(p.relative_to(folder))
    )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no disk takes: reading it says so
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # in a folder that may be listed and not entered: reading it says so
        return True


def _visible(path: Path) -> bool:
    return not any(part.startswith((".", "~$")) for part in path.parts) and not KEPT.search(path.as_posix())


def parsed(
    paths: Sequence[Path],
    failed: dict[Path, str],
    limits: Limits,
    jobs: int = 1,
    known: Known | None = None,
    elsewhere: Elsewhere | None = None,
) -> Iterator[tuple[Path, Parsed]]:
    """The parse of each file, made in a process of its own; those that fail go into ``failed`` with the reason.

    ``jobs`` files are read at a time and come in their order all the same; what is ``known`` is not read again. On a
    terminal a line counts the files, with how many go a minute and the time left; while a scan is read it counts its pages.
    ``elsewhere`` reads what is not known, and gives it as it comes.
    """
    from policyparse import sandbox

    counter = Counter(len(paths))
    report = counter.pages if counter.watched else None
    ask = known or (lambda path: None)
    found = elsewhere(paths, ask) if elsewhere else sandbox.parse_all(paths, limits, jobs, report, ask)
    with contextlib.closing(found):  # so that what is being read is ended at once, whatever ends this
        counter.count(0)
        for done, (path, parse) in enumerate(found, 1):
            counter.clear()
            if isinstance(parse, PolicyparseError):
                failed[path] = str(parse)
            else:
                yield path, parse
            counter.count(done)
        counter.clear()


class Counter:
    """The last line of the terminal while files are read: ``[37/199]``, how many go a minute, the time left."""

    def __init__(self, whole: int) -> None:
        self.watched = sys.stderr.isatty()
        self._whole, self._start = whole, time.monotonic()

    def count(self, done: int) -> None:
        """Say how many are done; nothing where nobody watches, or of a single file."""
        if self.watched and self._whole > 1:
            _rewrite(f"[{done}/{self._whole}]{self._pace(done)}")

    def _pace(self, done: int) -> str:
        if not done:
            return "　正在读取"
        each = (time.monotonic() - self._start) / done
        left = round(each * (self._whole - done))
        return f"　每分钟 {60 / max(each, 0.001):.0f} 个，约剩 {left // 60} 分 {left % 60} 秒"

    def pages(self, done: int, whole: int) -> None:
        """Say how many pages of a scan are read."""
        filled = BAR * done // whole
        _rewrite(f"{'█' * filled}{'░' * (BAR - filled)} {done}/{whole} 正在识别第 {done} 页，共 {whole} 页")

    def clear(self) -> None:
        """Leave the line empty for what is printed."""
        if self.watched:
            _rewrite("")


def _rewrite(line: str) -> None:
    """Write over the last line of the terminal; nothing but spaces and carriage returns is needed for it."""
    room = window() - 1
    typer.echo("\r" + pad(cut(line, room), room) + "\r", nl=False, err=True)


def finish(failed: dict[Path, str], shown: Callable[[Path], str] = str) -> None:
    """Name the files that failed, each as it is ``shown``, and leave with exit code 1 where there are any."""
    for path, reason in failed.items():
        named, whole = plain_name(path.name), plain_name(shown(path))
        why = reason.removeprefix(f"{whole}：").removeprefix(f"{named}：")
        say(f"失败　{whole}：{why}", err=True)
    if failed:
        raise typer.Exit(1)
