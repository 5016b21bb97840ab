"""The one table that every exporter writes: its title, its columns, its section rows and its task rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from policyparse.exports import marks
from policyparse.exports.columns import COLUMNS, Column, Value, as_text, reader, standard
from policyparse.exports.marks import Sent
from policyparse.ledger import DocumentCard, TrackedTask
from policyparse.output import clean

OMITTED = ("text", "targets", "support", "deadline")
"""Columns that a table to be printed leaves out where no task has a word in them."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who exports may choose.

    ``title`` replaces the title; ``unit`` is whose tasks these are, named in the title; ``columns`` are ids
    of ``columns.COLUMNS``; ``ledger`` makes the 督查台账 of it; ``day`` is the day of the table;
    ``paper`` is A4 or A3 for a printed one; ``whose`` is the full name of a unit whose tasks are parted into
    those that it leads and those that it supports. ``period`` is what the table is to be filled in for (2025-06), ``back``
    the day by which it is to be back, ``tracker`` the id of the tracker that it comes from.
    """

    title: str | None = None
    unit: str | None = None
    columns: tuple[str, ...] | None = None
    ledger: bool = False
    day: date | None = None
    paper: str | None = None
    whose: str | None = None
    period: str | None = None
    back: date | None = None
    tracker: str | None = None

    def sent(self, tasks: Sequence[TrackedTask]) -> Sent:
        """What a table of these tasks says of itself when it goes out."""
        return Sent(self.whose, self.period, self.tracker, len(tasks), ids=tuple(task.id for task in tasks))


@dataclass(frozen=True, slots=True)
class Section:
    """A row across the table: a heading of the outline; ``depth`` is 0 for the outermost."""

    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class FormRow:
    """A task's row: a value for each column."""

    task: TrackedTask
    cells: tuple[Value, ...]

    @property
    def texts(self) -> list[str]:
        """The values in words."""
        return [cell if cell.__class__ is str else as_text(cell) for cell in self.cells]


@dataclass(frozen=True, slots=True)
class Form:
    """The table: ``lines`` in the order in which they are printed."""

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Section | FormRow, ...]

    @property
    def rows(self) -> tuple[FormRow, ...]:
        """The task rows alone."""
        return tuple(line for line in self.lines if isinstance(line, FormRow))

    def stamped(self) -> Iterator[tuple[FormRow, str]]:
        """The task rows, each with the stamp of its task (``marks``), made of the words that the row has already."""
        ids = [column.id for column in self.columns]
        for row in self.rows:
            yield row, marks.stamp(row.task, dict(zip(ids, row.cells, strict=True)))


def form(tasks: Sequence[TrackedTask], options: Options, *, sections: bool = True) -> Form:
    """The table of ``tasks`` in their order; without ``sections`` the outline is a column and not rows."""
    ids = options.columns or standard(tasks, options.ledger)
    if not sections and not options.columns:
        outline = ("document", "path") if len(_documents(tasks)) > 1 else ("path",)
        ids = (ids[0], *outline, *ids[1:])
    columns = tuple(COLUMNS[id_] for id_ in ids)
    headed = sections and "path" not in ids
    if sections and not options.columns:
        ids = tuple(id_ for id_ in ids if id_ not in OMITTED or any(COLUMNS[id_].read(t) for t in tasks))
        columns = tuple(COLUMNS[id_] for id_ in ids)
    several = len(_documents(tasks)) > 1
    headings = [_headings(task, options, several) if headed else () for task in tasks]
    lines = _lines(tasks, headings, columns)
    return Form(title(tasks, options), columns, tuple(lines))


def title(tasks: Sequence[TrackedTask], options: Options) -> str:
    """《…》责任分工表 for one document, the unit in brackets behind it; …重点任务责任分工表 for several.

    A document that is itself called …责任分工表 is not called so twice.
    """
    if options.title:
        return clean(options.title)
    noun = "督查台账" if options.ledger else "责任分工表"
    documents = _documents(tasks)
    if len(documents) != 1:
        return clean(f"{options.unit or ''}重点任务{noun}")
    whole = documents[0].title
    if not whole.endswith(noun):
        whole = f"《{whole.replace('《', '〈').replace('》', '〉')}》{noun}"
    return clean(whole + (f"（{options.unit}）" if options.unit else ""))


def _documents(tasks: Sequence[TrackedTask]) -> list[DocumentCard]:
    return list({task.document.id: task.document for task in tasks}.values())


def _headings(task: TrackedTask, options: Options, several: bool) -> tuple[str, ...]:
    """What stands above a task, outermost first: what the unit is in it, its document, its outline."""
    part = ["牵头任务" if leads(task, options.whose) else "配合任务"] if options.whose else []
    document = [_heading(task.document)] if several else []
    return (*part, *document, *task.path)


def leads(task: TrackedTask, canonical: str) -> bool:
    """Whether the unit of that full name leads the task."""
    return task.role_of(canonical) == "lead"


def _lines(
    tasks: Sequence[TrackedTask], headings: Sequence[tuple[str, ...]], columns: tuple[Column, ...]
) -> Iterator[Section | FormRow]:
    above: tuple[str, ...] = ()
    values = reader(columns)
    for index, (task, path) in enumerate(zip(tasks, headings, strict=True), 1):
        if path != above:
            yield from _changed(above, path)
            above = path
        yield FormRow(task, values(task, index))


def _heading(document: DocumentCard) -> str:
    number = f"（{document.doc_number}）" if document.doc_number else ""
    return f"《{document.title}》{number}"


def _changed(above: tuple[str, ...], path: tuple[str, ...]) -> Iterator[Section]:
    """The headings of ``path`` that did not stand above the task before."""
    same = 0
    while same < min(len(above), len(path)) and above[same] == path[same]:
        same += 1
    for depth in range(same, len(path)):
        yield Section(clean(path[depth]), depth)
