"""``/u/…``: a unit's own pages, opened by its link: its tasks with what stands there, filled in, saved one by one, handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from policyparse.board.typed import FORM, row_of, words_of
from policyparse.board.uploads import ACCEPTED, attachment, brought
from policyparse.board.visit import Visit, page
from policyparse.errors import PolicyparseError, TrackerError
from policyparse.ledger import CLOSED, Filter, TrackedTask
from policyparse.ledger.entries import ENTRIES, STATES
from policyparse.ledger.inbox import EVERYTHING, Link, Submission
from policyparse.ledger.periods import period as period_named
from policyparse.output import clean
from policyparse.returns import stored
from policyparse.tracker import evidence, links, submissions

MOST_BYTES = 100 << 20
"""Of files that a unit may have with what it has filled in and not handed in."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A task of the unit, as the unit last told it; the words in its form and the files beside them; whether it is filled in
    (填好未报) or handed in. ``seen`` says what the form showed: whoever saves over something else is told."""

    task: TrackedTask
    leads: bool
    stands: Mapping[str, str]
    files: tuple[Mapping[str, Any], ...]
    saved: bool
    sent: bool
    fields: Mapping[str, str]
    wrong: str = ""

    @property
    def seen(self) -> str:
        """What stands in the form before anybody types, in short."""
        told = [*sorted(self.stands.items()), *(one["sha256"] for one in self.files)]
        return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]


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
        accepted=ACCEPTED,
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
    line = typed[0] or typed[1] or {"typed": {}}
    stands = words_of(own) | line["typed"]
    fields = stands | ({name: visit.typed(name) for name in visit.form} if wrong else {})
    leads, files = task.role_of(link.unit) == "lead", tuple(line.get(stored.FILES, ()))
    return Filling(task, leads, stands, files, typed[0] is not None, typed[1] is not None, fields, wrong)


def save(visit: Visit) -> Response:
    """Keep what the unit filled in on one task, and the files that it attached."""
    link, number, base = visit.link, visit.number("task"), visit.tracker.database
    _paced(visit, link)
    own_tasks = visit.tracker.tasks(Filter(unit=link.unit, ids=(number,)), today=visit.today)
    if not own_tasks:
        raise HTTPException(404, "这项任务不是本单位的。")
    draft = submissions.draft(base, link.unit, link.period)
    last = submissions.last(base, link.unit, link.period)
    row = _filling(visit, link, own_tasks[0], draft, last, "")
    own = own_tasks[0].as_told_by(link.unit)
    if visit.typed("seen") != row.seen:
        return show(visit, {number: _difference(row, visit)}, status=409)
    try:
        with brought(visit, "file") as paths:
            entries = row_of(own, visit.typed)
            typed = {name: visit.typed(name) for name in words_of(own)}
            files, new = _files(visit, row, paths, draft)
            line = stored.line(own, entries, typed, files) if files or typed != words_of(own) else None
            lines = {str(number): line}
            submissions.save(base, link.unit, link.period, lines, files=new, by=_name(visit, link))
    except PolicyparseError as error:
        return show(visit, {number: str(error)}, status=422)
    return visit.go(f"/u/#t{number}")


def _difference(row: Filling, visit: Visit) -> str:
    """What a colleague saved after the form was opened, field by field."""
    headers = {one.field: one.header for one in ENTRIES}
    other = [
        f"{headers.get(name, '现值')}：{words or '（空）'}"
        for name, words in row.stands.items()
        if words != visit.typed(name)
    ]
    files = "、".join(one["name"] for one in row.files)
    return "\n".join(
        [
            "您打开以后，别人保存过这一项，没有写入；您填的还在下面，再保存就以您填的为准。现在存的是：",
            *other,
            *([f"佐证材料：{files}"] if files else []),
        ]
    )


def _files(
    visit: Visit, row: Filling, paths: Sequence[Path], draft: Submission | None
) -> tuple[list[dict[str, Any]], dict[str, Path]]:
    """The files of a task after its form was sent, and where those lie that are new, by their SHA-256.

    Raises TrackerError for one that is not taken.
    """
    without = set(map(str, visit.form.getlist("without")))
    kept = {one["sha256"]: dict(one) for one in row.files if one["sha256"] not in without}
    new = {}
    for path in paths:
        size = evidence.acceptable(path)
        with path.open("rb") as file:
            digest = sha256(file.read()).hexdigest()
        new[digest] = path
        kept[digest] = {"sha256": digest, "name": clean(path.name), "size": size}
    others = [one for one in submissions.sent_files(draft.content if draft else {}) if one not in row.files]
    if len(kept) + len(row.task.evidence) > evidence.MOST_FILES:
        raise TrackerError(f"一项任务的佐证材料不超过 {evidence.MOST_FILES} 个文件，请打包后再附。")
    if sum(one["size"] for one in (*kept.values(), *others)) > MOST_BYTES:
        raise TrackerError(f"没有报送的佐证材料一共不超过 {MOST_BYTES >> 20} MB，请先报送一部分。")
    return list(kept.values()), new


def file(visit: Visit) -> Response:
    """A file that the unit attached."""
    base, link = visit.tracker.database, visit.link
    sent = [one(base, link.unit, link.period) for one in (submissions.draft, submissions.last)]
    wanted = visit.request.path_params["sha256"]
    listed = [one for some in sent if some for one in submissions.sent_files(some.content)]
    found = visit.found_or_none(
        next((one for one in listed if one["sha256"] == wanted), None), "没有附这个文件。"
    )
    return attachment(evidence.content(base, wanted), found["name"])


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
    Route("/u/files/{sha256}", page(file, "unit")),
    Route("/u/hand-in", page(hand_in, "unit"), methods=["POST"]),
    Route("/u/{key}", page(enter, "anyone")),
    Route("/look/{key}", page(enter, "anyone")),
)
