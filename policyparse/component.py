"""policyparse as a component of a spaCy pipeline: ``nlp.add_pipe("policyparse")`` fills ``doc.spans``.

The entry point ``spacy_factories`` of the installed package loads this module, so that spaCy knows the name; by
hand, ``import policyparse.component`` does the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import accumulate
from typing import Any

from policyparse import nlp, pipeline
from policyparse.extract import deadlines, targets
from policyparse.extract.units import roles
from policyparse.model import AccountState, Document, Mention, Paragraph, Policy, Setting, Span

SETTINGS: Mapping[str, Any] = {"issuer": None, "region": None, "year": None, "issued_on": None}
"""What the reading needs to know of the document: ``issued_on`` is an ISO date, ``year`` the year of a plan."""


def groups(policy: Policy) -> nlp.Groups:
    """What a parse took and left, as span groups over its text: units, targets, deadlines, left, unaccounted.

    The label of a span is the rule that read it; in ``left`` the reason, in ``unaccounted`` the kind of what is printed.
    """
    tasks = policy.tasks
    return {
        "units": [unit for task in tasks for unit in task.units],
        "targets": [*policy.goals, *(target for task in tasks for target in task.targets)],
        "deadlines": [deadline for task in tasks for deadline in task.deadlines],
        "left": list(_accounts(policy, "left")),
        "unaccounted": list(_accounts(policy, "unaccounted")),
    }


def _accounts(policy: Policy, state: AccountState, moved: int = 0) -> Iterator[Mention[str]]:
    """The accounts of a state; the text of the policy begins at the offset ``moved``."""
    for a in policy.accounts:
        if a.state == state:
            span = Span(a.span.start + moved, a.span.end + moved)
            yield Mention(span, a.span.of(policy.document.text), a.kind, a.reason or a.kind)


def read(text: str, settings: Mapping[str, Any]) -> nlp.Groups:
    """The units, targets and deadlines named anywhere in ``text``, and what its accounts leave or cannot explain.

    Every line is a paragraph; nothing is joined or mended, so that all places are those of ``text``.
    """
    issued_on = settings["issued_on"]
    setting = Setting(
        issuer=settings["issuer"],
        region=settings["region"],
        year=settings["year"],
        issued_on=date.fromisoformat(issued_on) if issued_on else None,
    )
    whole = Span(0, len(text))
    items = [Span(*line.span()) for line in re.finditer(r"[^\n]+", text)]
    found = pipeline.documents(Document(text, tuple(Paragraph(item) for item in items), ()))
    begins = accumulate(
        (len(policy.document.text) + 1 for policy in found), initial=items[0].start if items else 0
    )
    moved = list(zip(found, begins, strict=False))
    return {
        "units": [unit for item in items for unit in roles.listed(text, item, setting).units],
        "targets": targets.find(text, whole, setting),
        "deadlines": deadlines.find(text, whole, setting),
        "left": [m for policy, begin in moved for m in _accounts(policy, "left", begin)],
        "unaccounted": [m for policy, begin in moved for m in _accounts(policy, "unaccounted", begin)],
    }


factory = nlp.register("policyparse", read, SETTINGS)
