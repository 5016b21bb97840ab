"""``/review``: what may be wrong, one doubt after the other beside its page, the costliest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from policyparse.board.pages.read import FORM, card_of, done, fact_of, paper_of
from policyparse.board.paper import Fact, Paper
from policyparse.board.visit import Visit, page
from policyparse.checks import doubts as classes
from policyparse.errors import TrackerError
from policyparse.ledger import DocumentCard
from policyparse.ledger.review import Doubt
from policyparse.tracker import log

LISTED = 40
"""Documents that are listed, those with the most doubts."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Doubts of one reason or one document: what it is called, its address, how many, and whether it is the one looked at.

    ``kind`` is the reason's class, ``sure`` how many of them can be found right at once.
    """

    words: str
    href: str
    count: int
    here: bool
    kind: str = ""
    sure: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """The doubt to be decided, where it stands among those left, the document beside it, and the shelves."""

    doubt: Doubt | None
    fact: Fact | None
    card: DocumentCard | None
    paper: Paper | None
    at: int
    left: int
    document: str
    reasons: tuple[Shelf, ...]
    documents: tuple[Shelf, ...]
    here: str
    before: str
    after: str


def show(visit: Visit) -> Response:
    """The page."""
    seen, view = log.last(visit.tracker.database), _view(visit)
    return visit.page("review.html", view=view, seen=seen, back=view.here, **FORM)


def confirm_all(visit: Visit) -> Response:
    """Note that all facts of one reason have been found right; refused where they are others by now than the page showed."""
    document, reason = visit.typed("document"), visit.typed("reason")
    names = [d.name for d in _of(visit, document) if reason in _kinds(d) and d.mention]
    if visit.typed("many") != str(len(names)):
        raise TrackerError(f"这一类现在有 {len(names)} 条，和您看到的不同，没有确认；请重新打开核对页再看。")
    facts = [fact_of(name) for name in names]
    tasks = dict.fromkeys(task for task, _, _ in facts)
    return done(visit, tasks, lambda: visit.tracker.confirm(facts, by=visit.by, seen=visit.seen))


def _view(visit: Visit) -> View:
    document, reason = visit.asked("document"), visit.asked("reason")
    if document:
        number = int(document) if document.isdecimal() and len(document) < 10 else 0
        document = str(card_of(visit, number).id)
    every = _of(visit, document)
    chosen = [doubt for doubt in every if not reason or reason in _kinds(doubt)]
    asked = visit.asked("at")
    at = min(int(asked) if asked.isdecimal() and len(asked) < 10 else 0, max(len(chosen) - 1, 0))
    doubt = chosen[at] if chosen else None
    card = doubt.task.document if doubt else None
    paper = paper_of(visit, card.id) if card else None
    fact = _fact(paper, doubt) if paper and doubt else None
    return View(
        doubt,
        fact,
        card,
        paper,
        at,
        len(chosen),
        document,
        _reasons(every, document, reason),
        _documents(_of(visit, ""), document),
        _href(document, reason, at),
        _href(document, reason, at - 1) if at else "",
        _href(document, reason, at + 1) if at + 1 < len(chosen) else "",
    )


def _of(visit: Visit, document: str) -> Sequence[Doubt]:
    """The doubts of a document by its number, of all where it is ""."""
    whole = visit.desk.doubting.all(visit.tracker, visit.today)
    return [doubt for doubt in whole if str(doubt.task.document.id) == document] if document else whole


def _fact(paper: Paper, doubt: Doubt) -> Fact | None:
    told = next((t for t in paper.tasks if t.task.id == doubt.task.id), None)
    return next((f for f in told.facts if f.name == doubt.name), None) if told else None


def _kinds(doubt: Doubt) -> set[str]:
    """The names of the reason of a doubt: of its own class, and of all that are doubtful for the same reason."""
    return {doubt.kind, classes.of_one_reason(doubt.kind)}


def _reasons(every: Sequence[Doubt], document: str, reason: str) -> tuple[Shelf, ...]:
    """The doubts by reason, in the order of their harm."""
    count = Counter(classes.of_one_reason(doubt.kind) for doubt in every)
    return tuple(
        Shelf(
            classes.reason(kind),
            _href(document, kind, 0),
            n,
            kind == reason,
            kind,
            sum(kind in _kinds(d) and d.mention is not None for d in every),
        )
        for kind, n in count.items()
    )


def _documents(every: Sequence[Doubt], document: str) -> tuple[Shelf, ...]:
    count = Counter(doubt.task.document for doubt in every)
    return tuple(
        Shelf(card.title, _href(str(card.id), "", 0), n, str(card.id) == document)
        for card, n in count.most_common(LISTED)
    )


def _href(document: str, reason: str, at: int) -> str:
    asked = {"document": document, "reason": reason, "at": str(at) if at else ""}
    words = urlencode({name: value for name, value in asked.items() if value})
    return f"/review{'?' if words else ''}{words}"


ROUTES = (
    Route("/review", page(show)),
    Route("/facts/confirm-all", page(confirm_all), methods=["POST"]),
)
