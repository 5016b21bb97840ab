"""What a web page says about its document beside the text: 索引号, 发文机关, 发文字号, 成文日期, 标题, 发布日期.

Sites print them in a table above the text, in a list, or in ``meta`` elements (政府网站发展指引, 国办发〔2017〕47号, annex 2:
ArticleTitle, PubDate, ContentSource).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Element = Any

LABELS = frozenset(
    """
    索引号 信息索引号 统一登记号 统一编号 登记号 主题分类 信息分类 分类 体裁分类 服务对象 组配分类 主题词 关键词
    发文机关 发文单位 发文部门 发布机关 发布机构 发布单位 制发机关 制发单位 制定机关 公开主体 信息来源 来源 文章来源
    发文字号 文号 文件编号 文件号 发文文号 文件字号 标题 名称 信息名称 文件名称 文件标题
    成文日期 成文时间 发文日期 发文时间 生成日期 制发日期 印发日期 发布日期 发布时间 公开日期 公开时间 公布日期
    生效日期 实施日期 施行日期 失效日期 废止日期 失效时间 有效期 有效性 时效 时效性 文件状态 效力状态
    公开方式 公开形式 公开范围 公开类型 公开程序 公开属性
    """.split()
)
"""Labels of the fact sheets of government sites, without blanks; a value follows them after a colon or in the next cell."""

_META = {
    "articletitle": "标题",
    "pubdate": "发布日期",
    "firstpublishedtime": "发布日期",
    "contentsource": "来源",
}
_SITE = re.compile(r"\s*(?:[_|]|\s[-–—]\s).*$")
_COLON = re.compile(r"[:：]")
_SPACE = re.compile(r"[\s\u3000\xa0]+")
_LONGEST = 200


def facts_of(root: Element) -> tuple[tuple[str, str], ...]:
    """The labelled facts of the page, each label once, without blanks in the label."""
    facts: dict[str, str] = {}
    for label, value in (*_sheet_facts(root), *_meta_facts(root)):
        facts.setdefault(label, value)
    title = facts.get("标题") or facts.get("文件标题") or facts.get("信息名称") or _headline(root)
    if title:
        facts["标题"] = title
    return tuple(facts.items())


def without_facts(root: Element) -> None:
    """Takes the tables and lists that are fact sheets out of the tree."""
    for sheet in [e for e in root.iter("table", "ul", "dl") if _is_sheet(e)]:
        parent = sheet.getparent()
        if parent is not None:
            tail = sheet.tail
            index = parent.index(sheet)
            parent.remove(sheet)
            if tail and index:
                parent[index - 1].tail = (parent[index - 1].tail or "") + tail


def _is_sheet(element: Element) -> bool:
    """Whether the element is a fact sheet: two labels or more, and nothing that is long."""
    text = _bare_text(element)
    if not text or len(text) > 1500 or element.find(".//table") is not None:
        return False
    labels = [label for label, _ in _pairs(element)]
    pieces = sum(1 for _ in _cells(element))
    return len(labels) >= 2 and 3 * len(labels) >= pieces


def _sheet_facts(root: Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("table", "ul", "dl"):
        if _is_sheet(element):
            yield from _pairs(element)
    for element in root.iter("span", "div", "p", "li", "td", "em", "font"):
        if len(element) == 0 and element.text and len(element.text) < 80:
            found = _pair_of(element.text)
            if found:
                yield found


def _pairs(sheet: Element) -> Iterator[tuple[str, str]]:
    """Label and value, in one cell (发文字号：云政发〔2024〕3号) or in two that follow each other."""
    waiting: str | None = None
    for cell in _cells(sheet):
        text = _clean(cell)
        label = _label(text)
        if label is not None:
            waiting = label
        elif waiting is not None:
            if text and len(text) <= _LONGEST:
                yield waiting, text
            waiting = None
        else:
            found = _pair_of(text)
            if found:
                yield found


def _cells(sheet: Element) -> Iterator[str]:
    """The texts of the cells; of a list item that has its label in an element of its own, both."""
    for cell in sheet.iter("td", "th", "dt", "dd", "li"):
        parts = [_text(child) + (child.tail or "") for child in cell]
        if parts and _label(_clean(parts[0])) is not None and not (cell.text or "").strip():
            yield parts[0]
            yield "".join(parts[1:])
        else:
            yield _text(cell)


def _pair_of(text: str) -> tuple[str, str] | None:
    head, colon, value = _clean(text).replace(":", "：", 1).partition("：")
    label = _label(head)
    value = value.strip()
    return (label, value) if colon and label and value and len(value) <= _LONGEST else None


def _label(text: str) -> str | None:
    bare = _COLON.sub("", _SPACE.sub("", text)).strip("【】[]")
    return bare if bare in LABELS else None


def _meta_facts(root: Element) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        label = _META.get((meta.get("name") or "").lower())
        content = _clean(meta.get("content") or "")
        if label and content:
            yield label, content


def _headline(root: Element) -> str | None:
    """The one h1 of the page, else its title without the site's name."""
    heads = [_clean(_text(h)) for h in root.iter("h1")]
    heads = [h for h in heads if h]
    if len(heads) == 1:
        return heads[0]
    title = root.find(".//title")
    return _SITE.sub("", _clean(_text(title))) or None if title is not None else None


def _text(element: Element) -> str:
    return "".join(element.itertext())


def _bare_text(element: Element) -> str:
    return _SPACE.sub("", _text(element))


def _clean(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
