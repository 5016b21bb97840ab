"""What a number measures: the noun phrase before it (覆盖率达95%) or behind it (培育30家龙头企业), cut to its core."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from policyparse import nlp
from policyparse.extract.targets.cues import cue
from policyparse.text import brackets

# a note behind a phrase, closed or not; 例：（含新建）
_BRACKET_AT_END = re.compile(r"(?:[（(][^（(）)]*[）)]|\([^()]*\)|[（(][^（）()]*)$")
# a bracket that opens before the phrase; 例：（省级
_OPENED = re.compile(r"^[（(](?=[^（()）]+$)")
# the end of a bracket that opens in the clause before; 例：下同）给予
_SHUT = re.compile(r"^[^（()）]{1,16}[)）](?=[一-鿿])")
# the theme of a thing is not its name; 例：以就业为主题的
_THEMED = re.compile(r"^以[^，,。；;]{1,40}为[^，,。；;的]{1,6}的")
# each of many, of whom the number holds; 例：每个县区
_EVERY = re.compile(r"^每(?:人|(?:个|所|家|名|座)[^，,。；;、]{1,3}|[镇乡村县区校院支队座处所家个组户])$")
# the year of a measure between its place and its name; 例：云溪市2025年细颗粒物浓度
_YEAR_WITHIN = re.compile(r"(?<=[省市县区州])20\d\d年度?(?=[一-鿿]{3})")
# what a measure is now, told before what it is to be; 例：预期寿命较目前再增加约3岁
_SINCE_NOW = re.compile(r"(?<=[率度比量额值数命入积])[较比](?:目前|现[在有状]|当前)[^，,。；;]*$")
# what a thing holds, before its name; 例：包括道路、桥梁等设施
_HOLDING = re.compile(r"^(?:包含|包括|涵盖|覆盖)[^，,。；;的]{4,}等(?=[一-鿿“]{2})")
# who changes a measure, or from what level, around it; 例：担保机构降低担保费率, 贷款利率在原有利率水平上
_CHANGED = re.compile(
    r"(?P<own>[^，,。；;]{2,30}(?:率|成本|费用|价格))在[^，,。；;]{2,24}"
    r"|[^，,。；;]{2,40}(?:(?:降低|压缩|压减|缩短|下调|提高|提升)(?!目标|任务|幅度)|在(?:原有?|现[有行])的?)"
    r"(?P<what>[^，,。；;、的]{2,12}(?:率|成本|费用|价格|时限|时间|比例|额度))"
)
# what somebody brings in; 例：旅游业实现收入
_BROUGHT = re.compile(
    r"(?P<whose>[^，,。；;、]{2,12}?)实现(?P<what>[^，,。；;、]{0,8}(?:增加值|[产总]值|收入|利润|税收|[总销交]额|投资|产量))"
)
# samples before the name of their class; 例：供水、供热等民生项目
_LISTED = re.compile(r"^[^，,。；;]*、[^，,。；;、]{1,20}等(?=[^，,。；;、级各]{3,}$)")
# a time before the phrase is no part of it; 例：每年组织职业培训
_YEARLY = re.compile(
    r"^[^，,。；;]*(?:(?:年内|年底前|[每全]年|每(?:个)?(?:季度|半年|月|周))(?=[^，,。；;]{4})|每(?:季度|半[年月]|双[周月]|[年月周旬]|[两二三四五六\d]个?(?:[年月周]|季度))(?=(?:通报|调度|会商|研究|督[查导]|检查|巡[查林河湖护逻田]|演练|走访|报送)$))"
)
# who reaches it, behind the verb; 例：实现市县
_LEVELS = re.compile(r"(?:实现|做到|达到)(?:[省市县区乡镇村级、]+|各级|各地)?$")
# to whom a rate is given, by their own size, before what it is a rate of; 例：投资额在1000万元以内的项目按投资额
_SIZED_WHOM = re.compile(r"^[^，,。；;]*\d[^，,。；;]{0,12}的[一-鿿]{2,12}(?=按)")
# how far the things are that the metric before counted; 例：公路开工建设
_DONE_LAST = re.compile(r"(?<=..)(?:新?开工(?:建设)?|建成|竣工|完工|投产)$")
# amounts on end are one grant; 例：5万元、3万元
_AMOUNTS = re.compile(
    r"^(?:[、和及或]?\d[\d.]*(?:[万亿]?元|%)(?:/(?:立方米|平方米|千瓦时|公斤|[吨亩人户月年天]))?(?:以[上下内])?)+"
)
# the levels of a place that share a word; 例：市两级
_LEVEL = re.compile(r"^([省市县区乡镇村]?)[二两三四五]级")
# the joints of a list of metrics; 例：和
_JOINT = re.compile(r"、|以及|和|与|及(?!以[上下]|其以)")
# the sign that a joint begins with; 例：以
_JOINING = re.compile("[、以和与及]")
# the name of a share; 例：占比
_SHARE = re.compile(r"(?:率|占比|比例|比重)$")
# nothing but the whole of a place; 例：全市范围
_WHOLE = re.compile(
    r"^(?:(?:各|所有|全[市省区县州国镇])[^的、]{0,10}|(?:[一二两三四五六七八九十各每]{1,2}[省市县区州旗]){1,3})$"
)
# how many of whom a measure is told for, for each of its members; 例：每千人口拥有
_PER = re.compile(r"^每[十百千万]*(?:人口|人|名[一-鿿]{2,6}?(?=拥有|配备))(?:拥有|配备)?")
# kinds of places in a row; 例：市、县、乡三级
_PLACES = re.compile(
    r"^(?:(?:各|全部|所有)?(?:设区市|市辖区|县市|县域|园区|开发区|街道|社区|乡镇|行政村|自然村|建制村|城区|城乡|[省市县区州旗乡镇村])[、和与及（）()]*)+(?:[二两三四五]级)?$"
)
# the first of the levels of a place that share 各 and a name; 例：各州
_EACH_LEVEL = re.compile(r"各[省市州县区盟旗乡镇村]")
_LEAST = 2
_VERBS_ON_END = 3
_LONG_LIST = 22


def before(left: str, *, counted: bool) -> str:
    """The metric in the words before a number and its comparator; "" if they hold none.

    Adverbs, times, places and verbs of promise go. Where things are ``counted`` (个, 家, 场) the object of the last
    verb is the metric: 推动用人单位新建托育机构 is 托育机构.
    """
    phrase = _SINCE_NOW.sub("", _YEAR_WITHIN.sub("", _unlisted(_THEMED.sub("", _EVERY.sub("", trim(left))))))
    if counted:
        return _object(phrase)
    if brought := _BROUGHT.fullmatch(phrase):
        return brought["whose"] + brought["what"]
    changed = _CHANGED.fullmatch(phrase)
    return changed["own"] or changed["what"] if changed else phrase


def _unlisted(phrase: str) -> str:
    """Without the examples of a list that is too long for a name, or that a number closes (A、B等6大领域…)."""
    match = _LISTED.match(phrase)
    told = match and (
        match.end() > _LONG_LIST or re.match(r"\d|[两二三四五六七八九十]+[大项个类]", phrase[match.end() :])
    )
    return phrase[match.end() :] if match and told else phrase


def granted(left: str, behind: str) -> str:
    """What a grant or charge of some amount is: 新认定的企业一次性奖励, 水资源费收取."""
    whom = cue("giving").sub("", _SIZED_WHOM.sub("", trim(left))).strip("的，")
    if whom[-1:] in {"到", "至"}:  # 补助标准提高到每人每月800元
        whom = trim(whom)
    what = cue("granted").match(_AMOUNTS.sub("", behind.strip()))
    name = what["name"] if what else ""
    name, whom = name.removeprefix("部分"), _EVERY.sub("", whom).removeprefix("部分")
    return whom + name if len(whom) != 1 else name


def lead(left: str) -> str:
    """The words before a number without the times and places that lead in: 到2025年，全市."""
    return re.sub(
        r"^[，,、\s]*(?:(?:到|至)?\d{4}年(?:度|底|末|前)?|[全今当本]年|年内|每年)?", "", left
    ).strip()


def after(right: str) -> str:
    """The metric in the words that follow a number and its unit, up to where the clause runs on."""
    phrase = _HOLDING.sub("", right.strip(" 、的，"))
    if match := cue("run-on").search(phrase, _LEAST):
        phrase = phrase[: match.start()]
    found = _unbracketed(_repeated(phrase, cue("closing")))
    # the end of a quotation that began before the number is none of the name
    found = found.rstrip("”") if "“" not in found else found
    return found if re.search("[（(]", found) else found.rstrip("）)")


@lru_cache(maxsize=1024)
def trim(left: str) -> str:
    """The phrase without what leads in (到2025年，全市力争) and what leads over to the number (分别, 必须, 累计)."""
    phrase = _YEARLY.sub("", _SHUT.sub("", _OPENED.sub("", left.strip().lstrip("—–"))))
    while True:
        shorter = _untailed(_unbracketed(phrase))
        shorter = _repeated(shorter, cue("closing"))
        if shorter == phrase:
            break
        phrase = shorter
    return _headless(phrase).removeprefix("的").lstrip("）)")


def _untailed(phrase: str) -> str:
    """Cut what leads over to the number; a single character goes only where it is a word (能 in 功能 is not)."""
    while (match := cue("tail").search(phrase)) and match[0]:
        rest = phrase[: match.start()]
        if len(match[0]) == 1 and match[0] >= "一" and _ends_a_name(phrase, rest):
            break
        phrase = rest
    return phrase


def _ends_a_name(phrase: str, rest: str) -> bool:
    """Whether the last character belongs to a name: 能 in 功能; nothing of 均为 does."""
    if cue("measurable").search(rest):
        return False
    word = nlp.words(phrase[-8:])[-1]
    while word and (match := cue("tail").search(word)):
        word = word[: match.start()]
    return bool(word)


def _headless(phrase: str) -> str:
    """Cut what leads in; a verb goes only where a thing that is made follows (not 建设 in 建设用地, 新设企业网办率)."""
    while match := cue("head").match(phrase):
        rest = phrase[match.end() :]
        if not match[0] or (not rest and len(phrase) >= _LEAST and cue("relational").search(phrase)):
            break
        if len(match[0]) == 1 and match[0] >= "一" and not _is_word(phrase, match[0]):
            break
        if len(rest) < _LEAST and cue("relational").search(rest):  # 完成率
            break
        phrase = rest
    verb = cue("making").match(phrase)
    rest = phrase[verb.end() :] if verb else ""
    if verb and verb[0].startswith("新") and _SHARE.search(phrase):
        return phrase
    if verb and len(rest) >= _LEAST and _is_word(phrase, verb[0]) and not cue("made").match(rest):
        return _headless(_beyond_verbs(rest))
    return phrase


def _beyond_verbs(rest: str) -> str:
    """What follows a verb of making, without those that are joined to it where a name is left: 新建|和改扩建|幼儿园."""
    for _ in range(_VERBS_ON_END):
        verb = cue("making-too").match(rest)
        if not verb or len(rest) - verb.end() < _LEAST or cue("made").match(rest, verb.end()):
            break
        rest = rest[verb.end() :]
    return rest


def is_deed(words: str) -> bool:
    """Whether the words are one verb of doing, or two on end: 改建, 提升改造."""
    verb = cue("verb")
    if cue("whole-deed").fullmatch(words):
        return False
    return any(verb.fullmatch(words, 0, i) and verb.fullmatch(words, i) for i in range(2, len(words))) or (
        verb.fullmatch(words) is not None
    )


def act(verb: str, metric: str) -> str:
    """The metric of a bare verb (竣工1200个) with the things that the metric before it counts."""
    if not is_deed(verb):
        return verb
    done = cue("verb").match(metric)
    things = metric[done.end() :] if done else metric
    if things.endswith(verb):  # 场馆每周低收费开放35小时，全年开放330天
        return things
    return verb + (_DONE_LAST.sub("", things) or things)


def _is_word(phrase: str, verb: str) -> bool:
    """Whether jieba sees a word end where the verb ends."""
    size = 0
    for word in nlp.words(phrase[:24]):
        size += len(word)
        if size >= len(verb):
            return size == len(verb)
    return False


def _object(phrase: str) -> str:
    """What stands behind the last verb inside the phrase, where that is long enough to be a name of things."""
    if not cue("making").search(phrase, 1):
        return phrase
    cuts = nlp.words(phrase)
    for i in range(len(cuts) - 2, 0, -1):
        rest = "".join(cuts[i + 1 :])
        named = len(rest) >= 4 and not cue("made").match(rest) and not _JOINT.match(rest)  # 危房改造和公租房
        if cue("making").fullmatch(cuts[i]) and named:
            return rest
    return phrase


def _repeated(phrase: str, ending: re.Pattern[str]) -> str:
    while (match := ending.search(phrase)) and match.start() < len(phrase):
        phrase = phrase[: match.start()]
    return phrase


def _unbracketed(phrase: str) -> str:
    """Without a bracket at the end, unless the bracket is all there is."""
    match = _BRACKET_AT_END.search(phrase)
    return phrase[: match.start()] if match and match.start() else phrase


def share(phrase: str, count: int, *, each: bool) -> tuple[str, ...]:
    """The several metrics that share one number or stand in the order of ``count`` numbers; else the one phrase.

    覆盖率、准确率 are two because both end in what can be measured; members before the first such belong to it.
    With ``each`` (分别, 均) or as many numbers as members, any members are separate. A short later member takes
    over what its elder says (知晓率和满意度).
    """
    parts = _members(phrase)
    if _EACH_LEVEL.fullmatch(parts[0] if parts else ""):  # 各州、市法院案件平均审理周期
        return (phrase,)
    if len(parts) > 1 and (count == len(parts) or (each and count == 1)):
        per = _PER.match(phrase)
        own = (part if not per or i == 0 else per[0] + part for i, part in enumerate(_suffixed(parts)))
        return tuple(inherit(part, parts[0]) for part in own)
    ends = [i for i, part in enumerate(parts) if cue("measurable").search(part)]
    if len(parts) > 1 and ends == [len(parts) - 1] and _tailed(parts[-1]):  # 氨氮、总磷排放总量下降5%
        return _suffixed(parts)
    if len(ends) < 2 or ends[-1] != len(parts) - 1:
        return (phrase,)
    head = phrase[: phrase.index(parts[ends[0]]) + len(parts[ends[0]])]
    rest = tuple(parts[i] for i in range(ends[0] + 1, len(parts)))
    if len(rest) != len(ends) - 1:
        return (phrase,)
    return (head, *(inherit(part, head) for part in rest))


def closed(left: str, count: int) -> tuple[str, ...]:
    """The ``count`` members of a list that 等 closes, each with what is measured of them all; none where there are not so many.

    例：氨氮、总磷和总氮等重点污染物入河总量分别削减9%、8%和7% measures 氨氮入河总量, 总磷入河总量, 总氮入河总量.
    """
    parts = _members(trim(left)) if "等" in left else ()
    own, _, measure = parts[-1].partition("等") if parts else ("", "", "")
    measure = cue("class").sub("", measure)
    if count < _LEAST or len(parts) != count or not own or not cue("measurable").search(measure):
        return ()
    return tuple(part + measure for part in (*parts[:-1], own))


def _tailed(last: str) -> bool:
    """Whether a member ends in what is let out or used up of each of its list: 粉尘|排放总量."""
    tail = cue("shared-tail").search(last)
    return tail is not None and tail.start() > 0


def _suffixed(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Give what only the last member says back to the others: 省、市、县三级机构达标率 is 省机构达标率, ….

    As many words of the last member as each other member is long are its own.
    """
    last = parts[-1]
    own = any(cue("measurable").search(part) for part in parts[:-1]) and not _tailed(last)  # 化学需氧量
    if own or not cue("measurable").search(last):
        return parts
    return (*(part + _shared(last, len(part)) for part in parts[:-1]), _LEVEL.sub(r"\1", last))


def _shared(last: str, own: int) -> str:
    if (tail := cue("shared-tail").search(last)) and tail.start():
        return tail[0]
    if cue("whom").fullmatch(last[:own]):  # 小学、高中|班额
        return last[own:]
    size = 0
    for word in nlp.words(last):
        if size >= own:
            break
        size += len(word)
    return _LEVEL.sub(r"\1", last[size:])


def _members(phrase: str) -> tuple[str, ...]:
    """The members of a list joined by 、 or 和, no cut made inside quotes, brackets or a word (饱和)."""
    joints = [m for i in brackets.outside(phrase, _JOINING, quotes=True) if (m := _JOINT.match(phrase, i))]
    edges = {0, *accumulate(map(len, nlp.words(phrase)))} if joints else set()
    parts, start = [], 0
    for joint in joints:
        if joint.start() >= start and joint.start() in edges and joint.end() in edges:
            parts.append(phrase[start : joint.start()])
            start = joint.end()
    return tuple(part for part in (*parts, phrase[start:]) if part)


def inherit(part: str, elder: str) -> str:
    """A bare 率 or 量 of at most three characters says what it is of by the metric before it."""
    if part == elder or len(part) > 3 or len(elder) < len(part) + 4 or not cue("relational").search(part):
        return part
    head, of, _ = elder.rpartition("的")
    if of:
        return head + of + part
    words = nlp.words(elder)
    if not cue("measurable").search(elder) and not is_deed(words[-1]):  # 治理河段8条、总长度96公里
        return elder + part
    return "".join(words[:-1]).removesuffix("占") + part if len(words) > 1 else part


def covered(phrase: str) -> str:
    """What is covered, without the levels that it is covered on (系统实现省市县全覆盖)."""
    return _LEVELS.sub("", phrase) or phrase


def is_places(phrase: str) -> bool:
    """Whether the phrase is a list of levels or kinds of places and nothing else (省、市、县三级; 街道（乡镇）)."""
    return bool(_PLACES.match(phrase))


def is_whole(phrase: str) -> bool:
    """Whether the phrase only names where a thing holds (各村, 全市各部门) and not what is measured."""
    return bool(_WHOLE.match(phrase))
