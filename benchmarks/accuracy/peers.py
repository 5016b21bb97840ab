"""The readers that are compared: policyparse, JioNLP, recognizers-text and cn2an, each giving its facts in the same words.

A peer knows no deadlines: what it reads as a time is taken as one, a stretch of days as ``span FIRST LAST``, a cycle
as an RRULE.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import logging
import re
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from typing import Any

from benchmarks.accuracy import cases
from benchmarks.accuracy.cases import Case, as_number
from policyparse.extract import targets
from policyparse.extract.deadlines import find
from policyparse.model import Setting, Span

Reader = Callable[[Case], frozenset[str]]
PEERS = {"JioNLP": "jionlp", "recognizers-text": "recognizers_date_time", "cn2an": "cn2an"}
PERIODS = {"Y": "FREQ=YEARLY", "M": "FREQ=MONTHLY", "W": "FREQ=WEEKLY", "D": "FREQ=DAILY"}
DELTAS = {"year": "Y", "month": "M", "week": "W", "day": "D"}


logging.disable()  # JioNLP logs every string that it cannot read


def comparisons() -> Iterator[tuple[str, Sequence[Case], dict[str, Reader]]]:
    """Each table with the readers that can be asked it."""
    times = {"JioNLP": _jionlp_times, "recognizers-text": _recognized_times}
    yield "deadlines", cases.deadlines(), {"policyparse": _own_deadlines} | _readers(times)
    # JioNLP reads of numbers only sums of money
    amounts = {"recognizers-text": _recognized_numbers, "cn2an": _cn2an_numbers}
    yield "numbers of targets", cases.quantities(), {"policyparse": _own_numbers} | _readers(amounts)


def missing() -> list[str]:
    """The peers that are not installed."""
    return [name for name, module in PEERS.items() if find_spec(module) is None]


def _readers(makers: Mapping[str, Callable[[], Reader]]) -> dict[str, Reader]:
    absent = missing()
    return {name: make() for name, make in makers.items() if name not in absent}


def _own_deadlines(case: Case) -> frozenset[str]:
    setting = Setting(year=case.year, issued_on=case.issued_on)
    found = find(case.text, Span(0, len(case.text)), setting, column=case.column)
    return frozenset(
        " ".join(str(part) for part in (d.kind, d.start, d.due, d.rrule) if part)
        for d in (mention.value for mention in found)
    )


def _own_numbers(case: Case) -> frozenset[str]:
    within = Span(0, len(case.text))
    found = targets.find(case.text, within, Setting(year=case.year), assessment=case.assessment)
    rows = ({"value": t.value, "value_max": t.value_max, "unit": t.unit} for t in (m.value for m in found))
    return frozenset(number for row in rows for number in cases.numbers(row))


# ---- JioNLP --------------------------------------------------------------------------------------------


def _jionlp_times() -> Reader:
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        jionlp = importlib.import_module("jionlp")

    def read(case: Case) -> frozenset[str]:
        base = time.mktime(datetime.combine(case.today, datetime.min.time()).timetuple())
        try:
            return frozenset(
                _jionlp_fact(row["detail"]) for row in jionlp.ner.extract_time(case.text, time_base=base)
            )
        except Exception as error:
            return frozenset({f"raised {type(error).__name__}"})

    return read


def _jionlp_fact(detail: dict[str, Any]) -> str:
    if detail["type"] == "time_period":
        delta = detail["time"]["delta"]
        ((unit, count),) = delta.items() if isinstance(delta, dict) and len(delta) == 1 else (("", 0),)
        return _cycle(DELTAS.get(unit, ""), int(count))
    if detail["type"] in {"time_span", "time_point"}:
        return f"span {detail['time'][0][:10]} {detail['time'][1][:10]}"
    return str(detail["type"])


# ---- recognizers-text ----------------------------------------------------------------------------------


def _recognized_times() -> Reader:
    module = importlib.import_module("recognizers_date_time")

    def read(case: Case) -> frozenset[str]:
        reference = datetime.combine(case.today, datetime.min.time())
        try:
            found = module.recognize_datetime(case.text, module.Culture.Chinese, reference=reference)
            return frozenset(_recognized_fact(row.resolution["values"]) for row in found if row.resolution)
        except Exception as error:
            return frozenset({f"raised {type(error).__name__}"})

    return read


def _recognized_numbers() -> Reader:
    module = importlib.import_module("recognizers_number")

    def read(case: Case) -> frozenset[str]:
        shares = module.recognize_percentage(case.text, module.Culture.Chinese)
        within = {at for row in shares for at in range(row.start, row.end + 1)}
        found = module.recognize_number(case.text, module.Culture.Chinese)
        plain = [row for row in found if row.start not in within]
        return frozenset(
            [as_number(float(row.resolution["value"].rstrip("%")), "%") for row in shares if row.resolution]
            + [as_number(float(row.resolution["value"]), "") for row in plain if row.resolution]
        )

    return read


# ---- cn2an ---------------------------------------------------------------------------------------------


def _cn2an_numbers() -> Reader:
    """All numbers of the text, once cn2an has written those in Chinese numerals as digits; it tells no units and no targets."""
    module = importlib.import_module("cn2an")

    def read(case: Case) -> frozenset[str]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                text = module.transform(case.text)
            except Exception as error:
                return frozenset({f"raised {type(error).__name__}"})
        found = re.finditer(r"(?P<n>\d+(?:\.\d+)?)(?P<unit>%|[万亿]{0,2})", text)
        return frozenset(as_number(float(m["n"]), m["unit"]) for m in found)

    return read


def _recognized_fact(values: Sequence[dict[str, str]]) -> str:
    value = values[-1]  # of a date without a year the last is the coming one
    if value["type"] == "set":
        timex = value["timex"].removeprefix("P")
        return _cycle(timex[-1:], int(timex[:-1])) if timex[:-1].isdigit() else f"set {timex}"
    if value.get("end"):
        return (
            f"span {value.get('start', '')[:10]} {date.fromisoformat(value['end'][:10]) - timedelta(days=1)}"
        )
    return f"span {value.get('value', '')[:10]}"


def _cycle(unit: str, count: int) -> str:
    if unit not in PERIODS or not count:
        return "recurring"
    return f"recurring {PERIODS[unit]}" + (f";INTERVAL={count}" if count > 1 else "")
