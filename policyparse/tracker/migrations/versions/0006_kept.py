"""The bytes of files are kept: which ones, and, where there is no folder for them, the bytes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add both tables; the files that were added before are in neither, until they are added once more."""
    op.create_table(
        "kept",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept"),
        sa.UniqueConstraint("sha256", name="uq_kept_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "kept_bytes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept_bytes"),
        sa.UniqueConstraint("sha256", name="uq_kept_bytes_sha256"),
        sqlite_autoincrement=True,
    )
