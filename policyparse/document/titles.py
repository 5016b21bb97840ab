"""The titles in a text: which lines are one, where it begins and ends, and the genre (文种) that it ends with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from policyparse import lexicon
from policyparse.lexicon import sites
from policyparse.model import Document
from policyparse.text import brackets, numbering
from policyparse.text.folding import width

MARKERS = lexicon.regexes("markers")
"""The patterns of ``markers.toml`` by id."""

ORGAN = (
    r"(?:政府|委员会|代表大会|办公[厅室]|督查室|研究室|[党省市县区州]委|总?局|厅|[^全]部|委|院|学会|协会|总会|联合会|署|[银]行|委会|委办|组|中心|公司"
    r"|集团|法院|检察院|指挥部|联席会议|专班|理事会|红十字会|管委会|办事处|主席团|[支总大]队|(?<!老年)大学|中学|(?<!中)小学|学校|党校|中心校|分校|幼儿园|总工会|妇联|残联|侨联|文联|科协|工商联|总支"
    r"|[村居]委会)"
)
"""What the name of an organ ends with."""

LETTERHEAD = re.compile(r"(?:文件|办公[厅室]文件|公报|便函)$|^[★☆]+$")
"""The name of an issuer over a red rule (云溪市人民政府文件)."""

ISSUES = re.compile(
    rf"^(?P<issuer>[^《》，,。]{{2,60}}?(?<=[一-鿿])(?:{ORGAN}|国务院|海关|代表大会第[一二三四五六七八九十]{{1,3}}次会议))(?:等(?:\s*[\d一二三四五六七八九十]+\s*个?(?:部门|单位))?)?"
    rf"(?:(?:联合)?(?:关于|印发|转发|批转|颁发)|公布)"
)
"""The issuer at the head of a notice's title."""

# what hangs on a title and does not belong to its genre; 例：（2024—2026年）
_TAIL = re.compile(
    r"(?:[（(](?:[^（()）]*(?:年|试行|暂行|修订|版|稿|节选|摘[要录编]|号|类|部分|截[至止]|[一二三四五]$)[^（()）]*|[一二三四五\d])[)）]|第\d+号$|《?》|[\d一二三四五六七八九十]+个(?=$)|(?<=单)”$|的?通知$)+$"
)
# the number of a title in a list of titles; 例：3.
_LISTED = re.compile(
    r"^(?:\d{1,3}\s*[.．、](?!\d{1,2}(?:[.．\s]|[一-鿿]))|第[一二三四五六七八九十\d]+篇[:：]|[一二三四五六七八九十]+、(?=.*(?:关于|印发)))\s*"
)
# a 发文字号 printed before the title; 例：云政发〔2024〕7号
_NUMBERED = re.compile(r"^(?P<number>[一-鿿]{1,8}[〔\[]\d{4}[〕\]]\d+号)[-—\s]*")
# a sentence of the text, and no title, begins so; 例：为贯彻落实全会精神
_NO_TITLE_HEAD = re.compile(r"^(?:20\d\d[-/.]\d|为|根据|按照|依据|对照|落实|贯彻|[（(〔\[])")
# … but over a whole file a text that carries out another is called so; 例：落实巡察反馈意见整改方案
_CARRIES_OUT = re.compile(r"^(?:贯彻)?落实|^贯彻")
# a sentence that orders something is no title; 例：承办部门应于5日内提交书面报告
_ORDERS = re.compile(r"(?:应|须|要)(?:于|在|当|按)")
# a web page that prints signer and date before the text; 例：云溪市教育局2025年3月1日关于做好招生工作的通知
_SIGNED_BEFORE = re.compile(rf"^[一-鿿]{{2,24}}{ORGAN}\d{{4}}年\d{{1,2}}月\d{{1,2}}日(?=[^\d，,。]{{8,}})")
# a title that a page printed twice on one line; 例：2025年教育工作要点2025年教育工作要点
_TWICE = re.compile(r"(?P<once>.{6,60}?)(?:\s*[-_—|]{1,2}\s*[一-鿿]{2,20})?\s*(?P=once)")
# the name of the site behind a title; 例：关于春季开学的通知-云溪大学
_SITE = re.compile(r"(?P<title>[^-_|]{6,}[一-鿿）)])\s*[-_|]{1,2}\s*[一-鿿]{2,20}")
# a line of a title that no title begins with; 例：及民生实事项目任务分解方案
_CARRIED_OVER = re.compile("[及暨](?!时)|以及|和(?!平|谐|美)")
# what stops no title; 例：《…》, 第1篇：, 快看！
_ASIDE = re.compile(r"[（(《][^（(《》)）]*[》)）]|^第.{1,3}篇[:：]|^[一-鿿]{2,5}[!！](?=[^!！]{8,}$)")
# what a page offers beside its text; 例：图解 | 关于推进健康行动的意见
_BESIDE = re.compile(r"(?:一图读懂|图解|(?:政策|文字|视频)解读)\s*[|｜]")
# the sign of a list, or the word for an annex, before a title; 例：• 关于春季开学的通知 · 附件3：关于春季开学的通知
_BULLET = re.compile(r"^(?:[•●■◆▪·]|-(?=\s))\s*|^附件\s*\d{0,2}\s*[:：](?=关于)")
# the label of a page's card before a title; 例：标 题：关于春季开学的通知
_LABEL = re.compile(r"^(?:标\s*题|名\s*称)\s*[:：|｜][\s|｜]*(?=[^:：]{6})")
# the day on which a listed title was issued, or a year; 例：（2024年5月）
_DATE_BEHIND = re.compile(r"[（(]\s*\d{4}(?:年(?P<day>\d{1,2}(?:月(?:\d{1,2}日?)?)?)?)?\s*[)）]?$")
# the 发文字号 of the title before it; 例：（云政发〔2024〕7号）
_NUMBER_BEHIND = re.compile(r"[（(](?P<number>[一-鿿]{1,8}[〔\[]\d{4}[〕\]]\d+号)[)）]$")
# 例：云溪市
_OF_A_PLACE = re.compile("(?![全各本])[一-鿿]{2,8}?[省市县区州旗镇乡]")
# what a plan does; 例：促进消费增长
_DEED = re.compile(
    "促进|推动|推进|加快|支持|落实|实施|提升|加强|深化|优化|打造|激发|做好|保障|扩大|助力|鼓励"
)
# a line of the card of a page over a title; 例：发文字号：云水〔2025〕5号 成文日期：2025年3月5日
_ON_CARD = re.compile(
    r"^(?:索引|主题|发文|成文|发布|公开|制发|生成|有效|文\s*号)[一-鿿]{0,4}\s*[:：]|^(?:索引号|发文(?:机关|单位|字号|日期)|(?:成文|发布|生成|印发)日期|发布机构)\s*[一-鿿\d]|^20\d\d[-./]\d{1,2}[-./]\d{1,2}(?:\s*\d{1,2}:\d\d(?::\d\d)?)?$"
)
# a month alone on its line; 例：2025年3月
_MONTH = re.compile(r"20\d\d年\d{1,2}月")
# the name of a paper in the words of a notice; 例：《云溪市推进政务公开工作若干措施》
_PAPER = re.compile(r"《([^《》]{8,100})》")
# headings inside a text that end like titles; 例：保障措施
_NOT_TITLE = re.compile(
    r"^(?:\d{1,2}(?:[.．]\d{1,2}){0,3})?(?:保障措施|工作措施|(?:重点|主要|工作|目标)任务|(?:工作|具体|组织)?措施|总体方案|工作要点|政策举措|附件.*)$"
)


_HEAD = 4
"""So many lines may hold the title of a page."""


@dataclass(frozen=True, slots=True)
class Title:
    """A run of paragraphs ``[first, last]`` that is a title; ``text`` is it joined and cleaned."""

    first: int
    last: int
    text: str


def genre_of(title: str) -> str | None:
    """The genre (文种) that a cleaned title ends with, or None."""
    bare = _bare(title)
    for entry in lexicon.entries("genres"):
        if found := entry.pattern.search(bare):
            return found[0].strip("的")
    return "通知" if title.endswith("通知") else None


def _bare(title: str) -> str:
    """A title without what may follow its genre: 的通知, （试行）, （2025—2027年）."""
    shorter = _TAIL.sub("", title)
    return shorter.rstrip("》的") if len(shorter) >= 4 else title


def find(document: Document) -> list[Title]:
    """The titles of a text in order: of notices, of the texts they issue, of annexes."""
    found: list[Title] = []
    said = ""  # the first title, and the names of papers in the text so far: what it issues is called so in full there
    for i in range(len(document.paragraphs)):
        text = document.words(i)
        whole = document.words(i - 1) + text if _remainder(document, i) else text
        if not _may_be_title(document, i) or genre_of(cleaned(whole)) is None:
            said += "".join(f"|{m[1]}" for m in _PAPER.finditer(text)) if found else ""
            continue
        first = _title_start(
            document, i, found[-1].last if found else -1, found[0].text + said if found else ""
        )
        joined = cleaned("".join(document.words(j) for j in range(first, i + 1)))
        last = i + 1 if _goes_on(document, i) else i
        joined += document.words(i + 1) if last > i else ""
        both = found[-1].text + joined if found and found[-1].last == first - 1 else ""
        if both and (_CARRIED_OVER.match(joined) or named(found[0].text, both)):
            # each line of it ends like a title: 云溪市2025年重点工作 / 任务分解方案
            broken = found.pop()
            first, joined = broken.first, both
        if 6 <= len(joined) <= 120 and not _NOT_TITLE.match(joined) and not _one_sided(joined, "《》"):
            found.append(Title(first, last, cleaned(joined)))
    return found


def _one_sided(text: str, signs: str) -> bool:
    """Whether one of the signs stands without its fellow: 《 where a title goes on in the next line, 》 where it began above."""
    found = brackets.match(text, quotes=True)
    return any(text[i] in signs for i in (*found.unopened, *found.unclosed))


def _large(document: Document, i: int, j: int) -> bool:
    """Whether two paragraphs are set in one size, and larger than the text."""
    size = document.paragraphs[i].size
    if size is None or document.paragraphs[j].size != size:
        return False
    return size > median(p.size or size for p in document.paragraphs)


def _remainder(document: Document, i: int) -> bool:
    """Whether a paragraph is the last few characters of a title whose line was full: in large type, or the second line of a file.

    例：云溪市人民政府关于全面推进乡村振兴重点工作的实施意 / 见.
    """
    if i == 0 or width(document.words(i)) > 8:
        return False
    above = document.words(i - 1)
    return _large(document, i, i - 1) or (i == 1 and width(above) > 20 and genre_of(cleaned(above)) is None)


def _goes_on(document: Document, i: int) -> bool:
    """Whether the line after a title belongs to it: （试行）, （2023年—2025年） or （第2号） on a line of its own."""
    return (
        i + 1 < len(document.paragraphs)
        and re.fullmatch(
            r"[（(](?:试行|暂行|修订|征求意见|\d{4}.{0,10}年).{0,6}[)）]|[（(]第?\d{1,3}号[)）]",
            document.words(i + 1),
        )
        is not None
        and not MARKERS["signature-date"].match(document.words(i + 1))
    )


def _may_be_title(document: Document, i: int) -> bool:
    paragraph, text = document.paragraphs[i], document.words(i)
    if (
        paragraph.table is not None
        or width(text) > 100
        or (MARKERS["annex"].match(text) and not (i == 0 and _BULLET.match(text)))
        or LETTERHEAD.search(text)
        or (i and _BESIDE.match(text))
    ):
        return False
    mark = numbering.mark(text)
    if mark is not None and not (_LISTED.match(text) and i <= 1) and mark.style != "篇":
        return False
    if (
        (_NO_TITLE_HEAD.match(text) and not (i == 0 and _CARRIES_OUT.match(text)))
        or _ORDERS.search(text)
        or (text.endswith("》") and not re.search(r"^《|印发|转发|发布|通知", text))
    ):
        return False
    return re.search(r"[。；;：:，,！!？?]", _ASIDE.sub("", _BULLET.sub("", text))) is None


def _title_start(document: Document, last: int, stop: int, notice: str) -> int:
    """Where a title that ends with paragraph ``last`` begins: lines of its look that are nothing else go with it.

    Where a ``notice`` names what it issues, the lines above that make up that name belong to the title.
    """
    first = last - 1 if _remainder(document, last) else last
    if width(_bare(document.words(last))) < 8 and (top := _broken_from(document, last, stop)) < last:
        return top
    while first - 1 > stop and last - first < 7:
        so_far = "".join(document.words(j) for j in range(first, last + 1))
        unopened = _one_sided(so_far, "》") and not is_no_title(document, first - 1)
        known = named(notice, document.words(first - 1) + so_far)
        short = width(_bare(so_far)) < 8
        goes_on = _CARRIED_OVER.match(so_far) or (first == 1 and _is_cut(document.words(0), so_far))
        goes_on = goes_on and not is_no_title(document, first - 1)
        if not (unopened or known or goes_on or _part_of_title(document, first - 1, first, short)):
            break
        first -= 1
    return first


def _is_cut(above: str, title: str) -> bool:
    """Whether the first line of a file names a place and a deed, and the title goes on with the next: 云溪市激发消费活力 / 促进消费增长若干措施."""
    told = _DEED.match(title) and _OF_A_PLACE.match(above) and _DEED.search(above)
    return bool(told) and not re.search(rf"[，,。；;：:！!？?\d]|(?:{ORGAN})$", above)


def _broken_from(document: Document, last: int, stop: int) -> int:
    """Where a title broken over lines begins whose last line is only its genre: 云溪市中小学 / 安全专项整治 / 实施方案.

    Only at the head of a file, where all lines above are short and say nothing else; ``last`` itself where that is not so.
    """
    above = range(stop + 1, last)
    named = [re.fullmatch(rf"[一-鿿]{{2,30}}{ORGAN}", document.words(i)) for i in above]
    titular = all(
        width(document.words(i)) <= 30
        and not is_no_title(document, i)
        and not re.search(r"[。；;：:，,！!？?]", document.words(i))
        for i in above
    )
    return stop + 1 if stop < 0 and titular and not any(named) and len(above) <= 4 else last


def _part_of_title(document: Document, i: int, following: int, short: bool) -> bool:
    """Whether paragraph ``i`` belongs to the title that goes on at ``following``, so far too ``short`` for one."""
    text, here, below = document.words(i), document.paragraphs[i], document.words(following)
    ended = re.search(r"[。；;：:！!？?]$", text) is not None or width(text) > 64
    ended = ended or _LISTED.sub("", text) == below  # 第一篇：云溪镇政府 / 云溪镇政府
    if ended or is_no_title(document, i) or not _looks_alike(document, i, following, short):
        return False
    if re.fullmatch(rf"[一-鿿]{{4,30}}{ORGAN}", text) and ISSUES.match(cleaned(below)):
        return False
    cut = (
        _LISTED.match(text) is not None
        or _one_sided(text, "《“")
        or re.search(r"关于|印发|转发|[、，,和与及的]$", text) is not None
        or (text.endswith("代表大会") and re.match("第.{1,3}次会议", below) is not None)
    )
    large = here.centred or _large(document, i, following)
    return cut or large or (below.startswith(("关于", "印发", "“", "《")) and not sites.over_a_title(text))


def is_no_title(document: Document, i: int) -> bool:
    """Whether a paragraph is plainly something else: a date, a 发文字号, an annex, a letterhead, an item, a cell."""
    text = document.words(i)
    told = any(MARKERS[k].match(text) for k in ("signature-date", "doc-number", "annex", "published"))
    told = (
        told
        or _MONTH.fullmatch(text) is not None
        or _ON_CARD.match(text) is not None
        or bool(sites.told(text) - {"menu"})
    )
    item = numbering.mark(text) is not None and not (_LISTED.match(text) and i == 0)
    return told or item or LETTERHEAD.search(text) is not None or document.is_cell(i)


def _looks_alike(document: Document, i: int, j: int, short: bool) -> bool:
    """Whether two lines may be of one title by their look; where the one is too ``short`` the size does not count."""
    here, below = document.paragraphs[i], document.paragraphs[j]
    if here.centred != below.centred and not _large(document, i, j):
        return False
    return short or here.size is None or below.size is None or abs(here.size - below.size) <= 1.5


def cleaned(text: str) -> str:
    """A title as it is meant: once, without its number in a list, the date in brackets behind it, or 《》 around it."""
    text = _LABEL.sub("", _BULLET.sub("", text.strip()))
    twice = _TWICE.fullmatch(text)
    text = twice["once"] if twice else text
    site = _SITE.fullmatch(text)
    text = site["title"] if site and genre_of(site["title"]) else text
    text = _SIGNED_BEFORE.sub("", _NUMBER_BEHIND.sub("", text.strip()))
    text = _undated(_NUMBERED.sub("", _LISTED.sub("", text.strip())))
    whole = re.fullmatch(r"《([^《》]+)》|〈([^〈〉]+)〉", text)
    return (whole[1] or whole[2]) if whole else text


def _undated(text: str) -> str:
    """A title without the day behind it; a year that it names nowhere else is its own: 重点任务清单（2025年）."""
    found = _DATE_BEHIND.search(text)
    own = found and not found["day"] and not re.search(r"20\d\d|二[〇○零]", text[: found.start()])
    return text[: found.start()] if found and not own else text


def said_again(document: Document) -> frozenset[int]:
    """The last line of a page where it says the title of its first lines again: 云办发〔2025〕3号 关于做好防火工作的通知."""
    last = len(document.paragraphs) - 1
    text = cleaned(document.words(last)) if last > _HEAD else ""
    again = genre_of(text) and any(cleaned(document.words(i)) == text for i in range(_HEAD))
    return frozenset({last}) if again else frozenset()


def number_beside(text: str) -> re.Match[str] | None:
    """The 发文字号 that a page of the web prints behind a title in brackets, or before it; the group ``number`` is it.

    例：…实施意见（云政发〔2024〕3号） · 云政发〔2024〕3号-云溪市人民政府关于….
    """
    return _NUMBER_BEHIND.search(text) or _NUMBERED.match(text)


def is_annex(document: Document, title: Title) -> bool:
    """Whether the word 附件 stands just above a title."""
    return any(MARKERS["annex"].match(document.words(i)) for i in range(max(0, title.first - 2), title.first))


def named(notice: str, title: str) -> bool:
    """Whether a text (the title or the words of a notice) names a title, quotation marks aside."""
    return _plain(title) in _plain(notice)


def _plain(title: str) -> str:
    return re.sub(r"[《》〈〉“”\s]|的(?=若干)", "", title)
