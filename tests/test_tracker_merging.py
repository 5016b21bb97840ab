"""A document read again: decisions win, progress stays with its task, nothing goes silently."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tracked import NOON, TODAY, education, parsed, policy, target, task, unit, welfare

from policyparse.errors import TrackerError
from policyparse.ledger import Entries, Filter, Merged
from policyparse.model import Parsed, Span, Task
from policyparse.tracker import Tracker
from policyparse.tracker.matching import match

OLD = (
    task("扩大托育供给", "新增托位，达到100%。", "市卫健委", "市教育局 市财政局", "2025-06-30", "（一）"),
    task("巩固双减成果", "规范校外培训机构收费。", "市教育局", "市民政局", "2025-12-31", "（二）"),
    task("保障教育经费", "落实生均公用经费标准。", "市财政局", "市教育局", "2025-12-31", "（三）"),
    task("办好县城学校", "改善县城普通高中办学条件。", "县教育局", "", "2025-03-31", "（四）"),
)


def issue(name: str, *tasks: Task) -> Parsed:
    return parsed(name, policy("云溪市2025年教育工作要点", *tasks))


@pytest.fixture
def first(tracker: Tracker) -> Tracker:
    tracker.add(issue("v1", *OLD), at=NOON)
    return tracker


def kinds(merged: Merged) -> list[tuple[str, int | None, str]]:
    return [(s.kind, s.task, s.field) for s in merged.steps]


def seen(tracker: Tracker) -> tuple[object, ...]:
    return tracker.documents(), tracker.tasks(today=TODAY), tracker.units(today=TODAY), tracker.conflicts()


def test_the_same_reading_changes_nothing(first: Tracker) -> None:
    before = (seen(first), first.history())
    assert first.update(issue("v1", *OLD)) == Merged((1,), (), 4)
    assert (seen(first), first.history()) == before


def test_progress_follows_a_task_renumbered_moved_and_reworded(first: Tracker) -> None:
    first.progress(2, Entries(percent=60, note="已查20家"), by="李强", at=NOON)
    first.progress(4, Entries(percent=10, note="选址"), at=NOON)
    new = (
        replace(OLD[3], number="（一）", key="new-4"),
        task(
            "全面巩固双减成果",
            "规范校外培训机构收费，公布名单。",
            "市教育局",
            "市民政局",
            "2025-12-31",
            "（二）",
            ("二、保障",),
        ),
        replace(OLD[0], number="（三）"),
        replace(
            OLD[2], title="加大投入", text="落实生均公用经费标准，足额拨付。", key="new-3", number="（四）"
        ),
    )
    merged = first.update(issue("v2", *new), replaces=1, by="王芳", at=NOON)
    assert merged.documents == (1,)
    assert {s.kind for s in merged.steps} == {"changed"}
    listed = first.tasks(today=TODAY)
    assert [(t.id, t.number, t.title) for t in listed] == [
        (4, "（一）", "办好县城学校"),
        (2, "（二）", "全面巩固双减成果"),
        (1, "（三）", "扩大托育供给"),
        (3, "（四）", "加大投入"),
    ]
    assert [t.progress.note for t in listed] == ["选址", "已查20家", "", ""]
    assert listed[1].path == ("二、保障",)
    assert first.parsed(issue("v2").source.sha256) == issue("v2", *new)
    assert first.load(1) == issue("v2", *new).documents[0]
    assert first.documents()[0].source_name == "v2.txt"
    assert first.check() == ()
    assert not first.add(issue("v1", *OLD)).new
    assert not first.add(issue("v2", *new)).new


def test_decisions_win_and_what_changed_on_both_sides_is_a_conflict(first: Tracker) -> None:
    first.edit(1, title="我的名称", lead=["市教育局"], support=["市财政局"])
    first.edit(2, text="我的内容。")
    new = (
        replace(OLD[0], title="文件的新名称"),
        replace(OLD[1], number="（五）"),
        *OLD[2:],
    )
    merged = first.update(issue("v2", *new), replaces=1)
    assert kinds(merged) == [
        ("conflict", 1, "title"),
        ("kept", 1, "units"),
        ("changed", 2, "number"),
        ("kept", 2, "text"),
    ]
    one, two = first.task(1, today=TODAY), first.task(2, today=TODAY)
    assert (one.title, one.lead, one.support) == ("我的名称", ("市教育局",), ("市财政局",))
    assert (two.text, two.number) == ("我的内容。", "（五）")
    (conflict,) = first.conflicts()
    assert (conflict.task, conflict.field, conflict.base, conflict.mine, conflict.theirs) == (
        1,
        "title",
        "扩大托育供给",
        "我的名称",
        "文件的新名称",
    )


@pytest.mark.parametrize(("take", "title"), [("mine", "我的名称"), ("theirs", "文件的新名称")])
def test_a_conflict_is_settled_and_unsettled(first: Tracker, take: str, title: str) -> None:
    first.edit(1, title="我的名称")
    first.update(issue("v2", replace(OLD[0], title="文件的新名称"), *OLD[1:]), replaces=1)
    (conflict,) = first.conflicts()
    before = seen(first)
    first.resolve(conflict.id, take)  # type: ignore[arg-type]
    assert first.conflicts() == ()
    assert first.task(1, today=TODAY).title == title
    with pytest.raises(TrackerError, match="没有待处理的冲突"):
        first.resolve(conflict.id, "mine")
    first.undo()
    assert seen(first) == before
    first.undo()
    assert first.conflicts() == ()
    assert first.check() == ()


def test_units_are_merged_one_by_one(first: Tracker) -> None:
    first.edit(1, support=["市教育局", "市民政局"])
    new = replace(OLD[0], units=(*OLD[0].units, unit("市妇联", "support")))
    merged = first.update(issue("v2", new, *OLD[1:]), replaces=1)
    assert [s.kind for s in merged.steps] == ["changed"]
    assert set(first.task(1, today=TODAY).support) == {"市教育局", "市民政局", "市妇联"}


def test_a_unit_that_both_changed(first: Tracker) -> None:
    first.edit(1, lead=["市教育局"])
    new = replace(OLD[0], units=tuple(u for u in OLD[0].units if u.value.name != "市教育局"))
    merged = first.update(issue("v2", new, *OLD[1:]), replaces=1)
    assert [s.kind for s in merged.steps] == ["conflict"]
    assert first.task(1, today=TODAY).lead == ("市教育局",)


def test_added_and_removed_tasks(first: Tracker) -> None:
    first.progress(3, Entries(note="已拨付"), at=NOON)
    fresh = task("建设智慧校园", "推进校园网络全覆盖。", "市教育局", number="（二）")
    merged = first.update(issue("v2", OLD[0], fresh), replaces=1)
    assert kinds(merged) == [
        ("added", 5, "title"),
        ("removed", 2, "title"),
        ("conflict", 3, "dropped"),
        ("removed", 4, "title"),
    ]
    assert [t.id for t in first.tasks(today=TODAY)] == [1, 3, 5]
    assert first.task(3, today=TODAY).progress.note == "已拨付"
    (conflict,) = first.conflicts()
    first.resolve(conflict.id, "theirs")
    assert [t.id for t in first.tasks(today=TODAY)] == [1, 5]
    back = first.update(issue("v3", *OLD, fresh), replaces=1)
    assert {s.task for s in back.steps if s.kind == "added"} == {2, 4}
    assert [t.id for t in first.tasks(today=TODAY)] == [1, 2, 4, 5]
    assert ("kept", 3, "dropped") in kinds(back)


def test_own_tasks_stay_where_they_were_put(first: Tracker) -> None:
    own = first.add_task(1, title="补录事项甲", text="甲的内容", after=2).id
    first.drop(4)
    first.update(issue("v2", OLD[1], OLD[0], OLD[2], OLD[3]), replaces=1)
    assert [t.id for t in first.tasks(today=TODAY)] == [2, own, 1, 3]


def test_a_task_of_ones_own_that_the_new_reading_has_too_is_one(first: Tracker) -> None:
    own = first.add_task(1, title="建设智慧校园", text="我写的内容", after=4, lead=["市教育局"]).id
    fresh = task("建设智慧校园", "推进校园网络全覆盖。", "市财政局", number="（五）")
    merged = first.update(issue("v2", *OLD, fresh), replaces=1)
    one = first.task(own, today=TODAY)
    assert (one.text, one.lead) == ("我写的内容", ("市教育局",))
    assert len(first.tasks(today=TODAY)) == 5
    assert {s.field for s in merged.steps if s.kind == "conflict"} >= {"text", "units"}


def test_a_present_value_stays_with_its_target(tracker: Tracker) -> None:
    places, share = target("托位数", "4.5", "=", "个"), target("覆盖率", "100")
    tracker.add(issue("v1", replace(OLD[0], targets=(places, share)), OLD[1]))
    tracker.progress(1, Entries(presents={2: Decimal("61.5")}), at=NOON)
    tracker.progress(1, Entries(presents={1: Decimal("3")}), at=NOON)
    new = (target("入园率", "99"), share, target("托位数", "5", "=", "个"))
    tracker.update(issue("v2", replace(OLD[0], targets=new), OLD[1]), replaces=1)
    one = tracker.task(1, today=TODAY)
    assert [(t.value.metric, p) for t, p in zip(one.targets, one.presents, strict=True)] == [
        ("入园率", None),
        ("覆盖率", Decimal("61.5")),
        ("托位数", Decimal("3")),
    ]
    tracker.undo()
    assert tracker.task(1, today=TODAY).presents == (Decimal("3"), Decimal("61.5"))


@pytest.mark.parametrize(("value", "closed"), [("30", (1,)), ("20", ())])
def test_a_closed_task_whose_target_changes_is_told(
    tracker: Tracker, value: str, closed: tuple[int, ...]
) -> None:
    other, plants = replace(OLD[1], targets=(target("车间", "3"),)), target("标准厂房", "20", "=", "个")
    tracker.add(issue("v1", replace(OLD[0], targets=(plants,)), other))
    tracker.progress(1, Entries(state="已完成"), at=NOON)
    tracker.apply(1)
    tracker.review(1, accept=True)
    raised = replace(OLD[1], targets=(target("车间", "4"),))
    new = issue("v2", replace(OLD[0], targets=(target("标准厂房", value, "=", "个"),)), raised)
    merged = tracker.update(new, replaces=1)
    assert merged.closed == closed
    assert tracker.task(1, today=TODAY).progress.state == "已完成"
    assert tracker.update(new).closed == ()


def test_a_present_value_is_not_lent_to_a_target_of_another_unit(tracker: Tracker) -> None:
    roads = (target("农村公路", "5", "=", "条"), target("农村公路", "40", "=", "公里"))
    tracker.add(issue("v1", replace(OLD[0], targets=roads)))
    tracker.progress(1, Entries(presents={1: Decimal("3")}), at=NOON)
    tracker.update(issue("v2", replace(OLD[0], text="建好公路。", targets=roads)), replaces=1)
    assert tracker.task(1, today=TODAY).presents == (Decimal("3"), None)
    more = (target("农村公路", "50", "=", "公里"), target("农村公路", "6", "=", "条"))
    tracker.update(issue("v3", replace(OLD[0], targets=more)), replaces=1)
    assert tracker.task(1, today=TODAY).presents == (None, Decimal("3"))
    shorter = (
        target("公路", "50", "=", "公里"),
        target("公路", "6", "=", "条"),
        target("桥", "6", "=", "条"),
    )
    tracker.update(issue("v4", replace(OLD[0], targets=shorter)), replaces=1)
    assert tracker.task(1, today=TODAY).presents == (None, Decimal("3"), None)


LEAD = "云溪市卫生健康委员会"
ROADS = target("农村公路", "5", "=", "条"), target("农村公路", "40", "=", "公里")


@pytest.mark.parametrize(
    ("before", "after", "presents"),
    [
        (ROADS, (target("农村公路", "50", "=", "公里"), target("农村公路", "6", "=", "条")), (None, "3")),
        (ROADS, ROADS[1:], (None,)),
        ((target("新建厂房", "20", "=", "项"),), (target("厂房", "25", "=", "项"),), ("3",)),
        (
            (target("厂房", "20", "=", "项"),),
            (target("新建厂房", "25", "=", "项"), target("改造厂房", "26", "=", "项")),
            (None, None),  # either might be meant
        ),
    ],
)
def test_what_was_reported_follows_its_target(
    tracker: Tracker, before: tuple[Any, ...], after: tuple[Any, ...], presents: tuple[str | None, ...]
) -> None:
    """The next report reads the earlier ones anew: what was said of roads in 条 says nothing of those in 公里."""
    tracker.add(issue("v1", replace(OLD[0], targets=before), OLD[1]))
    tracker.progress(1, Entries(presents={1: Decimal("3")}), unit=LEAD, period="2025-05", at=NOON)
    tracker.update(issue("v2", replace(OLD[0], targets=after), OLD[1]), replaces=1)
    expected = tuple(value and Decimal(value) for value in presents)
    assert tracker.task(1, today=TODAY).presents == expected
    tracker.progress(1, Entries(percent=30), unit=LEAD, period="2025-06", at=NOON)
    assert tracker.task(1, today=TODAY).presents == expected
    tracker.undo()
    tracker.undo()
    assert [*tracker.filed([1])[1][0].presents.values()] == [Decimal("3")]
    tracker.progress(1, Entries(percent=40), unit=LEAD, period="2025-06", at=NOON)
    assert tracker.task(1, today=TODAY).presents == (Decimal("3"), None)[: len(before)]


def test_a_value_that_came_while_a_conflict_waited_is_kept(tracker: Tracker) -> None:
    roads = [target("农村公路", value, "=", "条") for value in "567"]
    tracker.add(issue("v1", replace(OLD[0], targets=(roads[0],)), OLD[1]))
    tracker.edit(1, targets=[roads[1].value])
    tracker.update(issue("v2", replace(OLD[0], targets=(roads[2],)), OLD[1]), replaces=1)
    tracker.progress(1, Entries(presents={1: Decimal("4")}), at=NOON)
    (conflict,) = tracker.conflicts()
    tracker.resolve(conflict.id, "theirs")
    assert tracker.task(1, today=TODAY).presents == (Decimal("4"),)


def test_a_dry_run_tells_and_changes_nothing(first: Tracker) -> None:
    first.edit(1, title="我的名称")
    new = (replace(OLD[0], title="文件的新名称"), task("建设智慧校园", "网络。"), *OLD[2:])
    before = (seen(first), first.history())
    told = first.update(issue("v2", *new), replaces=1, dry_run=True)
    assert (seen(first), first.history()) == before
    done = first.update(issue("v2", *new), replaces=1)
    assert [(s.kind, s.title, s.field, s.before, s.after) for s in told.steps] == [
        (s.kind, s.title, s.field, s.before, s.after) for s in done.steps
    ]


def test_undo_takes_back_the_whole_update(first: Tracker) -> None:
    first.progress(3, Entries(note="已拨付"), at=NOON)
    first.edit(1, title="我的名称")
    before = seen(first)
    fresh = task("建设智慧校园", "推进校园网络全覆盖。", "市教育局", number="（二）")
    new = issue("v2", fresh, replace(OLD[1], title="巩固双减成效"), replace(OLD[0], title="文件的新名称"))
    first.update(new, replaces=1, by="王芳", at=NOON)
    assert "更新《云溪市2025年教育工作要点》：新增1项，删除1项" in first.undo().words
    assert seen(first) == before
    assert first.load(1) == issue("v1", *OLD).documents[0]
    assert first.check() == ()
    assert first.add(new).new


@pytest.mark.parametrize("at", [1, 4])
def test_a_reissue_that_was_undone_comes_again_as_it_came(first: Tracker, at: int) -> None:
    new = issue("v2", *OLD[:at], task("建设智慧校园", "网络。", "市教育局", number="（五）"), *OLD[at:])
    first.update(new, replaces=1)
    once = [(t.title, t.lead) for t in first.tasks(today=TODAY)]
    first.undo()
    told = first.update(new, replaces=1)
    assert [step.kind for step in told.steps if step.field == "title"] == ["added"]
    assert "kept" not in {step.kind for step in told.steps}
    assert [(t.title, t.lead) for t in first.tasks(today=TODAY)] == once
    assert first.check() == ()


def test_a_tracker_is_sound_after_the_undo_of_a_longer_reissue(first: Tracker) -> None:
    first.update(issue("v2", *OLD, *(task(f"新增事项{i}", "网络。") for i in range(3))), replaces=1)
    first.undo()
    assert first.check() == ()


def test_a_file_of_several_documents_is_read_again(tracker: Tracker) -> None:
    tracker.add(welfare(), at=NOON)
    again = welfare()
    second = replace(
        again.documents[1], tasks=(replace(again.documents[1].tasks[0], title="提高低保标准二"),)
    )
    more = policy("云溪市第三份方案", task("新任务"))
    merged = tracker.update(replace(again, documents=(again.documents[0], second, more)))
    assert merged.documents == (1, 2, 3)
    assert [(s.kind, s.task) for s in merged.steps] == [("changed", 2), ("added", None)]
    assert [t.title for t in tracker.tasks(today=TODAY)] == ["建设助餐点", "提高低保标准二", "新任务"]


def test_a_document_that_the_new_reading_does_not_find_stays_and_is_told(tracker: Tracker) -> None:
    tracker.add(welfare(), at=NOON)
    one = replace(welfare(), documents=welfare().documents[:1])
    merged = tracker.update(one)
    assert [(s.kind, s.title) for s in merged.steps] == [("kept", "云溪市救助方案")]
    assert len(tracker.documents()) == 2


def test_nothing_to_merge_into(first: Tracker) -> None:
    with pytest.raises(TrackerError, match="没有可以更新的文件"):
        first.update(education())
    with pytest.raises(TrackerError, match="没有编号为 9 的文件"):
        first.update(education(), replaces=9)


TITLES = ("扩大托育供给", "巩固双减成果", "保障教育经费", "办好县城学校", "建设智慧校园", "加强师资培训")
drafts = st.lists(
    st.builds(
        lambda title, tail, lead, due: task(title + tail, f"{title}的内容{tail}。", lead, "", due),
        st.sampled_from(TITLES),
        st.sampled_from(("", "工作", "（续）")),
        st.sampled_from(("市教育局", "市财政局")),
        st.sampled_from(("", "2025-06-30")),
    ),
    max_size=6,
    unique_by=lambda t: t.title,
)


@pytest.mark.slow
@settings(max_examples=40)
@given(drafts, drafts, st.data())
def test_no_merge_loses_progress_or_decisions(
    new_database: Callable[[], str], old: list[Task], new: list[Task], data: st.DataObject
) -> None:
    worked = data.draw(st.sets(st.integers(1, max(1, len(old)))))
    edited = data.draw(st.sets(st.integers(1, max(1, len(old)))))
    with Tracker(new_database()) as tracker:
        tracker.add(issue("v1", *old), at=NOON)
        for number in (n for n in worked if n <= len(old)):
            tracker.progress(number, Entries(note=f"进展{number}"), at=NOON)
        for number in (n for n in edited if n <= len(old)):
            tracker.edit(number, text=f"更正{number}")
        before = seen(tracker)
        merged = tracker.update(issue("v2", *new), replaces=1)
        after = {t.id: t for t in tracker.tasks(Filter(document=1), today=TODAY)}
        assert tracker.check() == ()
        for number in (n for n in worked if n <= len(old)):
            assert after[number].progress.note == f"进展{number}"
        for number in (n for n in edited if n <= len(old)):
            assert after[number].text == f"更正{number}"
        told = {s.task for s in merged.steps}
        assert {n for n in range(1, len(old) + 1) if n not in after} <= told
        assert {n for n in after if n > len(old)} <= told
        assert {t.title for t in new} <= {t.title for t in after.values()} | {s.after for s in merged.steps}
        if merged.steps:
            tracker.undo()
            assert seen(tracker) == before


def test_rows_of_the_same_words_are_matched_in_order() -> None:
    row = {"key": "k", "path": [], "title": "同", "text": "同"}
    assert match([row, row], [row, row, row]) == {0: 0, 1: 1}


def test_unlike_tasks_are_not_matched() -> None:
    a = {"key": "1", "path": ["一"], "title": "扩大托育供给", "text": "新增托位。"}
    b = {"key": "2", "path": ["一"], "title": "开展健康体检", "text": "免费体检一次。"}
    assert match([a], [b]) == {}
    assert match([], [b]) == match([a], []) == {}


def test_a_new_place_of_kept_words(first: Tracker) -> None:
    moved = replace(OLD[0], actions=(replace(OLD[0].actions[0], span=Span(2, 4)),))
    merged = first.update(issue("v2", moved, *OLD[1:]), replaces=1)
    assert merged == Merged((1,), (), 4)
    assert first.task(1, today=TODAY).actions[0].span == Span(2, 4)
