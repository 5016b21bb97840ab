"""The text of a DOCX paragraph: its runs, with field codes left out, and its line breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from policyparse.model import Line
from policyparse.readers.docx.styles import Styles
from policyparse.readers.docx.symbols import printed
from policyparse.readers.docx.xml import MC, M, W, accepted, on, val, whole_number
from policyparse.readers.xml import Element

PAGE_BREAK = "\f"
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_HOLDERS = {W + "drawing", W + "pict", W + "object"}


@dataclass(frozen=True, slots=True)
class StyledText:
    """Text of one look; a line feed is a line break inside the paragraph, a form feed a page break."""

    text: str
    size: float
    bold: bool


def pieces_of(
    paragraph: Element, styles: Styles, fields: list[str], struck: list[str], unseen: list[str]
) -> Iterator[StyledText | Element]:
    """The text of a w:p, and each text box that hangs on it as its w:txbxContent element.

    ``fields`` is the stack of open fields ("code" or "result"), which may run on over paragraphs. Words that are struck out
    are no text: they go into ``struck``, those of neighbouring runs together; hidden ones go into ``unseen``.
    """
    running = False
    chain = styles.of_paragraph(paragraph)
    for child in accepted(paragraph):
        if child.tag in (M + "oMath", M + "oMathPara"):
            yield StyledText("".join(t.text or "" for t in child.iter(M + "t")), 0.0, False)
        elif child.tag == W + "r":
            size, bold = styles.size(child, chain), styles.flag(child, chain, "b")
            hidden = styles.flag(child, chain, "vanish")
            gone = styles.flag(child, chain, "strike") or styles.flag(child, chain, "dstrike")
            for item in _run_items(child, fields):
                if not isinstance(item, str):
                    yield item
                elif gone and not hidden and item.strip():
                    struck[len(struck) - running :] = ["".join(struck[len(struck) - running :]) + item]
                    running = True
                elif hidden:
                    unseen.append(item)
                else:
                    yield StyledText(item, size, bold)
            running = running and gone


def _run_items(run: Element, fields: list[str]) -> Iterator[str | Element]:
    fonts = run.find(f"{W}rPr/{W}rFonts")
    font = "" if fonts is None else fonts.get(W + "ascii", "")
    for item in accepted(run):
        if item.tag == W + "fldChar":
            _turn(fields, item.get(W + "fldCharType", ""))
            yield _chosen(item)
        elif "code" in fields:
            continue
        elif item.tag in _HOLDERS:
            yield from _text_boxes(item)
        elif item.tag == W + "ruby":
            for base in item.iterchildren(W + "rubyBase"):
                for inner in base.iter(W + "r"):
                    yield from _run_items(inner, fields)
        else:
            yield printed(_text(item), item.get(W + "font", font))


def _chosen(begin: Element) -> str:
    """What a form field of Word 97 shows that has no result of its own: the entry chosen of a list, a box ticked or not."""
    listed = begin.find(f"{W}ffData/{W}ddList")
    if listed is not None:
        entries = [entry.get(W + "val", "") for entry in listed.iterchildren(W + "listEntry")]
        said = whole_number(val(listed, "result") or val(listed, "default")) or 0
        return entries[said] if 0 <= said < len(entries) else ""
    box = begin.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    ticked = on(box, "checked")
    return "☑" if (on(box, "default") if ticked is None else ticked) else "☐"


def _turn(fields: list[str], kind: str) -> None:
    if kind == "begin":
        fields.append("code")
    elif kind == "separate" and fields:
        fields[-1] = "result"
    elif kind == "end" and fields:
        fields.pop()


def _text(item: Element) -> str:
    if item.tag == W + "t":
        return item.text or ""
    if item.tag == W + "br":
        return PAGE_BREAK if item.get(W + "type") in ("page", "column") else "\n"
    if item.tag == W + "sym":
        code = item.get(W + "char", "")
        # the place in the font, with or without the private range before it (17.3.3.30): 00B3 is F0B3
        code = f"F0{code[2:]}" if code.startswith("00") else code
        return chr(int(code, 16)) if len(code) == 4 and code.isalnum() else ""
    return _SIGNS.get(item.tag, "")


def _text_boxes(holder: Element) -> Iterator[Element]:
    """The outermost w:txbxContent of a drawing; one inside it is found when it is read."""
    for child in holder:
        if child.tag == MC + "AlternateContent":
            yield from (inner for branch in list(child)[:1] for inner in _text_boxes(branch))
        elif child.tag == W + "txbxContent":
            yield child
        else:
            yield from _text_boxes(child)


def to_lines(label: str, pieces: list[StyledText], *, centred: bool, heading: int | None) -> Iterator[Line]:
    """The lines of a paragraph, its number ``label`` before the first; only the last ends the paragraph.

    A line before a page break ends its paragraph too. Empty lines are left out.
    """
    rows: list[list[StyledText]] = [[]]
    whole: list[bool] = []
    for piece in pieces:
        for text in _split(piece.text):
            if text in ("\n", PAGE_BREAK):
                rows.append([])
                whole.append(text == PAGE_BREAK)
            else:
                rows[-1].append(StyledText(text, piece.size, piece.bold))
    whole.append(True)
    shown = [(row, end) for row, end in zip(rows, whole, strict=True) if any(p.text.strip() for p in row)]
    if not shown and label.strip():
        shown = [([], True)]
    for i, (row, end) in enumerate(shown):
        text = "".join(piece.text for piece in row).strip()
        yield Line(
            text=(label + text).strip() if i == 0 else text,
            size=_usual(row),
            bold=2 * sum(len(p.text) for p in row if p.bold) > sum(len(p.text) for p in row),
            centred=centred,
            heading=heading,
            whole=end or i == len(shown) - 1,
        )


def _split(text: str) -> list[str]:
    parts = [""]
    for char in text:
        if char in ("\n", PAGE_BREAK):
            parts += [char, ""]
        else:
            parts[-1] += char
    return [part for part in parts if part]


def _usual(row: list[StyledText]) -> float | None:
    sizes = Counter[float]()
    for piece in row:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] or None if sizes else None
