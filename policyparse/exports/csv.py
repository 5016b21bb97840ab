"""CSV that Excel opens by a double click: UTF-8 with a byte order mark, CRLF, and no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from policyparse.exports.columns import as_text
from policyparse.exports.form import Options, form
from policyparse.ledger import TrackedTask
from policyparse.output import harmless


def render(tasks: Sequence[TrackedTask], options: Options) -> bytes:
    """One row for each task, the outline in columns of its own."""
    table = form(tasks, options, sections=False)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.header for column in table.columns)
    writer.writerows([harmless(as_text(cell)) for cell in row.cells] for row in table.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
