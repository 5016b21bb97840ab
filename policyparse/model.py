"""Every value that passes between the stages of a parse: frozen, and nothing but its fields.

A character offset always addresses ``Document.text`` and every range is half-open. What a field of the result means, ``docs/json.md`` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, NamedTuple, TypeVar

Role = Literal["lead", "support"]
Basis = Literal["explicit", "convention", "order", "prose", "issuer"]
Comparator = Literal["=", ">=", ">", "<=", "<", "~"]
Change = Literal["increase", "decrease"]
TargetKind = Literal["goal", "standard"]
DeadlineKind = Literal["by", "recurring", "ongoing", "period"]
DeadlineBasis = Literal["explicit", "document-year"]
TaskKind = Literal["task", "assessment"]
ConventionRule = Literal[
    "first-listed-leads", "sole-responsible-leads", "applies-to-all", "leads-the-rest", "leads-unless-named"
]

AccountKind = Literal["item", "row", "quantity", "units", "time"]
AccountState = Literal["taken", "left", "unaccounted"]
WhoField = Literal["person", "leader", "contact"]
EntryField = Literal[
    WhoField, "note", "problem", "next_step", "coordinate", "percent", "state", "remark", "source"
]

ReportCycle = Literal["weekly", "monthly", "quarterly", "half-yearly", "yearly"]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points (1/72 inch), from the page's upper left corner."""

V_co = TypeVar("V_co", covariant=True)


# ---- what a reader gives -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the file has it, its white space inside kept.

    ``whole`` says that the file itself ends a paragraph here (DOCX, HTML); in a PDF or a TXT a line end may be
    a wrap, and ``layout`` decides. ``size`` is the type size in points, ``heading`` a declared outline level
    (1 is the highest). ``starts`` are the left edges, in points, of its parts behind gaps that only columns explain.
    ``note`` says that it is of a footnote, which is no text. ``column`` are the left and the right edge, in points, of the column
    that it stands in, where the page has several.
    """

    text: str
    page: int | None = None
    box: Box | None = None
    size: float | None = None
    bold: bool = False
    centred: bool = False
    heading: int | None = None
    whole: bool = False
    starts: tuple[float, ...] = ()
    note: bool = False
    column: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table with its place in the grid; a merged cell is given once, with the rows and columns it spans."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table in reading order; one that runs over a page break is one table, its repeated header given once."""

    cells: tuple[Cell, ...]
    page: int | None = None
    box: Box | None = None


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Scan:
    """A file as read: its lines and tables in reading order, page furniture included.

    ``pages`` is None where the format has none; ``unread`` lists the pages (1-based) of which no text could be
    read; ``facts`` holds labelled facts that the file carries beside its text (a web page's 发文字号); ``remarks``
    are plain Chinese sentences about the file for the person who added it.
    """

    name: str
    format: str
    sha256: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    unread: tuple[int, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


# ---- text and its coordinates --------------------------------------------------------------------------


class Span(NamedTuple):
    """A half-open range of characters of ``Document.text``.

    A tuple, as none of the other values is: a text of 10,000 characters has 10,000 of them, made, compared and looked up.
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of ``text`` that the span addresses."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the parse noticed: a code of ``checks``, a message in Chinese, and where."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The way back from a span of the text to the line that it was printed on."""

    span: Span
    page: int | None
    box: Box | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text with how it looked; ``table`` numbers the table that it is a cell of."""

    span: Span
    size: float | None = None
    bold: bool = False
    centred: bool = False
    heading: int | None = None
    table: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in the text: its rows of cells, each cell the span of its words.

    Every row has the same number of cells; a merged cell stands in each place that it covers.
    """

    span: Span
    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """Page furniture that is not text: a page number, a running header, a web page's chrome."""

    text: str
    page: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one policy document and the way back to its pages.

    ``text`` joins the paragraphs with line feeds; no line feed stands inside a paragraph. ``tables`` is in the order of ``Paragraph.table``.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    runs: tuple[Run, ...]
    tables: tuple[Grid, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    findings: tuple[Finding, ...] = ()

    def words(self, i: int) -> str:
        """The words of paragraph ``i``."""
        return self.paragraphs[i].span.of(self.text)

    def is_cell(self, i: int) -> bool:
        """Whether paragraph ``i`` stands in a table."""
        return self.paragraphs[i].table is not None

    def page(self, span: Span) -> int | None:
        """The page (1-based) that the span begins on, or None where the format has no pages."""
        return next((run.page for run in self.runs if run.span.end > span.start), None)


# ---- what is read from the text ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention(Generic[V_co]):
    """Something read: where, in which words, what it means, and by which rule.

    ``span`` is None where the value follows from a rule and not from words; else ``text[start:end] == surface``.
    ``rule`` is the id of a lexicon entry or of a rule of the code; ``confidence`` is the share of the facts
    read by that rule that are right, as measured (0 to 1).
    """

    span: Span | None
    surface: str
    value: V_co
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit: its name as printed with shared prefixes given back, its full name, and its role."""

    name: str
    canonical: str
    role: Role
    basis: Basis


@dataclass(frozen=True, slots=True)
class Target:
    """A number that a task commits to reach; ``value`` is the number before ``unit`` (1.2万人 is 1.2 and 万人)."""

    metric: str
    comparator: Comparator
    value: Decimal
    unit: str | None
    value_max: Decimal | None = None
    change: Change | None = None
    baseline: str | None = None
    scope: str | None = None
    kind: TargetKind = "goal"
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When: ``by`` a last day, in a ``period``, ``recurring`` by an RRULE (RFC 5545), or ``ongoing``."""

    kind: DeadlineKind
    due: date | None = None
    start: date | None = None
    rrule: str | None = None
    basis: DeadlineBasis = "explicit"


@dataclass(frozen=True, slots=True)
class Milestone:
    """What is to be done by a stage of a task: ``when`` as printed (一季度), its first and last day where they are known."""

    when: str
    text: str
    due: date | None = None
    start: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a ledger reports of a task; ``words`` are those of the cell, 40 for 40 %, a state as the tracker calls it."""

    field: EntryField
    words: str


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table that the contract has no field for: its label and what stands in it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Convention:
    """A rule that the document declares for its own unit lists; ``unit`` is whom ``applies-to-all`` adds to each task, or who leads the others."""

    rule: ConventionRule
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Reporting:
    """How often the document wants progress reported, and by which day of the month after (None: not said)."""

    cycle: ReportCycle
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Cite:
    """A document that the text cites by 《title》."""

    title: str
    doc_number: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reading of a task needs to know of its document: whose it is, where, and when."""

    issuer: str | None = None
    region: str | None = None
    issued_on: date | None = None
    year: int | None = None
    conventions: tuple[Convention, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    binds: bool = False
    """Whether the issuer binds others by the document (目标责任书): then it leads nothing that names nobody."""


@dataclass(frozen=True, slots=True)
class Task:
    """A numbered item that orders something to be done.

    ``span`` is the whole item with its number and its brackets; ``text`` is what follows the heading, without
    the brackets that name units and times, so it need not be one piece of ``Document.text``. ``entries`` are those of a
    ledger, each field once; ``fields`` the columns that nothing else takes, in their order.
    """

    key: str
    number: str | None
    path: tuple[str, ...]
    title: str
    text: str
    span: Span
    kind: TaskKind = "task"
    points: Decimal | None = None
    units: tuple[Mention[Unit], ...] = ()
    targets: tuple[Mention[Target], ...] = ()
    deadlines: tuple[Mention[Deadline], ...] = ()
    actions: tuple[Mention[str], ...] = ()
    milestones: tuple[Mention[Milestone], ...] = ()
    entries: tuple[Mention[Entry], ...] = ()
    fields: tuple[Mention[Field], ...] = ()
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What became of something printed: taken (as what, by the task of that key), left (why), or unaccounted.

    ``reason`` is an id of ``accounts.toml`` or of the lexicon entry that explains it, "" where nobody does. ``task`` is the
    key of the task that took it, None for what the document as a whole took (a goal, a heading) and for what was left.
    """

    kind: AccountKind
    state: AccountState
    reason: str
    span: Span
    task: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy document: what is known of it and the tasks that it sets."""

    document: Document
    title: Mention[str] | None
    issuer: Mention[str] | None = None
    doc_number: Mention[str] | None = None
    issued_on: Mention[date] | None = None
    genre: str | None = None
    year: int | None = None
    region: str | None = None
    conventions: tuple[Mention[Convention], ...] = ()
    reporting: tuple[Mention[Reporting], ...] = ()
    cites: tuple[Mention[Cite], ...] = ()
    goals: tuple[Mention[Target], ...] = ()
    tasks: tuple[Task, ...] = ()
    findings: tuple[Finding, ...] = ()
    accounts: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read."""

    name: str
    format: str
    sha256: str
    pages: int | None = None
    unread: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A whole parse: the file and the documents found in it."""

    source: Source
    documents: tuple[Policy, ...] = ()
