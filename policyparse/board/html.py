"""The board as one HTML file: the template filled in, the style and the script inside, and nothing to be fetched.

What the tracker holds is hostile text: the template escapes all of it, characters that no file may hold or that turn a
line round are left out (``output.clean``), and the page forbids any script and style but its own two, by their hashes
(Content Security Policy 3), and any request.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from policyparse.board.view import RULED, Board, due_words, owing
from policyparse.ledger import STATES
from policyparse.ledger.due import UNDONE_YEAR
from policyparse.ledger.periods import period as period_named
from policyparse.ledger.words import lead_words, normal_target, number_words
from policyparse.output import clean


def render(board: Board) -> bytes:
    """The page in UTF-8."""
    style, script = Markup(_style(board)), Markup(_part("board.js"))
    words = (
        _environment()
        .get_template("board.html")
        .render(
            board=board,
            figures=board.figures,
            style=style,
            script=script,
            style_hash=_hash(style),
            script_hash=_hash(script),
            states=STATES,
            undone_year=UNDONE_YEAR,
            ruled=RULED,
            since=period_named(board.figures.period).previous.words,
        )
    )
    return words.encode("utf-8")


def _environment() -> Environment:
    environment = Environment(
        loader=DictLoader({"board.html": _part("board.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_plain,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        due=due_words, owing=owing, leads=lead_words, target=normal_target, number=number_words
    )
    return environment


def _plain(value: object) -> object:
    """What an expression of the template gives: words without the characters that no file may hold."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _style(board: Board) -> str:
    """The style with the colours of the lamps, which the scheme has checked to be #RRGGBB."""
    lamps = (f".lamp-{at} {{ background: {lamp.colour}; }}" for at, lamp in enumerate(board.lamps))
    return "\n".join([_part("board.css"), *lamps, ""])


def _part(name: str) -> str:
    return (files("policyparse.board") / "page" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
