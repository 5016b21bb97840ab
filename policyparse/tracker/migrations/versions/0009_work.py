"""The work ledger: which files are to be read, who is reading them, and what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("lease", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_work"),
        sa.UniqueConstraint("path", name="uq_work_path"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_work_state", "work", ["state"])
    op.create_index("ix_work_sha256", "work", ["sha256"])
