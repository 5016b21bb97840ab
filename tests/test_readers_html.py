"""Web pages: the document is found, the page's furniture is not in it, and the fact sheet is beside it."""

from __future__ import annotations

import pytest

from policyparse.errors import UnreadableFile
from policyparse.model import Line, Scan, Table
from policyparse.readers import scan
from policyparse.readers.file import File

TEXT = "各镇人民政府，区政府各部门：为做好养老服务工作，现将有关事项通知如下，请结合实际认真贯彻落实。"


def read(html: str, encoding: str = "utf-8") -> Scan:
    return scan(File("甲.html", html.encode(encoding)))


def lines(html: str) -> list[str]:
    return [block.text for block in read(html).blocks if isinstance(block, Line)]


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


PAGES = {
    "named by id, chrome round it and in it": (
        page(
            "<div class='header'><a href='/'>首页</a> > <a href='/zw'>政务公开，信息，目录</a></div>"
            f"<h1>青禾区养老工作要点</h1><div id='UCAP-CONTENT'><p>{TEXT}</p><p>一、加强领导</p>"
            "<p>【打印本页】 【关闭窗口】</p><p>扫一扫在手机打开当前页</p></div>"
            "<div>上一篇：关于放假安排的通知</div><div>版权所有：青禾区人民政府办公室 地址：中山路1号，邮编：100000</div>"
        ),
        # what the site prints within it is left to the layout, which tells what it drops
        ["青禾区养老工作要点", TEXT, "一、加强领导", "【打印本页】 【关闭窗口】", "扫一扫在手机打开当前页"],
    ),
    "named by class, its title in it already": (
        page(
            f"<h1>青禾区养老工作要点</h1><div class='view TRS_UEDITOR trs_paper_default'><p>青禾区养老</p><p>工作要点</p>"
            f"<p>{TEXT}</p></div>"
        ),
        ["青禾区养老", "工作要点", TEXT],
    ),
    "no name: where the text is": (
        page(
            "<div><ul><li><a>通知公告，第一条</a></li><li><a>通知公告，第二条</a></li></ul></div>"
            f"<div><div><div><p>{TEXT}</p><p>一、加强领导</p><p>{TEXT}</p></div></div></div><div>网站地图</div>",
            "<title>关于做好养老服务工作的通知_青禾区人民政府</title>",
        ),
        ["关于做好养老服务工作的通知", TEXT, "一、加强领导", TEXT],
    ),
    "a small named element is not the document": (
        page(f"<div class='article-content'><p>摘要，摘要。</p></div><div><p>{TEXT}</p><p>{TEXT}</p></div>"),
        [TEXT, TEXT],
    ),
    "laid out by tables in tables": (
        page(
            "<table><tr><td>导航</td></tr><tr><td><table><tr><td class='b12c'><p>"
            f"{TEXT}</p><p>一、加强领导</p></td><td>扫码</td></tr></table></td></tr></table>"
        ),
        [TEXT, "一、加强领导"],
    ),
    "hidden, scripts, forms and share bars are out; WeChat's own hiding is not": (
        page(
            f"<div id='js_content' style='visibility: hidden'><script>var a='，';</script><p>{TEXT}</p>"
            "<p style='display:none'>隐，隐。</p><div class='bdshare-box'>分享，到。</div><select><option>选</option></select>"
            "<p>后</p></div>"
        ),
        [TEXT, "后"],
    ),
    "a form round the whole page is none": (
        f"<body><form id='aspnetForm'><input type='hidden' value='x'><p>{TEXT}</p></form>"
        "<form class='find'>站内搜索<input type='text'></form></body>",
        [TEXT],
    ),
    "a page in a frame": (
        page(f'<iframe srcdoc="<p>{TEXT}</p>"></iframe><p>后面的文字，还有一句。</p>'),
        [TEXT, "后面的文字，还有一句。"],
    ),
    "line ends of the source, blanks and entities": (
        page(f"<div id='zoom'><p>{TEXT}</p><p>\n  加强\n   组织 领导&nbsp;PM 2.5\n  abc\n def </p></div>"),
        [TEXT, "加强组织 领导\xa0PM 2.5 abc def"],
    ),
    "text beside elements": (
        page(f"<div id='zoom'>{TEXT}<p>甲</p>乙<div>丙<span>丁</span>戊</div>己</div>"),
        [TEXT, "甲", "乙", "丙丁戊", "己"],
    ),
    "numbered lists print their numbers": (
        page(
            f"<div id='zoom'><p>{TEXT}</p><ol start='3'><li>甲</li><li>乙</li><li value='9'>丙</li></ol>"
            "<ol style='list-style-type: cjk-ideographic'><li><p>丁</p></li></ol><ul><li>戊</li></ul></div>"
        ),
        [TEXT, "3.甲", "4.乙", "9.丙", "一、丁", "戊"],
    ),
    "unclosed tags nested hundreds deep": (
        page(f"<div id='zoom'><p>{TEXT}</p>" + "<font>" * 900 + "<p>深处</p></div>"),
        [TEXT, "深处"],
    ),
}


@pytest.mark.parametrize("case", PAGES.values(), ids=PAGES.keys())
def test_the_document_of_the_page(case: tuple[str, list[str]]) -> None:
    html, expected = case
    assert lines(html) == expected


def test_the_fields_of_a_table_show_their_values() -> None:
    head = "<tr><th>序号</th><th>重点任务</th><th>牵头单位</th></tr>"
    row = "<tr><td>{0}</td><td><textarea>修缮校舍{0}所</textarea></td><td><select><option>区财政局</option><option selected>区教育局</option></select></td></tr>"
    html = page(f"<h1>青禾区2026年任务</h1><form><table>{head}{row.format(1)}{row.format(2)}</table></form>")
    (found,) = (b for b in read(html).blocks if isinstance(b, Table))
    assert [c.text for c in found.cells][3:] == [
        "1",
        "修缮校舍1所",
        "区教育局",
        "2",
        "修缮校舍2所",
        "区教育局",
    ]


def test_a_line_break_may_be_a_wrap_and_its_indent_is_kept() -> None:
    html = page(f"<div id='zoom'><p>{TEXT}</p>　　甲<br>　　乙<br/>丙</div>")
    found = [(b.text, b.whole) for b in read(html).blocks if isinstance(b, Line)]
    assert found[1:] == [("　　甲", False), ("　　乙", False), ("丙", True)]


def test_looks() -> None:
    html = page(
        f"<div id='zoom'><h2>章</h2><p align='center'><b>题</b></p><center>中</center>"
        f"<p style='text-align:center'><span style='font-weight:bold;font-size:18pt'>名</span>号</p>"
        f"<p><strong>一、重</strong>后面的文字更长</p><p style='font-size:16px'>{TEXT}</p></div>"
    )
    found = [(b.text, b.size, b.bold, b.centred, b.heading) for b in read(html).blocks if isinstance(b, Line)]
    assert found == [
        ("章", None, True, False, 2),
        ("题", None, True, True, None),
        ("中", None, False, True, None),
        ("名号", 18.0, False, True, None),
        ("一、重后面的文字更长", None, False, False, None),
        (TEXT, 12.0, False, False, None),
    ]


GRID = "<table><tr><td>序号</td><td>重点任务</td><td>牵头单位</td></tr><tr><td>1</td><td>修缮校舍3所</td><td>区教育局</td></tr></table>"


@pytest.mark.parametrize(
    "around",
    [
        "<h1>青禾区2026年重点工作任务责任分工一览表</h1>{}",
        f"<p>{TEXT}</p><div>{{}}</div>",
        "<div class='nav'><table><tr><td><a>首页</a></td><td><a>政务公开</a></td></tr><tr><td><a>目录</a></td><td>1</td></tr></table></div><h1>青禾区2026年重点工作任务责任分工一览表</h1>{}",
    ],
    ids=["under a title", "behind one paragraph", "beside a menu in a table"],
)
def test_short_cells_of_a_table_are_text_of_the_page(around: str) -> None:
    tables = [b for b in read(page(around.format(GRID))).blocks if isinstance(b, Table)]
    assert "修缮校舍3所" in [c.text for c in tables[-1].cells]


def test_the_title_beside_a_page_that_is_one_table_is_kept() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>修缮校舍三所，改造操场两处</td><td>县教育局</td></tr>" for n in range(1, 9)
    )
    one = f"<p>望川县2026年重点任务清单</p><table>{rows}</table>"
    first = read(one).blocks[0]
    assert isinstance(first, Line)
    assert first.text == "望川县2026年重点任务清单"


def test_merged_cells() -> None:
    html = page(
        f"<div id='zoom'><p>{TEXT}</p><table><caption>表1</caption><thead><tr><th rowspan=2>序号</th><th colspan=2>任务</th></tr>"
        "<tr><th>内容</th><th>单位</th></tr></thead><tbody><tr><td>1</td><td><p>甲，</p><p>乙</p></td><td>丙<br>丁</td></tr>"
        "</tbody></table></div>"
    )
    table = next(b for b in read(html).blocks if isinstance(b, Table))
    assert [(c.text, c.row, c.column, c.rows, c.columns) for c in table.cells] == [
        ("序号", 0, 0, 2, 1),
        ("任务", 0, 1, 1, 2),
        ("内容", 1, 1, 1, 1),
        ("单位", 1, 2, 1, 1),
        ("1", 2, 0, 1, 1),
        ("甲，\n乙", 2, 1, 1, 1),
        ("丙\n丁", 2, 2, 1, 1),
    ]


SHEETS = {
    "a table with labels and values in cells of their own": (
        "<table><tr><td><b>索 引 号：</b></td><td>0001/2024</td><td>主题分类：</td><td></td></tr>"
        "<tr><td>发文机关：</td><td>青禾区人民政府</td><td>成文日期：</td><td>2024年3月1日</td></tr>"
        "<tr><td>标　　题：</td><td colspan=3>青禾区养老工作要点</td></tr></table>"
    ),
    "a table with label and value in one cell": (
        "<table><tr><td>索引号：0001/2024</td><td>发文机关：青禾区人民政府</td></tr>"
        "<tr><td>成文日期：2024年3月1日</td><td>标题：青禾区养老工作要点</td></tr></table>"
    ),
    "a list with the label in an element of its own": (
        "<ul><li><em>索引号:</em><span>0001/2024</span></li><li><em>发文机关:</em><span>青禾区人民政府</span></li>"
        "<li><em>成文日期:</em>2024年3月1日</li><li><em>标题:</em>青禾区养老工作要点</li></ul>"
    ),
    "labels without colons": (
        "<table><tr><th>索引号</th><td>0001/2024</td><th>发文机关</th><td>青禾区人民政府</td></tr>"
        "<tr><th>成文日期</th><td>2024年3月1日</td><th>标题</th><td>青禾区养老工作要点</td></tr></table>"
    ),
    "a definition list": (
        "<dl><dt>索引号</dt><dd>0001/2024</dd><dt>发文机关</dt><dd>青禾区人民政府</dd>"
        "<dt>成文日期</dt><dd>2024年3月1日</dd><dt>标题</dt><dd>青禾区养老工作要点</dd></dl>"
    ),
}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
@pytest.mark.parametrize("inside", [True, False])
def test_the_fact_sheet_is_facts_and_no_text(sheet: str, inside: bool) -> None:
    text = f"<p>{TEXT}</p><p>{TEXT}</p>"
    body = f"<div id='zoom'>{sheet}{text}</div>" if inside else f"{sheet}<div id='zoom'>{text}</div>"
    found = read(page(body))
    assert dict(found.facts) == {
        "索引号": "0001/2024",
        "发文机关": "青禾区人民政府",
        "成文日期": "2024年3月1日",
        "标题": "青禾区养老工作要点",
    }
    assert [b.text for b in found.blocks if isinstance(b, Line)] == ["青禾区养老工作要点", TEXT, TEXT]


def test_a_table_of_tasks_is_no_fact_sheet() -> None:
    rows = "".join(f"<tr><td>{i}</td><td>名称</td><td>来源</td><td>完成一项任务</td></tr>" for i in range(9))
    found = read(page(f"<div id='zoom'><p>{TEXT}</p><table>{rows}</table></div>"))
    assert any(isinstance(block, Table) for block in found.blocks)


def test_meta_elements_are_facts() -> None:
    head = (
        "<meta name='ArticleTitle' content='养老工作要点'><meta name='PubDate' content='2024-03-05'>"
        "<meta name='ContentSource' content='区政府办'><title>别的_青禾</title>"
    )
    found = read(page(f"<div id='zoom'><p>{TEXT}</p></div>", head))
    assert dict(found.facts) == {"标题": "养老工作要点", "发布日期": "2024-03-05", "来源": "区政府办"}


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030"])
def test_the_declared_charset(declared: str) -> None:
    html = page(f"<div id='zoom'><p>{TEXT}镕</p></div>").replace("utf-8", declared)
    assert isinstance(read(html, "gb18030").blocks[0], Line)
    assert [b.text for b in read(html, "gb18030").blocks if isinstance(b, Line)] == [TEXT + "镕"]


def test_a_wrong_charset_is_seen_through() -> None:
    html = page(f"<div id='zoom'><p>{TEXT}</p></div>")
    assert [b.text for b in read(html, "gbk").blocks if isinstance(b, Line)] == [TEXT]


def test_a_page_saved_as_one_file() -> None:
    import base64

    inner = base64.encodebytes(page(f"<div id='zoom'><p>{TEXT}</p></div>").encode()).decode()
    mht = (
        "From: <Saved by Blink>\r\nSubject: =?utf-8?B?5rWL6K+V?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html"; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n{inner}\r\n--b--\r\n"
    )
    found = scan(File("甲.mht", mht.encode()))
    assert [b.text for b in found.blocks if isinstance(b, Line)] == [TEXT]


@pytest.mark.parametrize(
    "html", ["<html></html>", page("<script>1</script>"), "<html><frameset></frameset></html>"]
)
def test_a_page_without_text_is_unreadable(html: str) -> None:
    with pytest.raises(UnreadableFile, match="没有文字"):
        read(html)


@pytest.mark.parametrize(
    ("around", "row", "cell"), [("div", "div", "div"), ("ul", "li", "span"), ("section", "ul", "li")]
)
def test_a_table_that_is_laid_out_without_one(around: str, row: str, cell: str) -> None:
    texts = [["序号", "任务", "责任单位"], ["1", "修缮校舍3所", "县教育局"], ["2", "维修泵站2座", "县水利局"]]
    rows = "".join(f"<{row}>{''.join(f'<{cell}>{t}</{cell}>' for t in r)}</{row}>" for r in texts)
    found = read(page(f"<h1>望川县2026年重点任务分工表</h1><{around}>{rows}</{around}>"))
    table = next(block for block in found.blocks if isinstance(block, Table))
    assert [c.text for c in table.cells] == [t for r in texts for t in r]


def test_columns_of_paragraphs_are_no_table() -> None:
    said = [
        "一、修缮校舍。（责任单位：县教育局）",
        "二、修路。（责任单位：县交通局）",
        "三、绿化。（责任单位：县林业局）",
    ]
    rows = "".join(
        f"<div>{''.join(f'<p>{t}</p>' for t in r)}</div>" for r in (["任务", "单位", "时限"], said)
    )
    found = read(page(f"<h1>望川县2026年重点任务</h1><div>{rows}</div>"))
    assert not any(isinstance(block, Table) for block in found.blocks)


def test_a_list_of_links_is_no_table() -> None:
    item = "<li><span>要闻</span><span><a href='x'>某县召开会议</a></span><span>今天</span></li>"
    found = read(page(f"<h1>望川县2026年工作要点</h1><ul>{item * 3}</ul><p>一、加强巡查。</p>"))
    assert not any(isinstance(block, Table) for block in found.blocks)


def test_a_heading_over_short_lines_is_not_the_whole_document() -> None:
    said = "<dl><dt>项目名称</dt><dd>治理青溪河12公里</dd><dt>责任单位</dt><dd>市水利局</dd></dl>"
    assert lines(page(f"<h2>云溪市2026年河湖治理工作项目卡片</h2>{said}")) == [
        "云溪市2026年河湖治理工作项目卡片",
        "项目名称",
        "治理青溪河12公里",
        "责任单位",
        "市水利局",
    ]
