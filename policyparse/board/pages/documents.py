"""``/documents`` and a document's page: its 责任分工 table, and what was read of it, doubted, and not read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from policyparse import accounts
from policyparse.board.visit import Visit, page
from policyparse.exports.form import FormRow, Options, Section, form
from policyparse.ledger import DocumentCard, Filter
from policyparse.ledger.review import doubtful

COLUMNS = ("number", "title", "targets", "lead", "support", "deadline", "state")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: a heading over it (``depth`` from 0), or a task's number and cells."""

    depth: int | None
    task: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A document, its table, what became of all that it prints, its doubts by their reason, and what nobody explains."""

    card: DocumentCard
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    summary: str
    doubts: tuple[tuple[str, int], ...]
    unread: tuple[tuple[int | None, str], ...]
    findings: tuple[str, ...]


def listed(visit: Visit) -> Response:
    """All documents."""
    return visit.page("documents.html", cards=visit.tracker.documents())


def view(visit: Visit, number: int) -> View:
    """The page of a document. Raises TrackerError where there is none of the number."""
    tasks = visit.tracker.tasks(Filter(document=number), today=visit.today)
    policy = visit.tracker.load(number)
    card = next(card for card in visit.tracker.documents() if card.id == number)
    table = form(tasks, Options(columns=COLUMNS), sections=True)
    text = policy.document.text
    return View(
        card,
        tuple(column.header for column in table.columns),
        tuple(_line(line) for line in table.lines),
        accounts.summary(policy.accounts),
        tuple(Counter(doubt.reason for doubt in doubtful(tasks)).most_common()),
        tuple(
            (policy.document.page(a.span), a.span.of(text))
            for a in policy.accounts
            if a.state == "unaccounted"
        ),
        tuple(finding.message for finding in policy.findings if finding.code != "unaccounted"),
    )


def _line(line: Section | FormRow) -> Line:
    if isinstance(line, Section):
        return Line(line.depth, 0, (line.text,))
    return Line(None, line.task.id, tuple("" if cell is None else str(cell) for cell in line.cells))


def show(visit: Visit) -> Response:
    """One document."""
    number = visit.number("document")
    found = visit.found(lambda: visit.desk.known(("document", number), lambda: view(visit, number)))
    return visit.page("document.html", view=found)


ROUTES = (Route("/documents", page(listed)), Route("/documents/{document:int}", page(show)))
