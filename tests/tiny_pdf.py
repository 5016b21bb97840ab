"""PDFs for the tests, written by hand: Chinese text at given places, rules, rotation, bold faked by
printing twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field

A4 = (595.0, 842.0)


@dataclass
class Sheet:
    """A page under way; heights are counted from the top, as the reader gives them."""

    width: float = A4[0]
    height: float = A4[1]
    rotate: int = 0
    form: str = ""
    """The matrix by which the page draws all that is on it as a form; without one it draws it itself."""
    drawn: list[str] = field(default_factory=list)

    def text(
        self, left: float, base: float, words: str, size: float = 16, *, bold: bool = False, space: float = 0
    ) -> Sheet:
        """Words on a base line; ``space`` is put in after each character, as justified text has it."""
        for shift in (0.0, 0.3) if bold else (0.0,):
            at = f"1 0 0 1 {left + shift:.2f} {self.height - base:.2f} Tm"
            self.drawn.append(f"BT /F1 {size} Tf {space} Tc {at} <{words.encode('utf-16-be').hex()}> Tj ET")
        return self

    def after(self, operators: str, count: int) -> Sheet:
        """Operators behind the first few that are drawn."""
        self.drawn.insert(count, operators)
        return self

    def turned(self, left: float, base: float, words: str, size: float = 40) -> Sheet:
        """Words that climb at 45 degrees, as a watermark's do."""
        at = f"0.7 0.7 -0.7 0.7 {left} {self.height - base} Tm"
        self.drawn.append(f"BT /F1 {size} Tf {at} <{words.encode('utf-16-be').hex()}> Tj ET")
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.drawn.append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def grid(self, columns: list[float], rows: list[float]) -> Sheet:
        """All rules of a table."""
        for x in columns:
            self.rule(x, rows[0], x, rows[-1])
        for y in rows:
            self.rule(columns[0], y, columns[-1], y)
        return self


def pdf(*sheets: Sheet) -> bytes:
    """The pages as a file; the font is STSong-Light of Adobe-GB1, which needs no embedding."""
    system = "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    name = "/BaseFont /STSong-Light"
    metrics = "/FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        f"<< /Type /Font /Subtype /Type0 {name} /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        f"<< /Type /Font /Subtype /CIDFontType0 {name} /CIDSystemInfo {system} /DW 1000 /W [1 95 500] "
        "/FontDescriptor 5 0 R >>",
        f"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 {metrics} >>",
    ]
    kids = []
    for sheet in sheets:
        fonts = "/Font << /F1 3 0 R >>"
        stream, forms = "\n".join(sheet.drawn), ""
        if sheet.form:
            kind = f"/Type /XObject /Subtype /Form /BBox [0 0 {sheet.width} {sheet.height}]"
            objects.append(
                f"<< {kind} /Resources << {fonts} >> /Length {len(stream)} >>\nstream\n{stream}\nendstream"
            )
            stream, forms = f"q {sheet.form} cm /X Do Q", f"/XObject << /X {len(objects)} 0 R >>"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.width} {sheet.height}] /Rotate {sheet.rotate} "
            f"/Contents {len(objects)} 0 R /Resources << {fonts} {forms} >> >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>"
    return file_of([body.encode() for body in objects])


def file_of(objects: list[bytes]) -> bytes:
    """Objects, the first the catalogue, as a file."""
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
