"""Who is responsible where nothing lists it: 由A牵头, 会同X, 配合X, the subject that an item orders, else the issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policyparse import lexicon
from policyparse.extract.units import labels, lists, shape, statement, subjects
from policyparse.model import Basis, Role, Span
from policyparse.text import memory, numbering

# the end of a sentence, or where the next begins behind one that is a quotation; 例：。 · “…要提速。”请市民政局研究
_STOP = re.compile(r"[。！!？?\n]|(?<=[。！!？?]”)(?=[一-鿿])")
_STOPS = "。！!？?\n"
_WORDS = lexicon.regexes("prose")
# a short title, perhaps with its time, and a colon behind it; 例：改造校舍：市教育局牵头 · 总结阶段（10月1日—10月20日）：
_TITLED = re.compile(r"[一-鿿“”（）]{2,28}(?:[（(][^（()）\n]{2,24}[）)])?[:：](?=[^\n]{3})")
# a line that a unit heads with its name is that unit's; 例：市教育局：负责招生
_LINE_OF_A_UNIT = re.compile(r"(?P<unit>(?:[一-鿿、]|[（(][^（()）：:\n]{1,20}[)）]){2,40})[:：](?=\s*\S)")
# an item whose title is the name of a unit and nothing else; 例：市教育局。负责招生
_TITLE_OF_A_UNIT = re.compile(r"(?P<unit>[一-鿿（）()、]{2,40})[。\n](?=\s*\S)")
# what ends only the name of an organ, and of no house; 例：市教育局
_ORGAN = re.compile(r"^各|(?:局|厅|委|委员会|办|办公室|政府|管委会)$")
# a line or a sentence of an item, which may begin with the name of a unit; 例：市教育局：负责招生
_LINES = re.compile(r"[^\n。；;]+")
# a time right before the subject; 例：2025年11月底前各县区 · 汛期各村 · 4月下旬市教育局
_WHEN = re.compile(
    r"(?:主?汛期|汛[前后中]|节假日|节[前后日]期?间?|[寒暑]?假期?间?|平时|课[前后]|会后|活动(?:期间|[前中后]))(?=各|(?<=期间))|"
    r"(?:在|于)?(?:20\d\d年|今年|本年)?(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|末)?|年底|[上下]半年|[一二三四]季度)(?:之?前|以前|内)(?=\S)"
    r"|\d{1,2}月(?:[上中下]旬|[底末初])(?=[省市县区各])"
)
# before the units of 由市教育局负责; who may do it too (也可由党支部组织) need not; 例：由
_BY = re.compile("(?<!可)(?<!可以)由")
_TELLING = ("leads", "does", "helps", "carries", "watches")
"""Of the patterns of ``prose.toml`` those by which a clause says what its units do."""
_BEFORE = ("adverbial", "circumstance")
"""Of them those that tell a clause before the one with the subject."""
# who helps, whatever else is said of them; 例：协助
_HELPING = re.compile(r"(?:要|应|须)?(?:积极|主动)?(?:配合|协助|协办|会办)(?!单位|部门)")
_GOING_ON = ("要", "应", "须", "同时", "还要", "并", "必须")


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit with the role that the prose gives it, on what basis, and by which rule; ``name`` None is the issuer."""

    name: lists.Name | None
    role: Role
    basis: Basis
    rule: str


def find(text: str, within: Span) -> tuple[NamedUnit, ...]:
    """Who does an item that lists nobody, as its prose tells; the issuer where it does not.

    由A牵头 and A负责 say it outright. 会同 X: X supports the issuer. An item that begins with 配合 X: X leads and the issuer
    supports; further on X leads beside the issuer. A subject that the whole item orders leads alone; where each
    sentence has another subject they lead beside the issuer. Parties that are guided or served are none.
    """
    if parts := _parts(text, within):
        return parts
    every = _sentences(text, within)
    subjects, alone = _subjects(text, _untitled(text, every))
    asked = alone and any(_WORDS["asking"].match(text, s.start, s.end) for s in every)
    outright: list[NamedUnit] = []
    for sentence in every:
        led = asked or any(said.role == "lead" for said in outright)
        outright += _outright(text, sentence, led, bool(subjects))
    partners = [said for sentence in every for said in _partners(text, sentence)]
    helping = tuple(said for said in partners if said.role == "support")
    if told := _told(text, every, outright, subjects, helping):
        return told
    if subjects:
        issuer = () if alone else (_issuer("lead", "issuer"),)
        return (*issuer, *subjects, *helping)
    if convened := [said for sentence in every for said in _convened(text, sentence)]:
        issuer = () if len(_untitled(text, every)) == 1 else (_issuer("lead", "issuer"),)
        return (*issuer, *convened, *helping)
    if partners and partners[0].role == "lead" and (helpers := _helpers(text, within, every)):
        return (*partners, *helpers)
    return (_issuer("lead", "prose" if helping else "issuer"), *partners)


def _told(
    text: str,
    sentences: Sequence[Span],
    outright: Sequence[NamedUnit],
    subjects: Sequence[NamedUnit],
    helping: Sequence[NamedUnit],
) -> tuple[NamedUnit, ...]:
    """Who does an item that says it outright. Who only sees to it supports those whom the item orders, and leads where it names nobody else.

    例：市民政局会同市财政局出台办法。市政府督查室负责督促落实。 · 市政府督查室负责督促检查。
    """
    if any(said.role == "lead" for said in outright):
        return tuple(outright)
    watching = {said.name for said in outright}
    convened = (said for sentence in sentences for said in _convened(text, sentence))
    doers = [said for said in (*subjects, *convened) if said.name not in watching]
    if outright and doers:
        return (*doers, *helping, *outright)
    return tuple(replace(said, role="lead") for said in outright if said.rule == "prose.charged")


def _issuer(role: Role, basis: Basis) -> NamedUnit:
    return NamedUnit(None, role, basis, "issuer")


def _parts(text: str, within: Span) -> tuple[NamedUnit, ...]:
    """The units of an item whose lines or sentences each begin with one and say its part; of but one only where it heads the item.

    例：水利局：负责水库巡查； / 应急局：组建应急队伍； / 各乡镇：落实包保责任。 · （一）市水利局：负责水库巡查。 · （一）市水利局。负责水库巡查。
    """
    found: list[lists.Name] = []
    headed = False
    for line in _LINES.finditer(text, within.start, within.end):
        start = _start(text, Span(*line.span()))
        heads = line.start() == within.start
        said = _LINE_OF_A_UNIT.match(text, start, within.end)
        titled = _TITLE_OF_A_UNIT.match(text, start, within.end) if heads and not said else None
        if behind := said or titled:
            names = _names(text, Span(*behind.span("unit")))
            known = all(shape.is_unit(n.name) and not labels.role_of(n.base) for n in names)
            charged = text.startswith(
                "负责", behind.end()
            )  # 党政办。负责宣传: the title is no work that ends like a unit
            if names and known and (said or charged or all(_is_marked(n.name) for n in names)):
                found += names
                headed |= heads and _is_duty(text, behind.end(), names)
    told = len(found) > 1 or headed
    return tuple(NamedUnit(name, "lead", "explicit", "prose.parts") for name in found) if told else ()


def _is_marked(name: str) -> bool:
    """Whether a name begins with whose it is, by a mark and no place: 市教育局, 各学校. A title may end like a unit (告知承诺省心办)."""
    return bool(shape.like(name, "level") or shape.like(name, "whose"))


def _is_duty(text: str, start: int, names: Sequence[lists.Name]) -> bool:
    """Whether units head an item as those that do it: 市民中心：建设1处 names what is built, 市民中心：负责接待 who does it."""
    return all(_ORGAN.search(n.base) for n in names) or statement.acts(text, start)


# ---- sentences -----------------------------------------------------------------------------------------


def _sentences(text: str, within: Span) -> list[Span]:
    """The sentences of an item without its number; what titles it up to a colon is one."""
    start = _start(text, within)
    found: list[Span] = []
    if title := _TITLED.match(text, start, within.end):
        found.append(Span(start, title.end()))
        start = title.end()
    for i in (*lists.outside(text, _STOP, Span(start, within.end)), within.end):
        if text[start:i].strip() and not (text[start] == "“" and text[i - 1] == "”"):
            found.append(Span(start, i))
        start = i + (text[i : i + 1] in _STOPS)
    return found


def _untitled(text: str, sentences: Sequence[Span]) -> Sequence[Span]:
    """The sentences without a short first one that is a title."""
    title = len(sentences) > 1 and sentences[0].end - sentences[0].start <= 30
    return sentences[1:] if title and not _ordered(text, sentences[0], _WORDS["ordered"]) else sentences


def _start(text: str, within: Span) -> int:
    """Where the words of an item begin, behind its number."""
    number = numbering.mark(within.of(text)) or numbering.pointless(within.of(text))
    start = within.start + (number.length if number else 0)
    if stage := _WORDS["stage"].match(text, start, within.end):
        start = stage.end()
    return start + len(text[start : within.end]) - len(text[start : within.end].lstrip())


@memory.of_text
def _clauses(text: str, sentence: Span) -> tuple[Span, ...]:
    """The clauses of a sentence between commas, without 一是, 同时 or a time before them (11月底前各县区出台细则)."""
    found = []
    for piece, _ in statement.pieces(text, sentence):
        ordinal = _WORDS["ordinal"].search(piece.of(text))
        start = piece.start + (ordinal.end() if ordinal else 0)
        when = _WHEN.match(text, start, piece.end)
        found.append(Span(when.end() if when else start, piece.end))
    return tuple(found)


def _names(text: str, span: Span) -> tuple[lists.Name, ...]:
    return tuple(name for name in lists.split(text, span) if not _WORDS["served"].search(name.name))


# ---- 由A牵头、B配合 -------------------------------------------------------------------------------------


def _outright(
    text: str, sentence: Span, led_before: bool = False, ordered: bool = False
) -> Iterator[NamedUnit]:
    """The units that a sentence itself calls leading or responsible, and those that it lets support them, or a unit that leads
    by a sentence before it (市教育局负责招生。市财政局予以配合。). Where others are ``ordered``, who 协助 supports them
    (市教育局要制定方案；市公安局协助维护秩序).

    Beside 牵头, 负责 and 落实 support; where 负责 alone is said, the subject of another clause of the sentence leads its own part.
    """
    led = named = False
    deed = ""
    told: list[Span] = []
    for clause in _clauses(text, sentence):
        for start in _fronts(text, clause):
            front = subjects.subject(text, Span(start, clause.end))
            role = _role(text, start, front, clause, led or led_before, named) if front else ""
            if front and not role and ordered and _HELPING.match(text, front.end, clause.end):
                role = "helps"
            if front and deed and text.startswith(deed, front.end):
                role = role or "leads"  # 由市城投集团承担管网改造，市水务公司承担泵站建设
            if front is None or not role:
                continue
            deed = text[front.end : front.end + 2] if text[start] == "由" else deed
            led = led or role not in ("helps", "watches")
            named = named or role == "named"
            told.append(front)
            charged = role == "watches" and "负责" in text[front.end : clause.end]
            yield from (_said(name, "charged" if charged else role) for name in _names(text, front))
            break
        if led:
            yield from (said for said in _partners(text, clause) if said.role == "support")
    if led and not named:
        for front in _ordered(text, sentence, _WORDS["ordered"]):
            if front not in told:
                yield from (NamedUnit(n, "lead", "prose", "prose.subject") for n in _names(text, front))


def _fronts(text: str, clause: Span) -> Iterator[int]:
    """Where the units may begin that a clause calls leading, responsible or helping: at its head, behind 由. Most say none of it."""
    if any(_WORDS[said].search(text, clause.start, clause.end) for said in _TELLING):
        yield clause.start
        yield from (m.start() for m in _BY.finditer(text, clause.start, clause.end))


def _role(text: str, start: int, front: Span, clause: Span, led: bool, named: bool) -> str:
    """What the words behind the units ``front`` say that they do: named (牵头), leads (负责), helps, or nothing."""
    leads = _WORDS["leads"].match(text, front.end, clause.end)
    if leads and named and "为" in leads[0] and "责任" in leads[0]:
        return "helps"  # 市教育局为牵头单位，市财政局为责任单位
    if leads and "负责" not in leads[0]:
        return "named"
    if _WORDS["watches"].match(text, front.end, clause.end):
        return "watches"
    if leads or (text[start] == "由" and _WORDS["does"].match(text, front.end, clause.end)):
        return "helps" if named else "leads"
    helps = led and _WORDS["helps"].match(text, front.end, clause.end)
    carries = led and _WORDS["carries"].match(text, front.end, clause.end)
    return "helps" if helps or carries else ""


def _said(name: lists.Name, role: str) -> NamedUnit:
    if role == "helps":
        return NamedUnit(name, "support", "explicit", "prose.helps")
    if role in ("watches", "charged"):
        return NamedUnit(name, "support", "explicit", f"prose.{role}")
    return NamedUnit(name, "lead", "explicit", "prose.leads")


# ---- 会同 X, 配合 X -------------------------------------------------------------------------------------


def _partners(text: str, sentence: Span) -> Iterator[NamedUnit]:
    """The units that the issuer works with (会同 X) or for (配合 X)."""
    rules: tuple[tuple[re.Pattern[str], Role, str], ...] = (
        (_WORDS["with"], "support", "prose.with"),
        (_WORDS["for"], "lead", "prose.for"),
    )
    for pattern, role, rule in rules:
        for found in pattern.finditer(text, sentence.start, sentence.end):
            partner = subjects.subject(text, Span(found.end(), sentence.end))
            if partner is not None:
                yield from (NamedUnit(name, role, "prose", rule) for name in _names(text, partner))


def _helpers(text: str, within: Span, sentences: Sequence[Span]) -> list[NamedUnit]:
    """Who helps the units that lead: the issuer where the item begins with 配合, else whom a clause names before it.

    例：配合市财政局拨付资金 · 市教育局配合市财政局拨付资金
    """
    if _WORDS["helping"].match(text, _start(text, within)):
        return [_issuer("support", "prose")]
    clauses = (clause for sentence in sentences for clause in _clauses(text, sentence))
    fronts = ((clause, subjects.subject(text, clause)) for clause in clauses)
    helping = [f for clause, f in fronts if f and _WORDS["for"].match(text, f.end, clause.end)]
    return [NamedUnit(n, "support", "prose", "prose.helps") for f in helping for n in _names(text, f)]


def _convened(text: str, sentence: Span) -> Iterator[NamedUnit]:
    """The units that work with others, where a clause names them: …，市民政局会同市财政局统筹推进."""
    for clause in _clauses(text, sentence):
        front = subjects.subject(text, clause)
        if front and _WORDS["with"].match(text, front.end, clause.end):
            yield from (NamedUnit(name, "lead", "prose", "prose.convenes") for name in _names(text, front))


# ---- the subject ---------------------------------------------------------------------------------------


def _subjects(text: str, body: Sequence[Span]) -> tuple[list[NamedUnit], bool]:
    """The units that the item orders by name, and whether it orders nobody else.

    The first sentence that orders must name its subject; sentences without one go on from it, unless they are the most.
    """
    orders = [
        s
        for s in body
        if not _WORDS["background"].search(text, s.start, s.end) or _ordered(text, s, _WORDS["ordered"])
    ]
    if not orders or not _ordered(text, orders[0], _WORDS["ordered"]):
        return [], False
    fronts = [_ordered(text, s, _WORDS["ordered"]) for s in orders]
    lists = [_names(text, front) for each in fronts for front in each]
    same = len({tuple(n.name for n in names) for names in lists}) == 1
    kept = [
        bool(each) or s.of(text).lstrip().startswith(_GOING_ON)
        for each, s in zip(fronts, orders, strict=True)
    ]
    most = 2 * sum(kept) >= len(orders)
    said = [NamedUnit(name, "lead", "prose", "prose.subject") for names in lists for name in names]
    return said, (same and most) or len(orders) == 1


@memory.of_text
def _ordered(text: str, sentence: Span, verb: re.Pattern[str]) -> tuple[Span, ...]:
    """The lists of units that are the subjects of a sentence: of its first clause behind adverbials, and of later ones.

    A clause behind a semicolon begins as a sentence does; one behind a comma must say that its subject is ordered (要, 应). So must
    one behind a purpose of several clauses (为守住底线，不出事故，各村要加密巡查). Whom it asks (请市园林局阅办) it orders, whatever the deed.
    """
    found: list[Span] = []
    purpose = loose = False
    for clause in _clauses(text, sentence):
        front = subjects.subject(text, clause)
        begun = text[: clause.start].rstrip()[-1:] in ("；", ";")
        asks = _WORDS["asking"].match(text, clause.start, clause.end)
        pattern = _WORDS["deed"] if asks else verb if begun or not (found or loose) else _WORDS["command"]
        named = _names(text, front) if front and pattern.match(text, front.end, sentence.end) else ()
        rated = front and _WORDS["rated"].match(text, front.end, clause.end)
        if front and named and not rated and not _made(text, front, named):
            found.append(front)
        elif not found and not any(_WORDS[k].match(text, clause.start, clause.end) for k in _BEFORE):
            if not purpose:
                break
            loose = True
        purpose = purpose or text.startswith("为", clause.start)
    return tuple(found)


def _made(text: str, front: Span, named: Sequence[lists.Name]) -> bool:
    """Whether a clause is the name of a work, and its subject a house that is built: 县第三医院改造提升工程, but 各校改造食堂 orders."""
    return bool(_WORDS["made"].match(text, front.end)) and not any(_ORGAN.search(n.base) for n in named)
