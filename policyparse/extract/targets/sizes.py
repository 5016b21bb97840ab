"""What only says of which size the things counted are: 10个投资1亿元以上项目, 20个年接待游客30万人次以上的景区."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.extract.targets.ahead import verb_at_end
from policyparse.extract.targets.quantities import Quantity
from policyparse.model import Span

# what a size describes; 例：的厂房
_SIZED = re.compile(r"[一-鿿]{0,4}的[一-鿿“]|[一-鿿“]{2}")
# things that are counted, and what is measured of each; 例：企业年销售额
_WHOSE = re.compile(
    r"(?:[一-鿿]{0,6}(?:企业|公司|园区|基地|集群|产业链|项目|平台|单位|乡镇|街道|[县镇村]))(?:[一-鿿]{0,6}(?:[额值率]|收入|规模|投资|税收|利润))"
)
# what is wished or made, before the things counted; 例：力争
_WISHED = re.compile(r"(?:力争|确保|争取|实现|推动|促进|培育|打造|形成|有)(?:全[市省区县])?$")
_SHORT = 6
# the measure that a size is told of; 例：总长度约
_OF_SIZE = r"总?(?:长度?|面积|里程|容量|规模|投资|库容)(?:约为?|达到?|为|不[低少]于)?"
# a size right behind the number that counts the things, up to their name; 例：80—150个托位的机构, 总长度约25公里的管道
_SIZE_BETWEEN = re.compile(
    rf"(?:{_OF_SIZE})?\d[\d.]{{0,9}}(?:[—–\-~～至]\d[\d.]{{0,9}})?[万亿]?[一-鿿]{{1,3}}(?:以[上下内]|左右)?[一-鿿]{{0,4}}的(?=[一-鿿“])"
)
# a number that describes what stands behind 的; 例：的企业
OF = re.compile(r"的(?!能力|产能|目标|控制[数指目]|指标|要求|任务|标准|水平|$|[，,。；;、得])")
DESCRIBING = frozenset({"money", "size", "time", "rating"})


def outer(text: str, clause: Span, quantities: Sequence[Quantity]) -> Sequence[Quantity]:
    """Without what only says of which size the things are that the number before it counts (10个投资1亿元以上项目)."""
    outer: list[Quantity] = []
    for q in quantities:
        last = outer[-1] if outer else None
        gap = text[last.end : q.start] if last else ""
        measured = (q.said or re.fullmatch(_OF_SIZE, gap)) and q.kind in DESCRIBING
        each = q.said and q.kind == "occasion" and OF.match(text, q.end)  # 20个年接待游客30万人次以上的景区
        sized = _SIZED.match(text, q.end, clause.end) if not gap or measured or each else None
        inside = (
            last
            and last.kind == "count"
            and sized
            and len(gap) <= _SHORT
            and not re.search("[、和及，,]", gap)
        )
        made = q.kind == "rating" or verb_at_end(text[clause.start : last.start]) if last else None
        if inside and made and not verb_at_end(gap):
            continue
        if last and last.kind == "count" and _reached_by_each(text, clause, last, q):
            continue
        outer.append(q)
    return outer


def _reached_by_each(text: str, clause: Span, counted: Quantity, q: Quantity) -> bool:
    """Whether a sum or rate is what each of the things counted reaches: 力争3家企业年销售额过50亿元 promises three."""
    whose = q.said and q.kind in {"money", "rate"} and _WHOSE.fullmatch(text, counted.end, q.start)
    return (
        bool(whose)
        and (q.end == clause.end or text[q.end] in "、和")
        and _WISHED.search(text, clause.start, counted.start) is not None
    )


def named_behind(text: str, right: Span) -> str:
    """The words behind a number, without the size of the things that stands right before their name: 1所80—150个托位的机构."""
    sized = _SIZE_BETWEEN.match(text, right.start, right.end)
    return text[sized.end() if sized else right.start : right.end]
