"""What a cell shows of the number in it: number formats (ECMA-376, 18.8.30 and 18.8.31).

A value read from a cell never says more than the cell shows: 45809 under ``yyyy"年"m"月"`` is 2025年6月 and not its
first day, 3 under ``0"家"`` is 3家, 1.1 under ``0.00`` is 1.10. Only the signs that group thousands are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from policyparse.readers.number_formats import formatted

GENERAL = "General"
_YEAR_MONTH, _MONTH_DAY, _FULL = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
BUILT_IN: dict[int, str] = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?"},
    **{
        13: "# ??/??",
        14: "yyyy-mm-dd",
        15: "yyyy-mm-dd",
        16: "m-d",
        17: "yyyy-mm",
        18: "h:mm",
        19: "h:mm:ss",
    },
    **{20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00"},
    **{40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@"},
    **dict.fromkeys((27, 36, 50, 52, 55, 57), _YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 56, 58), _MONTH_DAY),
    **{30: "m-d", 31: _FULL, 32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss"},
}
"""The formats that have numbers only (18.8.30); 27 to 58 as a Chinese Excel shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<inside>[^\]]*)\]|(?P<scientific>E[+-]0+)'
    r"|(?P<general>General)|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)|(?P<half>A/P|AM/PM|上午/下午)|(?P<date>[yYmMdDhHsSeE]+)|(?P<sign>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_TESTS = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<>": lambda a, b: a != b,
}
_CHINESE = {"DBNum1": "chineseCountingThousand", "DBNum2": "chineseLegalSimplified"}
MOST_DIGITS = 40
"""A number of more digits than this is shown as it is stored."""


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a format: its kind (a group of ``_TOKEN``) and its words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four sections of a format; ``test`` is its condition ([>=100])."""

    tokens: tuple[Token, ...]
    test: tuple[str, Decimal] | None = None

    def has(self, *kinds: str) -> bool:
        """Whether it has a part of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)


@lru_cache(maxsize=1000)
def sections(form: str) -> tuple[Section, ...]:
    """The sections of a format code."""
    found: list[list[Token]] = [[]]
    tests: list[tuple[str, Decimal] | None] = [None]
    for match in _TOKEN.finditer(form[:255]):
        kind = match.lastgroup
        if kind == "sign" and match["sign"] == ";":
            found.append([])
            tests.append(None)
        elif kind == "inside":
            condition = _CONDITION.fullmatch(match["inside"])
            currency = re.match(r"\$([^-]+)", match["inside"])
            if condition:
                tests[-1] = (condition[1], Decimal(condition[2]))
            elif currency:
                found[-1].append(Token("quoted", currency[1]))
            elif match["inside"] in _CHINESE:
                found[-1].append(Token("chinese", match["inside"]))
            elif re.fullmatch(r"[hms]+", match["inside"], re.IGNORECASE):
                found[-1].append(Token("date", match["inside"]))
        elif kind:
            found[-1].append(Token("quoted" if kind == "escaped" else kind, match[kind]))
    return tuple(Section(tuple(tokens), test) for tokens, test in zip(found, tests, strict=True))


@lru_cache(maxsize=1024)
def is_share(form: str) -> bool:
    """Whether numbers are shown as percentages."""
    return any(token == Token("sign", "%") for section in sections(form) for token in section.tokens)


@lru_cache(maxsize=1024)
def is_date(form: str) -> bool:
    """Whether numbers are shown as days or times."""
    return sections(form)[0].has("date")


def day_of(value: Decimal, epoch_1904: bool) -> datetime | None:
    """The moment that a number of days stands for (18.17.4.1); None where there is none."""
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)
    try:  # Excel's 29 February 1900 never was: days before it are one off
        return start + timedelta(days=float(value) + (not epoch_1904 and 0 < value < 60))
    except (OverflowError, ValueError):
        return None


def words_shown(words: str, form: str) -> str:
    """A cell of words as shown: some formats put words round them (``"市"@``)."""
    for section in sections(form):
        if Token("sign", "@") in section.tokens and section.has("quoted"):
            return "".join(
                words if token.words == "@" else token.words
                for token in section.tokens
                if token.kind in ("quoted", "sign")
            )
    return words


def day_shown(words: str, form: str) -> str:
    """A moment that is stored in words (ISO 8601) as the cell shows it; the words where the format shows no day."""
    section = sections(form)[0]
    try:
        moment = datetime.fromisoformat(words.removesuffix("Z"))
    except ValueError:
        return words
    if section.has("date"):
        return _date_shown(moment, section)
    return words.removesuffix("T00:00:00").replace("T", " ")


def number_shown(value: Decimal, form: str, epoch_1904: bool = False) -> str:
    """The number as the cell shows it; as it is stored where the format is unknown or shows nothing."""
    parts = [s for s in sections(form) if Token("sign", "@") not in s.tokens]
    if not parts or form == GENERAL or abs(value.adjusted()) > MOST_DIGITS:
        return plain(value)
    section, signed = _section_for(value, parts)
    if section is None:
        return ""
    if section.has("date"):
        moment = day_of(value, epoch_1904)
        return plain(value) if moment is None else _date_shown(moment, section)
    if section.has("scientific"):
        return plain(value)
    if not section.has("digits", "general"):
        return "".join(t.words for t in section.tokens if t.kind in ("quoted", "sign")).strip()
    return ("-" if signed and value < 0 else "") + _digits_shown(abs(value), section)


def _section_for(value: Decimal, parts: list[Section]) -> tuple[Section | None, bool]:
    """The section that shows the value, and whether it leaves the minus to be put before it."""
    if any(part.test for part in parts):
        for part in parts:
            if part.test is None or _TESTS[part.test[0]](value, part.test[1]):
                return part, True
        return parts[-1], True
    if value < 0 and len(parts) > 1:
        return parts[1] if parts[1].tokens else None, False
    if value == 0 and len(parts) > 2:
        return parts[2] if parts[2].tokens else None, False
    return parts[0] if parts[0].tokens else None, True


def _digits_shown(value: Decimal, section: Section) -> str:
    holders = [token.words for token in section.tokens if token.kind == "digits"]
    shares = sum(token == Token("sign", "%") for token in section.tokens)
    chinese = next((_CHINESE[t.words] for t in section.tokens if t.kind == "chinese"), None)
    fraction = any(t == Token("sign", "/") for t in section.tokens)
    first = "General" if section.has("general") or fraction else "".join(holders)
    value *= Decimal(100) ** shares
    if first != "General":
        value /= Decimal(1000) ** (len(first) - len(first.rstrip(",")))
    number = plain(value) if first == "General" else _rounded(value, first)
    if chinese and number.isdecimal() and len(number) < 9:
        number = formatted(int(number), chinese)
    shares_of = _over(number, holders) if number.isdecimal() else [number]
    words = ""
    for token in section.tokens:
        if token.kind in ("digits", "general"):
            words += shares_of.pop(0) if shares_of else ""
        elif token.kind in ("quoted", "sign") and not (fraction and token.kind == "sign"):
            words += token.words
    return words.strip()


def _over(number: str, holders: Sequence[str]) -> list[str]:
    """The digits of a number over the holders that words part, the first takes what is over: 123 under ``0!.0`` is 12 and 3."""
    found: list[str] = []
    for holder in reversed(holders[1:]):
        cut = max(0, len(number) - sum(sign in "0#?" for sign in holder))
        found.insert(0, number[cut:])
        number = number[:cut]
    return [number, *found]


def _rounded(value: Decimal, holder: str) -> str:
    """The digits under a holder as ``0.00`` or ``#,##0.#``."""
    whole, _, rest = holder.rstrip(",").replace(",", "").partition(".")
    try:
        text = f"{value.quantize(Decimal(1).scaleb(-len(rest)), rounding=ROUND_HALF_UP):f}"
    except InvalidOperation:
        return plain(value)
    digits, _, decimals = text.partition(".")
    needed = len(rest.rstrip("#?"))
    decimals = decimals[:needed] + decimals[needed:].rstrip("0")
    digits = digits.lstrip("0").rjust(whole.count("0"), "0") or ("0" if not decimals or "0" in whole else "")
    return digits + ("." + decimals if decimals else "")


def _date_shown(moment: datetime, section: Section) -> str:
    """A day as its format shows it: in its own words where those are Chinese, else year-month-day.

    例：``yyyy/m`` → 2025年6月；``yyyy"年"m"月底前"`` → 2025年6月底前；``m-d`` → 6月30日.
    """
    tokens = [t for t in section.tokens if t.kind != "chinese"]
    letters = [t.words[0].lower() if t.kind == "date" else "" for t in tokens]
    minutes = {
        i
        for i, letter in enumerate(letters)
        if letter == "m" and ("h" in letters[max(0, i - 2) : i] or "s" in letters[i + 1 : i + 3])
    }
    kinds = {"min" if i in minutes else letter for i, letter in enumerate(letters) if letter}
    days = kinds & {"y", "e", "m", "d"}
    if any(re.search(r"[\u4e00-\u9fff]", t.words) for t in tokens if t.kind in ("quoted", "sign")) and days:
        words = ""
        for i, token in enumerate(tokens):
            words += _part(moment, token.words, i in minutes) if token.kind == "date" else token.words
        return words.strip()
    clock = f"{moment:%H:%M}" if kinds & {"h", "min", "s"} else ""
    if not days:
        return clock
    if {"m", "d"} <= days and days & {"y", "e"}:
        return f"{moment:%Y-%m-%d}" + (f" {clock}" if clock and (moment.hour or moment.minute) else "")
    named = (("y", f"{moment.year}年"), ("m", f"{moment.month}月"), ("d", f"{moment.day}日"))
    return "".join(words for kind, words in named if kind in days or (kind == "y" and "e" in days))


def _part(moment: datetime, letters: str, minutes: bool) -> str:
    kind, long = letters[0].lower(), len(letters)
    if kind in "ye":
        return f"{moment.year}" if long > 2 or kind == "e" else f"{moment.year % 100:02d}"
    if kind == "d" and long > 2:
        return ("周" if long == 3 else "星期") + "一二三四五六日"[moment.weekday()]
    value = (
        moment.minute
        if minutes
        else {"m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}[kind]
    )
    return f"{value:02d}" if long == 2 else str(value)


def plain(value: Decimal) -> str:
    """The number in digits, without an exponent."""
    return f"{value.normalize():f}" if abs(value.adjusted()) <= 400 else str(value)
