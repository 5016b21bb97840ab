"""How many parts each unit has, by role, state and day, kept beside the links so that the totals read none of them.

Triggers keep the counts, whoever writes the links. A migration makes them, and ``check --repair`` makes one that is gone. A count that
fell to nothing stays, and so does a pair that is one no more: who asks looks at the links of a pair.
"""

from __future__ import annotations

from collections.abc import Mapping

TABLES = ("total_parts", "total_twice")
"""What follows from the links: no copy of a tracker has it, for it comes with them."""

NEVER = "9999-12-31"
"""The day of a part that has none: in a key nothing is like nothing."""

_PARTS = """CREATE TABLE total_parts (
	unit_id INTEGER NOT NULL,
	role VARCHAR NOT NULL,
	state VARCHAR NOT NULL,
	due DATE NOT NULL,
	parts INTEGER NOT NULL,
	PRIMARY KEY (unit_id, role, state, due)
)"""
_TWICE = """CREATE TABLE total_twice (
	unit_id INTEGER NOT NULL,
	task_id INTEGER NOT NULL,
	PRIMARY KEY (unit_id, task_id)
)"""
_KEY = f"{{0}}.unit_id, {{0}}.role, {{0}}.state, coalesce({{0}}.due, '{NEVER}')"
_COUNTED = f"SELECT {_KEY.format('l')} AS due, count(*) AS parts FROM {{links}} l GROUP BY 1, 2, 3, 4"
COUNTED = _COUNTED.format(links="task_unit")
"""What ``total_parts`` should hold."""
KEPT = "SELECT unit_id, role, state, due, parts FROM total_parts WHERE parts <> 0"
REPEATED = "SELECT unit_id, task_id FROM task_unit GROUP BY unit_id, task_id HAVING count(*) > 1"
"""What ``total_twice`` should hold, at least: the units that a task names twice."""
FORGOTTEN = f"{REPEATED} EXCEPT SELECT unit_id, task_id FROM total_twice"
RECOUNT = (
    "DELETE FROM total_parts",
    "DELETE FROM total_twice",
    f"INSERT INTO total_parts {COUNTED}",
    f"INSERT INTO total_twice {REPEATED}",
)

# ---- SQLite: row by row --------------------------------------------------------------------------------

_COME = f"""INSERT INTO total_parts VALUES ({_KEY.format("new")}, 1)
    ON CONFLICT (unit_id, role, state, due) DO UPDATE SET parts = parts + 1;
  INSERT INTO total_twice SELECT new.unit_id, new.task_id WHERE EXISTS (
      SELECT 1 FROM task_unit WHERE unit_id = new.unit_id AND task_id = new.task_id AND id <> new.id
    ) ON CONFLICT DO NOTHING;"""
_GONE = (
    f"UPDATE total_parts SET parts = parts - 1 WHERE (unit_id, role, state, due) = ({_KEY.format('old')});"
)
_MOVED = " OR ".join(
    f"old.{name} IS NOT new.{name}" for name in ("unit_id", "task_id", "role", "state", "due")
)
_ON_SQLITE = {
    "total_in": f"CREATE TRIGGER total_in AFTER INSERT ON task_unit BEGIN\n  {_COME}\nEND",
    "total_out": f"CREATE TRIGGER total_out AFTER DELETE ON task_unit BEGIN\n  {_GONE}\nEND",
    "total_on": f"CREATE TRIGGER total_on AFTER UPDATE ON task_unit WHEN {_MOVED} BEGIN\n  {_GONE}\n  {_COME}\nEND",
}

# ---- PostgreSQL: statement by statement ----------------------------------------------------------------

_FUNCTION = f"""CREATE OR REPLACE FUNCTION policyparse_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE total_parts t SET parts = t.parts - g.parts FROM ({_COUNTED.format(links="gone")}) g
    WHERE (t.unit_id, t.role, t.state, t.due) = (g.unit_id, g.role, g.state, g.due);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO total_parts {_COUNTED.format(links="come")}
    ON CONFLICT (unit_id, role, state, due) DO UPDATE SET parts = total_parts.parts + excluded.parts;
    INSERT INTO total_twice SELECT DISTINCT c.unit_id, c.task_id FROM come c
      JOIN task_unit l ON l.unit_id = c.unit_id AND l.task_id = c.task_id AND l.id <> c.id
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$"""
_COMING, _GOING = "NEW TABLE AS come", "OLD TABLE AS gone"
_ON_POSTGRESQL = {
    name: f"CREATE TRIGGER {name} AFTER {event} ON task_unit REFERENCING {rows}"
    " FOR EACH STATEMENT EXECUTE FUNCTION policyparse_total()"
    for name, event, rows in (
        ("total_in", "INSERT", _COMING),
        ("total_out", "DELETE", _GOING),
        ("total_on", "UPDATE", f"{_GOING} {_COMING}"),
    )
}


def statements(dialect: str) -> Mapping[str, str]:
    """What makes each table and trigger, by its name, on ``sqlite`` or ``postgresql``."""
    tables = {"total_parts": _PARTS, "total_twice": _TWICE}
    if dialect == "postgresql":
        # the function is made with the first of the triggers
        return {**tables, **_ON_POSTGRESQL, "total_in": f"{_FUNCTION};\n{_ON_POSTGRESQL['total_in']}"}
    return {**{name: f"{made} WITHOUT ROWID" for name, made in tables.items()}, **_ON_SQLITE}
