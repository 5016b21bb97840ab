"""Items that nothing begins and labels or a bracket close: a line that names the task, its words, and who does it by when.

例：停车场建设 / 新增泊位500个。 / 牵头单位：县城管局 / 完成时限：10月底, and the next line that is no label begins the next task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from policyparse.document.titles import MARKERS
from policyparse.extract.units import ahead, brackets, subjects
from policyparse.model import Document
from policyparse.outline.parts import closing
from policyparse.tables.columns import UNITS, meaning
from policyparse.text.brackets import CLOSERS, OPENERS
from policyparse.text.folding import width
from policyparse.text.numbering import UNBEGUN, Mark
from policyparse.text.numbering import said as counts

# a label and what it says; 例：工作举措：改造管网
_LABELLED = re.compile(r"(?P<label>[^\s:：，,。；;、\d]{2,12})[:：]")
# the last label of a paragraph, behind its sentence; 例：。责任单位：县林业局
_CLOSING = re.compile(r"[。；;!！] ?(?P<label>[一-鿿]{2,12})[:：][^。；;:：]{2,80}[。；;]?$")
# the number of what deputies ask for, before its name; 例：第012号建议：修缮校舍
_PAPER = re.compile(
    r"(?:建议|提案|议案|案号)?第?\s*\d{1,6}\s*号(?:建议|提案|议案|件)?(?:[:：]\s*|\s+|(?=关于))(?=\S)"
)
# the same with its kind, which numbers it wherever it stands; 例：第12号建议：关于午餐配送的建议
_NUMBERED_PAPER = re.compile(r"第\s*\d{1,6}\s*号(?:(?:建议|提案|议案)[:：]|[:：]?\s{0,4}(?=关于))")
# the label of a time by which a thing is done; 例：办结时限：
_BY_WHEN = re.compile("[一-鿿]{0,4}(?:时限|期限|完成(?:时间|日期|节点)|办结(?:时间|日期))[:：]")
# what stands right behind units that are charged with something; 例：负责检修机井
_CHARGED = re.compile(
    r"(?:具体|主要|全面)?(?:负责(?!人|制)|牵头(?!单位|部门)|承担|配合)|要(?!求|素|点)|应(?:当|及时)"
)
_LEAST_BY_UNIT = 3
"""Lines that begin with units and are a list."""
_COLONS = (":", "：")
_DEADLINE = "deadline"
_CLOSERS = tuple(CLOSERS)
_WIDEST = 80
"""The width of a line that names a task at most."""


@dataclass(frozen=True, slots=True)
class _Card:
    """The paragraphs before the labels of a card, whether one of the labels says who does it, and one by when."""

    said: tuple[int, ...]
    by_whom: bool
    by_when: bool


def marks(document: Document, runs: Sequence[Sequence[int]], numbered: Mapping[int, Mark]) -> dict[int, Mark]:
    """The first paragraph of each card of the runs that no number parts, where a run has two cards at least and each names its units.

    A run of one card below a heading is read like the others then. An item above a run is its heading: it says nothing itself. The
    one card of a text that numbers nothing says by when, too.
    """
    bare = [
        run
        for run in runs
        if not re.search(r"[。；;：:]", _above(document, run, numbered))
        and not any(counts(document.words(i)) for i in run)  # 一是…, matter of an item
    ]
    found = [dict(_of_run(document, run)) for run in bare]
    if any(found):
        found += [
            dict(_of_run(document, run, least=1))
            for run, marks in zip(bare, found, strict=True)
            if not marks and _above(document, run, numbered)
        ]
    elif not numbered and len(runs) == 1:
        return dict(_alone(document, runs[0]))
    return {i: mark for marks in found for i, mark in marks.items()}


def papers(document: Document, indices: Sequence[int]) -> dict[int, Mark]:
    """The paragraphs that begin with the number and the kind of a deputy's paper, two at least; their numbers need not go on.

    例：第12号建议：关于午餐配送的建议，由市教育局主办。 / 第37号建议：关于公交专用道的建议，由市交通局主办。
    """
    own = [i for i in indices if _NUMBERED_PAPER.match(document.words(i))]
    return {i: paper(document.words(i), "paper", n) for n, i in enumerate(own, 1)} if len(own) > 1 else {}


def by_unit(document: Document, indices: Sequence[int]) -> dict[int, Mark]:
    """The paragraphs of a text that numbers nothing of which each begins with the units that do it; those before them lead in.

    例：县水利局：检修机井860眼。 / 县农业农村局、县供销社：补种3万亩。 / 各乡镇：组织服务队。
    Or each says what its units are charged with: 县水利局负责检修机井。 / 县供销社负责备足物资。 / 各乡镇要组织服务队。
    """
    heads = [unit_head(document, i) for i in indices]
    own = [*dropwhile(lambda head: not head[1], zip(indices, heads, strict=True))]
    if len(own) >= _LEAST_BY_UNIT and all(length for _, length in own):
        return {i: Mark("", "by-unit", UNBEGUN, n, length) for n, (i, length) in enumerate(own, 1)}
    charged = [*dropwhile(lambda i: not _is_charged(document, i), indices)]
    if len(charged) < _LEAST_BY_UNIT or not all(_is_charged(document, i) for i in charged):
        return {}
    return {i: Mark("", "by-unit", UNBEGUN, n, 0) for n, i in enumerate(charged, 1)}


def _is_charged(document: Document, i: int) -> bool:
    """Whether a paragraph begins with units and says right behind them what they are charged with."""
    span = document.paragraphs[i].span
    units = subjects.subject(document.text, span) if document.paragraphs[i].table is None else None
    return units is not None and _CHARGED.match(document.text, units.end, span.end) is not None


def unit_head(document: Document, i: int) -> int:
    """How many characters of a paragraph name the units that it begins with, set off by a colon or in a bracket; 0 where none do.

    例：市教育局：新建学校2所 · 【市教育局】新建学校2所
    """
    span = document.paragraphs[i].span
    if document.paragraphs[i].table is not None:
        return 0
    if head := ahead.names_at(document.text, span):
        return head[0].end - span.start
    first = next(iter(brackets.find(document.text, span)), None) if document.words(i)[:1] in OPENERS else None
    told = first and first.span.start == span.start and first.said.names and first.span.end < span.end
    return first.span.end - span.start if first and told else 0


def _alone(document: Document, run: Sequence[int]) -> Iterator[tuple[int, Mark]]:
    """The paragraph that begins the one card of a text: its name, or else its last words before the labels."""
    cards = _cards(document, run)
    if len(cards) == 1 and cards[0].said and cards[0].by_whom and cards[0].by_when:
        named = [
            i for i in cards[0].said if _names(document.words(i)) and not document.words(i).endswith(_COLONS)
        ]
        yield (named or cards[0].said)[-1], Mark("", "labelled", UNBEGUN, 1, 0)


def _above(document: Document, run: Sequence[int], numbered: Mapping[int, Mark]) -> str:
    """The numbered paragraph right above a run, "" for none."""
    return document.words(run[0] - 1) if run[0] - 1 in numbered else ""


def _of_run(document: Document, run: Sequence[int], *, least: int = 2) -> Iterator[tuple[int, Mark]]:
    cards = _cards(document, run)
    if len(cards) < least or not all(card.said and card.by_whom for card in cards):
        return
    for count, i in enumerate(_heads(document, cards), 1):
        yield i, paper(document.words(i), "labelled", count)


def paper(words: str, style: str, count: int) -> Mark:
    """The mark of an item that nothing begins but, where it is a deputy's paper, the number of it: 第012号 关于修缮校舍的建议."""
    number = _PAPER.match(words)
    printed = number[0].rstrip(" :：\u3000") if number else ""
    return Mark(printed, style, UNBEGUN, count, number.end() if number else 0)


def _heads(document: Document, cards: Sequence[_Card]) -> Sequence[int]:
    """The paragraphs that begin the cards: lines that name what is to be done, or the one paragraph of each that says it.

    Above the first card may be a preamble: what is more than any other card has, up to its last name. A card alone has a name and
    its words.
    """
    firsts = [card.said[0] for card in cards[1:]]
    most = max((len(card.said) for card in cards[1:]), default=len(cards[0].said))
    named = [i for i in cards[0].said[-most:] if _names(document.words(i))] or [
        i for i in cards[0].said if _names(document.words(i))
    ][-1:]
    if len(cards) == 1:
        return (named[0],) if named and named[0] == cards[0].said[0] != cards[0].said[-1] else ()
    if named and all(_names(document.words(i)) for i in firsts):
        return (named[0], *firsts)
    single = all(len(card.said) == 1 for card in cards[1:]) and not named
    return (cards[0].said[-1], *firsts) if single else ()


def _cards(document: Document, run: Sequence[int]) -> list[_Card]:
    """The cards of a run: each goes on to its last label. What stands behind the last one is none."""
    cards: list[_Card] = []
    said: list[int] = []
    labels: list[str] = []
    for i in run:
        kind, alone = _kind(document.words(i)) or _bracket(document, i)
        if labels and not (kind and alone):
            cards.append(_Card(tuple(said), _by_whom(labels), _DEADLINE in labels))
            said, labels = [], []
        if kind:
            labels += [kind, _DEADLINE] if _BY_WHEN.match(document.words(i)) else [kind]
        if not alone:
            said.append(i)
    return [*cards, _Card(tuple(said), _by_whom(labels), _DEADLINE in labels)] if labels else cards


def _by_whom(labels: Sequence[str]) -> bool:
    return any(kind in UNITS for kind in labels)


def _kind(words: str) -> tuple[str, bool] | None:
    """What the label that a paragraph begins with means, None for none; it is no words of the task."""
    found = _LABELLED.match(words)
    kind = (meaning(found["label"]) if found else "") or ("label" if MARKERS["label"].match(words) else "")
    return (kind, True) if kind else None


def _bracket(document: Document, i: int) -> tuple[str, bool]:
    """Whether a paragraph ends with a bracket or a label of units ("list", else ""), and whether it is that and nothing else."""
    span = document.paragraphs[i].span
    if (last_label := _CLOSING.search(document.words(i))) and meaning(last_label["label"]) in UNITS:
        return "list", False
    if not (ended := document.words(i).rstrip("。；; ")).endswith(_CLOSERS):
        return "", False
    last = max(brackets.find(document.text, span), key=lambda place: place.span.end, default=None)
    if last is None or not last.said.names or last.span.end < span.start + len(ended):
        return "", False
    return "list", last.span.start == span.start


def _names(words: str) -> bool:
    """Whether a paragraph reads as the name of a task: it is short, no sentence, and closes nothing."""
    return width(words) <= _WIDEST and not re.search(r"[。；;！!？?]", words) and not closing(words)
