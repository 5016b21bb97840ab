"""One file → its documents, and of each what its head says: 标题, 发文机关, 发文字号, 成文日期, 文种.

A cover notice (印发通知) and the text that it issues are one document; a file may hold several. The parts of a head
and their forms follow GB/T 9704-2012, chapter 7.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from policyparse import layout, lexicon, numbering
from policyparse.extract import numerals
from policyparse.folding import width
from policyparse.model import Document, Finding, Mention, Span

_MARKERS = {e.id: e.pattern for e in lexicon.entries("markers")}
_ANNEX, _DATE, _NUMBER = _MARKERS["annex"], _MARKERS["signature-date"], _MARKERS["doc-number"]
_TAIL = re.compile(
    r"(?:[（(](?:[^（()）]*(?:年|试行|暂行|修订|版|稿|号)[^（()）]*)[)）]|《?》|[\d一二三四五六七八九十]+个(?=$)|的?通知$)+$"
)
_LISTED = re.compile(r"^(?:\d{1,3}\s*[.．、]|第[一二三四五六七八九十\d]+篇[:：]|[一二三四五六七八九十]+、(?=.*(?:关于|印发)))\s*")
_NUMBERED = re.compile(r"^[一-鿿]{1,8}〔\d{4}〕\d+号[-—\s]*")
_ORGAN = r"(?:政府|委员会|办公[厅室]|[党省市县区州]委|总?局|厅|[^全]部|委|院|学会|协会|总会|联合会|署|[银]行|组|中心|公司|集团|法院|检察院|指挥部|管委会)"
_ISSUES = re.compile(
    rf"^(?P<issuer>[^《》，。]{{2,60}}?(?<=[一-鿿])(?:{_ORGAN}|国务院|海关))(?:等(?:\s*[\d一二三四五六七八九十]+\s*个?(?:部门|单位))?)?"
    rf"(?:(?:联合)?(?:关于|印发|转发|批转|颁发)|公布)"
)
_JOINT = re.compile(
    r"(?P<organ>办公[厅室]|委员会|人民政府|局|厅|[省市县区州]委|法院)(?!办公|员会|宣传|组织|统战|政法|编)"
    r"(?=(?:中共)?[一-鿿]{2,6}?(?:省|自治区|市|州|县|区|旗)(?:人民|委|[一-鿿]{2,14}(?:局|厅|委|会|室|院)))"
)
_NO_TITLE_HEAD = re.compile(r"^(?:为|根据|按照|依据|对照|落实|贯彻|[（(〔\[])")
_DATE_BEHIND = re.compile(r"[（(]\s*\d{4}(?:年(?:\d{1,2}(?:月(?:\d{1,2}日?)?)?)?)?\s*[)）]?$")
_LETTERHEAD = re.compile(r"(?:文件|办公[厅室]文件|公报|便函)$|^[★☆]+$")
_NOT_TITLE = re.compile(r"^(?:保障措施|工作措施|(?:重点|主要|工作|目标)任务|(?:工作|具体|组织)?措施|总体方案|工作要点|政策举措|附件.*)$")
_DIGITS = re.compile(r"(?P<y>[12][09]\d\d|[二一][〇○零Ｏ0-9一二三四五六七八九十]{3})年(?:(?P<m>\d{1,2}|[一二三四五六七八九十]+)月(?:(?P<d>\d{1,2}|[一二三四五六七八九十]+)日)?)?")
_BLANK_YEAR = re.compile(r"(?:\*{2,4}|[xX×]{2,4}|＊{2,4})年")


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a file: its own text, what its head says, and where its body is.

    ``body`` is the index of the first paragraph behind the title, ``signature`` those of names and dates behind it.
    """

    document: Document
    body: int
    signature: frozenset[int]
    title: Mention[str] | None
    issuer: Mention[str] | None
    doc_number: Mention[str] | None
    issued_on: Mention[date] | None
    genre: str | None
    year: int | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Title:
    """A run of paragraphs ``[first, last]`` that is a title; ``text`` is it joined and cleaned."""

    first: int
    last: int
    text: str


def split(whole: Document, facts: Sequence[tuple[str, str]] = ()) -> tuple[Part, ...]:
    """The documents of a file, in order; ``facts`` are labelled facts beside the text (发文字号, 成文日期 …)."""
    titles = _titles(whole)
    starts = _starts(whole, titles)
    edges = [*starts, len(whole.paragraphs)]
    parts: list[Part] = []
    for first, stop in zip(edges, edges[1:], strict=False):
        begin, end = whole.paragraphs[first].span.start, whole.paragraphs[stop - 1].span.end
        own = [_Title(t.first - first, t.last - first, t.text) for t in titles if first <= t.first < stop]
        part = _part(layout.part(whole, begin, end), own, dict(facts))
        parts.append(_inherited(part, parts[0]) if parts else part)
    return tuple(parts)


# ---- titles --------------------------------------------------------------------------------------------


def genre_of(title: str) -> str | None:
    """The genre (文种) that a cleaned title ends with, or None."""
    bare = _bare(title)
    for entry in lexicon.entries("genres"):
        if found := entry.pattern.search(bare):
            return found[0].removesuffix("的")
    return "通知" if title.endswith("通知") else None


def _bare(title: str) -> str:
    """A title without what may follow its genre: 的通知, （试行）, （2025—2027年）."""
    shorter = _TAIL.sub("", title)
    return shorter.rstrip("》的") if len(shorter) >= 4 else title


def _titles(document: Document) -> list[_Title]:
    found: list[_Title] = []
    for i in range(len(document.paragraphs)):
        text = _text(document, i)
        whole = _text(document, i - 1) + text if _remainder(document, i) else text
        if not _may_be_title(document, i) or genre_of(_cleaned(whole)) is None:
            continue
        first = _title_start(document, i, found[-1].last if found else -1, found[0].text if found else "")
        joined = _cleaned("".join(_text(document, j) for j in range(first, i + 1)))
        last = i + 1 if _goes_on(document, i) else i
        joined += _text(document, i + 1) if last > i else ""
        if 6 <= len(joined) <= 120 and not _NOT_TITLE.match(joined) and joined.count("《") == joined.count("》"):
            found.append(_Title(first, last, _cleaned(joined)))
    return found


def _remainder(document: Document, i: int) -> bool:
    """Whether a paragraph is the last few characters of a title in large type whose line was full."""
    size = document.paragraphs[i].size
    if i == 0 or size is None or document.paragraphs[i - 1].size != size or width(_text(document, i)) > 8:
        return False
    return size > median(p.size or size for p in document.paragraphs)


def _goes_on(document: Document, i: int) -> bool:
    """Whether the line after a title belongs to it: （试行） or （2023年—2025年） on a line of its own."""
    return i + 1 < len(document.paragraphs) and re.fullmatch(
        r"[（(](?:试行|暂行|修订|征求意见|\d{4}.{0,10}年).{0,6}[)）]", _text(document, i + 1)
    ) is not None and not _DATE.match(_text(document, i + 1))


def _may_be_title(document: Document, i: int) -> bool:
    paragraph, text = document.paragraphs[i], _text(document, i)
    if paragraph.table is not None or width(text) > 100 or _ANNEX.match(text) or _LETTERHEAD.search(text):
        return False
    mark = numbering.mark(text)
    if mark is not None and not (_LISTED.match(text) and i <= 1) and mark.style != "篇":
        return False
    if _NO_TITLE_HEAD.match(text) or (text.endswith("》") and not re.search(r"^《|印发|转发|发布|通知", text)):
        return False
    return re.search(r"[。；：，！？]", re.sub(r"[（(《][^（(《》)）]*[》)）]|^第.{1,3}篇[:：]", "", text)) is None


def _title_start(document: Document, last: int, stop: int, notice: str) -> int:
    """Where a title that ends with paragraph ``last`` begins: lines of its look that are nothing else go with it.

    Where a ``notice`` names what it issues, the lines above that make up that name belong to the title.
    """
    first = last - 1 if _remainder(document, last) else last
    while first - 1 > stop and last - first < 4:
        joined = "".join(_text(document, j) for j in range(first - 1, last + 1))
        short = width(_bare("".join(_text(document, j) for j in range(first, last + 1)))) < 8
        if not _named(notice, joined) and not _part_of_title(document, first - 1, first, short):
            break
        first -= 1
    return first


def _part_of_title(document: Document, i: int, following: int, short: bool) -> bool:
    """Whether paragraph ``i`` belongs to the title that goes on at ``following``, so far too ``short`` for one."""
    text, here, below = _text(document, i), document.paragraphs[i], document.paragraphs[following]
    if _DATE.match(text) or _NUMBER.match(text) or _ANNEX.match(text) or _LETTERHEAD.search(text) or here.table is not None:
        return False
    if numbering.mark(text) is not None and not (_LISTED.match(text) and i == 0):
        return False
    if re.search(r"[。；：！？:]$", text) or width(text) > 64 or here.centred != below.centred:
        return False
    if not short and here.size is not None and below.size is not None and abs(here.size - below.size) > 1.5:
        return False
    if re.fullmatch(rf"[一-鿿]{{4,30}}{_ORGAN}", text) and _ISSUES.match(_cleaned(_text(document, following))):
        return False
    opened = text.count("《") > text.count("》") or text.count("“") > text.count("”")
    cut = _LISTED.match(text) is not None or re.search(r"关于|印发|转发|[、，和与及的]$", text) is not None
    return opened or cut or here.centred or _text(document, following).startswith(("关于", "印发", "“", "《"))


def _cleaned(text: str) -> str:
    """A title as it is meant: without its number in a list, the date in brackets behind it, or 《》 around it."""
    text = _DATE_BEHIND.sub("", _NUMBERED.sub("", _LISTED.sub("", text.strip())))
    whole = re.fullmatch(r"《([^《》]+)》", text)
    return whole[1] if whole else text


# ---- where documents begin -----------------------------------------------------------------------------


def _starts(document: Document, titles: Sequence[_Title]) -> list[int]:
    """The index of the first paragraph of each document."""
    starts = [0]
    for before, title in zip(titles, titles[1:], strict=False):
        between = range(before.last + 1, title.first)
        listed = sum(numbering.mark(_text(document, i)) is not None for i in between)
        if listed >= 2 and not _is_annex(document, title) and not _issued_by(before, title):
            starts.append(_head_start(document, title, before))
    return starts


def _is_annex(document: Document, title: _Title) -> bool:
    return any(_ANNEX.match(_text(document, i)) for i in range(max(0, title.first - 2), title.first))


def _issued_by(before: _Title, title: _Title) -> bool:
    """Whether the title is that of the text which the notice before it issues, the notice having items of its own."""
    return _named(before.text, title.text) and before.text.endswith("通知")


def _head_start(document: Document, title: _Title, before: _Title) -> int:
    """A document begins with its 发文字号 or the name of its issuer, where these stand above the title."""
    first = title.first
    while first - 1 > before.last + 1:
        text = _text(document, first - 1)
        head = _NUMBER.match(text) or _LETTERHEAD.search(text) or re.fullmatch(rf"[一-鿿]{{2,30}}{_ORGAN}", text)
        if not head or _DATE.match(text):
            break
        first -= 1
    return first


# ---- what a head says ----------------------------------------------------------------------------------


def _part(document: Document, titles: Sequence[_Title], facts: dict[str, str]) -> Part:
    head = _head_titles(document, titles)
    issued = head[-1] if head else None
    body = issued.last + 1 if issued else 0
    title = _title(document, issued, head[0] if head else None)
    signed = _signed(document, body)
    number = _doc_number(document, body, facts)
    issuer = _issuer(document, head[0] if head else None, signed, body) or _fact(facts, "发文机关", "fact.issuer")
    dated = _dated(document, signed, facts)
    blank = _BLANK_YEAR.search(document.text[:2000])
    year = None if blank else _year(title.value if title else "", dated)
    findings = (
        (Finding("placeholder-year", f"年份是占位符“{blank[0]}”，不能确定年度", Span(*blank.span())),) if blank else ()
    )
    genre = genre_of(title.value) if title else None
    behind = frozenset(i for s in _signatures(document, body) for i in (*s.names, s.dated))
    return Part(document, body, behind, title, issuer, number, dated, genre, year, findings)


def _head_titles(document: Document, titles: Sequence[_Title]) -> list[_Title]:
    """The titles that stand before the first item: that of the notice and that of the text which it issues."""
    head: list[_Title] = []
    for title in titles:
        between = range(head[-1].last + 1 if head else 0, title.first)
        if head and sum(numbering.mark(_text(document, i)) is not None for i in between) >= 1:
            if not _issued_by(head[-1], title):
                break
        if head and _is_annex(document, title) and not _named(head[0].text, title.text):
            break
        head.append(title)
    return head


def _named(notice: str, title: str) -> bool:
    return _plain(title) in _plain(notice)


def _plain(title: str) -> str:
    return re.sub(r"[《》〈〉“”\s]|的(?=若干)", "", title)


def _title(document: Document, issued: _Title | None, first: _Title | None) -> Mention[str] | None:
    if issued is None or first is None:
        return None
    span = Span(document.paragraphs[issued.first].span.start, document.paragraphs[issued.last].span.end)
    text, rule = issued.text, "title.printed"
    if issued == first and (named := re.search(r"(?:印发|转发)[^《》]{0,40}《([^《》]+(?:〈[^〉]*〉[^《》]*)?)》", text)):
        text, rule = named[1], "title.issued-by-notice"
    return Mention(span, document.text[span.start : span.end], text, rule)


def _doc_number(document: Document, body: int, facts: dict[str, str]) -> Mention[str] | None:
    for i in range(min(max(body, 6), len(document.paragraphs))):
        text = _text(document, i)
        if _NUMBER.match(text):
            return Mention(document.paragraphs[i].span, text, _printed(text), "head.doc-number")
    fact = _fact(facts, "发文字号", "fact.doc-number")
    return fact and replace(fact, value=_printed(fact.value)) if fact and re.search(r"\d", fact.value) else None


def _printed(number: str) -> str:
    """A 发文字号 in the one form 云政办发〔2024〕12号 (GB/T 9704-2012, 7.2.5)."""
    number = re.sub(r"\s|第(?=\s*\d+\s*号)", "", number)
    return re.sub(r"[\[（(［【〔](\d{4})[〕\])）］】]", r"〔\1〕", number)


def _fact(facts: dict[str, str], label: str, rule: str) -> Mention[str] | None:
    value = facts.get(label, "").strip()
    return Mention(None, "", value, rule) if value else None


@dataclass(frozen=True, slots=True)
class _Signed:
    """A signature: the paragraphs of the names above a date, and the paragraph of the date."""

    names: tuple[int, ...]
    dated: int


def _signed(document: Document, body: int) -> _Signed | None:
    """The signature of the notice, else the last one of the text."""
    head = _signatures(document, 0, body)
    found = head[:1] or _signatures(document, body)[::-1]
    return next((s for s in found if s.names), found[0] if found else None)


def _signatures(document: Document, start: int, stop: int | None = None) -> list[_Signed]:
    """The dates that stand alone among the paragraphs ``[start, stop)``, each with the names above it."""
    stop = len(document.paragraphs) if stop is None else stop
    dates = [
        i for i in range(start, stop) if document.paragraphs[i].table is None and _DATE.match(_text(document, i))
    ]
    return [_Signed(_names_above(document, i, start), i) for i in dates]


def _names_above(document: Document, dated: int, start: int) -> tuple[int, ...]:
    names: list[int] = []
    for i in range(dated - 1, max(start - 1, dated - 7), -1):
        text = re.sub(r"[（(](?:代章|印章|盖章|章)[)）]", "", _text(document, i))
        if not re.fullmatch(rf"[一-鿿“”、]{{2,40}}(?:{_ORGAN}|海关)|国务院", text):
            break
        names.insert(0, i)
    return tuple(names)


def _issuer(document: Document, notice: _Title | None, signed: _Signed | None, body: int) -> Mention[str] | None:
    """The organ that the title names, in full; where it names it in short or not at all, the one that signed."""
    named = _issuer_in_title(document, notice) if notice else None
    by_signature = _issuer_by_signature(document, signed)
    if named is None:
        return by_signature or _issuer_above_title(document, body)
    short = re.match(r"^(?:自治区|[省市县区州])(?!.{0,3}[省市县区州])", named.value)
    if by_signature and (short or named.value == by_signature.value.replace("、", "")):
        return replace(named, value=by_signature.value)
    return named


def _issuer_in_title(document: Document, notice: _Title) -> Mention[str] | None:
    found = _ISSUES.match(notice.text)
    if not found:
        return None
    whole = Span(document.paragraphs[notice.first].span.start, document.paragraphs[notice.last].span.end)
    at = document.text.find(found["issuer"], whole.start, whole.end)
    value = _JOINT.sub(r"\g<organ>、", found["issuer"])
    if at < 0:
        return Mention(whole, document.text[whole.start : whole.end], value, "head.issuer-in-title")
    return Mention(Span(at, at + len(found["issuer"])), found["issuer"], value, "head.issuer-in-title")


def _issuer_by_signature(document: Document, signed: _Signed | None) -> Mention[str] | None:
    if signed is None or not signed.names:
        return None
    names = [re.sub(r"[（(](?:代章|印章|盖章|章)[)）]", "", _text(document, i)) for i in signed.names]
    span = Span(document.paragraphs[signed.names[0]].span.start, document.paragraphs[signed.names[-1]].span.end)
    return Mention(span, document.text[span.start : span.end], "、".join(names), "head.signature")


def _issuer_above_title(document: Document, body: int) -> Mention[str] | None:
    for i in range(min(body, len(document.paragraphs))):
        text = _text(document, i)
        if re.fullmatch(rf"[一-鿿]{{2,30}}(?:{_ORGAN}|国务院)", text):
            return Mention(document.paragraphs[i].span, text, text, "head.issuer-line")
    return None


def _dated(document: Document, signed: _Signed | None, facts: dict[str, str]) -> Mention[date] | None:
    if signed is not None and (value := read_date(_text(document, signed.dated))):
        return Mention(document.paragraphs[signed.dated].span, _text(document, signed.dated), value, "head.signature-date")
    for i in range(min(4, len(document.paragraphs))):
        two = _text(document, i) + (_text(document, i + 1) if i + 1 < len(document.paragraphs) else "")
        if (found := re.search(r"[（(](\d{4}年\d{1,2}月\d{1,2}日)[)）]?$", two)) and (value := read_date(found[1])):
            span = document.paragraphs[i].span
            return Mention(span, document.text[span.start : span.end], value, "head.date-in-title")
    fact = facts.get("成文日期") or facts.get("发布日期") or ""
    value = read_date(re.sub(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", r"\1年\2月\3日", fact))
    return Mention(None, "", value, "fact.date") if value else None


def read_date(text: str) -> date | None:
    """The first full date that the text writes in digits or Chinese numerals, or None."""
    found = _DIGITS.search(text)
    if not found or not found["d"]:
        return None
    numbers = [numerals.value(re.sub("[○Ｏ]", "〇", found[k])) for k in ("y", "m", "d")]
    try:
        return date(*(int(n) for n in numbers if n is not None))
    except (ValueError, TypeError):
        return None


def _year(title: str, dated: Mention[date] | None) -> int | None:
    found = re.search(r"(20\d\d|19\d\d)(?=年|[—\-–~至]\d|版|\s*$)", title) or re.search(r"[二一][〇○零一二三四五六七八九]{3}(?=年)", title)
    if found:
        value = numerals.value(found[0].replace("○", "〇"))
        return None if value is None else int(value)
    return dated.value.year if dated else None


def _inherited(part: Part, notice: Part) -> Part:
    """A further text of the same notice has its issuer, number and date; one of another hand has not."""
    head = notice.document.text[: notice.document.paragraphs[max(notice.body - 1, 0)].span.end]
    if part.issuer or part.title is None or not re.search(r"印发|转发", head) or not _named(head, part.title.value):
        return part
    return replace(
        part,
        issuer=notice.issuer and replace(notice.issuer, span=None, surface="", rule="notice.shared"),
        doc_number=notice.doc_number and replace(notice.doc_number, span=None, surface="", rule="notice.shared"),
        issued_on=part.issued_on or (notice.issued_on and replace(notice.issued_on, span=None, surface="", rule="notice.shared")),
        year=part.year or notice.year,
    )


def _text(document: Document, i: int) -> str:
    span: Span = document.paragraphs[i].span
    return document.text[span.start : span.end]


