"""What the head of a document says: 发文机关, 发文字号, 成文日期, by GB/T 9704-2012, chapter 7."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from policyparse import places
from policyparse.document.signed import Signed, printed_names
from policyparse.document.titles import ISSUES, MARKERS, ORGAN, Title, number_beside, said_again
from policyparse.lexicon.patterns import of_text
from policyparse.model import Document, Mention, Span
from policyparse.text import numerals
from policyparse.text.numbering import mark

# two signers printed on end: the first ends where the name of a place begins anew; 例：云溪市教育局云溪市财政局
_JOINT = re.compile(
    r"(?P<organ>办公[厅室]|委员会|人民政府|(?<!总)局|厅|[省市县区州]委|法院)(?!办公|员会|宣传|组织|统战|政法|编)"
    r"(?=(?:中共)?[一-鿿]{2,6}?(?:省|自治区|市|州|县|区|旗)(?:人民|委|[一-鿿]{2,14}(?:局|厅|委|会|室|院)))"
)
# a date of signature in figures or in the old way; 例：二〇二五年三月一日
_DIGITS = re.compile(
    r"(?P<y>[12][09]\d\d|[二一][〇○零Ｏ0-9一二三四五六七八九十]{3})年(?:(?P<m>\d{1,2}|[一二三四五六七八九十]+)月(?:(?P<d>\d{1,2}|[一二三四五六七八九十]+)日)?)?"
)
# issuer and date on one line below the title, as minutes and lists have them; 例：云溪市人民政府办公室 2025年3月5日 · 云溪市教育局 2025-03-05
_LINE = re.compile(
    rf"[（(]?(?P<organ>[一-鿿]{{2,30}}(?:{ORGAN}|[一-鿿]办))[ \u3000]*"
    r"(?P<date>20\d\d(?:年\d{1,2}月(?:\d{1,2}日)?|[-./]\d{1,2}[-./]\d{1,2}))(?:印发|编发)?[)）]?"
)
# a line that is the name of an organ; 例：云溪新区管理委员会
_SIGNER = re.compile(rf"[一-鿿]{{4,30}}{ORGAN}")
# a date in brackets behind a title; 例：（2025年3月5日）
_BEHIND_TITLE = re.compile(r"[（(](\d{4}年\d{1,2}月\d{1,2}日)[)）]?$")
# a date alone below the name of the issuer; 例：2025年3月
_DAY = re.compile(r"[（(]?20\d\d年\d{1,2}月(?:\d{1,2}日)?[)）]?")
# a plan that begins with whose it is, its notice too; 例：云溪市教育局2025年工作要点
_OWNER = re.compile(
    rf"(?:关于(?:印发|下发)《?)?(?P<owner>[一-鿿]{{2,24}}?{ORGAN})(?=20\d\d(?:年|[—\-–~至]20\d\d学年))"
)
# the day on which a meeting adopted a text is its date (GB/T 9704-2012, 7.3.5.3); 例：（2025年3月5日市委全会通过）
_ADOPTED = re.compile(r"[（(](?P<date>20\d\d年\d{1,2}月\d{1,2}日)[^（）()]{0,60}通过[)）]")
# a number that names no organ, as minutes have it; 例：〔2025〕3号
_BARE_NUMBER = re.compile(r"[〔\[（(［【]20\d\d[〕\])）］】]\s*第?\d{1,5}\s*号")
# branches of the state say the whole state before the place: the place behind these begins no further signer
_OF_THE_STATE = ("中国", "国家", "中华", "中央")
# such a branch, which ends before the name of the place that it is in; 例：国家税务总局
_OF_STATE = re.compile(r"(?:中国|国家|中华|中央)[一-鿿]{2,14}$")


def doc_number(document: Document, body: int, facts: dict[str, str]) -> Mention[str] | None:
    """The 发文字号 that stands in a paragraph of its own before the body or right below the issued title, else that of the facts."""
    for i in range(min(max(body + 1, 6), len(document.paragraphs))):
        text = document.words(i)
        if MARKERS["doc-number"].match(text):
            return Mention(document.paragraphs[i].span, text, _printed(text), "head.doc-number")
    # or beside the title where the foot of a page says it again
    for i in (*range(min(body, len(document.paragraphs))), *said_again(document)):
        if number := number_beside(document.words(i)):
            at = document.paragraphs[i].span.start + number.start("number")
            span = Span(at, at + len(number["number"]))
            return Mention(span, number["number"], _printed(number["number"]), "head.number-beside-title")
    for i in range(min(body + 1, len(document.paragraphs))):
        if _BARE_NUMBER.fullmatch(text := document.words(i)):
            return Mention(document.paragraphs[i].span, text, _printed(text), "head.doc-number")
    known = _fact(facts, "发文字号", "fact.doc-number")
    return replace(known, value=_printed(known.value)) if known and re.search(r"\d", known.value) else None


def _printed(number: str) -> str:
    """A 发文字号 in the one form 云政办发〔2024〕12号 (GB/T 9704-2012, 7.2.5)."""
    number = re.sub(
        r"^(?:发文|公文|文件)?(?:[文字]号|编号)[:：]?|\s|第(?=\s*\d+\s*号)|^[（(]|(?<=号)[)）]$", "", number
    )
    return re.sub(r"[\[（(［【〔](\d{4})[〕\])）］】]", r"〔\1〕", number)


def title_told(facts: dict[str, str]) -> Mention[str] | None:
    """The title that the card of a page gives to a text that prints none of its own."""
    return _fact(facts, "标题", "fact.title")


def _fact(facts: dict[str, str], label: str, rule: str) -> Mention[str] | None:
    value = facts.get(label, "").strip()
    return Mention(None, "", value, rule) if value else None


def issuer(
    document: Document, notice: Title | None, signed: Signed | None, body: int, facts: dict[str, str]
) -> Mention[str] | None:
    """The organ that the title names, in full; where it names it in short or not at all, the one that signed.

    Several organs are joined by 、 in the order printed.
    """
    named = _issuer_in_title(document, notice) if notice else _issuer_told(facts)
    by_signature = _issuer_by_signature(document, signed)
    if named is None:
        above = _issuer_above_title(document, body)
        known = _fact(facts, "发文机关", "fact.issuer")
        above = above or _issuer_beside_date(document, body)
        return by_signature or above or known or _issuer_of_plan(document, notice)
    short = re.match(r"^(?:自治区|[省市县区州])(?!.{0,3}[省市县区州])", named.value)
    # 后勤处关于…: who signed says whose office it is
    own = by_signature is not None and len(named.value) <= 6 and by_signature.value.endswith(named.value)
    # 云溪市教育局等4部门关于…: those who signed are the four
    several = notice is not None and re.match(r"等.{0,4}(?:部门|单位)", notice.text[len(named.surface) :])
    whole = named.value.replace("、", "") == (by_signature.value.replace("、", "") if by_signature else "")
    if by_signature and (short or own or several or whole):
        return replace(named, value=by_signature.value)
    # 区政府办公室关于…: without a signature the card of the page says of which district
    told = (facts.get(label, "") for label in ("发文机关", "发布机构"))
    in_full = next((f for f in told if short and _plain(f).endswith(_plain(named.value))), None)
    return replace(named, value=in_full) if in_full else named


def _plain(name: str) -> str:
    return name.replace("人民政府", "政府")


def _issuer_in_title(document: Document, notice: Title) -> Mention[str] | None:
    found = ISSUES.match(notice.text)
    if not found:
        return None
    whole = Span(document.paragraphs[notice.first].span.start, document.paragraphs[notice.last].span.end)
    at = document.text.find(found["issuer"], whole.start, whole.end)
    value = "、".join((*_signers_over(document, notice, found["issuer"]), _listed(found["issuer"])))
    if at < 0:
        return Mention(whole, whole.of(document.text), value, "head.issuer-in-title")
    return Mention(Span(at, at + len(found["issuer"])), found["issuer"], value, "head.issuer-in-title")


def _issuer_told(facts: dict[str, str]) -> Mention[str] | None:
    """The issuer that the title on the card of a page names."""
    found = ISSUES.match(facts.get("标题", "").strip())
    return Mention(None, "", _listed(found["issuer"]), "fact.title") if found else None


def _signers_over(document: Document, notice: Title, issuer: str) -> tuple[str, ...]:
    """Who issues it beside the organ on the first line of the title, each on a line of its own over it.

    例：中共云溪新区工作委员会 / 云溪新区管理委员会 / 关于印发….
    """
    first = notice.first
    while issuer == document.words(notice.first) and first and _SIGNER.fullmatch(document.words(first - 1)):
        first -= 1
    return tuple(document.words(i) for i in range(first, notice.first))


def _issuer_by_signature(document: Document, signed: Signed | None) -> Mention[str] | None:
    if signed is None or not signed.names:
        return None
    names = [_listed(name) for name in _whole([printed_names(document.words(i)) for i in signed.names])]
    span = Span(
        document.paragraphs[signed.names[0]].span.start, document.paragraphs[signed.names[-1]].span.end
    )
    return Mention(span, span.of(document.text), "、".join(names), "head.signature")


def _whole(lines: Sequence[str]) -> list[str]:
    """The names that lines of a signature are: a session goes on with its congress (云溪市人民代表大会 / 第二次会议主席团)."""
    names: list[str] = []
    for line in lines:
        if names and line.startswith("第") and names[-1].endswith("代表大会"):
            names[-1] += line
        else:
            names.append(line)
    return names


def _issuer_above_title(document: Document, body: int) -> Mention[str] | None:
    for i in range(min(body + _below_title(document, body), len(document.paragraphs))):
        text = document.words(i)
        if found := re.fullmatch(
            rf"(?:\d{{1,3}}[.．、]\s*|发文(?:机关|单位))?((?!各|发布机构)[一-鿿]{{2,60}}(?:{ORGAN}|国务院))(?:文件)?",
            text,
        ):
            return Mention(document.paragraphs[i].span, text, _listed(found[1]), "head.issuer-line")
    return None


def _below_title(document: Document, body: int) -> int:
    """How many lines below the title may name the issuer: those right above the first item or the addressees.

    例：2025年工作计划 / 云溪集团工会委员会 / 一、… · 关于做好防火工作的通知 / 云溪县人民政府办公室 / 各乡镇人民政府：
    """
    for count in range(1, 4) if body else ():
        below = document.words(body + count) if body + count < len(document.paragraphs) else ""
        if mark(below) or below.endswith(("：", ":")):
            return count
    return 0


def _issuer_beside_date(document: Document, body: int) -> Mention[str] | None:
    for i in _head_lines(document, body):
        below = document.words(i + 1) if i + 1 < len(document.paragraphs) else ""
        joined = document.words(i) + (below if _DAY.fullmatch(below) else "")
        if found := _LINE.fullmatch(joined):
            at = document.paragraphs[i].span.start + found.start("organ")
            return Mention(
                Span(at, at + len(found["organ"])),
                found["organ"],
                _listed(found["organ"]),
                "head.issuer-line",
            )
    return None


def _head_lines(document: Document, body: int) -> range:
    """The lines of the head and the two below the title."""
    return range(min(body + 2, len(document.paragraphs)))


def _issuer_of_plan(document: Document, title: Title | None) -> Mention[str] | None:
    """The organ whose plan of a year it is by the title, where nothing else names an issuer."""
    owner = _OWNER.match(title.text) if title else None
    if title is None or owner is None:
        return None
    span = document.paragraphs[title.first].span
    return Mention(span, span.of(document.text), owner["owner"], "head.owner-of-plan")


def _listed(names: str) -> str:
    """Organs printed without a sign between them, joined by 、: one ends, and the next begins with the same place.

    例：云溪市数据局云溪市政务服务中心 · 中共南岭省委宣传部南岭省教育厅.
    """
    place = re.match(r"(?:中共)?([一-鿿]{2,8}?(?:省|自治区|[市州盟县区旗]))", names)
    starts = [m.start() for m in of_text(f"(?:中共)?{place[1]}").finditer(names)] if place else []
    anew = (at for at in starts if re.search(rf"{ORGAN}$", names[:at]) and not _OF_STATE.search(names[:at]))
    edges = [0, *anew, len(names)]
    return "、".join(name for a, b in pairwise(edges) for name in _signers(names[a:b].strip("、")))


def _signers(names: str) -> Iterator[str]:
    """The signers of a run of names, each whole."""
    joined = names if names.startswith(_OF_THE_STATE) else _JOINT.sub(r"\g<organ>、", names)
    for name in joined.split("、"):
        yield from _apart(name)


def _apart(names: str) -> Iterator[str]:
    """Two signers of which the second begins with a known place, or as the first does; not 国家税务总局上海市税务局.

    例：云溪市商务局上海海关 · 中共云溪学院委员会云溪学院.
    """
    if not names.startswith(_OF_THE_STATE):
        own = names.removeprefix("中共")[:2]
        for at in range(4, len(names) - 2):
            anew = names[at:].startswith((own, *_OF_THE_STATE)) or places.leading(names[at:])
            if anew and re.search(rf"(?:{ORGAN}|海关)$", names[:at]):
                yield names[:at]
                yield from _apart(names[at:])
                return
    yield names


def dated(
    document: Document, signed: Signed | None, body: int, facts: dict[str, str]
) -> Mention[date] | None:
    """成文日期: that of the signature, else the one behind the title, else the one among the facts."""
    if signed is not None and signed.dated is not None and (value := read_date(document.words(signed.dated))):
        return Mention(
            document.paragraphs[signed.dated].span,
            document.words(signed.dated),
            value,
            "head.signature-date",
        )
    for i in range(min(4, len(document.paragraphs))):
        words = document.words(i)
        two = words + (document.words(i + 1) if i + 1 < len(document.paragraphs) else "")
        found = _BEHIND_TITLE.search(words) or _BEHIND_TITLE.search(two)
        if found and (value := read_date(found[1])):
            span = document.paragraphs[i].span
            return Mention(span, span.of(document.text), value, "head.date-in-title")
    for i in _head_lines(document, body):
        adopted = _ADOPTED.fullmatch(document.words(i))
        if (line := adopted or _LINE.fullmatch(document.words(i))) and (value := read_date(line["date"])):
            at = document.paragraphs[i].span.start + line.start("date")
            return Mention(Span(at, at + len(line["date"])), line["date"], value, "head.date-line")
    known = facts.get("成文日期") or facts.get("发布日期") or ""
    value = read_date(known)
    return Mention(None, "", value, "fact.date") if value else None


def read_date(text: str) -> date | None:
    """The first full date that the text writes in digits or Chinese numerals, or None; 例：2024年3月5日 · 2024.3.5."""
    found = _DIGITS.search(re.sub(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", r"\1年\2月\3日", text))
    if not found or not found["d"]:
        return None
    numbers = [numerals.value(re.sub("[○Ｏ]", "〇", found[k])) for k in ("y", "m", "d")]
    try:
        return date(*(int(n) for n in numbers if n is not None))
    except (ValueError, TypeError):
        return None
