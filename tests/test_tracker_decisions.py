"""Corrections: what each does, that it is logged, that one undo takes it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tracked import NOON, TODAY, education, parsed, policy, target, task, unit, welfare

from policyparse.errors import TrackerError
from policyparse.ledger import Entries, Filter, TrackedTask
from policyparse.model import Deadline, Mention, Span, Target, Unit
from policyparse.tracker import Tracker


@pytest.fixture
def stocked(tracker: Tracker) -> Tracker:
    tracker.add(education(), at=NOON)
    tracker.add(welfare(), at=NOON)
    return tracker


def seen(tracker: Tracker) -> tuple[object, ...]:
    return tracker.documents(), tracker.tasks(today=TODAY), tracker.units(today=TODAY)


def test_an_edit(stocked: Tracker) -> None:
    after = stocked.edit(
        1,
        by="王芳",
        at=NOON,
        title="扩大普惠托育供给",
        text="新的内容，含晚托。",
        lead=["市教育局"],
        support=["市卫健委", "市妇联"],
        targets=[Target("托位数", ">=", Decimal("5"), "个")],
        deadlines=[Deadline("by", date(2025, 9, 30))],
    )
    assert after == stocked.task(1, today=TODAY)
    assert (after.title, after.text) == ("扩大普惠托育供给", "新的内容，含晚托。")
    assert (after.lead, after.support) == (("市教育局",), ("市卫健委", "市妇联"))
    full = {u.value.name: (u.value.canonical, u.rule) for u in after.units}
    assert full["市卫健委"] == ("云溪市卫生健康委员会", "decision")
    assert full["市妇联"][0].startswith("云溪市")
    assert [t.value.value for t in after.targets] == [Decimal("5")]
    assert [t.id for t in stocked.tasks(Filter(unit="市教育局", role="lead"), today=TODAY)] == [1, 2]
    assert [t.id for t in stocked.tasks(Filter(search="晚托"), today=TODAY)] == [1]
    assert [t.id for t in stocked.tasks(Filter(overdue=True), today=TODAY)] == [4, 5]
    fields = {c.field: (c.before, c.after) for c in stocked.history(1) if c.verb == "edit"}
    assert fields["title"] == ("扩大托育供给", "扩大普惠托育供给")
    assert fields["units"] == (
        "牵头：市卫健委；配合：市教育局、市财政局",
        "牵头：市教育局；配合：市卫健委、市妇联",
    )
    assert fields["deadlines"] == ("2025年6月底前", "2025年9月底前")
    assert stocked.check() == ()


def test_a_unit_that_is_new_to_a_task_has_the_name_that_its_document_prints(stocked: Tracker) -> None:
    after = stocked.edit(2, support=["市卫生健康局", "云溪市财政局"])
    assert after.support == ("市卫健委", "市财政局")
    after = stocked.edit(
        2, support=["市卫生健康委", "市财政局"]
    )  # it is one of the task: what it is called is corrected
    assert after.support == ("市卫生健康委", "市财政局")


def test_an_edit_of_one_role_leaves_the_other(stocked: Tracker) -> None:
    after = stocked.edit(1, support=["市民政局"])
    assert (after.lead, after.support) == (("市卫健委",), ("市民政局",))
    after = stocked.edit(1, lead=["市民政局"])
    assert (after.lead, after.support) == (("市民政局",), ())


@pytest.mark.parametrize(("after", "place"), [(None, 4), (1, 1), (2, 2), (4, 4)])
def test_a_task_of_ones_own(stocked: Tracker, after: int | None, place: int) -> None:
    added = stocked.add_task(
        1, title="补录事项", text="内容", after=after, lead=["市教育局"], number="（补）"
    )
    listed = stocked.tasks(Filter(document=1), today=TODAY)
    assert [t.id for t in listed].index(added.id) == place
    assert (added.title, added.lead, added.number) == ("补录事项", ("市教育局",), "（补）")
    assert added.path == (() if after is None else ("一、主要任务",))
    assert stocked.documents()[0].task_count == 5


def test_many_tasks_at_one_place_keep_their_order(stocked: Tracker) -> None:
    made = [stocked.add_task(1, title=f"第{i}次", after=1).id for i in range(14)]
    assert [t.id for t in stocked.tasks(Filter(document=1), today=TODAY)] == [1, *reversed(made), 2, 3, 4]
    assert stocked.check() == ()


def test_a_dropped_task_is_in_no_list(stocked: Tracker) -> None:
    stocked.progress(4, Entries(percent=50), at=NOON)
    stocked.drop(4)
    assert [t.id for t in stocked.tasks(Filter(document=1), today=TODAY)] == [1, 2, 3]
    assert stocked.documents()[0].task_count == 3
    assert "临江县教育局" not in {u.name for u in stocked.units(today=TODAY)}
    with pytest.raises(TrackerError, match="没有编号为 4 的任务"):
        stocked.progress(4, Entries(percent=60), at=NOON)


def divided() -> TrackedTask | object:
    text = "新建托位300个。培训人员50名，按月通报。"
    at = text.index("培训")
    item = replace(
        task("扩大托育", text, "市卫健委", "市教育局", "2025-12-31", "（一）"),
        actions=(
            Mention(Span(0, at), text[:at], text[:at], "sentence"),
            Mention(Span(at, len(text)), text[at:], text[at:], "sentence"),
        ),
        targets=(target("新建托位", "300"), replace(target("人员", "50"), surface="培训人员50名")),
    )
    return parsed("split", policy("托育方案", item))


def test_a_split(tracker: Tracker) -> None:
    tracker.add(divided())  # type: ignore[arg-type]
    tracker.progress(1, Entries(percent=20, note="在建"), at=NOON)
    first, second = tracker.split(1)
    assert [t.id for t in tracker.tasks(today=TODAY)] == [first.id, second.id]
    assert (first.number, first.title, first.text) == ("（一）-1", "新建托位300个", "新建托位300个。")
    assert (second.title, second.path) == ("培训人员50名", ("一、主要任务", "（一）扩大托育"))
    assert [t.value.metric for t in first.targets] == ["新建托位"]
    assert [t.value.metric for t in second.targets] == ["人员"]
    for part in (first, second):
        assert (part.lead, part.support, part.progress.percent, part.progress.note) == (
            ("市卫健委",),
            ("市教育局",),
            20,
            "在建",
        )
        assert len(part.actions) == 1
    with pytest.raises(TrackerError, match="只有一项举措"):
        tracker.split(first.id)


def test_a_split_keeps_what_the_title_itself_promises(tracker: Tracker) -> None:
    text = "建成示范店11次。2026年12月底前普查食堂。"
    at = text.index("2026")
    item = replace(
        task("2026年2月底前检查1次", text, "市市场监管局", "市教育局", "2026-02-28", "4."),
        actions=(
            Mention(Span(0, at), text[:at], text[:at], "sentence"),
            Mention(Span(at, len(text)), text[at:], text[at:], "sentence"),
        ),
        targets=(
            replace(target("检查", "1"), surface="1次"),
            replace(target("示范店", "11"), surface="11次"),
        ),
    )
    tracker.add(parsed("split", policy("食品方案", item)))
    parts = tracker.split(1)
    assert [part.title for part in parts] == [
        "2026年2月底前检查1次",
        "建成示范店11次",
        "2026年12月底前普查食堂",
    ]
    assert [[t.value.metric for t in part.targets] for part in parts] == [["检查"], ["示范店"], []]
    assert [part.number for part in parts] == ["4.-1", "4.-2", "4.-3"]


def test_a_merge(stocked: Tracker) -> None:
    stocked.progress(2, Entries(percent=70), at=NOON)
    one = stocked.merge([2, 1], title="教育托育")
    assert (one.id, one.title, one.progress.percent) == (2, "教育托育", 70)
    assert one.text == "规范校外培训。\n新增托位，双减提质，达到100%。"
    assert (set(one.lead), set(one.support)) == ({"市教育局", "市卫健委"}, {"市民政局", "市财政局"})
    assert [t.value.metric for t in one.targets] == ["托位数", "覆盖率"]
    assert {d.value.due for d in one.deadlines} == {date(2025, 12, 31), date(2025, 6, 30)}
    assert [t.id for t in stocked.tasks(Filter(document=1), today=TODAY)] == [2, 3, 4]


@pytest.mark.parametrize(
    "call",
    [
        lambda t: t.merge([1]),
        lambda t: t.merge([1, 1]),
        lambda t: t.merge([1, 5]),
        lambda t: t.merge([1, 99]),
        lambda t: t.split(1),
        lambda t: t.drop(99),
        lambda t: t.edit(99, title="无"),
        lambda t: t.add_task(9, title="无"),
        lambda t: t.add_task(2, title="无", after=1),
    ],
)
def test_what_cannot_be_done_changes_nothing(stocked: Tracker, call: Callable[[Tracker], object]) -> None:
    before = (seen(stocked), stocked.history())
    with pytest.raises(TrackerError):
        call(stocked)
    assert (seen(stocked), stocked.history()) == before


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda t: t.edit(1, title="新名", lead=["市教育局"]),
            "更正任务 1：重点任务 扩大托育供给→新名；责任单位",
        ),
        (lambda t: t.add_task(1, title="补录", after=1, lead=["市妇联"]), "补录任务 7《补录》"),
        (lambda t: t.drop(1), "删除任务 1《扩大托育供给》"),
        (lambda t: t.merge([1, 3]), "任务 1、3 合并为 1"),
    ],
)
def test_undo_of_a_decision(stocked: Tracker, call: Callable[[Tracker], object], words: str) -> None:
    before = seen(stocked)
    call(stocked)
    assert seen(stocked) != before
    assert words in stocked.undo().words
    assert seen(stocked) == before
    assert stocked.check() == ()


def test_undo_of_a_split(tracker: Tracker) -> None:
    tracker.add(divided())  # type: ignore[arg-type]
    before = seen(tracker)
    tracker.split(1)
    assert "拆分为 2、3" in tracker.undo().words
    assert seen(tracker) == before


def test_a_unit_keeps_its_words_when_only_others_change(stocked: Tracker) -> None:
    read = unit("市卫健委", "lead")
    assert stocked.edit(1, support=["市妇联"]).units[0] == read


def test_the_same_lead_and_time_typed_again(tracker: Tracker) -> None:
    """A lead that was only presumed is a person's word now; a time that the paper states keeps its quote."""
    presumed = Mention(None, "", Unit("云溪市教育局", "云溪市教育局", "lead", "issuer"), "issuer")
    stated = Mention(Span(0, 3), "年底前", Deadline("by", date(2025, 12, 31)), "by-date")
    one = replace(task("开展检查", "年底前完成"), units=(presumed,), deadlines=(stated,))
    tracker.add(parsed("检查方案.txt", policy("检查方案", one)), at=NOON)
    after = tracker.edit(
        1, by="王芳", at=NOON, lead=["云溪市教育局"], deadlines=[Deadline("by", date(2025, 12, 31))]
    )
    assert [(u.value.basis, u.rule) for u in after.units] == [("explicit", "decision")]
    assert [d.rule for d in after.deadlines] == ["by-date"]
