"""The stages of a parse in their order: scan, tables regained, text, document, outline, drafts, tasks, accounts, checks.

Everything after ``readers.read`` is pure: the same scan gives the same result, and no text makes it raise.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from policyparse import accounts, checks, outline, tasks
from policyparse.checks import doubts
from policyparse.document import cites, notice, setting
from policyparse.extract import targets
from policyparse.extract.deadlines import reporting
from policyparse.extract.units import conventions
from policyparse.model import Document, Finding, Parsed, Policy, Scan, Source, Span
from policyparse.outline import drafts
from policyparse.tables import inside, regained
from policyparse.text import (
    footnotes,
    layout,
    misread_marks,
    numbers_alone,
    over,
    page_heads,
    radicals,
    spread,
    strokes,
)

_MENDED = (
    radicals.mended,
    strokes.mended,
    page_heads.parted,
    spread.closed,
    footnotes.told,
    misread_marks.mended,
    inside.titled,
    regained.regain,
    numbers_alone.joined,
    over.joined,
)
"""What gives a scan back what its file lost: characters, a table's title, tables, the place of numbers and of brackets. In this order."""


def parse(path: str | Path) -> Parsed:
    """Read the file and parse it; raises ``UnreadableFile`` where it cannot be read."""
    from policyparse import readers  # reading needs the libraries of each format; a parse of a scan does not

    return read(readers.read(Path(path)))


def read(scan: Scan) -> Parsed:
    """Parse a scan. Never raises, whatever the text: what is doubtful becomes a finding."""
    with _uncollected():
        return _read(scan)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector meanwhile: it goes through all that a parse keeps again and again (a twelfth of the time), and
    a parse makes nothing that only it would find: no value holds itself.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _read(scan: Scan) -> Parsed:
    for mended in _MENDED:
        scan = mended(scan)
    whole = layout.compose(scan)
    policies = documents(whole, scan.facts)
    source = Source(scan.name, scan.format, scan.sha256, scan.pages, scan.unread, scan.remarks)
    return Parsed(source, (_with_unread(policies[0], scan.unread), *policies[1:]) if policies else ())


def documents(whole: Document, facts: Sequence[tuple[str, str]] = ()) -> tuple[Policy, ...]:
    """The documents of a text, in order; ``facts`` are labelled facts beside it. The text of each is a piece of the whole."""
    return tuple(_policy(part) for part in notice.split(whole, facts)) if whole.paragraphs else ()


def _with_unread(policy: Policy, pages: Sequence[int]) -> Policy:
    """The first document of a file, with a finding for each page of the file that could not be read."""
    unread = tuple(Finding("unread-page", f"第{page}页没有读出文字，这一页的内容没有解析") for page in pages)
    return replace(policy, findings=(*policy.findings, *unread))


def _policy(part: notice.IssuedText) -> Policy:
    document = part.document
    tree = outline.build(document, part.body, part.signature)
    found = drafts.find(document, tree.roots)
    known = setting.of(part)
    policy = Policy(
        document=document,
        title=part.title,
        issuer=part.issuer,
        doc_number=part.doc_number,
        issued_on=part.issued_on,
        genre=part.genre,
        year=part.year,
        region=known.region,
        conventions=conventions.find(document.text),
        reporting=reporting.find(document.text, Span(0, len(document.text))),
        cites=cites.find(document),
        goals=(
            *targets.of_aims(document.text, found.aims, known),
            *(goal for row in found.indicators for goal in tasks.indicators(document.text, row, known)),
        ),
        tasks=tasks.make(document, found.tasks, known, setting.plan_year(part)),
        findings=(*document.findings, *part.findings, *tree.findings, *found.findings),
    )
    kept = accounts.keep(policy, tree, part.body, part.signature, known)
    return doubts.weigh(checks.apply(kept))
