"""The cues of ``commitments.toml``, asked for by their id."""

from __future__ import annotations

import re
from functools import cache

from policyparse import lexicon


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of the cue ``name``; raises KeyError for a name that there is not."""
    return lexicon.by_id("commitments", "cue")[name].pattern
