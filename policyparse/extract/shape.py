"""What a name looks like: whether it is built like a unit's, and what it could share with its neighbours in a list.

Names of units are open-ended. Where a label or a verb says that units stand here, anything that can be a name is one;
where nothing says so, these shapes decide. The words are those of ``bodies.toml``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from policyparse import lexicon, places

_ENDINGS = ("collective", "government", "office", "association", "company", "area", "zone", "head")
_TAIL_BRACKET = re.compile(r"[（(〔\[［【〈][^（）()〔〕\[\]【】〈〉]*[）)〕\]］】〉]$")
_NO_NAME = re.compile(
    r"[。；;：:！？!?…]|^[\d.年月日%—\-~]+$|[\d年月](?:底|日)?前|^\d{4}年|^(?:长期|全年|持续|常态|年内|年底)"
)
_LONGEST = 40


@cache
def _entry(name: str) -> re.Pattern[str]:
    return next(e.pattern for e in lexicon.entries("bodies") if e.id == name)


@lru_cache(maxsize=8192)
def like(name: str, entry: str) -> re.Match[str] | None:
    """Whether a name is built as the entry of ``bodies.toml`` says; brackets at its end do not count."""
    return _entry(entry).search(bare(name)) or (_entry(entry).search(name) if bare(name) != name else None)


def bare(name: str) -> str:
    """A name without the bracket that ends it: 省市场监管局（省知识产权局） is 省市场监管局."""
    while (short := _TAIL_BRACKET.sub("", name)) != name and short:
        name = short
    return name


def possible(name: str) -> bool:
    """Whether the words could be a name where position says that names stand here."""
    return 1 < len(name) <= _LONGEST and not _NO_NAME.search(name) and not like(name, "deed")


@lru_cache(maxsize=8192)
def is_unit(name: str) -> bool:
    """Whether a name is built like that of a unit, wherever it stands."""
    if not possible(name) or like(name, "phrase") or len(bare(name)) > 30:
        return False
    if "的" in name and not like(name, "collective"):
        return False
    return any(like(name, ending) for ending in _ENDINGS)


def shortest(text: str) -> int:
    """The length of the first name that the text begins with, 0 where it begins with none.

    市委宣传部牵头 begins with 市委宣传部: a party committee or a government that goes on to an office is no end.
    """
    for end in range(2, min(len(text), 30) + 1):
        if is_unit(text[:end]) and not _goes_on(text, end):
            return end
    return 0


_ONWARD = re.compile(
    r"(?:员会|公[室厅]|门|位|府)|[（(〔][^）)〕]{1,14}[）)〕](?:[^，、。；（]{0,6}(?:局|区|政府|管委会|单位|部门))?"
)
_INNER = re.compile(r"[^，、。；：（）要须应]{0,8}?(?:部|室|局|办|委|院|校|组|会|处|中心|单位|部门)")
_BROKEN = re.compile(r"(?:社|机|会|人|工|党|学|协|县|商|议|证)$")


def _goes_on(text: str, end: int) -> bool:
    """Whether the name that ends here is only the beginning of a longer one."""
    rest = text[end:]
    if (
        rest.startswith(("员会", "公室", "公厅", "门", "位", "府", "组", "议", "保障", "事务", "长"))
        or rest[:2] == "治区"
    ):
        return True
    if like(text[:end], "head") or text[:end].endswith(("小组", "联席会议", "指挥部")):
        return bool(_INNER.match(rest)) and not _DEED.match(rest)
    if rest[:1] in "（(〔":
        return bool(_ONWARD.match(rest))
    if like(text[:end], "area") and not like(text[:end], "collective"):
        return bool(
            re.match(
                r"[^，、。；：（）要须应将可]{0,14}?(?:局|委|办|厅|部门|政府|管委会|街道|镇|中心|院|单位|会)",
                rest,
            )
        )
    return False


_DEED = re.compile(
    r"要|应|须|将|会同|牵头|负责|推进|加强|开展|组织(?!部)|做好|定期|完成|统筹|制定|研究(?!室|院|所|中心)|加大|建立|审定"
)


def level(name: str) -> str:
    """The mark of level that a name begins with and could share: 省, 市, 柳州市, 厅; empty where there is none."""
    if like(name, "whose"):
        inner = re.match(r"团([省市县区])委", name)
        return inner[1] if inner else ""
    found = _entry("level").match(name)
    if found and len(name) > found.end():
        return found[0]
    end = place_end(name)
    printed = name[:end]
    return printed if end and printed[-1:] in "省市县区州盟旗" and like(name[end:], "department") else ""


def place_end(name: str) -> int:
    """How many characters at the beginning of a name tell a place, 0 where it begins with none."""
    found = places.leading(name)
    return found[1] if found and found[1] < len(name) else 0


def stands_alone(name: str) -> bool:
    """Whether a name lacks no mark of level: it says whose it is, or it is a name of its own."""
    if _entry("level").match(name) or like(name, "whose") or like(name, "own"):
        return True
    return place_end(name) > 0
