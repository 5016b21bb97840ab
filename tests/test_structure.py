"""From lines to items: folding, numbering, wraps, heads, the outline, and the rows of tables."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from policyparse import lexicon, outline, pipeline
from policyparse.document import notice, titles
from policyparse.model import Cell, Document, Line, Scan, Table
from policyparse.outline import drafts
from policyparse.tables import tabled as tables
from policyparse.text import counting, layout, repairs
from policyparse.text.folding import fold, indent, width
from policyparse.text.numbering import mark


def text_scan(text: str) -> Scan:
    return Scan("x.txt", "txt", "0" * 64, tuple(Line(line) for line in text.strip("\n").split("\n")))


def compose(text: str) -> Document:
    return layout.compose(text_scan(text))


def paragraphs(document: Document) -> list[str]:
    return [document.text[p.span.start : p.span.end] for p in document.paragraphs]


# ---- characters ------------------------------------------------------------------------------------------


def test_a_file_in_which_nothing_was_found_is_read() -> None:
    assert not any(policy.tasks for policy in pipeline.read(Scan("甲.pdf", "pdf", "", ())).documents)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("２０２４年，ＡＩ＋文旅达到６０％", "2024年，AI+文旅达到60%"),
        ("2024 年5 月4 日", "2024年5月4日"),
        ("建成 3 所  幼儿园", "建成3所幼儿园"),
        ("使用 cloud native 平台", "使用cloud native平台"),
        ("（牵头单位：市教育局）", "（牵头单位：市教育局）"),
        ("\u200b市\ufeff民政局\x07", "市民政局"),
        ("\u2f2f\u2f08\u2ea0", "工人民"),
        ("达到4．5个", "达到4.5个"),
        ("云政办发﹝2024﹞12号﹙试行﹚", "云政办发〔2024〕12号（试行）"),
        ("\ud800孤", "孤"),
    ],
)
def test_characters_are_folded(raw: str, folded: str) -> None:
    assert fold(raw) == folded


def test_widths_are_in_ems() -> None:
    assert width("教育3") == 2.5
    assert indent("　　一、总则") == 2.0


# ---- numbers of items ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "printed", "style", "ordinal"),
    [
        ("一、总体要求", "一、", "一、", 1),
        ("二十三、附则", "二十三、", "一、", 23),
        ("（二十七）抓落实", "（二十七）", "（一）", 27),
        ("(三）抓落实", "（三）", "（一）", 3),
        ("1.建机制", "1.", "1.", 1),
        ("行动二：招商", "行动二：", "行动一", 2),
        ("▲任务3：签约", "任务3", "任务1", 3),
        ("1．建机制", "1．", "1.", 1),
        ("3﹒建机制", "3﹒", "1.", 3),
        ("4..建机制", "4..", "1.", 4),
        ("12、建机制", "12、", "1.", 12),
        ("2.2024年底前建成", "2.", "1.", 2),
        ("（4）建机制", "（4）", "（1）", 4),
        ("5）建机制", "5）", "1）", 5),
        ("⑵建机制", "（2）", "（1）", 2),
        ("⒊建机制", "3.", "1.", 3),
        ("㈣建机制", "（四）", "（一）", 4),
        ("①建机制", "①", "①", 1),
        ("第十二条 本办法", "第十二条", "条", 12),
        ("第三章总则", "第三章", "章", 3),
        ("第三条规范线缆", "第三条", "条", 3),
        ("第四条和谐共建", "第四条", "条", 4),
    ],
)
def test_a_mark_is_read(text: str, printed: str, style: str, ordinal: int) -> None:
    found = mark(text)
    assert found is not None
    assert (found.printed, found.style, found.ordinal) == (printed, style, ordinal)


@pytest.mark.parametrize(
    "text",
    [
        "1.5%以上",
        "2024年",
        "5.15国际家庭日",
        "第三条至第五条规定",
        "第三条规定的事项",
        "第四届博览会",
        "第二章程",
        "教育局",
        "",
        "110报警",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    assert mark(text) is None


def test_a_point_before_a_digit_is_a_mark_only_where_the_count_says_so() -> None:
    assert mark("27.7岁以下儿童健康管理率") is None
    found = mark("27.7岁以下儿童健康管理率", expected=27)
    assert found is not None
    assert (found.printed, found.length) == ("27.", 3)
    lost = mark("30优化税务服务", expected=30)
    assert lost is not None
    assert (lost.printed, lost.length) == ("30", 2)
    assert mark("30家企业", expected=30) is None


# ---- paragraphs ------------------------------------------------------------------------------------------

BOOK = """
3. 云溪市人民政府办公室关于印发云溪市托育服务提质三年行
动方案的通知（2024 年3 月5 日）
云政办发〔2024〕12 号

# Page 81:
各县（市、区）人民政府，市政府各部门：
《云溪市托育服务提质三年行动方案》已经市政府同意，现印发给你们，请结合
实际认真贯彻执行。
云溪市人民政府办公室
2024 年3 月5 日
云溪市托育服务提质三年行动方案
为加快发展普惠托育服务，
减轻家庭照护负担，结合我市实际，制定本方案。
方案实施期为三年，由市卫生健康委统筹推进，各县（市、区）可以结合实际细化各项工作
措施，每年向市政府报告推进情况，有关部门按照职责分工抓好落实，形成齐抓共管的合力。
一、增加供给
（一）
建设示范机构。
每个县区建成一所公办示范托育机构，鼓励用人单位，到2025
年全市千人口托位数达到4.6 个。（牵头单位：市卫生健康委；配合单位：市发展改革委、
市财政局、市自然资源和规划局、市住房城乡建设局、市市场监管局，各县区政府、管委会）
（二）盘活闲置资源。支持社区配套用房改建，简化审批流程。
"""


def test_who_keeps_a_site_is_named_over_its_number() -> None:
    """Elsewhere 主办单位 leads a task, and licences and numbers are words of one."""
    task = "开展ICP备案核查，规范网站标识码使用。\n主办单位：区民政局\n"
    foot = "主办单位：青禾区人民政府办公室\n承办单位：青禾区信息中心\n青ICP备12345号 网站标识码：9900000000"
    assert [d.why for d in compose(task + "一、加强领导\n" + foot).dropped] == ["网页控件"] * 3
    assert not compose(task).dropped
    keepers = "主办单位：青禾区人民政府办公室 承办单位：青禾区信息中心"
    assert [d.why for d in compose(f"{task}【打印本页】 【关闭窗口】\n{keepers}\n").dropped] == [
        "网页控件"
    ] * 2


def test_a_text_taken_out_of_a_book_is_reflowed() -> None:
    document = compose(BOOK)
    found = paragraphs(document)
    assert "# Page 81:" in [d.text for d in document.dropped]
    assert "一、增加供给" in found
    first = next(p for p in found if p.startswith("（一）"))
    assert first.startswith("（一）建设示范机构。每个县区")
    assert first.endswith("各县区政府、管委会）")
    assert "到2025年全市千人口托位数达到4.6个" in first


def test_every_span_of_the_layout_addresses_its_text() -> None:
    document = compose(BOOK)
    assert "".join(paragraphs(document)) == document.text.replace("\n", "")
    assert all(
        a.span.end < b.span.start for a, b in zip(document.paragraphs, document.paragraphs[1:], strict=False)
    )


def test_a_whole_text_in_one_line_is_cut_at_its_spaces() -> None:
    sentence = "各单位要压实责任，细化措施，按月调度，确保各项任务落到实处。"
    text = "云溪市稳就业若干措施 一、稳定岗位 " + " ".join(
        f"{n}．{sentence * 6}（责任单位：市人社局）" for n in (1, 2, 3, 4, 5)
    )
    assert [p[:2] for p in paragraphs(compose(text))] == ["云溪", "一、", "1．", "2．", "3．", "4．", "5．"]


def test_items_run_together_are_set_apart() -> None:
    body = "认真贯彻落实有关部署，坚持问题导向，抓好组织实施。" * 12
    text = f"一、总体要求（一）指导思想。{body}（二）基本原则。{body}二、主要任务（三）建机制。{body}（四）强监管。{body * 4}"
    lines = [text[i : i + 40] for i in range(0, len(text), 40)]
    assert [p[:3] for p in paragraphs(compose("\n".join(lines)))] == [
        "一、总",
        "（一）",
        "（二）",
        "二、主",
        "（三）",
        "（四）",
    ]


# ---- repairs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "mended", "code"),
    [
        (
            ["体检，检查率达到", "1100%，并及时上报"],
            "体检，检查率达到100%，并及时上报",
            "page-number-in-text",
        ),
        (
            ["加强对流入人员特别是适龄 3".replace(" ", ""), "青年的服务"],
            "加强对流入人员特别是适龄青年的服务",
            "page-number-in-text",
        ),
        (["建成l个示范站"], "建成1个示范站", "letter-for-digit"),
        (["达到9O%以上"], "达到90%以上", "letter-for-digit"),
    ],
)
def test_damage_is_mended_and_told(lines: list[str], mended: str, code: str) -> None:
    texts, told = repairs.mend(lines, torn=True)
    assert "".join(texts) == mended
    assert [m.code for m in told] == [code]
    assert "原文“" in told[0].message


@pytest.mark.parametrize(
    "lines", [["到2025", "年底前"], ["建成12", "个站点"], ["检查率达到", "100%"], ["增长", "150%以上"]]
)
def test_what_is_whole_is_left_alone(lines: list[str]) -> None:
    assert repairs.mend(lines, torn=True) == (lines, [])


# ---- heads -----------------------------------------------------------------------------------------------


def test_a_notice_and_the_text_that_it_issues_are_one_document() -> None:
    (part,) = notice.split(compose(BOOK))
    assert part.title is not None
    assert part.title.value == "云溪市托育服务提质三年行动方案"
    assert part.issuer is not None
    assert part.issuer.value == "云溪市人民政府办公室"
    assert part.doc_number is not None
    assert part.doc_number.value == "云政办发〔2024〕12号"
    assert part.issued_on is not None
    assert part.issued_on.value == date(2024, 3, 5)
    assert (part.genre, part.year) == ("行动方案", 2024)


NEWS = """
一图读懂2025：云溪十件暖心事
作者：本站 发布时间：2025-02-10 09:30 来源：云溪融媒
今年，云溪将办好十件暖心事。
1.新建口袋公园20处，年内建成12处。
2.更新老旧电梯60台。
"""


def test_the_headline_of_a_page_is_its_title_and_names_its_year() -> None:
    (part,) = notice.split(compose(NEWS))
    assert part.title is not None
    assert (part.title.value, part.year, part.genre) == ("一图读懂2025：云溪十件暖心事", 2025, None)
    (untold,) = notice.split(
        compose(NEWS.replace("作者：本站 发布时间：2025-02-10 09:30 来源：云溪融媒\n", ""))
    )
    assert untold.title is None
    (below,) = notice.split(compose("top\n" + NEWS.lstrip()))
    assert below.title is not None
    assert below.title.value == "一图读懂2025：云溪十件暖心事"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ["云溪新区进一步激发消费活力", "促进一季度消费增长若干措施", "按照要求，现制定措施如下："],
            "云溪新区进一步激发消费活力促进一季度消费增长若干措施",
        ),
        (
            [
                "云溪区增加民生支出 办好42项民生实事",
                "云溪新闻网讯（记者 林小溪）1月16日，大会开幕。",
                "云溪区2025年民生实事项目:",
            ],
            "云溪区增加民生支出办好42项民生实事",
        ),
    ],
)
def test_a_title_cut_behind_its_deed_and_the_headline_of_a_report(lines: list[str], title: str) -> None:
    text = [*lines, "一、新建学校2所。", "二、改造公厕9座。"]
    (found,) = pipeline.read(Scan("a.txt", "txt", "", tuple(map(Line, text)))).documents
    assert found.title is not None and found.title.value == title


def test_items_that_a_sentence_lists_in_one_line_are_tasks_and_a_path_of_pages_is_no_title() -> None:
    lines = [
        "政务公开 > 云溪县教育局 > 规划计划",
        "云溪县2025年民生实事工作计划",
        "2月9日，会上明确重点抓好3件实事。分别是: (1)新建学校2所。 (2)改造公厕9座。 (3)修缮桥梁3座。",
    ]
    (found,) = pipeline.read(Scan("a.txt", "txt", "", tuple(map(Line, lines)))).documents
    assert found.title is not None and found.title.value == lines[1]
    assert [(t.number, t.title) for t in found.tasks] == [
        ("（1）", "新建学校2所"),
        ("（2）", "改造公厕9座"),
        ("（3）", "修缮桥梁3座"),
    ]


TABLED = "项目名称 | 工作任务 | 完成时间 | 牵头单位\n1.路灯项目 | 安装路灯90盏 | 11月 | 县建设局\n2.绿化项目 | 种树300棵 | 10月底 | 县林业局\n"


@pytest.mark.parametrize("above", ["", "发布时间：2025-05-06 10:00\n访问次数：\n信息来源：县府办\n"])
@pytest.mark.parametrize("title", ["云溪县民生实事完成情况表", "2025年云溪县民生实事进展登记表"])
def test_the_line_over_a_table_is_its_title_behind_the_lines_of_the_page(above: str, title: str) -> None:
    lines = f"{above}{title}\n{TABLED}".splitlines()
    (found,) = pipeline.read(Scan("a.txt", "txt", "", tuple(map(Line, lines)))).documents
    assert found.title is not None and found.title.value == title
    assert len(found.tasks) == 2


def test_a_headline_that_says_how_many_things_it_lists_is_a_title() -> None:
    text = "2025年云溪县政府为民办好12件实事\n云溪日报全媒体记者林小溪\n2月9日，会上明确了12件实事。\n一是新建公园2处。\n二是修桥3座。\n"
    (part,) = notice.split(compose(text))
    assert part.title is not None
    assert (part.title.value, part.year) == ("2025年云溪县政府为民办好12件实事", 2025)


def test_the_notice_of_a_congress_is_titled_over_three_lines() -> None:
    text = "临江县第十届人民代表大会\n第三次会议公告\n（第2号）\n会议票决了民生实事项目，分别是：\n一、新建公园；\n二、修桥。\n现予公告。\n"
    (part,) = notice.split(compose("记者获悉，民生实事出炉。\n" + text))
    assert part.title is not None
    assert part.title.value == "临江县第十届人民代表大会第三次会议公告（第2号）"


def test_a_title_printed_again_over_two_lines_is_the_whole_one() -> None:
    head = (
        "村级重点事项绩效考核办法\n年度村级重点事项\n绩效考核办法\n为做好考核，制定本办法。\n一、考核内容\n"
    )
    (part,) = notice.split(compose(head))
    assert part.title is not None
    assert part.title.value == "村级重点事项绩效考核办法"


def test_a_title_broken_over_two_lines_is_whole_where_the_words_of_its_notice_name_it() -> None:
    text = (
        "云溪市人民政府关于印发进一步稳定就业若干措施的通知\n各区人民政府：\n《云溪市聚焦难点进一步稳定就业的若干措施》已经同意，现印发给你们。\n"
        "2024年3月1日\n云溪市聚焦难点进一步\n稳定就业的若干措施\n一、加强培训。全员轮训。\n"
    )
    (part,) = notice.split(compose(text))
    assert part.title is not None
    assert part.title.value == "云溪市聚焦难点进一步稳定就业的若干措施"


def test_a_title_printed_twice_on_one_line_is_one() -> None:
    (part,) = notice.split(
        compose("执行攻坚行动方案" * 2 + "\n为切实解决执行难，制定本方案。\n一、重点任务\n")
    )
    assert part.title is not None
    assert part.title.value == "执行攻坚行动方案"


def test_the_presidium_of_a_congress_signs_its_notice() -> None:
    text = "临江县第十届人民代表大会第三次会议公告（第2号）\n一、新建公园2处。\n二、修复桥梁3座。\n"
    (part,) = notice.split(
        compose(text + "特此公告。\n临江县第十届人民代表大会第三次会议主席团\n2025年1月20日\n")
    )
    assert part.issuer is not None
    assert part.issuer.value == "临江县第十届人民代表大会第三次会议主席团"


def test_a_session_that_signs_over_two_lines_is_one_and_the_line_over_its_items_names_the_text() -> None:
    text = "临江县第十届人民代表大会第三次会议票决产生了民生实事项目，现公告如下：\n临江县2025年民生实事项目：\n1.新建公园；\n2.修桥。\n"
    (part,) = notice.split(compose(text + "临江县第十届人民代表大会\n第三次会议主席团\n2025年1月20日 |\n"))
    assert part.title is not None
    assert (part.title.value, part.year) == ("临江县2025年民生实事项目", 2025)
    assert part.issuer is not None
    assert part.issuer.value == "临江县第十届人民代表大会第三次会议主席团"


def test_a_title_each_line_of_which_ends_like_one_is_whole_where_its_notice_names_it() -> None:
    name = "临江县2025年重点工作任务分解方案"
    head = (
        f"临江县人民政府关于印发《{name}》的通知\n（临政发〔2025〕3号）\n各镇：\n现将《{name}》印发给你们。\n"
    )
    (part,) = notice.split(compose(head + "临江县2025年重点工作\n\n任务分解方案\n一、修桥\n1.修桥2座。\n"))
    assert part.title is not None
    assert part.doc_number is not None
    assert (part.title.value, part.doc_number.value) == (name, "临政发〔2025〕3号")


TWO = """
2024年临江县爱国卫生工作要点
各科室要结合实际抓好落实。
一、开展环境整治。每月组织一次集中清理。
二、做好健康宣传。用好社区宣传栏。
中共临江县委宣传部
2024年3月1日
临卫发（2024）9号
临江县卫生健康局
二○二三年妇幼健康工作要点
一、落实免费检查。检查率达到95%以上。
二、强化培训。全年培训两次。
临江县卫生健康局
二○二三年四月十日
"""


def test_several_documents_in_one_file_are_told_apart() -> None:
    first, second = notice.split(compose(TWO))
    assert first.title is not None
    assert second.title is not None
    assert (first.title.value, second.title.value) == (
        "2024年临江县爱国卫生工作要点",
        "二○二三年妇幼健康工作要点",
    )
    assert first.issuer is not None
    assert first.issuer.value == "中共临江县委宣传部"
    assert second.doc_number is not None
    assert second.doc_number.value == "临卫发〔2024〕9号"
    assert second.issued_on is not None
    assert second.issued_on.value == date(2023, 4, 10)
    assert (first.year, second.year) == (2024, 2023)


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("云溪市稳就业若干措施", "若干措施"),
        ("关于稳外贸若干政策举措的通知", "若干政策举措"),
        ("健康云溪三年行动计划（2024—2026年）", "行动计划"),
        ("2024年政务公开工作要点", "工作要点"),
        ("云溪市2024年度工作任务", "工作任务"),
        ("重点任务分工方案（试行）", "分工方案"),
        ("云溪市招商引资优惠政策三十条", "优惠政策"),
        ("云溪市助企纾困十二条措施", "措施"),
        ("关于做好防汛工作的通知", "通知"),
    ],
)
def test_the_genre_is_the_word_that_a_title_ends_with(title: str, genre: str) -> None:
    assert titles.genre_of(title) == genre


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("云溪市人民政府办公室关于印发云溪市2025年重点任务分解的通知", "云溪市2025年重点任务分解"),
        ("云溪市教育局关于印发2025年校园安全实施方案", "2025年校园安全实施方案"),
        ("云溪市人民政府2025年2月9日云溪市稳定就业十条措施", "云溪市稳定就业十条措施"),
        ("关于加强学校食堂管理的通知", "关于加强学校食堂管理的通知"),
    ],
)
def test_the_title_is_that_of_the_text_that_a_notice_issues(line: str, title: str) -> None:
    (part,) = notice.split(compose(f"{line}\n一、建机制。加强调度。\n二、抓落实。加强检查。"))
    assert part.title is not None
    assert part.title.value == title


def test_a_placeholder_year_is_none_and_told() -> None:
    (part,) = notice.split(
        compose("卫生健康工作要点\n**年卫生健康工作要围绕中心、服务大局。\n一、抓培训。\n二、抓宣传。")
    )
    assert part.year is None
    assert [f.code for f in part.findings] == ["placeholder-year"]


# ---- the outline and its tasks ---------------------------------------------------------------------------


def tasks_of(text: str) -> list[tuple[str | None, str, str]]:
    """Number, path and title of each task of a text."""
    (part,) = notice.split(compose(text))
    tree = outline.build(part.document, part.body, part.signature)
    found = drafts.find(part.document, tree.roots).tasks
    text = part.document.text
    return [
        (d.number, ">".join(h.text for h in d.headings), text[d.title.start : d.title.end]) for d in found
    ]


HEAD = "云溪市托育服务实施方案\n"


@pytest.mark.parametrize(
    ("body", "want"),
    [
        (
            "一、总体要求\n坚持以人民为中心。\n二、重点任务\n（一）增供给。建成一批机构。\n（二）提质量。完善标准。\n三、保障措施\n（一）加强领导。压实责任。",
            [
                ("（一）", "二、重点任务", "增供给"),
                ("（二）", "二、重点任务", "提质量"),
                ("（一）", "三、保障措施", "加强领导"),
            ],
        ),
        (
            "1、抓培训，提能力\n每季度培训一次。\n2、抓宣传，造氛围\n用好媒体。",
            [("1、", "", "抓培训，提能力"), ("2、", "", "抓宣传，造氛围")],
        ),
        (
            "一、任务\n（一）建制度\n1.建台账。逐项登记。\n2.建通报。逐月通报。\n（二）强监管。逐户检查。",
            [
                ("1.", "一、任务>（一）建制度", "建台账"),
                ("2.", "一、任务>（一）建制度", "建通报"),
                ("（二）", "一、任务", "强监管"),
            ],
        ),
        (
            "1、建制度。\n（一）建台账。逐项登记。\n（二）建通报。逐月通报。\n2、强监管。逐户检查。",
            [("（一）", "1、建制度", "建台账"), ("（二）", "1、建制度", "建通报"), ("2、", "", "强监管")],
        ),
        (
            "一、会同教育部门开展评估，形成报告。\n二、做好总结。",
            [("一、", "", "会同教育部门开展评估"), ("二、", "", "做好总结")],
        ),
        (
            "一、任务\n（一）抓培训。全员轮训。\n附件：托育机构清单\n云溪市卫生健康委\n2024年3月5日",
            [("（一）", "一、任务", "抓培训")],
        ),
        (
            "第一章总则\n第一条为规范管理，制定本办法。\n第二章管理\n第二条建立台账，逐项登记。\n第三条按月通报，强化运用。",
            [("第二条", "第二章管理", "建立台账"), ("第三条", "第二章管理", "按月通报")],
        ),
        (
            "一、任务\n一、任务\n（一）抓培训。全员轮训，年内完成。\n以上任务均需各县区政府落实，不再列出。",
            [("（一）", "一、任务", "抓培训")],
        ),
        (
            "一、任务\n（一）加强领导\n各单位要压实责任。\n本方案自印发之日起施行。\n附件\n建设项目\n一、学校\n1.示范小学\n2.示范中学",
            [("（一）", "一、任务", "加强领导")],
        ),
    ],
    ids=[
        "sections",
        "own-lines",
        "leaves",
        "unusual-order",
        "clauses",
        "closing",
        "articles",
        "doubled",
        "names",
    ],
)
def test_the_leaves_that_order_something_are_tasks(body: str, want: list[tuple[str, str, str]]) -> None:
    assert tasks_of(HEAD + body) == want


def test_a_heading_that_lost_its_number_gets_it_back() -> None:
    body = "一、总体要求\n坚持问题导向。\n二、目标任务\n全面提质。\n工作措施\n（一）抓培训。全员轮训。\n四、保障措施\n（一）加强领导。压实责任。"
    (part,) = notice.split(compose(HEAD + body))
    tree = outline.build(part.document, part.body, part.signature)
    assert [f.code for f in tree.findings] == ["lost-number"]
    assert "三、工作措施" in tree.findings[0].message
    assert tasks_of(HEAD + body)[0] == ("（一）", "三、工作措施", "抓培训")


def test_a_line_that_names_units_is_no_heading_that_lost_its_number() -> None:
    body = "1.建设广场。\n责任部门：城建局 配合部门：各街道\n3.改造校舍。\n责任部门：教育局"
    (part,) = notice.split(compose(HEAD + body))
    tree = outline.build(part.document, part.body, part.signature)
    assert [f.code for f in tree.findings] == ["number-gap"]


# ---- tables ----------------------------------------------------------------------------------------------


def table(rows_: list[list[str]], merged: dict[tuple[int, int], int] | None = None) -> Table:
    """A table of single cells; ``merged`` gives the number of rows that the cell at (row, column) spans."""
    merged = merged or {}
    cells = [
        Cell(text, r, c, rows=merged.get((r, c), 1))
        for r, row in enumerate(rows_)
        for c, text in enumerate(row)
        if text != "^"
    ]
    return Table(tuple(cells))


def test_the_rows_of_a_division_of_tasks_are_tasks() -> None:
    grid = table(
        [
            ["序号", "重点任务", "工作内容", "牵头单位", "完成时限"],
            ["1", "增供给", "新建机构3家", "市卫生健康委", "6月底前"],
            ["2", "^", "改建机构2家", "市民政局", "年底前"],
            ["3", "提质量", "完善标准", "市市场监管局", "长期坚持"],
        ],
        merged={(1, 1): 2},
    )
    document = layout.compose(Scan("x.docx", "docx", "0" * 64, (grid,)))
    found = tables.read(document, document.tables[0]).rows
    text = document.text
    assert [r.number for r in found] == ["1", "2", "3"]
    assert [[s for s, _ in r.sections] for r in found] == [["增供给"], ["增供给"], []]
    assert [r.title and text[r.title.start : r.title.end] for r in found] == [None, None, "提质量"]
    assert [label for label, _ in found[0].cells] == ["牵头单位", "完成时限"]


def test_the_rows_of_a_scoring_annex_are_assessments_and_totals_are_none() -> None:
    grid = table(
        [
            ["项目", "分值", "评分标准"],
            ["组织领导", "8", "1.建立机制，得4分"],
            ["^", "4", "2.7岁以下儿童管理率达标得4分"],
            ["合计", "12", "总分"],
        ],
        merged={(1, 0): 2},
    )
    document = layout.compose(Scan("x.docx", "docx", "0" * 64, (grid,)))
    found = tables.read(document, document.tables[0]).rows
    assert [(r.number, r.kind, str(r.points)) for r in found] == [
        ("1.", "assessment", "8"),
        ("2.", "assessment", "4"),
    ]


# ---- the running header of a gazette ---------------------------------------------------------------------

_HEADER = "云泽市人民政府公报            2024年第6期"


def test_a_running_header_beside_the_page_numbers_of_a_text_is_none_of_it() -> None:
    text = (
        f"{_HEADER}\n云泽市清洁取暖工作方案\n一、重点任务\n（一）摸清底数。组织登记，9月10日前建成台\n    · 17 ·\n{_HEADER}\n"
        f"账。〔市住建局牵头，各县（市、区）政府\n· 18 ·\n{_HEADER}\n配合〕\n（二）建设管网。新建管道48公里。〔市城管局〕"
    )
    document = compose(text)
    assert "公报" not in document.text
    assert "9月10日前建成台账。〔市住建局牵头，各县（市、区）政府配合〕" in document.text
    assert titles.find(document)[0].text == "云泽市清洁取暖工作方案"
    assert [d.why for d in document.dropped].count("页眉页脚") == 3


@pytest.mark.parametrize("line", ["市住建局", "责任单位：市住房和城乡建设局", "12月底前全部完成"])
def test_what_a_page_begins_with_by_chance_is_no_header(line: str) -> None:
    document = compose(f"云泽市工作方案\n{line}\n— 1 —\n{line}\n一、清淤。\n— 2 —\n{line}\n二、筑堤。")
    assert document.text.count(line) == 3


def test_words_that_stand_again_below_bare_numbers_are_cells() -> None:
    document = compose("云泽市工作方案\n1\n基础设施建设类项目\n2\n基础设施建设类项目\n3\n基础设施建设类项目")
    assert document.text.count("基础设施建设类项目") == 3


def test_a_title_that_stands_again_on_each_page_is_kept_once() -> None:
    title = "云泽市2025年重点任务分解表"
    document = compose(f"{title}\n一、清淤。\n— 1 —\n{title}\n二、筑堤。\n— 2 —\n{title}\n三、修路。")
    assert document.text.count(title) == 1


@pytest.mark.parametrize("heading", ["宣传标语", "宣传口号", "活动口号"])
def test_slogans_are_no_tasks(heading: str) -> None:
    text = f"石桥镇环境整治实施方案\n一、重点任务\n1.清理垃圾。\n二、{heading}\n1.人人动手，清洁家园！\n2.垃圾不落地，石桥更美丽！"
    (found,) = pipeline.read(text_scan(text)).documents
    assert [task.title for task in found.tasks] == ["清理垃圾"]


# ---- the lexicon files of this part ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["furniture", "markers", "genres", "sections"])
def test_each_entry_matches_its_examples_first(name: str) -> None:
    entries = lexicon.entries(name)
    assert len({e.id for e in entries}) == len(entries)
    for entry in entries:
        assert entry.examples
        for example in entry.examples:
            first = next(e for e in entries if e.pattern.search(example))
            assert first.id == entry.id, (example, first.id)


# ---- a notice and its attachments in one archive ---------------------------------------------------------


def test_a_number_may_stand_below_the_title_of_the_issued_text(tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_text(
        "云溪市人民政府关于印发云溪市湿地保护实施方案的通知\n各县区人民政府，市直各部门：\n现将方案印发给你们，请认真贯彻执行。\n"
        "云溪市人民政府\n2024年5月20日\n云溪市湿地保护实施方案\n云政发〔2024〕11号\n为保护湿地，结合我市实际，制定本方案。\n"
        "一、加强巡护。每月巡护一次。（市林业局负责）\n二、加强宣传。广泛宣传。（市林业局负责）\n",
        encoding="utf-8",
    )
    (policy,) = pipeline.parse(path).documents
    assert policy.title is not None and policy.title.value == "云溪市湿地保护实施方案"
    assert policy.doc_number is not None and policy.doc_number.value == "云政发〔2024〕11号"


def test_an_archive_of_a_notice_and_its_attachment_is_one_document(tmp_path: Path) -> None:
    notice_text = "云溪市人民政府办公室关于印发2024年云溪市托育工作要点的通知\n云政办发〔2024〕9号\n各县区人民政府：\n现印发给你们，请认真贯彻执行。\n云溪市人民政府办公室\n2024年3月5日"
    issued = "2024年云溪市托育工作要点\n一、抓培训。全员轮训。（责任单位：市卫生健康委）\n二、抓督导。逐户检查。（责任单位：市市场监管局）"
    path = tmp_path / "上报.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("附件：要点.txt", issued)
        archive.writestr("通知.txt", notice_text)
    (policy,) = pipeline.parse(path).documents
    assert policy.title is not None
    assert policy.title.value == "2024年云溪市托育工作要点"
    assert policy.doc_number is not None
    assert policy.doc_number.value == "云政办发〔2024〕9号"
    assert [task.number for task in policy.tasks] == ["一、", "二、"]


TRAILING = "（责任单位：市教育局、市财政局；完成时限：2024年6月底前）"


@pytest.mark.parametrize(
    ("lines", "led"),
    [
        # a bracket on a line of its own behind the last item serves the items above that list nobody
        (["1.规范甲。", "2.推行乙。", "3.完善丙。", TRAILING], ["市教育局"] * 3),
        (["1.规范甲。", "2.推行乙。", TRAILING, "3.完善丙。", "4.建设丁。", TRAILING], ["市教育局"] * 4),
        # each its own line: none serves another
        (["1.规范甲。", "2.推行乙。", TRAILING, "3.完善丙。", TRAILING], [None, "市教育局", "市教育局"]),
        # behind the words of the last item it is that item's
        (["1.规范甲。", "2.推行乙。" + TRAILING], [None, "市教育局"]),
    ],
)
def test_a_bracket_on_its_own_line_serves_its_group(lines: list[str], led: list[str | None]) -> None:
    text = [
        "云溪市人民政府办公室关于印发云溪市托育服务实施方案的通知",
        "云溪市托育服务实施方案",
        "一、重点任务",
        *lines,
    ]
    tasks = pipeline.read(Scan("a.txt", "txt", "", tuple(Line(t) for t in text))).documents[0].tasks
    first = [next((u.value.name for u in t.units if u.value.role == "lead"), None) for t in tasks]
    assert first == led
    assert [bool(t.deadlines) for t in tasks] == [name is not None for name in led]


def test_a_time_alone_on_a_line_is_of_the_last_item_and_of_none_above_it() -> None:
    lines = [
        "云溪市重点任务分工方案",
        "1.新建厂房。由市工信局牵头，建设厂房。",
        "2.改造园区。由市住建局牵头，改造管网。",
    ]
    text = [*lines, "完成时限：2025年9月底前"]
    tasks = pipeline.read(Scan("a.txt", "txt", "", tuple(Line(t) for t in text))).documents[0].tasks
    assert [[str(d.value.due) for d in t.deadlines] for t in tasks] == [[], ["2025-09-30"]]


def test_a_sentence_of_stages_gives_milestones_and_two_kept_times_stay_two() -> None:
    text = (
        "云溪市2025年重点工作任务分工方案\n一、建设\n1.改造松台大桥。一季度完成立项，6月底前开工，12月底前竣工。（牵头单位：市住建局）\n"
        "2.加固河堤。汛期前完成排查，入冬前完成加固。（牵头单位：市水利局）\n"
    )
    scan = Scan("a.txt", "txt", "", tuple(Line(line) for line in text.splitlines()))
    bridge, dyke = pipeline.read(scan).documents[0].tasks
    assert [(m.value.when, m.value.text, str(m.value.due)) for m in bridge.milestones] == [
        ("一季度", "完成立项", "2025-03-31"),
        ("6月底前", "开工", "2025-06-30"),
        ("12月底前", "竣工", "2025-12-31"),
    ]
    assert [(d.surface, d.value.due) for d in dyke.deadlines] == [("汛期前", None), ("入冬前", None)]


def test_the_leader_in_a_bracket_is_an_entry_and_no_unit() -> None:
    lines = [
        "云溪市托育服务实施方案",
        "一、重点任务",
        "1.规范甲。（责任领导：张副市长；牵头单位：市教育局）",
        "2.推行乙。（市民政局负责）",
    ]
    tasks = pipeline.read(Scan("a.txt", "txt", "", tuple(Line(t) for t in lines))).documents[0].tasks
    assert [[(e.value.field, e.value.words, e.surface) for e in t.entries] for t in tasks] == [
        [("leader", "张副市长", "张副市长")],
        [],
    ]
    assert [[u.value.name for u in t.units] for t in tasks] == [["市教育局"], ["市民政局"]]


def test_who_manages_and_how_it_is_parted_are_lines_of_labels_and_no_text() -> None:
    lines = [
        "云溪市2025年重点任务分工方案",
        "一、扩大开放",
        "1.进出口增长6%以上。",
        "分管市领导：林远山",
        "部门分工：市商务局牵头，各县区、各部门配合。",
        "2.新建学校3所。",
        "任务分工：市教育局负责选址，市财政局负责拨款。",
    ]
    tasks = pipeline.read(Scan("a.txt", "txt", "", tuple(Line(t) for t in lines))).documents[0].tasks
    assert [(t.title, t.text) for t in tasks] == [
        ("进出口增长6%以上", "进出口增长6%以上。"),
        ("新建学校3所", "任务分工：市教育局负责选址，市财政局负责拨款。"),
    ]
    assert [[(u.value.name, u.value.role) for u in t.units] for t in tasks] == [
        [("市商务局", "lead"), ("各县区", "support"), ("各部门", "support")],
        [("市教育局", "lead"), ("市财政局", "lead")],
    ]
    assert [[(e.value.field, e.value.words) for e in t.entries] for t in tasks] == [
        [("leader", "林远山")],
        [],
    ]


def test_a_printed_line_broken_within_a_word_goes_on() -> None:
    full = "推进政务服务标准化建设工作，健全线上线下协同办理的体制和机制，提升服务"
    first = "1.优化缴费办理的各项流程，在系统自动推送缴费提醒、及时提取办理的数据、"
    lines = [full, full, full, full + "。", first, "预", "填报表的基础上，完善提醒服务。"]
    assert paragraphs(compose("\n".join(lines)))[-1] == "".join(lines[-3:])
    headed = [*lines[:-1], "二、进一步规范收费"]
    assert paragraphs(compose("\n".join(headed)))[-1] == headed[-1]


def test_points_made_half_as_wide_after_the_wrap_leave_the_measure_as_it_was() -> None:
    """A line of many points looks short beside one of none."""
    half = str.maketrans("，；：（）", ",;:()")
    plain = (
        "推进第五代移动通信网络向各个乡镇延伸并且加快建设算力平台为全市中小企业和办事群众提供优质普惠服务."
    )
    many = "（一）建网，清淤，办学，养老，修路，种树，治污，减排，用好专项资金（由市工业局牵头，市数据局、市规划局配合）"
    whole = [(text.translate(half)) for text in (plain, plain, plain, many, plain, many.replace("一", "二"))]
    lines = [text[i : i + 28] for text in whole for i in range(0, len(text), 28)]
    assert paragraphs(compose("\n".join(lines))) == whole


def test_a_bracket_left_open_goes_on_though_a_label_begins_the_next_line() -> None:
    torn = ["1.注册商标。组织参展。（牵头单位：县农业局", "配合单位：县市场监管局）"]
    assert paragraphs(compose("\n".join([*torn, "2.培训人员。"]))) == ["".join(torn), "2.培训人员。"]


def test_a_numbered_heading_below_a_bracket_that_nobody_closed_is_one() -> None:
    full = "推进政务服务标准化建设，健全线上线下协同办理体制机制，提升服务质量和水平，方便"
    item = [full, full, "群众办事（牵头单位：县数据局，责任单位：各乡镇（街道）"]
    lines = [*item, "（四）推进数字建设", *item, "（五）提升服务水平"]
    assert paragraphs(compose("\n".join(lines))) == [
        "".join(item),
        "（四）推进数字建设",
        "".join(item),
        "（五）提升服务水平",
    ]


def test_who_signs_and_who_was_there_stand_behind_a_line_that_is_full() -> None:
    full = "推进政务服务标准化建设，健全线上线下协同办理体制机制，提升服务质量和水平，方便"
    item = [full, full, "群众。"]
    units = "责任单位：市数据局、市住建局"
    for end, *last in (
        (full[:-1] + "。", "云溪市数据局", "2025年3月5日"),
        (full[:-1] + "。", "出席：李某、王某"),
        (units, "云溪市数据局", "2025年3月5日"),
    ):
        lines = ["1.改善服务。", *item, "2.改善环境。", full, end, *last]
        assert paragraphs(compose("\n".join(lines)))[-len(last) :] == last


def test_a_heading_that_fills_its_line_stands_over_the_item_that_counts_on() -> None:
    full = "推进政务服务标准化建设，健全线上线下协同办理体制机制，提升服务质量和水平，方便"
    item = [full, full, "群众办事。"]
    lines = [
        "1.改善服务。",
        *item,
        "（二）健全服务体系，提升服务标准化和规范化的水平，方便",
        "2.改善环境。",
        *item,
    ]
    assert paragraphs(compose("\n".join(lines)))[2:] == [lines[4], lines[5], "".join(item)]


def test_a_title_that_fills_its_line_stands_over_the_first_item() -> None:
    full = "推进矛盾纠纷排查化解，逐户走访"
    title = "溪口镇平安建设重点工作任务清单"
    lines = [title, f"1、{full[:13]}，", full, full, "群众。", full, full, "到位。"]
    assert paragraphs(compose("\n".join(lines)))[0] == title


@pytest.mark.parametrize(
    ("running", "line", "within"),
    [
        ("1.建站。针对用地不足的问题，（1）选址。（市规划局负责）（2）开工。", "（3）验收。", True),
        ("1.建站。针对用地不足的问题，（1）选址。（市规划局负责）（2）开工。", "（4）验收。", False),
        ("1.建站。（1）选址。", "（2）开工。", False),
        ("（2）开工。", "（3）验收。", False),
    ],
)
def test_a_line_that_begins_with_the_next_number_of_the_running_words_goes_on(
    running: str, line: str, within: bool
) -> None:
    assert counting.counts_within([Line(running)], line) is within


FULL = "推进政务服务标准化建设，健全线上线下协同办理体制机制，提升服务质量和水平，方便"
BROKEN = [
    (
        [
            "1.改善服务。",
            FULL,
            "责任单位：市数据局会同各县区各有关部门和各乡镇人民政府落实。完成",
            "时限：2025年6月。",
        ],
        2,
    ),
    ([FULL, "（市数据局负责）", "依法编制清单，", "公布办理规则和核查", "办法。（市司法局负责）"], 2),
    ([FULL, "企业。丰富“云", "溪五百里风景大道穿越季”活动内容，扩大影响。"], 0),
    (["1.改善服务。", FULL, "。满意率、办结率均达", "100%。（市数据局负责）"], 2),
]


@pytest.mark.parametrize(("lines", "goes_on"), BROKEN)
def test_a_line_broken_within_a_label_a_sentence_or_a_quotation_goes_on(
    lines: list[str], goes_on: int
) -> None:
    found = paragraphs(compose("\n".join([FULL, FULL, FULL, "群众办事。", *lines, "2.改善环境。"])))
    assert any(p.endswith("".join(lines[goes_on:])) for p in found)


def test_the_name_of_an_organ_at_the_end_of_a_file_is_a_line_of_its_own() -> None:
    lines = [FULL, FULL, FULL, FULL, "群众办事。", "云溪市高新技术产业园区管理委员会"]
    assert paragraphs(compose("\n".join(lines)))[-1] == lines[-1]


def test_a_dash_behind_a_full_line_that_ended_begins_a_paragraph() -> None:
    full = "——清理各条道路两侧和房前屋后的垃圾并且逐月通报检查结果和整改的情况。"
    going = "——改造全镇户厕和公共厕所并且建立管护队伍和巡查的制度，确定每村有一名"
    lines = [full, full, going, "管护人员。", full, going, "管护人员。"]
    assert paragraphs(compose("\n".join(lines))) == [
        full,
        full,
        going + "管护人员。",
        full,
        going + "管护人员。",
    ]


def test_a_text_of_many_first_lines_has_the_measure_of_the_lines_that_go_on() -> None:
    """First lines are two ems short: where they are the most, the lines that go on tell how wide a full one is."""
    word = "推进政务服务标准化建设，健全线上线下协同办理体制机制，提升服务质量和水平，方便"
    first, on = [f"{n}．{(word * 2)[: 37 - n % 2]}" for n in range(1, 10)], (word * 2)[:40]
    torn = [
        "10．优化变更流程，推进变更登记。",
        "推进单位参保登记和员工变更登记和各方信息共",
        "享办理，逐项公布“体",
        "外循环”事项。",
    ]
    led = ["二、保护投资者领域（省证监局牵头）", "推动公司规范信息披露，逐项核对披露"]
    lines = [line for head in first for line in (head, on, "群众办事。")] + torn + led + [on]
    found = paragraphs(compose("\n".join(lines)))
    assert "".join(torn) in found
    assert led[0] in found


@pytest.mark.parametrize(
    "torn",
    [
        [
            "（二）按照《中共云溪市委办公室",
            "云溪市人民政府办公室关于印发〈激励办法〉的通知》要求，落实各项措施。",
        ],
        ["（二）加强普法宣传，升级执法领域智能化应用“云", "溪法宝”，更新标准文件。"],
    ],
)
def test_a_line_broken_within_a_title_or_a_quotation_goes_on(torn: list[str]) -> None:
    text = compose("\n".join(["（一）做好慰问和宣传工作。", *torn, "（三）做好保障。"]))
    assert "".join(torn) in paragraphs(text)


def test_a_space_between_a_number_and_its_unit_parts_no_paragraphs() -> None:
    item = "（{}）发挥24 小时服务热线作用，组织志愿者开展关怀，依照云卫〔2024〕11 号要求，做好保障和宣传各项工作。（责任单位：市教育局）"
    text = "云溪市关怀工作若干措施 一、心理方面 " + " ".join(item.format(n) for n in "一二三四五六七八")
    found = paragraphs(compose(text))
    assert len(found) == 10
    assert all("发挥24小时服务热线作用" in p and "11号要求" in p for p in found[2:])


def test_a_bracket_in_front_of_a_number_closes_the_item_that_ran_on_over_a_full_line() -> None:
    lines = tuple(
        Line(text, 1, (31, 72 + 15 * i, 556, 83 + 15 * i), size=10.5)
        for i, text in enumerate(
            (
                "（一）预防违法犯罪。加强协作配合，建立跨部门的合作机制，加大打击侵权行为力度。",
                "（市公安局、市商务局分别负责）（二）健全标准体系。推进立法，及时修订各项规则。",
            )
        )
    )
    text = layout.compose(Scan("x.pdf", "pdf", "0" * 64, lines, pages=1)).text
    assert "力度。（市公安局、市商务局分别负责）" in text


def test_a_title_in_the_middle_of_a_short_page_is_no_full_line() -> None:
    def line(text: str, left: float, right: float, top: float) -> Line:
        return Line(text, 1, (left, top, right, top + 11), size=11.0)

    lines = (
        line("云溪市2026年重点任务分工方案", 224, 388, 72),
        line("一、新建老年食堂10个。（市民政局负责）", 90, 306, 97),
        line("附件：领导小组成员名单", 90, 211, 122),
    )
    text = layout.compose(Scan("x.pdf", "pdf", "0" * 64, lines, pages=1)).text
    assert text.split("\n") == [one.text for one in lines]


CARD = """
索引号：0142/2025-0001 主题分类：综合政务
发布机构 云溪市临江区人民政府办公室 文    号 临政办〔2025〕3号
发文日期：2025-03-05 有效性：有效
区人民政府办公室关于印发2025年区《政府工作报告》任务责任分解方案的通知
各街道办事处：
现印发给你们，请执行。
一、加强统筹。细化方案。
"""


def test_the_card_over_a_page_says_what_the_text_itself_does_not() -> None:
    (part,) = notice.split(compose(CARD))
    assert part.title is not None
    assert part.title.value == "2025年区《政府工作报告》任务责任分解方案"
    assert part.issuer is not None
    assert part.issuer.value == "云溪市临江区人民政府办公室"
    assert part.doc_number is not None
    assert part.doc_number.value == "临政办〔2025〕3号"
    assert part.issued_on is not None
    assert part.issued_on.value == date(2025, 3, 5)


def test_who_posted_a_page_and_when_is_no_issuer_and_no_date_of_issue() -> None:
    posted = "发布机构：云溪市教育局\n发布日期：2025-03-05\n2025年民生实事项目清单\n一、新建幼儿园3所。\n二、修桥1座。\n"
    (part,) = notice.split(compose(posted))
    assert part.issuer is None
    assert part.issued_on is None


def test_numbers_a_line_each_that_do_not_rise_are_cells_and_no_pages() -> None:
    cells = "一、目标\n建筑业总产值\n3\n140\n工业投资\n3\n52\n技改投资\n1\n46\n发明专利\n1\n210"
    assert not compose(cells).dropped
    assert [d.text for d in compose("一、目标\n建设公园\n1\n开挖河道\n2\n修路\n3\n造林\n4").dropped] == [
        *"1234"
    ]


def test_a_title_goes_on_with_a_line_that_no_title_begins_with() -> None:
    text = (
        "云溪市人民政府关于分解落实2026年重点工作及民生实事的通知\n各镇人民政府：\n现印发给你们。\n2025年12月22日????\n"
        "2026年重点工作\n及民生实事任务分解方案\n一、主要目标\n1.修路5公里。（牵头单位：市交通局）\n"
    )
    (document,) = pipeline.read(text_scan(text)).documents
    assert document.title and document.issued_on
    assert (document.title.value, document.year) == ("2026年重点工作及民生实事任务分解方案", 2026)
    assert str(document.issued_on.value) == "2025-12-22"


def test_what_a_page_offers_beside_its_text_is_no_title_of_it() -> None:
    text = "云溪区人民政府\n关于推进全民健身的实施意见\n图解 | 云溪区推进全民健身的实施意见\n各镇：\n一、主要任务\n1.新建步道。\n"
    (document,) = pipeline.read(text_scan(text)).documents
    assert document.title and document.title.value == "云溪区人民政府关于推进全民健身的实施意见"


def test_a_headline_may_call_out_and_what_it_was_called_elsewhere_is_none() -> None:
    text = (
        "原标题：6类22件，拟投资3亿元——\n快看！2026年市级民生实事清单\n市政府印发了6类22件民生实事清单。\n"
        "一、出行\n1.新建步道。\n责任单位：市住建局\n共印：35份\n"
    )
    (document,) = pipeline.read(text_scan(text)).documents
    assert document.title and document.title.value == "快看！2026年市级民生实事清单"
    assert not document.goals
    assert [d.why for d in document.document.dropped] == ["原标题", "版记"]


def test_a_session_that_the_title_names_issues_its_notice() -> None:
    text = (
        "临江县第十届人民代表大会第三次会议关于2025年民生实事项目的公告\n一、新建公园2处。\n二、修桥3座。\n"
    )
    (part,) = notice.split(compose(text))
    assert part.issuer is not None
    assert part.issuer.value == "临江县第十届人民代表大会第三次会议"


def test_labels_at_the_end_of_a_text_end_no_reading() -> None:
    """An empty form ends with its labels: no cell of its table follows."""
    words = ("重点工作任务申报表", "任务名称：", "牵头单位：", "完成时限：")
    form = [Line(w, page=1, box=(80, 78 + 40 * i, 206, 92 + 40 * i), size=14) for i, w in enumerate(words)]
    assert pipeline.read(Scan("甲.pdf", "pdf", "0" * 64, tuple(form), pages=1)).documents
