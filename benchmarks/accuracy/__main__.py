"""``python -m benchmarks.accuracy [--misses]``: how right the parses are, and how the peers read the case tables."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

import policyparse
from benchmarks.accuracy import cases, pages, peers
from benchmarks.accuracy.scoring import FIELDS, Score, score
from policyparse import schema
from tests.test_readers_html import PAGES

CORPORA = Path(__file__).parent.parent.parent / "corpora"


def scores(folder: Path) -> dict[str, Score]:
    """The score of every file of ``folder/docs`` that has a gold in ``folder/gold``, by name."""
    found = {}
    for path in sorted((folder / "docs").iterdir()):
        gold = folder / "gold" / f"{path.stem}.json"
        if gold.exists():
            right = json.loads(gold.read_text(encoding="utf-8"))["documents"]
            said = json.loads(schema.dumps(policyparse.parse(path)))["documents"]
            found[path.name] = score(right, said)
    return found


def table(title: str, found: dict[str, Score]) -> list[str]:
    """Precision, recall and F1 of every field over all files (micro), and the mean F1 of the files (macro)."""
    whole = sum(found.values(), Score())
    lines = [f"{title}: {len(found)} files", f"{'':14}{'gold':>7}{'P':>8}{'R':>8}{'F1':>8}{'macro F1':>10}"]
    for name in FIELDS:
        count = whole.counts[name]
        macro = mean(one.counts[name].f1 for one in found.values())
        figures = f"{count.precision:8.3f}{count.recall:8.3f}{count.f1:8.3f}{macro:10.3f}"
        lines.append(f"{name:14}{count.gold:7d}{figures}")
    return lines


def compared(title: str, rows: Sequence[cases.Case], readers: dict[str, peers.Reader]) -> list[str]:
    """The share of each kind of case that each reader reads exactly right, and its speed."""
    kinds = sorted({case.kind for case in rows})
    lines = [
        f"{title}: share read exactly right",
        f"{'':20}{'cases':>7}" + "".join(f"{n:>18}" for n in readers),
    ]
    answers = {name: _timed(reader, rows) for name, reader in readers.items()}
    for kind in [*kinds, "all"]:
        at = [i for i, case in enumerate(rows) if kind in (case.kind, "all")]
        shares = [mean(rows[i].is_answered(answers[name][0][i]) for i in at) for name in readers]
        lines.append(f"{kind:20}{len(at):7d}" + "".join(f"{share:18.3f}" for share in shares))
    found = (mean(map(cases.Case.is_found, rows, answers[name][0])) for name in readers)
    lines.append(f"{'found among others':27}" + "".join(f"{share:18.3f}" for share in found))
    speeds = (f"{answers[name][1]:18,.0f}" for name in readers)
    return [*lines, f"{'characters a second':27}" + "".join(speeds)]


def _timed(reader: peers.Reader, rows: Sequence[cases.Case]) -> tuple[list[frozenset[str]], float]:
    reader(rows[0])  # what is loaded at the first use is not the speed of reading
    start = time.perf_counter()
    answers = [reader(case) for case in rows]
    return answers, sum(len(case.text) for case in rows) / (time.perf_counter() - start)


def main() -> None:
    """Print the tables."""
    folders = {"corpora": CORPORA}
    if os.environ.get("POLICYPARSE_EVAL"):
        folders["POLICYPARSE_EVAL"] = Path(os.environ["POLICYPARSE_EVAL"])
    for title, folder in folders.items():
        found = scores(folder)
        misses = [f"  {name}: {miss}" for name, one in found.items() for miss in one.misses]
        print("\n".join([*table(title, found), *(misses if "--misses" in sys.argv else [])]), end="\n\n")
    for title, rows, readers in peers.comparisons():
        print("\n".join(compared(title, rows, readers)), end="\n\n")
    if os.environ.get("POLICYPARSE_TABLES"):
        print("\n".join(pages.tables(Path(os.environ["POLICYPARSE_TABLES"]))), end="\n\n")
    print("\n".join(pages.pages(list(PAGES.values()))))
    for missing in [*peers.missing(), *pages.missing()]:
        print(f"not installed, so not compared: {missing} (pip install -e '.[bench]')")


main()
