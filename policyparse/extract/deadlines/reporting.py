"""How often a document wants its progress reported: 每季度首月8日前将工作进展情况报送…"""

from __future__ import annotations

from policyparse import lexicon
from policyparse.model import Mention, Reporting, Span


def find(text: str, within: Span) -> tuple[Mention[Reporting], ...]:
    """What a span says of reports, in order of the lexicon's preference; none where it says nothing.

    ``day`` is the day of the month after a period by which its report is due, if one is named (1 to 28).
    """
    found: list[Mention[Reporting]] = []
    taken: list[Span] = []
    for entry in lexicon.entries("reporting"):
        for match in entry.pattern.finditer(text, within.start, within.end):
            span = Span(*match.span())
            if any(span.start < t.end and t.start < span.end for t in taken):
                continue
            taken.append(span)
            day = int(match["day"]) if "day" in entry.pattern.groupindex else None
            value = Reporting(entry.reading["cycle"], day if day and day <= 28 else None)
            found.append(Mention(span, match[0], value, f"reporting.{entry.id}"))
    return tuple(found)
