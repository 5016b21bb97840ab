"""Indexes from which the totals of all units, and the tasks of a document, are counted without reading a task."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Put wider indexes in the place of two, and one beside them; a damaged tracker may have lost one."""
    op.drop_index("ix_task_unit_unit_id_role_state_due", table_name="task_unit", if_exists=True)
    links = ["unit_id", "task_id", "role", "state", "due"]
    op.create_index("ix_task_unit_unit_id_task_id_role_state_due", "task_unit", links, if_not_exists=True)
    op.drop_index("ix_task_document_id_position", table_name="task", if_exists=True)
    op.create_index(
        "ix_task_document_id_position_dropped",
        "task",
        ["document_id", "position", "dropped"],
        if_not_exists=True,
    )
    op.create_index("ix_task_dropped", "task", ["dropped"], if_not_exists=True)
