CREATE TABLE policyparse_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT policyparse_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE command (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at DATETIME NOT NULL, 
	"by" TEXT NOT NULL, 
	verb VARCHAR NOT NULL, 
	words TEXT NOT NULL, 
	undoes INTEGER, 
	CONSTRAINT fk_command_undoes FOREIGN KEY(undoes) REFERENCES command (id), 
	CONSTRAINT uq_command_undoes UNIQUE (undoes)
);

CREATE TABLE source (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	sha256 TEXT NOT NULL, 
	name TEXT NOT NULL, 
	format TEXT NOT NULL, 
	pages INTEGER, 
	unread JSON NOT NULL, 
	remarks JSON NOT NULL, 
	CONSTRAINT uq_source_sha256 UNIQUE (sha256)
);

CREATE TABLE document (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	parse_id INTEGER, 
	title TEXT NOT NULL, 
	issuer TEXT, 
	doc_number TEXT, 
	issued_on DATE, 
	genre TEXT, 
	year INTEGER, 
	region TEXT, 
	added_at DATETIME NOT NULL, 
	removed BOOLEAN NOT NULL
, cycle VARCHAR, report_day INTEGER);

CREATE TABLE parse (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	source_id INTEGER NOT NULL, 
	document_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	snapshot BLOB NOT NULL, digest TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT fk_parse_source_id FOREIGN KEY(source_id) REFERENCES source (id), 
	CONSTRAINT fk_parse_document_id FOREIGN KEY(document_id) REFERENCES document (id)
);

CREATE INDEX ix_parse_source_id ON parse (source_id);

CREATE INDEX ix_parse_document_id ON parse (document_id);

CREATE TABLE task (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	document_id INTEGER NOT NULL, 
	parsed INTEGER, 
	"key" TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	number TEXT, 
	path JSON NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	kind VARCHAR NOT NULL, 
	points VARCHAR, 
	page INTEGER, 
	actions JSON NOT NULL, 
	warnings JSON NOT NULL, 
	due DATE, 
	words TEXT NOT NULL, 
	dropped BOOLEAN NOT NULL, 
	state VARCHAR NOT NULL, 
	percent INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	problem TEXT NOT NULL, 
	next_step TEXT NOT NULL, 
	person TEXT NOT NULL, 
	contact TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	started_on DATE, 
	finished_on DATE, 
	updated_at DATETIME, 
	updated_by TEXT NOT NULL, coordinate TEXT DEFAULT '' NOT NULL, review TEXT DEFAULT '' NOT NULL, review_reason TEXT DEFAULT '' NOT NULL, milestones JSON, entries JSON, fields JSON, 
	CONSTRAINT fk_task_document_id FOREIGN KEY(document_id) REFERENCES document (id)
);

CREATE INDEX ix_task_key ON task ("key");

CREATE INDEX ix_task_state_due ON task (state, due);

CREATE TABLE unit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	canonical TEXT NOT NULL, 
	CONSTRAINT uq_unit_canonical UNIQUE (canonical)
);

CREATE TABLE unit_alias (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	unit_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT fk_unit_alias_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id), 
	CONSTRAINT uq_unit_alias_unit_id_name UNIQUE (unit_id, name)
);

CREATE TABLE task_unit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	position INTEGER NOT NULL, 
	span_start INTEGER, 
	span_end INTEGER, 
	surface TEXT NOT NULL, 
	page INTEGER, 
	rule TEXT NOT NULL, 
	confidence FLOAT NOT NULL, 
	task_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	role VARCHAR NOT NULL, 
	basis VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	due DATE, 
	CONSTRAINT fk_task_unit_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id), 
	CONSTRAINT fk_task_unit_task_id FOREIGN KEY(task_id) REFERENCES task (id)
);

CREATE INDEX ix_task_unit_task_id ON task_unit (task_id);

CREATE TABLE target (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	position INTEGER NOT NULL, 
	span_start INTEGER, 
	span_end INTEGER, 
	surface TEXT NOT NULL, 
	page INTEGER, 
	rule TEXT NOT NULL, 
	confidence FLOAT NOT NULL, 
	task_id INTEGER NOT NULL, 
	metric TEXT NOT NULL, 
	comparator VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	unit TEXT, 
	value_max VARCHAR, 
	change VARCHAR, 
	baseline TEXT, 
	scope TEXT, 
	kind VARCHAR NOT NULL, 
	due DATE, present VARCHAR, present_on DATE, 
	CONSTRAINT fk_target_task_id FOREIGN KEY(task_id) REFERENCES task (id)
);

CREATE INDEX ix_target_task_id ON target (task_id);

CREATE TABLE deadline (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	position INTEGER NOT NULL, 
	span_start INTEGER, 
	span_end INTEGER, 
	surface TEXT NOT NULL, 
	page INTEGER, 
	rule TEXT NOT NULL, 
	confidence FLOAT NOT NULL, 
	task_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	due DATE, 
	start DATE, 
	rrule TEXT, 
	basis VARCHAR NOT NULL, 
	CONSTRAINT fk_deadline_task_id FOREIGN KEY(task_id) REFERENCES task (id)
);

CREATE INDEX ix_deadline_task_id ON deadline (task_id);

CREATE TABLE change (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	command_id INTEGER NOT NULL, 
	document_id INTEGER, 
	task_id INTEGER, 
	field VARCHAR NOT NULL, 
	"before" JSON NOT NULL, 
	"after" JSON NOT NULL, 
	CONSTRAINT fk_change_command_id FOREIGN KEY(command_id) REFERENCES command (id), 
	CONSTRAINT fk_change_document_id FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT fk_change_task_id FOREIGN KEY(task_id) REFERENCES task (id)
);

CREATE INDEX ix_change_command_id ON change (command_id);

CREATE INDEX ix_change_document_id ON change (document_id);

CREATE INDEX ix_change_task_id ON change (task_id);

CREATE VIRTUAL TABLE task_search USING fts5(words, content='task', content_rowid='id');

CREATE TRIGGER task_search_in AFTER INSERT ON task BEGIN INSERT INTO task_search(rowid, words) VALUES (new.id, new.words); END;

CREATE TRIGGER task_search_out AFTER DELETE ON task BEGIN INSERT INTO task_search(task_search, rowid, words) VALUES ('delete', old.id, old.words); END;

CREATE TRIGGER task_search_on AFTER UPDATE OF words ON task BEGIN INSERT INTO task_search(task_search, rowid, words) VALUES ('delete', old.id, old.words); INSERT INTO task_search(rowid, words) VALUES (new.id, new.words); END;

CREATE TABLE "conflict" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	task_id INTEGER NOT NULL, 
	field VARCHAR NOT NULL, 
	base JSON NOT NULL, 
	mine JSON NOT NULL, 
	theirs JSON NOT NULL, 
	status VARCHAR, 
	CONSTRAINT fk_conflict_task_id FOREIGN KEY(task_id) REFERENCES task (id)
);

CREATE INDEX ix_conflict_task_id ON "conflict" (task_id);

CREATE TABLE meta (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT uq_meta_name UNIQUE (name)
);

CREATE TABLE "report" (
	id INTEGER NOT NULL, 
	task_id INTEGER NOT NULL, 
	period VARCHAR NOT NULL, 
	filed JSON NOT NULL, 
	unit TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_report_task_id FOREIGN KEY(task_id) REFERENCES task (id), 
	CONSTRAINT uq_report_task_id_unit_period UNIQUE (task_id, unit, period)
);

CREATE INDEX ix_report_period ON report (period);

CREATE VIEW v_task AS
SELECT t.id, t.document_id, d.title AS document, d.doc_number, d.issuer, t.number, t.title, t.text,
  CASE t.kind WHEN 'task' THEN '任务' ELSE '评分项' END AS kind, t.points, t.page, t.due, t.state, t.percent,
  t.note, t.problem, t.next_step, t.coordinate, t.person, t.contact, t.review,
  t.started_on, t.finished_on, t.updated_at, t.updated_by, t.position
FROM task t JOIN document d ON d.id = t.document_id
WHERE NOT t.dropped AND NOT d.removed;

CREATE VIEW v_task_unit AS
SELECT l.task_id, t.document_id, t.title AS task, u.canonical AS unit, l.name,
  CASE l.role WHEN 'lead' THEN '牵头' ELSE '配合' END AS role,
  CASE l.basis WHEN 'explicit' THEN '文件明示' WHEN 'convention' THEN '按文件约定' WHEN 'order' THEN '按排序'
    WHEN 'prose' THEN '据正文' ELSE '发文机关' END AS basis,
  t.state, t.due
FROM task_unit l JOIN unit u ON u.id = l.unit_id JOIN task t ON t.id = l.task_id
JOIN document d ON d.id = t.document_id
WHERE NOT t.dropped AND NOT d.removed;

CREATE VIEW v_report AS
SELECT r.task_id, t.title AS task, r.unit, r.period, (json_extract(r.filed, '$.at')) AS filed_at, (json_extract(r.filed, '$.by')) AS filed_by, (json_extract(r.filed, '$.entries.state')) AS state,
  CAST((json_extract(r.filed, '$.entries.percent')) AS INTEGER) AS percent, (json_extract(r.filed, '$.entries.note')) AS note, (json_extract(r.filed, '$.entries.problem')) AS problem, (json_extract(r.filed, '$.entries.next_step')) AS next_step
FROM report r JOIN task t ON t.id = r.task_id JOIN document d ON d.id = t.document_id
WHERE NOT t.dropped AND NOT d.removed;

CREATE TABLE reminder (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	task_id INTEGER NOT NULL, 
	unit TEXT NOT NULL, 
	rung VARCHAR NOT NULL, 
	sent JSON NOT NULL, 
	CONSTRAINT fk_reminder_task_id FOREIGN KEY(task_id) REFERENCES task (id), 
	CONSTRAINT uq_reminder_task_id_unit_rung UNIQUE (task_id, unit, rung)
);

CREATE TABLE kept (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	sha256 TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	CONSTRAINT uq_kept_sha256 UNIQUE (sha256)
);

CREATE TABLE kept_bytes (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	sha256 TEXT NOT NULL, 
	data BLOB NOT NULL, 
	CONSTRAINT uq_kept_bytes_sha256 UNIQUE (sha256)
);

CREATE TABLE unit_link (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	unit TEXT NOT NULL, 
	period VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL, 
	made_at DATETIME NOT NULL, 
	made_by TEXT NOT NULL, 
	until DATE NOT NULL, 
	used_at DATETIME, 
	status VARCHAR, 
	CONSTRAINT uq_unit_link_hash UNIQUE (hash)
);

CREATE INDEX ix_unit_link_unit ON unit_link (unit);

CREATE TABLE submission (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	unit TEXT NOT NULL, 
	period VARCHAR NOT NULL, 
	name TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	status VARCHAR NOT NULL, 
	content JSON NOT NULL, 
	reason TEXT NOT NULL
);

CREATE INDEX ix_submission_unit ON submission (unit);

CREATE INDEX ix_submission_status ON submission (status);

CREATE TABLE unit_member (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	group_id INTEGER NOT NULL, 
	place TEXT NOT NULL, 
	unit_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT fk_unit_member_group_id FOREIGN KEY(group_id) REFERENCES unit (id), 
	CONSTRAINT fk_unit_member_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id), 
	CONSTRAINT uq_unit_member_group_id_place_unit_id UNIQUE (group_id, place, unit_id)
);

CREATE INDEX ix_unit_member_unit_id ON unit_member (unit_id);

CREATE TABLE work (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	path TEXT NOT NULL, 
	sha256 TEXT, 
	state VARCHAR NOT NULL, 
	holder TEXT NOT NULL, 
	lease DATETIME, 
	attempts INTEGER NOT NULL, 
	error TEXT NOT NULL, 
	program TEXT NOT NULL, 
	CONSTRAINT uq_work_path UNIQUE (path)
);

CREATE INDEX ix_work_state ON work (state);

CREATE INDEX ix_work_sha256 ON work (sha256);

CREATE INDEX ix_task_unit_unit_id_task_id_role_state_due ON task_unit (unit_id, task_id, role, state, due);

CREATE INDEX ix_task_document_id_position_dropped ON task (document_id, position, dropped);

CREATE INDEX ix_task_dropped ON task (dropped);

CREATE TABLE evidence (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	task_id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	attached JSON NOT NULL, 
	removed BOOLEAN NOT NULL, 
	CONSTRAINT fk_evidence_task_id FOREIGN KEY(task_id) REFERENCES task (id), 
	CONSTRAINT uq_evidence_task_id_sha256 UNIQUE (task_id, sha256)
);

CREATE TABLE total_parts (
	unit_id INTEGER NOT NULL,
	role VARCHAR NOT NULL,
	state VARCHAR NOT NULL,
	due DATE NOT NULL,
	parts INTEGER NOT NULL,
	PRIMARY KEY (unit_id, role, state, due)
) WITHOUT ROWID;

CREATE TABLE total_twice (
	unit_id INTEGER NOT NULL,
	task_id INTEGER NOT NULL,
	PRIMARY KEY (unit_id, task_id)
) WITHOUT ROWID;

CREATE TRIGGER total_in AFTER INSERT ON task_unit BEGIN
  INSERT INTO total_parts VALUES (new.unit_id, new.role, new.state, coalesce(new.due, '9999-12-31'), 1)
    ON CONFLICT (unit_id, role, state, due) DO UPDATE SET parts = parts + 1;
  INSERT INTO total_twice SELECT new.unit_id, new.task_id WHERE EXISTS (
      SELECT 1 FROM task_unit WHERE unit_id = new.unit_id AND task_id = new.task_id AND id <> new.id
    ) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER total_out AFTER DELETE ON task_unit BEGIN
  UPDATE total_parts SET parts = parts - 1 WHERE (unit_id, role, state, due) = (old.unit_id, old.role, old.state, coalesce(old.due, '9999-12-31'));
END;

CREATE TRIGGER total_on AFTER UPDATE ON task_unit WHEN old.unit_id IS NOT new.unit_id OR old.task_id IS NOT new.task_id OR old.role IS NOT new.role OR old.state IS NOT new.state OR old.due IS NOT new.due BEGIN
  UPDATE total_parts SET parts = parts - 1 WHERE (unit_id, role, state, due) = (old.unit_id, old.role, old.state, coalesce(old.due, '9999-12-31'));
  INSERT INTO total_parts VALUES (new.unit_id, new.role, new.state, coalesce(new.due, '9999-12-31'), 1)
    ON CONFLICT (unit_id, role, state, due) DO UPDATE SET parts = parts + 1;
  INSERT INTO total_twice SELECT new.unit_id, new.task_id WHERE EXISTS (
      SELECT 1 FROM task_unit WHERE unit_id = new.unit_id AND task_id = new.task_id AND id <> new.id
    ) ON CONFLICT DO NOTHING;
END;
