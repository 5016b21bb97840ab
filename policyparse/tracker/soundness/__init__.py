"""Whether a tracker holds together, and the rebuilding of what follows from other rows.

A tracker is looked at as it is stored, without the row classes, so that a value that no row class can hold is a
finding like any other. In turn: the database's own integrity, the schema as it was made, every cell, the snapshots,
what the log and the snapshots say is in force, what is kept twice to be found quickly, and the files beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from policyparse.tracker.kept import Kept
from policyparse.tracker.soundness import cells, copies, explained, originals, structure
from policyparse.tracker.soundness.problem import Problem

__all__ = ["Problem", "problems", "repair"]


def problems(connection: Connection, kept: Kept | None = None) -> tuple[Problem, ...]:
    """What is wrong with the tracker and its ``kept`` files, the gravest first; nothing, where all is whole.

    A fixed number of statements, however many tasks there are; each kept file is read.
    """
    found = [*structure.problems(connection)]
    if any(problem.final for problem in found):
        return tuple(found)
    return (*found, *_of_rows(connection, kept))


def _of_rows(connection: Connection, kept: Kept | None) -> Iterator[Problem]:
    stored, faults = cells.read(connection)
    yield from faults
    yield from explained.problems(stored)
    yield from copies.problems(stored)
    yield from structure.search_problems(connection)
    if kept is not None:
        yield from originals.problems(stored, kept, connection)


def repair(connection: Connection, found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Rebuild what can be rebuilt from other rows, inside the transaction of ``connection``; gives what was mended."""
    mendable = tuple(problem for problem in found if problem.mend is not None)
    for problem in mendable:
        assert problem.mend is not None
        problem.mend(connection)
    return mendable
