"""A file in a process of its own: the same parse, and every way to fail is a message, in time and without a trace."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from parses import CORPORA, parsed
from waiting import until

from policyparse import leftovers, output, sandbox
from policyparse.cli import options
from policyparse.errors import UnreadableFile, UsageError
from policyparse.readers.limits import MEGABYTE, Limits

DOCX = CORPORA / "docs" / "linjiang-2024-fengong.docx"
TEXT = "一、加强管理\n（一）增加托位。年底前新建10个。（责任单位：市教育局）\n"


def write(folder: Path, data: bytes, name: str = "甲.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_the_parse_is_that_of_the_same_process() -> None:
    assert sandbox.parse(DOCX) == parsed(DOCX)


def test_an_error_comes_back_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"^甲.txt：文件是空的（0 字节）$"):
        sandbox.parse(write(tmp_path, b""))


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="超过 1 秒"):
        sandbox.call("sandboxed:for_ever", write(tmp_path, b"x"), Limits(seconds=1))


@pytest.mark.skipif(os.name != "posix", reason="memory is limited by POSIX")
def test_what_takes_too_much_memory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"内存不够|异常终止|无法读取"):
        sandbox.parse(write(tmp_path, TEXT.encode() * 20_000), Limits(memory=64 * MEGABYTE))


LIMITS = [
    (Limits(bytes=10), TEXT.encode(), "文件过大.*--max-bytes"),
    (Limits(characters=1000), TEXT.encode() * 100, "文字过多"),
    (Limits(characters=1000), b"# 1\n# 2\n" + b"a" * 4000, "文字过多"),
]


@pytest.mark.parametrize(("limits", "data", "why"), LIMITS)
def test_limits(limits: Limits, data: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=why):
        sandbox.parse(write(tmp_path, data), limits)


def test_a_page_too_many() -> None:
    with pytest.raises(UnreadableFile, match=r"页数过多（7 页，上限 6 页）.*--max-pages 7"):
        sandbox.parse(CORPORA / "docs" / "yunxi-2024-jiuye-cuoshi.pdf", Limits(pages=6))


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices are of POSIX")
def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "管道.txt"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(UnreadableFile, match="不是普通文件"):
            sandbox.parse(path)


@pytest.mark.slow
def test_a_scan_reports_its_pages_and_keeps_its_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scanned import encoded, pictures

    monkeypatch.setenv("POLICYPARSE_CACHE", str(tmp_path / "cache"))
    image = pictures(CORPORA / "docs" / "yunxi-2024-jiuye-cuoshi.pdf", [6])
    told: list[tuple[int, int]] = []
    path = write(tmp_path, encoded(image, "PNG"), "扫描.png")
    sandbox.parse(path, report=lambda done, whole: told.append((done, whole)))
    assert told == [(1, 1)]
    assert list((tmp_path / "cache" / "ocr").iterdir())


SIZES = [("200M", 200 << 20), ("1g", 1 << 30), ("500 KB", 500 << 10), ("12", 12)]


@pytest.mark.parametrize(("text", "octets"), SIZES)
def test_sizes_as_people_write_them(text: str, octets: int) -> None:
    assert options.limits(None, text, None) == Limits(bytes=octets)


@pytest.mark.parametrize("text", ["", "M", "0", "-1", "2T", "1.5G"])
def test_what_is_no_size_is_bad_usage(text: str) -> None:
    with pytest.raises(UsageError):
        options.octets(text)


# ---- many files ----------------------------------------------------------------------------------------


def many(folder: Path, count: int) -> list[Path]:
    return [write(folder, (TEXT * (1 + n)).encode(), f"{n}.txt") for n in range(count)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_files_come_in_their_order_and_a_bad_one_costs_nothing_else(jobs: int, tmp_path: Path) -> None:
    paths = many(tmp_path, 5)
    paths[2].write_bytes(b"")
    found = dict(sandbox.parse_all(paths, jobs=jobs))
    assert list(found) == paths
    assert isinstance(found.pop(paths[2]), UnreadableFile)
    assert found == {path: parsed(path) for path in found}


def test_what_is_known_is_not_read_and_comes_in_its_place(tmp_path: Path) -> None:
    paths = many(tmp_path, 3)
    before = parsed(paths[0])
    found = dict(sandbox.parse_all(paths, jobs=2, known=lambda path: before if path == paths[1] else None))
    assert list(found) == paths
    assert found[paths[1]] == before != found[paths[2]]


def test_the_file_after_one_that_took_too_long_is_read(tmp_path: Path) -> None:
    slow = write(tmp_path, TEXT.encode() * 40_000, "慢.txt")
    quick = write(tmp_path, TEXT.encode(), "快.txt")
    with sandbox.Room(keep=True) as room:
        with pytest.raises(UnreadableFile, match="超过 1 秒"):
            room.call(sandbox.PARSE, slow, Limits(seconds=1))
        assert room.call(sandbox.PARSE, quick, Limits()) == parsed(quick)


def test_the_time_is_the_files_however_many_pages_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="超过 2 秒"):
        sandbox.call("sandboxed:dawdle", write(tmp_path, b"x"), Limits(seconds=600, scan_seconds=2))


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells of a parent's death on Linux")
@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_the_reading_dies_with_its_parent_and_leaves_no_folder(
    keep: bool, end: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    file, told = write(tmp_path, b"x"), tmp_path / "pid"
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from pathlib import Path; from policyparse import sandbox; from policyparse.readers.limits import Limits\n"
        f"with sandbox.Room(keep={keep}) as room: room.call('sandboxed:for_ever', Path({str(file)!r}), Limits())"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "TOLD": str(told)})
    until(lambda: parent.poll() is not None or (told.exists() and told.read_text()))
    assert parent.poll() is None
    parent.send_signal(end)
    parent.wait()
    until(lambda: not lives(told.read_text()))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert list(tmp_path.glob("policyparse-*"))
    sandbox.parse(write(tmp_path, TEXT.encode()))
    assert not list(tmp_path.glob("policyparse-*"))


def test_the_folders_of_the_living_are_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ours = tmp_path / f"policyparse-{os.getpid()}-x"
    ours.mkdir()
    sandbox.parse(write(tmp_path, TEXT.encode()))
    assert ours.exists()


OFFICE = """#!/bin/sh
sleep 600 &
echo $$ $! > "$TOLD.new"
mv "$TOLD.new" "$TOLD"
wait
"""
"""A LibreOffice that starts a process of its own and never ends."""


def lives(pid: str) -> bool:
    """Whether the process runs; one that has ended may still wait for its parent to ask."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells of a parent's death on Linux")
def test_libreoffice_and_its_children_die_with_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    program, told = write(tmp_path, OFFICE.encode(), "soffice"), tmp_path / "pids"
    program.chmod(0o755)
    file = write(tmp_path, b"{\\rtf1 x}", "甲.rtf")
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        f"from pathlib import Path; from policyparse import sandbox; sandbox.parse(Path({str(file)!r}))"
    )
    places = {"TOLD": str(told), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    parent = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, **places})
    until(lambda: parent.poll() is not None or told.exists())
    assert parent.poll() is None
    pids = told.read_text().split()
    assert len(pids) == 2 and all(map(lives, pids))
    parent.kill()
    parent.wait()
    until(lambda: not any(map(lives, pids)))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert list(tmp_path.glob("policyparse-*"))
    sandbox.parse(write(tmp_path, TEXT.encode()))
    assert not list(tmp_path.glob("policyparse-*"))


def test_every_temporary_folder_bears_the_number_of_its_process() -> None:
    makers = {
        path.name
        for path in (Path(__file__).parent.parent / "policyparse").rglob("*.py")
        if re.search(r"mkdtemp|TemporaryDirectory", path.read_text(encoding="utf-8"))
    }
    assert makers == {"leftovers.py"}
    with leftovers.folder() as folder:
        assert Path(folder).name.startswith(f"policyparse-{os.getpid()}-")


def test_drafts_of_the_dead_are_removed_beside_the_next(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    old = tmp_path / f".policyparse-{gone.pid}-old"
    fresh = tmp_path / f".policyparse-{gone.pid}-fresh"
    ours = tmp_path / f".policyparse-{os.getpid()}-x"
    other = tmp_path / ".policyparse-notes-x"
    for path in (old, fresh, ours, other):
        path.write_text("")
    for path in (old, ours, other):
        os.utime(path, (0, 0))
    output.save(tmp_path / "a.csv", b"1", force=True)
    assert {path.name for path in tmp_path.iterdir()} == {fresh.name, ours.name, other.name, "a.csv"}
