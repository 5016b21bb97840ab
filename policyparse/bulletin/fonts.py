"""A font of this machine that has Chinese characters: by fontconfig, else by the names that systems ship."""

from __future__ import annotations

import shutil
import subprocess

from policyparse.errors import ExportError

FAMILIES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "SimHei", "PingFang SC",
    "Hiragino Sans GB", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "SimSun", "Songti SC",
)  # fmt: skip
"""Families with simplified Chinese, the best for a chart first."""


def chinese() -> str:
    """The family to draw Chinese with. Raises ExportError where this machine has none."""
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    for family in (*FAMILIES, *_by_fontconfig()):
        if family in known:
            return family
    for path, family in _files():
        font_manager.fontManager.addfont(path)
        return str(family)
    raise ExportError(
        "这台电脑上没有中文字体，画不出图。请安装一种（Debian、Ubuntu：apt install fonts-noto-cjk），或加 --no-charts。"
    )


def _by_fontconfig() -> list[str]:
    return [family for _, family in _files()]


def _files() -> list[tuple[str, str]]:
    """The files and families that fontconfig knows to have simplified Chinese; none where there is no fontconfig."""
    tool = shutil.which("fc-list")
    if tool is None:
        return []
    listed = subprocess.run(
        [tool, ":lang=zh-cn:outline=True", "-f", "%{file}\t%{family[0]}\n"],
        capture_output=True,
        text=True,
        check=False,
    )
    pairs = (line.split("\t") for line in sorted(listed.stdout.splitlines()))
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]
