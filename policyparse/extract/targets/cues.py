"""The cues of ``commitments.toml``, asked for by their id."""

from __future__ import annotations

import re
from functools import cache

from policyparse import lexicon


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of the cue ``name``; raises StopIteration for a name that there is not."""
    return next(e.pattern for e in lexicon.entries("commitments", "cue") if e.id == name)
