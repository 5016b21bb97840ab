"""Charts that Word and Excel draw: their ranges, what they keep of them, their parts, and what they count."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_samples import DONE, FULL, TASK, TASKS, by
from lxml import etree

from policyparse.bulletin.docx import Look
from policyparse.bulletin.docx import render as bulletin
from policyparse.bulletin.figures import count
from policyparse.bulletin.lamps import choose
from policyparse.exports import Options, render
from policyparse.exports.charts import COLOURS, Chart, due_by_month, in_word, states_of
from policyparse.ledger import Progress, TrackedTask

DAY = date(2025, 6, 30)
UNITS = [(u.value.canonical, u.value.name) for t in TASKS for u in t.units if u.value.role == "lead"]
CHARTS = {"states": states_of(TASKS, UNITS), "months": due_by_month(TASKS, DAY)}
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def ranges(xml: bytes) -> list[tuple[str, list[str]]]:
    """Each range of a chart with what the chart keeps of it."""
    found = []
    for place in etree.fromstring(xml).iter(f"{C}strRef", f"{C}numRef"):
        cache = place.find(f"{C}strCache") if place.tag == f"{C}strRef" else place.find(f"{C}numCache")
        points = cache.findall(f"{C}pt")
        assert int(cache.find(f"{C}ptCount").get("val")) == len(points)
        assert [int(p.get("idx")) for p in points] == list(range(len(points)))
        found.append((place.find(f"{C}f").text, [p.find(f"{C}v").text for p in points]))
    return found


def cells(book: Any, place: str) -> list[str]:
    """The values of a range in a workbook."""
    sheet, _, area = place.rpartition("!")
    read = book[sheet.strip("'")][area.replace("$", "")]
    rows = read if isinstance(read, tuple) else ((read,),)
    return [str(cell.value) for row in rows for cell in (row if isinstance(row, tuple) else (row,))]


def assert_equal(xml: bytes, book: Any) -> None:
    found = ranges(xml)
    assert found
    for place, kept in found:
        assert cells(book, place) == kept, place


@pytest.mark.parametrize("name", CHARTS)
def test_every_range_of_a_chart_is_kept_as_its_cells_are(name: str) -> None:
    xml, book = in_word(CHARTS[name])
    assert_equal(xml, openpyxl.load_workbook(io.BytesIO(book)))
    assert len(ranges(xml)) == 3 * len(CHARTS[name].series)


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.text(min_size=1), st.integers(0, 999)), min_size=1, max_size=6),
    st.sampled_from(["bar", "column"]),
)
def test_any_names_and_values_are_kept(rows: list[tuple[str, int]], kind: Any) -> None:
    names = tuple("".join(c for c in name if c.isprintable()).strip("'") or "空" for name, _ in rows)
    xml, book = in_word(Chart(kind, "图", "项", names, (("数", "#2E8B57", tuple(n for _, n in rows)),), 60))
    assert_equal(xml, openpyxl.load_workbook(io.BytesIO(book)))


def test_a_document_holds_its_charts_and_their_workbooks() -> None:
    found = count(TASKS, (), {}, period="2025-06", day=DAY, soon_days=30)
    content = bulletin(found, Look(choose("红黄绿")))
    document = docx.Document(io.BytesIO(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        types = archive.read("[Content_Types].xml").decode()
        for number in (1, 2):
            xml = archive.read(f"word/charts/chart{number}.xml")
            links = etree.fromstring(archive.read(f"word/charts/_rels/chart{number}.xml.rels"))
            external = etree.fromstring(xml).find(f"{C}externalData")
            (target,) = [link.get("Target") for link in links if link.get("Id") == external.get(f"{R}id")]
            book = f"word/{target.removeprefix('../')}"
            assert {book, f"word/charts/chart{number}.xml"} <= names
            assert f'PartName="/word/charts/chart{number}.xml"' in types and 'Extension="xlsx"' in types
            assert_equal(xml, openpyxl.load_workbook(io.BytesIO(archive.read(book))))
    assert all(not re.search(r'TargetMode="External"', n) for n in names)
    drawn = [chart.get(f"{R}id") for chart in document.element.iter(f"{C}chart")]
    assert len(drawn) == 2
    assert {document.part.rels[name].reltype.rpartition("/")[2] for name in drawn} == {"chart"}


def test_a_ledger_has_its_charts_on_a_sheet() -> None:
    content = render(TASKS, Options(ledger=True, day=DAY), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[-1] == "图表" and len(book["图表"]._charts) == 2
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        charts = sorted(name for name in archive.namelist() if re.fullmatch(r"xl/charts/chart\d\.xml", name))
        assert len(charts) == 2
        for name in charts:
            assert_equal(archive.read(name), book)


def test_each_task_counts_once_for_each_leader() -> None:
    both = replace(TASK, units=(*TASK.units[:1], *DONE.units[:1]))
    chart = states_of((both, FULL, DONE), UNITS)
    told = {name: dict(zip(chart.categories, values, strict=True)) for name, _, values in chart.series}
    assert told == {
        "已完成": {"市卫生健康委": 0, "市人力资源社会保障局": 0, "市应急局": 1},
        "未启动": {"市卫生健康委": 1, "市人力资源社会保障局": 0, "市应急局": 1},
        "逾期": {"市卫生健康委": 0, "市人力资源社会保障局": 1, "市应急局": 0},
    }
    assert set(told) <= set(COLOURS)


def due(*days: str, **more: Any) -> list[TrackedTask]:
    return [
        replace(TASK, id=at, deadlines=(by(date.fromisoformat(day)),), **more) for at, day in enumerate(days)
    ]


def test_months_without_a_task_are_there_too() -> None:
    chart = due_by_month(due("2024-11-30", "2025-02-01", "2025-02-28"), DAY)
    assert chart.categories == ("2024年11月", "12月", "2025年1月", "2月")
    assert [values for _, _, values in chart.series] == [(0, 0, 0, 0), (0, 0, 0, 0), (1, 0, 0, 2)]
    assert due_by_month((), DAY).categories == ()


def test_months_far_from_the_day_stand_together() -> None:
    days = [f"{2020 + at // 12}-{at % 12 + 1:02}-15" for at in range(100)]
    chart = due_by_month(due(*days, progress=Progress("已完成")), DAY)
    assert (chart.categories[0], chart.categories[-1], len(chart.categories)) == ("此前", "此后", 17)
    assert sum(chart.series[0][2]) == 100


def test_the_last_month_there_is() -> None:
    assert due_by_month(due("9999-12-31"), DAY).categories == ("9999年12月",)
