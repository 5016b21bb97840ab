"""Numbers of items of which OCR read 一 as a stroke: -、压实责任 and （-）健全体系 are 一、 and （一） where 二、 and （二） follow."""

from __future__ import annotations

import re
from dataclasses import replace

from policyparse.model import Line, Scan

_STROKE = "-－—–ー_"
_STYLES = (
    # 例：-、压实责任 before 二、
    (re.compile(rf"\s*(?P<one>[{_STROKE}])[、.．](?=\s*[一-鿿“])"), re.compile(r"\s*二[、.．]")),
    # 例：（-）健全体系 before （二）
    (re.compile(rf"\s*[（(]\s*(?P<one>[{_STROKE}])\s*[）)](?=\s*[一-鿿“])"), re.compile(r"\s*[（(]二[）)]")),
)


def mended(scan: Scan) -> Scan:
    """The scan with 一 in such numbers, and a remark that says so; itself where there is none, or no second behind it."""
    blocks = list(scan.blocks)
    changed: list[str] = []
    for first, second in _STYLES:
        behind = False  # whether a second item stands further down
        for i in range(len(blocks) - 1, -1, -1):
            block = blocks[i]
            if not isinstance(block, Line):
                continue
            found = first.match(block.text)
            if found and behind:
                at = found.start("one")
                changed.append(block.text.strip()[:8])
                blocks[i] = replace(block, text=f"{block.text[:at]}一{block.text[at + 1 :]}")
                behind = False
            behind = behind or second.match(block.text) is not None
    if not changed:
        return scan
    remark = f"序号里的“一”被识别成横线，已改为“一”：{'、'.join(f'“{one}”' for one in reversed(changed))}"
    return replace(scan, blocks=tuple(blocks), remarks=(*scan.remarks, remark))
