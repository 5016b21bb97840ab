"""What the head of a document lends to the reading of its items: issuer, place, day, rules and other names."""

from __future__ import annotations

import re

from policyparse import places
from policyparse.document import notice
from policyparse.extract.organs import names
from policyparse.extract.units import roles
from policyparse.model import Setting, Span

_ONE_YEAR = re.compile(
    r"(?:要点|工作任务|工作计划|任务清单|年度.{0,6}|重点工作|工作安排|责任分工.{0,3}|分工方案|行动计划|方案)$"
)


def of(part: notice.Part) -> Setting:
    """The setting in which the items of a part are read."""
    text = part.document.text
    whole = Span(0, len(text))
    issuer = part.issuer.value if part.issuer else None
    title = part.title.value if part.title else ""
    return Setting(
        issuer=issuer,
        region=(places.region(issuer) if issuer else None) or places.region(title),
        issued_on=part.issued_on.value if part.issued_on else None,
        year=part.year,
        conventions=tuple(m.value for m in roles.conventions(text, whole)),
        aliases=names.learn(text, whole),
    )


def plan_year(part: notice.Part) -> int | None:
    """The year for which the document is a plan: its title names one year, and a plan is what it is."""
    title = part.title.value if part.title else ""
    years = re.findall(r"\d{4}|[二一][〇○零一二三四五六七八九]{3}(?=年)", title)
    return part.year if len(years) == 1 and part.genre and _ONE_YEAR.search(part.genre) else None
