"""The metrics of a quantity in its place: of which words they are made, and what they take from those before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policyparse import nlp
from policyparse.extract.targets import completing, phrases, respective
from policyparse.extract.targets.ahead import verb_at_end
from policyparse.extract.targets.completing import complete, of_clause
from policyparse.extract.targets.cues import cue
from policyparse.extract.targets.place import Place
from policyparse.extract.targets.respective import CONNECTORS
from policyparse.model import Change, TargetKind

# one number for each of several names; 例：分别
_EACH = re.compile(r"分别|(?<![年月日人户亩])均|各(?=$|不|达|为)|[两三四五六]个[“\"]?$")
# the deed stands between 至少 and its number; 例：至少组织开展
_DONE_BETWEEN = re.compile(r"(?:至少|最少|最多|至多)([^\d]{2,})$")
# who does what is done so many times: 企业主要负责人每季度至少带队检查1次; 例：负责人
_WHO = re.compile(
    r"(?:负责人|领导|干部|班子|成员|人员|部门|单位|企业|学校|医院|机构|街道|乡镇|[县区市村委局办])$"
)
# by how much others are passed, and not what is measured; 例：高于城镇居民
_PASSED = re.compile(r"(?:[高低快慢优]于|超过|领先)[^，,。；;、\d]{2,14}$")
# what is given stands between 最高 and its sum; 例：最高奖励金额
_GIVEN_BETWEEN = re.compile(r"最高(?:可|能)*(?:给予|申请|享受)*([^\d]*)$")
# the result behind a number names what it counts; 例：建成投用，
_RESULT = re.compile(r"^(?![且并]|(?:[得计记]满|不[得计记])分)[\u4e00-\u9fff“”]{2,14}(?=[，。；、,;\n]|$)")
# a size needs the name of what has it; 例：总面积
_SIZE_OF = re.compile(r"^(?:设立|组建|发起)?(?P<size>总?(?:规模|面积|投资))$")
# a part of a list without a word is none, nor is a bare time; 例：率
_NAMES = re.compile(r"^(?![年月季周日天]$)[^\n]*\w")
# a span of time that counts from a deed; 例：受理之日起
_SINCE = re.compile(r"(?:起|[之以]?后|之日|期限?满)的?$")
# the span's own clause where the deed it counts from is told in the clause before; 例：收到通知后，
_THEN = re.compile(r"(?:起|后|期限?满)[，,]$")
# the clause behind a span of time, without the word that only orders it; 例：，应公布结果
_CLAUSE_BEHIND = re.compile(r"[，,]\s*(?:应当?|须|要)?(?P<deed>[^，,。；;\n]{2,60})")
# a clause that ends with its own number; 例：新建厂房5个
_COUNTED_LAST = re.compile(r"(?<![\d.])(?:\d[\d.]*[^\d，,。；;、]{1,4}(?:以上|左右|以内)?){1,3}$")
# a clause that says nothing but a number; 例：扩大到50个
_COUNTED_ALONE = re.compile(r"(?:到|至|为|达|完成)\d[\d.]*[^\d，,。；;、]{1,4}(?:以上|左右|以内)?$")
# a clause that says how often a thing is done, or for all of whom; 例：每两个月督查一次
_ONCE = re.compile(r"(?:[一二两三四五六]次|全覆盖)$")
# a bracket behind a number; 例：（其中市级2个）
_NOTE = re.compile(r"[（(][^（()）]*[）)]?$")
# what a clause of effort is about; 例：加大保障性安居工程建设力度
_EFFORT = re.compile(
    r"^(?:加大|加强|加快|强化)([^，,。；;]{2,}?)(?:建设|推进|改造|工作)?(?:力度|步伐|进度|速度)$"
)
# what the number before it counts, and this one too; 例：规划135处口袋公园
_COUNTED_AHEAD = re.compile(r"\d(?:万|亿)?(?!年)[一-鿿]([一-鿿“”]{2,12}?)(?:的?基础上)?$")
# what is done to the things counted is no part of their name: 126个工地开展排查; 例：工地开展
_DONE = re.compile(r"(?<=..)(?:开展|进行|实施|实行|落实)")
# a label that ends right before a number; 例：；年度投资：
_LABEL = re.compile(r"(?:^|[，,；;。\s])(?!其中|包括|分别|即|如下)(?P<name>[一-鿿]{2,10})[：:]\s*$")
# the words before a number that something is brought to; 例：平均跑动次数压减至
_REACHED = re.compile(r"(?:压减|压缩|缩短|降|减|提高|提升|控制)(?:到|至|在|为)$")
# what reaches so many of the things behind the number; 例：助餐点覆盖
_REACHING = re.compile(r"[一-鿿”]{2}(?:覆盖|进驻|入驻)$")
# for whom so many are said to be, before the things: 局领导每人联系重点企业; 例：领导每人联系企业
_EACH_OF_THEM = re.compile(
    r"^[^，,。；;、\d]{0,12}每[人名个家位][^，,。；;、\d]{0,6}?(?:联系|包联|包保|包抓|帮扶|挂钩|结对|服务)(?=..)"
)
# who does a thing, and how often, before the deed alone: 领导小组每两个月检查一次; 例：领导小组每两个月
_WHO_OFTEN = re.compile(r"[^，,。；;、\d每]{3,20}每")
# nought as a word is the number, not the name; 例：降为零
_NOUGHT = re.compile(r"^零|(?:为|保持|实现|降为|归)零$")
# how fast a thing grows, which does not say what; 例：增速
_GROWTH = re.compile("增速|增幅|增长率|年均增速")
# what is paid for so long; 例：的岗位补贴
_PAID = re.compile(r"的[^，,。；;、\d]{0,12}(?:补贴|补助|津贴|工资|保险)")
# what is more than so much; 例：的部分
_PART = re.compile(r"的?部分")
# a rate at which something is given, named behind it; 例：的标准，给予补助
_AT_RATE = re.compile(r"的?标准[，,](?:给予|予以|发放)(?P<given>[^，,。；;\d]{2,12})")
# what money that was counted before is for; 例：重点用于技能培训
_SPENT = re.compile(r"(?:重点|主要|专项|统筹)?用于[^\d]{2}")
_LONGEST_RUN = 16


@dataclass(frozen=True, slots=True)
class Elder:
    """What the number before lends to the next one of its sentence.

    ``metric`` is the last that was named; ``waiting`` are those of a list whose numbers come in the same order (A、B分别达到
    5%、6%); ``kind``, ``change`` and ``measure`` (the kind of unit) are the last number's, and ``ahead`` tells that it stood
    before its noun. ``recent`` are the metrics of the sentence so far, in order: 收入120亿元、游客30万人次，分别增长12%、10%;
    ``topic`` is the title of the item, or its first sentence where that has no number: 做大装备产业。产值达到50亿元.
    """

    metric: str = ""
    waiting: tuple[str, ...] = ()
    kind: TargetKind | None = None
    change: Change | None = None
    measure: str = ""
    ahead: bool = False
    recent: tuple[str, ...] = ()
    topic: str = ""


def names(place: Place, following: Sequence[Place], elder: Elder) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The metrics that the number measures, and those that wait for the numbers to come.

    Several where they share the number (例：覆盖率、准确率达95%), none where no word says what it is.
    """
    if place.ahead:  # 例：培育30家企业
        return tuple(name + _predicate(name, following) for name in _behind(place)), elder.waiting
    if elder.waiting and not place.left.strip(CONNECTORS):  # 例：登记率、办结率分别达到98%、95%
        return elder.waiting[:1], elder.waiting[1:]
    run = 1 + _run(following)
    if again := respective.named_before(place, run, elder.recent):
        return again[:1], again[1:]
    phrase = _own_words(place) or _label(place) or elder.metric or _subject(place)
    if not phrase and not elder.recent and (verb := verb_at_end(place.left)):
        deed = completing.of_topic(verb[0], elder.topic)  # 开展需求调查。4月、10月各组织一次
        phrase = deed if deed != verb[0] else ""
    if _is_bare_verb(phrase, place) and not _WHO_OFTEN.match(place.left):
        phrase = _done_to(phrase, place, elder)
    each = bool(_EACH.search(place.left[-6:]))
    found = respective.of_places(phrase, run, elder.recent) or (each and phrases.closed(place.left, run))
    phrase = phrase if each or run == 1 else respective.of_samples(phrase)
    found = found or phrases.share(phrase, run, each=each)
    waiting: tuple[str, ...] = ()
    if len(found) == run > 1:
        found, waiting = found[:1], found[1:]
    alike = place.quantity.kind == elder.measure
    things = next((name for name in reversed(elder.recent) if not cue("measurable").search(name)), "")
    found = respective.of_last(found)
    whole, later = (
        [complete(name, place, elder.metric, alike=alike, things=things) for name in names]
        for names in (found, waiting)
    )
    if not elder.recent:  # 做大装备产业。产值达到50亿元
        whole = [completing.of_topic(name, elder.topic) for name in whole]
    return tuple(name for name in whole if _NAMES.search(name)), tuple(later)


def _own_words(place: Place) -> str:
    """The noun phrase before the number, or what is done between comparator and number; "" where it has none."""
    phrase = "" if _is_elsewhere(place) or _is_passed(place) else _phrase(place)
    done = _done_between(place)
    return done if place.quantity.kind == "occasion" and done and _WHO.search(phrase) else phrase or done


def _label(place: Place) -> str:
    """What a label right before the number calls it, whatever was counted before: 新建厂房2万平方米；年度投资：5000万元."""
    label = None if place.left else _LABEL.search(place.before)
    return label["name"] if label else ""


def _is_bare_verb(phrase: str, place: Place) -> bool:
    """Whether only a verb says what is counted (改建, 提升改造), and things are: people are counted by what they do (培训300人)."""
    people = (place.quantity.unit or "").endswith(("人", "人次", "户"))
    return phrases.is_deed(phrase) and place.left[:1] != "、" and not people


def _done_to(verb: str, place: Place, elder: Elder) -> str:
    """A bare verb with what is done so: the clause before tells it, or the things that its number counts.

    例：开设健康专栏，每周播出不少于3期 · 申报重点专科2个，力争获批1个.
    """
    clause = _NOTE.sub("", re.split(r"[，：,:]", place.before.rstrip("，：,: "))[-1])
    counted = _COUNTED_LAST.search(clause)
    if counted is None:
        behind = _COUNTED_AHEAD.search(clause)  # 规划135处口袋公园，动工120处
        if behind or not clause or _SPENT.match(clause):
            return phrases.act(verb, _DONE.split(behind[1])[0] if behind else elder.metric)
        if cue("cycle").search(clause) and cue("cycle").search(place.left):
            return verb  # 每月自查隐患，每学期演练2次: another thing in a cycle of its own
        return _subject(place).removesuffix(verb) + verb
    things = phrases.before(clause[: counted.start()], counted=True)
    things = elder.metric if not things or cue("verb").fullmatch(things) else things
    things = _EACH_OF_THEM.sub("", things)
    rated = clause.endswith(("%", "％", "点")) or _REACHED.search(things)
    if rated and elder.recent:  # 推出8个“一件事”，平均跑动压减至0.3次，累计上线40个
        things = elder.recent[0]
    sized = cue("size-of").search(things)
    return phrases.act(verb, things[: sized.start()] if sized and sized.start() >= 2 else things)


def _is_elsewhere(place: Place) -> bool:
    """Whether a later member of a list only names another place: 每区不少于3所、四县一市不少于2所."""
    return (
        place.left[:1] == "、"
        and place.quantity.kind != "full"
        and phrases.is_whole(phrases.trim(place.left))
    )


def _is_passed(place: Place) -> bool:
    """Whether the words only say who is passed by so many points: 收入增长9%，高于城镇居民2个百分点."""
    return (place.quantity.unit or "").endswith("点") and bool(_PASSED.match(phrases.trim(place.left)))


def _predicate(name: str, following: Sequence[Place]) -> str:
    """What the things counted do, where the last of their list says it: 3家网站和2个平台完成改造."""
    last = ""
    for place in following:
        if not (place.joined and place.ahead):
            break
        last = phrases.after(place.right)
    does = cue("does").search(last)
    return does[0] if does and not cue("does").search(name) else ""


def provided(place: Place, elder: Elder) -> str:
    """What a grant or charge is called; it may take its name from the one before (5%…，最高30万元)."""
    if place.compared == "满":  # 一次性消费满100元补贴10元，满200元补贴25元
        return phrases.trim(place.left) or (elder.recent[0] if elder.recent else "")
    if _PART.match(place.rest):  # 对新增贡献超过10%的部分奖励50%
        return phrases.trim(place.left)
    given = _GIVEN_BETWEEN.match(place.compared)
    behind = _AT_RATE.match(place.rest + place.onward)  # 可按最高20元/平方米的标准，给予补助
    name = phrases.granted(place.left, behind["given"] if behind else place.rest)
    row = elder.kind == "standard" and elder.measure == place.quantity.kind == "rate"
    if (
        row and not place.left.strip(CONNECTORS) and name and elder.metric.endswith(name)
    ):  # 按缴纳总额的40%、30%给予奖励
        return elder.metric
    if elder.metric and _GROWTH.fullmatch(name):  # 销售额达到5000万元且增速超过10%的企业
        return complete(name, place, elder.metric, alike=False, things="")
    if given and given[1] and not cue("support").search(elder.metric):  # 营业额超过1亿元的，最高奖励5万元
        return name or given[1]
    return name or (elder.metric.removesuffix("期限") if place.quantity.kind == "money" else elder.metric)


def _run(following: Sequence[Place]) -> int:
    """How many of the places that follow have no words of their own: 分别达到5%、6%、7%."""
    count = 0
    for place in following[:_LONGEST_RUN]:
        if place.left.strip(CONNECTORS) or place.ahead or place.worth:
            break
        count += 1
    return count


def _subject(place: Place) -> str:
    """What the clause before is about: 开设健康专栏，每周播出不少于3期."""
    clause = re.split(r"[，：,:]", place.before.rstrip("，：,: "))[-1]
    if _COUNTED_ALONE.search(clause) or _ONCE.search(clause):  # 2026年扩大到50个，2027年实现全覆盖
        return ""
    effort = _EFFORT.match(clause)
    return phrases.before(
        effort[1] if effort else clause, counted=place.quantity.kind in {"count", "occasion"}
    )


def _behind(place: Place) -> tuple[str, ...]:
    """The noun behind the number; of a meeting, whose it is."""
    name = phrases.after(place.right)
    subject = phrases.before(place.left, counted=True)
    word = nlp.words(name)[0] if name else ""
    if subject and word and subject.endswith(word):
        return (subject,)
    if word == "会议" and subject and not verb_at_end(subject):
        return (subject + word,)
    if place.quantity.kind == "rate" and cue("bare-rate").fullmatch(name):
        return (of_clause(name, place),)
    if place.quantity.kind in {"rate", "factor"} and _REACHING.search(whose := phrases.trim(place.left)):
        return (whose + name,)  # 助餐点覆盖七成社区
    found = phrases.share(name, 1, each=True) if "分别" in place.left else (name,)
    return tuple(name for name in found if name)


def _phrase(place: Place) -> str:
    """The noun phrase before the number, with what the sum is for or what comes of it where that follows."""
    q = place.quantity
    if q.kind == "none":
        return phrases.trim(place.left).rstrip("“") + _NOUGHT.sub("", place.words)
    purpose = cue("purpose").match(place.rest) or cue("purpose").match(place.rest + place.onward)
    if q.kind == "money" and purpose and cue("funded").search(place.left):
        return phrases.lead(place.left) + purpose[1]
    if q.kind == "time" and (deed := _deed(place)):
        return deed
    phrase = phrases.before(place.left, counted=q.kind == "count")
    if q.kind == "full":
        return _covered(place, phrase)
    if (sized := _SIZE_OF.match(phrase)) and place.right.startswith("的"):
        return phrases.after(place.right) + sized["size"]
    result = _RESULT.match(place.right.strip())
    return phrase + result[0] if q.kind == "rate" and phrase and result and not q.value_max else phrase


def _deed(place: Place) -> str:
    """What a span of time is for, where that stands behind it: 受理之日起5个工作日内办结 · 公告发布后2日内，签订合同; spared or put off
    for so long, the payment.
    """
    left, right = place.left.strip(), place.right.strip()
    if spared := cue("spared").search(left):
        return spared["deed"] + phrases.after(place.right)
    since = _SINCE.search(left) or (not place.compared and left.endswith("在") and _THEN.search(place.before))
    if since and not right and (behind := _CLAUSE_BEHIND.match(place.onward)):
        return phrases.after(behind["deed"])
    behind = since or cue("spared-so").match(right) or _PAID.match(right)
    return phrases.after(place.right) if behind else ""


def _covered(place: Place, phrase: str) -> str:
    """What is fully covered; 各村 is where, and then what stands before it is covered."""
    if phrases.is_places(phrase):
        return _subject(place) or phrase
    head, _, last = place.left.rpartition("、")
    if phrase and not phrases.is_whole(phrases.before(last, counted=False)):
        return phrases.covered(phrase)
    return (phrases.before(head, counted=False) if head else _subject(place)) or phrase


def _done_between(place: Place) -> str:
    """What is done so many times, where it stands between comparator and number: 每月至少下沉社区2次."""
    match = _DONE_BETWEEN.match(place.compared)
    return match[1] if match else ""
