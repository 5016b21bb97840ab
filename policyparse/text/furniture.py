"""What stands on a page and is no text: page numbers, running headers, 版记 and 抄送, the chrome of books and web pages.

Nothing is thrown away: what is dropped is listed with its page and the reason (law 2 of the design).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from policyparse import lexicon
from policyparse.lexicon import sites
from policyparse.lexicon.needs import Beginnings
from policyparse.model import Block, Line
from policyparse.text import page_heads
from policyparse.text.numbering import mark

_MARKERS = lexicon.regexes("markers")
_CHROME = "网页控件"
_DASHES = "—–-_ "
# blanks inside a line, which set its words wide; 例：目　录
_HUSH = re.compile(r"[ \t\u3000]+")
# the heading of a table of contents; 例：目 录
_CONTENTS = re.compile(r"目\s*[录次]")
# what leads from an entry of it to its page; 例：……………3
_LEADER = re.compile(r"\s*(?:[.．·]{3,}|[…—_-]{2,})\s*[—（(-]?\s*\d{1,3}\s*[—）)-]?$")
# organs to which a document is copied, the first perhaps cut by the line; 例：政厅，省外办。
_COPIED = re.compile(
    r"(?:[\u4e00-\u9fff（(）)]{1,20}(?:[局委办厅部院会室处署所站队市县区州团联行社馆关校]|中心|大学|公司|政府)[，,、；;。](?!$)){0,24}"
    r"[\u4e00-\u9fff（(）)]{1,20}(?:[局委办厅部院会室处署所站队市县区州团联行社馆关校]|中心|大学|公司|政府)[。.]"
)
# who keeps a site, on a line at its foot; 例：主办单位：云溪市人民政府办公室
_KEEPER = re.compile(
    r"(?:(?:网站)?(?:主办|承办|协办|主管|运维|维护|管理|技术支持)(?:单位|部门)?\s*[:：]\s*[^，,。；;：:]{2,60}?)+"
)
# what only stands at the foot of a site, its number or licence; 例：网站标识码：9900000000
_SITE = lexicon.by_id("furniture")["web-site"].pattern
# a line within a sentence, which the next goes on with, be it a word of a site; 例：不断更新和丰富，
_OPEN = re.compile(r"[，,、：:“‘（(《]$")
# one that perhaps is, for it is long and ends with no name and no date; 例：不断更新和丰富省政府政务信息资源库
_LONG = re.compile(r"(?<=[^\n]{15}[一-鿿])(?<![府局委办室厅会院校司心组部队处日])$")
# what no link is called; 例：。
_SENTENCE = re.compile("[。；;]")
# a title of its year; 例：2025年云溪市民生实事项目安排
_TITLE = re.compile(r"[^，,。；;：:\d]{0,20}20\d\d年[^，,。；;：:]{4,30}")
# a number alone on its line; 例：12
_BARE = re.compile(r"\d{1,4}")
# words at the foot of a page before its number; 例：云溪市重点工作任务 12
_FOOT = re.compile(r"(\D{2,36}?)\s*(\d{1,3})")
_LEVEL = 3.0
"""Points by which the foot of one page stands higher than that of another at most."""
# the issue of a gazette, which is no title even over the text; 例：第6期
_ISSUE = re.compile(r"第\d{1,4}期|公报")
# what no running header holds: it is no sentence, no label and no bracket; 例：，
_SAID = re.compile(r"[，,。；;：:、（）()〔〕\[\]【】]")
_HEADER = 8
"""Characters without the digits and blanks of a running header at least: 2024年12月底 and a unit of a cell are shorter."""
# the page of an entry that no dots lead to; 例：一、总体要求 3
_PAGE = re.compile(r"\s*\d{1,3}$")


def lines(blocks: Sequence[Block]) -> dict[int, str]:
    """Which of the blocks (their texts folded) are furniture: the index of each with the reason, in Chinese."""
    found = _running(blocks) | _headers(blocks) | _contents(blocks)
    cells = _cells(blocks)
    for i, block in enumerate(blocks):
        if isinstance(block, Line) and i not in cells and (why := _line(block.text)):
            found.setdefault(i, why)
    notes = {i: "脚注" for i, block in enumerate(blocks) if isinstance(block, Line) and block.note}
    found |= _of_a_site(blocks)
    chrome = {i: why for i, why in found.items() if why == _CHROME}
    return found | _keepers(blocks, chrome) | _titled_again(blocks) | notes


def _of_a_site(blocks: Sequence[Block]) -> dict[int, str]:
    """The lines that a site prints round a text: its tools anywhere, its card, its menu and its files below where the text begins.

    Over the title the card says what the text is (``document.card``); a word of the menu alone may be a heading of the text.
    例：打印本页 关闭窗口 · 编辑：林某 来源：县政府办 · 政务公开.
    """
    found: dict[int, str] = {}
    begun, above = False, ""
    for i, block in enumerate(blocks):
        text = block.text.strip() if isinstance(block, Line) else ""
        kinds = sites.told(text) if text and not _OPEN.search(above) else frozenset()
        if kinds - {"file"} and mark(text):  # 3.引导职工关注公众号: an item, and no word of the site
            kinds = frozenset()
        surely = kinds & {"tool"} or (kinds & {"site", "label", "file"} and not _LONG.search(above))
        if surely and (begun or kinds == {"tool"}):
            found[i] = _CHROME
            continue
        begun = begun or text.endswith(("。", "；")) or mark(text) is not None
        above = text or above
    return found | _links(blocks, found)


def _links(blocks: Sequence[Block], of_site: Mapping[int, str]) -> dict[int, str]:
    """The names of other texts at the end of a page, below the heading that it gives them: nothing behind it is a sentence or an item.

    例：相关链接 / 云溪市水污染防治工作总结 / 一图读懂云溪市实施方案.
    """
    rest = range(len(blocks))
    for i in reversed(rest):
        block = blocks[i]
        text = block.text.strip() if isinstance(block, Line) else "。"
        if _MARKERS["other-news"].match(text):
            below = {j: block.text.strip() for j in rest[i:] if isinstance(block := blocks[j], Line)}
            return {j: _CHROME for j, words in below.items() if words and j not in of_site}
        if i not in of_site and (_SENTENCE.search(text) or mark(text)):
            break
    return {}


def _titled_again(blocks: Sequence[Block]) -> dict[int, str]:
    """The lines of a page of the web that say its title again among the items, where its pictures were called so; twice at least.

    例：2025年实事项目安排 / 1.… / 2025年实事项目安排 / 2.… / 2025年实事项目安排.
    """
    words = [b.text.strip() if isinstance(b, Line) and b.page is None else "" for b in blocks]
    often = Counter(words)
    again = {text for text, count in often.items() if count > 2 and _TITLE.fullmatch(text)}
    # over the items it is the title, below one a time of theirs; 例：2025年12月底前完成
    items = (i for i, text in enumerate(words) if again and mark(text) is not None)
    first = next(items, len(words))
    return {
        i: "标题重复"
        for i, text in enumerate(words)
        if text in again and words.index(text) < first and i > words.index(text)
    }


def _cells(blocks: Sequence[Block]) -> frozenset[int]:
    """The lines of a bare number that tell no page, for most of them do not rise: cells of a table, a line each.

    例：建筑业总产值 / 3 / 140 / 工业投资 / 3 / 52.
    """
    bare = [
        (i, int(b.text))
        for i, b in enumerate(blocks)
        if isinstance(b, Line) and _BARE.fullmatch(b.text.strip())
    ]
    steps = list(pairwise(bare))
    falling = sum(after <= before for (_, before), (_, after) in steps)
    return frozenset(i for i, _ in bare) if len(steps) > 2 and falling * 3 > len(steps) else frozenset()


def _keepers(blocks: Sequence[Block], chrome: Mapping[int, str]) -> dict[int, str]:
    """The lines that say who keeps a site, directly over its number or licence, or below what a page offers to do with it
    (``chrome``: the lines of the site, with the reason): elsewhere 主办单位 leads a task.

    例：主办单位：云溪市人民政府办公室 / 承办单位：云溪市大数据中心 / 网站标识码：9900000000 · 【打印本页】 / 主办：云溪市教育局.
    """
    words = {i: b.text.strip() for i, b in enumerate(blocks) if isinstance(b, Line) and b.text.strip()}
    if not any(map(_KEEPER.fullmatch, words.values())):
        return {}
    site = {i: why for i, why in chrome.items() if _SITE.match(words.get(i, ""))}
    return _beside(reversed(words.items()), site) | _beside(words.items(), chrome)


def _beside(lines: Iterable[tuple[int, str]], chrome: Mapping[int, str]) -> dict[int, str]:
    """The lines that say who keeps a site and follow one of ``chrome`` with nothing else between."""
    found: dict[int, str] = {}
    before: str | None = None
    for i, text in lines:
        if before and _KEEPER.fullmatch(text):
            found[i] = before
        else:
            before = chrome.get(i)
    return found


def _contents(blocks: Sequence[Block]) -> dict[int, str]:
    """The table of contents: the line 目录, and below it the entries, which all stand in the text again.

    例：目录 / 一、总体要求……1 / 二、重点任务……3 / 一、总体要求.
    """
    if not any(isinstance(b, Line) and _CONTENTS.fullmatch(b.text.strip()) for b in blocks):
        return {}
    words = [_HUSH.sub("", b.text) if isinstance(b, Line) else "" for b in blocks]
    starts = [i for i, text in enumerate(words) if _CONTENTS.fullmatch(text)]
    found: dict[int, str] = {}
    for start in starts:
        end = start + 1
        while end < len(words) and (not words[end] or _again(words, end)):
            end += 1
        if sum(map(bool, words[start + 1 : end])) > 1:
            found |= {i: "目录" for i in range(start, end) if words[i]}
    return found


def _again(words: Sequence[str], i: int) -> bool:
    """Whether an entry of a table of contents begins a later line, its page number aside."""
    entry = _LEADER.sub("", words[i])
    entry = entry if entry != words[i] else _PAGE.sub("", entry)
    return len(entry) > 2 and any(later.startswith(entry) for later in words[i + 1 :])


def paragraph(text: str) -> str | None:
    """Why a whole paragraph is furniture (抄送, 印发), or None."""
    bare = text.strip(_DASHES)
    if _MARKERS["copy-to"].match(bare):
        return "抄送"
    return "版记" if _MARKERS["imprint"].match(bare) else None


def copied_on(above: str, text: str) -> str | None:
    """Why a paragraph below one that was dropped is furniture: it goes on with the organs of a 抄送 that no stop has closed.

    例：抄送：省教育厅，省科技厅，省财 / 政厅，省外办。
    """
    goes_on = (
        above[-1:] not in "。；"
        and _MARKERS["copy-to"].match(above.strip(_DASHES))
        and _COPIED.fullmatch(text)
    )
    return "抄送" if above and goes_on else None


def is_page(text: str) -> bool:
    """Whether a line says on which page it stands, with words or dashes: — 2 —, 第2页; a bare number may be a cell of a table."""
    return not text.strip().isdecimal() and _line(text) == "页码"


@lru_cache(maxsize=4096)
def _line(text: str) -> str | None:
    found = _furniture().match(text)
    return str(lexicon.entries("furniture")[found[0]].reading["why"]) if found else None


@cache
def _furniture() -> Beginnings:
    return Beginnings(entry.source for entry in lexicon.entries("furniture"))


def _running(blocks: Sequence[Block]) -> dict[int, str]:
    """The first and last lines of pages that stand, digits aside, on at least three pages and a third of them all."""
    edges: dict[int, list[int]] = defaultdict(list)
    for i, block in enumerate(blocks):
        if isinstance(block, Line) and block.page is not None and block.box is not None:
            edges[block.page].append(i)
    found: dict[int, str] = {}
    for place in (0, -1):
        texts = {
            page: _masked(getattr(blocks[indices[place]], "text", "")) for page, indices in edges.items()
        }
        often = Counter(texts.values())
        for page, indices in edges.items():
            if often[texts[page]] >= max(3, len(edges) / 3) and len(texts[page]) <= 40:
                found[indices[place]] = "页眉页脚"
    for (page, (*_, last)), (after, (*_, foot)) in pairwise(sorted(edges.items())):
        if _counts_on(blocks[last], blocks[foot], after - page):
            found |= {last: "页眉页脚", foot: "页眉页脚"}
    return found


def _headers(blocks: Sequence[Block]) -> dict[int, str]:
    """The running headers of a text without pages: lines that stand, digits aside, twice at least and only below page numbers.

    One over it all counts too, and goes where it names the issue of a gazette, for else it may be the title.
    例：云溪市人民政府公报2024年第6期 / 一、摸清底 / · 17 · / 云溪市人民政府公报2024年第6期 / 数.
    """
    told = [(i, b.text.strip()) for i, b in enumerate(blocks) if isinstance(b, Line) and b.text.strip()]
    below = {after for (_, above), (after, _) in pairwise(told) if is_page(above)} | page_heads.below(told)
    if not below or any(isinstance(b, Line) and b.box is not None for b in blocks):
        return {}
    places: dict[str, list[int]] = defaultdict(list)
    for i, text in told:
        places[_masked(text)].append(i)
    found: dict[int, str] = {}
    for words, here in places.items():
        rest = here[1:] if here[0] == told[0][0] else here
        going = here if _ISSUE.search(words) else rest
        if len(going) > 1 and below.issuperset(rest) and _is_header(words):
            found |= dict.fromkeys(going, "页眉页脚")
    return found


def _is_header(words: str) -> bool:
    """Whether a line may be a running header by its words: no sentence, no item, no unit or time of a cell."""
    letters = len(words.replace("0", ""))
    return _HEADER <= letters <= 5 * _HEADER and not _SAID.search(words) and mark(words) is None


def _counts_on(one: Block, other: Block, pages: int) -> bool:
    """Whether the last lines of two pages stand at one height and say the same, but for a number at the end that counts the pages.

    例：云溪市重点工作任务 1 / 云溪市重点工作任务 2.
    """
    if not (isinstance(one, Line) and isinstance(other, Line) and one.box and other.box):
        return False
    here, there = _FOOT.fullmatch(one.text.strip()), _FOOT.fullmatch(other.text.strip())
    if not (here and there and here[1] == there[1] and abs(one.box[1] - other.box[1]) < _LEVEL):
        return False
    return int(there[2]) - int(here[2]) == pages


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", text)
