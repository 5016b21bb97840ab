"""Quantitative targets: the numbers that a text commits to reach, and the parameters that it sets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from policyparse.extract import deadlines
from policyparse.extract.targets import changes, goal_or_standard, metric_of, phrases, scoring
from policyparse.extract.targets.metric_of import Memory
from policyparse.extract.targets.quantities import Quantity, scan
from policyparse.extract.targets.surroundings import Place, survey
from policyparse.model import Change, Mention, Setting, Span, Target, TargetKind

_SENTENCE = re.compile(r"[^。；！？;!?\n]+")
_SPEAKS_OF = re.compile(
    r"(?:^|[，,：:])\s*(?:截至|到)?((?:19|20)\d\d)年(?:度|底|末)?(?=[，,]|[全我本][市省县区州国])"
)


def find(
    text: str, within: Span, setting: Setting, *, assessment: bool = False
) -> tuple[Mention[Target], ...]:
    """Return the targets stated in ``text[within.start:within.end]``, in order (contract, Targets).

    ``text`` is a whole ``Document.text``; spans are half-open offsets into it and a surface is the number with its
    comparator and unit. ``assessment`` tells that the words are a scoring row: every 得2分 and 扣0.5分 is a
    ``standard`` of its own, and what a score is given for is a goal.
    """
    found = list(scoring.find(text, within)) if assessment else []
    taken = [m.span for m in found if m.span]
    taken += scoring.per_case(text, within) if assessment else ()
    memory = Memory()
    for match in _SENTENCE.finditer(text, within.start, within.end):
        sentence = Span(*match.span())
        quantities = [q for q in scan(text, sentence) if not any(_overlap(q, span) for span in taken)]
        memory = Memory(metric=memory.metric if text[sentence.start - 1 : sentence.start] in "；;" else "")
        for place, target in _read(text, sentence, quantities, memory, assessment):
            q = place.quantity
            due = deadlines.governing(text, within, q.number, setting) if target.kind == "goal" else None
            if _past(text[sentence.start : q.start], setting):
                continue
            rule = "target.number-first" if goal_or_standard.stands_before(place) else "target.metric-first"
            found.append(_mention(text, q, target, rule, due))
    return tuple(sorted(found, key=lambda m: m.span.start if m.span else 0))


def _past(words: str, setting: Setting) -> bool:
    """Whether the sentence speaks of a year before the document's own: 2022年，全市达到5万户 in a text of 2023."""
    year = setting.issued_on.year if setting.issued_on else setting.year
    spoken = _SPEAKS_OF.findall(words)
    return bool(spoken) and year is not None and int(spoken[-1]) < year


def _overlap(quantity: Quantity, span: Span) -> bool:
    return quantity.number < span.end and span.start < quantity.end


def _mention(text: str, q: Quantity, target: Target, rule: str, due: date | None) -> Mention[Target]:
    span = Span(q.start, q.end)
    return Mention(span, span.of(text), replace(target, due=due), rule)


def _read(
    text: str, sentence: Span, quantities: Sequence[Quantity], memory: Memory, assessment: bool
) -> Iterator[tuple[Place, Target]]:
    """Read the quantities of one sentence in order, each with the targets that it makes."""
    for places in survey(text, sentence, quantities):
        for i, given in enumerate(places):
            place = _continued(given, memory)
            names = metric_of.names(place, places[i + 1 :], memory)
            kind = _kind(place, names[0] if names else "", memory, assessment)
            memory.kind, memory.measure = kind, place.quantity.kind
            memory.ahead = goal_or_standard.stands_before(place)
            if kind == "standard" and place.quantity.kind in {"money", "rate", "factor"}:
                names = (metric_of.provided(place, memory),) if metric_of.provided(place, memory) else names
            if kind is None or not names:
                continue
            memory.change = _change(place, names[0], memory if i else Memory())
            memory.metric = names[0]
            for name in names:
                yield place, _target(place, name, kind, memory.change)


def _kind(place: Place, metric: str, memory: Memory, assessment: bool) -> TargetKind | None:
    """As ``standing`` says; a bare amount after one that the policy sets is set too (给予5%，最高30万元)."""
    if memory.kind == "standard" and place.quantity.kind == memory.measure and not phrases.trim(place.left):
        return "standard"
    return goal_or_standard.kind(place, metric, assessment=assessment)


def _change(place: Place, metric: str, memory: Memory) -> Change | None:
    """A later member of a list without a verb of its own changes as the first does: 新增A5家、B3家."""
    change = changes.change(place, metric)
    listed = place.joined or place.left[:1] in metric_of.CONNECTORS
    bare = place.quantity.kind == "count" and not place.quantity.said
    if change is None and listed and (bare or goal_or_standard.stands_before(place)):
        return memory.change
    return change


def _continued(place: Place, memory: Memory) -> Place:
    """The place with ``joined`` true where it goes on with what the goal before it began: 新设1家机构，3家总部."""
    if not place.left.strip() and memory.ahead and memory.kind == "goal":
        return replace(place, joined=True)
    return replace(place, joined=place.joined and memory.kind is not None)


def _target(place: Place, name: str, kind: TargetKind, change: Change | None) -> Target:
    q = place.quantity
    return Target(
        metric=name,
        comparator=q.comparator,
        value=q.value,
        unit=q.unit,
        value_max=q.value_max,
        change=change,
        baseline=changes.baseline(place),
        scope=changes.scope(place),
        kind=kind,
    )
