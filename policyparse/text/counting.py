"""Whether a line goes on from those above it: it counts on as they do, or ends a label or a quotation that they broke off."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from policyparse.model import Line
from policyparse.text import numbering

# the beginning of a word behind a stop at the end of a line; 例：。完成
_WORD_BEGUN = re.compile(r"[。；;，,]\s*(?P<word>[一-鿿]{1,4})$")
# a label whole; 例：完成时限：
_LABEL = re.compile(
    r"(?:完成|办结|办理|整改|牵头|责任|配合|主办|协办|承办|协同|参与|落实)(?:单位|部门|处室|时限|时间|期限)[:：]"
)
# the title of a plan; 例：云溪镇2025年平安建设工作任务清单
_TITLE = re.compile(r"[^，,。；;：:]{6,60}(?:要点|方案|清单|计划|任务|分工|安排|措施|意见|项目|台账)表?")
_TITLE_LINES = 3
# behind it a number is awaited; 例：使用登记率均达到
_AWAITING = re.compile(
    r"(?:达到?|不低于|不少于|不超过|超过|控制在|提高到?|上升到?|下降到?|增长|达成|完成率为)$"
)
# a number with its unit; 例：100%
_COUNTED = re.compile(r"\d[\d.,]{0,9}(?:[%‰万亿个家所项人户次件公亩]|平方)")
# what no heading has in it; 例：。
_STOP = re.compile("[。；;]")
_NEAR = 60
"""How many lines back the number before may stand."""


def counts_on(above: str, text: str) -> bool:
    """Whether two lines begin with bare numbers that follow each other: 1 新建公园… / 2 加装电梯…"""
    first, second = numbering.pointless(above), numbering.pointless(text)
    return first is not None and second is not None and second.ordinal == first.ordinal + 1


def heads_item(paragraph: Sequence[Line], text: str, reached: Mapping[str, int]) -> bool:
    """Whether a numbered heading that fills its line stands over an item below it, its first or the next: （二）…标准化、规范化水平 / 7.健全…"""
    head, item = numbering.mark(paragraph[0].text), numbering.mark(text)
    if head is None or item is None or head.rank >= item.rank or _STOP.search(paragraph[-1].text):
        return False
    return (
        len(paragraph) <= 2
        and not _STOP.search(paragraph[0].text)
        and item.ordinal in (1, reached.get(item.style, 0) + 1)
    )


def below_title(paragraph: Sequence[Line], text: str) -> bool:
    """Whether a title that fills its line stands over the first item: 云溪镇2025年平安建设工作任务清单 / 1、排查隐患."""
    item = numbering.mark(text)
    titled = item is not None and item.ordinal == 1 and len(paragraph) <= _TITLE_LINES
    return titled and _TITLE.fullmatch("".join([line.text for line in paragraph])) is not None


def counts_within(paragraph: Sequence[Line], text: str) -> bool:
    """Whether a line begins with the next number that the running words of a paragraph count by: 1.建站。（1）选址。（2）开工。 / （3）验收。"""
    item = numbering.mark(text)
    if item is None or item.style != "（1）" or item.ordinal < 3:
        return False
    words = "".join(line.text for line in paragraph[-_NEAR:])
    return all(re.search(rf".[（(]{item.ordinal - k}[)）]", words) for k in (1, 2))


def awaits(above: str, text: str) -> bool:
    """Whether a line broke off before the number that it leads to: …使用登记率均达 / 100%。"""
    return _AWAITING.search(above) is not None and _COUNTED.match(text) is not None


def tears_label(above: str, text: str) -> bool:
    """Whether a label was broken over two lines: …责任单位：市数据局。完成 / 时限：2025年6月。"""
    begun = _WORD_BEGUN.search(above)
    return begun is not None and _LABEL.match(begun["word"] + text) is not None


def quotes_on(paragraph: Sequence[Line], text: str) -> bool:
    """Whether the next piece closes a quotation or a title that the lines left open: 破除“体 / 外循环”, 按照《市委办公室 / 关于…的通知》."""
    last = "".join([line.text for line in paragraph[-3:]])
    opened = last.count("“") > last.count("”") and re.search("[，,。]", last)
    titled = last.count("《") > last.count("》") and re.match("[^《》]{0,80}》", text)
    return bool(titled) or (bool(opened) and re.match("[^“”]{0,24}”", text) is not None)
