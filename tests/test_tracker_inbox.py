"""Links for units and what units sent: each step a logged command that one undo takes back."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from tracked import NOON, TODAY, education

from policyparse.errors import TrackerError
from policyparse.ledger import Entries, Filing, Filter
from policyparse.tracker import Tracker, evidence, links, lists, log, submissions, upkeep
from policyparse.tracker.address import locate
from policyparse.tracker.engines import connect, writer
from policyparse.tracker.migrations import migrate

UNIT, PERIOD, KEY = "云溪市教育局", "2025-06", "a-key-of-128-bits"
END = date(2025, 7, 31)
JULY = datetime(2025, 7, 2, 9, 0)


@pytest.fixture
def filled(tracker: Tracker) -> Tracker:
    """A tracker with a document of tasks."""
    tracker.add(education(), at=NOON)
    return tracker


def status(tracker: Tracker, number: int) -> str:
    """What became of a submission."""
    return submissions.numbered(tracker.database, number).status


def test_a_link_is_found_by_its_key_and_is_one_for_a_unit_and_a_period(filled: Tracker) -> None:
    base = filled.database
    links.make(base, {"市教育局": KEY}, PERIOD, END, by="张三", at=NOON)
    (link,) = links.listed(base)
    assert (link.unit, link.period, link.status, link.made_by, link.used_at) == (
        UNIT,
        PERIOD,
        "open",
        "张三",
        None,
    )
    assert links.found(base, KEY) == link
    assert links.found(base, "another") is None
    assert link.opens(END)
    assert not link.opens(date(2025, 8, 1))
    links.use(base, link.number, JULY)
    links.make(base, {UNIT: "a-newer-key"}, PERIOD, END, at=NOON)
    assert [one.status for one in links.listed(base)] == ["open", "revoked"]
    assert links.numbered(base, link.number).used_at == JULY  # type: ignore[union-attr]
    assert filled.check() == ()


def test_the_key_itself_is_nowhere_in_the_database(filled: Tracker, kind: str) -> None:
    links.make(filled.database, {UNIT: KEY}, PERIOD, END, at=NOON)
    if kind == "sqlite":
        filled.close()
        path = Path(filled.where)
        files = (path, *path.parent.glob(f"{path.name}-*"))
        assert not any(KEY.encode() in file.read_bytes() for file in files)


def test_making_and_revoking_are_taken_back(filled: Tracker) -> None:
    base = filled.database
    links.make(base, {UNIT: KEY}, PERIOD, END, at=NOON)
    links.revoke(base, 1, at=NOON)
    assert not links.found(base, KEY).opens(TODAY)  # type: ignore[union-attr]
    assert "撤销链接" in filled.undo(at=NOON).words
    assert links.found(base, KEY).opens(TODAY)  # type: ignore[union-attr]
    assert "生成1个" in filled.undo(at=NOON).words
    assert links.found(base, KEY) is None
    assert links.listed(base) == ()
    with pytest.raises(TrackerError, match="没有编号为 1 的链接"):
        links.revoke(base, 1)
    assert filled.check() == ()


@pytest.mark.parametrize(
    ("unit", "period", "until", "why"),
    [
        ("市气象局", PERIOD, END, "没有找到单位"),
        (UNIT, "六月", END, "报送周期"),
        (UNIT, PERIOD, date(2025, 2, 1), "已经过了"),
    ],
)
def test_a_link_that_cannot_be_is_not_made(
    filled: Tracker, unit: str, period: str, until: date, why: str
) -> None:
    with pytest.raises(TrackerError, match=why):
        links.make(filled.database, {unit: KEY}, period, until, at=NOON)
    assert links.listed(filled.database) == ()


def test_a_draft_is_nobodys_business_until_it_is_handed_in(filled: Tracker) -> None:
    base = filled.database
    before = log.last(base)
    with pytest.raises(TrackerError, match="还没有填写"):
        submissions.hand_in(base, UNIT, PERIOD)
    submissions.save(base, UNIT, PERIOD, {"1": {"note": "已开工"}}, by="李强", at=JULY)
    submissions.save(
        base, UNIT, PERIOD, {"2": {"note": "已完成"}, "1": {"note": "已开工3处"}}, by="李强", at=JULY
    )
    submissions.save(base, UNIT, PERIOD, {"2": None}, by="李强", at=JULY)
    assert log.last(base) == before
    assert submissions.listed(base, waiting=True) == ()
    assert submissions.draft(base, UNIT, PERIOD).content == {"lines": {"1": {"note": "已开工3处"}}}  # type: ignore[union-attr]
    submissions.hand_in(base, UNIT, PERIOD, by="李强", at=JULY)
    assert submissions.draft(base, UNIT, PERIOD) is None
    assert submissions.waiting(base) == 1
    assert "云溪市教育局报送2025-06填报1项" in filled.undo(at=JULY).words
    assert submissions.waiting(base) == 0
    assert submissions.draft(base, UNIT, PERIOD) is not None
    assert filled.check() == ()


def test_what_is_handed_in_again_takes_in_what_waits(filled: Tracker) -> None:
    base = filled.database
    for lines in ({"1": {"note": "一"}, "2": {"note": "二"}}, {"1": {"note": "三"}}):
        submissions.save(base, UNIT, PERIOD, lines, by="李强", at=JULY)
        submissions.hand_in(base, UNIT, PERIOD, by="李强", at=JULY)
    (waiting,) = submissions.listed(base, waiting=True)
    assert waiting.content["lines"] == {"1": {"note": "三"}, "2": {"note": "二"}}
    assert status(filled, 1) == "replaced"
    filled.undo(at=JULY)
    assert (status(filled, 1), status(filled, 2)) == ("waiting", "draft")


def test_entering_is_one_command_and_undo_lets_it_wait_again(filled: Tracker) -> None:
    base = filled.database
    submissions.save(base, UNIT, PERIOD, {"1": {}}, by="李强", at=JULY)
    submissions.hand_in(base, UNIT, PERIOD, by="李强", at=JULY)
    filing = Filing(1, Entries(percent=30), "李强", UNIT, PERIOD, "网页填报")
    taken = submissions.enter(base, [1], lambda tasks: ([filing], []), by="张三", at=JULY)
    assert taken.tasks == (1,)
    (told,) = filled.task(1, today=TODAY).standings
    assert (told.unit, told.period, told.progress.percent, status(filled, 1)) == (UNIT, PERIOD, 30, "entered")
    with pytest.raises(TrackerError, match="已经处理过"):
        submissions.enter(base, [1], lambda tasks: ([filing], []), by="张三", at=JULY)
    assert filled.check() == ()
    filled.undo(at=JULY)
    assert (filled.task(1, today=TODAY).standings, status(filled, 1)) == ((), "waiting")
    assert filled.check() == ()


def test_the_files_of_a_draft_are_kept_until_they_are_taken_out_or_entered(
    filled: Tracker, tmp_path: Path
) -> None:
    base, sent = filled.database, {}
    for name in ("验收单.pdf", "照片.jpg"):
        (tmp_path / name).write_bytes(name.encode())
        digest = sha256(name.encode()).hexdigest()
        sent[digest] = {"sha256": digest, "name": name, "size": len(name.encode())}
    paths = {digest: tmp_path / one["name"] for digest, one in sent.items()}
    paper, photo = sent.values()
    submissions.save(
        base, UNIT, PERIOD, {"1": {"files": [paper, photo]}, "2": {"files": [photo]}}, files=paths, by="李强"
    )
    assert filled.check() == ()
    submissions.save(base, UNIT, PERIOD, {"1": {"files": [paper]}}, by="李强")
    with base.rows() as rows:
        assert all(base.kept.has(rows, one) for one in sent)  # the second task has the photo still
    submissions.save(base, UNIT, PERIOD, {"2": None}, by="李强")
    with base.rows() as rows:
        assert [base.kept.has(rows, one) for one in sent] == [True, False]
    submissions.hand_in(base, UNIT, PERIOD)
    taken = submissions.enter(base, [1], lambda tasks: ([], []), by="张三", at=JULY)
    assert taken.refused == () and evidence.content(base, paper["sha256"]) == "验收单.pdf".encode()
    (one,) = filled.task(1, today=TODAY).evidence
    assert (one.name, one.unit, one.period, one.by) == ("验收单.pdf", UNIT, PERIOD, UNIT)
    assert log.commands(base)[0].words == "取回0项任务的填报，附上佐证材料1个"
    filled.undo()
    assert filled.task(1, today=TODAY).evidence == () and status(filled, 1) == "waiting"
    assert filled.check() == ()


def test_what_a_command_touched_is_known_by_document(filled: Tracker) -> None:
    base = filled.database
    start = log.last(base)
    assert log.touched_documents(base, start) == set()
    filled.progress(2, Entries(note="已开工"))
    assert log.touched_documents(base, start) == {1} and log.touched_documents(base, log.last(base)) == set()
    links.make(base, {UNIT: KEY}, PERIOD, END, at=NOON)
    assert log.touched_documents(base, log.last(base) - 1) == set()
    lists.set_members(base, "云溪市财政局", ["市民政局"])
    assert log.touched_documents(base, start) is None
    assert filled.numbers(Filter(unit="市民政局"), today=TODAY) == (1, 2, 3)


def test_refusing_needs_a_reason_and_the_unit_reads_it(filled: Tracker) -> None:
    base = filled.database
    submissions.save(base, UNIT, PERIOD, {"1": {}}, by="李强", at=JULY)
    submissions.hand_in(base, UNIT, PERIOD, by="李强", at=JULY)
    with pytest.raises(TrackerError, match="须说明理由"):
        submissions.refuse(base, 1, "")
    submissions.refuse(base, 1, "没有写开工几处", by="张三", at=JULY)
    told = submissions.last(base, UNIT, PERIOD)
    assert told is not None
    assert (told.status, told.reason) == ("refused", "没有写开工几处")
    assert ("填报 1", "待处理", "已退回：没有写开工几处") in [
        (c.field_words, c.before, c.after) for c in map(Told, filled.history())
    ]
    filled.undo(at=JULY)
    assert status(filled, 1) == "waiting"


class Told:
    """A change with the name of its field in words."""

    def __init__(self, change: object) -> None:
        from policyparse.ledger import Change, field_name

        assert isinstance(change, Change)
        self.field_words, self.before, self.after = field_name(change.field), change.before, change.after


def test_a_tracker_of_schema_0006_gets_both_tables(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    engine = writer(connect(locate(str(path))))
    with engine.begin() as connection:
        migrate(connection, "0006")
    engine.dispose()
    with Tracker(path) as tracker:
        upkeep.upgrade(tracker.database, tmp_path / "before.bak")
        assert tracker.check() == ()
        tracker.add(education(), at=NOON)
        links.make(tracker.database, {UNIT: KEY}, PERIOD, END, at=NOON)
        submissions.save(tracker.database, UNIT, PERIOD, {"1": {}}, by="李强")
        copy = upkeep.backup(tracker.database, tmp_path / "copy.bak")
    with Tracker(copy) as kept:
        assert links.found(kept.database, KEY) is not None
