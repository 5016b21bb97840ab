"""What a reader tells the person who added a file: sentences that are the same in every format."""

from __future__ import annotations

from collections.abc import Sequence

MOST = 8
LONGEST = 60


def quoted(words: Sequence[str]) -> str:
    """The first few of a list, each cut to a readable length, and of how many."""
    said = "、".join(one if len(one) <= LONGEST else one[: LONGEST - 1] + "…" for one in words[:MOST])
    return said if len(words) <= MOST else f"{said} 等 {len(words)} 处"


def struck_remark(words: Sequence[str]) -> str:
    """What is said of words that are struck out."""
    bare = [" ".join(one.split()) for one in words if one.strip()]
    return f"有删除线的文字按删去处理，未读取：{quoted([f'“{one}”' for one in bare])}"
