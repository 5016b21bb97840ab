"""What a 通报 says, part by part: its sentences and its tables. Pure; each number is one of the figures'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyparse.bulletin.against import changed, numbers, scores, with_change
from policyparse.bulletin.figures import (
    Figures,
    TargetFigures,
    said,
)
from policyparse.bulletin.lamps import Lamp, Scheme
from policyparse.bulletin.pieces import Chapter, Picture, Table, numbered
from policyparse.exports.charts import MOST_UNITS, due_by_month, states_of
from policyparse.exports.units import grouped
from policyparse.ledger import STATES, TrackedTask
from policyparse.ledger.due import due_of, is_soon, is_undone_year
from policyparse.ledger.words import date_words, lead_words, normal_target, number_words

NUMERALS = "一二三四五六七八九十"
LONGEST_NOTE = 60
BREAK = "、\u200b"
"""Between numbers: without the sign of no width LibreOffice takes 34、35、36 for one word and breaks a number in two."""


def parts(figures: Figures, scheme: Scheme, *, charts: bool = True) -> tuple[Chapter, ...]:
    """The parts of the 通报 in order, with or without its charts."""
    bodies = (
        ("总体情况", _whole(figures)),
        ("各牵头单位办理情况", _units(figures, scheme)),
        ("逾期未办结任务", _overdue(figures)),
        (f"{figures.soon_days}日内到期任务", _soon(figures)),
        ("应报未报情况", _unfiled(figures)),
        ("量化目标序时进度", _targets(figures)),
        ("存在问题与需协调事项", _problems(figures)),
        ("填报质量", _silent(figures)),
        ("有关要求", _asked(figures)),
    )
    opening = f"现将截至{date_words(figures.day)}重点任务推进情况通报如下。"
    listed = [
        (heading, tuple(piece for piece in pieces if charts or not isinstance(piece, Picture)))
        for heading, pieces in bodies
    ]
    full = [(heading, pieces) for heading, pieces in listed if pieces]
    bodies_numbered = numbered([pieces for _, pieces in full])
    return (
        Chapter("", (opening,)),
        *(
            Chapter(f"{NUMERALS[at]}、{heading}", pieces)
            for at, ((heading, _), pieces) in enumerate(zip(full, bodies_numbered, strict=True))
        ),
    )


# ---- the whole -------------------------------------------------------------------------------------------


def _whole(figures: Figures) -> Iterator[str | Table | Picture]:
    total = figures.total
    states = "，".join(f"{state}{n}项" for state, n in zip(STATES, total.states, strict=True) if n)
    yield (
        f"纳入督查台账的文件{len(figures.documents)}份，任务{total.total}项。其中{states}，办结率{total.done_rate}%。"
        f"逾期未办结{total.overdue}项，{figures.soon_days}日内到期{total.soon}项。"
    )
    since = figures.since
    more = "增加" if since.late > 0 else "减少"
    late = f"，逾期任务比上期末{more}{abs(since.late)}项" if since.late else "，逾期任务与上期末持平"
    rate = total.done_rate - since.done_rate
    share = f"，办结率提高{rate}个百分点" if rate > 0 else f"，办结率下降{-rate}个百分点" if rate else ""
    yield f"本期办结任务{since.closed}项{share}{late}。"
    if figures.presumed:
        over = sum(is_undone_year(task, figures.day) for task in figures.presumed)
        left = f"，其中年度未办结{over}项" if over else ""
        yield f"文件未写明时限、按年度任务推定的未办结任务{len(figures.presumed)}项{left}，不计入逾期。"
    yield _reports(figures)
    if figures.targets:
        ahead = len(figures.targets) - len(figures.behind)
        yield f"已填报现值的量化目标{len(figures.targets)}个，达到或超过序时进度{ahead}个，欠序时{len(figures.behind)}个。"
    yield Table(
        "各文件任务办理情况",
        ("文件", "任务", *STATES, "逾期", "临期"),
        ((58, True), *[(14, False)] * 7),
        (
            *((f"《{card.title}》", *numbers(counts)) for card, counts in figures.documents),
            *((("合计", *numbers(total)),) if len(figures.documents) > 1 else ()),
        ),
    )


def _reports(figures: Figures) -> str:
    if not figures.owed:
        return "本期没有需要报送进展的任务。"
    empty = f"其中{len(figures.silent)}项填报内容不实或不具体。" if figures.silent else ""
    done = f"已报{len(figures.filed)}项，未报{len(figures.unfiled)}项。"
    return f"本期应报进展的任务{len(figures.owed)}项，{done}{empty}"


# ---- units -----------------------------------------------------------------------------------------------


def _units(figures: Figures, scheme: Scheme) -> Iterator[str | Table | Picture]:
    leading = [unit for unit in figures.units if unit.counts.total]
    lamps = _lamps(figures, scheme)
    clean = [unit for unit in leading if not unit.counts.overdue and not unit.unfiled]
    yield (
        f"牵头任务的单位{len(leading)}个，其中没有逾期、没有漏报的{len(clean)}个。"
        "两个以上单位共同牵头的任务，各单位分别计数。"
    )
    yield Table(
        "各牵头单位任务办理情况",
        ("单位", "牵头", *STATES, "逾期", "临期", "应报", "已报", "灯色"),
        ((320, True), *[(124, False)] * 10),
        tuple(
            (
                unit.name,
                *with_change(unit),
                str(unit.owed),
                str(unit.filed),
                lamps.get(unit.canonical, ""),
            )
            for unit in leading
        ),
    )
    yield _key(scheme) + ("逾期数后的↑、↓为比上期末增加、减少的项数。" if changed(leading) else "")
    if figures.order == "得分":
        yield from scores(leading)
    chart = states_of(figures.tasks, [(unit.canonical, unit.name) for unit in leading])
    if chart.series:
        shortened = f"（前{MOST_UNITS}个单位）" if len(leading) > MOST_UNITS else ""
        yield Picture(chart.title + shortened, chart)


def _lamps(figures: Figures, scheme: Scheme) -> dict[str, str]:
    """The worst lamp of the tasks that each unit leads, by its full name: the first of the scheme that shines for any."""
    late = {t.task.id for t in figures.behind}
    shining = grouped(
        (unit, scheme.lamp(task, is_soon(task, figures.day, figures.soon_days), task.id in late))
        for task in figures.tasks
        for unit in task.leading
    )
    return {unit: _worst([lamp for lamp in scheme.lamps if lamp in {*lit}]) for unit, lit in shining.items()}


def _worst(lit: Sequence[Lamp]) -> str:
    """Lamps for what is closed come first in some schemes, yet say the least of a unit."""
    active = [lamp for lamp in lit if lamp.when not in {"done", "ended"}]
    return (active or list(lit))[0].name if lit else ""


def _key(scheme: Scheme) -> str:
    says: dict[str, list[str]] = {}
    for lamp in scheme.lamps:
        says.setdefault(lamp.name, []).append(lamp.says)
    words = "，".join(f"{name}为{'或'.join(dict.fromkeys(all_))}" for name, all_ in says.items())
    return f"灯色按单位最差的一项任务：{words}。"


# ---- lists -----------------------------------------------------------------------------------------------

TASK = (("序号", 9, False), ("任务号", 13, False), ("任务", 45, True), ("牵头单位", 32, True))


def _task_table(
    title: str, more: Sequence[tuple[str, int, bool]], rows: Sequence[tuple[TrackedTask, tuple[str, ...]]]
) -> Table:
    columns = (*TASK, *more)
    return Table(
        title,
        tuple(name for name, _, _ in columns),
        tuple((width, wide) for _, width, wide in columns),
        tuple(
            (str(at), str(task.id), task.title, lead_words(task), *cells)
            for at, (task, cells) in enumerate(rows, 1)
        ),
    )


def _due(task: TrackedTask) -> str:
    """2025-06-30: 2025年6月30日 would break in a narrow column, inside of the day."""
    due = due_of(task)
    return due.isoformat() if due else ""


def _overdue(figures: Figures) -> Iterator[str | Table | Picture]:
    if not figures.overdue:
        yield "没有逾期未办结的任务。"
        return
    leads = {unit.canonical for unit in figures.units if unit.counts.overdue}
    yield f"逾期未办结任务{len(figures.overdue)}项，涉及牵头单位{len(leads)}个。"
    yield _task_table(
        "逾期未办结任务",
        (("到期日", 26, False), ("逾期天数", 17, False), ("进度", 12, False)),
        [(t, (_due(t), str(t.overdue_days), f"{t.progress.percent}%")) for t in figures.overdue],
    )


def _soon(figures: Figures) -> Iterator[str | Table | Picture]:
    if figures.soon:
        yield from _soon_listed(figures)
    else:
        yield f"没有{figures.soon_days}日内到期的任务。"
    chart = due_by_month(figures.tasks, figures.day)
    if chart.categories:
        yield Picture(f"{chart.title}（截至{figures.day.month}月{figures.day.day}日）", chart)


def _soon_listed(figures: Figures) -> Iterator[str | Table]:
    yield f"{figures.soon_days}日内到期、尚未办结的任务{len(figures.soon)}项。"
    yield _task_table(
        "临期任务",
        (("到期日", 26, False), ("剩余天数", 17, False), ("进度", 12, False)),
        [
            (t, (_due(t), str(((due_of(t) or figures.day) - figures.day).days), f"{t.progress.percent}%"))
            for t in figures.soon
        ],
    )


def _unfiled(figures: Figures) -> Iterator[str | Table | Picture]:
    if not figures.owed:
        return
    if not figures.unfiled:
        yield "应报进展的任务均已报送。"
        return
    silent = [unit for unit in figures.units if unit.unfiled]
    own = grouped((unit, str(card.task.id)) for card in figures.unfiled for unit in card.task.leading)
    yield f"应报未报任务{len(figures.unfiled)}项，涉及牵头单位{len(silent)}个。"
    yield Table(
        "应报未报情况",
        ("单位", "应报", "未报", "未报任务号"),
        ((40, True), (14, False), (14, False), (88, True)),
        tuple(
            (unit.name, str(unit.owed), str(unit.unfiled), BREAK.join(own.get(unit.canonical, ())))
            for unit in silent
        ),
    )


def _targets(figures: Figures) -> Iterator[str | Table | Picture]:
    if not figures.targets:
        return
    if not figures.behind:
        yield "已填报现值的量化目标均达到序时进度。"
        return
    yield f"欠序时进度的量化目标{len(figures.behind)}个。"
    yield Table(
        "欠序时进度的量化目标",
        ("任务号", "目标", "牵头单位", "现值", "完成率", "序时进度"),
        ((13, False), (58, True), (32, True), (17, False), (18, False), (18, False)),
        tuple(_target_row(target) for target in figures.behind),
    )


def _target_row(found: TargetFigures) -> tuple[str, ...]:
    present = f"{number_words(found.present)}{found.target.unit or ''}"
    lead = lead_words(found.task)
    return (
        str(found.task.id),
        normal_target(found.target),
        lead,
        present,
        f"{found.done}%",
        f"{found.expected}%",
    )


def _problems(figures: Figures) -> Iterator[str | Table | Picture]:
    """What units wrote of their problems and of what others must help with, in their words."""
    if not figures.problems:
        return
    asked = sum(1 for card in figures.problems if said(card, "coordinate"))
    yield f"填报存在问题或需协调事项的任务{len(figures.problems)}项，其中需协调的{asked}项。"
    yield Table(
        "存在问题与需协调事项",
        ("任务号", "任务", "牵头单位", "存在问题", "需协调事项"),
        ((13, False), (36, True), (28, True), (40, True), (40, True)),
        tuple(
            (
                str(card.task.id),
                card.task.title,
                lead_words(card.task),
                said(card, "problem"),
                said(card, "coordinate"),
            )
            for card in figures.problems
        ),
    )


def _silent(figures: Figures) -> Iterator[str | Table | Picture]:
    if not figures.owed:
        return
    if not figures.silent:
        yield "没有发现内容空泛、照抄上期或与实际不符的填报。"
        return
    yield f"填报内容空泛、照抄上期或与实际不符的{len(figures.silent)}项。"
    yield Table(
        "需要重报的填报",
        ("任务号", "任务", "填报单位", "填报内容", "问题"),
        ((13, False), (36, True), (30, True), (42, True), (35, True)),
        tuple(
            (
                str(one.card.task.id),
                one.card.task.title,
                one.card.by,
                _short(one.card.note),
                "\n".join(one.faults),
            )
            for one in figures.silent
        ),
    )


def _short(note: str) -> str:
    flat = " ".join(note.split())
    return flat if len(flat) <= LONGEST_NOTE else f"{flat[:LONGEST_NOTE]}…"


def _asked(figures: Figures) -> Iterator[str | Table | Picture]:
    """What follows for whom; nothing where nothing is amiss."""
    wants = [
        (figures.overdue, "逾期任务的牵头单位要说明原因，明确办结时间，逐项销号"),
        (figures.soon, "临期任务的牵头单位要加快办理，按时办结"),
        (figures.unfiled, "应报未报的单位要尽快补报"),
        (figures.behind, "欠序时进度的单位要分析原因，补上进度"),
        (figures.silent, "填报内容不实、不具体的要重新填报，写明做了什么、做到什么程度"),
    ]
    asked = [words for amiss, words in wants if amiss]
    if asked:
        yield f"{'；'.join(asked)}。"
