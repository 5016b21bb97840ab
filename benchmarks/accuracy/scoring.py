"""A parse against its gold, field by field: precision, recall and F1.

Both are documents in the shape of the contract. Tasks are paired by number, title, path and opening
words; units, targets and deadlines are compared within a pair. What the gold marks ``optional`` is neither
required nor punished, and so is a gold target of kind ``standard``. Deadlines that only follow from the plan's year are left out.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

Item = dict[str, Any]
Same = Callable[[Item, Item], bool]

FIELDS = (
    "documents",
    "tasks",
    "boundaries",
    "units",
    "roles",
    "targets",
    "targets_full",
    "deadlines",
    "meta",
)
META = ("title", "issuer", "doc_number", "issued_on", "genre", "year")
FOLDS = str.maketrans("[]〔〕【】“”‘’—–－~", "()()()\"\"''----", "·")
DEADLINE_KEYS = {"by": ("due",), "period": ("start", "due"), "recurring": ("rrule",), "ongoing": ()}


@dataclass(slots=True)
class Count:
    """Hits among the items that the gold requires and those that the parse says."""

    hit: int = 0
    gold: int = 0
    said: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.hit + other.hit, self.gold + other.gold, self.said + other.said)

    @property
    def precision(self) -> float:
        """Share of what was said that is right; 1 where nothing was said and nothing required."""
        return self.hit / self.said if self.said else float(not self.gold)

    @property
    def recall(self) -> float:
        """Share of what is required that was said."""
        return self.hit / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """The counts by field, and the misses in words."""

    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    misses: list[str] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        counts = {name: self.counts[name] + other.counts[name] for name in FIELDS}
        return Score(counts, self.misses + other.misses)

    def add(self, name: str, hit: int, gold: int, said: int) -> None:
        """Count into the field ``name``."""
        self.counts[name] += Count(hit, gold, said)


def fold(text: object) -> str:
    """Text without white space, its widths, brackets, quotes and dashes folded."""
    plain = "".join(unicodedata.normalize("NFKC", str(text or "")).split())
    return plain.translate(FOLDS)


def score(gold: Sequence[Item], said: Sequence[Item]) -> Score:
    """The score of the documents that a parse says against those of the gold."""
    result = Score()
    pairs = pairs_of_documents(gold, said)
    result.add("documents", len(pairs), len(gold), len(said))
    for i, document in enumerate(gold):
        _document(document, said[pairs[i]] if i in pairs else {}, result)
    for extra in set(range(len(said))) - set(pairs.values()):
        result.add("tasks", 0, 0, len(said[extra]["tasks"]))
    return result


def pairs_of_documents(gold: Sequence[Item], said: Sequence[Item]) -> dict[int, int]:
    """Which document of the parse is which of the gold, by index."""
    return _pairs(gold, said, lambda g, p: 0.01 + _alike(fold(g["title"]), fold(p["title"])))


def pairs_of_tasks(gold: Sequence[Item], said: Sequence[Item]) -> dict[int, int]:
    """Which task of a document is which of its gold, by index."""
    return _pairs(gold, said, _task_likeness)


# ---- what is the same ----------------------------------------------------------------------------------


def same_unit(gold: Item, said: Item) -> bool:
    """One of the names of the one is one of the other's."""
    names = [{fold(unit.get(key)) for key in ("name", "canonical")} - {""} for unit in (gold, said)]
    return bool(names[0] & names[1])


def same_role(gold: Item, said: Item) -> bool:
    """The same unit in the same role."""
    return same_unit(gold, said) and (bool(gold.get("optional")) or gold["role"] == said["role"])


def same_target(gold: Item, said: Item) -> bool:
    """The same value or range, unit and comparator."""
    numbers = all(_number(gold.get(key)) == _number(said.get(key)) for key in ("value", "value_max"))
    return numbers and fold(gold["unit"]) == fold(said["unit"]) and gold["comparator"] == said["comparator"]


def same_target_full(gold: Item, said: Item) -> bool:
    """The same target, the same change, and at least half of the metric's characters two by two."""
    a, b = _bigrams(gold["metric"]), _bigrams(said["metric"])
    dice = 2 * (a & b).total() / (a.total() + b.total())
    return same_target(gold, said) and gold.get("change") == said.get("change") and dice >= 0.5


def same_deadline(gold: Item, said: Item) -> bool:
    """The same kind, and for that kind the same dates or rule."""
    keys = DEADLINE_KEYS[gold["kind"]]
    return gold["kind"] == said["kind"] and all(_rule(gold.get(key)) == _rule(said.get(key)) for key in keys)


def same_boundary(gold: Item, said: Item) -> bool:
    """The number is the same, and the text begins and ends where the gold's does."""
    text, title = fold(said["text"]), fold(said["title"])
    head, tail = fold(gold["head"]), fold(gold["tail"]).rstrip("。;.,")
    starts = head[:10] in (title + text)[: len(title) + len(head) + 4]
    ends = bool(tail) and tail in text[-len(tail) - 8 :]
    return starts and ends and fold(gold["number"]) == fold(said["number"])


# ---- counting ------------------------------------------------------------------------------------------


def _document(gold: Item, said: Item, result: Score) -> None:
    for key in META:
        if gold.get(key) is not None or said.get(key) is not None:
            good = fold(gold.get(key)) == fold(said.get(key))
            result.add("meta", good, 1, 1)
            if not good:
                result.misses.append(f"meta {gold['title']}: {key} {said.get(key)!r}, not {gold.get(key)!r}")
    _targets(gold["goals"], said.get("goals", []), result, f"{gold['title']} goals")
    tasks, others = gold["tasks"], said.get("tasks", [])
    pairs = pairs_of_tasks(tasks, others)
    spare = sum(bool(tasks[i].get("optional")) for i in pairs)
    required = [i for i, task in enumerate(tasks) if not task.get("optional")]
    bounds = [i for i in required if i in pairs and same_boundary(tasks[i], others[pairs[i]])]
    result.add("tasks", sum(i in pairs for i in required), len(required), len(others) - spare)
    result.add("boundaries", len(bounds), len(required), len(others) - spare)
    invented = sorted(set(range(len(others))) - set(pairs.values()))
    result.misses += [f"tasks invented {others[j]['number']} {others[j]['title']}" for j in invented]
    for i, task in enumerate(tasks):
        where = f"{gold['title']} {task['number']} {task['title']}"
        if i in required and i not in bounds:
            result.misses.append(f"{'boundaries differ' if i in pairs else 'tasks missed'} {where}")
        if i in required or i in pairs:
            _task(task, others[pairs[i]] if i in pairs else {}, result, where)


def _task(gold: Item, said: Item, result: Score, where: str) -> None:
    units = said.get("units", [])
    _items("units", gold["units"], units, same_unit, result, where)
    _items("roles", gold["units"], units, same_role, result, where)
    _targets(gold["targets"], said.get("targets", []), result, where)
    dated = [deadline for deadline in said.get("deadlines", []) if deadline["basis"] != "document-year"]
    _items("deadlines", gold["deadlines"], dated, same_deadline, result, where)


def _targets(gold: Sequence[Item], said: Sequence[Item], result: Score, where: str) -> None:
    required = [target if _is_goal(target) else {**target, "optional": True} for target in gold]
    goals = [target for target in said if _is_goal(target)]
    _items("targets", required, goals, same_target, result, where)
    _items("targets_full", required, goals, same_target_full, result, where)


def _items(
    name: str, gold: Sequence[Item], said: Sequence[Item], same: Same, result: Score, where: str
) -> None:
    pairs = _pairs(gold, said, lambda g, p: (1 if g.get("optional") else 2) if same(g, p) else 0)
    required = [i for i, item in enumerate(gold) if not item.get("optional")]
    spare = sum(bool(gold[i].get("optional")) for i in pairs)
    result.add(name, sum(i in pairs for i in required), len(required), len(said) - spare)
    result.misses += [f"{name} missed {where}: {_words(gold[i])}" for i in required if i not in pairs]
    others = sorted(set(range(len(said))) - set(pairs.values()))
    result.misses += [f"{name} invented {where}: {_words(said[j])}" for j in others]


def _pairs(
    gold: Sequence[Item], said: Sequence[Item], likeness: Callable[[Item, Item], float]
) -> dict[int, int]:
    """One-to-one pairs of indices, the most alike first, then those that stand nearest to each other."""
    ranked = [(likeness(g, p), -abs(i - j), i, j) for i, g in enumerate(gold) for j, p in enumerate(said)]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for value, _, i, j in sorted(ranked, reverse=True):
        if value > 0 and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _task_likeness(gold: Item, said: Item) -> float:
    title, other = fold(gold["title"]), fold(said["title"])
    found = fold(gold["head"])[:10] in (other + fold(said["text"]))[: len(other) + 60]
    titles = _alike(title, other[: 2 * len(title) + 2])
    if not found and titles < 0.75:
        return 0
    path = _alike(fold("".join(gold["path"])), fold("".join(said["path"])))
    return 1 + (fold(gold["number"]) == fold(said["number"])) + titles + path + found


def _alike(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0


def _is_goal(target: Item) -> bool:
    return bool(target.get("kind", "goal") == "goal")


def _number(value: float | str | None) -> float | None:
    return None if value is None else round(float(value), 6)


def _bigrams(text: str) -> Counter[str]:
    plain = fold(text)
    return Counter(plain[i : i + 2] for i in range(len(plain) - 1)) or Counter([plain])


def _rule(value: str | None) -> object:
    if not value or "FREQ" not in value:
        return value
    return frozenset(part for part in value.upper().split(";") if part != "INTERVAL=1")


def _words(item: Item) -> str:
    keys = (
        "name",
        "role",
        "metric",
        "comparator",
        "value",
        "value_max",
        "unit",
        "change",
        "kind",
        "due",
        "rrule",
    )
    return " ".join(str(item[key]) for key in keys if item.get(key) is not None)
