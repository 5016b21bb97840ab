"""Footnotes that a copy left as lines of the text: [1] 指注册在本市的企业。 is none of the text, nor is the mark that calls it."""

from __future__ import annotations

import re
from dataclasses import replace

from policyparse.model import Line, Scan

_RAISED = "¹²³⁴⁵⁶⁷⁸⁹"
# what such a line begins with; 例：[1] · ¹
_NOTE = re.compile(
    rf"\s*(?P<mark>\[\d{{1,2}}\]|［\d{{1,2}}］|〔\d{{1,2}}〕|[{_RAISED}]{{1,2}})\s*(?=[^\s\d月年])"
)
_FAR = 60
"""Lines between a mark and its note at most: a page has fewer."""


def told(scan: Scan) -> Scan:
    """The scan with the lines of footnotes known as such, and without the marks in the lines above that call them.

    A mark calls a note where it stands behind a word or a bracket of one line above, and of one only.
    """
    blocks = list(scan.blocks)
    notes: list[str] = []
    for i, block in enumerate(blocks):
        found = _NOTE.match(block.text) if isinstance(block, Line) else None
        if not (found and isinstance(block, Line)):
            continue
        call = re.compile(rf"(?<=[一-鿿”》）)。，,；;]){re.escape(found['mark'])}")
        above = range(max(0, i - _FAR), i)
        calling = [j for j in above if isinstance(line := blocks[j], Line) and call.search(line.text)]
        if len(calling) != 1:
            continue
        caller = blocks[calling[0]]
        if isinstance(caller, Line):
            blocks[calling[0]] = replace(caller, text=call.sub("", caller.text))
            blocks[i] = replace(block, note=True)
            notes.append(block.text.strip())
    if not notes:
        return scan
    remark = f"脚注不是正文，未读取：{'、'.join(f'“{note}”' for note in notes)}"
    return replace(scan, blocks=tuple(blocks), remarks=(*scan.remarks, remark))
