"""What a number was before: 由45个压缩至25个, and rows of them (由60元、40元分别提高到80元、55元)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from policyparse.extract.targets.quantities import Quantity

# the year of a value, before it; 例：2025年的
_OF_A_YEAR = r"(?:(?:19|20)\d\d年(?:底|末|度)?的?)"
# what it was before, and no target; 例：由原来的
FROM = re.compile(
    rf"(?:由|从|较)(?:原来的?|现[行在有]的?|目前的?|当前的?|以前的?|之前的?|法定的?|[去上]年的?|{_OF_A_YEAR})?[^，,。；;\d]{{0,10}}$"
)
# how it is changed, before the verb; 例：巩固
_HOW = re.compile(r"巩固|逐步|稳步|进一步|大幅|直接|统一|有序")
# what makes the one the other; 例：压缩
_VERB = "(?:压缩|缩短|压减|缩减|减少|降低|下降|精简|提高|提升|增加|增长|扩大|上升|延长|调整|上调|下调|[提升增扩降减压缩调](?=[至到]))"
# a level without a unit, right before it is changed; 例：从2020年的85
_BARE = re.compile(rf"(?:由|从)(?:原来的?|目前的?|现有的?|{_OF_A_YEAR})(?P<was>\d{{1,6}}(?:\.\d{{1,4}})?)$")
# the verb between what it was and what it becomes; 例：压缩至
_CHANGED = re.compile(
    rf"{_VERB}(?:至|到|为)(?:承诺|法定)?(?:时限)?"
    rf"(?:{_OF_A_YEAR}|每(?:半?年|季度?|月|周|[天日]))?$"
)
# the words between what several were and what they become; 例：分别提高到
_TURNED = re.compile(rf"(?:左右|以[上下])?[，,]?(?:分别|依次|相应)(?:统一)?{_VERB}(?:至|到|为)")
_LONGEST_ROW = 12


def is_former(left: str, gap: str, q: Quantity, following: Quantity) -> bool:
    """Whether ``q`` is what the next number starts from: 由45个工作日压缩至25个工作日."""
    changed = following.number - following.start >= 2 or _CHANGED.search(gap)
    between = _HOW.sub("", _CHANGED.sub("", gap)).strip("以上左右的，,")
    return not between and bool(changed) and q.kind == following.kind and bool(FROM.search(left))


def bare(left: str, words: str) -> re.Match[str] | None:
    """A former value without a unit at the end of ``left``, where ``words``, the number's own, change it: 指数从2020年的85|提高到95."""
    return _BARE.search(left) if re.match(_VERB, words) else None


def in_a_row(text: str, left_at: int, quantities: Sequence[Quantity]) -> int:
    """How many in a row are what as many numbers behind them start from: 由60元、40元分别提高到80元、55元; 0 for one or none."""
    first = quantities[0]
    if not FROM.search(text[left_at : first.start]):
        return 0
    alike = [q for q in quantities if q.kind == first.kind]
    count = min(len(alike) // 2, _LONGEST_ROW)
    for size in range(2, count + 1):
        gaps = [text[a.end : b.number] for a, b in pairwise(quantities[: 2 * size])]
        turned = gaps.pop(size - 1)
        if _TURNED.fullmatch(turned) and not any(gap.strip("、和与及") for gap in gaps):
            return size
    return 0
