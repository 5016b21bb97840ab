"""Files of a call, one after the other: a bad one is named with its reason, and the others go on."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import typer

from policyparse.cli.tables import cut, pad, say, window
from policyparse.errors import PolicyparseError
from policyparse.model import Parsed
from policyparse.output import clean
from policyparse.readers.limits import Limits

MANY = 2
"""From this many files on there is a progress bar."""
BAR = 24
"""The characters of the bar."""


def spread(paths: Iterable[Path]) -> list[Path]:
    """The files themselves and those in the folders by name; hidden and temporary ones are left out."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file() and _visible(p.relative_to(path)))
        found.update(dict.fromkeys(inside if path.is_dir() else [path]))
    return list(found)


def _visible(path: Path) -> bool:
    return not any(part.startswith((".", "~$")) for part in path.parts)


def parsed(paths: list[Path], failed: dict[Path, str], limits: Limits) -> Iterator[tuple[Path, Parsed]]:
    """The parse of each file, made in a process of its own; those that fail go into ``failed`` with the reason.

    The bar counts files; while a scan is read it counts its pages.
    """
    from policyparse import sandbox

    watched = sys.stderr.isatty()
    for done, path in enumerate(paths):
        if watched and len(paths) >= MANY:
            _draw(done, len(paths), path.name)
        try:
            found = sandbox.parse(path, limits, partial(_draw_pages, path.name) if watched else None)
        except PolicyparseError as error:
            failed[path] = str(error)
            continue
        finally:
            if watched:
                _rewrite("")
        yield path, found


def _draw_pages(name: str, done: int, whole: int) -> None:
    _draw(done, whole, f"正在识别第 {done} 页，共 {whole} 页：{name}")


def _draw(done: int, whole: int, name: str) -> None:
    filled = BAR * done // whole
    _rewrite(f"{'█' * filled}{'░' * (BAR - filled)} {done}/{whole} {clean(name)}")


def _rewrite(line: str) -> None:
    """Write over the last line of the terminal; nothing but spaces and carriage returns is needed for it."""
    room = window() - 1
    typer.echo("\r" + pad(cut(line, room), room) + "\r", nl=False, err=True)


def finish(failed: dict[Path, str]) -> None:
    """Name the files that failed, and leave with exit code 1 where there are any."""
    for path, reason in failed.items():
        say(f"失败　{path}：{reason.removeprefix(f'{path.name}：')}", err=True)
    if failed:
        raise typer.Exit(1)
