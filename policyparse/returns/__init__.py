"""The way back: tables that units have filled in, read again and compared with the tracker.

``files`` reads them: ``headers`` and ``tabular`` find the rows of tasks among the cells, whatever their order, ``entries`` reads a
cell. ``match`` says what the rows (``lines``) would change, and needs none of that. Nothing is written here.
"""

from __future__ import annotations

from policyparse.returns.lines import Returned
from policyparse.returns.match import Preview, compare

__all__ = ["Preview", "Returned", "compare"]
