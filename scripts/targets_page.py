"""``python -m scripts.targets_page``: print ``docs/targets.md`` from the table that decides what a number is to the text."""

from __future__ import annotations

from pathlib import Path

from policyparse.extract.targets.goal_or_standard import RULES

PAGE = Path(__file__).parent.parent / "docs" / "targets.md"
HEAD = """# Goal, standard, or none

What a number is to the text is decided by an ordered table, `RULES` in `policyparse/extract/targets/goal_or_standard.py`: the
first rule whose test holds. A `goal` is promised, a `standard` is a parameter that the policy sets (contract, Targets); the
rules named `none.…` take what promises and sets nothing. The id is the `rule` of the target, which `explain` prints; how often
the facts of each id are right is counted in `confidence.toml` (`python -m benchmarks.confidence`). Scores of a scoring row
(得2分) are `target.score`, from `scoring.py`.

This page is printed by `python -m scripts.targets_page`; `tests/test_targets.py` guards it, and runs every example.

| # | rule | kind | what it takes | example |
|--:|---|---|---|---|
"""


def page() -> str:
    """The page: a line for each rule, in the order of preference."""
    rows = []
    for place, rule in enumerate(RULES, 1):
        what, _, example = " ".join((rule.test.__doc__ or "").split()).partition(" 例")
        rows.append(f"| {place} | `{rule.id}` | {rule.kind or '—'} | {what} | {example.removeprefix('：')} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
