"""``python -m benchmarks.confidence [--write]``: how many facts of each class are right, on every document with gold.

Reads ``corpora/`` and, where ``POLICYPARSE_EVAL`` names a folder with ``docs/`` and ``gold/``, that too; further folders of
the same shape may be named as arguments. With ``--write`` the counts go to ``policyparse/lexicon/data/confidence.toml``.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import policyparse
from benchmarks.accuracy import scoring
from policyparse import schema
from policyparse.checks import doubts
from policyparse.model import Mention, Policy, Task

ROOT = Path(__file__).parent.parent
DATA = ROOT / "policyparse" / "lexicon" / "data" / "confidence.toml"
Item = dict[str, Any]
Verdict = tuple[str, bool]


def verdicts(path: Path, gold: Sequence[Item]) -> Iterator[Verdict]:
    """The class of each fact of a parse, and whether the gold has it."""
    parsed = policyparse.parse(path)
    said = json.loads(schema.dumps(parsed))["documents"]
    for i, j in scoring.pairs_of_documents(gold, said).items():
        yield from _document(gold[i], said[j], parsed.documents[j])


def _document(gold: Item, said: Item, policy: Policy) -> Iterator[Verdict]:
    yield from _facts(gold["goals"], said["goals"], policy.goals, doubts.target, _same_target)
    for i, j in scoring.pairs_of_tasks(gold["tasks"], said["tasks"]).items():
        yield from _task(gold["tasks"][i], said["tasks"][j], policy.tasks[j])


def _task(gold: Item, said: Item, task: Task) -> Iterator[Verdict]:
    yield from _facts(gold["units"], said["units"], task.units, doubts.unit, scoring.same_role)
    yield from _facts(gold["targets"], said["targets"], task.targets, doubts.target, _same_target)
    dated = [d for d in task.deadlines if d.value.basis == "explicit"]
    rows = [d for d in said["deadlines"] if d["basis"] == "explicit"]
    yield from _facts(gold["deadlines"], rows, dated, doubts.deadline, scoring.same_deadline)


def _same_target(gold: Item, said: Item) -> bool:
    if said["kind"] == "standard" or gold.get("kind") == "standard":
        return scoring.same_target(gold, said)
    return scoring.same_target_full(gold, said)


def _facts(
    gold: Sequence[Item],
    said: Sequence[Item],
    mentions: Sequence[Mention[Any]],
    kind: Callable[[Mention[Any]], str],
    same: Callable[[Item, Item], bool],
) -> Iterator[Verdict]:
    for row, mention in zip(said, mentions, strict=True):
        yield kind(mention), any(same(item, row) for item in gold)


def count(folders: Sequence[Path]) -> dict[str, list[int]]:
    """Right and seen of each class over all documents of the folders."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for folder in folders:
        for path in sorted((folder / "docs").iterdir()):
            gold = folder / "gold" / f"{path.stem}.json"
            if not gold.exists():
                continue
            documents = json.loads(gold.read_text(encoding="utf-8"))["documents"]
            for kind, right in verdicts(path, documents):
                counts[kind][0] += right
                counts[kind][1] += 1
    return dict(sorted(counts.items()))


def main(arguments: Sequence[str]) -> None:
    """Print the counts; write them with ``--write``."""
    named = [Path(a) for a in arguments if not a.startswith("--")]
    real = [Path(os.environ["POLICYPARSE_EVAL"])] if os.environ.get("POLICYPARSE_EVAL") else []
    counts = count([ROOT / "corpora", *real, *named])
    for kind, (right, seen) in counts.items():
        print(f"{kind:26}{seen:6}{right / seen:8.3f}")
    if "--write" in arguments:
        head = DATA.read_text(encoding="utf-8").splitlines()[0]
        rows = [f'"{kind}" = [{right}, {seen}]' for kind, (right, seen) in counts.items()]
        DATA.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
