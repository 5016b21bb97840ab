"""What a column holds, told by its cells alone: units, times, ordinal numbers, marks of a matrix."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from policyparse.document.titles import ORGAN
from policyparse.extract.units import labels
from policyparse.lexicon.patterns import of_text

_UNIT = re.compile(
    rf"(?:[一-鿿（）()“”·\d]{{1,24}}(?:{ORGAN}|街道|镇|乡|单位|部门|站|所|队|办|会|校|园区|开发区|处|科|室|股|局|社|[残妇侨文科]联|工商联|科协|团委|医院|中学|小学|(?:档案|图书|博物|文化|美术|科技)馆|部|公司|银行|[分支农商总]行|联社|集团)"
    r"(?:[（(][^（()）]*[)）])?|各.{1,12}|.{1,12}等|街道|乡|镇|村|[一-鿿]{0,8}(?:经开|高新)区)"  # 11个街道、乡
)
# what a cell says that its units do; 例：市教育局牵头
_ROLE = re.compile(r"(?<=.{3})(?:牵头|主办|配合|协办|协助|参与|负责)$")
# who only helps; 例：市教育局配合
_HELPED = re.compile(r"(?<=.{3})(?:配合|协办|协助|参与)$")
# who does more; 例：市教育局牵头
_LED = re.compile(r"牵头|主办|负责")
# what separates the units of a cell; 例：、
_PARTED = re.compile(r"[、，,；;\s/]+")
# the words of a cell that holds a time; 例：6月
_TIME = re.compile(
    r"(?:20\d\d|\d{1,2}月|[一二三四]季度|[上下]半年|年底|年内|年末|月底|长期|持续|常年|全年|每[年月季周日]|Q[1-4]|前$|十四五|汛期|国庆|春节)"
)
# a month and nothing else; 例：2026年9月底前
_DATE = re.compile(r"(?:20\d\d[年.．/-]\d{1,2}月?|20\d\d年|\d{1,2}月)[初中底末]?前?")
# a serial number; 例：（一）
_NUMBER = re.compile(r"[（(]?(?:\d{1,3}(?:[.．-]\d{1,3})*|[一二三四五六七八九十]{1,3})[)）]?[.．、]?")
# a cell that says that there is nothing; 例：—
_NOTHING = re.compile(r"[/／\\—–－─-]{1,3}|无|空")
_FAULT = re.compile(r"#[A-Z0-9/未计算]{1,12}[!?]?")
# a row of sums is no task; 例：合 计
_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|总\s*分|合计得分)(?:[:：（(].{0,12})?")
# a number alone, or nothing at all; 例：＜8 · 〔24〕
_QUANTITY = re.compile(
    r"[<>≥≤＜＞≧≦≈〔\[（(]*(?:=|＝|不低于|不超过|约)?\d[\d,，.]*[%％‰万亿〕\]）)]*(?:左右|以[上下内])?|[—－/-]{1,2}"
)
# points that a row gives or takes; 例：扣5分
_SCORED = re.compile(r"[得扣加减计记]\s?\d{1,3}(?:[.\-—~至]\d{1,3})?分")
# how much a row of a scoring table is worth; 例：6分
_POINTS = re.compile(r"[（(]?\d{1,3}(?:\.\d{1,2})?分?[)）]?")
LEADS = frozenset("★●▲◆■◎√✓✔")
SUPPORTS = frozenset("☆○△◇□")
NOTED = frozenset("*＊※#")
"""Signs that say how a unit takes part only where a legend says so: 加*号为牵头部门."""
_SIGNS = "".join(LEADS | SUPPORTS | NOTED)
# a box without a tick: the unit of its column takes no part; 例：☐
_UNTICKED = re.compile(r"[☐◻\uf0a8\uf06f\uf0a3×✗✘]")
# a box with one; 例：☑
_TICKED = re.compile(r"[☑☒\uf0fe\uf0fd\uf052]")
_WORDS = {
    "lead": re.compile(r"牵头|主办|主责|主体责任|主|责任|负责|承办|牵"),
    "support": re.compile(r"配合|协办|协助|协同|参与|参加|配|协"),
}
# a letter that a legend explains; 例：A
_LETTER = re.compile(r"[A-Da-d]")
# what a legend says of a sign, on one line: √ over 牵头 in the next cell is none
_LEGEND = (
    r"[“\"（(]?{sign}[”\")）]?[^\S\n]*(?:符?号|标[识记注])?(?:者|的)?(?:为|表示|代表|是|指|的为|[:：=＝—-])*[^\S\n]*(?P<said>牵头|主办|主责|责任|负责|配合|协办|协助|参与)",
    r"(?P<said>牵头|主办|主责|责任|负责|配合|协办|协助|参与)(?:责任)?(?:单位|部门)?(?:用|以|标|标注|为|[:：（(“])*[^\S\n]*{sign}",
)


def is_units(words: str) -> bool:
    """Whether the words are a list of units (县财政局、县教育局), a sign beside some of them (县财政局★), with what they do or without
    (县财政局牵头，县教育局配合).
    """
    pieces = [_ROLE.sub("", p.strip(_SIGNS)) for p in _PARTED.split(words.strip("。；; ")) if p]
    return bool(pieces) and len(words) <= 400 and all(_UNIT.fullmatch(p) for p in pieces)


def are_served(words: str) -> bool:
    """Whether words only say what units do: 由县水利局牵头，各乡镇配合."""
    return is_units(words) and _ROLE.search(words.strip("。；; ")) is not None


def are_helping(words: str) -> bool:
    """Whether words only say which units help: 各乡镇配合, 配合单位：各乡镇."""
    says = _HELPED.search(words.strip("。；; ")) is not None and _LED.search(words) is None
    return (says and is_units(words)) or _role_of_labelled(words) == "support"


def is_labelled_units(words: str) -> bool:
    """Whether the words are units behind their label, and nothing else: 责任单位：县教育局."""
    return _role_of_labelled(words) in labels.UNIT_ROLES


def _role_of_labelled(words: str) -> str:
    """The role of units behind their label, where words hold nothing else; else ""."""
    label, colon, names = words.partition("：")
    role = labels.role_of(label) if colon else None
    return role[0] if role is not None and is_units(names.strip()) else ""


def is_time(words: str) -> bool:
    """Whether the words say only a time (2026年9月底前, 长期坚持)."""
    return len(words) <= 24 and _TIME.search(words) is not None and not is_units(words)


def tells_times(words: str) -> bool:
    """Whether words name two times or more: 3月底前完成招标，6月底前开工."""
    return len(_TIME.findall(words)) > 1


def is_date(words: str) -> bool:
    """Whether the words are a month or a year and nothing else."""
    return _DATE.fullmatch(words.strip()) is not None


def is_number(words: str) -> bool:
    """Whether the words are the number of a row."""
    return _NUMBER.fullmatch(words.strip()) is not None


def is_fault(words: str) -> bool:
    """Whether a cell holds what a spreadsheet shows in place of a value: #N/A, #REF!, #未计算."""
    return _FAULT.fullmatch(words.strip()) is not None


def is_nothing(words: str) -> bool:
    """Whether a cell only says that nothing stands in it: /, —, 无."""
    return _NOTHING.fullmatch(words.strip()) is not None


def is_quantity(words: str) -> bool:
    """Whether a cell is a number with its comparison, and no more than a unit of measure behind it (≥62.5, 1.2万)."""
    return _QUANTITY.fullmatch(words.strip()) is not None


def is_points(words: str) -> bool:
    """Whether a cell is a number of points and nothing else: 6, 2.5分."""
    return _POINTS.fullmatch(words.strip()) is not None


def gives_points(words: str) -> bool:
    """Whether a cell says how many points are given or taken: 每少一次扣2分."""
    return _SCORED.search(words) is not None


def is_total(words: str) -> bool:
    """Whether a cell says that its row is a sum of others."""
    return _TOTAL.fullmatch(words.strip()) is not None


def is_mark(words: str, text: str = "") -> bool:
    """Whether a cell of a matrix says no more than how the unit of its column takes part: ★, 牵头; A where a legend says so."""
    if words in LEADS | SUPPORTS or any(p.fullmatch(words) for p in (_TICKED, _UNTICKED, *_WORDS.values())):
        return True
    return _LETTER.fullmatch(words) is not None and _by_legend(words, text) is not None


def is_sign(words: str) -> bool:
    """Whether a cell is a sign (★, √) and no word of a role."""
    return words in LEADS | SUPPORTS | NOTED


def are_marks(cells: Sequence[str], text: str) -> bool:
    """Whether the cells of a column hold marks of a matrix alone, and / or — where there is none."""
    return share([c for c in cells if not is_nothing(c)], lambda words: is_mark(words, text)) == 1


def is_unticked(words: str) -> bool:
    """Whether a cell of a matrix says that the unit of its column takes no part: ☐, ×."""
    return _UNTICKED.fullmatch(words) is not None


def _by_legend(words: str, text: str) -> re.Match[str] | None:
    """What the legend of a text says of a mark: ★为牵头单位."""
    return next(
        (m for form in _LEGEND if (m := of_text(form.format(sign=re.escape(words))).search(text))), None
    )


def role_of_mark(words: str, text: str) -> str:
    """The role that a mark gives, by the legend of the ``text``, else by the mark itself; "list" where nothing says it.

    例：注：★为牵头单位，☆为配合单位 · without a legend a full sign leads and an open one supports.
    """
    for role, pattern in _WORDS.items():
        if pattern.fullmatch(words):
            return role
    # ◎牵头 ○配合: what stands behind a sign is its own, where anything does
    if found := _by_legend(words, text):
        said = found["said"]
        return "lead" if _WORDS["lead"].fullmatch(said) else "support"
    if words in SUPPORTS:
        return "support"
    return "lead" if words in LEADS and any(sign in text for sign in SUPPORTS) else "list"


def share(cells: Sequence[str], told: Callable[[str], bool]) -> float:
    """The share of the filled cells of which ``told`` (a predicate) holds; 0 where none is filled."""
    full = [c for c in cells if c]
    return sum(map(told, full)) / len(full) if full else 0.0
