"""What a quantity is to the text: a goal that is promised, a standard that the policy sets, or no target at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from policyparse import nlp
from policyparse.extract.targets import phrases
from policyparse.extract.targets.cues import cue
from policyparse.extract.targets.provisions import describes, is_condition, is_granted, is_support
from policyparse.extract.targets.surroundings import Place, verb_at_end
from policyparse.model import TargetKind

_NOUN = re.compile(r"^(?:（[^（）]*）)?[\u4e00-\u9fff“]")
_POINTS = re.compile(r"^的?[，,]?(?:最[多高]|各|可|均)?[得加计扣减给]\d")
_ABSTRACT = re.compile(r"[项件条种类批款例道字]$")
_PER_CASE = re.compile(r"每[^，。；、\d]{1,8}$")
_FOR = re.compile(r"[为给]$")
_LISTED = re.compile(r"等$")
_AT_LEAST_DONE = re.compile(r"(?:至少|最少|起码|最多|至多).")
_SUMMED_UP = re.compile(r"^(?:[^，。；]*\d[^\d，。；、]{1,3})?等[^，。；、\d]")
_NAMELESS = re.compile(r"^(?:[\s、]|对|凡|针对|在|有|具有|具备|设有|拥有)*$")
_AREA = re.compile(r"(?:[全我本][市省区县州国]|全自治区|各地|首批|第一批)+$")
_FIRST = re.compile(r"(?:首批|第一批)$")
_SHORT = 16


def kind(place: Place, metric: str, *, assessment: bool) -> TargetKind | None:
    """``goal``, ``standard``, or None where the number promises and sets nothing."""
    if cue("former").search(place.left) or (assessment and cue("sampled").search(place.clause)):
        return None
    if assessment:
        return _promised(place, metric)
    if _is_told(place):
        return None
    is_set = is_support(place) or is_condition(place) or (describes(place) and not stands_before(place))
    return _set(place) if is_set else _promised(place, metric)


def _set(place: Place) -> TargetKind | None:
    """A standard; none where the number only describes a name (对3吨以下货车) and nothing is granted for it."""
    if is_support(place):
        return "standard"
    limits = not _NAMELESS.match(place.left) if is_condition(place) else is_granted(place)
    return "standard" if limits else None


def _promised(place: Place, metric: str) -> TargetKind | None:
    read = _readers().get(place.quantity.kind)
    return (read(place, metric) if read else "goal") if metric else None


@cache
def _readers() -> Mapping[str, Callable[[Place, str], TargetKind | None]]:
    return {
        "time": _time,
        "occasion": _occasion,
        "rating": _rating,
        "count": _count,
        "size": _count,
        "money": _money,
    }


def stands_before(place: Place) -> bool:
    """Whether the number precedes what it counts (培育30家企业), so that the metric is on its right."""
    q, right = place.quantity, place.right.strip()
    if not _NOUN.match(right) or right == "的" or _POINTS.match(right):
        return False
    if q.kind == "money" and cue("purpose").match(right):
        return False
    left = _AREA.sub("", place.left.strip(" 、"))
    if place.right.startswith("的") and place.quantity.said and cue("measurable").search(phrases.trim(left)):
        return False
    return not left or place.joined or _leads_on(place, left)


def _leads_on(place: Place, left: str) -> bool:
    """Whether a verb or a preposition waits for the noun behind the number (培育, 具有, 为, 与; 至少举办)."""
    given = cue("given").search(left)
    if given and cue("measurable").search(left[: given.start()]):
        return False
    waits = given or verb_at_end(left) or cue("having").search(left) or _FOR.search(left)
    listed = _LISTED.search(left)
    return bool(waits or listed or _is_lone_verb(place, left) or _AT_LEAST_DONE.match(place.compared))


def _is_lone_verb(place: Place, left: str) -> bool:
    """Whether the only word before things counted can but be a verb (赋能不少于30家企业)."""
    word = phrases.trim(left)
    counted = place.quantity.kind == "count" and len(word) == 2 and not cue("measurable").search(word)
    return counted and left.endswith(word) and nlp.words(word) == (word,)


def _is_told(place: Place) -> bool:
    """Whether the clause, or the one before it that it continues, tells what is there already (目前, 已建成)."""
    words = place.before + place.clause
    told = [*cue("so-far").finditer(words), *cue("existing").finditer(words, len(place.before))]
    return bool(told) and not cue("promise").search(words, told[-1].end())


def _time(place: Place, metric: str) -> TargetKind | None:
    """A length of time is a goal where it is shortened or measured, a standard where it is a limit."""
    q, clause = place.quantity, place.clause
    if (q.unit or "")[:1] in {"万", "亿"}:
        return "goal"
    if cue("shortened").search(clause) or cue("length").search(metric):
        return "goal" if q.said or cue("decrease").search(clause) else "standard"
    if q.comparator == ">=" and not cue("limit").search(clause):
        return "goal"
    return "standard" if q.said or cue("limit").search(clause) or cue("cycle").search(clause) else None


def _occasion(place: Place, _: str) -> TargetKind | None:
    """How often a thing is done: with a comparator, in digits, or with a cycle or a verb of holding."""
    q = place.quantity
    done = q.said or not q.han or cue("cycle").search(place.clause) or cue("event").search(place.left.strip())
    return "goal" if done else None


def _rating(place: Place, _: str) -> TargetKind | None:
    return "goal" if place.quantity.said and not place.right.strip() else None


def _count(place: Place, metric: str) -> TargetKind | None:
    """Things counted: a bare number needs a verb that makes them, a Chinese numeral one that makes them new."""
    q, left = place.quantity, _AREA.sub("", place.left.strip(" 、"))
    ahead = stands_before(place)
    if (ahead and _only_told(place, left)) or (left.endswith("的") and not _AT_LEAST_DONE.match(place.words)):
        return None
    if ahead and _FIRST.search(place.left) and not cue("does").search(metric):
        return None
    if not q.said and cue("per-head").search(left):
        return "standard"
    if q.said:
        return "goal"
    if q.han:
        new = ahead and q.value > 1 and cue("created").search(left)
        return "goal" if new and not _ABSTRACT.search(q.unit or "") else None
    return _bare_count(place, left) if ahead else _count_behind(place, left)


def _bare_count(place: Place, left: str) -> TargetKind | None:
    if _FOR.search(left):
        return "goal" if cue("provided").search(place.right) else None
    aside = cue("facet").match(place.right) and not cue("chosen").search(left)
    only_done = cue("surveyed").search(place.right) and not (place.joined or cue("chosen").search(left))
    made = place.joined or verb_at_end(left) or _LISTED.search(left)
    return "goal" if made and not aside and not only_done else None


def _count_behind(place: Place, left: str) -> TargetKind | None:
    told = _NOUN.match(place.right.strip()) or cue("total").search(left) or _SUMMED_UP.match(place.rest)
    return None if told else "goal"


def _only_told(place: Place, left: str) -> bool:
    """Whether things counted are those that something is done to or asked of: 对6家企业检查, 50人以上的单位."""
    q = place.quantity
    of_people = (q.unit or "").endswith("人") and q.said
    if of_people and (place.right.startswith("的") or cue("sized").match(place.right)):
        return True
    if (_PER_CASE.search(left) and is_granted(place)) or _only_kept(place, left):
        return True
    given = cue("given").search(left) and not (q.said and q.comparator == ">=")
    return not place.joined and bool(given or (not left and q.comparator == "<="))


def _only_kept(place: Place, left: str) -> bool:
    """Whether what is counted is there and only used or followed (用好5亿元资金, 落实二十条措施)."""
    followed = cue("following").search(left) and cue("followed").match(place.right)
    return bool(followed or cue("keeping").search(left))


def _is_promised(place: Place) -> bool:
    """Whether a bare number behind its noun is one to reach: something is done to it, or a time is set for it."""
    words = place.before + place.clause
    done = place.compared or cue("verb").search(words) or cue("promise").search(words)
    return bool(done) or len(words + place.rest) < _SHORT


def _money(place: Place, _: str) -> TargetKind | None:
    """A sum is a goal where it is raised or reached, a price a standard; the size of what it names is none."""
    left = _AREA.sub("", place.left.strip())
    if _only_kept(place, left):
        return None
    if stands_before(place):
        return "goal" if verb_at_end(left) or place.joined else None
    if "/" in (place.quantity.unit or ""):
        return "standard"
    reached = not cue("total").search(left) and (place.quantity.said or _is_promised(place))
    return "goal" if reached else None
