"""What a number measures: the noun phrase before it (覆盖率达95%) or behind it (培育30家龙头企业), cut to its core."""

from __future__ import annotations

import re

from policyparse import nlp
from policyparse.extract.cues import cue

_BRACKET_AT_END = re.compile(r"(?:（[^（）]*）|\([^()]*\)|[（(][^（）()]*)$")
_THEMED = re.compile(r"^以[^，。；]{1,40}为[^，。；的]{1,6}的")
_LISTED = re.compile(r"^[^，。；]*、[^，。；、]{1,20}等(?=[^，。；、级各]{3,}$)")
_YEARLY = re.compile(r"^[^，。；]*(?:年内|年底前|[每全]年|每(?:个)?(?:季度|半年|月|周))(?=[^，。；]{4})")
_LEVELS = re.compile(r"(?:实现|做到|达到)(?:[省市县区乡镇村级、]+|各级|各地)?$")
_GIVING = re.compile(
    r"(?:给予|予以|给|可|一次性|分别|依次|最高|可按|减按|再按|按照?|每[人户个家亩项台辆件名年月]+|享受|执行|发放|适用|标准为?|额度|提供)+$"
)
_GRANT = re.compile(
    r"的?(?:(?:标准|比例)(?:发放|给予|予以)?)?(?P<name>[^，。；、\d]{0,10}?(?:奖励|奖补|补助|补贴|资助|贴息|支持|减免|返还|"
    r"补偿|津贴|税率|费率|征收率|电价|收取|征收|缴纳|抵扣|核定|扣减|优惠|奖金|配套))"
)
_AMOUNTS = re.compile(r"^(?:[、和及或]?\d[\d.]*(?:[万亿]?元|%))+")
_JOINT = re.compile(r"、|以及|和|与|及")
_RELATIONAL = re.compile(r"(?:率|度|量|值|额|面积|规模|占比|比例|比重|数量|总数)$")
_WHOLE = re.compile(r"^(?:各|所有|全[市省区县州国镇])[^的、]{0,10}$")
_RUN_ON = re.compile(
    r"的?[，,]?(?:最[多高])?[得加扣]\d|被|用于|进入|入选|纳入|推动|促进|带动|以上|得到|参加|参与[^度]|，"
)
_LEAST = 2


def before(left: str, *, counted: bool) -> str:
    """The metric in the words before a number and its comparator; "" if they hold none.

    Adverbs, times, places and verbs of promise go. Where things are ``counted`` (个, 家, 场) the object of the last
    verb is the metric: 推动用人单位新建托育机构 is 托育机构.
    """
    phrase = trim(left)
    phrase = _LISTED.sub("", _THEMED.sub("", phrase))
    if counted:
        phrase = _object(phrase)
    return phrase


def granted(left: str, behind: str) -> str:
    """What a grant or charge of some amount is: 新认定的企业一次性奖励, 水资源费收取."""
    whom = _GIVING.sub("", trim(left)).strip("的，")
    what = _GRANT.match(_AMOUNTS.sub("", behind.strip()))
    name = what["name"] if what else ""
    return whom + name if len(whom) != 1 else name


def lead(left: str) -> str:
    """The words before a number without the times and places that lead in: 到2025年，全市."""
    return re.sub(
        r"^[，、\s]*(?:(?:到|至)?\d{4}年(?:度|底|末|前)?|[全今当本]年|年内|每年)?", "", left
    ).strip()


def after(right: str) -> str:
    """The metric in the words that follow a number and its unit, up to where the clause runs on."""
    phrase = right.strip(" 、的，")
    if match := _RUN_ON.search(phrase, _LEAST):
        phrase = phrase[: match.start()]
    return _unbracketed(_repeated(phrase, cue("closing")))


def trim(left: str) -> str:
    """The phrase without what leads in (到2025年，全市力争) and what leads over to the number (分别, 必须, 累计)."""
    phrase = _YEARLY.sub("", left.strip())
    while True:
        shorter = _untailed(_unbracketed(phrase))
        shorter = _repeated(shorter, cue("closing"))
        if shorter == phrase:
            break
        phrase = shorter
    return _headless(phrase)


def _untailed(phrase: str) -> str:
    """Cut what leads over to the number; a single character goes only where it is a word (能 in 功能 is not)."""
    while (match := cue("tail").search(phrase)) and match[0]:
        rest = phrase[: match.start()]
        if len(match[0]) == 1 and "\u4e00" <= match[0] and not cue("measurable").search(rest):
            if not _is_leading_over(nlp.words(phrase[-8:])[-1]):
                break
        phrase = rest
    return phrase


def _is_leading_over(word: str) -> bool:
    """Whether nothing of the word is a name: 均为 is not, 功能 is."""
    while word and (match := cue("tail").search(word)):
        word = word[: match.start()]
    return not word


def _headless(phrase: str) -> str:
    """Cut what leads in; a verb goes only where it is a word of its own (建设 in 建设用地 is not)."""
    while match := cue("head").match(phrase):
        rest = phrase[match.end() :]
        if not match[0] or (not rest and len(phrase) >= _LEAST and _RELATIONAL.search(phrase)):
            break
        if len(match[0]) == 1 and "\u4e00" <= match[0] and not _is_word(phrase, match[0]):
            break
        phrase = rest
    verb = cue("making").match(phrase)
    if verb and len(phrase) - verb.end() >= _LEAST and _is_word(phrase, verb[0]):
        return _headless(phrase[verb.end() :])
    return phrase


def act(verb: str, metric: str) -> str:
    """The metric of a bare verb (竣工1200个) with the things that the metric before it counts."""
    if not cue("verb").fullmatch(verb):
        return verb
    done = cue("verb").match(metric)
    return verb + (metric[done.end() :] if done else metric)


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
    cuts = nlp.words(phrase)
    for i in range(len(cuts) - 2, 0, -1):
        rest = "".join(cuts[i + 1 :])
        if cue("making").fullmatch(cuts[i]) and len(rest) >= 4 and not cue("made").match(rest):
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
    if len(parts) > 1 and (count == len(parts) or (each and count == 1)):
        return tuple(inherit(part, parts[0]) for part in parts)
    ends = [i for i, part in enumerate(parts) if cue("measurable").search(part)]
    if len(ends) < 2 or ends[-1] != len(parts) - 1:
        return (phrase,)
    head = phrase[: phrase.index(parts[ends[0]]) + len(parts[ends[0]])]
    rest = tuple(parts[i] for i in range(ends[0] + 1, len(parts)))
    if len(rest) != len(ends) - 1:
        return (phrase,)
    return (head, *(inherit(part, head) for part in rest))


def _members(phrase: str) -> tuple[str, ...]:
    """The members of a list joined by 、 or 和, no cut made inside quotes, brackets or a word (饱和)."""
    edges = {0}
    for word in nlp.words(phrase):
        edges.add(max(edges) + len(word))
    parts, start, depth = [], 0, 0
    for i, char in enumerate(phrase):
        depth += (char in "“（《(") - (char in "”）》)")
        match = _JOINT.match(phrase, i)
        if match and depth == 0 and i >= start and i in edges and match.end() in edges:
            parts.append(phrase[start:i])
            start = match.end()
    return tuple(part for part in (*parts, phrase[start:]) if part)


def inherit(part: str, elder: str) -> str:
    """A bare 率 or 量 of at most three characters says what it is of by the metric before it."""
    if part == elder or len(part) > 3 or len(elder) < len(part) + 4 or not _RELATIONAL.search(part):
        return part
    head, of, _ = elder.rpartition("的")
    if of:
        return head + of + part
    words = nlp.words(elder)
    return "".join(words[:-1]) + part if len(words) > 1 else part


def covered(phrase: str) -> str:
    """What is covered, without the levels that it is covered on (系统实现省市县全覆盖)."""
    return _LEVELS.sub("", phrase) or phrase


def is_whole(phrase: str) -> bool:
    """Whether the phrase only names where a thing holds (各村, 全市各部门) and not what is measured."""
    return bool(_WHOLE.match(phrase))
