"""Where the lines of a cell, as somebody typed them (``br``, a paragraph, Alt+Enter), are paragraphs and no wraps.

A PDF wraps what fills a line; a typed line end may do the same for looks (市住房和 / 城乡建设局). So it parts what each line begins anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from policyparse import lexicon
from policyparse.model import Line
from policyparse.text.folding import HAN, width

_SHORTEST = 5
"""Ems of a line that may be a whole sentence."""
# what goes on behind its line; 例：、
_GOES_ON = re.compile(r"[、，,：:（(《“—和与及的]$")
# how many of what; 例：12处
_COUNTED = re.compile(rf"\d[\d.,]*[%‰万亿]*[{HAN}]?")
# who does what, a line each; 例：各街道：督促整改
_EACH = re.compile(rf"[{HAN}（）()、]{{2,20}}[：:](?=.)")


def begins(lines: Sequence[Line], at: int) -> bool:
    """Whether the line ``at`` of a typed cell begins something new: it orders something again, or says who does what as the first does.

    例：建设示范区 / 改造雨水花园12处. A line that the next word would not have fitted on may be a wrap, unless that orders a number too.
    """
    before, line = lines[at - 1].text, lines[at].text
    if _GOES_ON.search(before) or min(width(before), width(line)) < _SHORTEST:
        return False
    if _EACH.match(line):
        return _EACH.match(lines[0].text) is not None
    verb = _verb().match(line)
    if not verb or verb.end() == len(line):
        return False
    room = max(width(one.text) for one in lines)
    ordered = _COUNTED.search(line) and (_verb().match(before) or _COUNTED.search(before))
    return width(before) + width(verb[0]) <= room or bool(ordered)


@cache
def _verb() -> re.Pattern[str]:
    return lexicon.by_id("commitments", "cue")["verb"].pattern
