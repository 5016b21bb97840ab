"""One text says the same in whatever form it comes: laws that need no gold, over the texts of the corpora.

Each law rewrites a text in a way that changes nothing of what it says (half-width points, blanks beside figures, each paragraph
set in, a page of the web, a Word file, another place's name), and asks for the same facts.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from parses import CORPORA, documents, parsed

from policyparse import pipeline, readers, schema
from policyparse.readers.file import File

HAN = "\u4e00-\u9fff"
NARROW = str.maketrans("，：；（）！？％", ",:;()!?%")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
Text = Callable[[str], str]


def half_width(text: str) -> str:
    return re.sub(rf"(?<=[{HAN}\d%）”》])[，：；！？](?=.)|[（）]", lambda m: m[0].translate(NARROW), text)


def spaced(text: str) -> str:
    return re.sub(rf"(?<=[{HAN}])(?=\d)|(?<=\d)(?=[{HAN}])", " ", text)


def full_width(text: str) -> str:
    return re.sub(r"(?<![\d.A-Za-z])\d+(?![\d.A-Za-z、])", lambda m: m[0].translate(WIDE), text)


REWRITTEN: dict[str, Text] = {
    "half-width points": half_width,
    "blanks beside figures": spaced,
    "full-width figures": full_width,
    "paragraphs set in": lambda text: re.sub(r"(?m)^(?=\S)", "\u3000\u3000", text),
    "paragraphs set in by hard blanks": lambda text: re.sub(r"(?m)^(?=\S)", "\xa0" * 4, text),
    "an empty line between paragraphs": lambda text: re.sub(r"\n+", "\n\n", text),
    "blanks at the ends of lines": lambda text: re.sub(r"(?m)(?<=\S)$", "  ", text),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "what a site prints below": lambda text: text + "\n扫一扫在手机打开当前页\n打印本页 关闭窗口\n",
}

TEXTS = documents(CORPORA)
each = pytest.mark.parametrize("path", TEXTS, ids=[path.name for path in TEXTS])


@cache
def plain(path: Path) -> str:
    """The text of a file, a paragraph a line."""
    return "\n".join(policy.document.text for policy in parsed(path).documents)


def said(data: bytes, suffix: str) -> list[dict[str, Any]]:
    """The documents that the program reads in a file of these bytes."""
    parsed = pipeline.read(readers.scan(File(f"a{suffix}", data)))
    rows: list[dict[str, Any]] = json.loads(schema.dumps(parsed))["documents"]
    return rows


def facts(documents: list[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    """What is said, without where it stands and without blanks and widths."""
    found: list[tuple[Any, ...]] = []
    for document in documents:
        found.append(
            tuple(document[key] for key in ("title", "issuer", "doc_number", "issued_on", "genre", "year"))
        )
        found += [("convention", rule["rule"]) for rule in document["conventions"]]
        found += [("goal", *_number(goal)) for goal in document["goals"]]
        for task in document["tasks"]:
            key = (task["number"], task["title"])
            found.append((*key, task["text"], task["kind"], task["points"], *task["path"]))
            found += [(*key, unit["name"], unit["role"], unit["basis"]) for unit in task["units"]]
            found += [(*key, *_number(target)) for target in task["targets"]]
            found += [
                (*key, *(day[k] for k in ("kind", "start", "due", "rrule", "basis")))
                for day in task["deadlines"]
            ]
            found += [(*key, m["when"], m["due"], m["text"]) for m in task["milestones"]]
    return Counter(tuple(_folded(value) for value in row) for row in found)


@cache
def told(path: Path) -> Counter[tuple[str, ...]]:
    """What the plain text of a file says."""
    return facts(said(plain(path).encode(), ".txt"))


def _number(target: dict[str, Any]) -> tuple[Any, ...]:
    keys = ("metric", "comparator", "value", "value_max", "unit", "change", "scope", "kind", "due")
    return tuple(target[key] for key in keys)


def _folded(value: Any) -> str:
    return re.sub(r"\s", "", str(value)).translate(NARROW)


@each
@pytest.mark.parametrize("law", REWRITTEN)
def test_a_text_rewritten_says_the_same(path: Path, law: str) -> None:
    ours = facts(said(REWRITTEN[law](plain(path)).encode(), ".txt"))
    assert ours == told(path)
    assert ours


@each
def test_a_text_as_a_page_of_the_web_says_the_same(path: Path) -> None:
    text = plain(path)
    page = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    web = said(f"<html><body>{page}</body></html>".encode(), ".html")
    assert facts(web) == told(path)


@each
def test_a_text_as_a_word_file_says_the_same(path: Path) -> None:
    text = plain(path)
    file = docx.Document()
    for line in text.split("\n"):
        file.add_paragraph(line)
    made = io.BytesIO()
    file.save(made)
    word = said(made.getvalue(), ".docx")
    assert facts(word) == told(path)


@each
@pytest.mark.parametrize("place", ["从化", "如皋", "开平", "同心", "进贤", "大安"])
def test_another_place_of_the_same_name_says_the_same(path: Path, place: str) -> None:
    """Places that begin like a deed are places."""
    own = path.name.partition("-")[0]
    name = {
        "linjiang": "临江",
        "nanling": "南岭",
        "qinghe": "青禾",
        "songtai": "松台",
        "wangchuan": "望川",
    }.get(own, "云溪")
    text = plain(path)
    assert name in text
    moved = said(text.replace(name, place).encode(), ".txt")
    renamed = json.loads(json.dumps(moved, ensure_ascii=False).replace(place, name))
    assert facts(renamed) == told(path)
