"""Whose row it is: by its key, its number and its title, of which two must agree; by its words where it has no other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policyparse.exports.marks import plainly
from policyparse.ledger import TrackedTask
from policyparse.returns.lines import Line, Problem

NUMBER = re.compile(r"\d{1,9}")
"""What may be the number of a task; a cell can hold thousands of digits."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A row that is no task of the tracker: one to add, behind the task ``after`` of a document."""

    line: Line
    document: int
    after: int | None

    @property
    def title(self) -> str:
        """What the task would be called: the words of the row, the first of its text where it has no title."""
        words = self.line.clues.get("title") or self.line.clues.get("text", "")
        return re.split("[。；\n]", words)[0]

    def units(self, role: str) -> tuple[str, ...]:
        """The units that the row names as ``lead`` or ``support``; the lead is else the unit of the file."""
        named = tuple(n for n in re.split(r"[、，,；;\s]+", self.line.told.get(role, "")) if n)
        return named or ((self.line.sent.unit,) if role == "lead" and self.line.sent.unit else ())


class Rows:
    """Rows being given to their tasks: ``lines`` by the task's number, the others among ``offers`` and ``problems``."""

    def __init__(self, tasks: Sequence[TrackedTask]) -> None:
        self.tasks = {task.id: task for task in tasks}
        self.lines: dict[int, list[Line]] = defaultdict(list)
        self.offers: list[Offer] = []
        self.problems: list[Problem] = []
        self._keys = _index((task.key, task.id) for task in tasks)
        self._titles = _index((_bare(task.title), task.id) for task in tasks)

    def found(self) -> Iterable[tuple[TrackedTask, list[Line]]]:
        """The tasks that have rows, in the tracker's order."""
        return ((task, self.lines[number]) for number, task in self.tasks.items() if number in self.lines)

    def of_file(self, file: str) -> set[int]:
        """The tasks that a file has rows of."""
        return {number for number, lines in self.lines.items() if any(line.file == file for line in lines)}

    def place_rows(self, lines: Sequence[Line]) -> None:
        """Give each row of a file to its task, or offer it, or say why not."""
        above: dict[str, int] = {}
        seen: dict[int, Line] = {}
        for line in lines:
            whose = self._whose(line)
            if isinstance(whose, str):
                self.problems.append(Problem(line.place, whose))
            elif whose is None:
                self._offer(line, above.get(line.sheet))
            elif whose in seen and _otherwise(seen[whose], line):
                self._twice(seen[whose], line, whose)
            else:
                above[line.sheet] = whose
                if whose not in seen:
                    seen[whose] = line
                    self.lines[whose].append(line)

    def _whose(self, line: Line) -> int | str | None:
        """The task of a row; why it cannot be told; None for a row that is of no task yet."""
        key, number = line.clues.get("key", ""), line.clues.get("id", "").lstrip("#")
        title = line.clues.get("title", "")
        if not key and not number:
            return self._by_words(line)
        votes = [
            self._keys.get(key, set()),
            {int(number)} & set(self.tasks) if NUMBER.fullmatch(number) else set(),
        ]
        votes.append(self._titles.get(_bare(title), set()))
        ranked = Counter(candidate for vote in votes for candidate in vote).most_common(2)
        if ranked and ranked[0][1] >= 2 and (len(ranked) == 1 or ranked[1][1] < ranked[0][1]):
            return ranked[0][0]
        named = votes[0] | votes[1]
        if len(named) == 1 and (not votes[2] or not title):
            return next(iter(named))
        return (
            "任务键、任务号和任务名称不是同一项任务，这一行没有读"
            if named
            else "台账里没有这一行的任务，这一行没有读"
        )

    def _by_words(self, line: Line) -> int | str | None:
        title, text = line.clues.get("title", ""), line.clues.get("text", "")
        if not title and not text:
            return f"这一行没有任务号和任务名称，认不出是哪项任务{_written(line.entries.values())}"
        found = self._titles.get(_bare(title), set()) or {
            n for n, task in self.tasks.items() if text and plainly(task.text) == text
        }
        for wanted, read in ((text, _text), (line.told.get("document", ""), _document)):
            same = {n for n in found if read(self.tasks[n]) == wanted}
            found = same if same and len(found) > 1 else found
        if len(found) > 1:
            return f"有{len(found)}项任务叫“{title[:20]}”，认不出是哪一项"
        return next(iter(found), None)

    def _offer(self, line: Line, above: int | None) -> None:
        if above is None:
            self.problems.append(Problem(line.place, "新增的行前面没有任务，不知道属于哪份文件"))
        else:
            self.offers.append(Offer(line, self.tasks[above].document.id, above))

    def _twice(self, first: Line, line: Line, whose: int) -> None:
        """A row copied to make a new one keeps the key of the first: its own title tells it."""
        title = line.clues.get("title", "")
        if title and title != first.clues.get("title", ""):
            self._offer(line, whose)
        else:
            other = (said for field, said in line.entries.items() if said != first.entries.get(field))
            why = f"任务 {whose} 在这个文件里有两行，填的不一样，只读了第一行"
            self.problems.append(Problem(line.place, why + _written(other)))


def _otherwise(first: Line, second: Line) -> bool:
    """Whether two rows of a task say different things of it; what is printed counts in a table of ours alone."""
    return first.entries != second.entries or (second.stamp is not None and first.told != second.told)


def _index(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for name, number in pairs:
        found[name].add(number)
    return found


def _written(entries: Iterable[str]) -> str:
    """What a row that is not taken says, so that whoever reads of it need not look it up."""
    words = "；".join(filter(None, entries))
    return f"；写的是“{words[:80]}”" if words else ""


def _bare(title: str) -> str:
    """A title as it is looked for: typed anew, or broken over two lines, it has other blanks and an end."""
    return "".join(plainly(title).split()).rstrip("。；;")


def _text(task: TrackedTask) -> str:
    return plainly(task.text)


def _document(task: TrackedTask) -> str:
    return plainly(task.document.title)
