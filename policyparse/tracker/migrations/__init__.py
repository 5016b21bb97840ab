"""The steps from one schema of the tracker to the next; ``asking.revisions`` lists them, the newest last.

A new tracker on SQLite is made by ``new.sql`` at once, which is what all the steps come to (``python -m scripts.new_tracker``
writes it): to load Alembic and to walk a dozen steps takes as long as to read a file.
"""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from policyparse.asking.revisions import HEAD, REVISIONS, VERSION_TABLE

__all__ = ["HEAD", "PLACE", "REVISIONS", "VERSION_TABLE", "make", "migrate"]

PLACE = Path(__file__).parent / "new.sql"


def make(connection: Connection) -> None:
    """Make a tracker of the newest schema where there is nothing yet, inside the transaction."""
    if connection.dialect.name != "sqlite":
        migrate(connection, HEAD)
        return
    for statement in PLACE.read_text(encoding="utf-8").removesuffix(";\n").split(";\n\n"):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"INSERT INTO {VERSION_TABLE} (version_num) VALUES (?)", (HEAD,))
    connection.exec_driver_sql("INSERT INTO meta (name, value) VALUES ('id', ?)", (uuid4().hex,))


def migrate(connection: Connection, revision: str) -> None:
    """Bring the schema of a database up to a revision, inside its transaction. Alembic is imported only here."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "policyparse.tracker:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
