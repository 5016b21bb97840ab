"""Radicals and compatibility ideographs that a font put in place of the common character, in all that a reader found.

Browsers print so (⼯作任务, ⺠政局). Folding would make them common too, but only when the text is coined: what makes tables
again of lines that lost their rules knows its labels and units before.
"""

from __future__ import annotations

from dataclasses import replace

from policyparse.model import Block, Cell, Scan, Table
from policyparse.text.folding import common


def mended(scan: Scan) -> Scan:
    """The scan with common characters, sign for sign, so that all places hold."""
    return replace(scan, blocks=tuple(map(_block, scan.blocks)))


def _block(block: Block) -> Block:
    if isinstance(block, Table):
        cells = tuple(_cell(cell) for cell in block.cells)
        return block if cells == block.cells else replace(block, cells=cells)
    text = common(block.text)
    return block if text is block.text else replace(block, text=text)


def _cell(cell: Cell) -> Cell:
    text = common(cell.text)
    return cell if text is cell.text else replace(cell, text=text)
