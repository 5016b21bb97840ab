"""CSV → ``Scan``: one table, of whatever encoding and separator."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from policyparse.errors import UnreadableFile
from policyparse.model import Cell, Scan
from policyparse.readers import limits
from policyparse.readers.encoding import CONTROL, decode
from policyparse.readers.file import MAX_CELLS, File, HostileFile
from policyparse.readers.sheets import blocks_of_sheet

_SEPARATORS = ",\t;|"


def scan(file: File) -> Scan:
    """The rows of the file as a table; raises UnreadableFile where there is none."""
    text, remarks = decode(file.data)
    text = CONTROL.sub("", text)
    cells: list[Cell] = []
    try:
        for row, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))):
            if len(cells) + len(line) > MAX_CELLS:
                raise HostileFile(f"{file.name}：表格过大，不予读取")
            limits.check_lines(file.name, row)
            cells += [Cell(value.strip(), row, column) for column, value in enumerate(line)]
    except (
        csv.Error
    ) as error:  # a field of more than 131,072 characters: a quotation mark that is never closed
        raise UnreadableFile(f"{file.name}：表格里有一格过长，可能少了一个引号") from error
    blocks = tuple(blocks_of_sheet(cells))
    if not blocks:
        raise UnreadableFile(f"{file.name}：文件里没有内容")
    return Scan(name=file.name, format="csv", sha256=file.sha256, blocks=blocks, remarks=remarks)


def _separator(text: str) -> str:
    """The sign that stands equally often in most lines, outside quotes."""
    lines = re.sub(r'"[^"]*"', "", text[:100_000]).splitlines()[:200]

    def regular(separator: str) -> tuple[int, int]:
        counts = Counter(line.count(separator) for line in lines if line.strip())
        often, times = max(counts.items(), key=lambda item: (item[0] > 0, item[1]), default=(0, 0))
        return (times if often else 0, often)

    return max(_SEPARATORS, key=regular)
