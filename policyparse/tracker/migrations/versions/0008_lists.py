"""The office's lists: for whom a collective unit stands in a place."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table of members; the trackers there are have no lists."""
    op.create_table(
        "unit_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["unit.id"], name="fk_unit_member_group_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_unit_member_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_unit_member"),
        sa.UniqueConstraint("group_id", "place", "unit_id", name="uq_unit_member_group_id_place_unit_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_unit_member_unit_id", "unit_member", ["unit_id"])
