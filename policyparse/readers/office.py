"""DOC, WPS, RTF, ODT, XLS and ODS → ``Scan``, by LibreOffice where it is there: it makes DOCX or XLSX of them.

LibreOffice runs with a profile of its own that forbids macros, links and everything active, in a folder that is
removed, and is ended with all its children when its time is up or the reading process dies. Nothing of it is needed for the other formats.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from policyparse import leftovers
from policyparse.errors import UnreadableFile
from policyparse.model import Scan
from policyparse.readers import limits
from policyparse.readers.file import MAX_MEMBER, File

SECONDS = 90
"""Time for one file; a long one takes three seconds, the first start of a profile as much."""

MISSING = "请先安装 LibreOffice（https://www.libreoffice.org），或另存为 DOCX 再读取"
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_TABLES = (b"application/vnd.oasis.opendocument.spreadsheet",)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Common/Misc", "UseSystemFileDialog", "false"),
)
"""What the profile says: no macros, nothing active, no link followed."""


def scan(file: File) -> Scan:
    """The file as its DOCX or XLSX reads; raises UnreadableFile where LibreOffice is missing or cannot open it."""
    made, target = converted(file)
    suffix = _suffix(file.data)
    if target == "xlsx":
        from policyparse.readers import xlsx

        found = xlsx.scan(made)
    else:
        from policyparse.readers import docx

        found = docx.scan(made)
    return replace(found, format=suffix[1:], sha256=file.sha256)


def converted(file: File) -> tuple[File, str]:
    """The file as LibreOffice saves it, and the kind of that, "xlsx" or "docx"; raises as ``scan`` does."""
    program = _program()
    if program is None:
        raise UnreadableFile(f"{file.name}：读取旧版 Word、WPS、RTF 等文件要用 LibreOffice。{MISSING}")
    suffix = _suffix(file.data)
    target = "xlsx" if suffix in (".xls", ".ods", ".fods") else "docx"
    return File(file.name, _converted(program, file, suffix, target)), target


def installed() -> bool:
    """Whether LibreOffice is there."""
    return _program() is not None


def _program() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).exists()), None)


def _suffix(data: bytes) -> str:
    """The extension by which LibreOffice is told what it opens."""
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        return ".fods" if b"office:spreadsheet" in data else ".fodt"
    if data.startswith(b"PK"):
        return ".ods" if any(kind in data[:200] for kind in _TABLES) else ".odt"
    return ".doc" if "WordDocument".encode("utf-16-le") in data else ".xls"


def _converted(program: str, file: File, suffix: str, target: str) -> bytes:
    with leftovers.folder() as there:
        folder = Path(there)
        source = folder / f"in{suffix}"
        source.write_bytes(file.data)
        _write_profile(folder / "profile")
        call = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            *("--convert-to", target, "--outdir", str(folder / "out"), str(source)),
        ]
        limits.make_room()
        with _running(call, folder) as process:
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired as error:
                raise UnreadableFile(f"{file.name}：LibreOffice 转换超时（{SECONDS} 秒），已停止") from error
        made = folder / "out" / f"in.{target}"
        if not made.exists() or not 0 < made.stat().st_size <= MAX_MEMBER:
            raise UnreadableFile(f"{file.name}：LibreOffice 打不开这个文件，可能已损坏或加了密码")
        return made.read_bytes()


@contextmanager
def _running(call: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process of the call; it and its children are ended with the block."""
    quiet = subprocess.DEVNULL
    env = {
        **os.environ,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TMP": str(folder),
        "SAL_USE_VCLPLUGIN": "svp",
    }
    process = subprocess.Popen(
        leftovers.guarded(call),
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        env=env,
        cwd=folder,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of the process and of all that it started."""
    try:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except ProcessLookupError:
        pass
    process.wait()


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )
