"""``/tasks``: the tasks by all the conditions of ``policyparse tasks``, sorted, a page at a time, and as a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from policyparse import exports
from policyparse.board.uploads import attachment
from policyparse.board.view import SOON_DAYS, lamps_of, shining
from policyparse.board.visit import Visit, page
from policyparse.bulletin.lamps import Lamp
from policyparse.errors import PolicyparseError, UsageError
from policyparse.exports.form import Options, title
from policyparse.ledger import STATES, DocumentCard, Filter, TrackedTask
from policyparse.ledger.due import due_of, is_soon, planned_due
from policyparse.ledger.periods import period as period_named
from policyparse.ledger.problems import troubles

_MONTH = re.compile(r"(\d{4})-(\d{2})")
SIZE = 50
"""Tasks on a page."""
CONDITIONS = (
    "unit", "role", "document", "state", "due_before", "overdue", "no_lead", "presumed", "leader", "search",
)  # fmt: skip
"""What ``policyparse tasks`` takes, too."""
OWN = ("soon", "unfiled", "troubled", "behind", "lamp", "month", "closed")
"""What only the numbers of the board ask for."""
SHORT = {"q": "search", "due": "due_before"}
"""What an address may say for short."""
OWN_WORDS = {
    "soon": f"{SOON_DAYS}日内到期",
    "unfiled": "本期应报未报",
    "troubled": "有问题、需协调",
    "behind": "量化目标欠序时",
    "lamp": "灯色",
    "month": "到期月份",
    "closed": "办结于此日以后",
}
SORTS: Mapping[str, tuple[str, Callable[[TrackedTask], Any]]] = {
    "number": ("任务号", lambda t: t.id),
    "title": ("任务", lambda t: t.title),
    "lead": ("牵头单位", lambda t: t.lead or ("\uffff",)),
    "due": ("到期日", lambda t: planned_due(t) or date.max),
    "state": ("状态", lambda t: (STATES.index(t.progress.state), t.progress.percent)),
    "updated": ("最近填报", lambda t: t.progress.updated_at.isoformat() if t.progress.updated_at else ""),
}
"""The columns by which a list is sorted; the documents' own order is the first."""
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A task of the list and the place of its lamp."""

    task: TrackedTask
    lamp: int


@dataclass(frozen=True, slots=True)
class List:
    """A page of the tasks that are asked for: ``asked`` holds the conditions as typed, ``query`` them as an address."""

    asked: Mapping[str, str]
    query: str
    sort: str
    down: bool
    found: int
    at: int
    pages: int
    rows: tuple[Listed, ...]
    lamps: tuple[Lamp, ...]
    documents: tuple[DocumentCard, ...]
    saved: tuple[str, ...]
    said: str = ""

    @property
    def words(self) -> Mapping[str, str]:
        """Every condition, "" for one that is not asked."""
        return {**dict.fromkeys((*CONDITIONS, *OWN), ""), **self.asked}

    def to(self, **change: object) -> str:
        """The address of the list with something changed; None leaves it out."""
        now = {**self.asked, "sort": self.sort, "down": "1" if self.down else "", **change}
        return f"/tasks?{urlencode({k: v for k, v in now.items() if v not in (None, '')})}"


def asked_of(visit: Visit) -> dict[str, str]:
    """The conditions of the address, those of a saved filter among them where it does not name them itself."""
    words: dict[str, str] = {}
    if kept := visit.asked("saved"):
        filters = visit.desk.filters()
        if kept not in filters:
            raise UsageError(f"没有名为“{kept}”的筛选。")
        words = {name: "1" if value is True else str(value) for name, value in filters[kept].items() if value}
    short = {name: value for short, name in SHORT.items() if (value := visit.asked(short))}
    return words | short | {name: value for name in (*CONDITIONS, *OWN) if (value := visit.asked(name))}


def chosen(visit: Visit, asked: Mapping[str, str]) -> list[TrackedTask]:
    """The tasks that all conditions hold for, in the order of their documents."""
    found = visit.tracker.tasks(filter_of(visit, asked), today=visit.today)
    fits = [test for name, test in _TESTS.items() if asked.get(name)]
    tasks = [task for task in found if all(test(visit, task, asked) for test in fits)]
    if asked.get("troubled"):
        named = {one.task.id for one in troubles(tasks)}
        tasks = [task for task in tasks if task.id in named]
    return tasks


def filter_of(visit: Visit, asked: Mapping[str, str]) -> Filter:
    """What of the conditions the tracker itself can be asked for: all of those of ``policyparse tasks``, and of the board's
    own as much as leaves few tasks to be looked at."""
    filter = visit.desk.choose({name: asked[name] for name in CONDITIONS if name in asked})
    if asked.get("unfiled") or asked.get("behind"):
        kept = [getattr(visit.desk.numbers, name) for name in ("unfiled", "behind") if asked.get(name)]
        filter = _within(filter, set.intersection(*map(set, kept)))
    if asked.get("soon"):
        filter = _due_by(filter, visit.today + timedelta(days=SOON_DAYS))
    if (month := _MONTH.fullmatch(asked.get("month", ""))) and 1 <= int(month[2]) <= 12:
        filter = _due_by(filter, period_named(month[0]).end)
    return filter


def _due_by(filter: Filter, day: date) -> Filter:
    return replace(filter, due_before=min(filter.due_before or day, day))


def _within(filter: Filter, numbers: set[int]) -> Filter:
    return replace(filter, ids=tuple(sorted(numbers)))


def _in_month(visit: Visit, task: TrackedTask, asked: Mapping[str, str]) -> bool:
    due = due_of(task)
    return due is not None and f"{due:%Y-%m}" == asked["month"]


def _closed_since(visit: Visit, task: TrackedTask, asked: Mapping[str, str]) -> bool:
    finished = task.progress.finished_on
    return finished is not None and f"{finished}" >= asked["closed"]


def _lit(visit: Visit, task: TrackedTask, asked: Mapping[str, str]) -> bool:
    lamps = visit.desk.lamps
    at = shining(task, visit.today, SOON_DAYS, visit.desk.scheme, lamps)
    return at >= 0 and lamps[at].name == asked["lamp"]


_TESTS: Mapping[str, Callable[[Visit, TrackedTask, Mapping[str, str]], bool]] = {
    "soon": lambda visit, task, asked: is_soon(task, visit.today, SOON_DAYS),
    "month": _in_month,
    "closed": _closed_since,
    "lamp": _lit,
}


def listed(visit: Visit) -> List:
    """The page of the list that is asked for. Only the numbers of the tasks are kept between two pages."""
    asked = asked_of(visit)
    sort, down = visit.asked("sort"), bool(visit.asked("down"))
    sort = sort if sort in SORTS else ""

    def numbers() -> tuple[int, ...]:
        if not sort and not any(asked.get(name) for name in (*_TESTS, "troubled")):
            return visit.tracker.numbers(filter_of(visit, asked), today=visit.today)
        tasks = chosen(visit, asked)
        if sort:
            tasks.sort(key=SORTS[sort][1], reverse=down)
        return tuple(task.id for task in tasks)

    found = visit.desk.known(("tasks", tuple(sorted(asked.items())), sort, down), numbers)
    pages = max(1, -(-len(found) // SIZE))
    at = min(max(1, int(visit.asked("page")) if re.fullmatch(r"\d{1,6}", visit.asked("page")) else 1), pages)
    here = found[(at - 1) * SIZE : at * SIZE]
    tasks = {t.id: t for t in visit.tracker.tasks(Filter(ids=here), today=visit.today)} if here else {}
    lamps = lamps_of(visit.desk.scheme)
    rows = (
        Listed(tasks[n], shining(tasks[n], visit.today, SOON_DAYS, visit.desk.scheme, lamps))
        for n in here
        if n in tasks
    )
    documents, saved = visit.tracker.documents(), tuple(visit.desk.filters())
    return List(
        asked, urlencode(asked), sort, down, len(found), at, pages, tuple(rows), lamps, documents, saved
    )


def show(visit: Visit) -> Response:
    """The page; conditions that nobody can read are told above an empty list."""
    try:
        view = listed(visit)
        status = 200
    except PolicyparseError as error:
        documents = visit.tracker.documents()
        asked = {name: visit.asked(name) for name in (*CONDITIONS, *OWN) if visit.asked(name)}
        view = List(asked, "", "", False, 0, 1, 1, (), visit.desk.lamps, documents, (), str(error))
        status = 422
    return visit.page("tasks.html", status, list=view, states=STATES, sorts=SORTS, own=OWN_WORDS)


def file(visit: Visit) -> Response:
    """The list as a workbook or a document."""
    kind = visit.request.path_params["kind"]
    if kind not in TYPES:
        raise UsageError(f"没有“{kind}”这种格式，可选：{'、'.join(TYPES)}。")
    asked = asked_of(visit)
    tasks = chosen(visit, asked)
    if not tasks:
        raise UsageError("没有符合条件的任务，未生成文件。")
    options = Options(ledger=True, day=visit.today, tracker=visit.tracker.identity)
    content = exports.render(tasks, options, kind)
    return attachment(content, f"{title(tasks, options)}.{kind}", TYPES[kind])


ROUTES = (Route("/tasks", page(show)), Route("/tasks.{kind}", page(file)))
