"""What a bracket or a run of labels says, clause by clause: A牵头，B、C配合 · 牵头单位：A；责任单位：B · A、B按职责分工负责."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from policyparse import lexicon
from policyparse.extract.units import conventions, labels, lists, persons, shape
from policyparse.extract.units.closing import verb as _verb
from policyparse.extract.units.subjects import ROLES, subject
from policyparse.lexicon.needs import sought
from policyparse.model import Span
from policyparse.text import brackets, memory

_STOPS = "，,；;。"
# where a piece ends, or may end; 例：，
_SIGN = re.compile(f"[{_STOPS}、\n]")
_LONGEST = 80
# the part that a unit takes, behind its name; 例：（牵头）
_NOTED = re.compile(r"[（(](?:牵头|主办|主责|配合|协办|参与)(?:单位|部门)?[）)]")
# who takes part, in brackets behind who leads; 例：（各县区配合）
_BESIDE = re.compile(r"[（(](?P<inner>[^（()）]{3,60})[）)]$")
# a label that nobody knows, with what it says; 例：具体经办：李某
_HEADED = re.compile(r"[一-鿿]{2,8}[:：]")
# what part of the task the units behind it do; 例：养老服务：市民政局
_TOPIC = re.compile(r"(?P<topic>[一-鿿“”、]{2,16})[:：]\s{0,2}(?=\S)")
_EDGE = " \t\u3000\n“”\"'"
_WORDS = lexicon.regexes("clauses")


@dataclass(frozen=True, slots=True)
class Clause:
    """The names of one clause. ``said`` is the role of its verb, ``label`` that of the label before it, or empty.

    ``shared`` tells 按职责分工负责; ``stop`` that a semicolon or a full stop ends the clause.
    """

    names: tuple[lists.Name, ...]
    said: str = ""
    label: str = ""
    rule: str = ""
    shared: bool = False
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """The clauses of one bracket or run of labels.

    ``times`` tell when, ``leaders`` which persons of the leadership (责任领导：张副市长); ``odd`` are the pieces that name
    none of these. ``others`` are labels behind which neither stands, with what is written there (预期成果：建成平台1个);
    a person without one has an empty label (县卫健局李某负责).
    """

    clauses: tuple[Clause, ...]
    times: tuple[Span, ...]
    odd: tuple[Span, ...]
    leaders: tuple[Span, ...] = ()
    others: tuple[tuple[Span, Span], ...] = ()

    @property
    def names(self) -> tuple[lists.Name, ...]:
        return tuple(name for clause in self.clauses for name in clause.names)

    @property
    def labelled(self) -> bool:
        return any(clause.label for clause in self.clauses)

    @property
    def spoken(self) -> bool:
        return any(clause.said for clause in self.clauses)


@memory.of_text
def read(text: str, within: Span, label: str = "", rule: str = "") -> Statement:
    """The clauses of a statement; ``label`` is the role of a label that stands before it (a column's head)."""
    clauses: list[Clause] = []
    times: list[Span] = []
    odd: list[Span] = []
    leaders: list[Span] = []
    others: list[tuple[Span, Span]] = []
    declared = conventions.spans(text, within)
    for role, name, head, content in _segments(text, within, label, rule):
        if role == "time":
            times.append(_trimmed(text, content))
            continue
        if role == "other":
            others.append((_trimmed(text, head), _trimmed(text, content)))
            continue
        for printed, stop in pieces(text, content):
            behind = _time_behind(text, printed)  # 市教育局 8月底前
            piece = Span(printed.start, behind.start) if behind else printed
            if (told := _persons(text, piece, role)) is not None:
                leaders += told[0]
                others += [(Span(who.start, who.start), who) for who in told[1]]
                continue
            words = shape.bare(piece.of(text))
            noted = _WORDS["note"].search(words) or (
                role in labels.UNIT_ROLES and _WORDS["nobody"].match(words)
            )
            if noted or any(d.start <= piece.start < d.end for d in declared):
                continue
            times += [behind] if behind else []
            times += _times_noted(text, piece)
            if _WORDS["when"].search(text, piece.start, piece.end) and not _has_unit(text, piece):
                times.append(piece)
                continue
            found = _clause(text, piece, "" if role == "leader" else role, name, stop)
            for clause in found:
                names, led, beside = persons.apart(text, clause.names, named=not role)
                own = clause if names == clause.names else replace(clause, names=names)
                clauses += [own] if names or not clause.names else []
                leaders += led
                others += [(Span(who.start, who.start), who) for who in beside]
            if not found:
                odd.append(piece)
    return Statement(tuple(clauses), tuple(times), tuple(odd), tuple(leaders), tuple(others))


def _time_behind(text: str, piece: Span) -> Span | None:
    """The time that stands right behind the units of a piece, where a blank alone parted them; None for none."""
    if not _times_alone().search(text, piece.start, piece.end):
        return None  # most pieces hold no time, and to read whom they name takes longer than to see that
    front = subject(text, piece)
    if front is None or front.end == piece.end:
        return None
    found = _WORDS["when-alone"].fullmatch(text, front.end, piece.end)
    return Span(*found.span()) if found else None


def time_end(text: str, within: Span) -> int:
    """Where the time behind its label ends: behind the comma before a clause that tells none (整改时限为12月底，机扫率达到90%)."""
    first, *more = (piece for piece, _ in pieces(text, within))
    if not more or _WORDS["when"].search(text, more[0].start, more[0].end):
        return within.end
    return more[0].start if _WORDS["when-alone"].fullmatch(text, first.start, first.end) else within.end


@cache
def _times_alone() -> re.Pattern[str]:
    """A time and nothing else, looked for wherever it stands."""
    return sought(_WORDS["when-alone"].pattern)


def _times_noted(text: str, piece: Span) -> Iterator[Span]:
    """The times that stand in brackets behind the units of a piece: 市教育局（6月底前完成）."""
    for bracket in brackets.pairs(text, piece):
        inner = Span(bracket.start + 1, bracket.end - 1)
        if _WORDS["when"].search(text, inner.start, inner.end) and not _has_unit(text, inner):
            yield inner


def _persons(text: str, piece: Span, role: str) -> tuple[list[Span], list[Span]] | None:
    """The leaders and the other persons that a piece names alone, or by what is said of them; None for any other piece.

    例：李某分管 · 王某某牵头 · 王某
    """
    words = piece.of(text)
    if role == "leader" and not _has_unit(text, piece) and not _verb(words):
        return [] if _HEADED.match(text, piece.start, piece.end) else [piece], []
    if (said := persons.alone(words, named=not role)) is not None:
        who = Span(piece.start, piece.start + said[0])
        return ([who], []) if said[1] else ([], [who])
    return None


def _segments(text: str, within: Span, label: str, rule: str) -> Iterator[tuple[str, str, Span, Span]]:
    """What stands behind each label, with the label's role and rule and its own place; first what stands before any."""
    found = labels.find(text, within)
    before = labels.Label(Span(within.start, within.start), label, rule)
    ends = [*(x.span.start for x in found), within.end]
    for head, end in zip((before, *found), ends, strict=True):
        if text[head.span.end : end].strip(_EDGE + _STOPS):
            yield head.role, head.rule, head.span, Span(head.span.end, end)


def pieces(text: str, within: Span) -> Iterator[tuple[Span, bool]]:
    """The pieces between stops that stand in no bracket, and whether more than a comma ends each."""
    start = within.start
    for i in (*lists.outside(text, _SIGN, within), within.end):
        last = text[max(start, i - _LONGEST) : i]
        if i < within.end and text[i] in "、\n" and not (_verb(last) or _is_time(text, i + 1, within.end)):
            continue
        if (both := ROLES.match(text, start, within.end)) and both.end() > i:
            continue
        stop = i == within.end or text[i] in "；;。"
        yield from ((part, stop) for part in _run_together(text, _trimmed(text, Span(start, i))))
        start = i + 1


def _is_time(text: str, start: int, end: int) -> bool:
    """Whether a line holds a time and nothing else: 市教育局（牵头） over 6月底前."""
    stop = text.find("\n", start, end)
    return text[start - 1] == "\n" and bool(
        _WORDS["when-alone"].fullmatch(text, start, stop if stop > 0 else end)
    )


def _run_together(text: str, piece: Span) -> Iterator[Span]:
    """A piece, or those that lost the signs between them: 市教育局牵头市民政局配合."""
    end = min(piece.end, piece.start + _LONGEST)
    for joint in _WORDS["joint"].finditer(text, piece.start, end):
        left, right = Span(piece.start, joint.start()), Span(joint.start(), piece.end)
        if (
            subject(text, left)
            and subject(text, right)
            and (_verb(right.of(text)) or _NOTED.search(text, *right))
        ):
            yield left
            yield from _run_together(text, right)
            return
    if beside := _beside(text, piece):
        yield _trimmed(text, Span(piece.start, beside.start - 1))
        yield beside
    elif piece.start < piece.end:
        yield piece


def _beside(text: str, piece: Span) -> Span | None:
    """What a bracket behind the units of a piece says of others, with their verb: 市教育局（各县区配合）; None for a second name."""
    found = _BESIDE.search(text, max(piece.start, piece.end - _LONGEST), piece.end)
    verb = _verb(found["inner"]) if found else None
    if not found or not verb or verb[0].reading["role"] not in ("lead", "support"):
        return None
    others = Span(found.start("inner"), found.end("inner") - verb[1])
    told = _has_unit(text, others) and _has_unit(text, Span(piece.start, found.start()))
    return Span(*found.span("inner")) if told else None


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    left = len(words) - len(words.lstrip(_EDGE + _STOPS + "、"))
    # a quotation that the piece itself closes stays whole: “免申即办”项目牵头单位
    if left and words[left - 1] == "“" and re.match("[^“”]*”.", words[left:], re.S):
        left -= 1
    return Span(span.start + left, span.start + max(left, len(words.rstrip(_EDGE + _STOPS + "、"))))


def _has_unit(text: str, piece: Span) -> bool:
    names = (name.name for name in lists.split(text, piece))
    return any(shape.is_unit(name) and not shape.like(name, "person") for name in names)


def _clause(text: str, piece: Span, label: str, rule: str, stop: bool) -> list[Clause]:
    """The clause of one piece: names with a verb behind them, a verb with its object, a verb alone, or names alone."""
    words = piece.of(text)
    topic = None if label not in {"", "parts"} else _TOPIC.match(text, piece.start, piece.end)
    if topic and not any(shape.level(n) and shape.is_unit(n) for n in topic["topic"].split("、")):
        return _on_topic(text, Span(topic.end(), piece.end), label, stop)
    if joined := _joined(text, piece, label, stop):
        return joined
    acting = _acting(text, piece, label == "parts")
    verb = _verb(words)
    if verb and acting and acting[0].end < piece.end - verb[1] and _WORDS["acts"].match(text, acting[0].end):
        verb = None  # 市水利局负责技术指导 ends like a verb, and does another thing before it
    if verb:
        entry, length = verb
        front = Span(piece.start, piece.end - length)
        said, shared = str(entry.reading["role"]), bool(entry.reading.get("shared"))
        return _with_partners(text, front, Clause((), said, label, entry.id, shared, stop))
    if acting and (label in {"", "parts"} or acting[1] or not shape.like(words, "section")):
        names = lists.split(text, acting[0])
        return [Clause(names, acting[1] or "part", label, "verb.part", stop=stop)]
    return [c for c in _with_partners(text, piece, Clause((), "", label, rule, stop=stop)) if c.names]


def _on_topic(text: str, piece: Span, label: str, stop: bool) -> list[Clause]:
    """What a piece says behind the part of the task that its units do: 养老服务：市民政局、市财政局. The first leads its part."""
    found = _clause(text, piece, label, "topic", stop) if subject(text, piece) else []
    if len(found) != 1 or found[0].said:
        return found
    first, *others = found[0].names
    lead = Clause((first,), "part", label, "topic", stop=stop and not others)
    return [lead, *([Clause(tuple(others), "carry", label, "topic", stop=stop)] if others else [])]


def _joined(text: str, piece: Span, label: str, stop: bool) -> list[Clause]:
    """What a piece says whose first units have a verb of their own before their partners: A牵头会同B负责, A按职责分工会同B办理."""
    for link in _WORDS["together"].finditer(text, piece.start, piece.end):
        front = Span(piece.start, link.start())
        verb = _verb(front.of(text))
        if verb is None or subject(text, front) != Span(front.start, front.end - verb[1]):
            continue
        last = _verb(text[link.end() : piece.end])
        names = lists.split(text, Span(link.end(), piece.end - (last[1] if last else 0)))
        entry, said = verb[0], str(verb[0].reading["role"])
        shared = bool(entry.reading.get("shared"))
        first = lists.split(text, Span(front.start, front.end - verb[1]))
        if names and first:
            partner = Clause(names, "support", label, "verb.together", stop=stop)
            return [Clause(first, said, label, entry.id, shared), partner]
    return []


def _with_partners(text: str, span: Span, clause: Clause) -> list[Clause]:
    """The clause with its names; A会同B is two clauses, of which the second supports."""
    link = _WORDS["together"].search(text, span.start, span.end) or _linked(text, span)
    if not link:
        return [_named(text, span, clause)]
    first = _named(text, Span(span.start, link.start()), clause)
    second = _named(text, Span(link.end(), span.end), clause)
    if not second.names:
        return [_named(text, span, clause)]
    partner = replace(second, said="support", rule="verb.together", shared=False)
    return [first, partner] if first.names else [partner]


def _linked(text: str, span: Span) -> re.Match[str] | None:
    """The word that joins two units and may stand in the name of one too: 市教育局联合市财政局, but not 市工商业联合会."""
    for link in _WORDS["linked"].finditer(text, span.start, span.end):
        if subject(text, left := Span(span.start, link.start())) == left and subject(
            text, Span(link.end(), span.end)
        ):
            return link
    return None


def _named(text: str, span: Span, clause: Clause) -> Clause:
    names = lists.split(text, span)
    return Clause(names, clause.said, clause.label, clause.rule, clause.shared, clause.stop)


def _acting(text: str, piece: Span, parts: bool) -> tuple[Span, str] | None:
    """The units that a piece begins with where they act (A做好X, A牵头做Y), and the role that the verb says.

    Behind 任务分解 whatever follows the units is what they do.
    """
    if not parts and not _acts().search(text, piece.start, piece.end):
        return None  # no deed stands in it: most pieces are names alone
    front = subject(text, piece)
    if front is None or front.end == piece.end:
        return None
    found = _WORDS["acts"].match(text, front.end, piece.end)
    if found is None:
        noted = sum(
            1 for _ in _NOTED.finditer(text, piece.start, piece.end)
        )  # 市教育局（牵头） over 市财政局（配合）
        return (front, "") if parts and noted < 2 else None
    return front, "lead" if found["lead"] else "support" if found["support"] else ""


@cache
def _acts() -> re.Pattern[str]:
    """A deed, looked for wherever it stands: 负责…, 牵头…, 做好…."""
    return sought(_WORDS["acts"].pattern)


def acts(text: str, start: int) -> bool:
    """Whether the words at an offset are a deed, as they stand behind the name of a unit: 负责…, 牵头…, 做好…."""
    return _WORDS["acts"].match(text, start) is not None
