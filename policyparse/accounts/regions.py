"""Which part of a document each paragraph stands in, and which tasks hold which words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Generic, TypeVar

from policyparse.document.titles import MARKERS
from policyparse.model import Policy, Span, Task
from policyparse.outline import Node, Outline, aims, entries, parts
from policyparse.outline.duties import only_duties, only_names
from policyparse.tables.columns import meaning

V = TypeVar("V")
# what is no letter, numeral or character; 例：、
_NO_WORD = re.compile(r"\W")


def bare(words: str) -> str:
    """Words without white space and punctuation, to be compared."""
    return _NO_WORD.sub("", words)


def _is_problem(task: Task) -> bool:
    return entries.names_problem(task.number, task.title, task.text)


def _title(text: str, task: Task) -> Span | None:
    at = text.find(task.title, task.span.start, task.span.end)
    return Span(at, at + len(task.title)) if at >= 0 else None


class Places(Generic[V]):
    """Values by the places that they have in a text."""

    def __init__(self, found: Iterable[tuple[Span | None, V]]) -> None:
        known = [(span, value) for span, value in found if span is not None]
        known.sort(key=lambda f: (f[0].start, f[0].end))
        self._found = known
        self._starts = [span.start for span, _ in known]
        self._ends = list(accumulate((span.end for span, _ in known), max))

    def over(self, place: Span) -> Iterator[V]:
        """The values of which the place shares a character, in the order of their own places."""
        for span, value in self._found[
            bisect_right(self._ends, place.start) : bisect_left(self._starts, place.end)
        ]:
            if place.start < span.end:
                yield value


class Regions:
    """The parts of a document that order nothing, by paragraph, and the tasks by place.

    A part is ``head`` (notice, title), ``preamble``, ``aims``, ``frame`` or ``background`` (``sections.toml``), ``heading``,
    ``closing``, ``signature``, ``imprint``, ``annex`` (its title, a list of annexes), ``names`` (an annex that only lists
    names), ``duties`` (which leader looks after what),
    ``note`` (below a table), ``doubled`` (a heading printed twice), ``data`` (a table that orders nothing); "" is where tasks stand.
    """

    def __init__(self, policy: Policy, tree: Outline, body: int, signature: frozenset[int]) -> None:
        self.policy = policy
        self.text = policy.document.text
        self.paragraphs = policy.document.paragraphs
        self.paths = frozenset(bare(heading) for task in policy.tasks for heading in task.path)
        self._starts = [p.span.start for p in self.paragraphs]
        self._tasks = Places((task.span, task) for task in policy.tasks)
        self.stages = Places((stage.span, stage) for task in policy.tasks for stage in task.milestones)
        self.entries = Places((entry.span, entry) for task in policy.tasks for entry in task.entries)
        self.goals = Places((goal.span, goal) for goal in policy.goals)
        # of the columns that the contract has no field for; one of targets that gave none is no such
        kept = (f for task in policy.tasks for f in task.fields if not meaning(f.value.label))
        self.fields = Places((f.span, f) for f in kept)
        self.problems = Places((_title(self.text, t), t) for t in policy.tasks if _is_problem(t))
        self._annexes, self._notes = tree.annexes, tree.notes
        self._parts: dict[int, str] = {}
        for root in tree.roots:
            names = bool(root.title) and only_names(policy.document, root)
            duties = only_duties(policy.document, root)
            self._parts |= dict.fromkeys(root.paragraphs, "annex" if root.title else "preamble")
            for child in root.children:
                self._walk(child, "names" if names else "duties" if duties else "")
        for i in range(len(self.paragraphs)):
            otherwise = "signature" if self.paragraphs[i].table is None else "data"
            self._parts[i] = self._outside(i, body, signature) or self._parts.get(i, otherwise)

    def _walk(self, node: Node, above: str) -> None:
        """The parts of an item and of what stands below it; ``above`` is the part that a heading began."""
        document = self.policy.document
        own = above or aims.means(document, node) or ""
        for i in node.paragraphs:
            self._parts[i] = own or ("heading" if node.children else "")
        asked = parts.asked_of_all(document, [self.paragraphs[i].span for i in node.paragraphs])
        elsewhere = (
            False  # below 相关新闻 stand other texts, and behind 工作要求：… what is asked of everybody
        )
        for n, i in enumerate(node.paragraphs[1:], 1):
            elsewhere = elsewhere or MARKERS["other-news"].match(document.words(i)) is not None
            elsewhere = elsewhere or (n == asked and not any(self.holding(self.paragraphs[i].span)))
            if elsewhere or (not own and not node.children and parts.closing(document.words(i))):
                self._parts[i] = "closing"
        first = document.words(node.paragraphs[0])
        if not node.children and parts.about_itself(first[node.mark.length if node.mark else 0 :].strip()):
            self._parts |= dict.fromkeys(node.paragraphs, "background")
        for child in node.children:
            self._walk(child, own)
        below = {self._parts[child.paragraphs[0]] for child in node.children}
        if not own and below and "" not in below and "heading" not in below:
            # 一、总的要求 over （一）指导思想 and （二）基本原则 alone
            self._parts |= dict.fromkeys(node.paragraphs, min(below))

    def _outside(self, i: int, body: int, signature: frozenset[int]) -> str:
        """The part of a paragraph that says itself, or by its place, that it is none of an item; else ""."""
        words = self.policy.document.words(i)
        if i < body:
            return "head"
        if (
            MARKERS["copy-to"].match(words)
            or MARKERS["imprint"].match(words)
            or MARKERS["contact"].match(words)
        ):
            return "imprint"
        if i in signature:
            return "signature"
        if i in self._notes:
            return "note"
        if i in self._annexes or (self.paragraphs[i].table is None and MARKERS["annex"].match(words)):
            return "annex"
        following = self.policy.document.words(i + 1) if i + 1 < len(self.paragraphs) else ""
        return "doubled" if i not in self._parts and words == following else ""

    def of(self, place: Span) -> str:
        """The part that a place stands in."""
        return self._parts.get(bisect_right(self._starts, place.start) - 1, "head")

    def holding(self, place: Span) -> Iterator[Task]:
        """The tasks whose span holds the place, in order."""
        return (t for t in self._tasks.over(place) if t.span.start <= place.start and place.end <= t.span.end)
