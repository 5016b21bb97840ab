"""``/tasks/N``: one task with all that is known of it, and the forms that report on it and correct it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from policyparse.board.typed import entries_of, words_of
from policyparse.board.visit import Visit, page
from policyparse.errors import Overtaken, PolicyparseError
from policyparse.ledger import Change, TrackedTask
from policyparse.ledger.entries import ENTRIES, STATES
from policyparse.tracker import log


@dataclass(frozen=True, slots=True)
class View:
    """A task, the last change that its forms know, the words in the fields of its form; after a form that was not taken
    why not, and what has changed since it was opened."""

    task: TrackedTask
    seen: int
    history: tuple[Change, ...]
    fields: Mapping[str, str]
    said: str = ""
    since: tuple[Change, ...] = ()


def show(visit: Visit, said: str = "", status: int = 200) -> Response:
    """The page; after a form that could not be taken with what was typed in it, and why."""
    number = visit.number("task")
    task = visit.found(lambda: visit.tracker.task(number, today=visit.today))
    history = visit.tracker.history(number)
    since = tuple(c for c in history if c.task == number and c.command > visit.seen) if said else ()
    fields = words_of(task) | ({name: visit.typed(name) for name in visit.form} if said else {})
    view = View(task, log.last_of(visit.tracker.database, number), history, fields, said, since)
    return visit.page("task.html", status, view=view, entries=ENTRIES, states=STATES)


def enter(visit: Visit) -> Response:
    """Enter what the office reports of the task."""
    number = visit.number("task")
    task = visit.found(lambda: visit.tracker.task(number, today=visit.today))
    try:
        visit.tracker.progress(number, entries_of(task, visit.typed), by=visit.desk.by, seen=visit.seen)
    except Overtaken as error:
        return show(visit, str(error), 409)
    except PolicyparseError as error:
        return show(visit, str(error), 422)
    return visit.go(f"/tasks/{number}", log.last_of(visit.tracker.database, number))


ROUTES = (
    Route("/tasks/{task:int}", page(show)),
    Route("/tasks/{task:int}/progress", page(enter), methods=["POST"]),
)
