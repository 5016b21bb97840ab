"""Characters as they are meant: widths and compatibility forms folded, spaces that no writer typed taken out.

Folding happens before the text is coined, so that every later offset addresses folded text. Chinese punctuation
stays as printed: the kind of a bracket tells what stands in it.
"""

from __future__ import annotations

import re
import unicodedata

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CJK_POINTS = (
    "\u3001-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u2014\u2018-\u201d\u2026\u00b7"
)

# Full-width forms that are letters, digits or signs of arithmetic; the full-width points （），：；？！ are not among them.
_WIDE = {
    c: unicodedata.normalize("NFKC", chr(c))
    for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
} | {0xFF05: "%", 0xFF0B: "+", 0xFF0D: "-", 0xFF0F: "/", 0xFF1D: "=", 0xFF03: "#", 0xFF06: "&", 0xFF20: "@"}
# Radicals and compatibility ideographs that some fonts put in place of the common character (⼯ for 工).
_COMPATIBLE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f\u33a1\u2103]")
# Of the radicals, those that Unicode does not decompose but fonts put in place of the character all the same.
_RADICALS = dict(
    zip(
        map(
            ord,
            "⺁⺄⺅⺆⺇⺈⺊⺌⺎⺟⺠⺡⺢⺣⺤⺥⺦⺧⺪⺮⺶⺸⺹⺼⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻐⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⼾",
        ),
        "厂乙亻冂几刀卜小兀母民氵水灬爪爫丬牛疋竹羊羊老肉虎衤覀西见角言讠贝足车辶钅长门阝青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟户",
        strict=True,
    )
)
# The small brackets of East Asian typewriters, which office programs put around a year; 例：云政办发﹝2024﹞12号
_SMALL = {0xFE59: "（", 0xFE5A: "）", 0xFE5D: "〔", 0xFE5E: "〕"}
_FOLDED = _WIDE | _RADICALS | _SMALL
# Characters that print nothing: byte order marks, zero-width signs, soft hyphens, controls, lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufff0-\ufffb\ud800-\udfff]"
)
# any white space is one blank; 例：教 育
_BLANK = re.compile(r"[\s\u3000]+")
# blanks that only spread Chinese words; 例：教 育
_NEEDLESS = re.compile(
    rf"(?<=[{HAN}{CJK_POINTS}\d)%%‰])[\s\u3000]+(?=[{HAN}{CJK_POINTS}])|(?<=[{HAN}{CJK_POINTS}])[\s\u3000]+(?=[\dA-Za-z(\[<])"
)
# a blank between Latin and Chinese letters; 例：AI 产业
_LATIN_GAP = re.compile(rf"(?<=[A-Za-z])[\s\u3000]+(?=[{HAN}{CJK_POINTS}])")
# the name of an office, and a list of them that blanks part; 例：学生处 保卫处
_OFFICE = rf"(?!办公[室厅]|委员会)(?:[{HAN}]{{1,12}}(?:[局委办厅处科室部院校站所队会社村镇乡]|中心|街道|公司|集团|政府|企业|单位)|各[{HAN}]{{1,8}})"
_OFFICES = rf"[\s\u3000]*{_OFFICE}(?:[\s\u3000、，,]+{_OFFICE}){{1,20}}(?=[\s\u3000]*(?:$|[；;。）)〕］\]]|[\s\u3000][{HAN}]{{2,8}}[:：]))"
# such a list behind a label, and one that a bracket holds; 例：责任部门：学生处 保卫处
_BEHIND_LABEL = re.compile(f"(?<=[:：（(〔［\\[]){_OFFICES}")
# … and one that fills a cell; 例：学生处 保卫处
_IN_CELL = re.compile(f"^{_OFFICES}")
# stands for a blank that parts two names
_KEPT = "\x01"
# the signs of a proportion and of a standing line behind a word, where a colon is meant; 例：牵头单位∶县水利局
_COLON = re.compile(rf"(?<=[{HAN}）)】])[∶︰﹕꞉]")
# blanks around a sign of comparison that a number follows; 例：满意率 ≥ 92%
_SIGN_GAP = re.compile(
    rf"(?<=[{HAN}{CJK_POINTS})\d%]) (?=[≥≤≧≦⩾⩽≮≯<>＜＞﹤﹥=≈])|(?<=[≥≤≧≦⩾⩽≮≯<>＜＞﹤﹥=≈]) (?=[\d<>＜＞=])"
)
# a comma between thousands with blanks beside it; 例：8 , 000
_COMMA_GAP = re.compile(r"(?<=\d) ?([,，]) ?(?=000(?!\d))")
# a wide point inside a number; 例：3．5
_WIDE_POINT = re.compile(r"(?<=\d)．(?=\d)")


_ODD = re.compile(
    rf"[\s．∶︰﹕꞉{_COMPATIBLE.pattern[1:-1]}{_INVISIBLE.pattern[1:-1]}{re.escape(''.join(map(chr, _FOLDED)))}]"
)
"""One of these stands in every line that folding changes: most lines hold none."""


def fold(text: str, *, cell: bool = False) -> str:
    """One line of a file with its characters folded and its runs of white space reduced to one space.

    Half-width letters, digits and %, common ideographs for compatibility ones, nothing invisible; no space
    beside a Han character or Chinese point, but where it alone parts the offices of a list behind a label or in
    a ``cell``. Leading and trailing space goes.
    """
    if not _ODD.search(text):
        return text
    text = _INVISIBLE.sub("", text).translate(_FOLDED)
    text = _COMPATIBLE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    text = _COLON.sub("：", text)
    text = _WIDE_POINT.sub(".", text)
    text = (_IN_CELL if cell else _BEHIND_LABEL).sub(lambda m: _BLANK.sub(_KEPT, m[0].strip()), text)
    text = _NEEDLESS.sub("", text).replace(_KEPT, " ")
    text = _BLANK.sub(" ", _LATIN_GAP.sub("", text))
    return _COMMA_GAP.sub(r"\1", _SIGN_GAP.sub("", text)).strip()


def common(text: str) -> str:
    """The text with the common character for each radical and compatibility ideograph, sign for sign: ⼯作任务 is 工作任务."""
    if not _COMPATIBLE.search(text):
        return text
    return _COMPATIBLE.sub(
        lambda m: _alone(unicodedata.normalize("NFKC", m[0]), m[0]), text.translate(_RADICALS)
    )


def _alone(common_sign: str, sign: str) -> str:
    """The common sign, or the printed one where the common form takes several (㎡)."""
    return common_sign if len(common_sign) == 1 else sign


class _Widths(dict[str, float]):
    """The width of each character that was asked for."""

    def __missing__(self, sign: str) -> float:
        self[sign] = 1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5
        return self[sign]


_WIDTHS = _Widths()
# what a text is made of for the most part, each an em wide; 例：就业工作
_EMS = re.compile("[\u3001-\u3003\u3008-\u3011\u4e00-\u9fff\uff01-\uff60]+")


def width(text: str) -> float:
    """The printed width of a line in ems: a Han character is 1, a Latin letter or digit a half."""
    rest = _EMS.sub("", text)
    return len(text) - len(rest) + sum(map(_WIDTHS.__getitem__, rest))


def indent(text: str) -> float:
    """The width in ems of the white space that a line begins with."""
    blank = len(text) - len(text.lstrip())
    return width(text[:blank]) if blank else 0.0
