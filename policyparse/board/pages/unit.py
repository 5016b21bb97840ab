"""``/u/…``: a unit's own pages, opened by its link: its tasks with what stands there, filled in, saved one by one, handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from policyparse.board.typed import row_of, words_of
from policyparse.board.visit import Visit, page
from policyparse.errors import PolicyparseError
from policyparse.exports.per_unit import FORM_ENTRIES
from policyparse.ledger import CLOSED, Filter, TrackedTask
from policyparse.ledger.entries import ENTRIES, STATES
from policyparse.ledger.inbox import EVERYTHING, Link, Submission
from policyparse.ledger.periods import period as period_named
from policyparse.returns import stored
from policyparse.tracker import links, submissions

FORM = tuple(
    sorted((one for one in ENTRIES if one.kind != "values"), key=lambda one: FORM_ENTRIES.index(one.field))
)


@dataclass(frozen=True, slots=True)
class Filling:
    """A task of the unit, as the unit last told it; the words in its form; whether it is filled in (填好未报) or handed in."""

    task: TrackedTask
    leads: bool
    fields: Mapping[str, str]
    saved: bool
    sent: bool
    wrong: str = ""


def enter(visit: Visit) -> Response:
    """Trade the key of a link for the cookie of its unit, or of those who only look."""
    link = links.found(visit.tracker.database, visit.request.path_params["key"])
    looking = visit.request.url.path.startswith("/look/")
    if link is None or (link.unit == EVERYTHING) is not looking:
        raise visit.wrong_key("这个链接不对。请向督查部门要新的链接。")
    if not link.opens(visit.today):
        raise HTTPException(
            403, f"这个链接{'已经撤销' if link.status != 'open' else '已经过期'}。请向督查部门要新的链接。"
        )
    if not visit.desk.read_only:
        links.use(visit.tracker.database, link.number)
    answer = visit.page("enter.html", to="/" if looking else "/u/")
    cookie, path = (visit.desk.cookie, "/") if looking else (visit.desk.unit_cookie, "/u/")
    seconds = ((link.until - visit.today).days + 1) * 86400
    visit.give(answer, cookie, f"link:{link.number}", seconds, path)
    return answer


def show(visit: Visit, wrong: Mapping[int, str] | None = None, said: str = "", status: int = 200) -> Response:
    """The tasks of the unit; ``wrong`` says of which a form could not be taken, and why."""
    link = visit.link
    base = visit.tracker.database
    draft, last = (
        submissions.draft(base, link.unit, link.period),
        submissions.last(base, link.unit, link.period),
    )
    tasks = visit.tracker.tasks(Filter(unit=link.unit), today=visit.today)
    rows = [_filling(visit, link, task, draft, last, (wrong or {}).get(task.id, "")) for task in tasks]
    rows.sort(key=lambda row: (row.task.progress.state in CLOSED, not row.leads))
    return visit.page(
        "u.html",
        status,
        link=link,
        period=period_named(link.period),
        rows=rows,
        draft=draft,
        last=last,
        form=FORM,
        states=STATES,
        said=said,
        may_send=not visit.desk.read_only,
    )


def _filling(
    visit: Visit, link: Link, task: TrackedTask, draft: Submission | None, last: Submission | None, wrong: str
) -> Filling:
    own = task.as_told_by(link.unit)
    typed = [
        one.content[stored.PAGE].get(str(task.id)) if one is not None and one.status != "entered" else None
        for one in (draft, last)
    ]
    line = typed[0] or typed[1]
    fields = words_of(own) | (line["typed"] if line else {})
    if wrong:
        fields |= {name: visit.typed(name) for name in visit.form}
    return Filling(
        task, task.role_of(link.unit) == "lead", fields, typed[0] is not None, typed[1] is not None, wrong
    )


def save(visit: Visit) -> Response:
    """Keep what the unit filled in on one task."""
    link, number = visit.link, visit.number("task")
    _paced(visit, link)
    own_tasks = visit.tracker.tasks(Filter(unit=link.unit, ids=(number,)), today=visit.today)
    if not own_tasks:
        raise HTTPException(404, "这项任务不是本单位的。")
    own = own_tasks[0].as_told_by(link.unit)
    try:
        entries = row_of(own, visit.typed)
    except PolicyparseError as error:
        return show(visit, {number: str(error)}, status=422)
    typed = {name: visit.typed(name) for name in words_of(own)}
    line = stored.line(own, entries, typed) if typed != words_of(own) else None
    submissions.save(
        visit.tracker.database, link.unit, link.period, {str(number): line}, by=_name(visit, link)
    )
    return visit.go(f"/u/#t{number}")


def hand_in(visit: Visit) -> Response:
    """Hand in all that is filled in."""
    link = visit.link
    _paced(visit, link)
    try:
        submissions.hand_in(visit.tracker.database, link.unit, link.period, by=_name(visit, link))
    except PolicyparseError as error:
        return show(visit, said=str(error), status=422)
    return visit.go("/u/")


def _paced(visit: Visit, link: Link) -> None:
    if not visit.desk.sendings.passes(f"link:{link.number}"):
        raise HTTPException(429, "提交得太快，请过一分钟再试。")


def _name(visit: Visit, link: Link) -> str:
    """Who fills in: the unit; the log has no other name for it."""
    return link.unit


ROUTES = (
    Route("/u/", page(show, "unit")),
    Route("/u/tasks/{task:int}", page(save, "unit"), methods=["POST"]),
    Route("/u/hand-in", page(hand_in, "unit"), methods=["POST"]),
    Route("/u/{key}", page(enter, "anyone")),
    Route("/look/{key}", page(enter, "anyone")),
)
