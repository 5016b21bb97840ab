"""The blocks of a scan with runs of them replaced, by the table that the lines are or by lines as they are meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    at = 0
    while at < len(scan.blocks):
        instead, at = found(scan.blocks, at) or ((scan.blocks[at],), at + 1)
        blocks += instead
    if tuple(blocks) == scan.blocks:
        return scan
    return replace(scan, blocks=tuple(blocks), remarks=(*scan.remarks, *filter(None, [remark])))
