"""DOC, RTF and ODT through LibreOffice: the same parse as the DOCX, nothing left running or lying about."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from parses import CORPORA, parsed
from waiting import LONGEST, until

from policyparse import pipeline
from policyparse.errors import UnreadableFile
from policyparse.model import Line, Table
from policyparse.readers import office, scan
from policyparse.readers.file import File, load

DOCX = CORPORA / "docs" / "linjiang-2024-fengong.docx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(600)
pytestmark = pytest.mark.slow
needs_office = pytest.mark.skipif(not office.installed(), reason="LibreOffice is not there")


def converted(source: Path, form: str, folder: Path) -> Path:
    """The file in another form, as LibreOffice writes it."""
    profile = f"-env:UserInstallation={(folder / 'maker').as_uri()}"
    call = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(source)]
    subprocess.run(call, check=True, capture_output=True, timeout=LONGEST)
    return folder / f"{source.stem}.{form}"


@needs_office
@pytest.mark.parametrize("form", ["doc", "rtf", "odt"])
def test_old_forms_give_the_parse_of_the_docx(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = load(converted(DOCX, form, tmp_path))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(work))
    found = pipeline.read(scan(file))
    assert not list(work.iterdir())
    assert (found.source.format, found.source.sha256, found.source.remarks) == (form, file.sha256, ())
    for one, other in zip(found.documents, parsed(DOCX).documents, strict=True):
        assert one.title and other.title and one.title.value == other.title.value
        assert [(t.number, t.title, t.text) for t in one.tasks] == [
            (t.number, t.title, t.text) for t in other.tasks
        ]
        assert [[u.value for u in t.units] for t in one.tasks] == [
            [u.value for u in t.units] for t in other.tasks
        ]


@needs_office
def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    source = tmp_path / "分工.csv"
    source.write_text("序号,重点任务,牵头单位\n1,增加托位,市卫生健康委\n", encoding="utf-8")
    found = scan(load(converted(source, "xls", tmp_path)))
    cells = [c.text for b in found.blocks for c in (b.cells if isinstance(b, Table) else ())]
    assert found.format == "xls" and len(cells) == 6


@needs_office
@pytest.mark.parametrize("data", [OLE, b"{\\rtf1\\ansi", b"{\\rtf1" + b"{" * 5000])
def test_a_damaged_file_is_refused_or_empty(data: bytes) -> None:
    try:
        found = scan(File("甲.doc", data))
    except UnreadableFile as error:
        assert str(error).startswith("甲.doc：")
    else:
        assert all(isinstance(b, Line) for b in found.blocks)


def test_without_libreoffice_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)
    for name, data in (("甲.doc", OLE), ("甲.wps", OLE), ("甲.rtf", b"{\\rtf1\\ansi}")):
        with pytest.raises(UnreadableFile, match=r"LibreOffice.*另存为 DOCX"):
            scan(File(name, data))


@pytest.mark.skipif(os.name != "posix", reason="process groups are of POSIX")
def test_what_takes_too_long_is_ended_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pids = tmp_path / "pids"
    slow = tmp_path / "slow"
    slow.write_text(f"#!/bin/sh\nsleep 3600 & echo $! $$ > {pids}\nwait\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setattr(office, "_program", lambda: str(slow))
    monkeypatch.setattr(office, "SECONDS", 1)
    with pytest.raises(UnreadableFile, match="超时"):
        scan(File("甲.rtf", b"{\\rtf1\\ansi}"))
    until(lambda: not any(_runs(int(pid)) for pid in pids.read_text(encoding="utf-8").split()))


def _runs(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text(encoding="utf-8").split()[2] not in "ZX"


def test_the_profile_forbids_macros_and_links(tmp_path: Path) -> None:
    office._write_profile(tmp_path)
    text = (tmp_path / "user" / "registrymodifications.xcu").read_text(encoding="utf-8")
    for setting in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "MacroSecurityLevel"):
        assert f'oor:name="{setting}"' in text
