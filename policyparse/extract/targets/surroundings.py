"""The words that belong to each quantity of a sentence: which noun phrase is before it, which behind, what else is near."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policyparse.extract.targets import formers, phrases, sizes
from policyparse.extract.targets.ahead import verb_at_end
from policyparse.extract.targets.cues import cue
from policyparse.extract.targets.place import Place
from policyparse.extract.targets.quantities import Quantity
from policyparse.model import Span
from policyparse.text import brackets, memory

# what a clause is counted by, which begins one though no stop is printed before it; 例：整治2次二是拆违5000平方米
_COUNT = r"[①-⑳]|(?<![一二三四五六七八九十其第之都便正])[二三四五六七八九]是(?![否非])"
# the comma between thousands divides nothing: 改造危房2,000户
_CLAUSE = re.compile(
    rf"(?:{_COUNT})?(?:(?!{_COUNT})[^，。；：:！？,;!?\n]|(?<=\d)[,，](?=\d{{3}}(?!\d))|(?<=\d):(?=\d))+"
)
# a number that is joined to the next shares its name; 例：、
_JOINT = re.compile(r"^(?:、|以及|和|与|及|的?或者?|[并而]?且|并|[，,])|(?:、|以及|和|与|及|或|并)$")
# another condition for the same, whose number has its own name; 例：且
_ALSO = re.compile("[并而]?且")
# what a number ends in that is compared; 例：以上
_EDGE = re.compile(r"(?:以[上下内]|左右)$")
# the level of a thing with its name; 例：市级示范点
_GRADED = re.compile(r"(?:国家|[省市州县区]|[十百千万]亿元?)级(?P<noun>[一-鿿“”]{2,12})")
# the level of a thing alone; 例：省级
_LEVEL = re.compile(r"(?:国家|[省市州县区]|[十百千万]亿元?)级")
# between the members of a row; 例：、
_POINT = re.compile("、")
# the sign before the last member of a row; 例：和
_AND = frozenset({"和", "与", "及", "以及"})
# a part in a bracket, or a level of it; 例：（其中
_AMONG = re.compile(r"[（(](?=其中|(?:国家|乡镇|[省市州县区镇村])级)")
# a bracket that tells more of what was counted, behind which no word of it stands; 例：（以新一轮规划为准）
_NOTED = re.compile(r"[（(][^（()）\n]{1,60}[)）](?=[，,。；;、\n]|$)")
_LONGEST_NOTE = 64
"""Characters that such a bracket and the point behind it have at most."""
# the end of what a number describes, before one that has its own measure: 投资额在5000万元以内|的项目和|投资额在1亿元以内; 例：的工业项目和
_DESCRIBED_TO = re.compile(r"的[^、，,\d]{2,20}?(?:以及|[和与及])")
# a square bracket behind a number, but for what holds figures alone, as the year of a 发文字号 does; 例：36公里〔其中干渠12公里〕
_SQUARE = re.compile(
    r"(?<=\d)(?P<counted>[^\d，,。；;：:、〔［\[【〕］\]】\n]{1,16})[〔［\[【](?P<told>(?!\d+[〕］\]】])[^〔［\[【〕］\]】\n]{1,60})[〕］\]】]"
)
_NEAR = 240
"""How far the words around a number are looked at: clauses of the genre end far below."""
_PEOPLE = frozenset({"人", "名", "户"})


@memory.of_text
def rounded(text: str) -> str:
    """The text, as long as it was, with the square brackets behind numbers as round ones, which part numbers: 36公里〔其中干渠12公里〕."""
    return _SQUARE.sub(lambda found: f"{found['counted']}（{found['told']}）", text)


def survey(text: str, sentence: Span, quantities: Sequence[Quantity]) -> Iterator[tuple[Place, ...]]:
    """Yield the places of the ``quantities`` of one sentence of ``text``, clause by clause."""
    if not quantities:
        return
    for match in _CLAUSE.finditer(text, sentence.start, sentence.end):
        clause = Span(*match.span())
        inside = [q for q in quantities if clause.start <= q.number < clause.end]
        if inside:
            yield _alike(tuple(_places(text, sentence, clause, inside)))


def _alike(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places of one clause, with what the members of a row lend each other."""
    out = list(places)
    for lend in (
        _unit_back,
        _comparator_onward,
        _noun_back,
        _comparator_back,
        _description_back,
        _reach_back,
    ):
        lend(out)
    return tuple(out)


def _unit_back(row: list[Place]) -> None:
    """例：分别提高5个、10个百分点 – both are 个百分点."""
    for i in range(len(row) - 1, 0, -1):
        q, last = row[i - 1].quantity, row[i].quantity
        longer = q.unit == "个" and (last.unit or "").endswith("分点") and not row[i - 1].right
        if _in_row(row[i]) and longer:
            row[i - 1] = replace(row[i - 1], quantity=replace(q, unit=last.unit, kind=last.kind))


def _comparator_onward(row: list[Place]) -> None:
    """例：突破5亿元、6亿元 – both are more than; of 满100元减20元 the first alone, and of 3日内100%办结 the time."""
    for i in range(1, len(row)):
        elder = row[i - 1]
        if (
            _in_row(row[i])
            and row[i].compared != "减"
            and elder.quantity.said
            and not (elder.attributive or row[i].quantity.said)
            and (elder.quantity.kind != "time" or row[i].quantity.kind == "time")
        ):
            row[i] = _compared(row[i], elder)


def _noun_back(row: list[Place]) -> None:
    """例：培育2家、3家以上企业 – both count 企业; so do 2025年培育2家、2026年培育3家企业, 改造2个、3个、5个小区,
    建成1个省级、5个市级示范点."""
    for i in range(len(row) - 1, 0, -1):
        verb = verb_at_end(row[i - 1].left)
        listed = i > 1 and _in_row(row[i - 1]) and _in_row(row[i])
        waits = not row[i - 1].right and (verb or listed)
        if verb and (graded := _GRADED.match(row[i].right)) and _LEVEL.fullmatch(row[i - 1].right):
            row[i - 1] = replace(row[i - 1], right=row[i - 1].right + graded["noun"])
        if row[i].left and waits and (_in_row(row[i]) or _of_a_year(row[i], verb[0] if verb else "")):
            row[i - 1] = replace(row[i - 1], right=row[i].right)


def _of_a_year(place: Place, verb: str) -> bool:
    """Whether a member of a row only says another time before the same verb (、2026年完成), or only a verb of its own (、提升)."""
    own = re.sub(r"[、，,和与及\d年月日底末前至到]", "", place.left)
    return own == verb or cue("verb").fullmatch(own) is not None


def _comparator_back(row: list[Place]) -> None:
    """例：5亿元、10亿元以上 – both are at least; 8%、9%、10%以上、12%以上 – each says it for itself."""
    if _said_by_each(row):
        return
    for i in range(len(row) - 1, 0, -1):
        elder = row[i - 1]
        alike = elder.quantity.kind in {row[i].quantity.kind, "bare"} or (
            elder.quantity.unit == "个" and (row[i].quantity.unit or "").startswith("个")
        )
        if _in_row(row[i]) and row[i].quantity.said and alike and not elder.quantity.said and not elder.right:
            row[i - 1] = _compared(elder, row[i])


def _description_back(row: list[Place]) -> None:
    """例：年营业收入5亿元和税收1000万元以上的企业 – both only describe 企业."""
    for i in range(len(row) - 1, 0, -1):
        described = row[i].attributive or _is_stated(row[i])
        q = row[i - 1].quantity
        # 企业5家、超十亿元企业50家 · 亿元以上项目不少于3个、十亿元以上项目不少于1个: the first counts its own
        counts = q.kind == "count" and (not q.said or (q.start < q.number and q.unit not in _PEOPLE))
        on = row[i].joined or _ALSO.match(row[i].left)
        if on and not row[i - 1].right and described and not counts:
            row[i - 1] = replace(row[i - 1], attributive=True)


def _reach_back(row: list[Place]) -> None:
    """例：分别达到90%、60%以上 – 以上 holds for both; in 90%、92%以上、95%以上 each says it for itself."""
    if _said_by_each(row):
        return
    for i in range(len(row) - 1, 0, -1):
        if _in_row(row[i]) and _reached_alike(row[i - 1], row[i]):
            row[i - 1] = _compared(row[i - 1], row[i])


def _said_by_each(row: Sequence[Place]) -> bool:
    """Whether several members of a row are followed by their own 以上, so that one without it has none."""
    return sum(_in_row(place) and bool(_EDGE.search(place.words)) for place in row[1:]) > 1


def _is_stated(place: Place) -> bool:
    """Whether the number says of the noun behind it what it is like: 担保费率不超过1.5%的业务."""
    of_people = place.quantity.unit in _PEOPLE  # 用工500人以上及一次招录100人以上的企业
    measured = of_people or cue("measurable").search(place.left.rstrip("年"))
    return bool(place.quantity.said and measured and sizes.OF.match(place.right))


def _reached_alike(place: Place, later: Place) -> bool:
    """Whether 以上 behind the last of a row holds for this one too: 分别达到90%、60%以上; nothing is 100%以上."""
    q = place.quantity
    reached = q.comparator == "=" and q.kind == later.quantity.kind and "分别" in place.clause
    return reached and q.said and not place.right and not (q.kind == "rate" and q.value == 100)


def _in_row(place: Place) -> bool:
    return not place.left.strip("、和与或及") and not place.worth


def _compared(place: Place, like: Place) -> Place:
    if place.quantity.han and place.quantity.kind == "occasion":
        return place  # 一次 in 500人以上及一次招录100人以上 is no member of the row
    q = replace(place.quantity, comparator=like.quantity.comparator, said=like.quantity.said)
    if q.unit in {None, "个"} and like.quantity.unit and like.quantity.unit.startswith(q.unit or ""):
        q = replace(q, unit=like.quantity.unit, kind=like.quantity.kind)
    return replace(place, quantity=q)


def _places(text: str, sentence: Span, clause: Span, quantities: Sequence[Quantity]) -> Iterator[Place]:
    left_at, joined, was, lead = clause.start, False, None, None
    quantities = sizes.outer(text, clause, quantities)
    former_row: list[Quantity] = []  # those of a row, each for one of the numbers that follow
    passed = 0
    for i, q in enumerate(quantities):
        if i < passed:
            continue
        if not former_row and (count := formers.in_a_row(text, left_at, quantities[i:])):
            former_row, passed = list(quantities[i : i + count]), i + count
            lead = formers.FROM.sub("", text[left_at : q.start])
            continue
        if former_row:
            former = former_row.pop(0)
            was = text[former.number : former.end]
        following = quantities[i + 1] if i + 1 < len(quantities) else None
        stop = following.start if following else clause.end
        if following and formers.is_former(text[left_at : q.start], text[q.end : stop], q, following):
            was = text[q.number : q.end]
            lead = formers.FROM.sub("", text[left_at : q.start])
            continue
        if lead is None and (level := formers.bare(text[left_at : q.start], text[q.start : q.number])):
            was, lead = level["was"], text[left_at : left_at + level.start()]
        right_to, next_left, attributive = (
            _divide(text, q, following, left_at) if following else (stop, stop, False)
        )
        yield Place(
            quantity=q,
            words=text[q.start : q.end],
            left=text[max(left_at, q.start - _NEAR) : q.start] if lead is None else lead,
            right=sizes.named_behind(text, Span(q.end, min(right_to, q.end + _NEAR))),
            clause=text[max(clause.start, q.number - _NEAR) : q.number],
            rest=text[q.end : min(clause.end, q.end + _NEAR)],
            before=text[max(sentence.start, clause.start - _NEAR) : clause.start],
            onward=text[clause.end : min(sentence.end, clause.end + _NEAR)],
            attributive=attributive,
            joined=joined,
            was=was,
        )
        on = text[next_left:stop]
        joined, was = not attributive and bool(_JOINT.search(on)) and not _ALSO.match(on), None
        lead = None
        left_at = next_left


def _divide(text: str, q: Quantity, following: Quantity, left_at: int) -> tuple[int, int, bool]:
    """Share out the words between two numbers: where the right side of ``q`` ends, where the next left side begins.

    The third value tells that ``q`` only describes the noun that follows it; then all of it belongs to the next.
    """
    gap = text[q.end : following.start]
    joint = _JOINT.search(gap)
    if not gap or (joint and joint.start() == 0):
        sized = q.kind == "money" or (q.kind == "size" and following.unit in _PEOPLE)  # 1万平方米以下1人
        sized = sized and not gap and (q.said or q.value_max is not None) and following.kind == "count"
        lent = sized and q.kind == "money"  # 项目20个（10亿元以上3个）
        return q.end, left_at if lent else q.end, sized
    # 保护面积不低于3万亩（以新一轮规划为准）
    noted = _NOTED.search(text, q.end, following.start + _LONGEST_NOTE)
    within = noted and noted.start() < following.start < noted.end()
    bracket = noted.start() - q.end if noted and within else _begin(_AMONG.search(gap))
    if bracket is not None:  # 30%的号源（其中专家号源不低于30%）
        return q.end + bracket, q.end + bracket + 1, False
    last_of_row = joint and joint[0] in _AND and not verb_at_end(gap[: joint.start()])
    if (at := _last_point(gap)) >= 0 and not last_of_row:  # 5个乡镇、街道项目和2个社区项目
        return q.end + at, q.end + at, False
    if joint:
        return q.end + joint.start(), q.end + joint.start(), False
    verb = verb_at_end(gap)
    describes = q.kind in sizes.DESCRIBING or (not verb_at_end(text[left_at : q.start]) and q.kind != "rate")
    if (describes and (q.said or q.value_max)) or (not verb and q.kind in sizes.DESCRIBING):
        to = _DESCRIBED_TO.match(gap) if q.kind == following.kind else None
        own = to and cue("measurable").search(phrases.trim(gap[to.end() :]))
        return q.end, q.end + to.end() if to and own else left_at, True
    at = q.end + (verb.start() if verb else len(gap))
    return at, at if verb else q.end, False


def _begin(match: re.Match[str] | None) -> int | None:
    return match.start() if match else None


def _last_point(gap: str) -> int:
    """Where the last 、 outside quotes and brackets stands; -1 for none."""
    return max(brackets.outside(gap, _POINT, quotes=True), default=-1)
