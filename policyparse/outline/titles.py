"""The title of an item: its own line, its short first sentence, or its first clause.

A title is a whole phrase, and ends at a stop that is printed: it is cut within no word and no number.
"""

from __future__ import annotations

import re
from functools import cache

from policyparse import lexicon
from policyparse.document.titles import MARKERS
from policyparse.model import Span
from policyparse.text import brackets
from policyparse.text.folding import width
from policyparse.text.numbering import mark, said

# A clause that only leads in: when, where, on what ground; the verb of the item comes behind it.
_HALF = re.compile(
    r"(?:[^小及按准定临平用工]时|等(?:重点)?(?:领域|方面)|的|基础上|前提下|过程中|(?:^|[，,])(?:按照|根据|依据).{2,}(?:要求|规定|精神))$"
    r"|(?:^|[，,])(?:围绕|按照|根据|依据|针对|对照)[^，,]+$|^(?:在|到|至|于)?(?:\d{4}年|今年|年|月)?(?:\d{1,2}月)?(?:\d{1,2}日|[上中下]旬|[一二三四]季度|[上下]半年)?(?:底|末|内)?(?:之?前)?$"
    r"|^(?:元旦|春节|清明|五一|端午|中秋|国庆)节?(?:之?前|期间)$"
    r"|^(?:由[^，,（(]{2,24}|[^，,（(]{2,24}(?:局|委|办|厅|部|中心|政府))(?:牵头|负责|主办)(?:[，,][^，,]{2,60}(?:配合|协助|参与|协办))?$"
)
# a heading that what is counted in words follows without a stop; 例：整治环境一是清运垃圾…二是拆除违建
_COUNTED_ON = re.compile(
    r"(?P<head>[^，,。；;：:、！？\n]{4,24}?)(?<![统专单])一是(?![否非])[^\n]{2,300}?二是"
)
_STAGE = lexicon.by_id("prose")["stage"].pattern
# a comma between thousands, and the colon of an hour; 例：改造危房2,000户 · 8月31日17:00前
_OF_A_NUMBER = re.compile(r"(?<=\d)(?:[,，](?=\d{3}(?!\d))|[:：](?=[0-5]\d(?!\d)))")

# who does it, in signs that are no brackets elsewhere, before the words of an item; 例：<市教育局；各县区>
_ANGLED = re.compile(r"[<｛「][^<>｛｝「」\n]{2,80}[>｝」]")


def title_of(text: str, within: Span, *, alone: bool, counted: bool = False) -> tuple[Span, bool]:
    """The title of an item whose head paragraph is ``within``, and whether the item's text is the whole of it.

    A line of its own (``alone``: paragraphs follow) is the title; so is a short first sentence before others; else the
    first clause is, and then the text of the item is the whole item. Of one that has a number already (``counted``) the
    count of the first of its measures is no word.
    """
    within = _uncounted(text, within) if counted else within
    line = within.of(text)
    sentence = _until(line, "。！？!?")
    bare = line.rstrip("。；;：: ")
    if alone and sentence >= len(bare) and width(bare) <= (40 if sentence < len(line) else 60):
        return Span(within.start, within.start + len(bare)), False
    clause = _until(line, "，,；;：:。！？")
    if led := _COUNTED_ON.match(line):
        return Span(within.start, within.start + led.end("head")), False
    if stage := _STAGE.match(line):
        return Span(within.start, within.start + stage.end()), False
    limit = 40 if clause >= sentence else 30
    more = line[sentence + 1 :].lstrip()
    told = more[:1] not in brackets.OPENERS + "—─－" and not MARKERS["label"].match(more)
    if more and sentence <= limit and told:
        return Span(within.start, within.start + sentence), False
    return Span(within.start, within.start + _whole_phrase(line, clause, sentence)), True


def _uncounted(text: str, line: Span) -> Span:
    """The line without the number that it begins with: （1）疏通管道6公里；（2）更换井盖40个 is called 疏通管道6公里."""
    words = line.of(text)
    found = mark(words) or said(words)
    return Span(line.start + found.length, line.end) if found else line


def _whole_phrase(line: str, clause: int, sentence: int) -> int:
    """Where a title that ends with the first clause ends in a whole phrase, at the latest with the sentence.

    例：编制年度计划时，落实指标 goes on to 落实指标; so do 在交通、教育等重点领域，…, 围绕企业设立，… and 由市城管局牵头，市住建局配合，….
    """
    while clause < sentence and _HALF.search(line[:clause]):
        clause += 1 + _until(line[clause + 1 : sentence], "，,；;：:")
    return min(clause, sentence)


def _until(line: str, stops: str) -> int:
    """The offset of the first of the stops that stands in no bracket or quotation, or the length of the line."""
    angled = _ANGLED.match(line)
    for i in brackets.outside(line, _any_of(stops), quotes=True):
        if not (_OF_A_NUMBER.match(line, i) or (angled and i < angled.end())):
            return i
    return len(line)


@cache
def _any_of(signs: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(signs)}]")
