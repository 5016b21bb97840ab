"""When ruled boxes are a table, and when only a frame round the text: the same for every format."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.model import Cell


def is_frame(cells: Sequence[Cell]) -> bool:
    """Whether the grid has but one column: a box round text, as 专栏 are printed, and no table."""
    columns = max((cell.column + cell.columns for cell in cells), default=0)
    return all(cell.columns == columns for cell in cells)
