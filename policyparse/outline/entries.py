"""What a ledger in running text reports of a task behind labels of its own: 进展情况：…, 存在问题：…, 下步打算：….

The labels are those of the columns (``columns.toml``), so that a ledger says the same in a table and in lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.document.titles import MARKERS
from policyparse.model import Span
from policyparse.tables.columns import meaning

REPORTED = frozenset({"note", "problem", "next_step"})
"""What is reported of a task; it orders nothing."""

# a label that begins a line or a sentence; 例：进展情况：
_LABEL = re.compile(r"(?<![一-鿿])(?P<label>[一-鿿]{2,12})[:：]")
# a problem with its number; 例：反馈问题1：
_PROBLEM = re.compile(r"(?:反馈|突出|主要|存在)?问题[一二三四五六七八九十\d]{0,3}[:：]")
# the label of what is done about a problem; 例：整改措施：
_MENDS = re.compile(r"(?:整改|工作|具体|主要|任务)?(?:目标|措施|举措|内容|任务)[:：]")
_BEGINS = "\n。；; \t\u3000）)】]"


def find(text: str, title: Span, body: Sequence[Span]) -> tuple[tuple[Span, Span], ...]:
    """The labels of the text of an item that report, each with what it says, up to the next label or the end of its paragraph.

    An item whose every word reports is told so by none of them: what remains, or its title, must say what is to be done. A problem that the item
    begins with names it (反馈问题：雨污合流。整改措施：…), and of a label that comes again the first reports.
    """
    found: dict[str, tuple[Span, Span]] = {}
    for label, said in (entry for span in body for entry in _of(text, span)):
        if not (label.start < title.end and said.end > title.start):
            found.setdefault(meaning(label.of(text)), (label, said))
    kept = tuple(found.values())
    titled = bool(body) and title.end <= body[0].start and not _LABEL.match(title.of(text))
    return kept if titled or _rest(text, body, kept) else ()


def names_problem(number: str | None, title: str, words: str) -> bool:
    """Whether an item is called by the problem that it mends, of which it says more: what the title counts is found, not promised.

    例：问题1：污水直排，日均约3万吨。整改目标：… · （一）存在问题：…
    """
    label = _LABEL.match(title)
    called = (
        "问题" in (number or "") or _PROBLEM.match(title) or (label and meaning(label["label"]) == "problem")
    )
    return bool(called) and _MENDS.search(words.removeprefix(title)) is not None


def _of(text: str, span: Span) -> list[tuple[Span, Span]]:
    heads = [
        m
        for m in _LABEL.finditer(text, span.start, span.end)
        if (m.start() == span.start or text[m.start() - 1] in _BEGINS)
        and (meaning(m["label"]) or MARKERS["label"].match(m[0]))
    ]
    ends = [*(m.start() for m in heads[1:]), span.end]
    pairs = ((m, _trimmed(text, m.end(), end)) for m, end in zip(heads, ends, strict=False))
    return [
        (Span(m.start(), m.end()), said)
        for m, said in pairs
        if meaning(m["label"]) in REPORTED and said.start < said.end
    ]


def _rest(text: str, body: Sequence[Span], found: Sequence[tuple[Span, Span]]) -> bool:
    """Whether the paragraphs say something beside what is reported, and beside labels of units and times."""
    for span in body:
        words, at = "", span.start
        for label, said in (e for e in found if span.start <= e[0].start < span.end):
            words, at = words + text[at : label.start], said.end
        words = (words + text[at : span.end]).strip()
        if re.search(r"\w", words) and not MARKERS["label"].match(words) and not _is_person(words):
            return True
    return False


def _is_person(words: str) -> bool:
    label = _LABEL.match(words)
    return label is not None and meaning(label["label"]) in {"person", "leader", "contact"}


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))
