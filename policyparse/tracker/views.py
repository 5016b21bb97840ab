"""Three views for people who read the ledger with SQL (``docs/sql.md``): what is in force, in the clerk's words.

A migration makes them, and ``check --repair`` makes one that is gone. One that rebuilds a table they read, or changes them, drops them
first and makes them again.
"""

from __future__ import annotations

from collections.abc import Mapping

_TASK = """CREATE VIEW v_task AS
SELECT t.id, t.document_id, d.title AS document, d.doc_number, d.issuer, t.number, t.title, t.text,
  CASE t.kind WHEN 'task' THEN '任务' ELSE '评分项' END AS kind, t.points, t.page, t.due, t.state, t.percent,
  t.note, t.problem, t.next_step, t.coordinate, t.person, t.contact, t.review,
  t.started_on, t.finished_on, t.updated_at, t.updated_by, t.position
FROM task t JOIN document d ON d.id = t.document_id
WHERE NOT t.dropped AND NOT d.removed"""

_TASK_UNIT = """CREATE VIEW v_task_unit AS
SELECT l.task_id, t.document_id, t.title AS task, u.canonical AS unit, l.name,
  CASE l.role WHEN 'lead' THEN '牵头' ELSE '配合' END AS role,
  CASE l.basis WHEN 'explicit' THEN '文件明示' WHEN 'convention' THEN '按文件约定' WHEN 'order' THEN '按排序'
    WHEN 'prose' THEN '据正文' ELSE '发文机关' END AS basis,
  t.state, t.due
FROM task_unit l JOIN unit u ON u.id = l.unit_id JOIN task t ON t.id = l.task_id
JOIN document d ON d.id = t.document_id
WHERE NOT t.dropped AND NOT d.removed"""

_REPORT = """CREATE VIEW v_report AS
SELECT r.task_id, t.title AS task, r.unit, r.period, {at} AS filed_at, {by} AS filed_by, {state} AS state,
  CAST({percent} AS INTEGER) AS percent, {note} AS note, {problem} AS problem, {next_step} AS next_step
FROM report r JOIN task t ON t.id = r.task_id JOIN document d ON d.id = t.document_id
WHERE NOT t.dropped AND NOT d.removed"""

_FILED = ("at", "by")
_ENTRIES = ("state", "percent", "note", "problem", "next_step")


def statements(dialect: str) -> Mapping[str, str]:
    """What makes each view, by its name, on ``sqlite`` or ``postgresql``."""
    if dialect == "postgresql":
        paths = {name: f"r.filed ->> '{name}'" for name in _FILED}
        paths |= {name: f"r.filed -> 'entries' ->> '{name}'" for name in _ENTRIES}
    else:
        paths = {name: f"json_extract(r.filed, '$.{name}')" for name in _FILED}
        paths |= {name: f"json_extract(r.filed, '$.entries.{name}')" for name in _ENTRIES}
    bracketed = {name: f"({path})" for name, path in paths.items()}
    return {"v_task": _TASK, "v_task_unit": _TASK_UNIT, "v_report": _REPORT.format(**bracketed)}
