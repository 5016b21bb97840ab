"""Every kind of bad file through ``policyparse add``: its message, exit code, time and peak memory, as a table.

Run ``python -m benchmarks.badfiles [PART OF A NAME …]``. The files are made in a temporary folder; the tracker must
be as it was after each. Peak memory is that of all processes of the call together, read from /proc (Linux).
"""

# ruff: noqa: E501, PLW0108 (a table of files: one row each, every row made only when it is wanted)

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORPORA = ROOT / "corpora" / "docs"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "哈">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    + "]>"
)
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TAKEN = {"合并.xlsx"}
"""Files that are odd and no more: they may be stored."""

WORK = ('INSERT INTO "work"', 'INSERT INTO "sqlite_sequence"')
CALL = "import sys; from policyparse.cli import main; main(sys.argv[1:])"


def packed(**parts: str | bytes) -> bytes:
    """A ZIP of parts, named with ``__`` for the slash and ``_x`` for ``.xml``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(
                name.replace("__", "/").removesuffix("_x") + (".xml" if name.endswith("_x") else ""), data
            )
    return made.getvalue()


def docx(body: str, head: str = "") -> bytes:
    """A DOCX with this body."""
    return packed(word__document_x=f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of objects, the first its catalogue."""
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def page(contents: bytes = b"4 0 R", more: bytes = b"") -> bytes:
    """A page object."""
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %s %s >>" % (contents, more)


def swollen(megabytes: int, unit: bytes) -> bytes:
    """So many megabytes of a repeated text, deflated piece by piece."""
    packer = zlib.compressobj(9)
    block = (unit * (1 + (1 << 20) // len(unit)))[: 1 << 20]
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def ten_thousand_pages() -> bytes:
    """A PDF of 10,000 pages with a word on each."""
    kids = b" ".join(b"%d 0 R" % (4 + n) for n in range(10_000))
    word = stream(b"BT /F1 12 Tf 72 700 Td (a) Tj ET")
    return pdf(
        [CATALOGUE, b"<< /Type /Pages /Kids [%s] /Count 10000 >>" % kids, word, *[page(b"3 0 R")] * 10_000]
    )


def nested_zip(depth: int) -> bytes:
    """ZIPs within ZIPs."""
    data = packed(a="一、加强管理".encode())
    for _ in range(depth):
        data = packed(**{"a.zip": data})
    return data


def huge_picture() -> bytes:
    """A PNG of a few kilobytes and 900 megapixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = swollen(113, b"\x00")
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 30000, 30000, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def workbook(sheet: str, head: str = "") -> bytes:
    """An XLSX of one sheet."""
    spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return packed(
        **{
            "[Content_Types]_x": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/></Types>',
            "_rels__.rels": f'<Relationships xmlns="{relations}"><Relationship Id="a" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl__workbook_x": f'<workbook xmlns="{spreadsheet}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="a"/></sheets></workbook>',
            "xl___rels__workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="a" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl__worksheets__sheet1_x": f'{head}<worksheet xmlns="{spreadsheet}">{sheet}</worksheet>',
        }
    )


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CELL = "<w:tc><w:tcPr><w:gridSpan w:val='2147483647'/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
SOUND = (CORPORA / "yunxi-2024-jiuye-cuoshi.pdf").read_bytes()
TASKS = "一、加强管理工作，年底前完成。（责任单位：市教育局）\n"

FILES: dict[str, Callable[[], bytes]] = {
    "空文件.pdf": lambda: b"",
    "加密.pdf": lambda: pdf([CATALOGUE, PAGES, page(), stream(b"")], b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32)),
    "加密.docx": lambda: OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500),
    "加密.zip": lambda: packed(**{"a.txt": "甲" * 50}).replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
    "截断.pdf": lambda: SOUND[: len(SOUND) // 2],
    "截断.docx": lambda: (CORPORA / "linjiang-2024-fengong.docx").read_bytes()[:9000],
    "截断.png": lambda: huge_picture()[:200],
    "零页.pdf": lambda: pdf([CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>"]),
    "不是政策.txt": lambda: "春江潮水连海平，海上明月共潮生。\n".encode() * 5,
    "炸弹.docx": lambda: docx("<w:p><w:r><w:t>" + "甲" * 60_000_000 + "</w:t></w:r></w:p>"),
    "炸弹一吉.zip": lambda: packed(**{f"{i}.txt": bytes(190 << 20) for i in range(6)}),
    "炸弹内容流.pdf": lambda: pdf([CATALOGUE, PAGES, page(), stream(swollen(1500, b"0 0 m 9 9 l S "), b"/Filter /FlateDecode")]),
    "炸弹图片.png": huge_picture,
    "套十层.zip": lambda: nested_zip(10),
    "两万成员.zip": lambda: packed(**{f"{i}.txt": b"a" for i in range(20_000)}),
    "越出目录.zip": lambda: packed(**{"../../../../tmp/越出.txt": TASKS.encode()}),
    "实体.docx": lambda: docx("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", LAUGHS),
    "实体.ofd": lambda: packed(OFD_x=f"{LAUGHS}<OFD>&a11;</OFD>"),
    "实体.xlsx": lambda: workbook("<sheetData><row><c t='str'><v>&a11;</v></c></row></sheetData>", LAUGHS),
    "实体.html": lambda: f"{LAUGHS}<html><body><p>&a11;</p></body></html>".encode(),
    "万页.pdf": ten_thousand_pages,
    "文字200兆.txt": lambda: TASKS.encode() * (200_000_000 // len(TASKS.encode())),
    "一行10兆.txt": lambda: TASKS.replace("\n", "").encode() * (10_000_000 // len(TASKS.encode())),
    "一行括号.txt": lambda: ("（" * 300_000 + "《" * 300_000).encode(),
    "一行数字.txt": lambda: b"1" * 3_000_000,
    "全是编号.txt": lambda: ("一、" * 300_000).encode(),
    "控制字符.txt": lambda: ("\x00\x01\x1b[31m" * 2000 + TASKS).encode() + b"\xed\xa0\x80\xed\xb0\x80",
    "随机字节.txt": lambda: b"".join(hashlib.sha256(bytes([i % 256, i // 256])).digest() for i in range(60_000)),
    "字体无编码.pdf": lambda: _unmapped(),
    "页树成环.pdf": lambda: pdf([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"]),
    "前表成环.pdf": lambda: pdf([CATALOGUE, PAGES, page(), stream(b"")], b"/Prev 9"),
    "图形自引.pdf": lambda: pdf([CATALOGUE, PAGES, page(b"4 0 R", b"/Resources << /XObject << /X 5 0 R >> >>"), stream(b"/X Do"), stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>")]),
    "对象自引.pdf": lambda: pdf([CATALOGUE, PAGES, page(b"4 0 R"), b"4 0 R"]),
    "跨列.html": lambda: b"<html><body><table><tr>" + b"<td colspan=999999999 rowspan=999999999>1</td>" * 50 + b"</tr></table></body></html>",
    "跨列.docx": lambda: docx(f"<w:tbl>{f'<w:tr>{CELL * 20}</w:tr>' * 20}</w:tbl>"),
    "合并.xlsx": lambda: workbook('<sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>1</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "深层.html": lambda: b"<html><body>" + b"<div>" * 200_000 + b"1",
    "深层表格.docx": lambda: docx("<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000),
    "深层.rtf": lambda: b"{\\rtf1" + b"{" * 200_000,
    "深层.md": lambda: b"# 1\n# 2\n" + b">" * 50_000 + b" 1",
    "宽表.csv": lambda: b",".join(b"a" for _ in range(1_000_000)) + b"\n1,2\n",
    "游离单元格.xlsx": lambda: workbook('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>任务</t></is></c></row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>1</t></is></c></row></sheetData>'),
    "万处合并.xlsx": lambda: workbook('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>任务</t></is></c></row></sheetData><mergeCells>' + "".join(f'<mergeCell ref="A{n * 100 + 1}:XFD{n * 100 + 99}"/>' for n in range(10_000)) + "</mergeCells>"),
    "晚到的声明.xlsx": lambda: workbook("<sheetData/>", "<!--" + "x" * 9000 + "-->" + LAUGHS),
    "九十万格.csv": lambda: b"1,2,3\n" * 300_000,
    "未闭引号.csv": lambda: b'a,b,"' + b"x" * 300_000 + b'"\n1,2,3\n',
    "十万段.docx": lambda: docx("<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * 100_000),
    "十万小表.docx": lambda: docx("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>" * 100_000),
    "三百个文件.zip": lambda: packed(**{f"{n}.txt": TASKS * 1000 for n in range(300)}),
    "千帧空白.tiff": lambda: _frames(1_000),
    "一行十万数字.txt": lambda: b"1" * 100_000,
    "一行百分数.txt": lambda: b"95%" * 33_000,
    "三重压缩.pdf": lambda: pdf([CATALOGUE, PAGES, page(), stream(zlib.compress(zlib.compress(swollen(500, b"0 0 m 9 9 l S "))), b"/Filter [/FlateDecode /FlateDecode /FlateDecode]")]),
    "乱码.doc": lambda: OLE + "WordDocument".encode("utf-16-le") + os.urandom(20_000),
}  # fmt: skip


def _unmapped() -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /Xx /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    cid = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Xx /CIDSystemInfo << /Registry (X) /Ordering (X) /Supplement 0 >> >>"
    words = stream(b"BT /F1 16 Tf 72 700 Td <" + b"0102" * 200 + b"> Tj ET")
    return pdf(
        [CATALOGUE, PAGES, page(b"4 0 R", b"/Resources << /Font << /F1 5 0 R >> >>"), words, font, cid]
    )


def _frames(count: int) -> bytes:
    from PIL import Image

    made = io.BytesIO()
    blank = Image.new("1", (800, 1100), 1)
    blank.save(made, "TIFF", save_all=True, append_images=[blank] * (count - 1), compression="group4")
    return made.getvalue()


# ---- measuring -----------------------------------------------------------------------------------------


class Watch(threading.Thread):
    """Sums the memory of a process and its descendants until it ends."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak = pid, 0

    def run(self) -> None:
        while Path(f"/proc/{self.pid}").exists():
            self.peak = max(self.peak, self._now())
            time.sleep(0.02)

    def _now(self) -> int:
        parents: dict[int, int] = {}
        sizes: dict[int, int] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(stat.parent.name)] = int(fields[1])
            sizes[int(stat.parent.name)] = int(fields[21]) * 4096
        ours = {self.pid}
        while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
            ours |= more
        return sum(sizes.get(pid, 0) for pid in ours)


def run(path: Path, db: Path) -> tuple[int, float, float, str]:
    """Exit code, seconds, peak megabytes and message of ``add``."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", CALL, "add", str(path), "--db", str(db), "--timeout", "60"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace", cwd=ROOT,
    )  # fmt: skip
    watch = Watch(process.pid)
    watch.start()
    out, err = process.communicate()
    said = next(
        (line for line in (err + out).splitlines() if line.startswith(("失败", "错误", "Traceback"))),
        "已入库",
    )
    return (
        process.returncode,
        time.perf_counter() - start,
        watch.peak / (1 << 20),
        said.replace(f"{path}：", ""),
    )


def stored(db: Path) -> list[str]:
    """What the tracker holds, but for its ledger of files that were to be read, which tells of each failure."""
    with closing(sqlite3.connect(db)) as connection:
        return [line for line in connection.iterdump() if not line.startswith(WORK)]


def main(wanted: list[str]) -> int:
    """Print the table; 1 where a file was taken that must not be, or left a trace."""
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="badfiles-") as there:
        folder, db = Path(there), Path(there) / "a.db"
        subprocess.run(
            [sys.executable, "-c", CALL, "documents", "--db", str(db)],
            check=True,
            capture_output=True,
            cwd=ROOT,
        )
        for name, make in FILES.items():
            if wanted and not any(part in name for part in wanted):
                continue
            path = folder / name
            path.write_bytes(make())
            before, stood = db.read_bytes(), stored(db)
            code, seconds, megabytes, said = run(path, db)
            refused = code == 1 and said.startswith("失败") and stored(db) == stood
            fine = refused or (code == 0 and name in TAKEN)
            wrong += not fine
            print(
                f"{'' if fine else '！'}{name}\t{path.stat().st_size / 1e6:.1f} MB\t{seconds:.1f} s\t{megabytes:.0f} MB\t{code}\t{said}",
                flush=True,
            )
            path.unlink()
            db.write_bytes(before)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
