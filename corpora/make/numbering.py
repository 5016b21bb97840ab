"""Word's automatic numbering: definitions and restarts, so that Word prints the numbers of the text."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

# pattern of the printed number, Word's number format, its text
LEVELS = (
    (re.compile(r"[一二三四五六七八九十]+、"), "chineseCounting", "%{}、"),
    (re.compile(r"（[一二三四五六七八九十]+）"), "japaneseCounting", "（%{}）"),
    (re.compile(r"\d+\."), "decimal", "%{}."),
    (re.compile(r"[①-⑳]"), "decimalEnclosedCircle", "%{}"),
)


class Numbering:
    """Word's own numbers: a ``run-on`` multilevel list (（一） is not restarted), or ``separate`` ones."""

    def __init__(self, document: Any, kind: str) -> None:
        self.root = document.part.numbering_part.element
        self.kind, self.count, self.next = kind, [0] * len(LEVELS), 900
        self.current: dict[int, tuple[int, int]] = {}
        for child in list(self.root):
            self.root.remove(child)
        levels = list(range(len(LEVELS)))
        lists = [levels] if kind == "run-on" else [[level] for level in levels]
        for number, members in enumerate(lists, start=1):
            self.root.append(_abstract(number, members, run_on=kind == "run-on"))
        for number, members in enumerate(lists, start=1):
            self.root.append(_instance(number, number))
            self.current |= dict.fromkeys(members, (number, number))

    def apply(self, paragraph: Any, text: str) -> str:
        """Number the paragraph as its text begins; give the number that Word will print, or nothing."""
        for level, (pattern, _, _) in enumerate(LEVELS):
            match = pattern.match(text)
            if match:
                self._step(level, _value(match[0]))
                instance, _ = self.current[level]
                ilvl = 0 if self.kind == "separate" else level
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = ilvl
                properties.get_or_add_numId().val = instance
                return match[0]
        return ""

    def _step(self, level: int, wanted: int) -> None:
        if self.count[level] + 1 != wanted:
            _, abstract = self.current[level]
            self.next += 1
            self.root.append(_instance(self.next, abstract, 0 if self.kind == "separate" else level, wanted))
            self.current[level] = (self.next, abstract)
        self.count[level] = wanted
        if self.kind == "run-on":
            for deeper in range(max(level + 1, 2), len(LEVELS)):
                self.count[deeper] = 0


def _value(number: str) -> int:
    bare = number.strip("（）、.")
    if bare.isdigit() and not "①" <= bare <= "⑳":
        return int(bare)
    if "①" <= bare <= "⑳":
        return ord(bare) - ord("①") + 1
    digits = "零一二三四五六七八九"
    if "十" not in bare:
        return digits.index(bare)
    tens, _, ones = bare.partition("十")
    return 10 * (digits.index(tens) if tens else 1) + (digits.index(ones) if ones else 0)


def _abstract(number: int, members: list[int], run_on: bool) -> Any:
    rows = []
    for ilvl, level in enumerate(members):
        _, form, text = LEVELS[level]
        restart = '<w:lvlRestart w:val="0"/>' if run_on and level == 1 else ""
        rows.append(
            f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{restart}'
            f'<w:suff w:val="nothing"/>'
            f'<w:lvlText w:val="{text.format(ilvl + 1)}"/><w:lvlJc w:val="left"/></w:lvl>'
        )
    kind = "multilevel" if len(members) > 1 else "singleLevel"
    head = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="{kind}"/>'
    return parse_xml(head + "".join(rows) + "</w:abstractNum>")


def _instance(number: int, abstract: int, ilvl: int = 0, start: int | None = None) -> Any:
    body = f'<w:abstractNumId w:val="{abstract}"/>'
    if start:
        body += f'<w:lvlOverride w:ilvl="{ilvl}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    return parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{body}</w:num>')
