"""The blocks of a scan with runs of them replaced, by the table that the lines are or by lines as they are meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from policyparse.model import Block, Scan

Found = tuple[Sequence[Block], int]
"""What stands in the place of a run of blocks, and the index behind the run."""


def replaced(
    scan: Scan, found: Callable[[Sequence[Block], int], Found | None], remark: str | None = None
) -> Scan:
    """The scan with each run that ``found`` knows replaced, and with the remark where there is one; itself where it knows none.

    ``found`` takes the blocks and the index at which a run may begin, and gives None where none does.
    """
    blocks: list[Block] = []
    at = kept = 0  # the blocks from ``kept`` to ``at`` stay as they are
    while at < len(scan.blocks):
        if run := found(scan.blocks, at):
            instead, behind = run
            blocks += (*scan.blocks[kept:at], *instead)
            at = kept = behind
        else:
            at += 1
    whole = (*blocks, *scan.blocks[kept:])
    if whole == scan.blocks:
        return scan
    return replace(scan, blocks=whole, remarks=(*scan.remarks, *filter(None, [remark])))


def replaced_at(scan: Scan, found: Mapping[int, Found], remark: str | None = None) -> Scan:
    """The same where it is known at which index each run begins."""
    return replaced(scan, lambda _, at: found.get(at), remark) if found else scan
