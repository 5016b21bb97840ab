"""The blocks of a scan with runs of lines replaced by the tables that they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from policyparse.model import Block, Table


def replaced(
    blocks: Sequence[Block], table_at: Callable[[Sequence[Block], int], tuple[Table, int] | None]
) -> Iterator[Block]:
    """The blocks in order, each table that ``table_at`` finds in the place of its lines.

    ``table_at`` takes the blocks and an index, and gives the table that begins there and the index behind it, or None.
    """
    at = 0
    while at < len(blocks):
        found = table_at(blocks, at)
        yield found[0] if found else blocks[at]
        at = found[1] if found else at + 1
