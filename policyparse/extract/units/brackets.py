"""Where in an item it is listed who does it: brackets in its text and at its end, and labels on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyparse import lexicon
from policyparse.extract.units import ahead, conventions, judging, labels, last_words, lists, shape, statement
from policyparse.extract.units.labels import Label
from policyparse.extract.units.statement import Statement
from policyparse.model import Span
from policyparse.text import brackets, memory, numbering

_SENTENCE_ENDS = "。！？；;!?”」》…\n"
_BLANK = " \t\u3000\n"
_MARKS = "—-·●★☆*▲△◆■ \t\u3000"
_LONGEST = 900
_BRIEF = 160
# the signs between the units of a list; 例：、
_SIGNS = re.compile(r"[、，,；;]")
# what parts the scopes of one bracket; 例：；
_PART = re.compile(r"[；;]")
# where a list may end; 例：。
_END = re.compile(r"[。\n]")
_BY_WHOM = lexicon.regexes("markers")["by-whom"]
"""A line of its own that says by whom and nothing else."""
_SAID_OF = lexicon.regexes("clauses")["said-of"]
"""A line of its own that says in a sentence whose the item above it is: 该目标责任单位为市财政局."""
SERVES = lexicon.regexes("clauses")["serves"]
"""How a bracket speaks of several items: 以上三项由…."""
# a dash behind a sentence, at the head of a line or behind a title, and the rest of that line; 例：——市教育局牵头，市财政局配合
_DASHED = re.compile(
    r"(?:(?<=[。；;！!\n])|^|(?P<title>(?<=[一-鿿”])(?=[—─－-]{2})))[ \t\u3000]*[—─－-]{2,4}[ \t\u3000]*(?P<list>[^\n—─－]{3,160})(?=\n|$)"
)
# a line of an item; 例：由市教育局考核
_LINE = re.compile(r"[^\n]+")
# what a bracket that lists nobody holds in every second case: a number, or one character; 例：十二
_NOBODY = re.compile(r"[一二三四五六七八九十百零\d]+|.", re.S)
# the names of persons behind their label, and nothing else; 例：张某、李某某。
_PERSONS = re.compile(
    r"\s*[一-鿿×]{2,6}(?:[（(][一-鿿、]{2,12}[）)])?(?:[、，,][一-鿿×]{2,6}(?:[（(][一-鿿、]{2,12}[）)])?){0,5}(?=[ \t]*(?:[。；;\n]|$))"
)
# signs that compare or quote more often than they enclose, around who does it; 例：<市教育局牵头>
_ANGLED = re.compile(r"<[^<>\n]{2,160}>|「[^「」\n]{2,160}」|｛[^｛｝\n]{2,160}｝")
# numbers inside a list of duties; 例：（1）
_NUMBER = re.compile(r"[（(]\d{1,3}[）)]|(?<!\d)\d{1,3}[.．](?!\d)")


@dataclass(frozen=True, slots=True)
class Place:
    """A bracket or a run of label lines, and what it says; ``span`` is what is no text of the task.

    ``serves`` are the words by which a bracket speaks of several items: 以上三项, 第4、5项.
    """

    span: Span
    said: Statement
    serves: Span | None = None


@memory.of_text
def find(text: str, within: Span) -> tuple[Place, ...]:
    """The places of an item that list units (or label a time), in order; other brackets are text."""
    angled = (Span(*m.span()) for m in _ANGLED.finditer(text, within.start, within.end))
    inside = [*brackets.pairs(text, within), *angled]
    found = [place for bracket in inside for place in _in_bracket(text, bracket, within)]
    found += _runs(text, within, [place.span for place in found])
    found += _by_whom(text, within)
    found += _dashed(text, within, [place.span for place in found])
    found += _unclosed(text, within, [place.span for place in found])
    if head := ahead.find(text, within):
        found.append(Place(*head))
    if not found and (last := last_words.find(text, within)):
        found.append(Place(*last))
    return tuple(sorted(found, key=lambda place: place.span))


def _by_whom(text: str, within: Span) -> Iterator[Place]:
    """The lines behind the first that say by whom and nothing else: 由市城管局、市爱卫办考核, 2项目标的责任单位均为市商务局.

    Of several items a line may say all that a bracket says: 以上两项由市住建局牵头，市财政局配合。
    """
    for line in _LINE.finditer(text, text.find("\n", within.start, within.end) + 1 or within.end, within.end):
        of = _SAID_OF.match(line[0])
        if not of and (scopes := list(_scopes(text, Span(*line.span())))):
            yield from (Place(Span(*line.span()), said, serves) for said, serves in scopes)
            continue
        said = of or _BY_WHOM.match(line[0])
        if said is None:
            continue
        start = line.start() + said.start("units")
        by = statement.read(text, Span(start, line.start() + said.end("units")), "lead", "line.by-whom")
        if by.names and all(shape.is_unit(name.name) for name in by.names):
            several = SERVES.match(text, line.start()) if of else None
            yield Place(Span(*line.span()), by, Span(*several.span()) if several else None)


def _dashed(text: str, within: Span, taken: Sequence[Span]) -> Iterator[Place]:
    """The units that a dash sets off behind a sentence, as a bracket would: …10所。——市教育局牵头，市财政局配合."""
    for dash in _DASHED.finditer(text, within.start, within.end):
        place = Span(*dash.span())
        if any(t.start <= place.start < t.end for t in taken):
            continue
        said = statement.read(text, Span(*dash.span("list")))
        told = judging.spoken(said) if said.spoken else bool(said.names) and judging.all_units(said)
        heads = not said.spoken and text[place.start - 1 : place.start] in ("", "\n") and len(said.names) == 1
        if heads and not shape.level(said.names[0].base):
            continue  # ——推行一网通办 is an item that ends like an office
        if told and not said.odd and not said.labelled and (said.spoken or dash["title"] is None):
            yield Place(place, said)


def _unclosed(text: str, within: Span, taken: Sequence[Span]) -> Iterator[Place]:
    """What the last bracket says that lost its closing sign, up to the line's end: …10所。（市教育局牵头，市财政局配合.

    Only a bracket so near the end is asked, and only the last: a text of opening signs would be read once for each.
    """
    near = Span(max(within.start, within.end - _BRIEF), within.end)
    opened = brackets.match(text, near).unclosed
    line = _LINE.match(text, opened[-1], within.end) if opened else None
    if line is None or any(t.start <= opened[-1] < t.end for t in taken):
        return
    said = statement.read(text, Span(opened[-1] + 1, line.end()))
    if said.spoken and not (said.odd or said.labelled) and judging.spoken(said):
        yield Place(Span(*line.span()), said)


# ---- brackets ------------------------------------------------------------------------------------------


def _in_bracket(text: str, bracket: Span, within: Span) -> Iterator[Place]:
    """The bracket itself where it lists units; else the brackets inside it that do."""
    inner = Span(bracket.start + 1, bracket.end - 1)
    if _NOBODY.fullmatch(text, inner.start, inner.end):
        return
    if inner.end - inner.start <= _LONGEST:
        if scopes := list(_scopes(text, inner)):
            yield from (Place(bracket, said, serves) for said, serves in scopes)
            return
        several = SERVES.match(text, inner.start, inner.end)
        said = statement.read(text, Span(several.end() if several else inner.start, inner.end))
        if _lists(text, bracket, within, said):
            yield Place(bracket, said, Span(*several.span()) if several else None)
            return
    for deeper in brackets.pairs(text, inner):
        yield from _in_bracket(text, deeper, within)


def _scopes(text: str, inner: Span) -> Iterator[tuple[Statement, Span]]:
    """What a bracket or a line says that speaks of several items one after the other, and of which ones each part does.

    例：（以上1—2条由县商务局牵头；第3条由县发展改革局负责） · 以上两项由市住建局牵头，市财政局配合。
    """
    start, parts = inner.start, []
    for stop in (*lists.outside(text, _PART, inner), inner.end):
        parts.append(Span(start, stop))
        start = stop + 1
    several = [SERVES.match(text, part.start, part.end) for part in parts]
    if not several[0]:
        return
    if not all(several):  # 以上任务由市住建局牵头；市财政局配合 is one
        parts, several = [inner], several[:1]
    for part, words in zip(parts, several, strict=True):
        said = statement.read(text, Span(words.end(), part.end)) if words else None
        if words and said and judging.spoken(said) and not said.odd:
            yield said, Span(*words.span())


def _lists(text: str, bracket: Span, within: Span, said: Statement) -> bool:
    """Whether a bracket says who does the task: by a label, by a verb behind units, or as a bare list at a sentence's end."""
    if said.labelled:
        return judging.sane(said)
    if not said.names:
        inner = Span(bracket.start + 1, bracket.end - 1)
        told = said.leaders or (said.times and labels.find(text, inner)) or _only_persons(text, inner)
        return bool(told or labels.nobody(text, inner)) and not said.odd
    if said.odd:
        return False
    if _quoted(text, bracket, within):
        return False
    if said.spoken:
        return judging.spoken(said)
    return _ends_sentence(text, bracket, within, said.names) and judging.all_units(said)


def _only_persons(text: str, inner: Span) -> bool:
    """Whether a bracket holds persons behind their label and nothing else: （责任人：张某、各分会主席）."""
    label = next(iter(labels.find(text, inner)), None)
    if label is None or label.rule != "label.person" or label.span.start != inner.start:
        return False
    return _PERSONS.fullmatch(text[label.span.end : inner.end]) is not None


def _quoted(text: str, bracket: Span, within: Span) -> bool:
    """Whether a bracket belongs to a name in quotes: “食品许可（直营门店新开办）”事项."""
    line = text.rfind("\n", within.start, bracket.start) + 1
    before = text[max(line, within.start) : bracket.start]
    return (
        before.count("“") > before.count("”")
        and "”" in text[bracket.end : bracket.end + 20].partition("\n")[0]
    )


def _ends_sentence(text: str, bracket: Span, within: Span, names: Sequence[lists.Name]) -> bool:
    """Whether a bracket closes a sentence or a heading, and does not explain a name before it (市工信局（中小企业服务中心）)."""
    before = text[within.start : bracket.start].rstrip(_BLANK)
    after = text[_behind_brackets(text, bracket, within) : within.end].lstrip(" \t\u3000")
    if before[-1:] in _SENTENCE_ENDS + "，," or numbering.is_mark(before):
        return True
    return (not after or after[0] in _SENTENCE_ENDS) and not judging.explained(before, names)


def _behind_brackets(text: str, bracket: Span, within: Span) -> int:
    """The end of the brackets that follow one another from this on: （市教育局、市财政局）（8月底前）."""
    end = bracket.end
    for onward in brackets.pairs(text, Span(end, within.end)):
        if onward.start > end:
            break
        end = onward.end
    return end


# ---- labels outside brackets ---------------------------------------------------------------------------


def _runs(text: str, within: Span, taken: list[Span]) -> Iterator[Place]:
    """The runs of labels outside the brackets that were taken; labels with only stops and blanks between belong together."""
    found = [
        label
        for label in labels.find(text, within)
        if (label.role != "other" or _persons(text, label, within))
        and not any(t.start <= label.span.start < t.end for t in taken)
    ]
    limits = [*(label.span.start for label in found), within.end]
    run: list[Span] = []
    for label, following in zip(found, limits[1:], strict=True):
        limit = min([following, *(t.start for t in taken if t.start > label.span.start)])
        content = _content(text, label, limit)
        if content is None:
            continue
        if run and text[run[-1].end : label.span.start].strip(_BLANK + "。；;，,、" + _MARKS):
            yield _place(text, within, run)
            run = []
        run.append(Span(label.span.start, content))
    if run:
        yield _place(text, within, run)


def _persons(text: str, label: Label, within: Span) -> int | None:
    """Where the names of persons behind their label end, where it begins a sentence and they end one: 责任人：张某。; else None."""
    begins = text[within.start : label.span.start].rstrip(" \t")[-1:] in ("", *_SENTENCE_ENDS, *"）)】〗")
    told = begins and label.rule == "label.person" and _PERSONS.match(text, label.span.end, within.end)
    return told.end() if told else None


def _content(text: str, label: Label, limit: int) -> int | None:
    """Where the list behind a label ends, or None where no list stands there."""
    if label.role == "other":
        return _persons(text, label, Span(label.span.start, limit))
    end = limit
    for stop in lists.outside(text, _END, Span(label.span.end, limit)):
        if not text[label.span.end : stop].strip(_BLANK):
            continue
        if text[stop] == "。" or not _broken(text, Span(label.span.end, stop), limit):
            end = _listed_on(text, stop, limit) if text[stop] == "\n" else stop
            break
    if label.role in {"time", "leader"}:
        said = Span(label.span.end, end)
        if not said.of(text).strip(_BLANK):
            return None
        return statement.time_end(text, said) if label.role == "time" else end
    said = Span(label.span.start, _before_prose(text, Span(label.span.end, end)))
    return said.end if labels.nobody(text, said) or judging.sane(statement.read(text, said)) else None


def _listed_on(text: str, end: int, limit: int) -> int:
    """The end of a list that goes on a unit a line: behind the last of the lines below it that hold nothing but units.

    例：责任单位：县教育局 / 县财政局 / 各乡镇人民政府
    """
    for line in _LINE.finditer(text, end + 1, limit):
        names = lists.split(text, Span(*line.span())) if line[0].strip(_BLANK) else ()
        if line[0].strip(_BLANK) and not (names and all(judging.is_listed(n.base) for n in names)):
            break
        end = line.end() if names else end
    return end


def _broken(text: str, line: Span, limit: int) -> bool:
    """Whether the line end parts a name: …产权交易管理/中心."""
    last = _SIGNS.split(line.of(text))[-1].strip(_BLANK)
    first = _SIGNS.split(text[line.end + 1 : limit].partition("\n")[0], maxsplit=1)[0].strip(_BLANK + "。")
    return bool(last) and not shape.is_unit(last) and shape.is_unit(last + first)


def _before_prose(text: str, within: Span) -> int:
    """The end of the list where prose runs on without a stop (各行政执法部门本政策自印发之日…): behind the last name."""
    start = within.start
    for stop in (*lists.outside(text, _SIGNS, within), within.end):
        member = text[start:stop].strip(_BLANK)
        numbered = _NUMBER.search(member)
        if numbered or (
            len(member) > 14 and not shape.is_unit(member) and not _spoken(text, Span(start, stop))
        ):
            return start + (numbered.start() if numbered else shape.shortest(member))
        start = stop + 1
    return within.end


def _spoken(text: str, member: Span) -> bool:
    """Whether a member of a list says what its units do, and each of them is one: 市教育局和市体育局共同牵头."""
    said = statement.read(text, member)
    return said.spoken and not said.odd and judging.spoken(said)


def _place(text: str, within: Span, run: list[Span]) -> Place:
    """The run as one place, with the marks before it, and behind it the stop, a stray bracket, and one that declares a rule.

    例：责任单位：A、B（排第一位的为牵头单位，下同）。 · 责任单位：A、B落实（以下任务均需B落实，不再列出）
    """
    start, end = run[0].start, run[-1].end
    for bracket in brackets.pairs(text, Span(end, within.end)):
        if text[end : bracket.start] in {"", "落实", "负责"} and conventions.spans(text, bracket):
            end = bracket.end
    while start > within.start and text[start - 1] in _MARKS + brackets.OPENERS:
        start -= 1
    while end < within.end and text[end] in "。；;" + brackets.CLOSERS:
        end += 1
    return Place(Span(start, end), statement.read(text, Span(run[0].start, run[-1].end)))
