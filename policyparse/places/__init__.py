"""Places: the divisions of GB/T 2260 (province, prefecture, county), and which of them a name speaks of.

A place is written as its full path, 广西壮族自治区柳州市柳南区, which ``parts`` takes apart. A place that the
standard does not have is taken as the text spells it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from policyparse.places.gazetteer import SIGNS, Level, Path, gazetteer, plain
from policyparse.places.short import called as called

_LONGEST = 15
_LONGEST_PATH = 60
"""Characters of a full path; what is longer is not taken apart."""
_WORDS_FIRST = frozenset({"市区", "城区", "郊区", "矿区", "新区"})
"""Names of districts that are words first: they count only after the name of their city."""

_MARKET = "市场监"
"""What 市 begins in the name of the department that offices shorten to 云泽市场监管局."""

COMMON_NOUNS = "城都门超上股楼集夜园社库灾片地山景辖小校院牧林矿发郊农湖战特专税范验行作能假贸港济态务聚心街游业置离理学植殖灌"
"""What makes a common noun of the sign after it: 城市, 片区, 园区."""

# A place of no standard: two to six characters, none a word of the genre's titles, and the sign of its rank; 州 may end its name (岚州市).
_WORD = "(?![省市县区盟旗局委部厅党网各全本我的和与及或年月日关于]|州(?![市区]))[一-龥]"
_CITY = "市(?![场容值级直属]|民(?![政族宗]|生[实工项])|政(?![府协]))"
_COMMON = f"(?<![{COMMON_NOUNS}])"
# a place by its levels, province to county; 例：南岭省云溪市临江县
_SPELLED = re.compile(
    f"(?:(?:{_WORD}){{2,6}}?(?:省|自治区))?"
    f"(?:(?:{_WORD}){{2,6}}?{_COMMON}(?:自治州|州(?=人民|[政委])|地区|盟|{_CITY}))?"
    f"(?:(?:{_WORD}){{2,6}}?{_COMMON}(?:自治县|县|旗|(?<![新开高])区(?!域)|{_CITY}))?"
)
# a year behind the name of a place in a title; 例：2026年
_YEAR = re.compile(r"20\d\d年|二[〇○零][〇○零一二三四五六七八九]{2}年")
# what follows the name of a place in the name of its organ; 例：教育局
_ORGAN = re.compile("人民|[党政委]|人大|[^，。、]{1,16}(?:[局厅委办院会部室队]|中心|公司)$")
# the levels of a written place; 例：南岭省云溪市
_PARTS = re.compile(
    "(.+?(?:省|自治区|特别行政区))?(.{2,}?(?:自治州|地区|盟|市|(?<!自治)州(?!市)))?(.{2,}?(?:自治县|自治旗|县|区|旗|市))?"
)
# issuers of the state as a whole; 例：国务院
_NATIONAL = re.compile(
    "国务院|中共中央|中央|国家|全国|最高人民|中华|[^省市县区州\\d]{2,12}(?:部|总局|总署)(?=办公厅|关于|$)"
)
# what may stand before the name of a place; 例：关于
_BEFORE = re.compile(
    r"[\s\d《〈“〔〕（）()、.．:：—－-]+|年度?|[〇○零一二三四五六七八九]{4}(?=年)|十[一二三四五六]五(?=期间|规划|”)|中共|中国共产党"
    "|关于|印发|转发|下发|发布|公布|批转|报送|国家(?:税务总局|统计局|外汇管理局|金融监督管理总局)(?=.)"
)


# ---- reading a name ------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def region(text: str) -> str | None:
    """The full path of the place that an issuer or a title names; None for the nation or where it stays open.

    麟游县人力资源和社会保障局 is 陕西省宝鸡市麟游县. A county name that several cities have (鼓楼区) is None
    unless the text tells the city. Of 甲关于乙… only 甲 is asked.
    """
    text = "".join(text.split())
    issuer, about, rest = text.partition("关于")
    if not _BEFORE.sub("", issuer):
        issuer = rest if about else text
    issuer = _opening(issuer)
    if _NATIONAL.match(issuer):
        return None
    found = leading(issuer)
    return "".join(found[0]) if found else _mentioned(issuer)


def leading(name: str, near: str | None = None) -> tuple[Path, int] | None:
    """The place that a name begins with, and how many characters tell it; ``near`` settles a name of several.

    柳州市柳南区财政局 and, near 柳州, 柳南区财政局 both begin with (广西壮族自治区, 柳州市, 柳南区);
    赣州银保监分局 with its city's stem. None where a name begins with no place or with one that stays open.
    """
    around = parts(near) if near else ()
    return _known(name, around) or _stem_of(name, around) or _grafted(_spelled(name), around)


def is_named(name: str) -> bool:
    """Whether some place is called so, without its sign or with it (姜堰 for 姜堰区)."""
    return any(name + sign in gazetteer().names for sign in ("", *SIGNS))


def opening(text: str) -> int:
    """The length of the longest name of a known place that the text begins with, 0 for none: 3 of 从化区政府."""
    found = _longest(text, 0)
    return len(found[0]) if found else 0


def _opening(text: str) -> str:
    while (found := _BEFORE.match(text)) and found.end():
        text = text[found.end() :]
    return text


def _mentioned(text: str) -> str | None:
    """The first place named inside the text; another one that it names may settle which is meant."""
    every = [found for i in range(len(text)) if (found := _longest(text, i)) and _is_name(text, i, found)]
    sure = [paths[0] for _, paths in every if len(paths) == 1]
    for name, paths in every:
        if chosen := _settle(paths, sure[0] if sure else ()):
            tail = text[text.index(name) :]
            chain = _known(tail, chosen)
            return "".join(chain[0] if chain else chosen)
    return None


def _is_name(text: str, start: int, found: tuple[str, tuple[Path, ...]]) -> bool:
    """Whether the name is one here too: 矿区 is a word first, 青山区域 is no 青山区."""
    name = found[0]
    return name not in _WORDS_FIRST and not (name[-1] == "区" and text[start + len(name) :].startswith("域"))


def _known(name: str, near: Path) -> tuple[Path, int] | None:
    path, end = _first(name, near)
    while path and (found := _longest(name, end)):
        below = _under(found[1], path) or next((p for p in found[1] if p[-2:-1] == path[-1:]), ())
        if not below:
            spelled = path[-1] in found[0] or found[0][-1] not in "区县旗"
            return (path, end) if spelled else ((*path, found[0]), end + len(found[0]))
        path, end = below, end + len(found[0])
    if not path:
        return None
    return _stem(name, end, path) or (path, end)


def _first(name: str, near: Path) -> tuple[Path, int]:
    found = _longest(name, 0)
    if found and found[0] not in _WORDS_FIRST:
        return _settle(found[1], near), len(found[0])
    return _stem(name, 0, near) or ((), 0)


def _longest(text: str, start: int) -> tuple[str, tuple[Path, ...]] | None:
    names = gazetteer().names
    for length in range(min(_LONGEST, len(text) - start), 1, -1):
        paths = names.get(text[start : start + length])
        if paths and not text.startswith(_MARKET, start + length - 1):
            return text[start : start + length], paths
    return None


def _signed(rest: str) -> bool:
    """Whether what stands behind a stem begins with a sign of rank: 柳州|市教育局, not 柳州|市场监管局."""
    return rest.startswith(tuple(SIGNS)) and not rest.startswith(_MARKET)


def _stem(text: str, start: int, near: Path) -> tuple[Path, int] | None:
    """A province or prefecture told by its stem (赣州, 安徽); after a province only one of its own."""
    stems = gazetteer().stems
    for length in range(min(4, len(text) - start), 1, -1):
        paths = stems.get(text[start : start + length], ())
        if start:
            paths = tuple(p for p in paths if len(p) == 2 and p[:1] == near[:1]) if len(near) == 1 else ()
        if paths and not _signed(text[start + length :]):
            return next((p for p in paths if p == near[: len(p)]), paths[0]), start + length
    return None


def _settle(paths: tuple[Path, ...], near: Path) -> Path:
    """The place meant by a name near another: on its way up, then below it, then the only one."""
    for path in paths:
        if path == near[: len(path)]:
            return path
    for depth in range(len(near), 0, -1):
        below = [p for p in paths if p[:depth] == near[:depth]]
        if below:
            return _only(below)
    return _only(list(paths))


def _only(paths: list[Path]) -> Path:
    present = [p for p in paths if p not in gazetteer().former]
    paths = present or paths
    return paths[0] if len(paths) == 1 else ()


def _under(paths: tuple[Path, ...], path: Path) -> Path:
    return _only([p for p in paths if len(p) > len(path) and p[: len(path)] == path])


def _spelled(name: str) -> tuple[Path, int] | None:
    """A place that the standard does not have, as an organ's name or a title spells it at its beginning."""
    found = _SPELLED.match(name)
    if not found or not found.group() or _longest(name, 0):
        return None
    path, rest = parts(found.group()), name[found.end() :]
    short = path[0][-1] in "省市县" and len(path[0]) <= 4
    dated = _YEAR.match(rest) and not path[0].endswith("地区")
    told = short or dated or len(path) > 1 or _ORGAN.match(rest)
    return (path, found.end()) if told else None


def _stem_of(name: str, near: Path) -> tuple[Path, int] | None:
    """One of the places around, told by its stem: 云溪供电公司 in a text of 云溪市."""
    for depth in range(len(near), 0, -1):
        word = plain(near[depth - 1]).removesuffix("县")
        if word != near[depth - 1] and name.startswith(word) and not _signed(name[len(word) :]):
            return near[:depth], len(word)
    return None


def _grafted(spelled: tuple[Path, int] | None, near: Path) -> tuple[Path, int] | None:
    """A spelled place put where it belongs around another: 青禾区 in a text of 云溪市 is 云溪市青禾区."""
    if not spelled or not near:
        return spelled
    path, end = spelled
    for depth in range(len(near), 0, -1):
        if near[depth - 1] == path[0]:
            return (*near[: depth - 1], *path), end
    above = near[:-1] if len(near) > 1 and level("".join(near)) == "县" else near
    return ((*above, *path) if level(path[0]) == "县" and level("".join(above)) == "市" else path), end


# ---- asking a place ------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def parts(region: str) -> Path:
    """The names that a full path is made of, the widest first."""
    known = _paths().get(region)
    if known:
        return known
    found = _PARTS.fullmatch(region) if len(region) <= _LONGEST_PATH else None
    return tuple(p for p in found.groups() if p) if found else (region,)


@cache
def _paths() -> Mapping[str, Path]:
    return {"".join(path): path for path in gazetteer().level}


def level(region: str) -> Level:
    """The rank of a place: 省 (自治区, 直辖市), 市 (自治州, 地区, 盟) or 县 (区, 旗, 县级市)."""
    path = parts(region)
    known = gazetteer().level.get(path)
    if known:
        return known
    sign = path[-1][-1]
    if path[-1].endswith(("省", "自治区", "特别行政区")):
        return "省"
    above = len(path) > 1 and not path[-2].endswith(("省", "自治区"))
    return "县" if sign in "县旗" or (sign == "区" and not path[-1].endswith("地区")) or above else "市"


def is_municipal(region: str) -> bool:
    """Whether the place is a municipality under the central government (直辖市) or lies in one."""
    first = parts(region)[0]
    return first.endswith("市") and gazetteer().level.get((first,)) == "省"


def is_seat(region: str) -> bool:
    """Whether the place is the city where its province has its seat (省会)."""
    return parts(region) in gazetteer().seats


def official(region: str) -> str:
    """The place as its organs write it in their names: 柳州市柳南区, but 麟游县 and 安宁市 alone."""
    path = parts(region)
    if len(path) > 1 and path[-1].endswith("区") and not path[-1].endswith(("地区", "林区", "自治区")):
        return path[-2] + path[-1] if path[-2].endswith("市") else path[-1]
    return path[-1]


def stem(region: str) -> str:
    """The last name of the place without its rank: 柳州, 安徽, 凉山, 安宁; that of a 县 or 区 stays whole."""
    return plain(parts(region)[-1])


def ancestor(region: str, sign: str) -> str | None:
    """What 市, 省, 区… means in a place, itself or one above it (市 in 柳州市柳南区 is 柳州市), or None."""
    path = parts(region)
    for depth in range(len(path), 0, -1):
        if _bears(path[:depth], sign):
            return "".join(path[:depth])
    return None


def _bears(path: Path, sign: str) -> bool:
    name = path[-1]
    if sign == "区":
        return name.endswith("区") and not name.endswith("地区")
    return name.endswith(sign)
