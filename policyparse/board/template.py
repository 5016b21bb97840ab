"""The templates of the board: all that they print is escaped, and what no file may hold is left out of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from policyparse.board.guard import LARGEST
from policyparse.board.view import due_words, owing
from policyparse.ledger import TrackedTask
from policyparse.ledger.warned import holding
from policyparse.ledger.words import (
    date_words,
    deadline_words,
    lead_words,
    normal_target,
    number_words,
    support_words,
)
from policyparse.output import clean

NAV = (
    ("/", "总览"),
    ("/tasks", "任务"),
    ("/units", "单位"),
    ("/documents", "文件"),
    ("/review", "核对"),
    ("/returns", "收件"),
    ("/links", "链接"),
    ("/bulletins", "通报"),
    ("/history", "记录"),
)
"""The pages that every page leads to."""


@cache  # a template is compiled once, and for every page that fills it in
def environment() -> Environment:
    """The environment of the templates in ``page/``."""
    made = Environment(
        loader=PackageLoader("policyparse.board", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_plain,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        due=due_words,
        owing=owing,
        warnings=holding,
        leads=lead_words,
        supports=support_words,
        target=normal_target,
        number=number_words,
        day=date_words,
        moment=_moment,
        when=_when,
        bytes=_bytes,
        identity=id,
    )
    made.globals.update(asset=address, nav=NAV, largest=LARGEST - (1 << 20))  # a form is more than its files
    return made


def _plain(value: object) -> object:
    """What an expression of a template gives: words without the characters that no file may hold."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _when(task: TrackedTask) -> str:
    """The deadlines of a task, each once."""
    return "、".join(dict.fromkeys(filter(None, map(deadline_words, task.deadlines))))


def _bytes(size: int) -> str:
    """The size of a file: 320 KB, 1.5 MB."""
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, size >> 10)} KB"


def _moment(at: datetime | date | None) -> str:
    """2026-10-08 09:30, or the day alone."""
    return "" if at is None else f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else f"{at:%Y-%m-%d}"


@cache
def assets() -> Mapping[str, bytes]:
    """The files of ``static/`` by their names."""
    folder = files("policyparse.board") / "static"
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


@cache
def address(name: str) -> str:
    """The address of a file of ``static/``, which changes with what is in it."""
    return f"/static/{name}?{sha256(assets()[name]).hexdigest()[:8]}"
