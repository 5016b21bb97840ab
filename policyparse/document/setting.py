"""What the head of a document lends to the reading of its items: issuer, place, day, rules and other names."""

from __future__ import annotations

import re

from policyparse import places
from policyparse.document import notice
from policyparse.document.pledges import is_pledge
from policyparse.extract.organs import names
from policyparse.extract.units import conventions
from policyparse.model import Setting, Span

# genres whose tasks end with their year; 行动计划 runs for several; 例：工作要点
_PLAN_OF_A_YEAR = re.compile(
    r"要点|(?<!行动)计划|(?:工作|任务|项目|事项|实事|目标)(?:清单|安排)?|(?:分工|分解)(?:方案|意见|表)?"
)
# what other documents are called, whose years are their own; 例：《就业促进规划（2021—2025年）》
_CITED = re.compile(r"《[^《》]{1,150}》|[〔\[（(]\s*20\d\d\s*[〕\]）)]")
# a year that a text names; none that is past; 例：2023年底前
_YEAR = re.compile(
    r"(?<!\d)(?<![自从较比])(20\d\d)年(?![以之]?来|[以之]前|同期|起|版|(?:底|末|度)?[前]?[^，,。；;\d]{0,2}已)"
)
# when a page says that it was put there; 例：发布日期：2022-04-18
_POSTED = re.compile(
    r"(?:发布|公开|发文|成文|印发)(?:日期|时间)\s*[:：]\s*(?P<year>20\d\d)[-./年]\s*(?P<month>1[0-2]|0?[1-9])?(?!\d)"
)
# when a measure comes into force; 例：自2022年5月1日起施行
_IN_FORCE = re.compile(
    r"自(?P<year>20\d\d)年(?P<month>1[0-2]|0?[1-9])月(?:\d{1,2}日)?起(?:正式)?(?:施行|实施|执行|生效)"
)
# until when it is in force, which dates nothing else; 例：有效期至2028年12月31日
_VALID = re.compile(r"有效期[^。；;\n]{0,20}?(?:至|到|为)[^。；;\n]{0,24}")
# a month of a year, which tells the year of others; 例：2025年3月
_MONTH_OF = re.compile(r"(?<!\d)(20\d\d)年(?=(?:1[0-2]|0?[1-9])月)")
# a month without its year; 例：3月底前
_MONTH = re.compile(r"(?<![\d年])(1[0-2]|[1-9])月(?!\d{1,2}日[至到起])")
_YEAR_ENDS = 10
"""From this month on a page may speak of the months of the next year: 发布日期：2025-12-28 over 3月底前."""


def of(part: notice.IssuedText) -> Setting:
    """The setting in which the items of a part are read."""
    text = part.document.text
    whole = Span(0, len(text))
    issuer = part.issuer.value if part.issuer else None
    number = part.doc_number.value if part.doc_number else ""
    title = part.title.value if part.title else ""
    return Setting(
        issuer=issuer,
        region=(places.region(issuer) if issuer else None)
        or places.region(title)
        or _by_number(issuer, number),
        issued_on=part.issued_on.value if part.issued_on else None,
        year=part.year or (None if part.issued_on else _told_year(text)),
        conventions=tuple(m.value for m in conventions.find(text)),
        aliases=names.learn(text, whole),
        binds=is_pledge(title),
    )


def _by_number(issuer: str | None, number: str) -> str | None:
    """The province of an issuer that calls itself so and names none, by the short name that its 发文字号 begins with: 省人民政府, 鄂政发."""
    short = re.match(r"(?:中共)?(?:省|自治区)(?:人民政府|政府|委|[一-鿿]{2,12}[厅局])", issuer or "")
    return places.called(number[:1], province="省" in short[0]) if short else None


def _told_year(text: str) -> int | None:
    """The one year that a text without a year of its own names ahead (2023年底前), by which its months are dated; of several, the
    one that is named with a month.

    Where it names none, the year in which the page says that it was put there (发布日期：2022-04-18) or from which it is in force
    (自2022年5月1日起施行), or the next one where that is late in a year and each month that the text names lies before it. Years
    inside titles and numbers of documents, those of what is past (2020年以来), and until when a measure is valid are not asked.
    """
    years = {int(year) for year in _YEAR.findall(_VALID.sub("", _CITED.sub("", text)))}
    if not years and (posted := _POSTED.search(text) or _IN_FORCE.search(text)):
        month = int(posted["month"] or 1)
        named = [int(m) for m in _MONTH.findall(text[posted.end() :])]
        following = month >= _YEAR_ENDS and bool(named) and max(named) < month
        return int(posted["year"]) + following
    if len(years) > 1:  # 行动自2025年2月起至2025年12月止, though a rate is told for 2027
        years = {int(year) for year in _MONTH_OF.findall(_VALID.sub("", _CITED.sub("", text)))}
    return years.pop() if len(years) == 1 else None


def plan_year(part: notice.IssuedText) -> int | None:
    """The year for which the document is a plan (contract, Deadlines): its title names one year, and the word that it ends
    with is that of a plan of one year: 2025年…工作要点, 年度重点工作安排, 任务清单, 责任分工方案. A measure, a scheme or an
    opinion (若干措施, 实施方案, 行动计划, 意见) may run on for years, whatever year its title names.
    """
    title = part.title.value if part.title else ""
    years = re.findall(r"\d{4}|[二一][〇○零一二三四五六七八九]{3}(?=年)", title)
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", title.strip())
    return part.year if len(years) == 1 and re.search(rf"(?:{_PLAN_OF_A_YEAR.pattern})$", bare) else None
