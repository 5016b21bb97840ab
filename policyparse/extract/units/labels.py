"""Labels: 牵头单位：, 责任部门：, 完成时限：, in a text and at the head of a table's column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from policyparse import lexicon
from policyparse.extract.units import shape
from policyparse.lexicon.needs import Beginnings, Finder
from policyparse.model import Span
from policyparse.text import brackets, memory

UNIT_ROLES = frozenset({"lead", "support", "list", "parts"})
"""The roles of labels that units stand behind; the others are leader, time and other."""


_NOBODY = lexicon.regexes("clauses")["nobody"]
# what a heading orders before the word in which it ends; 例：压缩审批
_ORDERS = re.compile(rf"(?:^|(?<=[。；;，,：:、.．）)\s])){lexicon.regexes('markers')['orders'].pattern}$")
_HEADING = 12
"""How far before a label the heading begins that it ends."""
# whose units a column holds stands before the label; 例：市教育局牵头单位
_WHOSE = re.compile(
    r"^.{1,12}?(?:[局厅委办部院会级]内?设?|[省市县区]内?)"
    r"(?=(?:牵头|主办|责任|配合|协办|承办|落实).{0,4}(?:单位|部门|处室|科室|机构)$)"
)


# what is printed in a header and says nothing; 例：：
_NO_WORDS = re.compile(r"[\s:：]")
# a header of units names the persons beside them; 例：牵头单位及责任人
_PERSONS_TOO = re.compile(r"[、/及和与（(](?:具体|主要)?(?:责任|负责|联系)人(?:及.{2,4})?[)）]?$")


# What every label holds: a colon or a dash, the end of 【】, or its last sign before a unit (责任单位市教育局).
_MAY_LABEL = re.compile(
    r"[:：】〗\]］—－─▶►▸➤→⇒]|[位门室构关方体区人导案工解）)]\s*[为是]?(?=各|[省市县区]|自治|国家|中央|[一-鿿]{2,13}(?:[、，；\n]|$))|[限间点期序段][为是]?(?=20\d\d年|\d{1,2}月|长期|持续|年底)"
)


# the first of the units behind a label that lost its colon; 例：教务处、
_OFFICE = (
    r"(?![内外]部|全部|要|应|须|将|可|会|需|负责|按|对|在|及|每|的|和|与|或|为|是|由)"
    r"[一-鿿]{1,10}(?:[局委办处科室部所队院馆联会]|中心|单位|公司|集团|街道)(?:[、，；\n]|$)"
)
# the body alone, before an organ; 例：单位：市教育局、 (单位：万元 says in what a table counts)
_BODY_ALONE = (
    r"(?<![一-鿿])(?:单位|部门)\s*[:：](?=\s*(?!盖章|签章)[一-鿿“”]{1,16}?"
    r"(?:[局委办部厅院科室队站]|中心|公司|政府|街道|[镇乡])(?:[、，；。\s（(]|$))"
)


# a person behind 牵头领导 that lost its colon: with a masked name, or with a post; 例：郑某
_PERSON = (
    r"[ \t]?(?:[一-鿿](?:某|×|\*){1,2}|[一-鿿]{2,3}(?=[ \t]*(?:牵头|责任|主责|主办|承办|配合|落实)(?:单位|部门|科室)))"
    r"(?=[\s、，,；;。）)]|[牵责主承配落]|$)"
)


# behind 牵头领导 that lost its colon, a person and the next label, which lost its own; 例：曹莉责任单位镇社保所
_PERSON_AND_LABEL = re.compile(
    r"[ \t]?[一-鿿]{2,3}[ \t]*(?P<label>(?:牵头|责任|主责|主办|承办|配合|落实)(?:单位|部门|科室))(?=[ \t]?[一-鿿]{2})"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label with its colon, the role that it gives, and the id of its lexicon entry."""

    span: Span
    role: str
    rule: str


@memory.of_text
def find(text: str, within: Span) -> tuple[Label, ...]:
    """The labels within a span that stand in no bracket of it, in order.

    A label may be broken by a line end (牵/头单位：); it gives way to one that stands in a line.
    """
    if not _MAY_LABEL.search(text, within.start, within.end):
        return ()
    entries, finder = _labels()
    whole = [(i, Span(*m.span())) for i, m in finder.finditer(text, within.start, within.end)]
    over: list[tuple[int, Span]] = []
    if "\n" in (words := within.of(text)):
        kept = [i for i, sign in enumerate(words, within.start) if sign != "\n"]
        broken = finder.finditer(words.replace("\n", ""))
        spans = [(i, Span(kept[m.start()], kept[m.end() - 1] + 1)) for i, m in broken]
        over = [
            (i, s)
            for i, s in spans
            if not any(i == k and s.start <= w.start and w.end == s.end for k, w in whole)
        ]
    if not (whole or over):
        return ()
    inside = brackets.pairs(text, within)
    found = [
        Label(span, str(entries[i].reading["role"]), entries[i].id)
        for i, span in sorted((*whole, *over), key=lambda f: (f[1].end, f[1].start, f[0]))
        if not any(b.start < span.start < b.end for b in inside)
        and not _ORDERS.search(text, max(within.start, span.start - _HEADING), span.start)
    ]
    longest: dict[int, Label] = {}
    for label in (*found, *_behind_persons(text, found, within)):
        longest.setdefault(label.span.end, label)
    return tuple(sorted(longest.values(), key=lambda label: label.span.end))


def nobody(text: str, within: Span) -> bool:
    """Whether labels of units stand here, and behind each that nobody does: 配合单位：无."""
    found = find(text, within)
    if not found or found[0].span.start > within.start or any(x.role not in UNIT_ROLES for x in found):
        return False
    ends = [*(x.span.start for x in found[1:]), within.end]
    return all(_NOBODY.match(text[x.span.end : end]) for x, end in zip(found, ends, strict=True))


def _behind_persons(text: str, found: Sequence[Label], within: Span) -> Iterator[Label]:
    """The labels behind persons where no sign parts anything: 包抓领导 曹莉 责任单位 镇社保所."""
    for leader in found:
        said = leader.role == "leader" and _PERSON_AND_LABEL.match(text, leader.span.end, within.end)
        if said and (role := role_of(said["label"])):
            yield Label(Span(*said.span("label")), *role)


@lru_cache(maxsize=8192)
def role_of(header: str) -> tuple[str, str] | None:
    """The role and the rule of a label without its colon, as a table has it in its head; None where it is no label.

    A label of units may tell first whose they are: 市某局内牵头处室 is 牵头处室.
    """
    words = _NO_WORDS.sub("", header)
    whose = _WHOSE.match(words)
    alone = _PERSONS_TOO.sub("", words)
    for whole in dict.fromkeys((words, shape.bare(words), alone, words[whose.end() :] if whose else words)):
        for i, pattern in _roles().at(whole[:1]):
            if pattern.fullmatch(whole):
                entry = lexicon.entries("roles")[i]
                return str(entry.reading["role"]), entry.id
    return None


def oversees(header: str) -> bool:
    """Whether a label names those who see to it that others do it (督导单位, 验收单位)."""
    found = role_of(header)
    return found is not None and found[1].startswith("label.oversight")


@cache
def _roles() -> Beginnings:
    return Beginnings(entry.source for entry in lexicon.entries("roles"))


@cache
def _labels() -> tuple[tuple[lexicon.Entry, ...], Finder]:
    """The entries of labels, and what finds them in a text."""
    entries = lexicon.entries("roles")
    return entries, Finder(_anywhere(e) for e in entries)


def _anywhere(entry: lexicon.Entry) -> str:
    """A label with its colon, a dash (牵头部门——财务部) or an arrow (牵头部门▶财务部), in 【】 without one, or at the beginning of a
    line, a clause or a bracket right before a unit (责任单位市教育局, 责任单位为市教育局).
    """
    words = rf"(?:{entry.source})(?:[（(](?:部门|单位|处室|科室|牵头|主办|(?:牵头|主办|责任)单位)[）)])?"
    short = entry.id.endswith("short")
    # 牵头： and 【牵头】 behind the name of a unit say its role, and label nothing behind them: 市教育局牵头：改造校舍
    behind = "(?<![局委办厅部院会处科室站所队府区县镇乡])" if entry.id == "label.lead.short" else ""
    forms = [
        rf"{behind}{words}\s*(?:[:：▶►▸➤→⇒]|[—－─]{{1,2}}(?![—－─\d]))",
        rf"{behind}[【〖\[［]{words}[】〗\]］]\s*[:：]?",
    ]
    if entry.id == "label.list.short":
        forms.append(_BODY_ALONE)
    if entry.reading["role"] in UNIT_ROLES and not short:
        forms.append(
            rf"(?<![^\n（(〔\[【。；，]){words}[为是]?(?=各(?!负|自|司)|[省市县]|区(?![域分别])|自治|国家|中央)"
        )
        forms.append(rf"(?<![^\n]){words}(?={_OFFICE})")
    if entry.reading["role"] == "leader":
        forms.append(rf"(?<![^\n（(〔\[【。；，]){words}(?={_PERSON})")
    if entry.reading["role"] == "time":
        forms.append(rf"(?<![^\n（(〔\[【。；，]){words}[为是]?(?=20\d\d年|\d{{1,2}}月|长期|持续|年底)")
    return "|".join(forms)
