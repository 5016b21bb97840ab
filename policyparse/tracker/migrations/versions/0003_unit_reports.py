"""A report is one unit's, for one period; a presumed day is none to be overdue by; a tracker has an id of its own."""

import re
from calendar import monthrange
from datetime import date
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ENTRIES = ("state", "percent", "note", "problem", "next_step", "coordinate")
"""What a report of the old shape kept, beside the present values of the task's targets in their order."""

_REPORT = sa.table(
    "report", *(sa.column(n) for n in ("id", "task_id", "unit", "period")), sa.column("filed", sa.JSON)
)
_CHANGE = sa.table(
    "change",
    *(sa.column(n) for n in ("id", "task_id", "field")),
    *(sa.column(n, sa.JSON) for n in ("before", "after")),
)


def upgrade() -> None:
    """Change the tables, then the reports and what the log says of them."""
    op.create_table(
        "meta",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_meta"),
        sa.UniqueConstraint("name", name="uq_meta_name"),
        sqlite_autoincrement=True,
    )
    op.execute(f"INSERT INTO meta (name, value) VALUES ('id', '{uuid4().hex}')")
    with op.batch_alter_table("report", naming_convention={"uq": "uq_report_task_id_period"}) as table:
        table.add_column(sa.Column("unit", sa.Text(), nullable=False, server_default=sa.text("''")))
        table.drop_constraint("uq_report_task_id_period", type_="unique")
        table.create_unique_constraint("uq_report_task_id_unit_period", ["task_id", "unit", "period"])
    _reports()
    stated = (
        "SELECT max(due) FROM deadline WHERE deadline.task_id = {} AND due IS NOT NULL"
        " AND kind IN ('by', 'period') AND basis <> 'document-year'"
    )
    op.execute(f"UPDATE task SET due = ({stated.format('task.id')})")
    op.execute(f"UPDATE task_unit SET due = ({stated.format('task_unit.task_id')})")


def _reports() -> None:
    """Give each report to the unit that filed it, where that has a part in the task, else to the office."""
    bind = op.get_bind()
    parts: dict[tuple[int, str], bool] = {}
    linked = "SELECT l.task_id, u.canonical, l.role FROM task_unit l JOIN unit u ON u.id = l.unit_id"
    for task, unit, role in bind.execute(sa.text(linked)):
        parts[task, unit] = parts.get((task, unit), False) or role == "lead"
    metrics: dict[int, list[str]] = {}
    for task, metric in bind.execute(
        sa.text("SELECT task_id, metric FROM target ORDER BY task_id, position")
    ):
        metrics.setdefault(task, []).append(metric)
    for number, task, period, filed in bind.execute(
        sa.select(_REPORT.c.id, _REPORT.c.task_id, _REPORT.c.period, _REPORT.c.filed)
    ).all():
        unit = filed["by"] if (task, filed["by"]) in parts else ""
        leads = parts.get((task, unit), False)

        def new(value: Any, task: int = task, period: str = period, leads: bool = leads) -> Any:
            return None if value is None else _new(value, period, leads, metrics.get(task, []))

        bind.execute(sa.update(_REPORT).where(_REPORT.c.id == number).values(unit=unit, filed=new(filed)))
        told = sa.select(_CHANGE.c.id, _CHANGE.c.before, _CHANGE.c.after).where(
            _CHANGE.c.task_id == task, _CHANGE.c.field == f"report:{period}"
        )
        field = f"report:{period}:{unit}" if unit else f"report:{period}"
        for change, before, after in bind.execute(told).all():
            values = {"field": field, "before": new(before), "after": new(after)}
            bind.execute(sa.update(_CHANGE).where(_CHANGE.c.id == change).values(values))


def _new(filed: dict[str, Any], period: str, leads: bool, metrics: list[str]) -> dict[str, Any]:
    """A report of the old shape in the new one (``tracker.reports``)."""
    seen: dict[str, int] = {}
    presents = {}
    for metric, value in zip(metrics, filed.get("targets", ()), strict=False):
        seen[metric] = seen.get(metric, 0) + 1
        if value is not None:
            presents[metric if seen[metric] == 1 else f"{metric}#{seen[metric]}"] = value
    return {
        "at": filed["at"],
        "by": filed["by"],
        "leads": leads,
        "upto": _end(period).isoformat(),
        "entries": {name: filed[name] for name in ENTRIES if name in filed},
        "presents": presents,
    }


def _end(period: str) -> date:
    """The last day of 2025-06 or 2025Q2."""
    found = re.fullmatch(r"(\d{4})(?:Q([1-4])|-(\d{2}))", period)
    if found is None:
        return date(int(period[:4]), 12, 31)
    month = int(found[2]) * 3 if found[2] else int(found[3])
    return date(int(found[1]), month, monthrange(int(found[1]), month)[1])
