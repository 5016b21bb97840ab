"""``/documents/N/read``: the document as printed beside its facts, and what a reviewer does there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from policyparse.board import correcting
from policyparse.board.paper import Paper, cuts, paper
from policyparse.board.visit import Visit, page
from policyparse.errors import Overtaken, PolicyparseError, UsageError
from policyparse.ledger import Change, DocumentCard, Filter, TrackedTask, field_name
from policyparse.ledger.review import KINDS
from policyparse.tracker import log

FORGOTTEN = 86_400
"""Seconds for which a browser keeps the picture of a page; its address has the file's SHA-256 in it."""
_OWN = re.compile(r"/(?:review|documents/\d{1,9}/read)(?:[?#][^\r\n]*)?")
_FACT = re.compile(r"(\d{1,9})\.([utd])(\d{1,4})")


def card_of(visit: Visit, number: int) -> DocumentCard:
    """The document of a number; the page is not found where there is none."""
    found = next((card for card in visit.tracker.documents() if card.id == number), None)
    if found is None:
        raise HTTPException(404, f"没有编号为 {number} 的文件。")
    return found


def paper_of(visit: Visit, number: int) -> Paper:
    """A document beside its facts, kept until the tracker changes."""

    def made() -> Paper:
        tasks = visit.tracker.tasks(Filter(document=number), today=visit.today)
        sheets = visit.desk.pictures.sheets(visit.tracker.database, number)
        return paper(visit.tracker.load(number), tasks, sheets)

    return visit.desk.papers.get(number, visit.desk.stamp, made)


def show(visit: Visit) -> Response:
    """The page."""
    number, seen = visit.number("document"), log.last(visit.tracker.database)
    card = card_of(visit, number)

    def values() -> Mapping[str, object]:
        return {"card": card, "paper": paper_of(visit, number), "back": f"/documents/{number}/read", **FORM}

    return visit.page("read.html", card=card, part=visit.kept("read_part.html", seen, values))


FORM: Mapping[str, Any] = {
    "fields": correcting.FIELDS,
    "lines": correcting.LINES,
    "words_of": correcting.words_of,
}
"""What the forms that correct a task are made of."""


def picture(visit: Visit) -> Response:
    """The picture of a page of the document's file."""
    number, leaf = visit.number("document"), visit.number("leaf")
    card_of(visit, number)
    found = visit.found(lambda: visit.desk.pictures.png(visit.tracker.database, number, leaf))
    if found is None:
        raise HTTPException(404, "这一页没有图像。")
    kept = {"cache-control": f"private, max-age={FORGOTTEN}"} if visit.asked("of") else {}
    return Response(found, media_type="image/png", headers=kept)


def cut(visit: Visit) -> Response:
    """The part of the page that a task stands on, as a piece of another page; empty where its file has no pages."""
    number = visit.number("task")
    task = visit.found(lambda: visit.tracker.task(number, today=visit.today))
    found = cuts(paper_of(visit, task.document.id), number)
    return visit.page("cut.html", card=task.document, cuts=found)


# ---- what is done there --------------------------------------------------------------------------------


def fact_of(name: str) -> tuple[int, str, int]:
    """The fact of a name (12.u1), as ``Tracker.confirm`` takes it. Raises UsageError for what is no name."""
    found = _FACT.fullmatch(name)
    if not found:
        raise UsageError("没有选中哪条事实。")
    return int(found[1]), KINDS[found[2]], int(found[3])


def confirm(visit: Visit) -> Response:
    """Note that a fact has been found right."""
    fact = fact_of(visit.typed("fact"))
    return done(visit, [fact[0]], lambda: visit.tracker.confirm([fact], by=visit.by, seen=visit.seen))


def refuse(visit: Visit) -> Response:
    """Take out one fact of a task: it is no unit, target or deadline of it."""
    number, kind, place = fact_of(visit.typed("fact"))
    task = visit.tracker.task(number, today=visit.today)
    kept = [m for at, m in enumerate(getattr(task, kind), 1) if at != place]
    said: dict[str, Any] = {kind: [m.value for m in kept]}
    if kind == "units":
        said = {role: [m.value.name for m in kept if m.value.role == role] for role in ("lead", "support")}
    return done(visit, [number], lambda: visit.tracker.edit(number, by=visit.by, seen=visit.seen, **said))


def correct(visit: Visit) -> Response:
    """Correct what a task says; what cannot be taken is shown again as it was typed."""
    number = visit.number("task")
    task = visit.found(lambda: visit.tracker.task(number, today=visit.today))

    def change() -> None:
        said = correcting.changes_of(task, visit.typed)
        visit.tracker.edit(number, by=visit.by, seen=visit.seen, **said)

    return _written(visit, change, f"更正任务 {number}", correcting.words_of(task))


def add(visit: Visit) -> Response:
    """Enter a task that the reading missed."""
    number = visit.number("document")
    card = card_of(visit, number)
    after = visit.typed("after")

    def change() -> None:
        said = correcting.missed(card, visit.typed)
        behind = int(after) if after.isdecimal() and len(after) < 10 else None
        visit.tracker.add_task(number, after=behind, by=visit.by, **said)

    return _written(visit, change, f"补录到《{card.title}》", {})


def drop(visit: Visit) -> Response:
    """Take a task out: it is none."""
    return _whole(visit, "删除这项任务", visit.tracker.drop)


def split(visit: Visit) -> Response:
    """Make a task of each action of a task."""
    return _whole(visit, "拆开这项任务", visit.tracker.split)


def merge(visit: Visit) -> Response:
    """Take another task into this one."""
    number, other = visit.number("task"), visit.typed("other")
    if not other.isdecimal() or len(other) > 9:
        raise UsageError("请选明与哪项任务合并。")
    pair = [number, int(other)]

    def change() -> object:
        return visit.tracker.merge(pair, by=visit.by, seen=visit.seen)

    return done(visit, pair, change, f"合并任务 {number} 和 {other}")


def undo(visit: Visit) -> Response:
    """Take back the last command of whoever runs the board."""
    visit.tracker.undo(by=visit.by, own=True)
    return back(visit)


def _whole(visit: Visit, what: str, change: Callable[..., Any]) -> Response:
    task: TrackedTask = visit.found(lambda: visit.tracker.task(visit.number("task"), today=visit.today))
    return done(visit, [task.id], lambda: change(task.id, by=visit.by, seen=visit.seen), what)


def done(visit: Visit, tasks: Iterable[int], change: Callable[[], object], what: str = "") -> Response:
    """Back after the change; where somebody changed the tasks before, what they changed. ``what`` may then be done all the
    same; a fact may have another place by now, and is looked at again."""
    try:
        change()
    except Overtaken as error:
        return visit.page(
            "overtaken.html",
            409,
            said=str(error),
            since=since(visit, tasks),
            field_name=field_name,
            what=what,
            action=visit.request.url.path,
            typed={name: visit.typed(name) for name in visit.form if name != "seen"},
            seen=log.last(visit.tracker.database),
            back=_own(visit),
        )
    return back(visit)


def since(visit: Visit, tasks: Iterable[int]) -> tuple[Change, ...]:
    """What was changed of some tasks after the form was opened."""
    later, _ = log.touched(visit.tracker.database, visit.seen)
    return tuple(
        change
        for number in tasks
        if number in later
        for change in visit.tracker.history(number)
        if change.task == number and change.command > visit.seen
    )


def _written(visit: Visit, change: Callable[[], None], what: str, before: Mapping[str, str]) -> Response:
    """Back after the change; where it cannot be, its form again with what was typed, and why."""
    try:
        change()
    except PolicyparseError as error:
        typed = {name: visit.typed(name) for name in visit.form}
        overtaken = isinstance(error, Overtaken)
        return visit.page(
            "correct.html",
            409 if overtaken else 422,
            since=since(visit, [visit.number("task")]) if overtaken else (),
            field_name=field_name,
            what=what,
            said=str(error),
            action=visit.request.url.path,
            typed={**before, **typed},
            fields=correcting.FIELDS,
            lines=correcting.LINES,
            seen=log.last(visit.tracker.database),
            back=_own(visit),
        )
    return back(visit)


def back(visit: Visit) -> Response:
    """To the page that a form was sent from, which tells of the command."""
    return visit.go(_own(visit), log.last(visit.tracker.database))


def _own(visit: Visit) -> str:
    """Where a form leads back to: a page of the reviewer's."""
    to = visit.typed("back")
    to = re.sub(r"([?&])done=\d*&?", r"\1", to)
    return to if _OWN.fullmatch(to) else "/review"


def _posted(path: str, do: Callable[[Visit], Response]) -> Route:
    return Route(path, page(do), methods=["POST"])


ROUTES = (
    Route("/documents/{document:int}/read", page(show)),
    Route("/documents/{document:int}/pages/{leaf:int}.png", page(picture)),
    Route("/tasks/{task:int}/cut", page(cut)),
    _posted("/facts/confirm", confirm),
    _posted("/facts/refuse", refuse),
    _posted("/facts/undo", undo),
    _posted("/documents/{document:int}/missed", add),
    _posted("/tasks/{task:int}/correct", correct),
    _posted("/tasks/{task:int}/drop", drop),
    _posted("/tasks/{task:int}/split", split),
    _posted("/tasks/{task:int}/merge", merge),
)
