"""The steps from one schema of the tracker to the next; ``asking.revisions`` lists them, the newest last."""

from __future__ import annotations

from sqlalchemy import Connection

from policyparse.asking.revisions import HEAD, REVISIONS, VERSION_TABLE

__all__ = ["HEAD", "REVISIONS", "VERSION_TABLE", "migrate"]


def migrate(connection: Connection, revision: str) -> None:
    """Bring the schema of a database up to a revision, inside its transaction. Alembic is imported only here."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "policyparse.tracker:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
