"""A reading keeps the digest of the rows that stand as it says, so that ``check`` need not unpack it."""

import zlib

import sqlalchemy as sa
from alembic import op

from policyparse.asking.damage import FAULTS
from policyparse.asking.documents import unpacked
from policyparse.tracker import digests

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the column, and fill it from what each reading says: not from the rows, of which some may be damaged."""
    op.add_column("parse", sa.Column("digest", sa.Text(), server_default=sa.text("''"), nullable=False))
    bind = op.get_bind()
    parse = sa.table("parse", sa.column("id"), sa.column("snapshot"), sa.column("digest"))
    for number in bind.execute(sa.select(parse.c.id)).scalars().all():
        one = parse.c.id == number
        packed = bind.execute(sa.select(parse.c.snapshot).where(one)).scalar_one()
        bind.execute(sa.update(parse).where(one).values(digest=_digest(packed)))


def _digest(packed: bytes) -> str:
    """The digest of a reading; nothing where it cannot be read, or lacks what one of an older program did not know."""
    try:
        return digests.of_reading(packed, unpacked(packed))
    except (*FAULTS, zlib.error):
        return ""
