"""What a quantity is to the text: a goal that is promised, a standard that the policy sets, or no target at all.

``RULES`` is an ordered table: the first rule whose test holds decides, and its id is the ``rule`` of the target's mention.
The docstring of a test says what it decides, with an example of the genre (例). ``docs/targets.md`` is printed from the table
by ``python -m scripts.targets_page``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from policyparse.extract.targets import provisions, scoring
from policyparse.extract.targets.ahead import AT_LEAST_DONE, does_itself, is_made, unplaced, verb_at_end
from policyparse.extract.targets.cues import cue
from policyparse.extract.targets.place import Place
from policyparse.model import TargetKind

# a sum that something is given for; 例：为
_FOR = re.compile(r"[为给]$")
# a condition that names nothing but the number; 例：具有
_NAMELESS = re.compile(r"^(?:[\s、]|对|凡|针对|在|有|具有|具备|设有|拥有)*$")
# a first batch, though it be a small number; 例：首批
_FIRST = re.compile(r"(?:首批|第一批)$")
_SHORT = 16
_COUNTED = frozenset({"count", "size"})


@dataclass(frozen=True, slots=True)
class Case:
    """A quantity in its place, with what is to be decided of it: what it measures, and whether it stands in a scoring row.

    ``continues`` tells that it follows, without words between, a number of its kind that the policy sets, ``among`` that it is
    part of a goal (其中省外资金100亿元).
    """

    place: Place
    metric: str
    assessment: bool = False
    continues: bool = False
    among: bool = False

    @property
    def of(self) -> str:
        """The kind of its unit (``measures.toml``)."""
        return self.place.quantity.kind

    @property
    def left(self) -> str:
        """The words before it, without the place that they end in."""
        return unplaced(self.place.left)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table; ``kind`` is None where the number promises and sets nothing."""

    id: str
    kind: TargetKind | None
    test: Callable[[Case], bool]


def decide(case: Case) -> Rule:
    """The rule that decides the case: the first whose test holds."""
    return next(rule for rule in RULES if rule.test(case))


# ---- what is told, given or described --------------------------------------------------------------------


def continued_standard(case: Case) -> bool:
    """A bare amount behind one that the policy sets is set too. 例：给予5%的补贴，最高30万元、50万元。"""
    return case.continues and not (case.of == "time" and case.place.right.startswith("的"))


def former_value(case: Case) -> bool:
    """What was so before the change. 例：办理环节由原来的4个环节减为1个环节。"""
    return bool(cue("former").search(case.place.left))


def sample(case: Case) -> bool:
    """In a scoring row, how many are looked at. 例：（评分）随机抽查5户。"""
    return case.assessment and bool(cue("sampled").search(case.place.clause))


def fallen_short(case: Case) -> bool:
    """In a scoring row, what points are taken off for or counted from. 例：（评分）签订率低于95%的，每低1个百分点扣4分。"""
    place, behind = case.place, case.place.rest + case.place.onward
    edge = scoring.is_edge(place.words, behind, strict=place.quantity.comparator in {"<", ">"})
    return case.assessment and (edge or scoring.is_shortfall(place.clause, behind))


def points(case: Case) -> bool:
    """The points of a scoring row or its part, in brackets or behind its name, not a mark that is got. 例：责任落实（10分），扣分上限为8分。"""
    place, q = case.place, case.place.quantity
    marked = not (case.assessment or place.worth)
    return q.unit == "分" and scoring.is_points(case.metric, said=q.said, marked=marked)


def befallen(case: Case) -> bool:
    """How often a thing befell those whom something is then done to. 例：被通报2次的，约谈负责人。"""
    return not case.assessment and provisions.is_befallen(case.place)


def graded(case: Case) -> bool:
    """The mark that a grade begins with; in a scoring row, the edge that points go by. 例：90分以上为优秀，（评分）完成率低于80%的不得分。"""
    place, q = case.place, case.place.quantity
    ranked = q.unit == "分" and scoring.is_rank(place.rest)
    return ranked or (case.assessment and scoring.is_grade(place, named=bool(case.metric)))


def told(case: Case) -> bool:
    """The clause, or the one before it that it continues, tells what is there already. 例：目前，全市已建成公园3个。"""
    if case.assessment:
        return False
    words = case.place.before + case.place.clause
    found = [*cue("so-far").finditer(words), *cue("existing").finditer(words, len(case.place.before))]
    return bool(found) and not cue("promise").search(words, found[-1].end())


def support(case: Case) -> bool:
    """The amount of a grant, a charge or a rate. 例：给予最高50万元奖励。"""
    return not case.assessment and provisions.is_support(case.place)


def condition_of_a_name(case: Case) -> bool:
    """To whom a provision applies, where nothing but the number says so. 例：对3吨以下的货车免征通行费。"""
    return _is_condition(case) and bool(_NAMELESS.match(case.place.left))


def condition(case: Case) -> bool:
    """To whom a provision applies. 例：对年纳税额500万元以上的企业，优先保障用地。"""
    return _is_condition(case)


def granted_description(case: Case) -> bool:
    """The size of a thing for which something is granted. 例：投资500万元以下的项目可直接备案。"""
    return _is_described(case) and provisions.is_granted(case.place)


def description(case: Case) -> bool:
    """The size of a thing that is named. 例：加强投资1亿元以上项目管理。"""
    return _is_described(case)


def nameless(case: Case) -> bool:
    """No word says what the number measures. 例：达到95%以上。"""
    return not case.metric


# ---- lengths of time, occasions, ratings -----------------------------------------------------------------


def amount_of_time(case: Case) -> bool:
    """So many hours that they are an amount. 例：数据总时长达到5万小时。"""
    return case.of == "time" and (case.place.quantity.unit or "")[:1] in {"万", "亿"}


def time_reached(case: Case) -> bool:
    """A length that is shortened or measured, with a word of comparison or of change. 例：办理时限压缩至3个工作日。"""
    changed = case.place.quantity.said or case.place.compared or cue("decrease").search(case.place.clause)
    return _is_measured_time(case) and bool(changed)


def time_set(case: Case) -> bool:
    """A length that is measured and only stated. 例：审批时限3个工作日。"""
    return _is_measured_time(case)


def time_at_least(case: Case) -> bool:
    """A length that is not a limit and is to be reached. 例：人均培训不少于40学时。"""
    limit = cue("limit").search(case.place.clause)
    return case.of == "time" and case.place.quantity.comparator == ">=" and not limit


def time_limit(case: Case) -> bool:
    """A limit, or a length in each cycle. 例：公示期不少于5个工作日。"""
    clause = case.place.clause
    limited = case.place.quantity.said or cue("limit").search(clause) or cue("cycle").search(clause)
    return case.of == "time" and bool(limited)


def time_spared(case: Case) -> bool:
    """How long a payment is spared or put off. 例：免收3个月房租。"""
    return provisions.is_spared(case.place)


def occasions(case: Case) -> bool:
    """How often a thing is done: with a comparator, in digits, or with a cycle or a verb of holding. 例：每季度召开一次会议。"""
    place = case.place
    said = place.quantity.said or not place.quantity.han
    event = place.quantity.unit != "遍" and cue("event").search(place.left.strip())  # 排查一遍: all of them
    done = said or cue("cycle").search(place.clause) or event
    return case.of == "occasion" and bool(done)


def rating_reached(case: Case) -> bool:
    """What a thing is named by, where it is to be reached. 例：主网电压达到500千伏。"""
    return case.of == "rating" and case.place.quantity.said and not case.place.right.strip()


def uncounted_time(case: Case) -> bool:
    """A length, an occasion or a rating that is only mentioned. 例：推进220千伏输电线路建设。"""
    return case.of in {"time", "occasion", "rating"}


# ---- things counted --------------------------------------------------------------------------------------


def people_of_a_size(case: Case) -> bool:
    """How many people (or beasts) the things have that something is asked of. 例：推动50人以上的企业建立工会。"""
    return case.of in _COUNTED and provisions.is_sized_in_people(case.place)


def each_case(case: Case) -> bool:
    """What a grant is counted by. 例：每引进1家企业，给予奖励。"""
    return _ahead(case) and provisions.is_per_case(case.place)


def only_kept(case: Case) -> bool:
    """What is there and only used or followed. 例：巩固提升30个示范点。"""
    counts = _ahead(case) or case.of == "money"
    followed = cue("following").search(case.left) and cue("followed").match(case.place.right)
    return counts and bool(followed or cue("keeping").search(case.left))


def given_things(case: Case) -> bool:
    """Things counted that something is done to. 例：对6家企业开展检查。"""
    q = case.place.quantity
    given = cue("given").search(case.left) and not (q.said and q.comparator == ">=")
    nothing = not case.left and q.comparator == "<="
    return (
        _ahead(case)
        and not case.place.joined
        and bool(given or nothing)
        and not provisions.is_provided(case.place)
    )


def of_a_thing(case: Case) -> bool:
    """A number that 的 ties to a thing before it. 例：改造小区的3个。"""
    place = case.place
    reached = AT_LEAST_DONE.match(place.words) or place.words.startswith("达") or provisions.is_such(place)
    tied = case.of in _COUNTED and case.left.endswith("的") and not reached
    return tied and not provisions.is_served(place)


def first_batch(case: Case) -> bool:
    """A first batch that is only mentioned. 例：推广首批3个试点。"""
    return _ahead(case) and bool(_FIRST.search(case.place.left)) and not cue("does").search(case.metric)


def per_head(case: Case) -> bool:
    """So many for each person or thing. 例：每户配备2个垃圾桶。"""
    return case.of in _COUNTED and provisions.is_per_head(case.place)


def compared_count(case: Case) -> bool:
    """Things counted with a word of comparison. 例：培育企业不少于30家。"""
    said = case.place.quantity.said or provisions.is_such(case.place)
    return case.of in _COUNTED and said and not provisions.is_rough(case.place)


def newly_made(case: Case) -> bool:
    """A Chinese numeral behind a verb that makes the things new, or hands them in in each cycle. 例：新建三所幼儿园。"""
    return case.of in _COUNTED and provisions.is_newly_made(case.place)


def han_count(case: Case) -> bool:
    """A Chinese numeral that is mostly a way of speaking. 例：打造一个平台。"""
    return case.of in _COUNTED and case.place.quantity.han


def provided_count(case: Case) -> bool:
    """Those for whom something is provided, or where it is put up. 例：为120所学校配备保安。"""
    given = _FOR.search(case.left) and cue("provided").search(case.place.right)
    return _ahead(case) and bool(given or provisions.is_provided(case.place))


def listed_below(case: Case) -> bool:
    """How many things the text is about to list. 例：选定民生实事10件，依次为：…。"""
    return case.of in _COUNTED and provisions.announces(case.place)


def made_count(case: Case) -> bool:
    """Things that a verb makes, picks or goes on to list. 例：培育30家企业。"""
    place, left = case.place, case.left
    if not _ahead(case) or _FOR.search(left):
        return False
    chosen = cue("chosen").search(left)
    aside = cue("facet").match(place.right) and not chosen
    only_done = cue("surveyed").search(place.right) and not (place.joined or chosen)
    made = place.listed or is_made(place.quantity, left, place.right) or does_itself(left, place.right)
    return bool(made) and not aside and not only_done


def reached_count(case: Case) -> bool:
    """A number behind its noun that nothing sums up. 例：建成公园3个。"""
    place = case.place
    return case.of in _COUNTED and not place.ahead and not provisions.sums_up(place)


def mentioned_count(case: Case) -> bool:
    """Things counted that nobody makes. 例：完善5个领域工作。"""
    return case.of in _COUNTED


# ---- sums, rates -----------------------------------------------------------------------------------------


def raised_sum(case: Case) -> bool:
    """A sum before what it is, behind a verb that raises it. 例：落实5亿元贷款。"""
    bounded = case.place.words.endswith("以下")  # 消除5万元以下薄弱村: nobody raises less than a sum
    raised = verb_at_end(case.left) or case.place.joined or case.place.funded
    return _sum_ahead(case) and bool(raised) and not bounded


def sized_by_a_sum(case: Case) -> bool:
    """A sum that only tells the size of what is behind it. 例：对5亿元资金加强监管。"""
    return _sum_ahead(case)


def price(case: Case) -> bool:
    """A sum for one of a thing, unless it is what each brings in. 例：水价为3.5元/吨。"""
    q = case.place.quantity
    return case.of == "money" and "/" in (q.unit or "") and not (q.said and cue("yield").search(case.metric))


def reached_sum(case: Case) -> bool:
    """A sum that is to be reached: compared, done something for, among what grows, or all that the sentence says. 例：营业收入突破5亿元。"""
    place, words = case.place, case.place.before + case.place.clause
    promised = place.compared or cue("verb").search(words) or cue("promise").search(words)
    told = place.clause if cue("increase").search(place.before + place.onward) else words
    total = not place.compared and cue("total").search(case.left or place.before)
    reached = place.quantity.said or place.was or promised or case.among or len(told + place.rest) < _SHORT
    return case.of == "money" and not total and bool(reached)


def mentioned_sum(case: Case) -> bool:
    """A sum that nobody raises. 例：该项目总投资5亿元。"""
    return case.of == "money"


def set_share(case: Case) -> bool:
    """A share or weight that is laid down and not worked for. 例：招生比例为90%。"""
    reached = case.place.quantity.said or cue("promise").search(case.place.before + case.place.clause)
    return case.of == "rate" and provisions.is_ruled(case.place) and not reached


def rate(case: Case) -> bool:
    """A rate, a factor, a score, 全覆盖 or 零事故. 例：群众满意度达到95%以上。"""
    return True


def _is_condition(case: Case) -> bool:
    return not case.assessment and provisions.is_condition(case.place)


def _is_described(case: Case) -> bool:
    return not case.assessment and provisions.describes(case.place) and not case.place.ahead


def _is_measured_time(case: Case) -> bool:
    shortened = cue("shortened").search(case.place.clause) or cue("length").search(case.metric)
    return case.of == "time" and bool(shortened)


def _ahead(case: Case) -> bool:
    return case.of in _COUNTED and case.place.ahead


def _sum_ahead(case: Case) -> bool:
    return case.of == "money" and case.place.ahead


RULES: tuple[Rule, ...] = (
    Rule("standard.continued", "standard", continued_standard),
    Rule("none.former-value", None, former_value),
    Rule("none.sample", None, sample),
    Rule("none.fallen-short", None, fallen_short),
    Rule("none.points", None, points),
    Rule("none.graded", None, graded),
    Rule("none.befallen", None, befallen),
    Rule("none.told", None, told),
    Rule("standard.support", "standard", support),
    Rule("none.condition-of-a-name", None, condition_of_a_name),
    Rule("standard.condition", "standard", condition),
    Rule("standard.description", "standard", granted_description),
    Rule("none.description", None, description),
    Rule("none.nameless", None, nameless),
    Rule("goal.amount-of-time", "goal", amount_of_time),
    Rule("goal.time-reached", "goal", time_reached),
    Rule("standard.time-stated", "standard", time_set),
    Rule("goal.time-at-least", "goal", time_at_least),
    Rule("standard.time-limit", "standard", time_limit),
    Rule("standard.time-spared", "standard", time_spared),
    Rule("goal.occasions", "goal", occasions),
    Rule("goal.rating", "goal", rating_reached),
    Rule("none.mentioned-time", None, uncounted_time),
    Rule("none.people-of-a-size", None, people_of_a_size),
    Rule("none.each-case", None, each_case),
    Rule("none.only-kept", None, only_kept),
    Rule("none.given-things", None, given_things),
    Rule("none.of-a-thing", None, of_a_thing),
    Rule("none.first-batch", None, first_batch),
    Rule("standard.per-head", "standard", per_head),
    Rule("goal.compared-count", "goal", compared_count),
    Rule("goal.newly-made", "goal", newly_made),
    Rule("none.han-count", None, han_count),
    Rule("none.listed-below", None, listed_below),
    Rule("goal.provided-count", "goal", provided_count),
    Rule("goal.made-count", "goal", made_count),
    Rule("goal.reached-count", "goal", reached_count),
    Rule("none.mentioned-count", None, mentioned_count),
    Rule("goal.raised-sum", "goal", raised_sum),
    Rule("none.sized-by-a-sum", None, sized_by_a_sum),
    Rule("standard.price", "standard", price),
    Rule("goal.reached-sum", "goal", reached_sum),
    Rule("none.mentioned-sum", None, mentioned_sum),
    Rule("standard.set-share", "standard", set_share),
    Rule("goal.rate", "goal", rate),
)
"""The rules in their order of preference."""
