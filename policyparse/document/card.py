"""The card that a site prints over a document, as its text has it: 文号 | 云政办〔2025〕3号 | 成文日期 | 2025-03-05.

A page of the web says it in elements of its own (``readers.html``); in a text that was copied from one it stands in lines or in
the cells of a table, its labels run on behind each other.
"""

from __future__ import annotations

import re

from policyparse.document.titles import ORGAN
from policyparse.model import Document
from policyparse.text.numbering import mark

# what parts a label from its value; 例：文号 | 云政办〔2025〕3号
_PARTED = r"[】\]：:\s|]*"
# the labels of such a card, where the value before one ends; 例：有效性
_LABEL = r"(?:信息)?(?:索引|主题|分类|发文|发布|制发|制定|成文|生成|印发|公布|公开|施行|生效|有效|时效|效力|文号|字号|文件|名称|标题|来源)"
# 发文字号 by its label; 例：文号：云政办〔2025〕3号
_NUMBER = re.compile(
    rf"(?:文号|字号|文件编号){_PARTED}(?P<value>[一-鿿]{{1,12}}[〔\[（(【][12]\d{{3}}[〕\]）)】]第?\d{{1,5}}号)"
)
# 成文日期 by its label, not when the page was posted; 例：成文日期：2025-03-05
_DATE = re.compile(
    rf"(?:成文|发文|印发|公布|制发|生成)(?:日期|时间){_PARTED}(?P<value>\d{{4}}[-./年]\d{{1,2}}[-./月]\d{{1,2}}日?)(?!\d)"
)
_ORGAN = rf"(?:机关|机构|单位){_PARTED}(?P<value>[一-鿿]{{2,30}}?{ORGAN})(?=$|[\s|【\[∙•·]|{_LABEL})"
# who issued it, by its label; 例：发文机关：云溪市人民政府
_ISSUER = re.compile(rf"(?:发文|制定|制发|印发){_ORGAN}")
# who put it there, who need not have issued it; 例：发布机构：云溪市人民政府办公室
_POSTED_BY = re.compile(rf"发布{_ORGAN}")
# what the text is called, by its label; 例：文件名称 | 关于防汛工作的通知
_TITLE = re.compile(
    rf"(?:文件名称|文件标题|信息名称){_PARTED}(?P<value>[^\s|，。；：:]{{6,80}})"
    rf"|(?:^|[\n|])(?:标题|名称)[:：\s|]+(?P<printed>[^\s|，。；：:]{{6,80}}?(?: [^\s|，。；：:]{{2,40}})?的?"
    r"(?:通知|意见|方案|办法|计划|措施|要点|决定|规划)"
    r"(?:[（(][^（()）\s]{2,20}[)）])?)(?=[\s|]|$)"
)
_MEANT = {"标题": _TITLE, "发文字号": _NUMBER, "成文日期": _DATE, "发文机关": _ISSUER, "发布机构": _POSTED_BY}
# the first line that is no line of a card: a sentence, an item, the addressees; 例：各区政府：
_TEXT = re.compile(r"[。；;：:]$")
_HEAD = 24
"""How many paragraphs at the most are a head."""


def facts(document: Document, body: int) -> dict[str, str]:
    """What the card says of a document whose text begins with paragraph ``body``: 标题, 发文字号, 成文日期, 发文机关, 发布机构."""
    head = [document.words(i) for i in range(_end(document, body))]
    words = "\n".join((*(dropped.text for dropped in document.dropped[:_HEAD]), *head))
    found = {label: pattern.search(words) for label, pattern in _MEANT.items()}
    return {label: next(filter(None, match.groups())) for label, match in found.items() if match}


def _end(document: Document, body: int) -> int:
    """Where the head ends: a card may stand below the title too, right before the text."""
    count = len(document.paragraphs)
    if not body:
        return min(_HEAD, count)
    below = range(body, min(max(body, _HEAD), count))
    return next((i for i in below if _TEXT.search(document.words(i)) or mark(document.words(i))), below.stop)
