"""What a site prints round a text, line by line: its buttons, its counters, its menu, the card of the page (``sites.toml``)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from policyparse import lexicon
from policyparse.lexicon.needs import Beginnings
from policyparse.lexicon.patterns import compiled

# what parts the words of such a line; 例：打印 | 关闭 · 【打印】【关闭】 · << 返回
_BETWEEN = re.compile(r"[\s|｜丨·•▲▼◄►◀▶<>《》«»\[\]【】()（）]+")
# a label that is set wide; 例：索 引 号：
_WIDE = re.compile(r"(?<![一-鿿])[一-鿿](?:[ \u3000]{1,4}[一-鿿]){1,5}[ \u3000]{0,4}[:：]")
# what parts a label from what it says; 例：字体：[大 中 小]
_BEHIND_LABEL = re.compile(r"(?<=[:：])[ \t\u3000\[【（(]{1,4}")
_BLANK = re.compile(r"\s+")
# what ends the name of a column, which is of the site only over a title: it names no organ that issues; 例：专题专栏 INDEX · 通知公告
_COLUMN = re.compile(
    r"[A-Za-z]{2}$|(?:专题|专栏|栏目|首页|导航|公告|通知|动态|文件|公开|资讯|正文|详情|信息)$"
)
_LONGEST = 160


@cache
def _patterns() -> Beginnings:
    return Beginnings(entry.source for entry in lexicon.entries("sites"))


def told(line: str) -> frozenset[str]:
    """What the parts of a line are by ``sites.toml``; none where a part is no word of a site, and for dates and counts alone.

    A part may be a word of the menu or a label that a text may have too: it says so, and who asks decides.
    """
    if len(line) > _LONGEST:
        return frozenset()
    kinds = [_kind(part) for part in _parts(line)]
    if "" in kinds:
        # a sentence of a site, blanks within; 例：主题词：工作 分工 通知
        kinds = [_kind(_BLANK.sub("", line))]
    if len(kinds) > 1 and ({*kinds} == {"menu"} or "size" in kinds):
        kinds.append("site" if "menu" in kinds else "tool")
    return frozenset() if "" in kinds else frozenset(kinds) - {"beside", "size"}


def over_a_title(line: str) -> bool:
    """Whether a line that stands over a title is of the site: one part of it is, its menu too, or it is called like a column."""
    parts = _parts(line) if len(line) <= _LONGEST else []
    return _COLUMN.search(line) is not None or any(
        _kind(part) not in {"", "beside"} or _run().match(part) for part in parts
    )


def _parts(line: str) -> list[str]:
    joined = _BEHIND_LABEL.sub("", _WIDE.sub(lambda wide: _BLANK.sub("", wide[0]), line))
    return [part for part in _BETWEEN.split(joined) if part]


@lru_cache(maxsize=4096)
def _kind(part: str) -> str:
    """What one part of a line is by ``sites.toml``, "" for what is none of a site."""
    if found := _patterns().match(part):
        return str(lexicon.entries("sites")[found[0]].reading["of"])
    return "tool" if _run().fullmatch(part) else ""


@cache
def _run() -> re.Pattern[str]:
    """Tools and words of the menu on end, the blanks between them lost: 打印本页关闭窗口."""
    words = (
        e.source[1:-1]
        for e in lexicon.entries("sites")
        if e.reading["of"] in {"tool", "menu"} and "run" in e.reading
    )
    return compiled(f"(?:{'|'.join(words)}){{2,9}}")
