"""Within what a file is read: bytes, pages, characters, seconds and memory; and who is told how far it is.

The limits are those of the context (``within``), for they hold for a file and for all that is packed in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from policyparse.errors import UnreadableFile

MEGABYTE = 1 << 20
LINES_OF_A_PAGE = 40
LONGEST_LINE = 500_000
"""Characters of one paragraph: as many as the largest real files have in all."""

Report = Callable[[int, int], None]
"""Takes how many pages are read by OCR, and of how many."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file that is read. The largest real policy files are far below: 300 pages, 500,000 characters.

    ``seconds`` is for the whole of a file; ``scan_seconds`` in its place for one of which pages are read by OCR.
    ``memory`` is the address space of the reading process in bytes, ``scan_memory`` that of one that has loaded the
    models of OCR or runs LibreOffice (both map far more than they use).
    """

    bytes: int = 200 * MEGABYTE
    pages: int = 2_000
    characters: int = 5_000_000
    seconds: float = 300.0
    scan_seconds: float = 1800.0
    memory: int = 1 << 30
    scan_memory: int = 2 << 30


def _silent(done: int, whole: int) -> None:
    """Tell nobody."""


_current: ContextVar[tuple[Limits, Report]] = ContextVar("limits", default=(Limits(), _silent))


@contextmanager
def within(limits: Limits, report: Report = _silent) -> Iterator[None]:
    """Read within these limits, telling ``report``, until the block ends."""
    token = _current.set((limits, report))
    try:
        yield
    finally:
        _current.reset(token)


def current() -> Limits:
    """The limits that hold here."""
    return _current.get()[0]


def tell(done: int, whole: int) -> None:
    """Say that ``done`` of ``whole`` pages are read by OCR."""
    _current.get()[1](done, whole)


def make_room() -> None:
    """Where this process is kept to less memory than OCR and LibreOffice need, raise what it is kept to."""
    try:
        import resource
    except ImportError:  # Windows, where no process is kept to any
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = current().scan_memory
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def check_pages(name: str, pages: int) -> None:
    """Raises UnreadableFile where there are more pages than may be read."""
    most = current().pages
    if pages > most:
        raise UnreadableFile(
            f"{name}：页数过多（{pages} 页，上限 {most} 页），不予读取；确需读取请加 --max-pages {pages}"
        )


def check_lines(name: str, lines: int, longest: int = 0) -> None:
    """Raises UnreadableFile where there are more paragraphs and rows than the pages hold that may be read, or one
    (``longest`` characters) is no paragraph of any policy file."""
    most = LINES_OF_A_PAGE * current().pages
    if lines > most:
        raise UnreadableFile(
            f"{name}：行数过多（超过 {most / 10_000:g} 万行），不像一份政策文件，不予读取；确需读取请用 --max-pages 调大上限"
        )
    if longest > LONGEST_LINE:
        raise UnreadableFile(
            f"{name}：一段的文字过多（超过 {LONGEST_LINE // 10_000} 万字），不像一份政策文件，不予读取"
        )


def check_characters(name: str, characters: int) -> None:
    """Raises UnreadableFile where there is more text than any policy file has."""
    most = current().characters
    if characters > most:
        raise UnreadableFile(f"{name}：文字过多（超过 {most // 10_000} 万字），不像一份政策文件，不予读取")
