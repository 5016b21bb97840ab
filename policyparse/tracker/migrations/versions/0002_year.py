"""What a year in the tracker needs: reports by period, reviews, present values, conflicts of a merge."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns that the rows there are can do without, then the two new tables."""
    op.add_column("document", sa.Column("cycle", sa.String(), nullable=True))
    op.add_column("document", sa.Column("report_day", sa.Integer(), nullable=True))
    op.add_column("target", sa.Column("present", sa.String(), nullable=True))
    op.add_column("target", sa.Column("present_on", sa.Date(), nullable=True))
    for name in ("coordinate", "review", "review_reason"):
        op.add_column("task", sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''")))
    _conflicts()
    _reports()


def _conflicts() -> None:
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("base", "mine", "theirs")),
        sa.Column("status", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_conflict_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_conflict"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_conflict_task_id", "conflict", ["task_id"])


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("filed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_report_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.UniqueConstraint("task_id", "period", name="uq_report_task_id_period"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_period", "report", ["period"])
