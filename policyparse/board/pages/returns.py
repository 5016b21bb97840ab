"""``/returns``: what units sent, from their pages or as workbooks: what it would change, entered or refused as one command."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from policyparse import sandbox
from policyparse.board.uploads import attachment, brought
from policyparse.board.visit import Visit, page
from policyparse.errors import PolicyparseError, UsageError
from policyparse.exports.columns import COLUMNS
from policyparse.ledger import Filing, Filter, Left, NewTask, Taken, TrackedTask
from policyparse.ledger.inbox import SUBMISSION_WORDS, Submission
from policyparse.readers.limits import Limits
from policyparse.returns import Preview, Returned, compare, entering, stored
from policyparse.tracker import evidence, submissions

SECONDS = 120
"""For reading one workbook: a person waits for it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A submission with what entering it would do, and the files that go with it, each with the number of its task."""

    sent: Submission
    preview: Preview
    files: tuple[tuple[str, Mapping[str, Any]], ...]


def preview_of(visit: Visit, sent: Sequence[Submission]) -> Preview:
    """What entering submissions would do, as ``import`` shows it."""
    tables = [stored.loaded(one) for one in sent]
    numbers = [line.clues.get("id", "") for table in tables for line in table.lines]
    named = all(words.isdecimal() and len(words) < 10 for words in numbers)
    filter = (
        Filter(ids=tuple(map(int, numbers)))
        if named and all(stored.PAGE in one.content for one in sent)
        else Filter()
    )
    tasks = visit.tracker.tasks(filter, today=visit.today)
    return compare(tables, tasks, tracker=visit.tracker.identity)


def show(visit: Visit, wrong: str = "", taken: Taken | None = None, status: int = 200) -> Response:
    """All that waits, and what was settled lately; after something was entered what of it was left out."""
    base = visit.tracker.database
    waiting = [
        Waiting(one, preview_of(visit, [one]), tuple(_files(one)))
        for one in submissions.listed(base, waiting=True)
    ]
    settled = submissions.listed(base, waiting=False, many=20)
    left: tuple[Left, ...] = (*taken.refused, *taken.kept, *taken.replaced) if taken else ()
    return visit.page(
        "returns.html",
        status,
        waiting=waiting,
        settled=settled,
        words=SUBMISSION_WORDS,
        columns=COLUMNS,
        wrong=wrong,
        left=left,
    )


def _files(sent: Submission) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for task, line in sent.content.get(stored.PAGE, {}).items():
        yield from ((task, one) for one in line.get(stored.FILES, ()))


def upload(visit: Visit) -> Response:
    """Put the workbooks that the office was sent among what waits; what cannot be read is told, the rest is taken."""
    sent, failed = [], []
    with brought(visit, "file") as paths:
        if not paths:
            return show(visit, "请先选择填好的工作簿（xlsx、docx、csv，或它们的 zip）。", status=422)
        with sandbox.Room(keep=len(paths) > 1) as room:
            for path in paths:
                try:
                    tables: tuple[Returned, ...] = room.call(
                        "policyparse.returns.files:read", path, Limits(seconds=SECONDS)
                    )
                except PolicyparseError as error:
                    failed.append(str(error))
                    continue
                sent += [(t.sent.unit or "", t.sent.period or "", t.file, stored.dumped(t)) for t in tables]
    done = submissions.receive(visit.tracker.database, sent, by=visit.by) if sent else None
    if failed:
        return show(visit, "；".join(failed), status=422)
    return visit.go("/returns", done)


def file(visit: Visit) -> Response:
    """A file that a unit sent with its page."""
    sent = visit.found(lambda: submissions.numbered(visit.tracker.database, visit.number("number")))
    wanted = visit.request.path_params["sha256"]
    one = next((one for one in submissions.sent_files(sent.content) if one["sha256"] == wanted), None)
    found = visit.found_or_none(one, "这份填报没有附这个文件。")
    return attachment(evidence.content(visit.tracker.database, wanted), found["name"])


def enter(visit: Visit) -> Response:
    """Enter what was ticked, as one command."""
    numbers = [int(str(n)) for n in visit.form.getlist("number") if re.fullmatch(r"\d{1,9}", str(n))]
    add_new = bool(visit.typed("add_new"))

    def decide(tasks: Sequence[TrackedTask]) -> tuple[Sequence[Filing], Sequence[NewTask]]:
        tables = [stored.loaded(submissions.numbered(visit.tracker.database, number)) for number in numbers]
        preview = compare(tables, tasks, tracker=known_as)
        return entering.filings(preview), entering.new_tasks(preview, None) if add_new else []

    try:
        if not numbers:
            raise UsageError("请勾选要入账的填报。")
        known_as = visit.tracker.identity
        taken = submissions.enter(visit.tracker.database, numbers, decide, by=visit.by)
    except PolicyparseError as error:
        return show(visit, str(error), status=422)
    if taken.refused or taken.kept or taken.replaced:
        return show(visit, taken=taken)
    return visit.go("/returns", taken.command)


def refuse(visit: Visit) -> Response:
    """Send a submission back with a reason."""
    try:
        done = submissions.refuse(
            visit.tracker.database, visit.number("number"), visit.typed("because"), by=visit.by
        )
    except PolicyparseError as error:
        reason = visit.typed("because")
        return show(visit, f"{error}{f'您写的理由：{reason}' if reason else ''}", status=422)
    return visit.go("/returns", done)


ROUTES = (
    Route("/returns", page(show, "office")),
    Route("/returns/upload", page(upload), methods=["POST"]),
    Route("/returns/enter", page(enter), methods=["POST"]),
    Route("/returns/{number:int}/files/{sha256}", page(file, "office")),
    Route("/returns/{number:int}/refuse", page(refuse), methods=["POST"]),
)
