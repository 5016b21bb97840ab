"""What a part of a text is for: what its heading says (aims, frame, background), and what closes a document or speaks of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice

from policyparse import lexicon
from policyparse.document.titles import MARKERS
from policyparse.lexicon.needs import Beginnings
from policyparse.model import Document, Span
from policyparse.text import brackets

_MEANS = tuple(str(e.reading["means"]) for e in lexicon.entries("sections"))
# what is printed in a heading and says nothing; 例：。
_SIGNS = re.compile(r"[\s。：:]")
_IN_FORCE = tuple(
    e.pattern for e in lexicon.entries("sections") if e.id in {"closing-validity", "closing-force"}
)
# the sentence that says what a text is made for; 例：为规范项目管理，根据有关规定，制定本办法
_PURPOSE = re.compile(
    r"^(?:为|根据|依据|按照).{6,}(?:制定|制订|出台|提出)(?:了)?(?:本|以下|如下|此)?.{0,14}$"
)


@lru_cache(maxsize=1024)
def meaning(heading: str) -> str | None:
    """What a heading says of the part below it: "aims", "frame", "background", or None where it orders."""
    bare = _SIGNS.sub("", heading)
    means = (_MEANS[i] for i, pattern in _sections().at(bare[:1]) if pattern.match(bare))
    return next((one for one in means if one != "closing"), None)


_CLOSES = ("copy-to", "imprint", "so-announced", "other-news", "attendance")
"""Of the patterns of ``markers.toml`` those whose line closes a document."""
# a line that announces the items; 例：现公布如下：
_ANNOUNCED = re.compile(
    r"(?:如下|依次为?|分别为|分别是|(?:具体|主要)?包括|(?:具体|主要)(?:是|为|有))\s*[:：]$"
)
# a sentence that tells how far things are, or to whom to object; 例：截至9月底，已完成4项 · 若对公示内容有异议
_TOLD = re.compile(
    r"(?:截至|截止到?)[^，,。；;\n]{1,16}[，,][^。\n]{0,40}(?:已|完成|开工|累计)|(?:如|若)?对(?:公示|以上|上述)[^，,。\n]{0,12}有(?:异议|意见)"
)
# a line that says how many there are; 例：县政府2025年8件实事
_COUNTED = re.compile(
    r"^[^，,。；;：:]{0,20}(?<!\d)(?:\d{1,3}|[一二三四五六七八九十]{1,3})[件项大]{1,2}(?:民生|惠民|为民)?(?:实事|工程|任务|项目)(?:项目|清单)?$"
)
# a heading that names a period and nothing else; 例：第二季度重点工作
PERIOD = re.compile(
    r"(?:20\d\d年)?(?:(?:1?\d|[一二三四五六七八九十]{1,2})月份?(?:[至到—－–~～\-](?:1?\d|[一二三四五六七八九十]{1,2})月份?)?|第?[一二三四]季度|[上下]半年)(?:重点|主要)?(?:工作|任务)?(?:安排|计划)?"
)


# what a part is called that only says when; 例：时间安排
_WHEN = re.compile(r"(?:[一-鿿]{2,4})?(?:时间|时段|期限|起止时间)(?:安排|步骤|节点)?")
# a time and nothing else; 例：2025年5月至12月
_ONLY_TIME = re.compile(
    r"(?=.*[年月旬日季])(?:自|从)?[\d一二三四五六七八九十年月日号上中下旬底前末初至到起止开始结束内半季度第—－–\-~～.、今本明]{4,40}(?:[，,（(]?(?:为期|共|历时)[^，。]{1,8}[）)]?)?。?"
)


def is_when(heading: str) -> bool:
    """Whether a part is called by when it is done: 时间安排, 整治时间."""
    return _WHEN.fullmatch(_SIGNS.sub("", heading)) is not None


def only_time(words: str) -> bool:
    """Whether words are a time and nothing else: 2025年5月至12月。"""
    return _ONLY_TIME.fullmatch(_SIGNS.sub("", words)) is not None


# what is asked of everybody, behind the last item; 例：工作要求：各单位于9月底前报送总结
ASKED = re.compile(r"(?:(?:工作|有关|相关|几点|具体|督办|报送|填报)要求|说明|备注|附?注)[:：]")


def asked_of_all(document: Document, spans: Sequence[Span]) -> int | None:
    """Which of the paragraphs of the last item says what is asked of everybody (工作要求：…), or None.

    Where another line of the document begins so, each item has such a line of its own, and what a label of the item
    follows (说明：…, 责任单位：区住建局) is the item's own.
    """
    at = [n for n, span in enumerate(spans) if n and ASKED.match(span.of(document.text))]
    if not at or any(MARKERS["label"].match(span.of(document.text)) for span in spans[at[0] + 1 :]):
        return None
    asking = (i for i in range(len(document.paragraphs)) if ASKED.match(document.words(i)))
    return at[0] if len([*islice(asking, 2)]) == 1 else None


def announces(words: str) -> bool:
    """Whether a line before the first item states no aims: 选定2025年实事10件，依次为：; 县政府8件实事; the line of a page of the web;
    how far things are (截至9月底，已完成4项).
    """
    patterns = (MARKERS["published"], _COUNTED, _TOLD)
    return any(p.match(words) for p in patterns) or _ANNOUNCED.search(words) is not None


def closing(text: str) -> bool:
    """Whether a paragraph closes the document: validity, whom to ask, a general appeal, 特此公告, 抄送, the imprint, and 相关阅读."""
    if any(MARKERS[said].match(text) for said in _CLOSES):
        return True
    able = _sections().at(text[:1])
    return any(_MEANS[i] == "closing" and pattern.match(text) for i, pattern in able)


def closed_at(text: str, span: Span) -> int:
    """Where a paragraph ends as far as the item goes: what closes the document may follow its last bracket."""
    words = span.of(text)
    ends = [b.end for b in brackets.pairs(words) if re.search("牵头|负责|配合|落实|单位|部门", b.of(words))]
    ends += [m.end() for m in re.finditer(r"。(?=本)", words)]
    for end in sorted(end + words.startswith("。", end) for end in ends):
        if words[end : end + 1] in tuple("本以上各") and closing(words[end:]):
            return span.start + end
    return span.end


@cache
def _sections() -> Beginnings:
    return Beginnings(e.source for e in lexicon.entries("sections"))


def about_itself(words: str) -> bool:
    """Whether an item speaks of the document and orders nothing: 为…，根据…，制定本方案。 本措施自印发之日起施行，有效期2年。"""
    return _PURPOSE.match(words.rstrip("。")) is not None or any(p.match(words) for p in _IN_FORCE)
