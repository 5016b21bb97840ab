"""policyparse as a component of a spaCy pipeline: ``nlp.add_pipe("policyparse")`` fills ``doc.spans``.

The entry point ``spacy_factories`` of the installed package loads this module, so that spaCy knows the name; by
hand, ``import policyparse.extract.component`` does the same. Nothing else imports it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from policyparse import nlp
from policyparse.extract import deadlines, targets
from policyparse.extract.units import roles
from policyparse.model import Setting, Span

SETTINGS: Mapping[str, Any] = {"issuer": None, "region": None, "year": None, "issued_on": None}
"""What the reading needs to know of the document: ``issued_on`` is an ISO date, ``year`` the year of a plan."""


def read(text: str, settings: Mapping[str, Any]) -> nlp.Groups:
    """The units, targets and deadlines named anywhere in ``text``, as span groups of those names."""
    issued_on = settings["issued_on"]
    setting = Setting(
        issuer=settings["issuer"],
        region=settings["region"],
        year=settings["year"],
        issued_on=date.fromisoformat(issued_on) if issued_on else None,
    )
    whole = Span(0, len(text))
    items = [Span(*line.span()) for line in re.finditer(r"[^\n]+", text)]
    return {
        "units": [unit for item in items for unit in roles.listed(text, item, setting).units],
        "targets": targets.find(text, whole, setting),
        "deadlines": deadlines.find(text, whole, setting),
    }


factory = nlp.register("policyparse", read, SETTINGS)
