"""Numbers as lists print them: the formats of ECMA-376, 17.18.59, that Chinese documents use."""

from __future__ import annotations

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
FORMAL_SIMPLIFIED = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟萬")
FORMAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾佰仟萬")
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def formatted(number: int, form: str) -> str:
    """The number in that format; in Arabic digits where the format is unknown or does not reach it."""
    write = _FORMATS.get(form)
    written = write(number) if write and number > 0 else None
    return str(number) if written is None else written


def _roman(number: int) -> str | None:
    if number > 3999:
        return None
    signs = ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"]
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    written = ""
    for sign, value in zip(signs, values, strict=True):
        written += sign * (number // value)
        number %= value
    return written


def _letters(number: int) -> str:
    """A to Z, then AA, BB, …: Word repeats the letter."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _from(signs: str) -> Callable[[int], str | None]:
    return lambda number: signs[number - 1] if number <= len(signs) else None


def _run_of(first: str, last: int) -> Callable[[int], str | None]:
    """Consecutive code points from ``first`` for the numbers 1 to ``last``."""
    return lambda number: chr(ord(first) + number - 1) if number <= last else None


def _digits(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(d)] for d in str(number))


def _counted(
    number: int, digits: str = "零" + DIGITS[1:], units: str = "十百千万", bare: str = "十"
) -> str | None:
    """一百零一: Chinese counting below 100,000,000; before the units in ``bare`` no leading 一 is said."""
    if number >= 10**8:
        return None
    if number >= 10**4:
        head, rest = divmod(number, 10**4)
        tail = _thousands(rest, digits, units) if rest else ""
        return f"{_counted(head, digits, units, bare)}{units[3]}{digits[0] if 0 < rest < 1000 else ''}{tail}"
    written = _thousands(number, digits, units)
    return written[1:] if written[0] == digits[1] and written[1:2] and written[1] in bare else written


def _thousands(number: int, digits: str, units: str) -> str:
    written, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            written += (
                (digits[0] if zero and written else "") + digits[digit] + (units[power - 1] if power else "")
            )
            zero = False
        else:
            zero = True
    return written


def _chinese_counting(number: int) -> str | None:
    """chineseCounting says 十 up to 99 and strings digits from 100 on."""
    return _counted(number) if number < 100 else _digits("○" + DIGITS[1:])(number)


def _japanese(number: int) -> str | None:
    written = _counted(number, bare="十百千")
    return None if written is None else written.replace("一百", "百").replace("零", "")


def _formal(signs: tuple[str, str]) -> Callable[[int], str | None]:
    return lambda number: _counted(number, signs[0], signs[1], bare="")


def _sexagenary(number: int) -> str:
    return STEMS[(number - 1) % 10] + BRANCHES[(number - 1) % 12]


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(d)) for d in str(number))


def _circled(number: int) -> str | None:
    """① to ⑳, ㉑ to ㉟, ㊱ to ㊿."""
    for first, low, high in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if low <= number <= high:
            return chr(ord(first) + number - low)
    return None


_FORMATS: dict[str, Callable[[int], str | None]] = {
    "upperRoman": _roman,
    "lowerRoman": lambda number: (_roman(number) or str(number)).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _run_of("⑴", 20),
    "decimalEnclosedFullstop": _run_of("⒈", 20),
    "ideographEnclosedCircle": _run_of("㊀", 10),
    "ideographDigital": _digits(DIGITS),
    "taiwaneseDigital": _digits("○" + DIGITS[1:]),
    "japaneseDigitalTenThousand": _digits(DIGITS),
    "chineseCounting": _chinese_counting,
    "taiwaneseCounting": _chinese_counting,
    "chineseCountingThousand": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": _formal(FORMAL_SIMPLIFIED),
    "ideographLegalTraditional": _formal(FORMAL_TRADITIONAL),
    "ideographTraditional": _from(STEMS),
    "ideographZodiac": _from(BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda number: "",
}
