"""Traditional characters as simplified ones: pages of mainland offices come back from mirrors and encyclopaedias so converted.

All words of the lexicon are simplified, as GB/T 9704 papers are; in the others no unit, label or time would be known.
"""

from __future__ import annotations

import re
from dataclasses import replace

from policyparse.model import Block, Scan, Table

# signs that stand in every such text and in no simplified one; 例：發展、負責、單位、關於、實施
_USUAL = re.compile("[發關於國會務對進業單強實領開點場負責項與區縣級設產編動經機門長質標準統籌]")
_HAN = re.compile("[\u4e00-\u9fff]")
# a simplified text may quote some (a name, a seal); of a traditional one every eleventh sign and more is among them
_SHARE = 0.04


def simplified(scan: Scan) -> Scan:
    """The scan with each traditional character as the simplified one, and a remark that says so; else the same scan.

    The conversion is OpenCC's from character to character and by its phrases (乾隆, 著作), no words of Taiwan or Hong Kong become others."""
    words = "".join(map(_words, scan.blocks))
    usual, han = len(_USUAL.findall(words)), len(_HAN.findall(words))
    if usual <= han * _SHARE:
        return scan
    from opencc import OpenCC  # rarely asked for

    convert = OpenCC("t2s").convert

    def block(of: Block) -> Block:
        if isinstance(of, Table):
            return replace(of, cells=tuple(replace(cell, text=convert(cell.text)) for cell in of.cells))
        return replace(of, text=convert(of.text))

    return replace(
        scan,
        blocks=tuple(map(block, scan.blocks)),
        facts=tuple((label, convert(value)) for label, value in scan.facts),
        remarks=(*scan.remarks, "文件是繁体字，已逐字转为简体字再识读，所引原文也是简体"),
    )


def _words(block: Block) -> str:
    return "".join(cell.text for cell in block.cells) if isinstance(block, Table) else block.text
