"""Numbers that a policy sets or asks for instead of promising them: grants, charges, limits, and to whom it applies."""

from __future__ import annotations

import re
from functools import cache

from policyparse.extract.targets.ahead import ABLE, NOUN, POINTS, SUCH_HANDLED, unplaced, verb_at_end
from policyparse.extract.targets.cues import cue
from policyparse.extract.targets.place import Place

# the rule by which a sum is given; 例：按设备投资额的
_BY = re.compile(r"(?:按照?|参照|返还|退还|减免)[^，,。；;]*的$")
# a rate that is to be reached is a goal in spite of 给予; 例：就业率达到
_REACHED = re.compile(r"率(?:均|要|应|须|必须)?(?:达到?|不低于|超过|保持在|为)?$")
# a number before 的 describes what stands behind it; 例：的企业
_STATED = re.compile(r"^的(?!能力|产能|目标|控制[数指目]|指标|要求|任务|标准|水平|$|[，,。；;、得])")
# what is to be kept from happening, so often or not: 严控停电4次及以上客户比例; 例：严控
_AVOIDED = re.compile(r"严控|杜绝|防止|避免|遏制")
# of whom a length of time tells: 失业3个月及以上人员; 例：人员
_WHO = re.compile(r"^的?[^，,。；;、\d]{0,4}(?:人员|职工|毕业生|劳动者)")
# what a rule fixes, before the verb that fixes it anew: 比例下调为10%; 例：征收比例
_REGULATED = re.compile(r"(?:费率|税率|利率|比例|标准)$")
# whom or what a thing is done for; 例：对
_DONE_FOR = re.compile(r"[对给向将把与]$")
# the number sums up a list that goes on; 例：3类等重点
_SUMMED_UP = re.compile(r"^(?:[^，,。；;]*\d[^\d，,。；;、]{1,3})?等[^，,。；;、\d]")
# the number announces the list behind it; 例：如下：
_LISTED_BELOW = re.compile(
    r"^[，,、]?(?:现|具体|内容|依次|分别)*(?:为|是|如下|包括|即)?[：:]|^[，,](?:依次|分别|具体)(?:为|是|如下)|^[，,]现(?:予|将|就)?[^，,。；;]{0,10}(?:公布|公开|公告|公示|印发|下达|明确)"
)
# a share that a rule lays down; 例：比例为
_RULED = re.compile(r"(?:比例|权重|系数|分值占比)(?:各|均|分别)?[为按是]$|标准[为按][^，,。；;\d]{2,12}的$")
# what each one gets is a standard; 例：每个企业
_PER_CASE = re.compile(r"每(?![年月季周天日]|半年|学期)[^，,。；;、\d]{1,8}$")
# of each of the things counted, and nothing else before the number; 例：每口
_OF_EACH = re.compile(r"[（(]?每[口座处个间所栋套台件条块]")
# things by the sum that each of them reaches, of which there are to be so many: 超5亿元的3家; 例：超5亿元的
_SUCH = re.compile(
    r"(?:超过?|(?<![通经不难渡])过|突破|达到?)(?:\d[\d.]{0,8}|[一二两三四五六七八九十百千]{1,6})[百千万亿]*元(?:以上)?的$"
    r"|(?:资本|投资额?|产值|收入|营收|销售额|税收)\d[\d.]{0,8}[百千万亿]*元以上的$"
)
# the places where something is put up; 例：在
_IN = re.compile(r"在$")
# one more condition behind the comma, which ends in 的; 例：，亩均税收20万元以上的，
_GOES_ON = re.compile(
    r"[，,](?!对|凡|经|按|符合|如|若|属于)(?:且|并且)?[^，,。；;]{2,30}\d[^，,。；;\d]{1,8}的[，,]"
)
# a grant whose sums follow by classes; 例：给予开业补贴，
_BY_CLASS = re.compile(
    r"(?:给予|发放|享受)[^，,。；;\d]{0,24}(?:补贴|补助|奖励|资助|扶持|支持)[，,:：](?:[^，,。；;]{2,16}元[，,])*$"
)
# a fund that is to have so much, each year or once; 例：发展引导资金每年
_LAID_OUT = re.compile(r"(?:资金|经费|基金)(?:投入)?(?:每年|规模)?$")
# what says that the sum behind it is to be reached; 例：目标是：
_AIMED = re.compile(r"目标(?:任务)?[是为]?[：:]\s*$")
# a voucher by its value, or by what is off from which sum on; 例：满100元减
_VOUCHER = re.compile(r"面[额值][^，,。；;]{0,6}[:：为]?(?:[\d.]+元[、和或])*$|满[\d.]+元(?:立|可|再)?减$")
# what follows the sum from which on something is off, or the values of a voucher; 例：减20元
_OFF = re.compile(r"(?:立|可|再)?减\d|(?:[、和或][\d.]+元)*[一-鿿]{0,4}面[额值]")
# counted ways of work, which nobody builds or delivers; 例：项
_ABSTRACT = re.compile(r"[项件条种类批款例道字]$")
# classes by how many sit in them: 义务教育阶段56人以上大班额; 例：大班额
_CLASS = re.compile(r"超?大?班[额级]")
# whom a thing befell so often, and what comes of it; 例：的，约谈
_BEFALLEN = re.compile(
    r"(?:[及或]?以上)?(?:(?:考核|考评|评价|检查|测评|排名|排位)[^，,。；;、的\d]{1,8}|[未不没][^，,。；;、的\d]{1,8})?的[，,]?[^，,。；;]{0,12}(?:约谈|通报|移[交送]|问责|追责|取消|处理|处[罚分以]|调[整离]|免职|列入|纳入|不得|扣|退出|淘汰|清退|解除|撤销|暂停|终止)"
)
# what is described; 例：企业
_NOUN = re.compile(r"^[\u4e00-\u9fff“]")


_NEAR = 100


# how a grant that is counted is shared out: so many are given, one more for each step, and no more to one; 例：给予引才指标
_SHARED_OUT = re.compile(
    r"给予[^，,。；;\d]{0,20}(?:指标|名额|席位)$|^[，,、\s]*每再?(?:增加|新增|超出|超过|满)[^，,。；;\d]{0,16}$"
    r"|(?:同一|单个)(?:企业|项目|单位|主体|个人)[^，,。；;\d]{0,8}最[多高]$"
)


def is_support(place: Place) -> bool:
    """Whether it is the amount of a grant, a charge, a voucher (满100元减20元) or a rate (给予最高50万元奖励, 按80%收取),
    how much each may have (限领2张), or of what a policy is measured by.
    """
    clause, kind = place.clause, place.quantity.kind
    voucher = kind == "money" and (_VOUCHER.search(clause) or _OFF.match(place.rest))
    shared_out = kind in {"money", "count"} and _SHARED_OUT.search(place.left)
    if voucher or shared_out or place.compared.startswith("限"):
        return True
    if cue("parameter").search(place.left.strip()) or (
        _REGULATED.search(place.left) and place.compared.startswith(("下调", "上调", "调整"))
    ):
        return True
    behind = _support_behind().match(place.right)
    if kind == "money":
        small = behind and place.quantity.unit == "元"  # 发放500元生活补贴: what one person gets
        if cue("fund").search(clause) and not (small or cue("tariff").search(clause)):
            return False
        return bool(behind or cue("give").search(clause) or _BY_CLASS.search(place.before[-_NEAR:]))
    if kind in {"rate", "factor", "bare"}:
        by = (
            cue("give-rate").search(clause)
            or cue("give-rate").search(place.left)
            or _BY.search(clause)
            or cue("carried-out").match(place.rest)
        )
        return bool(by or (behind and not _REACHED.search(clause)))
    return False


@cache
def _support_behind() -> re.Pattern[str]:
    return re.compile(
        r"的?(?!方[能可]|[才即始]可|才能|可以?申)(?:标准|比例|税率|费率|价格|利率)?[^，,。；;、\d]{0,6}(?:"
        + cue("support").pattern
        + ")"
    )


def is_spared(place: Place) -> bool:
    """Whether it is how long a payment is spared or put off: 免收3个月房租, 2个月房租减半."""
    spared = cue("spared").search(place.left.strip()) or cue("spared-so").match(place.right.strip())
    return place.quantity.kind == "time" and spared is not None


def is_condition(place: Place) -> bool:
    """Whether it tells to whom a provision applies (固定资产投资5000万元以上的，一次性给予…; 对…的企业)."""
    q, left = place.quantity, place.left.strip()
    sum_or_size = q.kind in {"money", "size"}
    if q.kind in {"occasion", "full", "none"} or not (q.said or q.value_max or sum_or_size):
        return False
    if is_sized_in_people(place) and not is_granted(place):
        return False  # 对职工50人以上的企业开展检查
    if cue("having").search(left) and "的" in place.right:
        return True
    to_whom = cue("to-whom").match(place.clause) and is_granted(place)
    if verb_at_end(left) and not sum_or_size and not to_whom:
        return False
    return _limits(place) or (sum_or_size and _comes_with_grant(place))


def _limits(place: Place) -> bool:
    """对…的; and what ends in 的 or begins with 符合 where something is granted for it."""
    if cue("to-whom").match(place.clause) and "的" in place.rest:
        return True
    headless = place.rest.rstrip("，。；, ").endswith("的")
    return is_granted(place) and bool(
        headless or _GOES_ON.match(place.onward) or cue("condition").search(place.clause)
    )


def _comes_with_grant(place: Place) -> bool:
    """A sum or size that no one raises, in a sentence that goes on to give something."""
    fund = cue("fund").search(place.clause) or _LAID_OUT.search(place.left)
    raised = place.quantity.kind == "money" and fund
    given = re.search("给予|奖励|奖补|补助|补贴", place.rest + place.onward)
    return bool(given) and not (raised or verb_at_end(place.left.strip()))


def is_granted(place: Place) -> bool:
    """Whether what follows in the sentence gives, allows or waives something."""
    return bool(cue("grant").search(place.rest + place.onward))


def is_sized_in_people(place: Place) -> bool:
    """Whether the number is how many people (or beasts) the things behind it have: 50人以上的企业, 20户以上自然村."""
    unit = (place.quantity.unit or "")[-1:]
    if unit == "人" and place.ahead and not place.quantity.said and place.right.startswith("的"):
        return cue("team").match(place.right) is not None  # 组建200人的扑火队2支
    classes = unit == "人" and _CLASS.match(place.right)
    if not ((place.ahead or classes) and place.quantity.said and unit in set("人户头只羽")):
        return False
    if unit == "户":
        return bool(cue("settled").match(place.right))
    if cue("formed").search(place.left) and cue("team").match(place.right):
        return False
    return place.right.startswith("的") or bool(cue("sized").match(place.right))


def is_newly_made(place: Place) -> bool:
    """Whether so few are made anew, or handed in in each cycle, that a word tells the number: 新建三所."""
    q, made = place.quantity, cue("created").search(unplaced(place.left)) and place.ahead
    new = (made and not _ABSTRACT.search(q.unit or "")) or cue("handed-in").search(place.clause)
    return q.han and q.value > 1 and bool(new)


def is_befallen(place: Place) -> bool:
    """Whether it is how often a thing befell those whom something is then done to: 被通报2次的，约谈负责人."""
    return place.quantity.kind == "occasion" and _BEFALLEN.match(place.rest + place.onward) is not None


def is_followed(place: Place) -> bool:
    """Whether a noun that the number tells of stands behind it; none does in a row: 播种面积6万亩、种植面积2万亩任务."""
    in_row = place.joined and cue("measurable").search(unplaced(place.left))
    right = place.right.strip()
    goes_on = right.startswith(("并", "且")) or ABLE.fullmatch(right) or cue("what-for").match(right)
    goes_on = goes_on or POINTS.match(right)
    return bool(NOUN.match(right) and not in_row and not goes_on)


def is_ruled(place: Place) -> bool:
    """Whether the number is a share that a rule lays down: 招生比例为90%."""
    return bool(_RULED.search(place.clause))


def is_per_head(place: Place) -> bool:
    """Whether each person or thing gets so many or is so large: 每户配备2个垃圾桶, 水池80口（每口不少于50立方米）."""
    left = unplaced(place.left)
    plain = not place.quantity.said or _OF_EACH.fullmatch(left)
    return bool(plain and cue("per-head").search(left))


def is_per_case(place: Place) -> bool:
    """Whether a grant is counted by it: 每引进1家企业，给予奖励."""
    return bool(_PER_CASE.search(unplaced(place.left))) and is_granted(place)


def is_such(place: Place) -> bool:
    """Whether the words before it end in a sum that each of the things reaches: 年营业收入超50亿元的|2个."""
    return bool(_SUCH.search(unplaced(place.left)))


def sums_up(place: Place) -> bool:
    """Whether the number tells of a noun behind it or of the whole of what is there: 道路3条等项目, 总面积5万平方米."""
    total = cue("total").search(unplaced(place.left))
    own = total and place.joined and total[0].endswith("面积")  # 新设海外仓3个、总面积2万平方米
    own = own or (total is not None and _AIMED.search(place.before) is not None)
    return bool(is_followed(place) or (total and not own) or _SUMMED_UP.match(place.rest))


def announces(place: Place) -> bool:
    """Whether the number says how many things the text is about to list: 选定民生实事10件，依次为：…."""
    return bool(_LISTED_BELOW.match(place.rest + place.onward))


def is_put_up(place: Place) -> bool:
    """Whether so many places get something: 在20个社区、5个园区设置服务站."""
    sorted_by = cue("facet").match(place.right)  # 在3个领域推行
    return bool(_IN.search(unplaced(place.left)) and cue("put-up").search(place.rest) and not sorted_by)


def is_provided(place: Place) -> bool:
    """Whether so many places get something, or so many people or things have something done for them."""
    return is_put_up(place) or is_served(place)


def is_served(place: Place) -> bool:
    """Those for whom a thing is done, or what it is done to, so many of them and no bound: 对40万劳动力开展技能培训."""
    left = unplaced(place.left)
    served = (_DONE_FOR.search(left) or SUCH_HANDLED.search(left)) and cue("served").match(place.right)
    return bool(served) and not place.quantity.said


def is_rough(place: Place) -> bool:
    """Whether nothing but 余 or 多 compares the number, and no verb makes the things: 6000多个零件数据 tells what is there."""
    alone = place.quantity.comparator == ">" and not place.compared and place.ahead
    return alone and not (verb_at_end(unplaced(place.left)) or place.joined)


def describes(place: Place) -> bool:
    """Whether the number only tells the size of the thing that is named behind it (投资500万元以下的项目)."""
    q = place.quantity
    if cue("founded").search(place.left) or place.funded:
        return False
    if q.unit is None and 0 < q.value < 1 and q.said and not place.attributive:
        return False  # 一半以上的社区: a share of them
    if place.attributive or (q.kind != "full" and _STATED.match(place.right)):
        return True
    avoided = q.kind == "occasion" and q.comparator == ">=" and _AVOIDED.search(place.left)
    if q.kind == "time" and q.said and _WHO.match(place.right):
        return True
    named = _NOUN.match(place.right.strip()) and not cue("what-for").match(place.right.strip())
    return bool((q.kind in {"money", "size"} or avoided) and q.said and named)
