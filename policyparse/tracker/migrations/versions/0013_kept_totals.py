"""The counts of units' parts are kept by triggers: the totals read them in the place of every link there is."""

from alembic import op

from policyparse.tracker import totals

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the tables and the triggers, and count what there is."""
    for statement in totals.statements(op.get_bind().dialect.name).values():
        op.execute(statement)
    for statement in totals.RECOUNT:
        op.execute(statement)
    op.drop_index("ix_task_unit_unit_id_role_state_due", table_name="task_unit", if_exists=True)
