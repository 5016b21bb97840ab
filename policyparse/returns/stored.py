"""Filled-in tables as they wait to be entered: a table that was read, or what a unit filled in on its page, as JSON and back.

What comes back from either is compared with the tracker in the same way (``match.compare``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from policyparse.exports.marks import Sent, plainly, stamp
from policyparse.ledger import TrackedTask
from policyparse.ledger.inbox import Submission
from policyparse.returns.lines import Line, Problem, Returned

Json = dict[str, Any]
PAGE, FILES = "lines", "files"
"""Under what the content of a submission from the page keeps its lines, by the numbers of the tasks, and a line its files."""


def dumped(table: Returned) -> Json:
    """A table that was read; files that came with it are kept apart."""
    told = asdict(replace(table, beside=()))
    del told["beside"]
    told["rows"] = told.pop("lines")
    return told


def line(
    task: TrackedTask, entries: Mapping[str, str], typed: Mapping[str, str], files: Sequence[Json] = ()
) -> Json:
    """What a unit filled in on its page for a task: ``task`` is as the page showed it, ``entries`` what it says now by field
    (as a table would), ``typed`` the fields of the form, to be shown again, ``files`` the evidence that goes with it."""
    sent = {FILES: list(files)} if files else {}
    return {
        **sent,
        "title": plainly(task.title),
        "stamp": stamp(task),
        "entries": dict(entries),
        "typed": dict(typed),
    }


def loaded(submission: Submission) -> Returned:
    """The table of a submission."""
    content = submission.content
    if PAGE not in content:
        lines = tuple(
            Line(**{**row, "sent": Sent(**row["sent"]), "stamps": _numbered(row["stamps"])})
            for row in content["rows"]
        )
        problems = tuple(Problem(**problem) for problem in content["problems"])
        return Returned(content["file"], lines, problems, content["headed"], Sent(**content["sent"]))
    sent = Sent(submission.unit, submission.period)
    where = f"{submission.name}（{submission.unit}）"
    lines = tuple(
        Line(
            where,
            sent,
            "",
            f"{where}任务{number}",
            {"id": number, "title": row["title"]},
            {},
            dict(row["entries"]),
            dict.fromkeys(row["entries"], where),
            row["stamp"],
            {},
        )
        for number, row in content[PAGE].items()
    )
    return Returned(where, lines, (), True, sent)


def _numbered(stamps: Mapping[str, str]) -> dict[int, str]:
    """JSON has words for keys."""
    return {int(number): words for number, words in stamps.items()}
