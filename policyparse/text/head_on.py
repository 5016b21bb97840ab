"""The head and the signature of a text that a file ran on with it in one paragraph: where its title, its number, the addressees and
the words begin, and where who signed it does.

例：云溪市人民政府关于做好防火工作的通知 云政发〔2024〕7号 各县区人民政府： 现就有关事项通知如下：…
"""

from __future__ import annotations

import re

_GENRE = "意见|通知|方案|措施|办法|决定|要点|计划"
# a title with its number behind it on one line, and perhaps the addressees; 例：云溪市人民政府关于印发就业工作若干措施的通知云政发〔2024〕7号
_NUMBERED = re.compile(
    rf"^[^。；;]{{8,80}}(?:{_GENRE})(?P<number>[（(]?[一-鿿]{{1,8}}[〔\[]\d{{4}}[〕\]]\d{{1,4}}号[）)]?)(?:$|(?P<to>各[^。；;：:]{{2,80}}[：:])(?P<text>.)?)"
)
# a title with the first heading behind it; 例：云溪市2025年就业工作要点一、稳定岗位
_HEADED = re.compile(rf"^[^。；;，,：:]{{8,60}}(?:{_GENRE}|清单|分工表?)(?P<heading>一、[^。；;]{{2,30}})$")
# who signed and when, behind the last sentence; 例：。云溪市教育局2025年3月5日
_SIGNED = re.compile(
    r"(?<=[。；;！])(?P<names>(?!本|此|自|于|截至)[一-鿿]{2,30}(?:政府|办公[厅室]|委员会|[省市县区州]委|指挥部|[局厅部院会])"
    r"(?:20\d\d年\d{1,2}月\d{1,2}日|二[〇○零][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日))$"
)
_SIGNATURE = 60
"""No signature is longer than this."""


def cuts(text: str) -> list[int]:
    """The offsets at which a paragraph is to be cut, behind its title and before its signature; none where it holds no such."""
    found: list[int] = []
    numbered = _NUMBERED.search(text)
    if numbered and (numbered["to"] or numbered["number"][0] not in "（("):  # in brackets it is of its title
        found += [numbered.start(part) for part in ("number", "to", "text") if numbered[part]]
    elif headed := _HEADED.search(text):
        found.append(headed.start("heading"))
    signed = _SIGNED.search(text, max(0, len(text) - _SIGNATURE))
    return [*found, signed.start("names")] if signed else found
