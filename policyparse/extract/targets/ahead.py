"""On which side of a number its noun stands: 培育30家企业 counts what follows, 企业达到30家 what came before."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from policyparse import nlp
from policyparse.extract.targets import phrases
from policyparse.extract.targets.cues import cue
from policyparse.extract.targets.quantities import Quantity
from policyparse.lexicon.needs import Endings

# what is counted stands behind the number, and not who does it (由执法队负责); 例：标准厂房
NOUN = re.compile(
    r"^(?!由[^，,。；;、\d]{2,24}(?:牵头|负责|落实|承担|实施|完成))(?:[（(][^（(）)]*[）)])?(?:\d{1,2}(?:[—–－~～-]\d{1,2})?周?岁(?:及?以[上下])?的?(?=[一-鿿]))?(?:[\u4e00-\u9fff“]|\d[\d.]{0,6}万?(?:吨级|千伏|千瓦级)|[1-5]A|[2-6]G[\u4e00-\u9fff]|[A-Z]{1,5}\+?[\u4e00-\u9fff])"
)
# points that are given for it are no noun, nor is what the quickest case takes; 例：的，得5分
POINTS = re.compile(r"^的?[，,]?(?:最[多高]|各|可|均)?[得加计扣减给]\d|^最快")
# what several numbers are told of at once, behind the last: 形成年产整机200架、零件10万套的能力; 例：的能力
ABLE = re.compile(r"的(?:生产|供应|服务|处理|加工|接待|保障)?(?:能力|规模|产能)")
# what lets so many get something; 例：，让
_LET = re.compile(r"(?:^|[，,、])(?:让|使|确保|保证)$")
# whom so many are, and what they get; 例：学生吃上热饭
_GETS = re.compile(
    r"[^，,。；;、\d]{1,16}?(?:[吃住用喝走坐看穿搬通]上|[列进纳]入|通(?![过知告报常道])|享受|受益|实现|得到|完成|建成|开工|竣工|投产|达产|投用|入库)"
)
# a number that something is given for; 例：为
_FOR = re.compile(r"(?:[为给]|允许|做到)$")
# a number that sums up a list; 例：道路、桥梁等
LISTED = re.compile(r"等$")
# what makes the members of a list new, at its beginning; 例：新增河口、桥头
_MADE_NEW = re.compile(
    r"(?:计划|全年|年内)?(?:新增|新建|新设|增设|新开(?:工|通)?|建成|开通|设立|打造|培育|引进|完成|启动|改造|开工(?:建设)?)"
)
# what is striven for, and not there yet; 例：力争
STRIVEN = re.compile(r"力争(?:全年|年内)?$")
# a floor under something that is to be done; 例：至少开
AT_LEAST_DONE = re.compile(r"(?:至少|最少|起码|最多|至多).")
# where it is counted, or that it is the rest of them, is no part of what is counted; 例：全市
_AREA = re.compile(
    r"(?:(?<=[一-鿿])(?:剩余|其余|余下)的?|[全我本][市省区县州国镇乡]|全自治区|各地|首批|第一批|中心城区|(?<=[^部老主中新])(?:主?城区|县城|市区|镇区|辖区|农村|城乡))+$"
)
# for whom or where so many are, and nothing else before the number; 例：每个社区
_EACH = re.compile(
    r"每(?:一?[个名所家座])?[^，,。；;、\d]{0,6}(?:社区|小区|园区|街道|学校|医院|企业|机构|单位|[省市县区乡镇村校院班])"
)
# a place and nothing else before the number; 例：东港区
_DISTRICT = re.compile(r"[一-鿿]{1,5}(?:[区县市镇乡]|街道)")
# that there be so many; 例：确保10月底前有
_WISHED = re.compile(r"(?:确保|力争|争取|推动|实现)[^，,。；;、]{0,12}有$")
# a list of places and nothing else before the number; 例：确保东港区、新桥县
_DISTRICTS = re.compile(r"(?:确保|力争|推动|争取)?[一-鿿]{2,12}[区县市](?:、[一-鿿]{2,12}[区县市])+")
# so many of them come to do it; 例：的社区建成服务站
_SOME_DO = re.compile(r"的[一-鿿]{2,10}?(?:建成|完成|实现|达到|开展|建立|设立)")
# what is done to the end, with a place between: its deed stands behind the number; 例：完成国道沿线
_TO_THE_END = re.compile(r"(?:^|(?<=[，,、]))(?:全面|基本|全部|力争)?完成[^，,。；;、\d的]{0,10}$")
# the deed done to them; 例：棚屋拆除
_DEED = re.compile(
    r"[^，,。；;、\d的]{1,16}(?:改造|建设|拆除|整治|治理|改善|修缮|加固|清淤|疏浚|绿化|亮化|安装|更新|更换|提升|修复|硬化|新建|搬迁|清零|验收)"
    r"(?:工作|任务|工程)?(?=$|[，,。；;、（(])"
)
# a list whose first member is one thing, behind the deed: 建成水厂、12座泵站; 例：水厂、
_ONE_THING = re.compile(r"[^，,。；;、：:\d的]{2,16}(?:、|以?及|和|与)\s*$")
# such as something is done to, so many of them; 例：对停运的
SUCH_HANDLED = re.compile(r"[对给向将把][^，,。；;、\d的]{1,10}的$")
# what a sum before it is; 例：专项资金
_MONEY = re.compile(r"^的?[^，,。；;、\d]{0,8}(?:资金|经费|贷款|基金)")
_REACH = 12
_DONE_BY = frozenset({"count", "size"})
"""The kinds of numbers that a deed is done to: 完成国道沿线28处棚屋拆除, 完成沿江12公里岸线整治."""


def stands_before(q: Quantity, left: str, right: str, *, words_before: str, listed: bool) -> bool:
    """Whether the number precedes what it counts, so that the metric is on its right.

    ``left`` and ``right`` are the words of its clause that belong to it, ``words_before`` its own before the number (至少举办);
    ``listed`` tells that it goes on with a list whose numbers stand so.
    """
    whole, left, after = left, unplaced(left), right.strip()
    if not NOUN.match(after) or after == "的" or POINTS.match(after) or ABLE.fullmatch(after):
        return False
    if q.kind == "money" and cue("purpose").match(after):
        return False
    if cue("what-for").match(after) and left and not verb_at_end(left):
        return False
    if right.startswith("的") and q.said and cue("measurable").search(phrases.trim(left)):
        return False
    share = q.kind == "rate" or (q.unit is None and 0 < q.value < 1)
    # 力争60%以上的社区建成服务站, 确保东港区、新桥县50%的社区建成服务站
    wished = share and (not phrases.trim(left) or (_DISTRICTS.fullmatch(left) and _SOME_DO.match(right)))
    measured = cue("measurable").search(phrases.trim(left))  # 粮食播种面积6万亩、大豆种植面积2万亩任务
    each = q.kind == "count" and q.said and _EACH.fullmatch(left)
    alone = q.kind == "count" and does_itself(left, after)
    done = q.kind in _DONE_BY and finished(left, after)
    formed = q.kind == "count" and cue("formed").search(left) and cue("team").match(after)
    besides = is_besides(q, whole)
    return (
        not left
        or bool(
            (listed and not measured)
            or wished
            or each
            or alone
            or done
            or formed
            or besides
            or is_funded(q, left, right)
        )
        or _leads_on(q, left, words_before)
    )


@lru_cache(maxsize=1024)
def unplaced(left: str) -> str:
    """The words before a number without the place, the batch or the rest that they end in: 推动全市, 培育首批, 完成剩余."""
    return _AREA.sub("", left.strip(" 、“"))


def finished(left: str, right: str) -> bool:
    """Whether so many things are done to the end, where they are in between (完成国道沿线|28处|棚屋拆除),
    or get something (让|2万名|学生吃上热饭), or something is done to such (对停运的|17座|设施实施修复).
    """
    return bool(
        (_TO_THE_END.search(left) and _DEED.match(right))
        or (_LET.search(left) and _GETS.match(right))
        or (SUCH_HANDLED.search(left) and cue("served").match(right))
    )


def is_besides(q: Quantity, left: str) -> bool:
    """Whether the things counted are made besides one that needs no number: 建成水厂、|12座|泵站."""
    deed = cue("making").match(left)
    return bool(deed and q.kind == "count" and _ONE_THING.fullmatch(left, deed.end()))


def does_itself(left: str, right: str) -> bool:
    """Whether the things counted are all that the words tell of, or only their place besides, and what they come to stands behind."""
    bare = not phrases.trim(left) or _DISTRICT.fullmatch(left) or _WISHED.search(left)
    return bool(bare and cue("does").search(right))  # 全镇|16个|村全部达到清洁标准, 东港区|2个|泊位竣工


def is_funded(q: Quantity, left: str, right: str) -> bool:
    """Whether the number is how much money is laid out for what stands behind it: 统筹安排|不少于3亿元|专项资金."""
    money = q.kind == "money" and _MONEY.match(right)
    return bool(money and cue("funded").search(left.strip()))


def sums_up(q: Quantity, left: str) -> bool:
    """Whether the number sums up the list before it: 道路、桥梁等5个, and 新增河口、桥头、石湾3个, which names so many."""
    named = _MADE_NEW.match(left) and q.value > 1 and left.count("、") == q.value - 1
    return bool(LISTED.search(left) or named)


def is_made(q: Quantity, left: str, right: str) -> bool:
    """Whether something is done that brings about the things counted between the words."""
    return bool(verb_at_end(left) or STRIVEN.search(left) or finished(left, right) or sums_up(q, left))


def _leads_on(q: Quantity, left: str, words_before: str) -> bool:
    """Whether a verb or a preposition waits for the noun behind the number (培育, 具有, 为, 与; 至少举办)."""
    given = cue("given").search(left)
    if given and cue("measurable").search(left[: given.start()]):
        return False
    cared_for = q.kind == "rate" and cue("cared-for").search(left)
    waits = given or cared_for or verb_at_end(left) or cue("having").search(left) or _FOR.search(left)
    striven = q.kind == "count" and STRIVEN.search(left)
    return bool(
        waits or striven or sums_up(q, left) or _is_lone_verb(q, left) or AT_LEAST_DONE.match(words_before)
    )


def _is_lone_verb(q: Quantity, left: str) -> bool:
    """Whether the only word before things counted can but be a verb (赋能不少于30家企业)."""
    word = phrases.trim(left)
    counted = q.kind == "count" and len(word) == 2 and not cue("measurable").search(word)
    return counted and left.endswith(word) and nlp.words(word) == (word,)


def verb_at_end(words: str) -> re.Match[str] | None:
    """The verb of doing that the words end in, as in 大力培育."""
    return next((m for _, m in _verbs().search(words, max(0, len(words) - _REACH))), None)


@cache
def _verbs() -> Endings:
    return Endings([f"(?:{cue('verb').pattern})$"])
