"""``/history``: the log by commands, the last first, each with what it changed, and undo."""

from __future__ import annotations

import re

from starlette.responses import Response
from starlette.routing import Route

from policyparse.board.visit import Visit, page
from policyparse.errors import PolicyparseError
from policyparse.ledger import field_name
from policyparse.tracker import log


def show(visit: Visit) -> Response:
    """The page; ``before`` is the number of the command that the page before it ended with."""
    before = visit.asked("before")
    commands = log.commands(visit.tracker.database, int(before) if re.fullmatch(r"\d{1,9}", before) else None)
    more = commands[-1].number if len(commands) == log.MANY else None
    return visit.page("history.html", commands=commands, more=more)


def one(visit: Visit, wrong: str = "", status: int = 200) -> Response:
    """What one command changed; after it could not be taken back, why."""
    number = visit.number("command")
    command = log.command(visit.tracker.database, number)
    changes = log.changes(visit.tracker.database, number)
    found = visit.found_or_none(command, f"没有编号为 {number} 的操作。")
    return visit.page(
        "command.html", status, command=found, changes=changes, field_name=field_name, wrong=wrong
    )


def undo(visit: Visit) -> Response:
    """Take a command back; one that later commands stand on only where the form says so."""
    number = visit.number("command")
    try:
        visit.tracker.undo(by=visit.by, command=number, alone=not visit.typed("anyway"))
    except PolicyparseError as error:
        return one(
            visit, str(error).partition("确要撤销")[0], 422
        )  # what to write in a terminal says the page's own form
    return visit.go("/history", log.last(visit.tracker.database))


ROUTES = (
    Route("/history", page(show)),
    Route("/history/{command:int}", page(one)),
    Route("/history/{command:int}/undo", page(undo), methods=["POST"]),
)
