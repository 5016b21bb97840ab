"""One file → its documents, and of each what its head says: 标题, 发文机关, 发文字号, 成文日期, 文种.

A cover notice (印发通知) and the text that it issues are one document; a file may hold several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from policyparse.document import card, headline, heads, signed, titles
from policyparse.document.titles import MARKERS, Title
from policyparse.extract.units import roles
from policyparse.model import Document, Finding, Mention, Span
from policyparse.text import layout, numbering, numerals

# a notice whose text has no title of its own, which may name others; 例：关于印发云溪市2025年《政府工作报告》任务分解的通知
_ISSUED = re.compile(
    r"(?:^|关于)(?:印发|转发)(?P<title>(?:[^《》]|《[^《》]{2,20}》(?!(?:的通知)?$)){6,}?)(?:的通知)?$"
)
# a year left open in a model text; 例：××年
_BLANK_YEAR = re.compile(r"(?:\*{2,4}|[xX×]{2,4}|＊{2,4})年")

# the month of a text below its title, or when a table was filled in; 例：（2024年5月） · 填报单位：市教育局 2026年2月
_MONTH = re.compile(
    r"(?:[（(]|(?:填报|填表|制表|报送)(?:单位|部门|日期|时间)[^\n]{0,40}?)\s*"
    r"(?P<year>20\d\d)[年.-](?:1[0-2]|0?[1-9])(?:月(?:\d{1,2}日)?|[.-]\d{1,2})\s*[)）]?"
)
# the month behind a title; 例：重点项目台账（2024年10月）
_MONTH_BEHIND = re.compile(r"[（(](?P<year>20\d\d)年(?:1[0-2]|0?[1-9])月[)）]$")
# the second term of a school year is in the year that it ends in; 例：2024—2025学年第二学期
_SECOND_TERM = re.compile(r"20\d\d[—\-–~至](?P<next>20\d\d)学?年度?.{0,6}(?:第二|下|春季)学期")
# the year behind it, which a title tells before the year that is planned; 例：2025年实事完成情况及2026年
_BEHIND = re.compile(
    r"20\d\d年[^，。；《》]{0,24}?(?:总结|回顾|情况|成效)(?:的?(?:报告|通报))?[及和暨与](?=.{0,10}?20\d\d年)"
)
_FOOT = 12
"""So many lines the foot of a page has at most."""


@dataclass(frozen=True, slots=True)
class IssuedText:
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


def split(whole: Document, facts: Sequence[tuple[str, str]] = ()) -> tuple[IssuedText, ...]:
    """The documents of a file, in order; ``facts`` are labelled facts beside the text (发文字号, 成文日期 …)."""
    again = titles.said_again(whole)
    found = [t for t in titles.find(whole) if t.first not in again] or headline.find(whole)
    starts = _starts(whole, found)
    edges = [*starts, len(whole.paragraphs)]
    parts: list[IssuedText] = []
    for first, stop in pairwise(edges):
        begin, end = whole.paragraphs[first].span.start, whole.paragraphs[stop - 1].span.end
        own = [Title(t.first - first, t.last - first, t.text) for t in found if first <= t.first < stop]
        part = _part(layout.part(whole, begin, end), own, dict(facts))
        parts.append(_inherited(part, parts[0]) if parts else part)
    return tuple(parts)


def _starts(document: Document, found: Sequence[Title]) -> list[int]:
    """The index of the first paragraph of each document."""
    starts = [0]
    for before, title in pairwise(found):
        between = range(before.last + 1, title.first)
        listed = sum(numbering.mark(document.words(i)) is not None for i in between)
        if _begins_sheet(document, title, before) or (
            (listed >= 2 or _ordering_table(document, between))
            and not titles.is_annex(document, title)
            and not _issued_by(before, title)
        ):
            starts.append(_head_start(document, title, before))
    return starts


def _begins_sheet(document: Document, title: Title, before: Title) -> bool:
    """Whether the title stands on a sheet of its own: the name of a sheet right above it, a table above that."""
    above = document.paragraphs[title.first - 1] if title.first else None
    tabled = any(document.is_cell(i) for i in range(before.last + 1, title.first))
    return tabled and above is not None and above.heading == 1


def _ordering_table(document: Document, between: range) -> bool:
    """Whether a table with a column of units stands there: it is the body of the title above it."""
    return any(
        document.is_cell(i) and roles.is_unit_label(re.sub(r"\s", "", document.words(i))) for i in between
    )


def _issued_by(before: Title, title: Title) -> bool:
    """Whether the title is that of the text which the notice before it issues, the notice having items of its own."""
    return titles.named(before.text, title.text) and before.text.endswith("通知")


def _head_start(document: Document, title: Title, before: Title) -> int:
    """A document begins with its 发文字号 or the name of its issuer, where these stand above the title."""
    first = title.first
    while first - 1 > before.last + 1:
        text = document.words(first - 1)
        if document.is_cell(first - 1):
            break
        head = (
            MARKERS["doc-number"].match(text)
            or titles.LETTERHEAD.search(text)
            or re.fullmatch(rf"[一-鿿]{{2,30}}{titles.ORGAN}", text)
        )
        if not head or MARKERS["signature-date"].match(text):
            break
        first -= 1
    return first


def _part(document: Document, found: Sequence[Title], facts: dict[str, str]) -> IssuedText:
    head = _head_titles(document, found)
    issued = head[-1] if head else None
    body = issued.last + 1 if issued else 0
    told = card.facts(document, body)
    title = _title(document, issued, head[0] if head else None) or _title_told(told)
    facts = told | facts
    by = signed.signed_by(document, body)
    number = heads.doc_number(document, body, facts)
    issuer = heads.issuer(document, head[0] if head else None, by, body, facts)
    dated = heads.dated(document, by, body, facts)
    blank = _BLANK_YEAR.search(document.text[:2000])
    year = None if blank else _year(title.value if title else "", dated, number) or _month(document, issued)
    findings = (
        (Finding("placeholder-year", f"年份是占位符“{blank[0]}”，不能确定年度", Span(*blank.span())),)
        if blank
        else ()
    )
    genre = titles.genre_of(title.value) if title else None
    closing = signed.signatures(document, body) or signed.undated(document, body)
    behind = frozenset(i for s in closing for i in (*s.names, s.dated) if i is not None)
    behind |= _foot(document, closing[-1]) if closing else frozenset()
    behind |= titles.said_again(document)
    return IssuedText(document, body, behind, title, issuer, number, dated, genre, year, findings)


def _foot(document: Document, last: signed.Signed) -> frozenset[int]:
    """What the page of a site goes on with behind the last signature to the end of the file: lines without a sentence."""
    if not last.names or last.dated is None:
        return frozenset()
    foot = range(last.dated + 1, len(document.paragraphs))
    told = len(foot) > _FOOT or any(
        document.paragraphs[i].table is not None
        or numbering.mark(document.words(i))
        or MARKERS["annex"].match(document.words(i))
        or re.search("[。；;]|牵头|责任", document.words(i))
        for i in foot
    )
    return frozenset() if told else frozenset(foot)


def _head_titles(document: Document, found: Sequence[Title]) -> list[Title]:
    """The titles that stand before the first item: that of the notice and that of the text which it issues."""
    head: list[Title] = []
    for title in found:
        between = range(head[-1].last + 1 if head else 0, title.first)
        listed = any(numbering.mark(document.words(i)) for i in between) or _ordering_table(document, between)
        if head and listed and not _issued_by(head[-1], title):
            break
        if not head and listed and titles.is_annex(document, title):
            break  # the items above the annex are those of a text whose own head is lost
        if (
            head
            and titles.is_annex(document, title)
            and not titles.named(head[0].text, title.text)
            and not any(_issues(document.words(i), title) for i in between)
        ):
            break
        head.append(title)
    return head


def _issues(words: str, title: Title) -> bool:
    """Whether a sentence of a notice issues the text of that title: 现将《云溪学院安全工作要点》印发给你们，请执行。"""
    return re.search(r"印发|下发|转发", words) is not None and titles.named(words, f"《{title.text}》")


def _title(document: Document, issued: Title | None, first: Title | None) -> Mention[str] | None:
    if issued is None or first is None:
        return None
    # printed twice, the second time broken over lines, or with figures lost
    if first.text.endswith(issued.text) or _unfigured(first.text) == _unfigured(issued.text):
        issued = first
    span = Span(document.paragraphs[issued.first].span.start, document.paragraphs[issued.last].span.end)
    named = _issued_name(issued.text) if issued == first else None
    rule = "title.issued-by-notice" if named else "title.printed"
    return Mention(span, span.of(document.text), named or issued.text, rule)


def _issued_name(title: str) -> str | None:
    """The name of the text that a notice issues by its title, None for one that issues none."""
    if named := _ISSUED.search(title):
        return titles.cleaned(named["title"])
    quoted = re.search(r"(?:印发|转发)[^《》]{0,40}《([^《》]+(?:〈[^〉]*〉[^《》]*)?)》", title)
    return titles.cleaned(quoted[1]) if quoted else None


def _title_told(told: dict[str, str]) -> Mention[str] | None:
    """The title on the card of a page, of a notice that of what it issues."""
    title = heads.title_told(told)
    return title and replace(title, value=_issued_name(title.value) or title.value)


def _unfigured(title: str) -> str:
    """A title without the figures and the signs of a time in it."""
    return re.sub(r"[\d年月日\s]", "", title)


def _year(title: str, dated: Mention[date] | None, number: Mention[str] | None) -> int | None:
    """The year that the title names, else that of the date, else that of the 发文字号."""
    title = _BEHIND.sub("", title)
    found = re.search(
        r"(20\d\d|19\d\d)(?=年|[—\-–~至]\d|版|\s*$|[:：)）])|^20[0-2]\d(?=[一-鿿“])", title
    ) or re.search(r"[二一][〇○零一二三四五六七八九]{3}(?=年)", title)
    term = _SECOND_TERM.search(title)
    if term:
        return int(term["next"])
    if found:
        value = numerals.value(found[0].replace("○", "〇"))
        return None if value is None else int(value)
    if dated:
        return dated.value.year
    numbered = re.search(r"〔(\d{4})〕", number.value) if number else None
    return int(numbered[1]) if numbered else None


def _month(document: Document, issued: Title | None) -> int | None:
    """The year of the month that ends the title or stands right below it: （2024年5月） · 填报单位：市教育局 2026年2月."""
    if issued is None:
        return None
    lines = range(issued.first, min(issued.last + 2, len(document.paragraphs)))
    ended = _MONTH_BEHIND.search(document.words(issued.last))
    found = ended or next((m for i in lines if (m := _MONTH.fullmatch(document.words(i)))), None)
    return int(found["year"]) if found else None


def _inherited(part: IssuedText, notice: IssuedText) -> IssuedText:
    """A further text of the same notice has its issuer, number and date; one of another hand has not."""
    head = notice.document.text[: notice.document.paragraphs[max(notice.body - 1, 0)].span.end]
    if (
        part.issuer
        or part.title is None
        or not re.search(r"印发|转发", head)
        or not titles.named(head, part.title.value)
    ):
        return part
    return replace(
        part,
        issuer=notice.issuer and replace(notice.issuer, span=None, surface="", rule="notice.shared"),
        doc_number=notice.doc_number
        and replace(notice.doc_number, span=None, surface="", rule="notice.shared"),
        issued_on=part.issued_on
        or (notice.issued_on and replace(notice.issued_on, span=None, surface="", rule="notice.shared")),
        year=part.year or notice.year,
    )
