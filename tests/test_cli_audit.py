"""``audit`` and ``parse --format spacy``: what was taken, left and lost, on the terminal, as a page, as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from policyparse.cli import app

TEXT = """云溪市2025年托育工作要点
一、指导思想
坚持普惠。
二、重点任务
（一）增加托位。面向3岁以下婴幼儿，年底前新建托位30个。（牵头单位：市教育局）
（二）培训保育员。全年培训200人以上。（牵头单位：市卫生健康委；配合单位：市财政局）
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POLICYPARSE_DB", str(tmp_path / "office.db"))
    monkeypatch.chdir(tmp_path)
    Path("要点.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words), prog_name="policyparse")
    assert result.exit_code == code, result.output
    return result.output


COUNTED = "原文 3 项 → 任务 2、不计 1；数字 3 → 目标 2、不计 1；责任单位 2 处 → 读出 2"


def test_the_card_and_the_audit_count_what_is_printed(office: Path) -> None:
    assert COUNTED in run("add", "要点.txt")
    stored = run("audit", "1")
    assert COUNTED in stored and "数字\t不计（年龄）\t\t3岁" in stored
    assert stored == run("audit", "要点.txt")


def test_the_card_tells_a_finding_in_one_line(office: Path) -> None:
    text = "云溪市2025年托育工作要点\n一、增加托位\n新建托位30个。\n二、加强培训\n培训保育员。\n"
    Path("乙.txt").write_text(text, encoding="utf-8")
    assert "没有写明牵头单位，待明确（“一、增加托位 新建托位30个。”）" in run("add", "乙.txt")


def test_the_page_marks_every_kind(office: Path) -> None:
    run("audit", "要点.txt", "--format", "html", "-o", "清点.html")
    page = Path("清点.html").read_text(encoding="utf-8")
    for label in ("牵头", "配合", "目标", "时限", "不计（年龄）"):
        assert f">{label}</span>" in page
    assert ">未归入</span>" not in page
    assert "已存在" in run("audit", "要点.txt", "--format", "html", "-o", "清点.html", code=1)


def test_the_accounts_as_data(office: Path) -> None:
    (document,) = json.loads(run("audit", "要点.txt", "--format", "json"))["documents"]
    first = document["accounts"][1]
    assert (first["kind"], first["state"], first["reason"], first["quote"]["text"]) == (
        "item",
        "left",
        "background",
        "一、指导思想",
    )


def test_bad_calls(office: Path) -> None:
    run("audit", "99", code=1)
    run("audit", "没有.txt", code=1)
    run("audit", "要点.txt", "-o", "x", code=2)


def test_a_doc_bin_that_others_can_read(office: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    result = CliRunner().invoke(app, ["parse", "要点.txt", "--format", "spacy"], prog_name="policyparse")
    (doc,) = DocBin().from_bytes(result.stdout_bytes).get_docs(spacy.blank("zh").vocab)
    assert [span.text for span in doc.spans["units"]] == ["市教育局", "市卫生健康委", "市财政局"]
    assert [span.text for span in doc.spans["targets"]] == ["30个", "200人以上"]
    assert ("3岁", "age") in [(span.text, span.label_) for span in doc.spans["left"]]
    assert doc.user_data["source"] == "要点.txt"
