"""OFD files for the tests: pages written by hand, and the pages of another file drawn again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from policyparse.model import Line, Scan, Table

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MILLIMETRE = 25.4 / 72
FONTS = {"1": "仿宋_GB2312", "2": "方正小标宋简体"}


@dataclass
class Sheet:
    """A page under way, in points from the upper left corner; millimetres are made when it is written."""

    width: float = 595.3
    height: float = 841.9
    drawn: list[str] = field(default_factory=list)

    def text(
        self, left: float, base: float, words: str, size: float = 16, font: str = "1", more: str = ""
    ) -> Sheet:
        """Words on a base line, set solid; ``more`` are further attributes of the object."""
        x, y, em = left * MILLIMETRE, (base - size) * MILLIMETRE, size * MILLIMETRE
        steps = " ".join(f"{em if ord(c) > 255 else em / 2:.3f}" for c in words[:-1])
        box = f"{x:.3f} {y:.3f} {em * len(words):.3f} {em * 1.2:.3f}"
        code = f'<ofd:TextCode X="0" Y="{em:.3f}" DeltaX="{steps}">{escape(words)}</ofd:TextCode>'
        self.drawn.append(
            f'<ofd:TextObject ID="9" Boundary="{box}" Font="{font}" Size="{em:.3f}" {more}>{code}</ofd:TextObject>'
        )
        return self

    def raw(self, xml: str) -> Sheet:
        self.drawn.append(xml)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        left, top, wide, high = (v * MILLIMETRE for v in (x0, y0, x1 - x0, y1 - y0))
        path = f"M 0 0 L {wide:.3f} {high:.3f}"
        box = f"{left:.3f} {top:.3f} {max(wide, 0.1):.3f} {max(high, 0.1):.3f}"
        return self.raw(
            f'<ofd:PathObject ID="8" Boundary="{box}"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
        )

    def grid(self, columns: Sequence[float], rows: Sequence[float]) -> Sheet:
        for x in columns:
            self.rule(x, rows[0], x, rows[-1])
        for y in rows:
            self.rule(columns[0], y, columns[-1], y)
        return self

    def xml(self) -> str:
        box = f"0 0 {self.width * MILLIMETRE:.3f} {self.height * MILLIMETRE:.3f}"
        area = f"<ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"
        layer = f'<ofd:Layer ID="7">{"".join(self.drawn)}</ofd:Layer>'
        return f"<ofd:Page {NAMESPACE}>{area}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


def ofd(*documents: Sequence[Sheet], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The documents as one file, their pages in order; ``pictures`` are resources by ID."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        bodies = "".join(
            f"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_{i}/Document.xml</ofd:DocRoot></ofd:DocBody>"
            for i in range(len(documents))
        )
        package.writestr("OFD.xml", f"<ofd:OFD {NAMESPACE}>{bodies}</ofd:OFD>")
        for i, sheets in enumerate(documents):
            _document(package, f"Doc_{i}", sheets, pictures or {})
    return made.getvalue()


def _document(
    package: zipfile.ZipFile, folder: str, sheets: Sequence[Sheet], pictures: Mapping[str, bytes]
) -> None:
    pages = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n, _ in enumerate(sheets)
    )
    common = "<ofd:CommonData><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
    package.writestr(
        f"{folder}/Document.xml",
        f"<ofd:Document {NAMESPACE}>{common}<ofd:Pages>{pages}</ofd:Pages></ofd:Document>",
    )
    fonts = "".join(f'<ofd:Font ID="{i}" FontName="{name}"/>' for i, name in FONTS.items())
    media = "".join(
        f'<ofd:MultiMedia ID="{i}" Type="Image"><ofd:MediaFile>{i}.png</ofd:MediaFile></ofd:MultiMedia>'
        for i in pictures
    )
    package.writestr(
        f"{folder}/PublicRes.xml",
        f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:Fonts>{fonts}</ofd:Fonts><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>',
    )
    for name, data in pictures.items():
        package.writestr(f"{folder}/Res/{name}.png", data)
    for n, sheet in enumerate(sheets):
        package.writestr(f"{folder}/Pages/Page_{n}/Content.xml", sheet.xml())


def drawn(scan: Scan, sizes: Mapping[int, tuple[float, float]]) -> bytes:
    """What a reader found in a paged file as an OFD: each line at its place, each table with its rules.

    ``sizes`` are the widths and heights of the pages in points.
    """
    sheets = {n: Sheet(*sizes[n]) for n in sizes}
    for block in scan.blocks:
        if isinstance(block, Line):
            _line(sheets[block.page or 1], block)
        else:
            _table(sheets, block)
    return ofd([sheets[n] for n in sorted(sheets)])


def _line(sheet: Sheet, line: Line) -> None:
    assert line.box is not None and line.size is not None
    sheet.text(line.box[0], line.box[3] - 0.14 * line.size, line.text, line.size, "2" if line.bold else "1")


def _table(sheets: Mapping[int, Sheet], table: Table) -> None:
    for cell in table.cells:
        assert cell.box is not None and cell.page is not None
        left, top, right, bottom = cell.box
        sheet = sheets[cell.page]
        for x0, y0, x1, y1 in (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ):
            sheet.rule(x0, y0, x1, y1)
        lines = cell.text.splitlines()
        size = min(
            [
                10.0,
                *((right - left - 4) / len(words) for words in lines),
                (bottom - top - 2) / (1.2 * len(lines) or 1),
            ]
        )
        for n, words in enumerate(lines, start=1):
            sheet.text(left + 2, top + 1.15 * size * n, words, size)
