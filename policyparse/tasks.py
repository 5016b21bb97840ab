"""Where a task is put together: from a draft and what was extracted of its words to a ``Task``."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, groupby

from policyparse.extract import deadlines, targets
from policyparse.extract.deadlines import stages
from policyparse.extract.targets import measured
from policyparse.extract.units import over_items, roles
from policyparse.extract.units.roles import Responsibility
from policyparse.model import Deadline, Document, Mention, Setting, Span, Target, Task, Unit
from policyparse.outline import actions, entries
from policyparse.outline.drafts import Draft, Heading
from policyparse.tables import reported
from policyparse.tables.columns import meaning
from policyparse.tables.rows import Row
from policyparse.text.numbering import mark


def make(
    document: Document, found: Iterable[Draft], setting: Setting, plan_year: int | None
) -> tuple[Task, ...]:
    """The tasks of a document from its drafts, in order; ``plan_year`` dates those that name no time of their own.

    A heading's units and times serve every task below it. Keys are stable: the same text has the same keys.
    """
    drafts = list(found)
    lists = _lists(document.text, drafts, setting)
    seen: Counter[str] = Counter()
    return tuple(
        _task(document, d, who, setting, plan_year, seen) for d, who in zip(drafts, lists, strict=True)
    )


def _lists(text: str, drafts: Sequence[Draft], setting: Setting) -> list[Responsibility]:
    """What each item lists, with what its headings and a bracket behind its group list for it."""
    lists: list[Responsibility] = []
    spans = {h.span for draft in drafts for h in draft.headings if h.span.start < h.span.end}
    headings = roles.headings(text, spans, setting)
    for draft in drafts:
        above = [headings[h.span] for h in draft.headings if h.span in headings]
        inherited = tuple(u for r in above for u in r.units)
        own = roles.listed(text, draft.words, setting, inherited, draft.cells)
        times = (*(t for r in above for t in r.times), *(t for h in draft.headings for t in h.times))
        others = (*own.others, *(o for r in above for o in r.others))
        leaders = own.leaders or tuple(one for r in above for one in r.leaders)
        cuts = tuple(cut for r in above for cut in r.cuts)
        lists.append(replace(own, times=(*own.times, *times), others=others, leaders=leaders, above=cuts))
    for served, last in chain(_groups(text, drafts, lists), _numbered(text, drafts, lists)):
        for i in served:
            units = roles.once([*lists[i].units, *lists[last].units])
            times = (*lists[i].times, *lists[last].times)
            leaders = lists[i].leaders or lists[last].leaders
            lists[i] = replace(lists[i], units=units, times=times, leaders=leaders)
    for last, said in enumerate(tuple(lists)):
        for words, shared in said.shares:
            for i in _served(text, drafts, lists, last, words):
                lists[i] = replace(lists[i], units=roles.once([*lists[i].units, *shared]))
    return lists


def _numbered(
    text: str, drafts: Sequence[Draft], lists: Sequence[Responsibility]
) -> Iterator[tuple[list[int], int]]:
    """Items of a section with the one behind them whose bracket says that it speaks of them: （以上三项由市住建局牵头）."""
    for last, said in enumerate(lists):
        if said.serves is not None and not said.shares:
            yield [i for i in _served(text, drafts, lists, last, said.serves) if i != last], last


def _served(
    text: str, drafts: Sequence[Draft], lists: Sequence[Responsibility], last: int, words: Span
) -> list[int]:
    """The items of the section of the one at ``last`` of which the words in its bracket speak."""
    section = [i for i in range(last + 1) if drafts[i].headings == drafts[last].headings]
    marks = [mark(drafts[i].number or "") for i in section]
    numbers = [m.ordinal if m else 0 for m in marks]
    taken = [bool(lists[i].units) for i in section]
    return [section[k] for k in roles.served(text, words, numbers, taken)]


def _groups(
    text: str, drafts: Sequence[Draft], lists: Sequence[Responsibility]
) -> Iterator[tuple[list[int], int]]:
    """Items that list nobody, with the one behind them whose bracket stands on a line of its own: it serves them all.

    例：（1）规范签约。（2）强化培训。（3）加强宣传。 and on the next line （责任单位：市卫生健康委）. Where an item of the
    section has such a line to itself alone, each line serves its own item. Items that only semicolons part are one
    sentence, and a bracket behind its full stop serves it all: （1）规范签约；（2）加强宣传。（市卫生健康委）.
    """
    for _, section in groupby(range(len(drafts)), key=lambda i: drafts[i].headings):
        groups: list[tuple[list[int], int]] = []
        waiting: list[int] = []
        for i in section:
            if lists[i].serves is not None:
                waiting = []
                continue
            if not lists[i].cuts and not drafts[i].cells:
                waiting.append(i)
                continue
            # a time alone is of its own item: those above it may name their units in prose
            groups.append((waiting if lists[i].units or lists[i].leaders else [], i))
            waiting = []
        lines = [served and _own_line(text, lists[last].cuts) for served, last in groups]
        if all(lines):
            yield from groups
        else:
            yield from (g for g in groups if g[0] and _one_sentence(text, drafts, *g, lists[g[1]].cuts))


def _one_sentence(
    text: str, drafts: Sequence[Draft], served: Sequence[int], last: int, cuts: Sequence[Span]
) -> bool:
    """Whether semicolons alone part the items, and the bracket of the last stands behind the full stop of them all."""
    parted = all(drafts[i].span.of(text).rstrip()[-1:] in ("；", ";") for i in served)
    return parted and len(cuts) == 1 and text[: cuts[0].start].rstrip()[-1:] == "。"


def _own_line(text: str, cuts: Sequence[Span]) -> bool:
    return bool(cuts) and text[: cuts[0].start].rstrip(" \t\u3000").endswith("\n")


def _task(
    document: Document,
    draft: Draft,
    listed: Responsibility,
    setting: Setting,
    plan_year: int | None,
    seen: Counter[str],
) -> Task:
    """The task of a draft; ``seen`` counts the items with the same words."""
    text = document.text
    told = () if draft.row else entries.find(text, draft.title, draft.body)
    stopped = (_with_stop(text, cut) for cut in (*listed.cuts, *draft.times))
    cuts = (*stopped, *(Span(label.start, said.end) for label, said in told))
    body = tuple(piece for span in draft.body for piece in actions.without(span, cuts))
    own = body if draft.body and draft.title.start >= draft.body[0].start else (draft.title, *body)
    # a person whom no label calls has an empty one
    noted = [
        (head.of(text).strip("：:—－─【】〖〗[]［］ \n") or "责任人", said)
        for head, said in (*listed.others, *told)
    ]
    times = (*listed.times, *draft.times)
    orders = [said for head, said in noted if meaning(head) not in entries.REPORTED]
    title = "".join(p.of(text) for p in actions.without(draft.title, cuts)).strip()
    words = _reflowed(text, body)
    if not (
        title or words or draft.row
    ):  # 三、责任单位：市教育局: nothing but labels, by which the item is called
        title, words = draft.title.of(text).strip(), _reflowed(text, draft.body)
    found = (draft.title,) if entries.names_problem(draft.number, title, words) else ()
    pieces = tuple(p for span in own for p in actions.without(span, found))
    if not (words or draft.row):  # nothing but units and times stood behind the title
        words = title
    task = Task(
        key=_key([h.text for h in draft.headings], draft.number, title + words, seen),
        number=draft.number,
        path=tuple(_unlisted(text, h, listed.above) for h in draft.headings),
        title=title,
        text=words,
        span=draft.span,
        kind=draft.kind,
        points=draft.points,
        units=_units(text, draft, setting, listed.units),
        targets=_targets(
            text, draft, [*pieces, *(s for s in orders if draft.span.start <= s.start)], setting
        ),
        deadlines=_deadlines(text, draft, pieces, times, setting, plan_year),
        milestones=stages.milestones(text, pieces, [*times, *_time_cells(draft)], setting),
        actions=actions.find(text, draft.body, cuts),
        entries=(*reported.leader(text, listed.leaders), *reported.beside_units(document, noted)),
        fields=reported.labelled(document, noted),
    )
    return _with_columns(document, draft.row, task, setting) if draft.row else task


def _unlisted(text: str, heading: Heading, cuts: Sequence[Span]) -> str:
    """A heading as it goes into a path, without the brackets at its end that name its units: 一、政府采购（市财政局牵头）."""
    words = heading.text
    for cut in sorted(cuts, reverse=True):
        if heading.span.start < cut.start < heading.span.end:
            words = words.removesuffix(cut.of(text).strip()).rstrip()
    return words or heading.text


def _with_stop(text: str, cut: Span) -> Span:
    """A cut with the stop behind it where one stands before it already: 全面上线。（市民政局负责）。"""
    before = text[max(0, cut.start - 4) : cut.start].rstrip()[-1:]
    stopped = before in ("。", "；") and text[cut.end : cut.end + 1] == "。"
    return Span(cut.start, cut.end + 1) if stopped else cut


def _with_columns(document: Document, row: Row, task: Task, setting: Setting) -> Task:
    """The task of a row with what its other columns say: nothing that is printed in them is lost."""
    units = {m.span: m.surface for m in task.units if m.span}
    facts = units | {m.span: m.surface for m in (*task.targets, *task.deadlines) if m.span}
    spoken = frozenset(
        span
        for label, span in row.cells
        if _is_spoken(document, label, span, units if roles.is_unit_label(label) else facts)
    )
    columns = reported.entries(document, row)
    told = {entry.value.field for entry in columns}
    return replace(
        task,
        milestones=(*task.milestones, *reported.milestones(document, row, setting)),
        entries=(*columns, *(e for e in task.entries if e.value.field not in told)),
        fields=(*reported.fields(document, row, spoken), *task.fields),
        warnings=reported.unread(document, row, spoken),
    )


def _is_spoken(document: Document, label: str, cell: Span, facts: Mapping[Span, str]) -> bool:
    """Whether facts say what a cell holds; one of targets may hold words beside its numbers.

    A unit that two columns name is one fact, which stands in the first. 例：牵头单位 省财政厅 | 责任单位 省财政厅。
    """
    words = cell.of(document.text)
    if roles.is_unit_label(label) or roles.is_time_label(label):
        return any(surface in words for surface in facts.values())
    inside = sum(f.end - f.start for f in facts if cell.start <= f.start and f.end <= cell.end)
    return inside > 0 and 3 * inside >= 2 * len(re.sub(r"\W", "", words))


def _reflowed(text: str, body: Sequence[Span]) -> str:
    """The words of a task: pieces of one paragraph joined, paragraphs on lines of their own."""
    out = ""
    for before, span in zip((None, *body), body, strict=False):
        apart = before is not None and "\n" in text[before.end : span.start]
        out += ("\n" if apart else "") + span.of(text)
    return out.strip()


def _units(
    text: str, draft: Draft, setting: Setting, listed: tuple[Mention[Unit], ...]
) -> tuple[Mention[Unit], ...]:
    """The units that are listed; where there are none, those of the prose, or the issuer.

    The issuer does not lead a scoring row that names nobody.
    """
    if listed:
        return over_items.helped(text, draft.words, setting, listed)
    asked = replace(setting, issuer=None) if draft.kind == "assessment" else setting
    return roles.spoken(text, draft.words, over_items.bound(asked, [h.text for h in draft.headings]))


def _targets(
    text: str, draft: Draft, pieces: Sequence[Span], setting: Setting
) -> tuple[Mention[Target], ...]:
    scored = draft.kind == "assessment"
    titled = draft.row is not None and draft.row.title is not None
    named = draft.title.of(text) if titled else ""
    own = [
        t
        for span in pieces
        for t in targets.find(
            text,
            span,
            setting,
            assessment=scored,
            beside="" if span == draft.title else named,
            topic="" if span == draft.title or draft.row else draft.title.of(text),
        )
    ]
    for label, cell in draft.cells:
        if not roles.is_unit_label(label) and not roles.is_time_label(label):
            title = draft.title.of(text)
            title = label if draft.row and draft.row.measured else measured.named(label, title)
            beside = draft.row.fields if draft.row else ()
            own += measured.find(text, cell, label, title, beside, setting) or targets.find(
                text, cell, setting, assessment=scored, beside=title
            )
    if draft.row and not scored:
        own += measured.by_year(text, draft.title, draft.row.stages, draft.row.fields, setting)
    return tuple(own)


def indicators(text: str, row: Row, setting: Setting) -> Iterator[Mention[Target]]:
    """The document's own goals that a row of a table of indicators sets: by columns of years, or in a column of targets."""
    name = row.title or row.text[0]
    yield from measured.by_year(text, name, row.stages, row.fields, setting)
    for label, cell in row.cells:
        yield from measured.find(text, cell, label, name.of(text), row.fields, setting)


def _deadlines(
    text: str,
    draft: Draft,
    pieces: Sequence[Span],
    times: Sequence[Span],
    setting: Setting,
    plan_year: int | None,
) -> tuple[Mention[Deadline], ...]:
    own = _time_cells(draft)
    columns = [*times, *own]
    found = [d for span in columns for d in deadlines.find(text, span, setting, column=True)]
    said = [cell for label, cell in draft.cells if not roles.is_unit_label(label) and cell not in own]
    found += [d for span in (*pieces, *said) for d in deadlines.find(text, span, setting)]
    once = {_day_or_words(d): d for d in reversed(_without_period(draft, found))}
    # a column of times that holds words was not read: no default covers it
    if not once and not own and plan_year is not None and draft.kind == "task":
        due = Deadline("by", due=date(plan_year, 12, 31), basis="document-year")
        return (Mention(None, "", due, "deadline.document-year"),)
    return tuple(reversed(once.values()))


def _without_period(draft: Draft, found: Sequence[Mention[Deadline]]) -> Sequence[Mention[Deadline]]:
    """The deadlines without that of a month that heads the item, where the item tells its own day: 7月份 over 召开大会（7月1日前）."""
    periods = [span for heading in draft.headings if heading.period for span in heading.times]
    above = [d for d in found if d.span and any(p.start <= d.span.start < p.end for p in periods)]
    own = [d for d in found if d not in above]
    return own if any(d.value.kind in ("by", "period") and d.value.due for d in own) else found


def _day_or_words(mention: Mention[Deadline]) -> tuple[object, ...]:
    """What a deadline is told from others by: its days or its rule, and where it has neither (汛期前) its words."""
    value = mention.value
    days = (value.kind, value.due, value.start, value.rrule)
    return days if any(days[1:]) or value.kind == "ongoing" else (*days, mention.surface)


def _time_cells(draft: Draft) -> list[Span]:
    return [cell for label, cell in draft.cells if roles.is_time_label(label)]


def _key(path: Sequence[str], number: str | None, words: str, seen: Counter[str]) -> str:
    """The key of a task: the same item of a text has the same key however often it is parsed."""
    bare = re.sub(r"\W", "", words[:60])
    said = "\x1f".join((*path, number or "", bare))
    digest = hashlib.sha1(said.encode(errors="replace")).hexdigest()[:12]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
