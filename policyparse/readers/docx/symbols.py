"""Signs of symbol fonts as the characters that they print: Word stores them by their place in the font (U+F0B3 for ≥).

Only what tables and targets use: marks of a matrix, ticks, comparisons. A box to tick keeps its place (``text.boxes`` knows it).
Source: the mapping tables of Symbol, Wingdings and Wingdings 2 published with Unicode.
"""

from __future__ import annotations

_PRINTED = {
    "symbol": {
        **{0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB8: "÷", 0xB9: "≠"},
        **{0xBB: "≈", 0xD7: "·", 0xDE: "⇒", 0xAE: "→", 0x25: "%", 0x2B: "+", 0x3C: "<", 0x3D: "=", 0x3E: ">"},
    },
    "wingdings": {
        **{0x6C: "●", 0x6E: "■", 0x75: "◆", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xAB: "★", 0xB6: "☆"},
        **{0xD8: "➢", 0xFB: "✗", 0xFC: "✓"},
        **{0x81 + n: chr(0x2460 + n) for n in range(10)},  # ① … ⑩
        **{0x8C + n: chr(0x2776 + n) for n in range(10)},  # ❶ … ❿
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x97: "●", 0x98: "●"},
}


def printed(text: str, font: str) -> str:
    """The words with each sign that the font draws in place of a private character; others as they are."""
    signs = _PRINTED.get(font.lower())
    if signs is None:
        return text
    return "".join(
        signs.get(ord(sign) - 0xF000, sign) if "\uf000" <= sign <= "\uf0ff" else sign for sign in text
    )
