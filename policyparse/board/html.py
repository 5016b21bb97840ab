"""The board as one HTML file: the template filled in, the style and the script inside, and nothing to be fetched.

What the tracker holds is hostile text: the template escapes all of it, characters that no file may hold or that turn a
line round are left out (``output.clean``), and the page forbids any script and style but its own two, by their hashes
(Content Security Policy 3), and any request.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256

from markupsafe import Markup

from policyparse.board.template import assets, environment
from policyparse.board.view import RULED, Board
from policyparse.bulletin.lamps import Lamp
from policyparse.ledger import STATES
from policyparse.ledger.due import UNDONE_YEAR
from policyparse.ledger.periods import period as period_named


def render(board: Board) -> bytes:
    """The page in UTF-8."""
    style, script = Markup(_style(board)), Markup(_asset("file.js"))
    words = (
        environment()
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


def _style(board: Board) -> str:
    return f"{_asset('board.css')}\n{lamp_style(board.lamps)}"


def lamp_style(lamps: Sequence[Lamp]) -> str:
    """The colours of the lamps by their places; the scheme has checked them to be #RRGGBB."""
    return "".join(f".lamp-{at} {{ background: {lamp.colour}; }}\n" for at, lamp in enumerate(lamps))


def _asset(name: str) -> str:
    return assets()[name].decode("utf-8")


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
