"""What a metric leaves unsaid is said by the words before it: 保费收入突破5亿元，增速不低于6% speaks of 保费收入增速."""

from __future__ import annotations

import re

from policyparse import nlp
from policyparse.extract.targets import phrases
from policyparse.extract.targets.cues import cue
from policyparse.extract.targets.place import Place

# a part of what the number before it counted; 例：，其中
_AMONG = re.compile(r"^[，,、\s]*其中")
# a level and nothing else; 例：争创国家级
_LEVEL = re.compile(
    r"(?:争创|创成|创建|新增|获批|其中)?((?:国家|乡镇|[省市州县区镇村]|[一-鿿]{2,3}[省市州县区])级)"
)
# a thing by its level; 例：省级示范点
_GRADED = re.compile(r"(?:(?:争创|创成|创建)?(?:国家|[省市州县区])级)?(?=[一-鿿“]{2})")
# the clauses before a number, the last first; 例：，
_CLAUSES = re.compile(r"[，：:,]")
# a metric ends before its verb; 例：政务服务事项全部实现
_PREDICATE = re.compile(r"(?<=.{3})(?:全部|统一|均)?(?:实现|实行|采用|采取|推行|执行)")
# a clause that opens so says how, and not what; 例：通过
_OPENING = re.compile(r"^(?:对|将|把|在(?!线)|按照|通过|根据|由|为|纳入|同步|一次性)")
# a clause that has its own measure lends its name to no other; 例：覆盖率
_MEASURED = re.compile(r"、|[不高低大小]于|超过|[率度速幅]”?$")
# a clause that counts something itself; 例：5个
_COUNTED = re.compile(r"\d(?:%|‰|个|天|小时|分钟|年|家|项|万|亿)")
# a verb without a result: what is made better has no name of a number; 例：优化
_BETTERED = re.compile("优化|完善|深化|规范|健全|强化|加强|简化|创新|改进")
# a sum right before the number of the things that are of its size; 例：10亿元以上
_SIZED = re.compile(r"\d[\d.]{0,8}[百千万亿]*元(?:及?以[上下])$")
# the sum that each of a part reaches; 例：过五十亿元
_REACHES = re.compile(r"(?:超过?|突破|达到?|过)[\d.一二两三四五六七八九十百千]{1,8}[百千万亿]*元(?:以上)?")
# the size in the name of such things; 例：亿元以上项目
_SIZED_NAME = re.compile(r"^[\d.百千万亿]*元(?:及?以[上下])")
# a share that does not say of what; 例：占GDP比重
_RATIO_OF = re.compile(r"占[^，,。；;]{2,}(?:比重|比例|占比|比率)$")
# how much of a crop is grown; 例：播种面积
_GROWN = re.compile(r"(?:播种|种植|栽插|移栽|套种)?面积$")
# what is told of a whole trade, whose name the title of the item says; 例：年产值
_OF_A_TRADE = re.compile(
    r"(?:年|全年|全产业链|全口径|行业|产业|市场|年均|总){0,3}(?:产值|产量|增加值|(?:营业|销售|主营业务|经营性?|业务)收入|营收|规模)(?:增速)?"
)
# what a title does with a trade, before its name; 例：做大做强
_RAISES = re.compile(
    r"(?:做大做强|做优做强|做[大强优精]|壮大|培强|培育壮大|大力发展|加快发展|发展|提升|聚焦|培育|打造)"
)
# what is no thing that is made; 例：质效
_NO_THING = re.compile(r"(?:质效|水平|能力|机制|体系|力度|环境|质量|管理|工作|服务|建设|行动|计划|活动)$")
# whom it is good for, counted behind what is done: 投放贷款60亿元、惠及12万户
# a rate of what is done, and the deed; a look (检查率) says by itself whose; 例：处置完成率
_OF_A_DEED = re.compile(r"(?P<deed>[一-鿿][一-龥](?<!查))(?:完成|办结|达标|到位|合格|及时|成功|落实|整改)?率")
# how a deed is done, between what it is done to and itself; 例：开展专项
_HOW_DONE = re.compile(
    r"(?:(?:开展|进行|组织|实施)(?:专项|集中|全面|联合|拉网式)?|专项|集中|全面|逐一|逐项|分类|限期)$"
)
# how soon it is done; 例：48小时内
_WITHIN = re.compile(r"(?:在)?\d{1,3}个?(?:工作日|小时|分钟|[日天])(?:之内|以内|内)")
# what brings in that to which a deed is done; 例：对
_DONE_TO = re.compile(r"^(?:对|将|把|针对)")
# what is no name of that to which it is done: for whom it is, or a deed before it; 例：为65岁以上老年人免费
_NO_TOPIC = re.compile(r"^[为给]|\d|、$")
# the sum that each of a part has at least, before its name; 例：注册资本5000万元以上的
_HAVING = re.compile(r"[一-鿿]{2,5}\d[\d.]{0,8}[百千万亿]*元以上的$")
_SHORT_CLASS = 10
_GOOD_FOR = frozenset({"惠及", "受益", "受惠", "带动", "吸纳", "服务", "覆盖"})
# a list of classes behind what is measured of each; 例：年报公示率：企业
_LABELLED = re.compile(
    r"(?:^|[，,。；;\n、])(?P<what>[一-鿿“”]{2,16}(?:率|比例|占比|满意度))[：:][^：:；;。]{0,60}$"
)
_LONGEST = 18


def complete(name: str, place: Place, elder: str, *, alike: bool, things: str) -> str:
    """``name`` with what its sentence says of it before: a bare 增速 takes it from the metric before (``elder``) or
    from the clause before, a later member of a list (竣工, 其中农村) from the ``elder``; so does 民间投资项目 after
    政府投资项目审批时限, where both numbers are ``alike`` in kind. A bare 开工率 is of the ``things`` that were counted last.
    """
    if (
        elder
        and place.left[:1] == "、"
        and not cue("share-of-counted").fullmatch(name)
        and name not in _GOOD_FOR
    ):
        name = phrases.act(phrases.inherit(name, elder), elder)
    if place.quantity.kind == "rate" and not cue("measurable").search(name):  # 公示率：企业92%，合作社95%
        listed = _LABELLED.search(place.before + place.clause)
        name += listed["what"] if listed and "%" not in listed["what"] and len(name) <= _SHORT_CLASS else ""
    part = elder and (_by_grade(name, place, elder) or _in_brackets(name, place, elder))
    if part or (part := _by_deed(name, place, elder)):
        return part
    if (
        elder
        and place.left[:1] != "、"
        and _AMONG.match(place.left)
        and len(name) <= 4
        and not cue("measurable").search(name)
    ):
        # 充电桩100个，其中直流桩30个
        own = name if elder.endswith(name[-1]) else name + _beyond(elder, name)
        return elder if elder.endswith(name) else own  # 职业技能培训5000人次，其中培训农民工
    rate = place.quantity.kind == "rate"
    whose = elder if _RATIO_OF.match(name) else things if cue("share-of-counted").fullmatch(name) else ""
    if whose and rate:  # 增加值翻一番，占GDP比重提高到10%
        return whose + name
    faster = rate and not _of_amount(name)  # 办理时限压缩50%: of all that is spoken of
    if cue("generic").fullmatch(name) and not faster:
        return _of_elder(name, elder) if elder and (alike or _of_amount(name)) else of_clause(name, place)
    if elder and alike and rate and _whom(name):
        return name + _measured(elder)
    same = elder and alike and place.quantity.kind in {"time", "rate", "factor"}
    return _measured_like(name, elder) if same else name


def of_topic(name: str, topic: str) -> str:
    """A metric that says nothing by itself, with what the title of its item is about: 产值 under 做大装备产业, 建成3个 under 建设税务所."""
    title = topic.strip("。；;：: \n")
    if _COUNTED.search(title) or not 4 <= len(title) <= _LONGEST or re.search("[，,、和]", title):
        return name
    if _OF_A_TRADE.fullmatch(name) and (raised := _RAISES.match(title)):
        return title[raised.end() :].removesuffix(name) + name
    made = cue("making").match(title)
    things = title[made.end() :] if made else ""
    if things and (_LEVEL.fullmatch(name) or _whom(name)) and not _NO_THING.search(things):
        return name + things  # 建设公开专区。市级1个，县级7个
    bare = (
        cue("verb").fullmatch(name)
        and len(things) >= 2
        and name not in things
        and not _NO_THING.search(things)
    )
    return name + things if bare and not cue("made").match(things) else name


def _by_grade(name: str, place: Place, elder: str) -> str:
    """The things of the elder by a level or a size of their own, where the words say nothing else; "" where they do."""
    if (level := _LEVEL.fullmatch(name)) and (graded := _GRADED.match(elder)):
        return level[1] + elder[graded.end() :]  # 省级示范点5个，争创国家级1个
    _, such, things = elder.rpartition("的")
    if such and _REACHES.fullmatch(name):
        return name + such + _SIZED_NAME.sub("", things)  # 超十亿元的企业20家，其中过五十亿元的3家
    if elder and (having := _HAVING.search(place.left)):  # 企业40家，注册资本5000万元以上的不少于10家
        return having[0] + elder
    sized = _SIZED.search(place.left)
    return sized[0] + _SIZED_NAME.sub("", elder) if sized else ""  # 亿元以上项目20个（10亿元以上3个）


def _in_brackets(name: str, place: Place, elder: str) -> str:
    """A sort of what was counted before its bracket in the same unit: 应急演练3次（防汛、除雪各1次）; "" where it is none."""
    unit = re.escape(place.quantity.unit or "\0")
    inside = re.search(rf"\d{unit}(?:以上|左右)?[（(][^（()）]{{0,60}}$", place.clause)
    sort = inside and len(name) <= 4 and name[-1:] != elder[-1:] and not cue("verb").fullmatch(name)
    return name + _beyond(elder, name) if sort else ""


def _beyond(elder: str, name: str) -> str:
    """The elder without the word that it shares with the end of the name (设施蔬菜, 蔬菜种植面积), or only how much is grown (播种面积)."""
    if (grown := _GROWN.search(elder)) and name[-2:] not in elder:
        return grown[0]
    _, shared, rest = elder.partition(name[-2:])
    return rest if shared and rest else elder


def _of_amount(name: str) -> bool:
    """Whether the bare measure can be of what another unit counts: 增速, 余额 of a sum."""
    return not cue("length").search(name)


def _of_elder(name: str, elder: str) -> str:
    """The bare measure after what the elder measures, whose own measure of the same sort it replaces."""
    ratio = cue("share").search(elder)
    if ratio and cue("share").search(name) and ratio.start() >= 2:
        return elder[: ratio.start()] + name
    sized = cue("size-of").search(elder)
    if sized and sized.start() >= 2 and cue("size-of").search(name):  # 粮食播种面积52万亩，总产量24万吨
        return elder[: sized.start()] + name
    return elder if elder.endswith(name) else elder + name


def of_clause(name: str, place: Place) -> str:
    """The bare measure after the subject of the nearest clause before that has no number, or else its object."""
    for clause in reversed(_CLAUSES.split(place.before.rstrip("，：,: "))):
        if _COUNTED.search(clause):
            continue
        topic = _topic(clause, name)
        first = nlp.words(name)[0]
        return topic.removesuffix(first) + name
    return name


def _by_deed(name: str, place: Place, elder: str) -> str:
    """A bare rate of a deed with what the clause before does it to; "" where none does."""
    rate = _OF_A_DEED.fullmatch(name) if place.quantity.kind == "rate" else None
    if rate and (done := _done_to(rate["deed"], place)):
        return done + name
    alone = rate and not elder and cue("share-of-counted").fullmatch(name)
    return of_clause(name, place) if alone else ""  # 推进档案室规范化建设，达标率达到75%


def _done_to(deed: str, place: Place) -> str:
    """What the clause right before does the deed to that its rate is of: 对代扣问题开展专项清理，清理率100%; "" where it does none."""
    clause = _CLAUSES.split(place.before.rstrip("，：,: "))[-1].strip()
    clause = _WITHIN.sub("", clause)
    if not clause.endswith(deed) or _COUNTED.search(clause):
        return ""
    own = phrases.before(clause, counted=False).removesuffix(deed)
    topic = _DONE_TO.sub("", _HOW_DONE.sub("", own))
    return topic if 2 <= len(topic) <= _LONGEST and not _NO_TOPIC.search(topic) else ""


def _topic(clause: str, name: str) -> str:
    """What a clause is about: the words before 实现 or 实行, else those behind its verb; "" where it is no name."""
    phrase = phrases.before(clause, counted=False)
    if said := _PREDICATE.search(phrase):
        phrase = phrase[: said.start()]
    words = nlp.words(phrase)
    if words and len(words) > 1 and (cue("verb").fullmatch(words[0]) or _BETTERED.fullmatch(words[0])):
        phrase = phrase[len(words[0]) :]
    fit = (
        len(phrase) <= _LONGEST
        and "《" not in phrase
        and not _OPENING.match(phrase)
        and not _MEASURED.search(phrase)
    )
    return phrase if fit and name not in phrase else ""


def _whom(word: str) -> bool:
    """Whether a word names who or where and no measure: 初中, 县级, 老城区."""
    return cue("whom").fullmatch(word) is not None


def _measured(metric: str) -> str:
    """A metric without whom or where it opens with: 城区绿化覆盖率达到41%，乡镇达到35%."""
    opening, words = 0, nlp.words(metric)
    for word, following in zip(words, (*words[1:], ""), strict=True):
        if not _whom(word) and not _whom(word + following):  # 东部|地区
            break
        opening += len(word)
    opening += len("地区") if metric.startswith("地区", opening) else 0
    return metric[opening:]


def _measured_like(name: str, elder: str) -> str:
    """``name`` with the measure of the elder, where the word in which it ends stands in the elder before the measure."""
    if cue("measurable").search(name) or not cue("measurable").search(elder):
        return name
    head, *rest = nlp.words(elder)
    if _whom(name) and _whom(head):  # 小学作业时间不超过60分钟，初中不超过90分钟
        return name + "".join(rest)
    last = nlp.words(name)[-1]
    _, found, measure = elder.rpartition(last)
    return name + measure if found and measure else name
