"""What a text is called that bears no title with a genre: the headline of a report, the line over its items or its table."""

from __future__ import annotations

import re

from policyparse.document.titles import MARKERS, Title, cleaned, is_no_title
from policyparse.model import Document
from policyparse.text import numbering

# what a short paper is called in full, over its number or its addressees; 例：督查通知
_SHORT = re.compile(
    r"(?:政务|专项|重点工作|重点事项|重点任务|工作|事项|任务|问题|限期)?(?:督查|督办|催办|交办|转办|整改)(?:(?:通知|通报)[书单]?|[单函])"
    r"|(?:专题|办公|常务|工作|党组|党委)?会议?纪要"
)
# how a report of the news begins, below its headline; 例：云溪新闻网讯（记者 林小溪）
_REPORTED = re.compile(
    r"[【\[]?[一-鿿]{0,12}(?:讯|电)[】\]]?\s*[（(][^（()）]{0,30}(?:记者|通讯员)|[（(]?(?:本报)?(?:记者|通讯员)[\s:：]*[一-鿿]"
)
# what a table is called, right above it; 例：民生实事完成情况表
_OF_A_TABLE = re.compile(r"(?:表|清单|台账|一览)$")
# what a page says over its headline: a label with nothing behind it, who keeps it, where one is; 例：访问次数：
_EMPTY_LABEL = re.compile(
    r"[一-鿿]{2,6}[:：]|[^，,。；;：:\d]{2,20}(?:主办|主管)|(?:您)?(?:现在)?(?:的|所在的?)?位置[:：].*|当前位置[:：].*"
)
# what the things over their list are called; 例：实事项目
_THINGS = re.compile(r"(?:项目|实事|清单|任务|事项|工程)$")
# a title that names its year, and perhaps how many things it lists; 例：2025年市政府办好10件实事
_OF_A_YEAR = re.compile(
    r"^(?!.{0,3}年)[^\d]{0,24}20\d\d(?:年度?|—20\d\d年)(?:[^\d]|\d{1,2}(?=[件项大]{1,2}[^，,。；;]{2,8}$)){2,}$"
    r"|^20\d\d年度?(?![，,])(?:[^\d]|\d{1,2}(?=[件项大]{1,2}[^，,。；;]{2,8}$)){4,24}$"
)


def find(document: Document) -> list[Title]:
    """The first line of a text, where it is the headline of what follows and ends with no genre, else the line over its items.

    It is short, closes no sentence, and names a year, or stands over the line of a page of the web that says who put it
    there and when. 例：一图读懂2025年民生实事 / 作者：本站 发布时间：2025-01-20 来源：云溪日报. The line over the items names a
    year and ends with a colon. 例：现将票决结果公告如下： / 云溪市2025年民生实事项目： / 1.….
    """
    if len(document.paragraphs) < 3:
        return []
    return _short_name(document) or _first_line(document) or _over_the_items(document)


def _short_name(document: Document) -> list[Title]:
    """What a short paper is called, on one of its first lines: 督查通知."""
    named = (i for i in range(3) if _SHORT.fullmatch(document.words(i)))
    return [Title(i, i, document.words(i)) for i in named][:1]


def _over_the_items(document: Document) -> list[Title]:
    lines = (document.words(i) for i in range(len(document.paragraphs)))
    items = (i for i, words in enumerate(lines) if numbering.mark(words) or numbering.pointless(words))
    over = next(items, 0) - 1
    text = document.words(over).rstrip("：:") if over >= 0 else ""
    called = text != document.words(max(over, 0)) or _THINGS.search(text)
    if not called or not 4 <= len(text) <= 60 or not _OF_A_YEAR.search(text):
        return []
    return (
        []
        if is_no_title(document, over) or re.search(r"[，,。；;：:]", text)
        else [Title(over, over, cleaned(text))]
    )


def _first_line(document: Document) -> list[Title]:
    count = min(len(document.paragraphs), 7)
    published = [bool(MARKERS["published"].match(document.words(i))) for i in range(count)]
    # lines of the page may stand over the headline; 例：发布时间：2025-01-20 / 访问次数：
    first = next(
        (i for i in range(count - 2) if not published[i] and not _EMPTY_LABEL.fullmatch(document.words(i))), 0
    )
    # so may a word of it, or what the column is called; 例：top / 一图读懂2025年民生实事 / 来源：云溪日报
    above, below = document.words(0), document.words(1)
    column = len(above) < 4 or (
        len(above) < 8 and bool(re.search(r"\d", below)) and not re.search(r"\d", above)
    )
    first += published[:3] == [False, False, True] and column
    text = document.words(first)
    over = document.is_cell(first + 1) and _OF_A_TABLE.search(text)
    told = over or any(published[:3]) or any(published[first + 1 : first + 3]) or _OF_A_YEAR.search(text)
    told = told or _REPORTED.match(document.words(first + 1))
    if is_no_title(document, first) or not told or not 4 <= len(text) <= 60:
        return []
    return [] if re.search(r"[。；;？?]|[！!].|[，,：:]$", text) else [Title(first, first, cleaned(text))]
