"""Reports that say nothing: no word beside the usual ones, the words of last time, all well though its day is over."""

from __future__ import annotations

import re

from policyparse import lexicon
from policyparse.ledger import CLOSED, ReportCard

LITTLE = 6
"""Up to so many characters beside the usual words say nothing."""
_NUMBER = re.compile(
    r"[\d０-９]|[一二三四五六七八九十百千万两]+(?:个|家|所|次|场|人|名|项|处|户|亩|公里|批|期|座|台|条|件|份|成)"
)
_SPACE = re.compile(r"[\s，。、；：！,.;:!（）()]+")


def faults(card: ReportCard, before: ReportCard | None) -> tuple[str, ...]:
    """Why a report that was filed says nothing, in Chinese; nothing for one that says something.

    ``before`` is the report of the period before; a task that is closed needs no more words.
    """
    if card.status != "已报" or card.state in CLOSED:
        return ()
    found = []
    if not card.note.strip():
        found.append("没有填进展情况")
    elif is_empty(card.note):
        found.append("只有套话，没有数字和具体内容")
    if before is not None and card.note.strip() and _bare(card.note) == _bare(before.note):
        found.append("与上期文字相同")
    if card.task.overdue_days and claims_all_well(card.note):
        found.append(f"已逾期{card.task.overdue_days}天，仍报正常推进")
    return tuple(found)


def is_empty(note: str) -> bool:
    """Whether a note has no number and little beside the usual words."""
    if _NUMBER.search(note):
        return False
    rest = _bare(note)
    for entry in lexicon.entries("silence"):
        rest = entry.pattern.sub("", rest)
    return len(rest) <= LITTLE


def claims_all_well(note: str) -> bool:
    """Whether a note says that the work is on its way as planned."""
    return any(e.reading.get("calm") and e.pattern.search(_bare(note)) for e in lexicon.entries("silence"))


def _bare(note: str) -> str:
    return _SPACE.sub("", note)
