"""What a column of a table means, by the words above it: the one reader of ``columns.toml``, for ``add`` and ``import``.

A meaning is an id of ``columns.toml`` (``title``, ``note`` …), or for a column of units or times the role that
``roles.toml`` gives it (``lead``, ``support``, ``list``, ``parts``, ``time``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import get_args

from policyparse import lexicon
from policyparse.extract.units import labels
from policyparse.lexicon.needs import Beginnings
from policyparse.model import EntryField, Span

UNITS = labels.UNIT_ROLES
"""The meanings under which units stand."""

ENTRIES = (*get_args(EntryField), "closed")
"""The meanings of the columns of a ledger: what is reported of a task, and by whom; 是否办结 (``closed``) is a state."""

LONGEST = 30
"""Characters of a header; what is longer is a text."""

# a note behind a header; 例：（签字）
_BRACKETS = re.compile(r"[（(\[【〔][^（()）\]】〕]*[）)\]】〕]$")
# what is printed in a header and says nothing; 例：：
_NO_WORDS = re.compile(r"[\s:：*＊]")
# the year before a header says nothing of its meaning; 例：2025年目标
_YEAR = re.compile(r"^(?:20\d\d年度?|本年度?|当年|全年)(?=.{2})")
# between the two names of a header; 例：与
_AND = re.compile("[与和及、/／]")
# what may be said beside it in the same cells; 例：考核项目及分值 · 时限及要求 · 牵头单位及职责
_RIDER = re.compile(
    "(?:评分|考核)?标准|(?:工作)?要求|分值|权重|得分|说明|方式|(?:工作|主要|具体)?职责(?:分工)?"
)
# the label of a task's name, before it; 例：项目名称：河道治理
OF_NAME = re.compile(r"(?:[一-鿿]{2,4}(?:名称|标题)|案由)[:：]\s*(?=\S)")
# a column that says what is given or taken for how a row is done; 例：扣分标准
_SCORING = re.compile(r"(?:评|计|记|扣|加|减|赋|得)分(?:标准|细则|办法|方法|规则|依据)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its meaning ("" for one that the contract has no field for), its label, the header cells above it."""

    kind: str
    label: str
    cells: tuple[Span, ...]


def has(columns: Sequence[Column], *kinds: str) -> bool:
    """Whether one of the columns has one of these meanings."""
    return any(c.kind in kinds for c in columns)


def scores(label: str) -> bool:
    """Whether a header says that what stands below it is scored, though it names no points: 扣分标准, 评分细则."""
    return _SCORING.search(_NO_WORDS.sub("", label)) is not None and meaning(label) == "text"


@cache
def _columns() -> Beginnings:
    return Beginnings(entry.source for entry in lexicon.entries("columns"))


@lru_cache(maxsize=8192)
def meaning(label: str) -> str:
    """What a header of these words means, "" for one that nobody knows.

    例：牵头单位 is ``lead``, 完成节点 ``time``, 具体措施 ``text``, 责任人（签字） ``person``.
    """
    bare = _NO_WORDS.sub("", label)
    if not bare or len(bare) > LONGEST:
        return ""
    without = _BRACKETS.sub("", bare)
    for words in dict.fromkeys((bare, without, _YEAR.sub("", without))):
        able = _columns().at(words[:1])
        found = next((lexicon.entries("columns")[i].id for i, p in able if p.fullmatch(words)), "")
        role = labels.role_of(words) if not found else None
        if role is not None and role[0] in (*UNITS, "time"):
            return role[0]
        if found:
            return found
    return _of_both(without)


def _of_both(words: str) -> str:
    """What a header of two names means that both head words of tasks, or of which the second only says more: 目标与任务 is ``title``.

    Persons before units stand in a column of units (责任人及责任单位), and units of two roles are a list (责任主体与协同单位).
    """
    if not (joined := _AND.search(words)):
        return ""
    if _RIDER.fullmatch(words, joined.end()):
        return meaning(words[: joined.start()])
    both = (meaning(words[: joined.start()]), meaning(words[joined.end() :]))
    if both[0] == "person" and both[1] in UNITS:
        return both[1]
    if {*both} <= {*UNITS}:
        return "list"
    return ("title" if "title" in both else both[0]) if {*both} <= {"title", "text", "targets"} else ""
