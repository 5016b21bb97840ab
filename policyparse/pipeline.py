"""The stages of a parse in their order: scan, layout, notice, outline, drafts, extraction, checks.

Everything after ``readers.read`` is pure: the same scan gives the same result, and no text makes it raise.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from policyparse import actions, checks, doubts, drafts, layout, notice, outline, places
from policyparse.drafts import Draft
from policyparse.extract import deadlines, names, reporting, roles, targets
from policyparse.model import (
    Cite,
    Deadline,
    Document,
    Finding,
    Mention,
    Parsed,
    Policy,
    Scan,
    Setting,
    Source,
    Span,
    Target,
    Task,
    Unit,
)

_CITED = re.compile(
    r"《(?P<title>[^《》]{3,80})》(?:\s*[（(](?P<number>[^（()）]{1,12}[〔\[（(]\d{4}[〕\])）]\d+号)[)）])?"
)
_ONE_YEAR = re.compile(
    r"(?:要点|工作任务|工作计划|任务清单|年度.{0,6}|重点工作|工作安排|责任分工.{0,3}|分工方案|行动计划|方案)$"
)
V = TypeVar("V")


def parse(path: str | Path) -> Parsed:
    """Read the file and parse it; raises ``UnreadableFile`` where it cannot be read."""
    from policyparse import readers  # reading needs the libraries of each format; a parse of a scan does not

    return read(readers.read(Path(path)))


def read(scan: Scan) -> Parsed:
    """Parse a scan. Never raises, whatever the text: what is doubtful becomes a finding."""
    whole = layout.compose(scan)
    parts = notice.split(whole, scan.facts) if whole.paragraphs else ()
    source = Source(scan.name, scan.format, scan.sha256, scan.pages, scan.unread, scan.remarks)
    policies = tuple(_policy(part) for part in parts)
    return Parsed(source, (_with_unread(policies[0], scan.unread), *policies[1:]) if policies else ())


def _with_unread(policy: Policy, pages: Sequence[int]) -> Policy:
    """The first document of a file, with a finding for each page of the file that could not be read."""
    unread = tuple(Finding("unread-page", f"第{page}页没有读出文字，这一页的内容没有解析") for page in pages)
    return replace(policy, findings=(*policy.findings, *unread))


def _policy(part: notice.Part) -> Policy:
    document = part.document
    tree = outline.build(document, part.body, part.signature)
    found = drafts.find(document, tree.roots)
    setting = _setting(part)
    policy = Policy(
        document=document,
        title=part.title,
        issuer=part.issuer,
        doc_number=part.doc_number,
        issued_on=part.issued_on,
        genre=part.genre,
        year=part.year,
        region=setting.region,
        conventions=roles.conventions(document.text, Span(0, len(document.text))),
        reporting=reporting.find(document.text, Span(0, len(document.text))),
        cites=_cites(document),
        goals=_goals(document, found.aims, setting),
        tasks=_tasks(document, found.tasks, setting, _plan_year(part)),
        findings=(*document.findings, *part.findings, *tree.findings),
    )
    return doubts.weigh(checks.apply(policy))


def _setting(part: notice.Part) -> Setting:
    text = part.document.text
    whole = Span(0, len(text))
    issuer = part.issuer.value if part.issuer else None
    title = part.title.value if part.title else ""
    return Setting(
        issuer=issuer,
        region=(places.region(issuer) if issuer else None) or places.region(title),
        issued_on=part.issued_on.value if part.issued_on else None,
        year=part.year,
        conventions=tuple(m.value for m in roles.conventions(text, whole)),
        aliases=names.learn(text, whole),
    )


def _plan_year(part: notice.Part) -> int | None:
    """The year for which the document is a plan: its title names one year, and a plan is what it is."""
    title = part.title.value if part.title else ""
    years = re.findall(r"\d{4}|[二一][〇○零一二三四五六七八九]{3}(?=年)", title)
    return part.year if len(years) == 1 and part.genre and _ONE_YEAR.search(part.genre) else None


def _cites(document: Document) -> tuple[Mention[Cite], ...]:
    return tuple(
        Mention(Span(*found.span()), found[0], Cite(found["title"], found["number"]), "cite.title")
        for found in _CITED.finditer(document.text)
    )


def _goals(document: Document, aims: Sequence[Span], setting: Setting) -> tuple[Mention[Target], ...]:
    return tuple(goal for span in aims for goal in targets.find(document.text, span, setting))


# ---- tasks ---------------------------------------------------------------------------------------------


def _tasks(
    document: Document, found: Iterable[Draft], setting: Setting, plan_year: int | None
) -> tuple[Task, ...]:
    tasks = [_task(document, draft, setting, plan_year) for draft in found]
    return tuple(_keyed(tasks))


def _task(document: Document, draft: Draft, setting: Setting, plan_year: int | None) -> Task:
    text = document.text
    inherited = [roles.listed(text, h.span, setting) for h in draft.headings if h.span.start < h.span.end]
    above = tuple(u for r in inherited for u in r.units)
    listed = roles.listed(text, draft.span, setting, above)
    body = tuple(piece for span in draft.body for piece in actions.without(span, listed.cuts))
    pieces = body if draft.body and draft.title.start >= draft.body[0].start else (draft.title, *body)
    times = (*listed.times, *(t for r in inherited for t in r.times))
    return Task(
        key="",
        number=draft.number,
        path=tuple(h.text for h in draft.headings),
        title=text[draft.title.start : draft.title.end].strip(),
        text=_reflowed(text, body),
        span=draft.span,
        kind=draft.kind,
        points=draft.points,
        units=_units(text, draft, setting, listed.units, any(u.value.role == "lead" for u in above)),
        targets=_targets(text, draft, pieces, setting),
        deadlines=_deadlines(text, draft, pieces, times, setting, plan_year),
        actions=actions.find(text, draft.body, listed.cuts),
    )


def _reflowed(text: str, body: Sequence[Span]) -> str:
    """The words of a task: pieces of one paragraph joined, paragraphs on lines of their own."""
    out = ""
    for before, span in zip((None, *body), body, strict=False):
        apart = before is not None and "\n" in text[before.end : span.start]
        out += ("\n" if apart else "") + text[span.start : span.end]
    return out.strip()


def _units(
    text: str, draft: Draft, setting: Setting, listed: Sequence[Mention[Unit]], led: bool
) -> tuple[Mention[Unit], ...]:
    """The units that brackets, labels and columns name; where there are none, those of the prose, or the issuer.

    ``led`` says that a heading above names who leads. The issuer does not lead a scoring row that names nobody.
    """
    cells = [(label, cell) for label, cell in draft.cells if roles.is_unit_label(label)]
    if led:
        named = tuple(u for label, cell in cells for u in roles.column(text, cell, label, setting, led=True))
    else:
        named = roles.columns(text, cells, setting)
    if listed or named:
        return _once([*listed, *named])
    asked = replace(setting, issuer=None) if draft.kind == "assessment" else setting
    return roles.spoken(text, draft.span, asked)


def _once(units: Iterable[Mention[Unit]]) -> tuple[Mention[Unit], ...]:
    """Each unit once, in order; one that both leads and supports leads."""
    kept: dict[str, Mention[Unit]] = {}
    for unit in units:
        before = kept.get(unit.value.name)
        if before is None or (before.value.role == "support" and unit.value.role == "lead"):
            kept[unit.value.name] = unit
    return tuple(kept.values())


def _targets(
    text: str, draft: Draft, pieces: Sequence[Span], setting: Setting
) -> tuple[Mention[Target], ...]:
    spans = [
        *pieces,
        *(c for label, c in draft.cells if not roles.is_unit_label(label) and not roles.is_time_label(label)),
    ]
    scored = draft.kind == "assessment"
    return tuple(t for span in spans for t in targets.find(text, span, setting, assessment=scored))


def _deadlines(
    text: str,
    draft: Draft,
    pieces: Sequence[Span],
    times: Sequence[Span],
    setting: Setting,
    plan_year: int | None,
) -> tuple[Mention[Deadline], ...]:
    columns = [*times, *(cell for label, cell in draft.cells if roles.is_time_label(label))]
    found = [d for span in columns for d in deadlines.find(text, span, setting, column=True)]
    found += [d for span in pieces for d in deadlines.find(text, span, setting)]
    once = {(d.value.kind, d.value.due, d.value.start, d.value.rrule): d for d in reversed(found)}
    if not once and plan_year is not None and draft.kind == "task":
        due = Deadline("by", due=date(plan_year, 12, 31), basis="document-year")
        return (Mention(None, "", due, "deadline.document-year"),)
    return tuple(reversed(once.values()))


def _keyed(tasks: Sequence[Task]) -> Iterator[Task]:
    """The tasks with their keys: the same item of a text has the same key however often it is parsed."""
    seen: dict[str, int] = {}
    for task in tasks:
        words = re.sub(r"\W", "", (task.title + task.text)[:60])
        digest = hashlib.sha1(
            "\x1f".join((*task.path, task.number or "", words)).encode(errors="replace")
        ).hexdigest()[:12]
        seen[digest] = seen.get(digest, 0) + 1
        yield replace(task, key=digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
