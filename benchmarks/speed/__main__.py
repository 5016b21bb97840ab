"""``python -m benchmarks.speed [--small|--million] [--only commands|questions|exports|reading]``: the table of speeds and its plot.

``--small`` asks trackers of 10,000 tasks at most, ``--million`` one of 1,000,000 too.
Trackers are generated from the corpora, once, into ``build/speed`` (or $POLICYPARSE_SPEED). Ratios are of one run, so that whatever
else the machine does weighs on both sides; seconds are CPU, the least of some runs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from benchmarks.speed import commands, exports, questions
from benchmarks.speed.measure import Line, plot, table

FOLDER = Path(os.environ.get("POLICYPARSE_SPEED") or Path(__file__).parent.parent.parent / "build" / "speed")


def parts(folder: Path, sizes: list[int]) -> dict[str, Callable[[], Iterator[Line]]]:
    """The parts of the table by name, in their order."""
    found: dict[str, Callable[[], Iterator[Line]]] = {
        "commands": lambda: commands.lines(folder),
        "questions": lambda: questions.lines(folder, sizes),
        "exports": lambda: exports.lines(folder),
    }
    if find_spec("benchmarks.speed.reading"):
        found["reading"] = import_module("benchmarks.speed.reading").lines
    return found


def main() -> None:
    """Print each line as it is known, and in the end how far each is from its goal."""
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else None
    FOLDER.mkdir(parents=True, exist_ok=True)
    most = 4 if "--small" in sys.argv else 6 if "--million" in sys.argv else 5
    sizes = [10**power for power in range(3, most + 1)]
    known: list[Line] = []
    for name, part in parts(FOLDER, sizes).items():
        if only in {None, name}:
            print(f"— {name}", flush=True)
            for line in part():
                print(table([line]), flush=True)
                known.append(line)
    print(f"— how far from the goal (│)\n{plot(known)}")


if __name__ == "__main__":
    main()
