"""The 催办单 and the 督办单: a letter to one unit with what it owes, in the type of the 通报."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from policyparse.bulletin import docx
from policyparse.bulletin.docx import PAGE, STYLES, signature, table
from policyparse.bulletin.pieces import Table
from policyparse.exports import marks, word
from policyparse.exports.word import KAITI, Style
from policyparse.ledger.periods import period
from policyparse.ledger.reminding import Call, Reminder
from policyparse.ledger.words import date_words

LETTER = {**STYLES, "催办次数": Style(KAITI, 16, docx.LINE, "centre")}
NUMERALS = "一二三四"
TASK = (("序号", 13, False), ("任务号", 17, False), ("任务", 62, True))
"""The columns that every table of a letter begins with: head, share of the width, whether it holds words."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the office says in each of its letters: its day, by which day to answer, who signs, whom to call there."""

    day: date
    answer_by: date
    issuer: str | None = None
    contact: str | None = None


def noun(one: Reminder) -> str:
    """督办单 where a task of the unit is late, else 催办单."""
    return "督办单" if one.overdue else "催办单"


def render(one: Reminder, look: Look) -> bytes:
    """The letter as a Word document."""
    made = word.Word(PAGE, LETTER)
    title = f"重点任务{noun(one)}"
    made.paragraph(title, "通报标题")
    made.paragraph(f"（第{one.count}次）", "催办次数", after=docx.LINE / 2)
    made.paragraph(f"{one.name}：", "通报主送")
    made.paragraph(f"截至{date_words(look.day)}，你单位牵头的下列事项需要抓紧办理。", "通报正文")
    owed, awaited = _reports("尚未报送进展的任务", one.unfiled), _reports("按期报送进展的任务", one.awaited)
    parts = [part for part in (owed, awaited, _soon(one.soon), _late(one.overdue)) if part]
    for at, (heading, listed) in enumerate(parts):
        made.paragraph(f"{NUMERALS[at]}、{heading}", "通报层次")
        table(made, listed)
    made.paragraph("".join(_asked(one, look)), "通报正文")
    if person := " ".join(filter(None, (one.person, one.contact))):
        made.paragraph(f"你单位经办人：{person}", "通报正文")
    if look.contact:
        made.paragraph(f"联系人：{look.contact}", "通报正文")
    signature(made, look.issuer, look.day)
    made.attach(marks.as_xml({}, marks.Sent(unit=one.unit)))  # so that ``add`` knows it as no policy
    return made.content(f"{title}（{one.name}）")


def _reports(heading: str, calls: Sequence[Call]) -> tuple[str, Table] | None:
    return _part(
        heading,
        (("报送期", 36, False), ("应报日期", 28, False)),
        [(call, (period(call.card.period).words, _day(call.due))) for call in calls if call.card],
    )


def _soon(calls: Sequence[Call]) -> tuple[str, Table] | None:
    return _part(
        "临近期限的任务",
        (("到期日", 28, False), ("剩余天数", 18, False), ("进度", 18, False)),
        [(call, (_day(call.due), str(call.left), f"{call.task.progress.percent}%")) for call in calls],
    )


def _late(calls: Sequence[Call]) -> tuple[str, Table] | None:
    return _part(
        "逾期未办结的任务",
        (("到期日", 28, False), ("逾期天数", 18, False), ("进度", 18, False)),
        [(call, (_day(call.due), str(-call.left), f"{call.task.progress.percent}%")) for call in calls],
    )


def _part(
    heading: str, more: Sequence[tuple[str, int, bool]], rows: Sequence[tuple[Call, tuple[str, ...]]]
) -> tuple[str, Table] | None:
    """A heading and its table; nothing where there is no row."""
    if not rows:
        return None
    columns = (*TASK, *more, ("第几次", 16, False))
    return heading, Table(
        "",
        tuple(name for name, _, _ in columns),
        tuple((width, words) for _, width, words in columns),
        tuple(
            (str(at), str(call.task.id), call.task.title, *cells, str(call.count))
            for at, (call, cells) in enumerate(rows, 1)
        ),
    )


def _day(day: date) -> str:
    """2025-06-30: it does not break in a narrow column."""
    return day.isoformat()


def _asked(one: Reminder, look: Look) -> Iterator[str]:
    """What the unit is to do, and by when it is to answer."""
    wants = []
    if one.unfiled:
        wants.append("补报进展情况")
    if one.awaited:
        wants.append("按期报送进展情况")
    if one.soon:
        wants.append("加快办理，按时办结")
    if one.overdue:
        wants.append("说明逾期原因，明确办结时间和措施")
    yield f"请{'；'.join(wants)}，并于{date_words(look.answer_by)}前书面回复。"
