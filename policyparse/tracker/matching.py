"""Which task of a new reading is which of an old one, though renumbered, moved or reworded. Pure: JSON in, pairs out.

The key of a task first, then its title under the same headings, then its title anywhere, then its text. Likeness is
the share of character pairs that two texts have in common (Dice), which needs no words and bears small edits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from policyparse.schema.facts import Json

TITLE, MOVED, TEXT = 0.6, 0.75, 0.5
"""How alike two titles under the same headings, two titles anywhere, two texts must be to be one task."""

Likeness = Callable[[Json, Json], float]


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text; the text itself where it is too short to have one."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text})


def alike(a: frozenset[str], b: frozenset[str]) -> float:
    """How much two texts have in common, 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b))


def titled_alike(a: str, b: str) -> bool:
    """Whether two documents may be issues of one, by their titles: 2024年工作要点 and 2025年工作要点."""
    return alike(pairs(a), pairs(b)) >= TITLE


def match(old: Sequence[Json], new: Sequence[Json]) -> dict[int, int]:
    """For each index of ``new`` the index of its ``old`` self, where it has one; both are tasks as JSON."""
    found = _by_key(old, new)
    shapes = {id(task): _shape(task) for task in (*old, *new)}

    def likeness(part: int) -> Likeness:
        return lambda a, b: alike(shapes[id(a)][part], shapes[id(b)][part])

    titles, texts = likeness(0), likeness(1)
    here: Likeness = lambda a, b: titles(a, b) if a["path"] == b["path"] else 0.0  # noqa: E731
    for measure, least in ((here, TITLE), (titles, MOVED), (texts, TEXT)):
        _greedily(old, new, measure, least, found)
    return found


def _shape(task: Json) -> tuple[frozenset[str], frozenset[str]]:
    return pairs(task["title"]), pairs(task["text"] or task["title"])


def _by_key(old: Sequence[Json], new: Sequence[Json]) -> dict[int, int]:
    """Tasks of one key in their order: two rows of a table may have the same words."""
    waiting: dict[str, list[int]] = {}
    for i, task in enumerate(old):
        waiting.setdefault(task["key"], []).append(i)
    found = {}
    for j, task in enumerate(new):
        if waiting.get(task["key"]):
            found[j] = waiting[task["key"]].pop(0)
    return found


def _greedily(
    old: Sequence[Json], new: Sequence[Json], measure: Likeness, least: float, found: dict[int, int]
) -> None:
    """Pair what is still free, the most alike first, and of equals the nearest in order."""
    taken = set(found.values())
    free_old = [i for i in range(len(old)) if i not in taken]
    free_new = [j for j in range(len(new)) if j not in found]
    ranked = sorted((-measure(old[i], new[j]), abs(i - j), i, j) for i in free_old for j in free_new)
    for score, _, i, j in ranked:
        if -score >= least and i not in taken and j not in found:
            found[j] = i
            taken.add(i)
