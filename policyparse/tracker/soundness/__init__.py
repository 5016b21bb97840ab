"""Whether a tracker holds together, and the rebuilding of what follows from other rows.

A tracker is looked at as it is stored, without the row classes, so that a value that no row class can hold is a
finding like any other. In turn: the database's own integrity, the schema as it was made, every cell, the snapshots,
what the log and the snapshots say is in force, what is kept twice to be found quickly, and the files beside it. Of most
documents the database and a digest say that all is well (``doubtful``); the rows of the others are judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from policyparse.tracker.kept import Kept
from policyparse.tracker.soundness import cells, copies, doubtful, explained, originals, structure
from policyparse.tracker.soundness.problem import Problem

__all__ = ["Problem", "problems", "repair"]


def problems(connection: Connection, kept: Kept | None = None) -> tuple[Problem, ...]:
    """What is wrong with the tracker and its ``kept`` files, the gravest first; nothing, where all is whole.

    The number of statements grows by a few for each thousand documents that are judged; each kept file is read.
    """
    found = [*structure.problems(connection)]
    if any(problem.final for problem in found):
        return tuple(found)
    return (*found, *of_rows(connection, kept))


def of_rows(connection: Connection, kept: Kept | None = None) -> Iterator[Problem]:
    """What is wrong with the rows: of the office, then of the documents of which anything may be, some at a time."""
    silent = {number for (number,) in connection.execute(text(doubtful.SILENT))}
    stored, faults = cells.read(connection, doubtful.of_the_office(connection, silent))
    log, made = [*explained.of_the_office(stored, silent)], list[Problem]()
    for chosen in doubtful.documents(connection):
        some, more = cells.read(connection, chosen, others=False)
        whole = {**stored, **some}
        faults += more
        log += explained.of_documents(whole)
        made += copies.problems(whole)
    yield from (*faults, *log, *made)
    yield from structure.search_problems(connection)
    yield from structure.total_problems(connection)
    if kept is not None:
        yield from originals.problems(stored, kept, connection)


def repair(connection: Connection, found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Rebuild what can be rebuilt from other rows, inside the transaction of ``connection``; gives what was mended."""
    mendable = tuple(problem for problem in found if problem.mend is not None)
    for problem in mendable:
        assert problem.mend is not None
        problem.mend(connection)
    return mendable
