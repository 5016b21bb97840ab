"""The steps from one schema of the tracker to the next; ``REVISIONS`` lists them, the newest last.

Listed here so that opening a tracker needs no Alembic: it is imported only to make or upgrade one.
"""

from __future__ import annotations

from sqlalchemy import Connection

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
HEAD = REVISIONS[-1]
VERSION_TABLE = "policyparse_version"


def migrate(connection: Connection, revision: str) -> None:
    """Bring the schema of a database up to a revision, inside its transaction. Alembic is imported only here."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "policyparse.tracker:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
