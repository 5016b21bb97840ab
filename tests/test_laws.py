"""The laws of the design: what may import what, how long a function may be, and what holds of every parse."""

from __future__ import annotations

import ast
import os
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from parses import CORPORA, documents, parsed, scan

from policyparse import outline, pipeline, schema
from policyparse.model import Document, Line, Mention, Parsed, Scan, Table
from policyparse.text import folding, layout

PACKAGE = Path(__file__).parent.parent / "policyparse"
TEXTS = documents(CORPORA)
NAMES = [path.name for path in TEXTS]

# ---- what may import what --------------------------------------------------------------------------------

# the rooms on their floors, lowest first: a room imports what lies below it, and nothing of its own floor
FLOORS: tuple[tuple[str, ...], ...] = (
    ("model", "errors", "lexicon", "leftovers"),
    ("nlp", "places", "schema", "output", "cycles"),
    ("text",),
    ("readers",),
    ("extract",),
    ("document", "checks"),
    ("tables",),
    ("outline",),
    ("tasks",),
    ("accounts",),
    ("pipeline",),
    ("ledger", "sandbox", "component", "stores"),
    ("asking", "exports", "values"),
    ("tracker",),
    ("returns", "bulletin", "cluster"),
    ("board",),
    ("cli", "__init__"),
    ("__main__",),
)
# a room that may see less than what lies below it, and what that is
NARROW: dict[str, set[str]] = {
    # a reader gives lines and cells: what they mean is no business of its own
    "readers": {"model", "errors", "lexicon", "leftovers", "text.folding"},
    # the tracker's words, without its storage and without the reading of files
    "ledger": {"model", "errors", "schema", "lexicon", "checks", "cycles"},
    "sandbox": {"model", "errors", "leftovers", "readers", "pipeline", "lexicon.patterns"},
    # what a person types is read as the text is read, by the doors of extract
    "asking": {"model", "errors", "schema", "ledger", "extract"},
    "tracker": {"model", "errors", "schema", "ledger", "extract", "output", "asking"},
    "exports": {"model", "errors", "schema", "ledger", "output", "lexicon", "cycles"},
}
# the rooms of which a parse is made: they touch no file, no clock and no terminal
CORE = (
    "model",
    "lexicon",
    "nlp",
    "places",
    "schema",
    "cycles",
    "text",
    "extract",
    "document",
    "checks",
    "tables",
    "outline",
    "tasks",
    "accounts",
)
# library: the modules that know it
LIBRARIES: dict[str, set[str]] = {
    "pdfplumber": {"readers/pdf"},
    "pdfminer": {"readers/pdf"},
    "docx": {"readers/docx", "exports/word", "returns/docx"},
    "openpyxl": {"returns/xlsx"},
    "xlsxwriter": {"exports/xlsx", "exports/charts"},
    "rapidocr": {"readers/ocr"},
    "cv2": {"readers/ocr"},
    "pypdfium2": {"readers/ocr", "readers/page", "readers/pdf"},
    "sqlmodel": {"tracker"},
    "sqlalchemy": {"tracker"},
    "alembic": {"tracker"},
    "psycopg": {"asking/source"},
    "distributed": {"cluster"},
    "fsspec": {"stores"},
    "typer": {"cli"},
    "dateutil": {"cycles"},
    "jinja2": {"board/template", "board/desk"},
    "markupsafe": {"board"},
    "starlette": {"board"},
    "uvicorn": {"board/server"},
    "itsdangerous": {"board/keys"},
    "wcwidth": {"output"},
    "jieba": {"nlp"},
    "spacy": {"nlp"},
}
IMPURE = {
    "open",
    "print",
    "input",
    "now",
    "today",
    "utcnow",
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
}


def modules() -> dict[str, ast.Module]:
    """The modules of the package by their path without suffix: ``extract/units``, ``cli/__init__``."""
    found = {path.relative_to(PACKAGE).with_suffix("").as_posix(): path for path in PACKAGE.rglob("*.py")}
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in sorted(found.items())}


MODULES = modules()


def room(name: str) -> str:
    """The room that a module, given by its path or its dotted name, stands in: ``extract`` of ``extract/units/lists``."""
    return name.replace(".", "/").split("/")[0]


def below(name: str) -> set[str]:
    """The rooms on the floors below a room. Raises StopIteration for one that stands on no floor."""
    at = next(i for i, floor in enumerate(FLOORS) if name in floor)
    return {lower for floor in FLOORS[:at] for lower in floor}


def imports(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "policyparse":
            yield from (f"policyparse.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def own_imports(name: str) -> set[str]:
    """The modules of the package that a module imports, dotted, without the package's name."""
    return {i.removeprefix("policyparse.") for i in imports(MODULES[name]) if i.startswith("policyparse.")}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_what_lies_below_its_floor(name: str) -> None:
    own = room(name)
    strange = {i for i in own_imports(name) if room(i) not in below(own) | {own}}
    assert not strange, f"{name} imports {sorted(strange)}"


@pytest.mark.parametrize("name", [name for name in MODULES if room(name) in NARROW])
def test_a_narrow_room_sees_no_more_than_it_may(name: str) -> None:
    allowed = NARROW[room(name)] | {room(name)}
    strange = {i for i in own_imports(name) if not any(f"{i}.".startswith(f"{a}.") for a in allowed)}
    assert not strange, f"{name} imports {sorted(strange)}"


@pytest.mark.parametrize("name", MODULES)
def test_a_library_is_known_to_its_own_modules_only(name: str) -> None:
    used = {i.split(".")[0] for i in imports(MODULES[name])} & set(LIBRARIES)
    strange = {lib for lib in used if not any(f"{name}/".startswith(f"{home}/") for home in LIBRARIES[lib])}
    assert not strange, f"{name} imports {sorted(strange)}"


def test_the_law_sees_an_import_that_breaks_it() -> None:
    tree = ast.parse("def f():\n    from policyparse import tracker\n    import typer.core\n")
    assert set(imports(tree)) == {"policyparse.tracker", "typer.core"}
    assert "tracker" not in below("extract")


def test_no_circle_of_imports() -> None:
    edges = {name: {i.replace(".", "/") for i in own_imports(name)} & set(MODULES) for name in MODULES}
    while edges:
        free = [name for name, needs in edges.items() if not needs & set(edges)]
        assert free, f"a circle among {sorted(edges)}"
        for name in free:
            del edges[name]


@pytest.mark.parametrize("name", [name for name in MODULES if room(name) in CORE])
def test_the_core_touches_no_file_no_clock_and_no_terminal(name: str) -> None:
    calls = [node.func for node in ast.walk(MODULES[name]) if isinstance(node, ast.Call)]
    names = {f.id for f in calls if isinstance(f, ast.Name)} | {
        f.attr for f in calls if isinstance(f, ast.Attribute)
    }
    allowed = {"read_text"} if room(name) == "lexicon" or name in DATA_MODULES else set()
    assert not names & IMPURE - allowed


# modules of the core that read a data file which is shipped with them
DATA_MODULES = {"places"}


# ---- how long ------------------------------------------------------------------------------------------


def lengths() -> list[tuple[int, str]]:
    """The number of lines of every function of the package."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        (node.end_lineno - node.lineno + 1, f"{name}.{node.name}")
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, kinds) and node.end_lineno
    ]


def test_functions_are_short() -> None:
    counts = sorted(lengths())
    assert statistics.median(count for count, _ in counts) <= 16
    assert counts[int(0.9 * len(counts))][0] <= 45, counts[-10:]


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.relative_to(PACKAGE).as_posix()
)
def test_modules_stay_under_300_lines_of_code(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) < 300


def test_starting_loads_no_heavy_library() -> None:
    code = "import sys, policyparse, policyparse.cli; print(sorted(set(sys.argv[1:]) & set(sys.modules)))"
    heavy = [
        "spacy",
        "jieba",
        "pdfplumber",
        "docx",
        "openpyxl",
        "sqlmodel",
        "pydantic",
        "alembic",
        "xlsxwriter",
        "numpy",
        "jinja2",
        "starlette",
        "uvicorn",
    ]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_stands_where_it_is_looked_for() -> None:
    from policyparse import cli

    for module, names in cli.MODULES.items():
        assert [*import_module(f"policyparse.cli.{module}").COMMANDS] == [*names]


# ---- what holds of every parse -------------------------------------------------------------------------


def mentions(value: Any) -> Iterator[Mention[Any]]:
    """Every mention inside a value."""
    if isinstance(value, Mention):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from mentions(item)
    elif is_dataclass(value) and not isinstance(value, Document):
        for field in fields(value):
            yield from mentions(getattr(value, field.name))


def assert_quoted(parse: Parsed) -> None:
    """Law 1: a mention that has a place has its very words there."""
    for policy in parse.documents:
        text = policy.document.text
        for mention in mentions(policy):
            if mention.span:
                assert text[mention.span.start : mention.span.end] == mention.surface


def characters(text: str) -> Counter[str]:
    """The characters of a text as they are folded, white space left out; a wide point is a point (1． 1 keeps it, 1．1 not)."""
    return Counter("".join(folding.fold(text).split()).replace("．", "."))


REPLACED = {"letter-for-digit": "lIOo|", "misread-sign": "曰%0oO"}
"""The characters that a repair replaces, by its finding."""
WRITTEN = {"letter-for-digit": "10", "misread-sign": "‰日"}
"""The characters that it writes instead."""


def assert_nothing_lost(read: Scan, whole: Document) -> None:
    """Laws 2 and 10: each character of each line is in the text or among what was dropped, and nothing stands there that
    no line has: a repair may replace a letter, and one bracket is added for each finding that quotes it."""
    lines = [line for block in read.blocks for line in texts(block)]
    before = sum((characters(line) for line in lines), Counter())
    kept = characters(whole.text) + sum((characters(drop.text) for drop in whole.dropped), Counter())
    lost = before - kept
    codes = {finding.code for finding in whole.findings} & set(REPLACED)
    assert set(lost) <= set("".join(map(REPLACED.__getitem__, codes))), lost
    told = Counter(finding.message[-2] for finding in whole.findings if finding.code == "lost-bracket")
    added = kept - before - told
    assert set(added) <= set("".join(map(WRITTEN.__getitem__, codes))), added
    assert added.total() <= lost.total()
    assert not told - (kept - before), told


def texts(block: Line | Table) -> list[str]:
    """The words of a block of a scan."""
    return [cell.text for cell in block.cells] if isinstance(block, Table) else [block.text]


def assert_nested(whole: Document) -> None:
    """Law 3: read from the top down, the nodes of the outline hold the paragraphs in their order, each once."""
    stack = list(reversed(outline.build(whole, 0).roots))
    seen: list[int] = []
    while stack:
        node = stack.pop()
        seen += node.paragraphs
        stack += reversed(node.children)
    assert seen == sorted(set(seen))


@pytest.mark.parametrize("path", TEXTS, ids=NAMES)
def test_law_1_a_mention_has_its_words_at_its_place(path: Path) -> None:
    assert_quoted(parsed(path))
    assert any(mention.span for policy in parsed(path).documents for mention in mentions(policy))


@pytest.mark.parametrize("path", TEXTS, ids=NAMES)
def test_law_2_nothing_is_lost_and_law_10_nothing_is_added(path: Path) -> None:
    assert_nothing_lost(scan(path), layout.compose(scan(path)))


@pytest.mark.parametrize("path", TEXTS, ids=NAMES)
def test_law_3_the_outline_nests_and_the_tasks_lie_side_by_side(path: Path) -> None:
    assert_nested(layout.compose(scan(path)))
    for policy in parsed(path).documents:
        spans = [task.span for task in policy.tasks]
        assert spans == sorted(spans)
        tables = [grid.span for grid in policy.document.tables]
        shared = [(a, b) for a, b in pairwise(spans) if a.end > b.start]
        # rows of a table may share a merged cell
        assert all(any(t.start <= a.start and b.end <= t.end for t in tables) for a, b in shared)
        assert all(0 <= span.start < span.end <= len(policy.document.text) for span in spans)


@pytest.mark.parametrize("path", TEXTS, ids=NAMES)
def test_law_5_the_same_bytes_give_the_same_json(path: Path) -> None:
    again = schema.dumps(pipeline.parse(path))
    assert again == schema.dumps(parsed(path))


def test_law_5_holds_whatever_the_order_of_hashes() -> None:
    code = "import sys; from policyparse import pipeline, schema; print(schema.dumps(pipeline.parse(sys.argv[1])))"
    path = next(path for path in TEXTS if path.name.startswith("wangchuan"))
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    ]
    assert runs[0] == runs[1]


@pytest.mark.parametrize("path", TEXTS, ids=NAMES)
def test_law_6_a_parse_comes_back_from_its_json_as_it_was(path: Path) -> None:
    assert schema.loads(schema.dumps(parsed(path))) == parsed(path)


# ---- any text at all -----------------------------------------------------------------------------------

PIECES = (
    *(
        "一、",
        "（一）",
        "1.",
        "1．",
        "（1）",
        "①",
        "第三条 ",
        "第二章 总则",
        "附件：",
        "# Page 12:",
        "— 3 —",
        "　　",
    ),
    *(
        "（牵头单位：市教育局、财政局；责任单位：各县（市、区）政府）",
        "责任单位：",
        "完成时限：",
        "市卫生健康委牵头，",
        "配合",
        "会同",
    ),
    *(
        "排序第一的为牵头单位，下同",
        "到2025年底，",
        "每季度",
        "年内",
        "达到95%以上",
        "1100%",
        "l0个",
        "16.5/10万",
        "3岁以下",
        "**年",
    ),
    *(
        "云溪市人民政府办公室关于印发",
        "《若干措施》",
        "云政办发〔2024〕3号",
        "2024年2月30日",
        "二○一九年三月八日",
        "\n",
        "。",
        "，",
        "）",
    ),
)
LINES = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=24).map("".join)


def as_scan(text: str) -> Scan:
    """A text as the TXT reader would give it."""
    lines = tuple(Line(line, page=1) for line in text.split("\n"))
    return Scan(name="任意.txt", format="txt", sha256="0" * 64, blocks=lines, pages=1)


@given(LINES)
@settings(max_examples=150)
@example("")
@example("1． 1.")
@example("（" * 300)
@example("（一）（责任单位：）")
@example("一、" * 60)
@example("（牵头单位：市教育局；配合单位：市财政局）")
@example("加强监管。牵头单位：市教育局；配合单位：市财政局］")
@example("到0000年13月99日前，达到" + "9" * 400 + "%")
def test_law_4_no_text_makes_a_parse_raise_and_the_laws_hold_of_it(text: str) -> None:
    read = as_scan(text)
    parse = pipeline.read(read)
    assert_quoted(parse)
    assert_nothing_lost(read, layout.compose(read))
    assert_nested(layout.compose(read))
    assert schema.loads(schema.dumps(parse)) == parse


GENRE = ("accounts", "checks", "document", "extract", "outline", "places", "tables", "text")
"""The rooms whose patterns are rules of the genre."""


def patterns() -> Iterator[tuple[str, str, str]]:
    """Each pattern of these rooms that a module holds: the module, its name, the words above, inside and below it."""
    for path in (p for room in GENRE for p in sorted((PACKAGE / room).rglob("*.py"))):
        text = path.read_text(encoding="utf-8")
        lines, body = text.splitlines(), ast.parse(text).body
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for node, after in pairwise([*body, ast.Pass()]):
            if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("re.compile("):
                end = after.end_lineno if isinstance(after, ast.Expr) else node.end_lineno
                yield module, ast.unparse(node.targets[0]), "\n".join(lines[node.lineno - 2 : end])


@pytest.mark.parametrize(
    ("module", "name", "words"), [pytest.param(*p, id=f"{p[0]}.{p[1]}") for p in patterns()]
)
def test_a_pattern_says_why_and_shows_a_text_that_it_knows(module: str, name: str, words: str) -> None:
    told = "#" in words or '"""' in words
    assert told, f"{module}.{name}: say in a comment what it is for, with 例："
    pattern = getattr(import_module(module), name)
    for shown in re.findall(r"^# .*; 例：(.+)$", words.partition("\n")[0]):
        assert pattern.search(shown), shown
