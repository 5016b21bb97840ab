"""``policyparse show --page``: the pages of a task as they are printed, its facts marked; or its text with the marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from policyparse import leftovers, output, sandbox
from policyparse.cli.audit import COLOURS, of_its_own
from policyparse.errors import ExportError, UsageError
from policyparse.ledger import TrackedTask
from policyparse.model import Document, Span
from policyparse.readers.page.picture import Mark
from policyparse.text.printed import Printed
from policyparse.tracker import Tracker, originals

DPI = 144
PICTURE = "policyparse.readers.page.picture"


def write(tracker: Tracker, number: int, path: Path, *, force: bool) -> list[Path]:
    """Write the page of a task as a picture, or its text with the marks as HTML; gives the files, one a page.

    Raises UsageError for another ending, ExportError where a page is none or a file cannot be written.
    """
    task = tracker.task(number, today=date.today())
    document = tracker.policy_of(number).document
    if path.suffix.lower() == ".html":
        output.save(path, _text(task, document).encode("utf-8", "replace"), force=force)
        return [path]
    if path.suffix.lower() != ".png":
        raise UsageError("--page 写成 .png（页面图像）或 .html（标出事实的原文）。")
    files = dict(zip(_names(path), _pictures(tracker, task, document), strict=False))
    output.save_all(files, force=force)
    return list(files)


def _names(path: Path) -> Iterator[Path]:
    """页.png, 页-2.png …"""
    yield path
    number = 2
    while True:
        yield path.with_stem(f"{path.stem}-{number}")
        number += 1


def _pictures(tracker: Tracker, task: TrackedTask, document: Document) -> list[bytes]:
    with leftovers.folder() as folder:
        path = originals.write(tracker.database, task.document.id, Path(folder))
        sheets = sandbox.call(f"{PICTURE}:sheets", path)
        printed = Printed(document, {n: sheet.glyphs for n, sheet in enumerate(sheets, 1)})
        marks: dict[int, list[Mark]] = defaultdict(list)
        for span, label in _facts(task, document):
            for place in printed.places(span):
                if place.page and place.box:
                    marks[place.page].append(Mark(place.box, COLOURS[label]))
        pages = sorted(marks) or ([task.page] if task.page else [])
        made = [sandbox.call(f"{PICTURE}:png", path, more=(page, DPI, tuple(marks[page]))) for page in pages]
    if not made or None in made:
        raise ExportError("这种文件没有页面图像；请写 --page 文件.html，看标出事实的原文。")
    return made


def _facts(task: TrackedTask, document: Document) -> list[tuple[Span, str]]:
    """The places of a task's facts in the text that it was read from, with what each is; those that a person set have none."""
    read = [
        *((u, "牵头" if u.value.role == "lead" else "配合") for u in task.units),
        *((t, "目标" if t.value.kind == "goal" else "标准") for t in task.targets),
        *((d, "时限") for d in task.deadlines),
    ]
    return [(m.span, label) for m, label in read if m.span and m.span.of(document.text) == m.surface]


def _text(task: TrackedTask, document: Document) -> str:
    """The paragraphs in which the facts of a task stand, marked, as an HTML page of its own."""
    from policyparse import nlp

    marks = _facts(task, document)
    at = document.text.find(task.title)
    spans = [span for span, _ in marks] or [Span(max(at, 0), max(at, 0) + len(task.title))]
    start = document.text.rfind("\n", 0, min(span.start for span in spans)) + 1
    end = document.text.find("\n", max(span.end for span in spans))
    words = document.text[start : end if end >= 0 else None]
    moved = [(Span(span.start - start, span.end - start), label) for span, label in marks]
    legend = "　".join(
        f'<mark style="background:{c}">{n}</mark>' for n, c in COLOURS.items() if n != "未归入"
    )
    body = nlp.drawn(words, f"任务 {task.id}　{task.title}", moved, COLOURS)
    return of_its_own(task.title, legend, body)
