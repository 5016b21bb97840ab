"""A list of unit names → its members, each with its own name: separators, brackets, 等, 和, and what a list shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from policyparse import places
from policyparse.extract.units import shape, sharing
from policyparse.lexicon.needs import sought
from policyparse.model import Span
from policyparse.text import brackets, memory

_BLANK = " \t\u3000\n"
_SOFT = "、/／|&①②③④⑤⑥⑦⑧⑨⑩" + _BLANK
_HARD = "，,；;。"
# what parts the members of a list, a point that OCR read for 、 among them; 例：、
_SIGN = re.compile(f"[{re.escape(_SOFT + _HARD)}]|(?<=[局委厅办部院])[.．](?=[省市县区镇各])")
_EDGES = " \t\r\n\u3000|｜│·●★☆*▲△◆■-—“”\"'：:.．"
# words that join two units; 例：以及
_LINK = re.compile(r"以及|及其|和(?!平)|及|与|暨")
# 等 that closes a list, not in 平等 or 等级; 例：等
_CLOSING = re.compile(r"(?<![平高同均对中初优劣相不])等(?![级候于效额待])")
# a name in quotes is one; 例：“双减”专班
_QUOTED = re.compile(r"“[^“”]{1,30}”")
# A class told by what its members do: its own 、 and 和 part no names. 例：等具有财产登记、保管职能的政府部门和单位
_DESCRIBED = re.compile(
    r"(?:具有|负有|承担|拥有)[^，,。；;：:（）()]{2,30}?的[^、，,。；;（）()的]{0,6}(?:部门|单位|处室|机构)(?:和单位)?"
)
# with which a quoted name or a description begins: few lists hold one; 例：“
_WHOLE = re.compile("“|[具负拥]有|承担")
# the list's class, given back to its last member; 例：等有关部门
_DEPARTMENTS = re.compile(r"等(?:有关|相关)?部门")
# what hands a task or a part of it to the units behind it; 例：此部分由
_BY = re.compile("[^由、，；（()）]{0,14}(?<!自)由|以(?![上下及]|工代赈)|请|责成|责令|委托|授权")
# the role in a bracket behind a unit; 例：（牵头）
_ROLE_NOTE = re.compile(
    r"[（(〔\[［【〈](?:(?P<lead>(?:总|共同|联合)?牵头|主办|主责)|(?P<support>配合|协办|协助|参与))[^（）()]{0,8}[）)〕\]］】〉]$"
)
# of all names up to it; 例：（共同牵头）
_JOINT = re.compile(r"[（(〔\[［【〈](?:共同|联合)牵头[^（）()]{0,8}[）)〕\]］】〉]$")
# a number before a unit in a list; 例：2.市财政局
_NUMBER = re.compile(r"(?<!\d)\d{1,2}[.．](?=[一-鿿])")
# the sign that tells who leads; 例：打★号的为牵头单位
_DECLARED = re.compile(
    r"[“\"]?(?P<sign>[★☆▲△●◆■※*#])[”\"]?(?:号|标记|标志)?(?:的|者)?(?:责任)?(?:单位|部门)?(?:均)?(?:为|是|表示|代表|系)"
    r"(?:该?项?(?:工作|任务)的?)?总?(?:牵头|主办|主要责任|第一责任)"
)
# notes on a unit that are no part of its name, its time among them; 例：（含开发区，下同） · [含执法队（大队）] · （城西输变电工程）
_NOTE = re.compile(
    r"[（(〔\[〈](?=20\d\d年|\d{1,2}月|年[底内]|[一二三四]季度|[上下]半年|[今明]年)[^（()）]{2,30}[）)〕\]〉]$|"
    r"[（(〔\[〈](?:以下简称|下称|简称|下同|具体|排名|按|含|不含|以下|负责)(?:[^（）()]|[（(][^（）()]{0,20}[）)]){0,80}[）)〕\]〉]$"
    r"|[（(〔\[〈][^（()）]{1,40}下同[)）〕\]〉]$|[（(][一二三四五六七八九十]{1,3}[）)]$"
    r"|[（(][^（()）]{2,24}(?:工程|项目|指标|部分)[）)]$"
)
# a village among others; 例：石桥村
_VILLAGE = re.compile("[一-鿿]{2,5}(?:村|社区)")
_LONGEST = 60
_ORGAN_END = "局委厅办部室院会署府司团队心站所处社联校科股"


@dataclass(frozen=True, slots=True)
class Name:
    """A member of a list: the span that is printed, its name made whole, and ``base``, the name without a shared 各.

    ``note`` is the role that a bracket behind the name gives it (市教育局（牵头）), or empty.
    """

    span: Span
    name: str
    base: str
    note: str = ""


@memory.of_text
def split(text: str, within: Span) -> tuple[Name, ...]:
    """The units that a list names, in order; 等 and 等有关部门 are none, a collective that says whose is one.

    Separators are 、 and commas, 和 and 及 between two whole names; those inside brackets do not count, and names of
    one collective (各市、县政府) stay together. Prefixes and suffixes that a run of names shares are given back within the
    run, and a run ends at a comma.
    """
    found: list[Name] = []
    for run in _runs(text, within):
        members = [(s, word) for s in run if shape.possible(_noted(word := _words(text, s))[0])]
        spans, words = [s for s, _ in members], [word for _, word in members]
        printed = [_noted(w)[0] for w in words]
        ended = [w + _department(text, s, w) for s, w in zip(spans, printed, strict=True)]
        for span, word, short, (name, base) in zip(
            spans, words, printed, sharing.complete(ended), strict=True
        ):
            note = "lead" if _signed(text, span) else _noted(word)[1]
            found.append(Name(_shown(text, span, word, short), name, base, note))
            if _JOINT.search(word):
                found = [replace(n, note="lead") for n in found]
    return tuple(found)


def _signed(text: str, span: Span) -> bool:
    """Whether a name bears the sign that the text declares for who leads: ★市教育局、市财政局."""
    sign = _lead_sign(text)
    return bool(sign) and sign in span.of(text)


@lru_cache(maxsize=8)
def _lead_sign(text: str) -> str:
    found = sought(_DECLARED.pattern).search(text)
    return found["sign"] if found else ""


# ---- members -------------------------------------------------------------------------------------------


def _runs(text: str, within: Span) -> list[list[Span]]:
    """The spans of the members, a list for each run of names that may share something."""
    cuts = list(outside(text, _SIGN, within))
    hard = [text[i] in _HARD for i in cuts]
    if all(hard[i] or text[cut] in _BLANK for i, cut in enumerate(cuts)):
        hard = [False] * len(hard)
    runs: list[list[Span]] = [[]]
    start = within.start
    for cut, ends_run in zip([*cuts, within.end], [*hard, False], strict=True):
        atom = Span(start, cut)
        start = cut + 1
        if runs[-1] and _belongs(text, runs[-1][-1], atom):
            runs[-1][-1] = Span(runs[-1][-1].start, atom.end)
        else:
            runs[-1].append(atom)
        if ends_run:
            runs.append([])
    return [[part for atom in run for part in _parts(text, atom)] for run in runs]


def outside(text: str, sign: re.Pattern[str], within: Span) -> Iterator[int]:
    """The offsets within a span of a sign in none of its brackets, in no short quotation and no description, in order."""
    if not _WHOLE.search(text, within.start, within.end):
        return brackets.outside(text, sign, within)
    whole = [
        Span(*m.span()) for p in (_QUOTED, _DESCRIBED) for m in p.finditer(text, within.start, within.end)
    ]
    return brackets.between(text, sign, sorted([*brackets.pairs(text, within), *whole]), within)


def _belongs(text: str, before: Span, atom: Span) -> bool:
    """Whether a member goes on from the one before: 各市、县政府; 有关部门、单位; a name broken by a line end."""
    if atom.end - before.start > _LONGEST:
        return False
    first, words = _words(text, before), _words(text, atom)
    if text[before.end] in _BLANK:
        behind = shape.like(words, "joined") or words[:1] in brackets.OPENERS
        villages = _VILLAGE.fullmatch(first) and _VILLAGE.fullmatch(words)
        broken = behind or not (shape.is_unit(first) or shape.stands_alone(words) or villages)
        return bool(first and words) and bool(broken)
    # 泰和县 is one name, and no 县 behind 和
    last = first if places.opening(first) == len(first) else _LINK.split(first)[-1]
    levels = last + text[before.end] + _LINK.split(words)[0]
    return bool(shape.like(levels, "compound") or shape.like(words, "joined"))


def _parts(text: str, atom: Span) -> Iterator[Span]:
    """The names in one member: taken apart at 和 and 及, at 等, and where two names were run together."""
    described = (Span(*m.span()) for m in _DESCRIBED.finditer(text, atom.start, atom.end))
    inside = [*brackets.pairs(text, atom), *described]
    if number := _NUMBER.search(text, atom.start, atom.end):
        yield from _parts(text, Span(atom.start, number.start()))
        yield from _parts(text, Span(number.end(), atom.end))
        return
    for link in _LINK.finditer(text, atom.start, atom.end):
        left, right = Span(atom.start, link.start()), Span(link.end(), atom.end)
        if places.opening(text[link.start() : atom.end]) > len("和县"):  # 人民银行和田市中心支行 is one
            continue
        if not _within(link.start(), inside) and _links(_words(text, left), _words(text, right)):
            yield from _parts(text, left)
            yield from _parts(text, right)
            return
    for closing in _CLOSING.finditer(text, atom.start, atom.end):
        if not _within(closing.start(), inside):
            yield from _glued(text, Span(atom.start, closing.start()))
            rest = Span(closing.end(), atom.end)
            if shape.like(_words(text, rest), "rest"):
                yield rest
            elif onward := _LINK.match(text, rest.start, rest.end):
                yield from _parts(text, Span(onward.end(), rest.end))
            return
    yield from _glued(text, atom)


def _within(i: int, spans: Sequence[Span]) -> bool:
    return any(s.start <= i < s.end for s in spans)


def _links(left: str, right: str) -> bool:
    """Whether 和 or 及 stands between two names, and not inside one (发展和改革委员会, 相关部门和单位及各区县)."""
    if not left or not right or shape.like(_LINK.split(right)[0], "joined"):
        return False
    ended = shape.is_unit(left) or re.search(r"等[^等]{0,14}$", left) is not None
    return ended and (shape.is_unit(right) or shape.stands_alone(right))


def _glued(text: str, atom: Span) -> Iterator[Span]:
    """Two names that lost the sign between them: 市教育局市财政局."""
    for i in range(atom.start + 3, atom.end - 2):
        if text[i - 1] in _ORGAN_END and _starts_anew(text[i : atom.end]):
            left, right = text[atom.start : i], text[i : atom.end]
            if shape.is_unit(left) and shape.is_unit(right) and not _is_one(left):
                yield Span(atom.start, i)
                yield from _glued(text, Span(i, atom.end))
                return
    yield atom


def _is_one(left: str) -> bool:
    """Whether the name goes on behind its first part: 市委市政府, 国家税务总局云溪市税务局."""
    return bool(shape.like(left, "head")) or left.startswith(("国家", "中国", "中华", "中央"))


def _starts_anew(words: str) -> bool:
    level = shape.level(words)
    anew = bool(level and level not in {"厅", "局"}) or words.startswith(("各", "国家", "中央", "中国"))
    return anew or bool(shape.place_end(words) and shape.like(words, "own"))


# ---- the words of a member -----------------------------------------------------------------------------


def _words(text: str, span: Span) -> str:
    """The words of a member as a name: without line ends, blanks and marks at its edges, and without 由 (此部分由, 第一项由) or 请 before it."""
    words = span.of(text).replace("\n", "").strip(_EDGES)
    by = _BY.match(words)
    return words[by.end() :] if by and shape.is_unit(words[by.end() :]) else words


def _noted(word: str) -> tuple[str, str]:
    """A name without the note in brackets behind it, and the role that the note gives."""
    if found := _ROLE_NOTE.search(word):
        return word[: found.start()], "lead" if found["lead"] else "support"
    return _NOTE.sub("", word), ""


def _department(text: str, span: Span, word: str) -> str:
    """部门 for the last of 公安、财政等部门, where the names are fields of work and no units yet."""
    return "部门" if _DEPARTMENTS.match(text, span.end) and not shape.is_unit(word) else ""


def _shown(text: str, span: Span, word: str, base: str) -> Span:
    """The printed span of a name: from its first to its last character."""
    printed = span.of(text)
    first = span.start + max(printed.find(word[:1]), 0)
    if "\n" in printed:
        return Span(first, span.start + len(printed.rstrip(_EDGES)))
    return Span(first, first + len(base))
