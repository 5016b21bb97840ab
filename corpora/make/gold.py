"""The gold of a marked text, in the shape of the contract."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from corpora.make.marked import CLAUSE, DAMAGE, Block, meant

SHORT = (Path(__file__).parent.parent / "src" / "units.tsv").read_text("utf-8")
UNITS: dict[str, str] = dict(line.split("\t") for line in SHORT.splitlines())
BASES = {"e": "explicit", "c": "convention", "o": "order", "p": "prose", "i": "issuer"}
TARGET = re.compile(r"(>=|<=|=|>|<|~) ?(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))? ?(\S*)")
MARKS = re.compile(r"^(?P<what>[LSTGDAWC])(?:\.(?P<basis>[ecopi]))?(?P<optional>\?)? (?P<rest>.*)$")


class Gold:
    """Collects the gold while the blocks of one marked text go by in order."""

    def __init__(self) -> None:
        self.documents: list[dict[str, Any]] = []
        self.places: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.path: dict[int, str] = {}
        self.columns: dict[str, int] = {}
        self.above: list[str] = []
        self.year_end: str | None = None
        self.task: dict[str, Any] | None = None

    def add(self, block: Block) -> None:
        handler = getattr(self, f"_{block.kind}", None)
        if handler:
            handler(block)
        for note in block.notes:
            self._note(note)

    # ---- blocks ----------------------------------------------------------------------------------------

    def _fact(self, block: Block) -> None:
        key, value = block.style, block.text
        if key == "document":
            self.path, self.task, self.year_end, self.names, self.places = {}, None, None, {}, {}
            self.documents.append(_empty_document())
        elif key == "place":
            self.places.update(_keys([value]))
        elif key == "unit":
            self.names |= _keys([value])
        elif key == "plan":
            self.year_end = f"{value}-12-31"
        elif key == "cite":
            title, _, number = value.partition(" | ")
            self.documents[-1]["cites"].append({"title": title, "doc_number": number or None})
        elif key == "convention":
            rule, quote = value.split(" | ")
            self.documents[-1]["conventions"].append({"rule": rule, "quote": {"text": quote, "page": None}})
        elif key == "year":
            self.documents[-1]["year"] = int(value)
        elif key in self.documents[-1] if self.documents else False:
            self.documents[-1][key] = value

    def _heading(self, block: Block) -> None:
        self.path = {k: v for k, v in self.path.items() if k < block.level}
        self.path[block.level] = meant(block.text).rstrip("。")
        self.task = None

    def _section(self, block: Block) -> None:
        self._heading(Block("heading", block.text, level=8))

    def _table(self, block: Block) -> None:
        self.columns = {key: int(value) for key, value in _keys([block.text]).items()}
        self.above = []

    def _end(self, block: Block) -> None:
        self.path = {k: v for k, v in self.path.items() if k < 8}

    def _row(self, block: Block) -> None:
        cells = [self.above[i] if cell == "^" else cell for i, cell in enumerate(block.cells)]
        self.above = cells
        at = {key: meant(cells[column]) for key, column in self.columns.items()}
        if not at.get("text") or "-" in block.notes:
            return
        number, text = at.get("number"), at["text"]
        if number is None:
            number, text = _numbered(text)
        raw = cells[self.columns["text"]]
        group = [at["group"]] if "group" in at else []
        title = at.get("title") or _clause(raw)
        self._start(number, title, text, group, DAMAGE.findall(raw))
        if "points" in at:
            self.task |= {"kind": "assessment", "points": float(at["points"])}  # type: ignore[operator]

    def _task(self, block: Block) -> None:
        number, *rest = block.text.split("¦")
        text = meant(rest[-1])
        title = meant(rest[0]).rstrip("。") if len(rest) > 1 else _clause(rest[0])
        self._start(meant(number).strip() or None, title, text, [], DAMAGE.findall(block.text))

    def _more(self, block: Block) -> None:
        assert self.task is not None, block.text
        text = meant(block.text)
        closed = self.task["text"].endswith(tuple("。；：！？”）"))
        self.task["text"] += ("\n" if closed and text else "") + text
        self.task["warnings"] += [{"before": a, "after": b} for a, b in DAMAGE.findall(block.text) if b]

    def _start(self, number: str | None, title: str, text: str, group: list[str], damage: list[Any]) -> None:
        path = [*(self.path[k] for k in sorted(self.path)), *group]
        self.task = {"number": number, "path": path, "title": title, "text": text, "kind": "task"}
        self.task |= {"points": None, "units": [], "targets": [], "deadlines": [], "actions": []}
        self.task["warnings"] = [{"before": a, "after": b} for a, b in damage if b]
        self.documents[-1]["tasks"].append(self.task)

    # ---- annotations -----------------------------------------------------------------------------------

    def _note(self, note: str) -> None:
        if note == "-":
            return
        if note == "?" and self.task is not None:
            self.task["optional"] = True
            return
        match = MARKS.match(note)
        assert match, f"what is “{note}”?"
        optional = {"optional": True} if match["optional"] else {}
        what, rest = match["what"], match["rest"].strip()
        into = self.documents[-1] if self.task is None else self.task
        if what in "LS":
            role = "lead" if what == "L" else "support"
            into["units"] += [self._unit(n, role, BASES[match["basis"]]) | optional for n in rest.split()]
        elif what in "TG":
            into["goals" if what == "G" else "targets"].append(_target(rest) | optional)
        elif what == "D":
            into["deadlines"].append(_deadline(rest) | optional)
        elif what == "A":
            into["actions"].append({"text": rest, "quote": {"page": None}})

    def _unit(self, name: str, role: str, basis: str) -> dict[str, Any]:
        return {"name": name, "canonical": self._canonical(name), "role": role, "basis": basis}

    def _canonical(self, name: str) -> str:
        if name in self.names:
            return self.names[name]
        for short, place in self.places.items():
            rest = name.removeprefix(short)
            if name.startswith(short) and rest in UNITS:
                return place + UNITS[rest]
        return name

    def finish(self) -> list[dict[str, Any]]:
        """The documents, each task with the head and tail of its text as the score script wants them."""
        for document in self.documents:
            for task in document["tasks"]:
                bare = re.sub(r"\s", "", task["text"])
                task["head"], task["tail"] = bare[:16], bare[-12:]
        return self.documents

    def close_year(self) -> None:
        """Give the tasks of a plan for one year, where nothing else is said, the end of that year."""
        rows = self.documents[-1]["tasks"] if self.year_end else []
        for task in rows:
            if not task["deadlines"] and task["kind"] == "task":
                by = {
                    "kind": "by",
                    "due": self.year_end,
                    "start": None,
                    "rrule": None,
                    "basis": "document-year",
                }
                task["deadlines"].append(by | {"quote": None, "optional": True})


def _empty_document() -> dict[str, Any]:
    keys = ("title", "issuer", "doc_number", "issued_on", "genre", "year", "region")
    return dict.fromkeys(keys) | {key: [] for key in ("conventions", "cites", "goals", "tasks")}


def _clause(raw: str) -> str:
    match = CLAUSE.search(DAMAGE.sub("", raw))
    assert match, f"no title in “{raw}”"
    return match[1]


def _numbered(text: str) -> tuple[str | None, str]:
    match = re.match(r"\d+[.．、]|（\d+）", text)
    return (match[0], text[match.end() :]) if match else (None, text)


def _keys(parts: list[str]) -> dict[str, str]:
    return dict(word.split("=", 1) for part in parts for word in part.split())


def _target(text: str) -> dict[str, Any]:
    metric, figure, quote, *more = [part.strip() for part in text.split(" | ")]
    match = TARGET.fullmatch(figure)
    assert match, f"what figure is “{figure}”?"
    comparator, value, value_max, unit = match.groups()
    keys = _keys(more)
    row: dict[str, Any] = {"metric": metric, "comparator": comparator, "value": _number(value)}
    row |= {"value_max": _number(value_max), "unit": unit or None}
    row |= {key: keys.get(key) for key in ("change", "baseline", "scope")}
    return row | {
        "kind": keys.get("kind", "goal"),
        "due": keys.get("due"),
        "quote": {"text": quote, "page": None},
    }


def _deadline(text: str) -> dict[str, Any]:
    what, _, quote = text.partition(" | ")
    kind, *values = what.split()
    row: dict[str, Any] = {"kind": kind, "due": None, "start": None, "rrule": None, "basis": "explicit"}
    keys = {"by": ["due"], "period": ["start", "due"], "recurring": ["rrule"]}.get(kind, [])
    row |= dict(zip(keys, values, strict=False))
    return row | {"quote": {"text": quote.strip(), "page": None}}


def _number(text: str | None) -> float | int | None:
    if text is None:
        return None
    return float(text) if "." in text else int(text)


def gold(blocks: list[Block]) -> list[dict[str, Any]]:
    """The documents of a marked text as the contract shows them, quotes without pages."""
    book = Gold()
    for block in blocks:
        if block.kind == "fact" and block.style == "document" and book.documents:
            book.close_year()
        book.add(block)
    book.close_year()
    return book.finish()
