"""The accounts: what became of everything printed, over the corpora, over real files where there are any, and case by case."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from parses import CORPORA, EVAL, documents, parsed

from policyparse import accounts, lexicon, pipeline
from policyparse.model import Account, Cell, Line, Policy, Scan, Table
from policyparse.text.numbering import mark

REAL = Path(os.environ.get("POLICYPARSE_REAL", EVAL.parent / "real" if EVAL else "nowhere"))
FILES = [p for p in sorted(REAL.iterdir()) if p.suffix in (".txt", ".html", ".docx")] if REAL.is_dir() else []


def read(*lines: str, rows: tuple[tuple[str, ...], ...] = ()) -> Policy:
    """The document of some lines, with a table behind them."""
    cells = tuple(Cell(words, i, j) for i, row in enumerate(rows) for j, words in enumerate(row))
    blocks = (*(Line(line, whole=True) for line in lines), *((Table(cells),) if rows else ()))
    (policy,) = pipeline.read(Scan("甲", "docx", "", blocks)).documents
    return policy


def told(policy: Policy, kind: str) -> list[tuple[str, str, str]]:
    """The accounts of a kind, each as its words, state and reason."""
    text = policy.document.text
    return [(a.span.of(text), a.state, a.reason) for a in policy.accounts if a.kind == kind]


# ---- the law -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", documents(CORPORA), ids=lambda path: path.name)
def test_law_9_everything_of_the_corpora_is_explained(path: Path) -> None:
    for policy in parsed(path).documents:
        text = policy.document.text
        assert [a.span.of(text) for a in policy.accounts if a.state == "unaccounted"] == []
        keys = {task.key for task in policy.tasks}
        assert {a.task for a in policy.accounts if a.task} <= keys
        # every numbered paragraph and every row of a table has its account
        items = {a.span for a in policy.accounts if a.kind == "item"}
        assert items >= {
            p.span for p in policy.document.paragraphs if p.table is None and mark(p.span.of(text))
        }
        assert sum(a.kind == "row" for a in policy.accounts) == sum(
            any(c.start < c.end for c in row) for grid in policy.document.tables for row in grid.rows
        )
        # every task has an account of its own
        assert {a.task for a in policy.accounts if a.reason == "task"} == keys


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="POLICYPARSE_REAL names no folder of real documents")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_row_and_no_item_of_a_real_file_is_lost(path: Path) -> None:
    for policy in parsed(path).documents:
        lost = [a for a in policy.accounts if a.state == "unaccounted" and a.kind in ("item", "row")]
        assert [a.span.of(policy.document.text)[:60] for a in lost] == []


@pytest.mark.parametrize("path", documents(CORPORA), ids=lambda path: path.name)
def test_every_reason_has_its_words(path: Path) -> None:
    table = lexicon.data("accounts")
    for policy in parsed(path).documents:
        assert {a.reason for a in policy.accounts if a.state != "unaccounted"} <= {
            *table["taken"],
            *table["left"],
        }


def test_what_only_looks_like_a_quantity_or_a_deadline_has_words_for_a_clerk() -> None:
    known = lexicon.data("accounts")["left"]
    assert {e.id for e in lexicon.entries("nonquantities")} - {"date", "period"} <= set(known)
    assert {e.id for e in lexicon.entries("deadlines") if e.reading["kind"] == "none"} <= set(known)


# ---- case by case --------------------------------------------------------------------------------------

HEAD = ("云溪市2025年托育工作方案", "一、重点任务")

CASES = [
    ("item", "（一）增加托位。新建托位。", ("taken", "task")),
    ("quantity", "（一）增加托位。年底前新建托位30个。", ("taken", "goal")),
    ("quantity", "（一）增加托位。给予每个托位补助最高8000元。", ("taken", "standard")),
    ("quantity", "（一）增加托位。面向3岁以下婴幼儿。", ("left", "age")),
    ("quantity", "（一）增加托位。用电报装容量160千瓦及以下的用户零投资。", ("left", "condition")),
    ("quantity", "（一）增加托位。目前已有照片超300万张。", ("left", "told")),
    ("quantity", "（一）增加托位。支持投资超5亿元项目建设。", ("left", "order-of-size")),
    ("quantity", "（一）增加托位。收集图片，含超过10万张照片。", ("left", "told")),
    ("units", "（一）增加托位。新建托位。（牵头单位：市教育局）", ("taken", "units")),
    ("units", "（一）增加托位。新建托位。（市教育局负责）", ("taken", "units")),
    ("time", "（一）增加托位。6月底前新建托位。", ("taken", "deadline")),
    ("time", "（一）增加托位。全年新建托位30个。", ("taken", "deadline")),
    ("time", "（一）防汛备汛。汛期前完成排查。", ("taken", "deadline")),
    ("time", "（一）增加托位。经历视同完成本年度继续教育学时。", ("left", "entered-into")),
    ("time", "（一）增加托位。落实《云溪市托育条例（2023年）》。", ("left", "title")),
]


@pytest.mark.parametrize(("kind", "item", "said"), CASES)
def test_what_became_of_it(kind: str, item: str, said: tuple[str, str]) -> None:
    policy = read(*HEAD, item)
    *_, last = [(state, reason) for _, state, reason in told(policy, kind)]
    assert last == said
    assert all(finding.code != "unaccounted" for finding in policy.findings)


def test_an_edge_of_a_rule_is_a_condition_of_it() -> None:
    policy = read(
        *HEAD, "（一）增加托位。继续执行对小型企业年所得额超过100万元但不超过300万元的部分，减按25%计入。"
    )
    assert ("100万元", "left", "condition") in [(w[-5:], s, r) for w, s, r in told(policy, "quantity")]


def test_headings_and_parts_that_order_nothing() -> None:
    policy = read(
        "云溪市托育工作方案", "一、指导思想", "（一）坚持普惠。", "二、重点任务", "（一）增加托位。新建托位。"
    )
    assert [(state, reason) for _, state, reason in told(policy, "item")] == [
        ("left", "background"),
        ("left", "background"),
        ("taken", "heading"),
        ("taken", "task"),
    ]


def test_rows() -> None:
    rows = (("序号", "重点任务", "牵头单位"), ("1", "新建托位30个", "市教育局"), ("合计", "30", ""))
    policy = read("云溪市2025年托育任务分工表", rows=rows)
    assert [(state, reason) for _, state, reason in told(policy, "row")] == [
        ("left", "header"),
        ("taken", "task"),
        ("left", "total"),
    ]


def test_what_nobody_took_is_a_finding_that_quotes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pipeline.tasks.make
    monkeypatch.setattr(pipeline.tasks, "make", lambda *told: whole(*told)[:-1])  # a task is lost on the way
    policy = read(*HEAD, "（一）增加托位。新建托位。", "（二）培训保育员。（牵头单位：市卫生健康委）")
    text = policy.document.text
    lost = [(f.span and f.span.of(text)) for f in policy.findings if f.code == "unaccounted"]
    assert lost == ["（二）培训保育员。（牵头单位：市卫生健康委）", "（牵头单位：市卫生健康委）"]


def test_a_lost_row_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pipeline.tasks.make
    monkeypatch.setattr(pipeline.tasks, "make", lambda *told: whole(*told)[:-1])
    rows = (
        ("序号", "重点任务", "牵头单位"),
        ("1", "新建托位30个", "市教育局"),
        ("2", "培训保育员", "市卫生健康委"),
    )
    policy = read("云溪市2025年托育任务分工表", rows=rows)
    assert [state for _, state, _ in told(policy, "row")] == ["left", "taken", "unaccounted"]
    assert sum(f.code == "unaccounted" for f in policy.findings) == 1


def test_accounts_in_words() -> None:
    policy = read(*HEAD, "（一）增加托位。面向3岁以下婴幼儿，年底前新建托位30个。")
    said = {(policy.document.text[a.span.start : a.span.end], accounts.words(a)) for a in policy.accounts}
    assert {("3岁", "不计（年龄）"), ("30个", "目标"), ("年底前", "时限")} <= said
    assert isinstance(policy.accounts[0], Account)


def test_a_row_in_which_a_page_speaks_of_itself_is_left() -> None:
    policy = read(
        "云泽县2025年重点工作任务分解表",
        rows=(
            ("任务", "责任单位", "任务地点", "备注"),
            ("修缮校舍3所", "县教育局", "柳林镇", ""),
            ("索引号：", "000/2025-1", "成文日期：", "2025-01-08"),
        ),
    )
    assert told(policy, "row")[-1][1:] == ("left", "page-facts")


@pytest.mark.parametrize("said", ["配合单位：无。", "配合单位：暂无", "（配合单位：无）"])
def test_a_label_behind_which_nobody_stands_is_left(said: str) -> None:
    policy = read("云泽县2025年工作要点", "一、重点任务", f"1.改造管网26公里。{said}", "2.修复堤防9公里。")
    assert [(state, reason) for _, state, reason in told(policy, "units")] == [("left", "nobody")]
    assert [task.text for task in policy.tasks] == ["改造管网26公里。", "修复堤防9公里。"]
