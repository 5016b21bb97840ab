"""The pictures of a 通报: the states of each unit's tasks, and when the tasks are due. PNG, Chinese labels rendered."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from policyparse.bulletin.figures import MOST_UNITS, Counts, Figures, UnitFigures, leaders, months
from policyparse.bulletin.fonts import chinese
from policyparse.ledger import CLOSED, STATES

MM = 1 / 25.4
WIDTH = 156
"""In mm: the type area of GB/T 9704."""
DPI = 220
MOST_MONTHS = 15
COLOURS = {
    "已完成": "#2E8B57",
    "推进中": "#5B8DB8",
    "未启动": "#C9CDD2",
    "逾期": "#C0392B",
    "已终止": "#6B7076",
}
"""In the order of a bar; 逾期 takes a task out of its state, so that each is counted once."""
DUE = {
    "已办结（含终止）": COLOURS["已完成"],
    "逾期未办结": COLOURS["逾期"],
    "未到期未办结": COLOURS["推进中"],
}


def units(figures: Figures) -> bytes:
    """A bar for each unit that leads tasks: how many are done, under way, not begun, overdue, ended."""
    shown = figures.units[:MOST_UNITS]
    with _look():
        figure = Figure(figsize=(WIDTH * MM, (22 + 5.4 * len(shown)) * MM), dpi=DPI, layout="constrained")
        axes = figure.add_subplot()
        _bars(axes, [unit.name for unit in shown], [_parts(figures, unit) for unit in shown])
        axes.invert_yaxis()
        axes.set_xlabel("任务数（项）")
        _legend(axes, figure)
        return _png(figure)


def _bars(axes: Any, names: Sequence[str], parts: Sequence[dict[str, int]]) -> None:
    left = [0] * len(names)
    for state, colour in COLOURS.items():
        widths = [part[state] for part in parts]
        if not any(widths):
            continue
        bars = axes.barh(names, widths, left=left, color=colour, label=state, height=0.62)
        axes.bar_label(
            bars, [str(w) if w else "" for w in widths], label_type="center", color=_ink(state), fontsize=8
        )
        left = [a + b for a, b in zip(left, widths, strict=True)]
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="x", color="#E4E7EA", linewidth=0.6)
    axes.set_axisbelow(True)


def _parts(figures: Figures, unit: UnitFigures) -> dict[str, int]:
    """The tasks of a unit, each in one part: overdue ones are taken out of their states."""
    own = [task for task in figures.tasks if unit.canonical in leaders(task)]
    late = [task.progress.state for task in own if task.overdue_days]
    found: dict[str, int] = {
        state: unit.counts.states[at] - late.count(state) for at, state in enumerate(STATES)
    }
    return {**found, "逾期": len(late)}


def timeline(figures: Figures) -> bytes:
    """A column for each month in which tasks are due: done, overdue, open; with the day up to which is counted."""
    rows = _near(months(figures.tasks, figures.day), figures.day)
    names, all_counts = [name for name, _ in rows], [counts for _, counts in rows]
    with _look():
        figure = Figure(figsize=(WIDTH * MM, 64 * MM), dpi=DPI, layout="constrained")
        axes = figure.add_subplot()
        bottom = [0] * len(rows)
        for label, values in _series(all_counts).items():
            bars = axes.bar(
                range(len(rows)), values, bottom=bottom, color=DUE[label], label=label, width=0.66
            )
            texts = [str(value) if value else "" for value in values]
            axes.bar_label(bars, texts, label_type="center", color="white", fontsize=8)
            bottom = [a + b for a, b in zip(bottom, values, strict=True)]
        axes.set_xticks(range(len(rows)), names, fontsize=8)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_ylabel("到期任务（项）")
        axes.spines[["top", "right"]].set_visible(False)
        _mark(axes, months(figures.tasks, figures.day), names, figures.day)
        _legend(axes, figure)
        return _png(figure)


def _series(rows: Sequence[Counts]) -> dict[str, list[int]]:
    closed = [sum(n for state, n in zip(STATES, c.states, strict=True) if state in CLOSED) for c in rows]
    late = [c.overdue for c in rows]
    waiting = [c.total - done - c.overdue for c, done in zip(rows, closed, strict=True)]
    return dict(zip(DUE, (closed, late, waiting), strict=True))


def _near(rows: Sequence[tuple[date, Counts]], day: date) -> list[tuple[str, Counts]]:
    """The months by name; where there are too many those around the day, the others together before and behind."""
    here = sum(month <= day for month, _ in rows)
    first = max(min(here - MOST_MONTHS // 2, len(rows) - MOST_MONTHS), 0)
    inside = rows[first : first + MOST_MONTHS]
    before, after = rows[:first], rows[first + MOST_MONTHS :]
    return [
        *([("此前", _sum([counts for _, counts in before]))] if before else []),
        *((_month(month, at == 0), counts) for at, (month, counts) in enumerate(inside)),
        *([("此后", _sum([counts for _, counts in after]))] if after else []),
    ]


def _sum(rows: Sequence[Counts]) -> Counts:
    states = tuple(sum(column) for column in zip(*(counts.states for counts in rows), strict=True))
    return Counts(states, sum(counts.overdue for counts in rows), sum(counts.soon for counts in rows))


def _month(month: date, first: bool) -> str:
    """6月; with its year where one begins, and at first if that is not soon."""
    dated = month.month == 1 or (first and month.month < 11)
    return f"{month.month}月\n{month.year}年" if dated else f"{month.month}月"


def _mark(axes: Any, rows: Sequence[tuple[date, Counts]], names: Sequence[str], day: date) -> None:
    """A line at the day, where its month is among those shown."""
    shown = [month for month, _ in rows]
    hidden = len(shown) - len(names) + ("此前" in names) + ("此后" in names)
    skipped = sum(month <= day for month in shown) - 1
    if day.replace(day=1) not in shown or (hidden and "此前" in names):
        return
    place = skipped - 0.5 + day.day / 31
    axes.axvline(place, color="#333333", linewidth=0.9, linestyle=(0, (4, 3)))
    axes.annotate(
        f"{day.month}月{day.day}日",
        (place, 1),
        xycoords=("data", "axes fraction"),
        ha="center",
        va="bottom",
        fontsize=8,
    )


# ---- the look --------------------------------------------------------------------------------------------


def _look() -> Any:
    return rc_context(
        {
            "font.family": chinese(),
            "font.size": 9,
            "axes.unicode_minus": False,
            "svg.fonttype": "path",
            "axes.linewidth": 0.6,
        }
    )


def _ink(state: str) -> str:
    return "#333333" if state == "未启动" else "white"


def _legend(axes: Any, figure: Figure) -> None:
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=len(labels), frameon=False, fontsize=8)


def _png(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=DPI, metadata={"Software": None})
    return out.getvalue()
