"""Writes the statements that make a new tracker on SQLite, from what the migrations make of an empty file.

python -m scripts.new_tracker
"""

from __future__ import annotations

from sqlalchemy import create_engine

from policyparse.tracker.migrations import HEAD, PLACE, migrate

_MADE = """
SELECT sql FROM sqlite_master
WHERE sql IS NOT NULL AND name != 'sqlite_sequence' AND NOT (type = 'table' AND name LIKE 'task!_search!_%' ESCAPE '!')
ORDER BY rowid
"""
"""What SQLite does not make by itself: its sequences, the tables inside the full text index."""


def text() -> str:
    """The file: each statement as SQLite keeps it, an empty line between them."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate(connection, HEAD)
        made = [str(row[0]) for row in connection.exec_driver_sql(_MADE)]
    engine.dispose()
    return "\n\n".join(f"{one};" for one in made) + "\n"


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")
