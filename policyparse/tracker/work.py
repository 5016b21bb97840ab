"""The work ledger: each file that is to be read, who reads it until when, and what became of it.

Whoever reads takes some files under a lease. A file whose holder has died is free again when the lease is over; one that
two have died of is named (``POISON``) and left. The result of a file is stored by its SHA-256, so it stands once whatever
was read twice. On PostgreSQL many may take work at a time (SKIP LOCKED), on SQLite one after the other.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib.metadata import version

from sqlmodel import Session, col, insert, select, update

from policyparse.tracker.database import Database
from policyparse.tracker.rows import chunks
from policyparse.tracker.tables import WorkRow

WAITING, TAKEN, STORED, NOTHING, FAILED, POISON = "waiting", "taken", "stored", "nothing", "failed", "poison"
"""The states of a file: the last four are final, until it changes or a newer program comes."""
DEATHS = 2
DIED = f"读取它的进程已终止 {DEATHS} 次，不再读取；确要再读请加 --again"


def enter(database: Database, paths: Sequence[str], *, again: bool = False) -> list[str]:
    """Set files free to be read, whatever became of them before; gives those that stay poison, unless ``again``.

    What somebody is reading stays with that one.
    """
    poison: list[str] = []
    with database.shared() as session:
        for some in chunks(paths):
            there = dict(
                session.exec(select(WorkRow.path, WorkRow.state).where(col(WorkRow.path).in_(some))).all()
            )
            poison += [path for path, state in there.items() if state == POISON and not again]
            final = [path for path, state in there.items() if state != TAKEN and path not in poison]
            freed = {"state": WAITING, "attempts": 0, "error": ""}
            session.execute(update(WorkRow).where(col(WorkRow.path).in_(final)).values(freed))
            if new := [{"path": path, "state": WAITING} for path in some if path not in there]:
                session.execute(insert(WorkRow), new)
    return poison


def take(
    database: Database, paths: Sequence[str], *, seconds: float, at: datetime | None = None
) -> tuple[list[str], list[str]]:
    """Take those of the files that are free, or whose holder has died, under a lease of ``seconds``.

    Gives those that were taken, and those that as many holders have died of as is enough: they are poison now.
    """
    now, taken, poison = at or datetime.now(), list[str](), list[str]()
    with database.shared() as session:
        free = select(WorkRow).where(col(WorkRow.path).in_(paths), col(WorkRow.state).in_((WAITING, TAKEN)))
        for row in session.exec(free.order_by(col(WorkRow.id)).with_for_update(skip_locked=True)).all():
            if row.state == TAKEN and not _is_over(row, now):
                continue
            if row.state == TAKEN and row.attempts >= DEATHS:
                _set(session, row.path, state=POISON, error=DIED)
                poison.append(row.path)
                continue
            lease = now + timedelta(seconds=seconds)
            _set(session, row.path, state=TAKEN, holder=here(), lease=lease, attempts=row.attempts + 1)
            taken.append(row.path)
    return taken, poison


def settle(database: Database, path: str, state: str, *, sha256: str | None = None, error: str = "") -> None:
    """Say what became of a file that this process has taken; ``WAITING`` gives it back. What is settled stays so."""
    values = {
        "state": state,
        "sha256": sha256,
        "error": error,
        "lease": None,
        "program": version("policyparse"),
    }
    with database.shared() as session:
        session.execute(
            update(WorkRow).where(col(WorkRow.path) == path, col(WorkRow.state) == TAKEN).values(values)
        )


def note(database: Database, path: str, sha256: str, error: str) -> None:
    """Remember of a file that was read why it is not stored, so that this program need not read it again."""
    values = {
        "state": NOTHING,
        "sha256": sha256,
        "error": error,
        "lease": None,
        "program": version("policyparse"),
    }
    with database.shared() as session:
        if session.exec(select(WorkRow.id).where(WorkRow.path == path)).first() is None:
            session.execute(insert(WorkRow).values(path=path, **values))
        _set(session, path, **values)


def died(database: Database, path: str) -> bool:
    """Say that the process which read a file has died of it; whether that was once too often."""
    with database.shared() as session:
        attempts = session.exec(select(WorkRow.attempts).where(WorkRow.path == path)).one()
        last = attempts >= DEATHS
        _set(session, path, state=POISON if last else WAITING, error=DIED if last else "", lease=None)
    return last


def refused(database: Database, sha256: str) -> str | None:
    """Why a file of that content was not stored when this version of the program read it; None where it was, or never read."""
    with database.reading() as session:
        found = select(WorkRow.error).where(
            WorkRow.sha256 == sha256, WorkRow.state == NOTHING, WorkRow.program == version("policyparse")
        )
        return session.exec(found).first()


def here() -> str:
    """Who takes work: this process on this machine."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _is_over(row: WorkRow, now: datetime) -> bool:
    """Whether a lease is over, or its holder, on this very machine, is no more."""
    host, _, process = row.holder.rpartition(":")
    if host == socket.gethostname() and row.holder != here() and not _runs(int(process)):
        return True
    return row.lease is None or row.lease < now


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _set(session: Session, path: str, **values: object) -> None:
    session.execute(update(WorkRow).where(col(WorkRow.path) == path).values(values))
