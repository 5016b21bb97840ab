"""What a quantity is to the text: a goal that is promised, a standard that the policy sets, or no target at all."""

from __future__ import annotations

import re

from policyparse.extract.cues import cue
from policyparse.extract.surroundings import Place, verb_at_end
from policyparse.model import TargetKind

_HEADLESS = re.compile(r"的$")
_NOUN = re.compile(r"^(?:（[^（）]*）)?[\u4e00-\u9fff“]")
_POINTS = re.compile(r"^的?[，,]?(?:最[多高]|各|可|均)?[得加计扣减给]\d")
_ABSTRACT = re.compile(r"[项件条种类批款例道字]$")
_CREATED = re.compile(
    r"(?:新建|建成|新增|净增|新设|培育|引进|招引|创建|打造|新认定|配备|举办|召开|举行|开设|改造|建设)(?:了|出)?$"
)
_EVENT = re.compile(
    r"(?:召开|举办|举行|开展|组织|组织开展|进行|更新|播放|播出|调度|通报|报送|报告|演练|检查|督查|巡查|巡检|抽查|培训|"
    r"体检|走访|调研|评估|评价|考核|例会|研究|会商|刊发|发布|清理|监测|服务|不少于|至少|一|会议|活动)(?:了|不少于)?$"
)
_CYCLE = re.compile(r"每(?:个?(?:半年|季度|[年月周天日季])|\d*个?(?:年|月|季度|周|天|日|小时|工作日))")
_WITHIN = re.compile(
    r"(?:期限|有效期|时限|时间|周期|时长|天数|限额?)(?:为|是|由|从|均|不|一般|原则上|控制|压缩|缩短)?"
)
_NUMBER_OF_DAYS = re.compile(r"(?:天数|时长|时间|时数|时限|周期|寿命|年限)$")
_REACHED = re.compile(r"率(?:均|要|应|须|必须)?(?:达到?|不低于|超过|保持在|为)?$")
_BY = re.compile(r"按照?[^，。；]*的$")
_CARRIED_OUT = re.compile(
    r"^(?:[、和或及]?\d+(?:\.\d+)?%)*(?:的(?:标准|比例))?(?:执行|计算|收取|征收|给予|予以)"
)
_CHECKED = re.compile(r"抽查|抽取|抽样")
_FORMER = re.compile(r"(?:由|从)(?:之前|原来?|现行|目前|以前|过去)的?$")
_HAVING = re.compile(r"(?:有|具有|具备|拥有|配有|设有)$")
_TO_WHOM = re.compile(r"^\s*(?:[（(]?[\d一二三四五六七八九十]+[）).．、])?\s*(?:对|凡|针对)(?!接|标|外|口|照)")
_PER = re.compile(r"每(?:人|户|家|名|个|亩|台|辆|件|项)[^，。；、\d]{0,8}$")
_CITED = re.compile(r"的$")
_GAP = re.compile(r"(?:至少|最少|起码|最多|至多).")
_GIVEN = re.compile(r"(?:对|将|把|以|由|从|在|与|向|针对|涉及|包括|其中|含|如|依托|按照?|围绕|聚焦)(?:[全我本][市省区县州国])?$")
_SURVEYED = re.compile(r"(?:调查|普查|调研|摸底|工作|规划编制)$")
_AREA = re.compile(r"(?:[全我本][市省区县州国]|全自治区|各地)$")
_FACET = re.compile(r"^(?:[一-鿿]{0,2}(?:领域|方面|环节|部门|地区|维度|阶段|步骤|层级|要素|指标|问题|情形|板块|门类|流程|时段|批次)(?=$|[，。；、的均都]|实现|开展|完成))")
_STATED = re.compile(r"^的(?!目标|要求|任务|标准|水平|$|[，。；、得])")
_PROMISE = re.compile(r"力争|确保|到(?:19|20)\d\d年|目标|争取|达到|实现|不少于|不低于")
_SHORTENED = re.compile(r"压缩|缩短|压减|缩减|提速|实现|力争|降")
_TOTAL = re.compile(r"(?:共计?|合计|总计|总投资|总规模|年产|投资额|总面积|面积约?)$")
_PURPOSE = re.compile(r"^[，,]?(?:专项)?(?:用于|支持|充实|补充|重点|推动|促进|扶持|奖励|资助)")


def stands_before(place: Place) -> bool:
    """Whether the number precedes what it counts (培育30家企业), so that the metric is on its right."""
    q, right = place.quantity, place.right.strip()
    if (
        not _NOUN.match(right)
        or right in {"的"}
        or _POINTS.match(right)
        or _HEADLESS.search(right)
        and len(right) == 1
    ):
        return False
    if q.kind == "money" and _PURPOSE.match(right):
        return False
    left = _AREA.sub("", place.left.strip(" 、"))
    comparator = place.words[: q.number - q.start]
    return not left or place.joined or bool(verb_at_end(left) or _HAVING.search(left) or _GAP.match(comparator))


def kind(place: Place, metric: str, *, assessment: bool) -> TargetKind | None:
    """``goal``, ``standard``, or None where the number promises and sets nothing."""
    if _FORMER.search(place.left) or assessment and _CHECKED.search(place.clause):
        return None
    if not assessment:
        if _is_told(place):
            return None
        if is_support(place, metric) or is_condition(place):
            return "standard"
        if describes(place) and not stands_before(place):
            return "standard" if cue("grant").search(place.rest + place.onward) else None
    if not metric:
        return None
    read = {
        "time": _time,
        "occasion": _occasion,
        "rating": _rating,
        "count": _count,
        "size": _count,
        "money": _money,
    }
    return read[place.quantity.kind](place, metric) if place.quantity.kind in read else "goal"


def _is_told(place: Place) -> bool:
    """Whether the clause, or the one before it that it continues, tells what is there already (目前, 已建成)."""
    said = list(cue("existing").finditer(place.before + place.clause))
    return bool(said) and not _PROMISE.search((place.before + place.clause)[said[-1].end() :])


def is_support(place: Place, metric: str) -> bool:
    """Whether it is the amount of a grant, a charge or a rate that the policy sets (给予最高50万元奖励, 按80%收取)."""
    q = place.quantity
    behind = re.match(
        r"的?(?:标准|比例|税率|费率|价格|利率)?[^，。；、\d]{0,6}(?:" + cue("support").pattern + ")",
        place.right,
    )
    if q.kind == "money":
        if cue("fund").search(place.clause) and not cue("tariff").search(place.clause):
            return False
        return bool(behind or cue("give").search(place.clause))
    if q.kind in {"rate", "factor", "bare"}:
        by = (
            cue("give-rate").search(place.clause)
            or _BY.search(place.clause)
            or _CARRIED_OUT.match(place.rest)
        )
        return bool(by or behind and not _REACHED.search(place.clause))
    return False


def is_condition(place: Place) -> bool:
    """Whether it tells to whom a provision applies (固定资产投资5000万元以上的，一次性给予…; 对…的企业)."""
    q, left = place.quantity, place.left.strip()
    if q.kind == "occasion" or not (q.said or q.value_max or q.kind in {"money", "size"}):
        return False
    if _HAVING.search(left) and "的" in place.right:
        return True
    if verb_at_end(left) or q.kind == "money" and cue("fund").search(place.clause):
        return False
    granted = cue("grant").search(place.rest + place.onward)
    if _TO_WHOM.match(place.clause) and "的" in place.rest:
        return True
    if granted and (_HEADLESS.search(place.rest.rstrip("，。；, ")) or cue("condition").search(place.clause)):
        return True
    return bool(
        q.kind in {"money", "size"} and re.search("给予|奖励|奖补|补助|补贴", place.rest + place.onward)
    )


def describes(place: Place) -> bool:
    """Whether the number only tells the size of the thing that is named behind it (投资500万元以下的项目)."""
    q = place.quantity
    return (
        place.attributive or q.kind in {"money", "size"} and q.said and bool(_NOUN.match(place.right.strip()))
    )


def _time(place: Place, metric: str) -> TargetKind | None:
    """A length of time is a goal where it is shortened or measured, a standard where it is a limit."""
    q = place.quantity
    if _SHORTENED.search(place.clause) or _NUMBER_OF_DAYS.search(metric):
        return "goal" if q.said or re.search("压缩|缩短|压减|缩减|降", place.clause) else "standard"
    if q.said or _WITHIN.search(place.clause) or _CYCLE.search(place.clause):
        return "standard"
    return None


def _occasion(place: Place, metric: str) -> TargetKind | None:
    """How often a thing is done: with a comparator, in digits, or with a cycle or a verb of holding."""
    q = place.quantity
    if q.said or not q.han or _CYCLE.search(place.clause):
        return "goal"
    return "goal" if _EVENT.search(place.left.strip()) else None


def _rating(place: Place, metric: str) -> TargetKind | None:
    return "goal" if place.quantity.said and not place.right.strip() else None


def _count(place: Place, metric: str) -> TargetKind | None:
    """Things counted: a bare number needs a verb that makes them, and a Chinese numeral one that makes them new."""
    q, left = place.quantity, _AREA.sub("", place.left.strip(" 、"))
    ahead = stands_before(place)
    if ahead and not place.joined and (_GIVEN.search(left) or not left and q.comparator == "<="):
        return None
    if _CITED.search(left) and not _GAP.match(place.words):
        return None
    if _PER.search(left) and not q.said:
        return "standard"
    if q.said:
        return "goal"
    if q.han:
        made = ahead and q.value > 1 and _CREATED.search(left) and not _ABSTRACT.search(q.unit or "")
        return "goal" if made else None
    if ahead:
        aside = _FACET.match(place.right) or _SURVEYED.search(place.right)
        return "goal" if (place.joined or verb_at_end(left)) and not aside else None
    if _NOUN.match(place.right.strip()) or _TOTAL.search(left):
        return None
    return "goal" if place.joined or _is_promised(place) else None


def _is_promised(place: Place) -> bool:
    """Whether a bare number behind its noun is one to reach: something is done to it, or a time is set for it."""
    words = place.before + place.clause
    return bool(cue("verb").search(words) or _PROMISE.search(words) or len(words + place.rest) < 16)


def _money(place: Place, metric: str) -> TargetKind | None:
    """A sum is a goal where it is raised or reached; the size of a thing that is named by it is none."""
    if stands_before(place):
        return "goal" if verb_at_end(place.left.strip()) or place.joined else None
    if "/" in (place.quantity.unit or ""):
        return "standard"
    return "goal" if not _TOTAL.search(place.left.strip()) and (place.quantity.said or _is_promised(place)) else None
