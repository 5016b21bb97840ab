"""Small files of every kind and ways to damage them: bytes, parts of a package, XML and PDF by their structure."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

import ofd_files
import tiny_pdf
from docx import Document
from openpyxl import Workbook
from PIL import Image, ImageDraw

TEXT = (
    "云溪市2025年托育工作要点\n云卫发〔2025〕3号\n一、扩大供给\n（一）增加托位。到2025年，托位数达到4.5个。"
    "（责任单位：市卫生健康委、市教育局；完成时限：6月底前）\n二、保障措施\n2025年3月1日\n"
)
EXTREMES = ("0", "-1", "65536", "2147483648", "99999999999999999999", "1e308", "NaN", "", "\x00", "A" * 3000)
ODD = (
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"<",
    b"&a;",
    b"\x1b[2J",
    b"(",
    b">>",
    b"endstream",
    b"\xf0\x9f\x98\x80",
)


def docx() -> bytes:
    made, document = io.BytesIO(), Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line, style="List Number" if line.startswith("（") else None)
    table = document.add_table(2, 3)
    for cell, words in zip(
        (c for r in table.rows for c in r.cells),
        ("序号", "任务", "牵头单位", "1", "甲", "市教育局"),
        strict=True,
    ):
        cell.text = words
    table.cell(0, 0).merge(table.cell(1, 0))
    document.save(made)
    return made.getvalue()


def xlsx() -> bytes:
    made, book = io.BytesIO(), Workbook()
    sheet = book.active
    for row in (
        ("责任分工表",),
        ("序号", "重点任务", "牵头单位"),
        (1, "增加托位", "市教育局"),
        (2, "加强培训", "市民政局"),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    book.save(made)
    return made.getvalue()


def pdf() -> bytes:
    sheet = (
        tiny_pdf.Sheet()
        .grid([72, 172, 400], [300, 330, 360])
        .text(76, 320, "就业", 12)
        .text(176, 320, "岗位", 12)
    )
    for n, line in enumerate(TEXT.splitlines()):
        sheet.text(72, 100 + 28 * n, line[:28])
    return tiny_pdf.pdf(sheet, tiny_pdf.Sheet().text(72, 100, "第二页"))


def ofd() -> bytes:
    sheet = ofd_files.Sheet().grid([72, 172, 400], [300, 330, 360]).text(76, 320, "就业", 12)
    for n, line in enumerate(TEXT.splitlines()):
        sheet.text(72, 100 + 28 * n, line[:28])
    return ofd_files.ofd([sheet], pictures={"40": picture("PNG")})


def timeless(package: bytes) -> bytes:
    """The archive without the time of its making: what is damaged is the same in every run."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = re.sub(rb"20\d\d-\d\d-\d\dT[\d:.]+Z", b"2025-01-05T08:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def picture(form: str) -> bytes:
    made = io.BytesIO()
    image = Image.new("RGB", (60, 80), "white")
    ImageDraw.Draw(image).rectangle([9, 9, 40, 60], outline="black")
    image.save(made, form)
    return made.getvalue()


def package() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("通知.txt", TEXT)
        archive.writestr("附件/分工.csv", "序号,任务\n1,甲\n")
    return made.getvalue()


HTML = (
    '<html><head><meta charset="utf-8"><title>要点</title></head><body><div id="UCAP-CONTENT"><h1>要点</h1>'
    + "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    + '<table><tr><td rowspan="2" colspan="1">就业</td><td>甲</td></tr><tr><td>乙</td></tr></table></div></body></html>'
)
SEEDS: dict[str, bytes] = {
    "txt": TEXT.encode(),
    "gbk": TEXT.encode("gb18030"),
    "html": HTML.encode(),
    "md": f"# 要点\n\n{TEXT}\n\n| 序号 | 任务 |\n|---|---|\n| 1 | 甲 |\n".encode(),
    "csv": '序号,重点任务,牵头单位\n1,增加托位,市教育局\n2,加强培训,"市民政局,市财政局"\n'.encode(),
    "docx": timeless(docx()),
    "xlsx": timeless(xlsx()),
    "pdf": pdf(),
    "ofd": timeless(ofd()),
    "zip": timeless(package()),
    "png": picture("PNG"),
    "tif": picture("TIFF"),
}


def mutant(kind: str, number: int) -> bytes:
    """The file of that kind damaged: the same for the same number."""
    dice = random.Random(f"{kind} {number}")
    data = SEEDS[kind]
    for _ in range(dice.choice((1, 1, 2, 4))):
        data = dice.choice(WAYS.get(kind, [by_bytes]))(data, dice)
    return data


def by_bytes(data: bytes, dice: random.Random) -> bytes:
    """A piece of the file lost, doubled, exchanged, turned over or overwritten."""
    at = dice.randrange(len(data) + 1)
    end = min(len(data), at + dice.choice((1, 2, 8, 64, 512)))
    piece = data[at:end]
    other = dice.choice(
        (
            b"",
            piece * 2,
            piece[::-1],
            dice.choice(ODD),
            bytes(len(piece)),
            dice.randbytes(len(piece)),
            data[: len(piece)],
            piece * 40,
        )
    )
    return data[:at] + (b"" if dice.random() < 0.05 else other + data[end:])


def by_structure(data: bytes, dice: random.Random) -> bytes:
    """A number, a name or a tag of XML or of a PDF made another: one too great, one from elsewhere, one too many."""
    tokens = re.split(rb"(<[^<>]*>|\d+|/\w+)", data)
    if len(tokens) < 4:
        return by_bytes(data, dice)
    at, other = (2 * dice.randrange(len(tokens) // 2) + 1 for _ in range(2))
    if tokens[at].isdigit():
        tokens[at] = dice.choice(EXTREMES).encode()
    else:
        found = re.findall(rb'="[^"]*"', tokens[at])
        if found and dice.random() < 0.5:
            tokens[at] = tokens[at].replace(dice.choice(found), f'="{dice.choice(EXTREMES)}"'.encode(), 1)
        else:
            tokens[at] = dice.choice(
                (b"", tokens[at] * 2, tokens[at] * 300, tokens[other], b"<!DOCTYPE x>" + tokens[at])
            )
    return b"".join(tokens)


def by_part(data: bytes, dice: random.Random) -> bytes:
    """A part of a package damaged, lost, doubled or exchanged, and all packed again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, zlib.error, EOFError):
        return by_bytes(data, dice)
    if not parts:
        return by_bytes(data, dice)
    name = dice.choice(sorted(parts))
    way = dice.random()
    if way < 0.85:
        parts[name] = dice.choice((by_bytes, by_structure, by_structure))(parts[name], dice)
    elif way < 0.9:
        del parts[name]
    elif way < 0.95:
        parts[name] = parts[dice.choice(sorted(parts))]
    else:
        parts[dice.choice(("../x.txt", "/x.txt", name + "/x", "x" * 300, "x.txt"))] = parts[name]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return made.getvalue()


Way = Callable[[bytes, random.Random], bytes]
WAYS: dict[str, list[Way]] = {
    "html": [by_bytes, by_structure, by_structure],
    "pdf": [by_bytes, by_structure, by_structure],
    **{kind: [by_part, by_part, by_part, by_bytes] for kind in ("docx", "xlsx", "ofd", "zip")},
}
