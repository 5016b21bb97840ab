"""What the head of a document lends to the reading of its items: issuer, place, day, rules and other names."""

from __future__ import annotations

import re

from policyparse import places
from policyparse.document import notice
from policyparse.extract.organs import names
from policyparse.extract.units import roles
from policyparse.model import Setting, Span

# genres whose tasks end with their year; 行动计划 runs for several; 例：工作要点
_PLAN_OF_A_YEAR = re.compile(
    r"要点|(?<!行动)计划|(?:工作|任务|项目|事项|实事|目标)(?:清单|安排)?|(?:分工|分解)(?:方案|意见|表)?"
)


def of(part: notice.IssuedText) -> Setting:
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
        conventions=tuple(m.value for m in roles.conventions(text)),
        aliases=names.learn(text, whole),
    )


def plan_year(part: notice.IssuedText) -> int | None:
    """The year for which the document is a plan (contract, Deadlines): its title names one year, and the word that it ends
    with is that of a plan of one year: 2025年…工作要点, 年度重点工作安排, 任务清单, 责任分工方案. A measure, a scheme or an
    opinion (若干措施, 实施方案, 行动计划, 意见) may run on for years, whatever year its title names.
    """
    title = part.title.value if part.title else ""
    years = re.findall(r"\d{4}|[二一][〇○零一二三四五六七八九]{3}(?=年)", title)
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", title.strip())
    return part.year if len(years) == 1 and re.search(rf"(?:{_PLAN_OF_A_YEAR.pattern})$", bare) else None
