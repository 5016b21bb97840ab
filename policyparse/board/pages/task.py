"""``/tasks/N``: one task with all that is known of it, and the forms that report on it, correct it and close it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from policyparse import values
from policyparse.board.typed import FORM, entries_of, words_of
from policyparse.board.uploads import ACCEPTED, attachment, brought
from policyparse.board.view import SOON_DAYS, Fact, ReportInWords, facts_of, report_in_words, shining
from policyparse.board.visit import Visit, page
from policyparse.errors import Overtaken, PolicyparseError, UsageError
from policyparse.ledger import Change, TrackedTask, field_name
from policyparse.ledger.entries import STATES
from policyparse.ledger.reminding import reminder_words, reminders
from policyparse.ledger.words import entry_words, field_words, milestone_words, normal_deadline
from policyparse.tracker import evidence, log
from policyparse.tracker.reminders import reminded


@dataclass(frozen=True, slots=True)
class View:
    """A task, its lamp, its facts and stages, its reports by period, its log, and the text that reminds its leads of it.

    ``seen`` is the last change that its forms know and ``fields`` the words in them; after a form that was not taken
    ``wrong`` says why not, and ``since`` what has changed since it was opened.
    """

    task: TrackedTask
    lamp: int
    facts: tuple[Fact, ...]
    more: tuple[tuple[str, str], ...]
    told: tuple[ReportInWords, ...]
    history: tuple[Change, ...]
    reminder: str
    seen: int
    fields: Mapping[str, str]
    wrong: str = ""
    since: tuple[Change, ...] = ()


def show(visit: Visit, wrong: str = "", status: int = 200) -> Response:
    """The page; after a form that could not be taken with what was typed in it, and why."""
    number = visit.number("task")
    # asked first: what comes while the page is made is later than what its forms know
    seen = log.last_of(visit.tracker.database, number)
    task = visit.found(lambda: visit.tracker.task(number, today=visit.today))
    history = visit.tracker.history(number)
    view = View(
        task,
        shining(task, visit.today, SOON_DAYS, visit.desk.scheme, visit.desk.lamps),
        facts_of(task),
        _more(task),
        tuple(report_in_words(task, one) for one in visit.tracker.filed([number]).get(number, ())),
        tuple(change for change in history if change.task == number)[::-1],
        _reminder(visit, task),
        seen,
        _fields(task) | ({name: visit.typed(name) for name in visit.form} if wrong else {}),
        wrong,
        tuple(c for c in history if c.task == number and c.command > visit.seen) if wrong else (),
    )
    return visit.page(
        "task.html",
        status,
        view=view,
        form=FORM,
        states=STATES,
        accepted=ACCEPTED,
        field_name=field_name,
        lamps=visit.desk.lamps,
    )


def _more(task: TrackedTask) -> tuple[tuple[str, str], ...]:
    """What else the paper says of the task: stages, and the other columns of its table."""
    return (
        *(("里程碑", milestone_words(stage)) for stage in task.milestones),
        *(("原表填报", entry_words(entry)) for entry in task.entries),
        *(("其他栏目", field_words(column)) for column in task.fields),
    )


def _reminder(visit: Visit, task: TrackedTask) -> str:
    """催办 of this one task, to be copied; "" where nothing stands against it."""
    told = reminded(visit.tracker.database)
    owing = reminders([task], [], told, visit.today, again=True)
    return "\n\n".join(map(reminder_words, owing))


def _fields(task: TrackedTask) -> dict[str, str]:
    """What stands in the fields of both forms before anybody types."""
    named = {
        role: "、".join(u.value.name for u in task.units if u.value.role == role)
        for role in ("lead", "support")
    }
    times = "\n".join(filter(None, (normal_deadline(d.value) for d in task.deadlines)))
    return words_of(task) | named | {"title": task.title, "text": task.text, "deadlines": times}


def _write(visit: Visit, change: Callable[[int, TrackedTask], object]) -> Response:
    """Do what a form asks of the task, and go to its page; where that cannot be, show the form again with what was typed."""
    number = visit.number("task")
    task = visit.found(lambda: visit.tracker.task(number, today=visit.today))
    before = log.last_of(visit.tracker.database, number)
    try:
        change(number, task)
    except PolicyparseError as error:
        return show(visit, str(error), 409 if isinstance(error, Overtaken) else 422)
    after = log.last_of(visit.tracker.database, number)
    return visit.go(f"/tasks/{number}", after if after != before else None)


def enter(visit: Visit) -> Response:
    """Enter what the office reports of the task."""
    return _write(
        visit,
        lambda number, task: visit.tracker.progress(
            number, entries_of(task, visit.typed), by=visit.by, seen=visit.seen
        ),
    )


def correct(visit: Visit) -> Response:
    """Correct what the task says: only the fields that were changed are decisions."""
    return _write(visit, lambda number, task: _correct(visit, number, task))


def _correct(visit: Visit, number: int, task: TrackedTask) -> None:
    now = _fields(task)
    new = {
        name: visit.typed(name)
        for name in ("title", "text", "lead", "support", "deadlines")
        if name in visit.form
    }
    changed = {name: words for name, words in new.items() if words != now[name]}
    times = changed.get("deadlines")
    card = task.document
    visit.tracker.edit(
        number,
        by=visit.by,
        title=changed.get("title"),
        text=changed.get("text"),
        lead=values.names([changed["lead"]]) if "lead" in changed else None,
        support=values.names([changed["support"]]) if "support" in changed else None,
        deadlines=None
        if times is None
        else [values.deadline(line, card.year, card.issued_on) for line in times.split("\n") if line.strip()],
        seen=visit.seen,
    )


def close(visit: Visit) -> Response:
    """申请办结, 办结 or 退回."""
    answer = visit.typed("answer")

    def change(number: int, task: TrackedTask) -> object:
        if answer == "apply":
            return visit.tracker.apply(number, by=visit.by, seen=visit.seen)
        return visit.tracker.review(
            number,
            answer == "accept",
            reason=visit.typed("because"),
            by=visit.by,
            seen=visit.seen,
        )

    return _write(visit, change)


def attach(visit: Visit) -> Response:
    """Attach files to the task as evidence."""
    base = visit.tracker.database

    def change(number: int, task: TrackedTask) -> object:
        with brought(visit, "file") as paths:
            if not paths:
                raise UsageError("请先选择要附的文件。")
            return evidence.attach(base, number, paths, by=visit.by)

    return _write(visit, change)


def file(visit: Visit) -> Response:
    """A file that was attached."""
    task = visit.found(lambda: visit.tracker.task(visit.number("task"), today=visit.today))
    wanted = visit.request.path_params["sha256"]
    one = next((one for one in task.evidence if one.sha256 == wanted), None)
    found = visit.found_or_none(one, "这项任务没有附这个文件。")
    return attachment(evidence.content(visit.tracker.database, wanted), found.name)


ROUTES = (
    Route("/tasks/{task:int}", page(show)),
    Route("/tasks/{task:int}/progress", page(enter), methods=["POST"]),
    Route("/tasks/{task:int}/evidence", page(attach), methods=["POST"]),
    Route("/tasks/{task:int}/evidence/{sha256}", page(file)),
    Route("/tasks/{task:int}/edit", page(correct), methods=["POST"]),
    Route("/tasks/{task:int}/close", page(close), methods=["POST"]),
)
