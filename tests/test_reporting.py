"""How often a document wants reports: what is read of it, and that the tracker takes it up."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyparse import lexicon
from policyparse.extract.deadlines import reporting
from policyparse.model import Line, Scan, Span
from policyparse.pipeline import read
from policyparse.tracker import Tracker


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("各牵头单位每季度首月8日前将工作进展情况报送市发展改革委。", ("quarterly", 8)),
        ("请于每月5日前报送上月落实情况。", ("monthly", 5)),
        ("各单位要在每月底前将工作进展情况报送至市行政审批局。", ("monthly", None)),
        ("按季度上报工作进展。", ("quarterly", None)),
        ("每周五前将整治情况报送市推进办。", ("weekly", None)),
        ("每半年将落实情况报送市政府办公室。", ("half-yearly", None)),
        ("每年年底前将年度总结报送市政府办公室。", ("yearly", None)),
        ("每月31日前将进展情况报送县政府办公室。", ("monthly", None)),
        ("每月组织一次集中清理。", None),
        ("每季度召开一次调度会。", None),
        ("每年向市政府报告工作情况。", None),
    ],
)
def test_the_cycle_of_reports(text: str, want: tuple[str, int | None] | None) -> None:
    found = reporting.find(text, Span(0, len(text)))
    assert [(m.value.cycle, m.value.day) for m in found] == ([want] if want else [])
    assert all(m.span and text[m.span.start : m.span.end] == m.surface for m in found)


def test_each_entry_matches_its_examples_first() -> None:
    for entry in lexicon.entries("reporting"):
        for example in entry.examples:
            assert reporting.find(example, Span(0, len(example)))[0].rule == f"reporting.{entry.id}"


def test_the_tracker_takes_up_what_the_document_says(tmp_path: Path) -> None:
    text = "云溪市托育工作要点\n一、抓培训。全员轮训。\n二、抓报送。各单位每季度首月8日前将工作进展情况报送市卫生健康委。"
    parsed = read(Scan("a.txt", "txt", "a" * 64, tuple(Line(line) for line in text.split("\n"))))
    with Tracker(tmp_path / "t.db") as tracker:
        tracker.add(parsed)
        (card,) = tracker.documents()
    assert (card.cycle, card.report_day) == ("quarterly", 8)
