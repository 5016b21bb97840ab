"""The documents that a text names in 《》, with the 发文字号 behind them."""

from __future__ import annotations

import re

from policyparse.model import Cite, Document, Mention, Span

# a cited title, with its number where one stands behind; 例：《就业促进条例》（云政发〔2024〕3号）
_CITED = re.compile(
    r"《(?P<title>[^《》]{3,80})》(?:\s*[（(](?P<number>[^（()）]{1,12}[〔\[（(]\d{4}[〕\])）]\d+号)[)）])?"
)


def find(document: Document) -> tuple[Mention[Cite], ...]:
    """Each 《title》 with its number, None where none stands behind it; in the order of the text."""
    return tuple(
        Mention(Span(*found.span()), found[0], Cite(found["title"], found["number"]), "cite.title")
        for found in _CITED.finditer(document.text)
    )
