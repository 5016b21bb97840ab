"""The divisions of GB/T 2260 at the level of the county and above, present and former, by path and by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from policyparse import lexicon

Level = Literal["省", "市", "县"]
Path = tuple[str, ...]
"""The names that lead to a place, the widest first: (广西壮族自治区, 柳州市, 柳南区)."""

SIGNS = "省市县区州盟旗"
"""What the name of a place ends with."""

_PEOPLES = (
    "(?:(?:壮|回|满|蒙古|藏|维吾尔|苗|彝|瑶|侗|布依|土家|土|羌|傣|景颇|白|哈尼|傈僳|拉祜|佤|纳西|普米|独龙|怒|布朗|黎|畲|水"
    "|京|各|哈萨克|朝鲜|达斡尔|鄂温克|仫佬|毛南|仡佬|保安|东乡|撒拉|裕固)族|维吾尔|蒙古|哈萨克|柯尔克孜|锡伯|塔吉克)"
)
# autonomous places, with their peoples; 例：青禾回族自治县
_AUTONOMOUS = re.compile(rf"(.{{2,20}}?){_PEOPLES}{{0,9}}自治([区州县旗])")
# the rank behind the name of a place; 例：地区
_RANK = re.compile("(?:特别行政区|地区|[省市州盟])$")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Every place with its rank, and the places of each name and of each stem (柳州, 安徽: no counties).

    ``former`` are those that are no more, ``seats`` the cities where a province has its seat.
    """

    level: Mapping[Path, Level]
    names: Mapping[str, tuple[Path, ...]]
    stems: Mapping[str, tuple[Path, ...]]
    former: frozenset[Path]
    seats: frozenset[Path]


@cache
def gazetteer() -> Gazetteer:
    """The places of ``lexicon/data/places.toml``."""
    data = lexicon.data("places")
    present = dict(line.split()[:2] for line in data["present"].splitlines())
    former = dict(line.split()[:2] for line in data["former"].splitlines())
    names = former | present
    now = {_path(code, name, names): _rank(code) for code, name in present.items()}
    past = {_path(code, name, names): _rank(code) for code, name in former.items()}
    level = past | now
    return Gazetteer(
        level=level,
        names=_index(
            (name, path) for path in level for name in {path[-1], shorten(path[-1])} if name[-1] in SIGNS
        ),
        stems=_index((plain(path[-1]), path) for path, rank in now.items() if rank != "县"),
        former=frozenset(past.keys() - now.keys()),
        seats=frozenset(_path(code, name, names) for code, name in present.items() if code.endswith("0100")),
    )


def shorten(name: str) -> str:
    """A name without the peoples of an autonomous place: 凉山州, 禄劝县, 广西."""
    found = "自治" in name and _AUTONOMOUS.fullmatch(name)
    return found[1].removesuffix("族") + found[2].replace("区", "") if found else name


def plain(name: str) -> str:
    """A name without its rank: 柳州, 安徽, 凉山; that of a 县 or 区 stays whole."""
    return _RANK.sub("", shorten(name))


def _path(code: str, name: str, names: Mapping[str, str]) -> Path:
    above = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00"))
    return (*(names[c] for c in above if c in names and c != code), name)


def _rank(code: str) -> Level:
    return "省" if code.endswith("0000") else "市" if code.endswith("00") else "县"


def _index(pairs: Iterable[tuple[str, Path]]) -> Mapping[str, tuple[Path, ...]]:
    index: dict[str, tuple[Path, ...]] = {}
    for name, path in pairs:
        index[name] = (*index.get(name, ()), path)
    return index
