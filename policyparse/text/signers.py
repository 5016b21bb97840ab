"""Who signs: the line of a name right above a date that stands alone, which is a paragraph of its own whatever stands above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.model import Line

# the name of who signs; 例：云溪市教育局
_SIGNER = re.compile(
    r"[一-鿿“”（）() \u3000]{2,40}[局委办厅署部院会室处科站所社团司队组校园府学心联村（）()章]"
)


def signs(lines: Sequence[Line], i: int, dated: re.Pattern[str]) -> bool:
    """Whether line ``i`` is the name of a signer: an organ or an office, right above a line that is a date and nothing else."""
    below = next((line.text for line in lines[i + 1 : i + 3] if line.text.strip()), "")
    return dated.match(below.strip()) is not None and _SIGNER.fullmatch(lines[i].text.strip()) is not None
