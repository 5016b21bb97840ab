"""The units that an item begins with and a colon sets off from what they do: 1.市教育局：新建学校2所。 市水利局牵头，市财政局配合：…"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.extract.units import judging, labels, lists, statement
from policyparse.extract.units.statement import Clause, Statement
from policyparse.model import Span
from policyparse.text import numbering

_LONGEST = 40
"""Signs in which the number of an item stands."""
# units up to their colon, with what it sets off behind it; 例：市教育局、市财政局：新建
_HEAD = re.compile(
    r"(?P<units>(?:[一-鿿、，,；;“”]|[（(][^（()）：:\n]{1,20}[)）]){2,60}?)[:：]\s{0,4}(?=\S)"
)
# where another sentence of the item may begin; 例：。市公安局：规范
_SENTENCE = re.compile(r"[。；;\n]\s{0,4}(?=[^。；;\n]{2,60}[:：])")
# what may be built or held as well as do a thing; 例：市民中心
_BUILT = re.compile(r"(?:中心|基地|平台|[学院校园馆所站场库厂网])$")


def find(text: str, within: Span) -> tuple[Span, Statement] | None:
    """The units that the words of an item begin with behind its number, up to behind their colon, and what they say; None for none.

    Where several sentences begin with units each says its part, and they are words of the item (``prose``).
    """
    head = names_at(text, within)
    if head is None or not (head[1].spoken or _is_duty(text, head[0].end, head[1].names)):
        return None
    others = (Span(m.end(), within.end) for m in _SENTENCE.finditer(text, head[0].end, within.end))
    return None if any(names_at(text, other) for other in others) else head


def names_at(text: str, within: Span) -> tuple[Span, Statement] | None:
    """The same, whatever stands behind the colon."""
    number = numbering.mark(within.of(text)[:_LONGEST]) or numbering.sign(within.of(text)[:_LONGEST])
    head = _HEAD.match(text, within.start + (number.length if number else 0), within.end)
    if head is None:
        return None
    said = statement.read(text, Span(*head.span("units")))
    whole = Span(*head.span())
    if said.spoken:
        return (whole, said) if judging.spoken(said) and not said.odd and not said.labelled else None
    names = lists.split(text, Span(*head.span("units")))
    if not names or not all(judging.is_listed(n.base) and not labels.role_of(n.base) for n in names):
        return None
    return whole, Statement((Clause(names, "part", "", "prose.parts", stop=True),), (), ())


def _is_duty(text: str, start: int, names: Sequence[lists.Name]) -> bool:
    """Whether units head an item as those that do it: 市民中心：建设1处 names what is built, 市民中心：负责接待 who does it."""
    return not any(_BUILT.search(n.base) for n in names) or statement.acts(text, start)
