"""The documents that tests parse, each parsed once."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from policyparse import pipeline, readers, schema
from policyparse.model import Parsed, Scan

CORPORA = Path(__file__).parent.parent / "corpora"
EVAL = Path(os.environ["POLICYPARSE_EVAL"]) if os.environ.get("POLICYPARSE_EVAL") else None


def documents(folder: Path | None) -> list[Path]:
    """The files of ``folder/docs`` that have a gold, in order of name; none where there is no folder."""
    found = sorted((folder / "docs").iterdir()) if folder else []
    return [path for path in found if folder and (folder / "gold" / f"{path.stem}.json").exists()]


def gold(path: Path) -> list[dict[str, Any]]:
    """The gold documents of a file."""
    found = json.loads((path.parent.parent / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = found["documents"]
    return rows


@cache
def scan(path: Path) -> Scan:
    """The file as read."""
    return readers.read(path)


@cache
def parsed(path: Path) -> Parsed:
    """The file as parsed."""
    return pipeline.read(scan(path))


@cache
def said(path: Path) -> list[dict[str, Any]]:
    """The documents of the parse in the shape of the contract, as a reader of the JSON has them."""
    rows: list[dict[str, Any]] = json.loads(schema.dumps(parsed(path)))["documents"]
    return rows
