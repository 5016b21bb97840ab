"""Quantitative targets: the numbers that a text commits to reach, and the parameters that it sets.

For each sentence: its quantities (``quantities``), the words that belong to each (``surroundings``), what each measures
(``metric_of``), whether that is a goal or a standard (``goal_or_standard``), and how it changes (``changes``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policyparse.extract.deadlines.governing import Times
from policyparse.extract.targets import changes, goal_or_standard, metric_of, phrases, scoring
from policyparse.extract.targets.cues import cue
from policyparse.extract.targets.goal_or_standard import Case, Rule
from policyparse.extract.targets.metric_of import Elder
from policyparse.extract.targets.nonquantities import STOPS
from policyparse.extract.targets.place import Place
from policyparse.extract.targets.quantities import scan
from policyparse.extract.targets.respective import CONNECTORS
from policyparse.extract.targets.surroundings import rounded, survey
from policyparse.model import Change, Mention, Setting, Span, Target, TargetKind
from policyparse.text.sentences import sentences

# a clause that tells of a year gone by; 例：，2023年，全市
_SPEAKS_OF = re.compile(
    r"(?:^|[，,：:（(])\s*(?:截至|到)?((?:19|20)\d\d)年(?:度|底|末)?(?=[，,]|[\u4e00-\u9fff])(?![以之]?来|版|印|出台|[至到和与及]"
    r"|[^，,。；;、\d]{0,12}(?:反馈|督[察导查]|巡[察视]|审计|检查|考核|评估|交办|排查|暗访)[^，,。；;、\d]{0,6}(?:问题|意见|事项|线索|隐患))"
)
# what a grant is limited by at once: 不超过投资额的50%、不超过300万元
_LIMITED_TOGETHER = ({"rate", "money"},)
# a deed of its own, which changes nothing as the elder's does; 例：扶持创业
_OWN_DEED = re.compile(
    "建成|新建|改造|改建|扩建|完成|培育|培训|引进|扶持|组建|创建|打造|实施|举办|更新|整治|发放|带动|盘活|惠及|受益|覆盖|服务|开放|提供|开通|设置|配备|安装|采购|再就业"
)
# what comes back to the present; 例：今年力争
_PROMISES = re.compile("力争|确保|争取|今年|本年|年内|不少于|不低于")
# a sum that is worked for, where it stands among goals; 例：质押融资
_EARNED = re.compile(
    r"(?:融资|收入|产值|销售额?|成交额|交易额|贷款|税收|营收|利润|出口|进出口|零售额|捐款|善款|损失)$"
)
# a part of what stands before its bracket, which lends its name to nothing behind it; 例：（其中
_ASIDE = re.compile(r"[（(][^（()）]*$")
# how far paragraphs on end may be apart: a line end and the number of an item; 例：（十二）
_LONGEST_NUMBER = 8
# a bracket without a number narrows what was counted before it; 例：（农村地区）
_SCOPED = re.compile(r"[（(]([^（(）)\d]+)[）)]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity of the text with its surroundings, the rule that decided it, and the targets that it makes (none for a
    rule whose kind is None).
    """

    place: Place
    rule: Rule
    targets: tuple[Target, ...] = ()


def find(
    text: str,
    within: Span,
    setting: Setting,
    *,
    assessment: bool = False,
    beside: str = "",
    topic: str = "",
    since: int | None = None,
) -> tuple[Mention[Target], ...]:
    """Return the targets stated in ``text[within.start:within.end]``, in order (contract, Targets).

    ``text`` is a whole ``Document.text``; spans are half-open offsets into it and a surface is the number with its
    comparator and unit. ``assessment`` tells that the words are a scoring row: every 得2分 and 扣0.5分 is a
    ``standard`` of its own, and what a score is given for is a goal. ``beside`` is the title of the row where the words
    are a cell beside it, which a number alone measures, ``topic`` that of the item whose words they are, ``since``
    where the aims begin that the words go on with (``governing.Times``). A mention's ``rule`` is the id of a line of ``goal_or_standard.RULES``.
    """
    found = list(scoring.find(text, within)) if assessment else []
    times = Times(text, within, setting, since)
    for reading in readings(text, within, assessment=assessment, beside=beside, topic=topic):
        q = reading.place.quantity
        if not reading.targets or _past(reading.place.before + reading.place.clause, setting):
            continue
        due = times.governing(q.number) if reading.rule.kind == "goal" else None
        span = Span(q.start, q.end)
        found += [
            Mention(span, span.of(text), replace(target, due=due) if due else target, reading.rule.id)
            for target in reading.targets
        ]
    return tuple(sorted(found, key=lambda m: m.span.start if m.span else 0))


def of_aims(text: str, aims: Sequence[Span], setting: Setting) -> tuple[Mention[Target], ...]:
    """Return the goals that the paragraphs ``aims`` of a document state, in order, as ``find`` reads them.

    Paragraphs on end are one statement, in which a time that opens a sentence holds on: 到2027年，体系基本形成。——产量达到50万吨。
    """
    found: list[Mention[Target]] = []
    since = 0
    for i, span in enumerate(aims):
        if i == 0 or not 0 <= span.start - aims[i - 1].end <= _LONGEST_NUMBER:
            since = span.start
        found += find(text, span, setting, since=since)
    return tuple(found)


def readings(
    text: str, within: Span, *, assessment: bool = False, beside: str = "", topic: str = ""
) -> Iterator[Reading]:
    """Every quantity of ``text[within.start:within.end]`` but the scores of a scoring row, in order, and what became of it."""
    shown = rounded(text)
    taken: set[int] = set()
    if assessment:
        scores = (m.span for m in scoring.find(text, within) if m.span)
        for span in (*scores, *scoring.per_case(text, within)):
            taken.update(range(span.start, span.end))
    named = _measured(beside, within.of(text).strip("。；; \n")) if beside else ""
    reached = _scored(beside, within.of(text)) if beside and assessment and not named else ""
    elder = Elder()
    for sentence in sentences(text, within, STOPS):
        quantities = [q for q in scan(shown, sentence) if taken.isdisjoint(range(q.number, q.end))]
        goes_on = text[sentence.start - 1 : sentence.start] in {"；", ";"}
        metric = elder.metric if goes_on and not reached else named
        if reached and sentence.start == within.start:  # the grades behind it promise less
            metric = reached
        if not quantities and not topic and sentence.start == within.start:
            topic = sentence.of(text)
        if not quantities and metric == elder.metric:
            continue
        elder = Elder(metric=metric, topic=topic)
        for places in survey(shown, sentence, quantities):
            for i, place in enumerate(places):
                reading, elder = _read(place, places[i + 1 :], elder, assessment, first=i == 0)
                yield _added(reading, beside) if named else reading


def _added(reading: Reading, title: str) -> Reading:
    """A reading of a number alone, whose title says that so many are added: 城镇新增就业人数 | 4600人."""
    q = reading.place.quantity
    told = replace(reading.place, left=title, clause=title)
    if q.kind == "rate" or not changes.is_added(told):
        return reading
    return replace(reading, targets=tuple(replace(t, change=t.change or "increase") for t in reading.targets))


def _measured(title: str, cell: str) -> str:
    """What a cell measures that holds a number and nothing else, or only a verb before it; "" where the title has numbers of
    its own. 例：街头公园 | 3个 · 群众满意度 | ≥95% · 幼儿园 | 新建3所.
    """
    alone = scan(cell, Span(0, len(cell)))
    bare = len(alone) == 1 and alone[0].end == len(cell)
    bare = bare and (alone[0].start == 0 or bool(cue("verb").fullmatch(cell[: alone[0].start])))
    if not bare or scan(title, Span(0, len(title))):
        return ""
    return phrases.before(title, counted=alone[0].kind == "count")


def _scored(title: str, words: str) -> str:
    """What the words of a scoring row give points for reaching, where they begin with it and do not name it again; else "".

    例：垃圾分类覆盖率 | 达到95%得15分.
    """
    reached = scoring.REACHED.match(words)
    counted = scan(words, Span(0, len(words)))
    if not reached or not counted or counted[0].number != reached.end() or scan(title, Span(0, len(title))):
        return ""
    return phrases.before(title, counted=counted[0].kind == "count")


def one(words: str, setting: Setting) -> Target | None:
    """The one target that ``words`` say, as a person types it; None where they say none or several, or more than a target.

    托位数不低于4.5个, 检查率>=95%, 培育30家企业. Nobody types a number that promises nothing, so what no rule takes is a goal.
    """
    words = words.strip()
    whole = Span(0, len(words))
    quantities = scan(words, whole)
    places = [place for found in survey(words, whole, quantities) for place in found]
    if len(quantities) != 1 or len(places) != 1:
        return None
    reading, lent = _read(places[0], (), Elder(), assessment=False, first=True)
    place, rest = reading.place, reading.place.right.strip("。，；、 ")
    scoped = _SCOPED.fullmatch(rest)
    if lent.waiting or (rest and not place.ahead and not reading.targets) or len(reading.targets) > 1:
        return None
    if reading.targets:
        (target,) = reading.targets
    else:
        names, _ = metric_of.names(place, (), Elder())
        if len(names) != 1:
            return None
        target = _target(place, names[0], "goal", changes.change(place, names[0]))
    if target.metric[-1] in "-－—+/":  # 覆盖率-5% is less than nothing
        return None
    due = Times(words, whole, setting).governing(place.quantity.number)
    where = scoped[1] if scoped and cue("scope").fullmatch(scoped[1]) else target.scope
    return replace(target, due=due, scope=where)


def _past(words: str, setting: Setting) -> bool:
    """Whether the sentence speaks of a year before the document's own: 2022年，全市达到5万户 in a text of 2023."""
    year = setting.issued_on.year if setting.issued_on else setting.year
    *_, last = None, *_SPEAKS_OF.finditer(words)
    if last is None or year is None or int(last[1]) >= year:
        return False
    after = words[last.end() :]
    return not (_PROMISES.search(after) or ("（" in last[0] and "）" in after))


def _read(
    given: Place, following: Sequence[Place], elder: Elder, assessment: bool, *, first: bool
) -> tuple[Reading, Elder]:
    """A quantity of a sentence with the targets that it makes, and what it lends to the next; ``first`` of its clause."""
    place = _continued(given, elder)
    names, waiting = metric_of.names(place, following, elder)
    alike = {place.quantity.kind, elder.measure} in _LIMITED_TOGETHER or place.quantity.kind == elder.measure
    bare = alike and not phrases.trim(place.left)
    named = place.left.lstrip(CONNECTORS)
    # 其中省外资金100亿元 · 专利7.2件，质押融资15亿元, but no 总投资3亿元 behind 厂房5万平方米
    among = elder.kind == "goal" and (named.startswith("其中") or bool(_EARNED.search(named)))
    case = Case(place, names[0] if names else "", assessment, elder.kind == "standard" and bare, among)
    rule = goal_or_standard.decide(case)
    if rule.kind == "standard" and place.quantity.kind in {"money", "rate", "factor"}:
        provided = metric_of.provided(place, elder)
        names = (provided,) if provided else names
    q = place.quantity
    lent = Elder(
        elder.metric, waiting, rule.kind, elder.change, q.kind, place.ahead, elder.recent, elder.topic
    )
    if rule.kind is None or not names:
        return Reading(place, rule), lent
    change = _change(
        place, names[0], None if first else elder.change, elder.measure, waited=bool(elder.waiting)
    ) or _added_too(place, names[0], elder)
    targets = tuple(_target(place, name, rule.kind, change) for name in names)
    recent = (*elder.recent, *names)
    # 蔬菜种植面积12万亩（其中设施蔬菜4万亩），产量35万吨
    apart = elder.metric and _ASIDE.search(place.clause)
    metric = elder.metric if apart else names[0]
    return Reading(place, rule, targets), replace(lent, metric=metric, change=change, recent=recent)


def _change(
    place: Place, metric: str, elder: Change | None, elder_measure: str, *, waited: bool
) -> Change | None:
    """A later member of a list without a verb of its own changes as the first does: 新增A5家、B3家.

    So does a number for which a metric ``waited``: 水、电消耗分别下降3%、5%.
    """
    change = changes.change(place, metric)
    listed = place.joined or not place.left or place.left[0] in CONNECTORS
    q = place.quantity
    # 以上 behind a number says nothing of its verb: 新增护理床位260张以上、家庭病床90张以上
    own = _OWN_DEED.match(place.left.lstrip(CONNECTORS))
    # 分别增长6%和8%, but 提高2个百分点（达到95%）
    row = q.kind == elder_measure and not (place.left.strip(CONNECTORS) or place.compared)
    bare = waited or row or (not own and q.kind in {"count", "size"} and (not q.said or q.start == q.number))
    return elder if change is None and listed and (bare or (place.ahead and not own)) else change


def _added_too(place: Place, metric: str, elder: Elder) -> Change | None:
    """Whether more of the same sort are added, as the clause before says of its own: 新增普惠床位300张，家庭床位200张."""
    left = place.left
    alike = place.quantity.kind == elder.measure == "count" and metric[-2:] == elder.metric[-2:]
    own = _OWN_DEED.search(left) or place.compared or not phrases.trim(left) or "其中" in left
    return elder.change if alike and elder.change == "increase" and not own else None


def _continued(place: Place, elder: Elder) -> Place:
    """The place with ``joined`` true where it goes on with what the goal before it began: 新设1家机构，3家总部."""
    if not place.left.strip() and elder.ahead and elder.kind == "goal":
        return replace(place, joined=True)
    joined = place.joined and elder.kind is not None
    return place if joined == place.joined else replace(place, joined=joined)


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
        scope=changes.scope(place, name),
        kind=kind,
    )
