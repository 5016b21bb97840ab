"""The index from which the totals of all units are counted in the order in which they are told."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make it beside the one by tasks; a tracker of before 0010 had it."""
    links = ["unit_id", "role", "state", "due"]
    op.create_index("ix_task_unit_unit_id_role_state_due", "task_unit", links, if_not_exists=True)
