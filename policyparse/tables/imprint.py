"""The card that a site prints over a document: 索引号 | 113300… | 公开日期 | 2025-07-11; it speaks of the page and orders nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.tables.grid import Sheet, filled

# what such a card says; 例：索引号
_FACT = re.compile(
    r"(?:信息)?索引号|(?:信息)?(?:主题|体裁|组配|服务)?分类|主题词|(?:发文|发布|制发|公开)(?:机构|机关|单位|字号|日期|时间|方式|文号)"
    r"|(?:文件)?(?:文号|编号|标题|名称)|(?:成文|生成|生效|失效|废止|印发)(?:日期|时间)|统一(?:登记|编)号|登记号|时效性?|有效性|效力状态|来源|政策咨询(?:机关|电话)"
)
_LEAST = 2


def is_imprint(sheet: Sheet) -> bool:
    """Whether every second filled cell of a table is such a label, two of them at least and one of the page's own."""
    return is_card([sheet.label(cell) for row in sheet.rows for cell in filled(row)])


def is_card(cells: Sequence[str]) -> bool:
    """Whether the words of cells are such a card: 索引号： | 113300… | 公开日期： | 2025-07-11."""
    labels = [label for label in cells if _FACT.fullmatch(label.rstrip("：:"))]
    told = any(re.match(r"(?:信息)?索引号|发布|公开|成文|统一", label) for label in labels)
    return told and len(labels) >= _LEAST and len(labels) * 2 + 1 >= len(cells)
