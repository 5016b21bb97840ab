"""A machine on which spaCy cannot be installed: every command works, and what needs it says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = """云溪市2025年重点工作任务分工方案
一、加强<就业>服务
（一）建成零工市场3家。2025年6月底前完成。（牵头单位：市人力资源社会保障局；配合单位：市财政局）
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a document; spaCy is one that cannot be imported, in this process's children and in theirs."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "spacy.py").write_text("raise ImportError('no wheel for this machine')")
    (folder / "要点.txt").write_text(TEXT, encoding="utf-8")
    assert called(folder, "add", "要点.txt").returncode == 0
    return folder


def called(desk: Path, *words: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(desk), str(ROOT)])
    return subprocess.run(
        [sys.executable, "-m", "policyparse", *words],
        capture_output=True, text=True, check=False, cwd=desk,
        env={**os.environ, "PYTHONPATH": paths, "POLICYPARSE_DB": str(desk / "台账.db")},
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("parse", "要点.txt", "--format", "json"),
        ("tasks",),
        ("show", "1"),
        ("explain", "1"),
        ("review",),
        ("audit", "1"),
        ("export", "-o", "表.xlsx", "--force"),
        ("progress", "1", "--percent", "40"),
        ("due",),
        ("check",),
        ("--help",),
    ],
    ids=lambda words: words[0],
)
def test_every_command_works(desk: Path, words: tuple[str, ...]) -> None:
    done = called(desk, *words)
    assert done.returncode == 0 and "spaCy" not in done.stderr, done.stderr


def test_a_spacy_document_is_refused_in_words_before_anything_is_read(desk: Path) -> None:
    done = called(desk, "parse", "没有这个文件.txt", "--format", "spacy")
    assert done.returncode == 1 and done.stdout == ""
    assert "没有安装 spaCy" in done.stderr and "pip install spacy" in done.stderr
    assert "Traceback" not in done.stderr and "找不到" not in done.stderr


def test_the_page_of_an_audit_is_drawn_all_the_same(desk: Path) -> None:
    page = called(desk, "audit", "要点.txt", "--format", "html").stdout
    assert "市财政局 <small><b>配合</b></small></mark>" in page
    assert "加强&lt;就业&gt;服务" in page


def test_the_library_says_so_too(desk: Path) -> None:
    code = "from policyparse import nlp; from policyparse.errors import LibraryMissing\ntry: nlp.carry('甲', {})\nexcept LibraryMissing as e: print(e)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(desk), str(ROOT)])},
    )  # fmt: skip
    assert "没有安装 spaCy" in done.stdout
