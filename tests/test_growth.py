"""No run of a sign makes the reading grow faster than the text: every pattern of the lexicon and of targets and deadlines,
and the doors themselves, are measured on runs of the signs of the genre and on runs twice as long.

What is compared is CPU time, the least of several tries and only where it is long enough to be measured.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest

from policyparse import lexicon, pipeline
from policyparse.extract import deadlines, targets
from policyparse.model import Line, Scan, Setting, Span

MOST = 1.3
"""The exponent that growth may have: 1 is linear, 2 quadratic."""
SIGNS = [
    *"1一十百〇零万千两半年月日每的，、。；（《“—A和第市局各0X*+",
    *(
        "1%",
        "1、",
        "一、",
        "1.",
        "20",
        "00",
        "第一",
        "每年",
        "牵头",
        "负责",
        "等5个",
        "提高",
        "一季度",
        "到2025年",
    ),
    *("责任单位：", "1/", "12/10万", "1—"),
]
SENTENCES = [
    *(
        "1%",
        "1项",
        "1万元",
        "每年1次，",
        "1",
        "一",
        "百",
        "万",
        "〇",
        "两",
        "全覆盖，",
        "翻一番",
        "达到95%以上，",
    ),
    *(
        "控制在〇个以内",
        "提高到3/4，较2020年提高",
        "由1个压缩至",
        "（其中1个",
        "建设3个",
        "6月底前",
        "到2025年",
        "汛期前",
    ),
]
SETTING = Setting(year=2025)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern of the lexicon, and those that the modules of targets and deadlines hold."""
    for path in (files(lexicon) / "data").iterdir():
        name = path.name.removesuffix(".toml")
        if not path.name.endswith(".toml"):
            continue
        for table in ("entry", "cue"):
            if table in lexicon.data(name):
                yield from ((f"{name}: {e.id}", e.pattern) for e in lexicon.entries(name, table))
    for package in (targets, deadlines):
        names = [f"{package.__name__}.{m.name}" for m in pkgutil.iter_modules(package.__path__)]
        for module in (package, *map(importlib.import_module, names)):
            held = vars(module).items()
            yield from ((f"{module.__name__}.{k}", v) for k, v in held if isinstance(v, re.Pattern))


def growth(read: Callable[[str], object], sign: str, size: int, least: float, tries: int = 12) -> float:
    """The exponent by which the time of reading grows when a run of the sign doubles; 1 where it is too short to tell.

    A machine that does other things too measures a third too much now and then, and not each time: one good try is enough.
    """

    def cpu(length: int) -> float:
        text = sign * (length // len(sign))
        start = time.process_time()
        read(text)
        return time.process_time() - start

    cpu(size // 10)  # what is loaded once is no part of it
    if (first := cpu(size)) < least:
        return 1.0
    found = (math.log2(cpu(2 * size) / min(first, cpu(size))) for _ in range(tries))
    return next((exponent for exponent in found if exponent <= MOST), MOST + 1)


@pytest.mark.slow
@pytest.mark.parametrize("sign", SIGNS)
def test_no_pattern_grows_faster_than_a_run(sign: str) -> None:
    found = [
        (name, round(exponent, 2))
        for name, pattern in patterns()
        if (exponent := growth(lambda text: sum(1 for _ in pattern.finditer(text)), sign, 3000, 0.004)) > MOST  # noqa: B023
    ]
    assert found == []


DOORS: dict[str, Callable[[str], object]] = {
    "targets": lambda text: targets.find(text, Span(0, len(text)), SETTING),
    "targets of a scoring row": lambda text: targets.find(text, Span(0, len(text)), SETTING, assessment=True),
    "deadlines": lambda text: deadlines.find(text, Span(0, len(text)), SETTING),
    "deadlines of a column": lambda text: deadlines.find(text, Span(0, len(text)), SETTING, column=True),
}


@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS)
def test_no_door_grows_faster_than_a_run(door: str) -> None:
    signs = ["得1分，", "每少1家扣1分，", "1%"] if "scoring" in door else SENTENCES
    found = [(s, round(g, 2)) for s in signs if (g := growth(DOORS[door], s, 2000, 0.02)) > MOST]
    assert found == []


LINES = [
    *("|", "\t", "1|l", "1", "一", "一、", "（）", "1%", "每年1次，", "第一条 ", "　甲 "),
    *("甲\n", "一、\n", "1.甲\n", "1.1甲\n", "（一）甲\n", "甲\t乙\n", "甲：|乙\n", "●甲\n"),
    *("\n", "|\n", "甲\n|\n", "主办　县城管局\n", "序号\n任务\n责任单位\n"),
]


@pytest.mark.slow
@pytest.mark.parametrize("sign", LINES)
def test_no_parse_grows_faster_than_a_run(sign: str) -> None:
    def read(text: str) -> object:
        return pipeline.read(Scan("甲.txt", "txt", "", tuple(map(Line, text.split("\n")))))

    assert growth(read, sign, 10000, 0.1) <= MOST


def test_what_grows_is_told() -> None:
    """The measure itself: a pattern that starts anew at every sign is quadratic, one that is done at once is not."""
    assert growth(lambda text: re.findall(r"\d+月", text), "1", 6000, 0.004, tries=2) > MOST
    assert growth(lambda text: re.findall(r"\d{1,4}月", text), "1", 3000, 0.004) <= MOST
