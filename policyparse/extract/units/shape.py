"""What a name looks like: whether it is built like a unit's, and what it could share with its neighbours in a list.

Names of units are open-ended. Where a label or a verb says that units stand here, anything that can be a name is one;
where nothing says so, these shapes decide. The words are those of ``bodies.toml``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from policyparse import lexicon, places
from policyparse.lexicon.needs import Endings, ending
from policyparse.text import brackets

_ENDINGS = ("collective", "government", "office", "association", "company", "area", "zone", "head")
# a bracket behind the name, with brackets in it or without; 例：（牵头） · [含执法队（大队）]
_TAIL_BRACKET = re.compile(
    r"[（(〔\[［【〈](?:[^（）()〔〕\[\]【】〈〉]|[（(〔\[【〈][^（）()〔〕\[\]【】〈〉]{0,20}[）)〕\]】〉]){0,80}[）)〕\]］】〉]$"
)
# a bracket inside the name; 例：（区）
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_CLOSERS = frozenset("）)〕]】〉］\n")
"""What ends a name that ends with a bracket (``$`` stands before a line end too)."""
# words that no unit is called by: sentences, times, how many places (综合一处 is an office); 例：6月底前 · 西岗两处
_NO_NAME = re.compile(
    r"[。；;：:！？!?…]|^[\d.年月日%—\-~]+$|[\d年月](?:底|日)?前|[两几多]处$|^\d{4}年|^(?:长期|全年|持续|常态|年内|年底)|的$"
)
_BARE_ZONES = frozenset({"高新区", "经开区", "开发区"})
"""Zones that a county has one of, so that it is called by its kind alone (由高新区牵头)."""
_LONGEST = 40


@cache
def _entry(name: str) -> re.Pattern[str]:
    return lexicon.by_id("bodies")[name].pattern


@lru_cache(maxsize=8192)
def like(name: str, entry: str) -> re.Match[str] | None:
    """Whether a name is built as the entry of ``bodies.toml`` says; brackets at its end do not count."""
    return _entry(entry).search(bare(name)) or (_entry(entry).search(name) if bare(name) != name else None)


def bare(name: str) -> str:
    """A name without the bracket that ends it: 省市场监管局（省知识产权局） is 省市场监管局."""
    while name[-1:] in _CLOSERS and (short := _TAIL_BRACKET.sub("", name)) != name and short:
        name = short
    return name


def without_brackets(name: str) -> str:
    """A name without what stands in brackets anywhere in it: 省市县（区）市场监管 is 省市县市场监管."""
    return _BRACKETED.sub("", name)


def possible(name: str) -> bool:
    """Whether the words could be a name where position says that names stand here; 从化区政府 and 如皋市民政局 begin like a deed."""
    if not 1 < len(name) <= _LONGEST or _NO_NAME.search(name):
        return False
    deed = like(name, "deed")
    return not (deed and not places.opening(name) and not _of_a_stem(name, deed[0])) and not like(
        name, "blank"
    )


def _of_a_stem(name: str, deed: str) -> bool:
    """Whether the one sign that begins like a deed begins a place without its sign: 从化海关, 如皋银保监局; 和安全监管部门 is no 和安."""
    return len(deed) == 1 and deed != "和" and any(places.is_named(name[:end]) for end in (2, 3))


def is_unit(name: str) -> bool:
    """Whether a name is built like that of a unit, wherever it stands."""
    return name[-1:] in _last_signs() and _is_unit(name)


@cache
def _last_signs() -> frozenset[str]:
    """The signs that the name of a unit can end with: most pieces of a text end with another."""
    return _CLOSERS.union(*(ending(e.source) for e in lexicon.entries("bodies") if e.id in _ENDINGS))


@lru_cache(maxsize=8192)
def _is_unit(name: str) -> bool:
    if not possible(name) or like(name, "phrase") or len(bare(name)) > 30:
        return False
    if "的" in name and not like(name, "collective"):
        return False
    endings, short = _endings(), bare(name)
    return any(endings.search(short)) or (short != name and any(endings.search(name)))


@cache
def _endings() -> Endings:
    """How the name of a unit can end."""
    return Endings(_entry(name).pattern for name in _ENDINGS)


@lru_cache(maxsize=8192)
def shortest(text: str) -> int:
    """The length of the first name that the text begins with, 0 where it begins with none.

    市委宣传部牵头 begins with 市委宣传部: a party committee, a place or a group that goes on to an office is no end.
    """
    text = text[: _limit(text)].partition("的")[0]
    last = _last_signs()
    for end in range(max(2, places.opening(text)), len(text) + 1):  # 南部 is no end of 南部县财政局
        if (
            text[end - 1] in last
            and brackets.balanced(text[:end])
            and is_unit(text[:end])
            and not _goes_on(text, end)
        ):
            if credible(text[:end]) or text in {"各级", "各地"}:
                return end
            if end > 2:
                return 0
    return 0


def _limit(text: str) -> int:
    """Where a name that the text begins with must have ended: at a stop outside brackets, or before a deed."""
    text = text[:80]
    for i in brackets.outside(text, _stop()):
        if i >= _LONGEST:
            break
        if i > 1:
            return i
    return min(len(text), _LONGEST)


@cache
def _stop() -> re.Pattern[str]:
    """Where a name must have ended: at a stop, or before what its unit does."""
    return re.compile(rf"(?=[，,、；;。：:！!？?《“\n]|{_entry('stop').pattern})")


def _goes_on(text: str, end: int) -> bool:
    """Whether the name that ends here is only the beginning of a longer one."""
    rest = text[end:]
    if _entry("onward").match(text, end) or re.match(r"[（(〔\[][^）)〕\]]{1,14}[）)〕\]]", rest):
        return True
    onward = (
        like(text[:end], "head")
        or like(text[:end], "area")
        or text[:end].endswith(("小组", "联席会议", "指挥部"))
    )
    return bool(onward) and any(_is_office(text[:k]) for k in range(end + 1, len(text) + 1))


def _is_office(name: str) -> bool:
    return is_unit(name) and brackets.balanced(name) and not like(name, "area")


def credible(name: str) -> bool:
    """Whether a name says whose it is, where it ends like a place or a class: 规范建筑市 and 企业 are none, 各区 is."""
    if like(name, "collective") and not _is_whose(name):
        return False
    if not like(name, "area") or _is_office(name) or like(name, "whose"):
        return True
    if like(name, "zone") and (_entry("level").match(name) or name in _BARE_ZONES):
        return True
    found = places.leading(name)
    return bool(found and found[1] == len(bare(name))) or (
        bare(name).endswith(("镇", "乡", "街道")) and len(name) <= 6
    )


def _is_whose(name: str) -> bool:
    """Whether a class of units is told by more than its kind: 各部门, 市直单位, 财政部门, but not 企业、单位."""
    return (len(name) > 2 or name in {"各校", "各村", "各系", "各班"}) and not re.fullmatch(
        r"(?:企业|单位|部门|机构|机关|成员|社区|园区)(?:[、和及](?:企业|单位|部门|机构|机关|社区))*",
        bare(name),
    )


def is_person(name: str) -> bool:
    """Whether a name is built like a person's (王某某, 张建国) and is that of no place, its sign left out or not (钱塘, 姜堰 for 姜堰区)."""
    return like(name, "named") is not None and not places.leading(name) and not places.is_named(name)


def level(name: str) -> str:
    """The mark of level that a name begins with and could share: 省, 市, 柳州市, 厅; empty where there is none."""
    if like(name, "whose"):
        inner = re.match(r"团([省市县区])委", name)
        return inner[1] if inner else ""
    found = _entry("level").match(name)
    if found and len(name) > found.end():
        return found[0]
    end = place_end(name)
    signed = end > 2 and name[end - 1] in "省市县区州盟旗"
    return name[:end] if signed and like(name[end:], "department") else ""


def _is_branch(name: str) -> bool:
    """Whether a name is that of a branch of the state by the bare name of its place: 即墨税务局, 同心中院; 公安分局 is none of 公安县."""
    return any(places.is_named(name[:end]) and like(name[end:], "branch") for end in (2, 3))


def place_end(name: str) -> int:
    """How many characters at the beginning of a name tell a place, 0 where it begins with none."""
    found = places.leading(name)
    return found[1] if found and found[1] < len(name) else 0


def stands_alone(name: str) -> bool:
    """Whether a name lacks no mark of level: it says whose it is, or it is a name of its own."""
    if _entry("level").match(name) or like(name, "whose") or like(name, "own"):
        return True
    return place_end(name) > 0 or _is_branch(name)
