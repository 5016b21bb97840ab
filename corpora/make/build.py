"""The files and the gold of the named texts: what `python -m corpora.make` runs."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from corpora.make import html, pdf, text, word
from corpora.make.gold import gold
from corpora.make.marked import Block, read

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src"


def render(name: str, blocks: list[Block], form: list[str], folder: Path) -> Path:
    """Write the file of a marked text in the form that its ``%form`` line names, and give its path."""
    kind, *options = form
    target = folder / f"{name}.{kind}"
    if kind == "docx":
        word.build(blocks, target)
    elif kind == "pdf":
        with tempfile.TemporaryDirectory() as there:
            draft = Path(there) / f"{name}.docx"
            word.build(blocks, draft)
            pdf.convert(draft, target)
    elif kind == "html":
        target.write_text(html.page(blocks), encoding="utf-8")
    else:
        target.write_bytes(as_text(name, blocks, options))
    return target


def as_text(name: str, blocks: list[Block], options: list[str]) -> bytes:
    """The bytes of a TXT: ``options`` are the encoding and the manner (plain, flat, web, book)."""
    encoding, manner = options
    lines = text.paragraphs(blocks)
    issuer = next((b.text for b in blocks if b.style == "issuer"), "")
    manners = {"plain": text.plain, "flat": text.flat}
    if manner in manners:
        return manners[manner](lines).encode(encoding)
    return (text.web(lines, issuer) if manner == "web" else text.book(lines, name)).encode(encoding)


def form_of(blocks: list[Block]) -> list[str]:
    """The words of the ``%form`` line: the kind of file, then its options."""
    return next(b.text for b in blocks if b.style == "form").split()


def dumped(documents: list[dict[str, Any]]) -> str:
    """The gold as the file has it."""
    return (
        json.dumps({"schema": "policyparse/1", "documents": documents}, ensure_ascii=False, indent=1) + "\n"
    )


def make(name: str) -> None:
    """Make ``docs/NAME.*`` and ``gold/NAME.json`` from ``src/NAME.marked``."""
    blocks = read(SRC / f"{name}.marked")
    target = render(name, blocks, form_of(blocks), ROOT / "docs")
    documents = gold(blocks)
    pages = pdf.pages(target) if target.suffix == ".pdf" else text.pages(target)
    if len(pages) > 1:
        pdf.give_pages(documents, pages)
    (ROOT / "gold" / f"{name}.json").write_text(dumped(documents), encoding="utf-8")
    print(target.name, [len(d["tasks"]) for d in documents])


def index(names: list[str]) -> str:
    """``INDEX.md``: one row for each text, what it exercises being its first remark."""
    rows = []
    for name in names:
        remark = (SRC / f"{name}.marked").read_text("utf-8").splitlines()[0].removeprefix("// ")
        documents = json.loads((ROOT / "gold" / f"{name}.json").read_text("utf-8"))["documents"]
        counts = "+".join(str(len(d["tasks"])) for d in documents)
        kind, *options = form_of(read(SRC / f"{name}.marked"))
        rows.append(f"| {name}.{kind} | {' '.join(options)} | {counts} | {remark} |")
    return (ROOT / "make" / "index.md").read_text("utf-8").format(rows="\n".join(rows))


def main() -> None:
    """Make what the command line names, or everything; the index always."""
    names = sorted(p.stem for p in SRC.glob("*.marked"))
    for name in sys.argv[1:] or names:
        make(name)
    (ROOT / "INDEX.md").write_text(index(names), encoding="utf-8")
