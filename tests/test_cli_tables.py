"""Text for a terminal: widths, cuts, tables that line up, and nothing that a terminal obeys."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyparse.cli import tables

WIDTHS = [("abc", 3), ("责任", 4), ("（一）", 6), ("a责1", 4), ("", 0), ("e\u0301", 1), ("”", 1), ("한", 2)]


@pytest.mark.parametrize(("text", "columns"), WIDTHS)
def test_width(text: str, columns: int) -> None:
    assert tables.width(text) == columns


CUTS = [
    ("责任分工", 8, "责任分工"),
    ("责任分工", 7, "责任分…"),
    ("责任分工", 6, "责任…"),
    ("abcdef", 4, "abc…"),
]


@pytest.mark.parametrize(("text", "room", "short"), CUTS)
def test_cut(text: str, room: int, short: str) -> None:
    assert tables.cut(text, room) == short


@given(st.text(), st.integers(2, 40))
def test_cut_fits_and_pad_fills(text: str, room: int) -> None:
    short = tables.cut(text, room)
    assert tables.width(short) <= room
    assert tables.width(tables.pad(short, room)) == room


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs"])), st.integers(4, 40))
def test_wrap_loses_nothing(text: str, room: int) -> None:
    lines = tables.wrap(text, room)
    assert "".join(lines) == text and all(tables.width(line) <= room for line in lines)


FITTED = [
    ([5, 5], 40, [5, 5]),
    ([10, 30, 30], 54, [10, 20, 20]),
    ([10, 60, 20], 54, [10, 20, 20]),
    ([9, 9, 9], 10, [6, 6, 6]),
]


@pytest.mark.parametrize(("wanted", "whole", "rooms"), FITTED)
def test_the_widest_gives_way(wanted: list[int], whole: int, rooms: list[int]) -> None:
    assert tables.fitted(wanted, whole) == rooms


ROWS = [("1", "增加普惠托位"), ("12", "做好\x1b[31m检查\x1b[0m [/附件]\n第二行\u202e")]


def test_a_pipe_gets_tabs_and_whole_cells(capsys: pytest.CaptureFixture[str]) -> None:
    tables.table(("号", "任务"), ROWS)
    assert capsys.readouterr().out.splitlines() == [
        "号\t任务", "1\t增加普惠托位", "12\t做好[31m检查[0m [/附件] 第二行",
    ]  # fmt: skip


def test_a_terminal_gets_columns_that_line_up(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(tables, "window", lambda: 20)
    tables.table(("号", "任务", "状态"), [("1", "增加普惠托位", "未启动"), ("12", "检查", "推进中")])
    assert capsys.readouterr().out.splitlines() == [
        "号  任务      状态",
        "──  ────────  ──────",
        "1   增加普…   未启动",
        "12  检查      推进中",
    ]


def test_facts_line_up(capsys: pytest.CaptureFixture[str]) -> None:
    tables.facts([("页码", "3"), ("来源文件", "甲"), ("空", "")])
    assert capsys.readouterr().out == "  页码      3\n  来源文件  甲\n"
