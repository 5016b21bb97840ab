"""Tables that a file lost the rules of: lines become grids again, before the text is coined.

Each stage knows one way in which a page, a copy or a conversion loses them; what is no such table stays lines. A new
way is a module of its own, or a case of the one that it resembles, and a line of ``STAGES``.
"""

from __future__ import annotations

from collections.abc import Callable

from policyparse.model import Scan
from policyparse.tables.regained import (
    blank_labels,
    blank_points,
    boxed,
    by_columns,
    cut_rows,
    glued,
    label_lines,
    labels_over,
    run_on,
    section_lines,
    signed_labels,
    stroked,
    stroked_cards,
    tabbed,
    unruled,
)

STAGES: tuple[Callable[[Scan], Scan], ...] = (
    boxed.ruled,
    stroked_cards.ruled,
    stroked.joined,
    section_lines.joined,
    section_lines.parted,
    by_columns.ruled,
    signed_labels.bared,
    labels_over.joined,
    label_lines.ruled,
    glued.ruled,
    run_on.parted,
    unruled.ruled,
    tabbed.ruled,
    blank_points.mended,
    blank_labels.mended,
    stroked.bared,
    cut_rows.sewn,
)
"""In the order in which they know each other's work."""


def regain(scan: Scan) -> Scan:
    """The scan with the tables that its lines lost; where there are none, itself."""
    for stage in STAGES:
        scan = stage(scan)
    return scan
