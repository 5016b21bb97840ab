"""The short names of the provinces and autonomous regions, as the 发文字号 of their organs begins: 鄂政发〔2018〕26号."""

from __future__ import annotations

_PROVINCES = (
    "冀河北 晋山西 辽辽宁 吉吉林 黑黑龙江 苏江苏 浙浙江 皖安徽 闽福建 赣江西 鲁山东 豫河南 鄂湖北 湘湖南 粤广东 琼海南 川四川 黔贵州 "
    "贵贵州 云云南 滇云南 陕陕西 甘甘肃 陇甘肃 青青海"
)
_REGIONS = {
    "内": "内蒙古自治区",
    "桂": "广西壮族自治区",
    "藏": "西藏自治区",
    "宁": "宁夏回族自治区",
    "新": "新疆维吾尔自治区",
}
_CALLED = {pair[0]: f"{pair[1:]}省" for pair in _PROVINCES.split()} | _REGIONS


def called(short: str, *, province: bool) -> str | None:
    """The province, or the autonomous region, of that short name; None where there is none. A city may have the same one (宁)."""
    found = _CALLED.get(short)
    return found if found and found.endswith("省") == province else None
