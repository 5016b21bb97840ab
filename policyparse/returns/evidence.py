"""佐证材料 that a table names: the files that lie beside it, or with it in an archive. None of them is opened here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from policyparse.readers.file import File, plain_name, sha256_of
from policyparse.returns.lines import Beside, Problem, Returned

# what stands before a name in a list; 例：附件1：, 1. , （2）
_NUMBERED = re.compile(r"^(?:附件?\s*\d*\s*[:：]|[（(]?\d{1,2}[）)、.．](?!\d))\s*")
_NOTHING = frozenset({"", "无", "没有", "—", "-", "/"})


@dataclass(frozen=True, slots=True)
class Listed:
    """The names in a cell 佐证材料: ``found`` are files that came with the table, ``missing`` those that did not."""

    found: tuple[Beside, ...]
    missing: tuple[str, ...]


def names(words: str) -> tuple[str, ...]:
    """The names of files that a cell lists, one a line or with 、；， between them: 附件1：验收单.pdf、现场.jpg are two."""
    parts = (_NUMBERED.sub("", part.strip()).strip("《》“” ") for part in re.split(r"[\n、;；,，]", words))
    return tuple(dict.fromkeys(part for part in parts if part not in _NOTHING))


def listed(words: str, beside: Iterable[Beside]) -> Listed:
    """What a cell lists, among the files ``beside`` its table; a name may go without its suffix where one file has it."""
    known = {_folded(one.name): one for one in beside}
    stems: dict[str, list[Beside]] = {}
    for one in known.values():
        stems.setdefault(_folded(Path(one.name).stem), []).append(one)
    found: list[Beside] = []
    missing: list[str] = []
    for name in names(words):
        whole, bare = known.get(_folded(name)), stems.get(_folded(name), [])
        if whole or len(bare) == 1:
            found.append(whole or bare[0])
        else:
            missing.append(name)
    return Listed(tuple(found), tuple(missing))


def in_folder(table: Returned, path: Path) -> Returned:
    """The table of the file at ``path`` with the files of that folder that it names; none from anywhere else."""
    if not _all_names(table):
        return table
    there = [one for one in path.parent.iterdir() if one != path and one.is_file() and not one.is_symlink()]
    return _with(table, (Beside(plain_name(one.name), one) for one in there))


def in_archive(tables: Iterable[Returned], members: Mapping[str, bytes]) -> list[Returned]:
    """The tables of an archive with the files of it that they name; of two of one name the one beside the table.

    A table that another one names is evidence and no report, unless it went out from a tracker; that a file is no table is
    no problem where one names it.
    """
    found = []
    for table in tables:
        folder = table.file.rpartition("/")[0]
        # the nearest comes last, and counts
        near = sorted(members, key=lambda name, own=folder: name.rpartition("/")[0] == own)  # type: ignore[misc]
        files = {_folded(_last(name)): Beside(_last(name), members[name]) for name in near}
        found.append(_with(table, files.values()))
    used = {id(one.content) for table in found for one in table.beside}
    named = {name for name, content in members.items() if id(content) in used}
    return [
        replace(table, problems=tuple(p for p in table.problems if p.place not in named))
        for table in found
        if table.sent.tracker or table.file not in named
    ]


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _with(table: Returned, files: Iterable[Beside]) -> Returned:
    there = list(files)
    cells = (line.told.get("evidence", "") for line in table.lines)
    wanted = {one.name: one for cell in cells if cell for one in listed(cell, there).found}
    return replace(table, beside=tuple(replace(one, sha256=_sha256(one)) for one in wanted.values()))


def _sha256(one: Beside) -> str:
    """Of a file that cannot be read none: attaching it will say so."""
    return (
        (sha256_of(one.content) or "")
        if isinstance(one.content, Path)
        else File(one.name, one.content).sha256
    )


def _all_names(table: Returned) -> tuple[str, ...]:
    return tuple(name for line in table.lines for name in names(line.told.get("evidence", "")))


def _folded(name: str) -> str:
    return plain_name(name).casefold()


def missing(place: str, task: int, names: Iterable[str]) -> Iterable[Problem]:
    """That files are named which did not come."""
    for name in sorted(names):
        why = f"任务 {task} 的佐证材料“{name[:40]}”没有随表报来，没有附上"
        yield Problem(
            place, f"{why}；请把文件放在表的旁边（或同一个压缩包里）再取回，或用 progress {task} --evidence"
        )
