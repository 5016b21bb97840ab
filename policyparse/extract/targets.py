"""Quantitative targets: the numbers that a text commits to reach, and the parameters that it sets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from policyparse import nlp
from policyparse.extract import changes, deadlines, metrics, scoring, standing
from policyparse.extract.quantities import Quantity, scan
from policyparse.extract.surroundings import Place, survey, verb_at_end
from policyparse.model import Change, Mention, Setting, Span, Target, TargetKind

_SENTENCE = re.compile(r"[^。；！？;!?\n]+")
_SPEAKS_OF = re.compile(
    r"(?:^|[，,：:])\s*(?:截至|到)?((?:19|20)\d\d)年(?:度|底|末)?(?=[，,]|[全我本][市省县区州国])"
)
_DONE_BETWEEN = re.compile(r"(?:至少|最少|最多|至多)([^\d]{3,})$")
_EACH = re.compile(r"分别|均|各(?=\d|不|达|为)")
_CONNECTORS = " 、，,和与及或并以"
_FUNDED = re.compile(
    r"(?:安排|统筹|新增|投入|筹集|筹措|下达|设立|列支|落实|争取)(?:专项|财政)?(?:资金|经费)?$"
)
_PURPOSE = re.compile(r"^[，,]?((?:专项)?(?:用于|支持|充实|补充|推动|促进|扶持)[^，。；,;\n]{2,30})")
_RESULT = re.compile(r"^[\u4e00-\u9fff“”]{2,8}(?=[，。；、,;\n]|$)")


@dataclass(slots=True)
class _Sentence:
    """What the quantities read so far in a sentence lend to the later ones."""

    metric: str = ""
    waiting: tuple[str, ...] = ()
    kind: TargetKind | None = None
    change: Change | None = None
    measure: str = ""
    ahead: bool = False


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
    memory = _Sentence()
    for match in _SENTENCE.finditer(text, within.start, within.end):
        sentence = Span(*match.span())
        quantities = [q for q in scan(text, sentence) if not any(_overlap(q, span) for span in taken)]
        memory = _Sentence(metric=memory.metric if text[sentence.start - 1 : sentence.start] in "；;" else "")
        for place, target in _read(text, sentence, quantities, memory, assessment):
            q = place.quantity
            due = deadlines.governing(text, within, q.number, setting) if target.kind == "goal" else None
            if _past(text[sentence.start : q.start], setting):
                continue
            rule = "target-ahead" if standing.stands_before(place) else "target"
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
    return Mention(Span(q.start, q.end), text[q.start : q.end], replace(target, due=due), rule)


def _read(
    text: str, sentence: Span, quantities: Sequence[Quantity], memory: _Sentence, assessment: bool
) -> Iterator[tuple[Place, Target]]:
    """Read the quantities of one sentence in order, each with the targets that it makes."""
    for places in survey(text, sentence, quantities):
        for i, given in enumerate(places):
            place = _continued(given, memory)
            names = _names(place, places[i + 1 :], memory)
            kind = standing.kind(place, names[0] if names else "", assessment=assessment)
            if kind == "standard" and place.quantity.kind in {"money", "rate", "factor"}:
                names = tuple(n for n in (metrics.granted(place.left, place.rest) or memory.metric,) if n) or names
            if (
                memory.kind == "standard"
                and place.quantity.kind == memory.measure
                and not metrics.trim(place.left)
            ):
                kind = "standard"
            memory.kind, memory.measure, memory.ahead = kind, place.quantity.kind, standing.stands_before(place)
            if kind is None or not names:
                continue
            change = changes.change(place, names[0])
            if change is None and i and (place.joined or place.left[:1] in _CONNECTORS) and _bare_list(place):
                change = memory.change
            memory.change, memory.metric = change, names[0]
            for name in names:
                yield place, _target(place, name, kind, change)


def _continued(place: Place, memory: _Sentence) -> Place:
    """The place with ``joined`` true where it goes on with what the goal before it began: 新设1家机构，3家总部."""
    if not place.left.strip() and memory.ahead and memory.kind == "goal":
        return replace(place, joined=True)
    return replace(place, joined=place.joined and memory.kind is not None)


def _bare_list(place: Place) -> bool:
    """Whether a later member of a list has no verb of its own, so that the first one's holds: 新增A5家、B3家."""
    return place.quantity.kind == "count" and not place.quantity.said or standing.stands_before(place)


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


def _run(following: Sequence[Place]) -> int:
    """How many of the places that follow have no words of their own: 分别达到5%、6%、7%."""
    count = 0
    for place in following:
        if place.left.strip(_CONNECTORS) or standing.stands_before(place):
            break
        count += 1
    return count


def _last_clause(before: str) -> str:
    return re.split(r"[，：,:]", before.rstrip("，：,: "))[-1]


def _names(place: Place, following: Sequence[Place], memory: _Sentence) -> tuple[str, ...]:
    """The metrics that the number measures: several where they share it, none where no word says what it is."""
    if standing.stands_before(place):
        return _names_behind(place)
    if memory.waiting and not place.left.strip(_CONNECTORS):
        name, *waiting = memory.waiting
        memory.waiting = tuple(waiting)
        return (name,)
    phrase = _phrase(place) or _gap(place) or memory.metric
    phrase = phrase or metrics.before(_last_clause(place.before), counted=False)
    run = 1 + _run(following)
    names = metrics.share(phrase, run, each=bool(_EACH.search(place.left[-6:])))
    memory.waiting = names[1:] if len(names) == run > 1 else ()
    names = names[:1] if memory.waiting else names
    if place.left[:1] == "、" and memory.metric:
        names = tuple(metrics.act(metrics.inherit(name, memory.metric), memory.metric) for name in names)
    return tuple(name for name in names if name)


def _covered(place: Place, phrase: str) -> str:
    """What is fully covered; 各村 is where, and then what stands before it is covered."""
    head, _, last = place.left.rpartition("、")
    if not phrase or metrics.is_whole(metrics.before(last, counted=False)):
        return metrics.before(head or _last_clause(place.before), counted=False) or phrase
    return metrics.covered(phrase)


def _gap(place: Place) -> str:
    """What is done so many times, where it stands between comparator and number: 每月至少下沉社区2次."""
    match = _DONE_BETWEEN.match(place.words[: place.quantity.number - place.quantity.start])
    return match[1] if match else ""


def _names_behind(place: Place) -> tuple[str, ...]:
    name = metrics.after(place.right)
    subject = metrics.before(place.left, counted=True)
    word = nlp.words(name)[0] if name else ""
    if subject and word and subject.endswith(word):
        return (subject,)
    if word == "会议" and subject and not verb_at_end(subject):
        return (subject + word,)
    names = metrics.share(name, 1, each=True) if "分别" in place.left else (name,)
    return tuple(name for name in names if name)


def _phrase(place: Place) -> str:
    """The noun phrase before the number, with what the sum is for or what comes of it where that follows."""
    q = place.quantity
    if q.kind == "none":
        return metrics.trim(place.left) + place.words.removeprefix("零")
    purpose = _PURPOSE.match(place.rest) or _PURPOSE.match(place.rest + place.onward)
    if q.kind == "money" and purpose and _FUNDED.search(place.left):
        return metrics.lead(place.left) + purpose[1]
    phrase = metrics.before(place.left, counted=q.kind == "count")
    if q.kind == "full":
        phrase = _covered(place, phrase)
    result = _RESULT.match(place.right.strip())
    if q.kind == "rate" and phrase and result and not q.value_max:
        phrase += result[0]
    return phrase
