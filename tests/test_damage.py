"""What a copy, the source of a page or a scan does to plain text: signs spread, bold marks, columns one behind the other, lost numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import units
from test_items import policy

from policyparse.pipeline import parse

TITLE = "云泽市2026年重点工作任务清单"
Read = list[tuple[str, list[str]]]


def read(folder: Path, *lines: str) -> tuple[Read, tuple[str, ...]]:
    """Number and title of each task with the units that lead it, and what the file's reader tells."""
    file = folder / "甲.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    found = parse(file)
    told = [(f"{t.number or ''}{t.title}", units(t)[0]) for d in found.documents for t in d.tasks]
    return told, found.source.remarks


SAID = {
    "signs spread, figures too": (
        [
            "１ ． 新 建 泵 站 １ ２ 座 。 （ 市 水 利 局 负 责 ）",
            "２ ． 改 造 水 厂 ３ 座 。 （ 市 住 建 局 负 责 ）",
        ],
        [("1．新建泵站12座", ["市水利局"]), ("2．改造水厂3座", ["市住建局"])],
    ),
    "bold signs, names of characters and bullets": (
        [
            "## 一、保障供水",
            "- **新建泵站。**全年新建12座。&nbsp;**责任单位：**市水利局、各镇街",
            "- **改造水厂。**改造3座。**责任单位：**市住建局&amp;市财政局",
        ],
        [("新建泵站", ["市水利局"]), ("改造水厂", ["市住建局"])],
    ),
    "columns one behind the other": (
        ["序号", "1", "2", "重点任务", "新建泵站12座", "改造水厂3座", "牵头单位", "市水利局", "市住建局"],
        [("1新建泵站12座", ["市水利局"]), ("2改造水厂3座", ["市住建局"])],
    ),
    "numbers lost below headings": (
        [
            "供水保障",
            "新建泵站12座。（牵头单位：市水利局；责任单位：各镇）",
            "改造水厂3座。（牵头单位：市住建局）",
            "水毁修复",
            "修复堤防7处。（牵头单位：市应急局）",
        ],
        [("新建泵站12座", ["市水利局"]), ("改造水厂3座", ["市住建局"]), ("修复堤防7处", ["市应急局"])],
    ),
    "half a bracket is lost where the next item begins": (
        [
            "各镇要抓好落实。一、保障供水(一)新建泵站12座。(市水利局负责(二)改造水厂3座。市住建局牵头,市财政局配合)"
            "(三)检修管网40公里(市城管局牵头二、修复水毁(四)修复堤防7处。(市应急局负责)"
        ],
        [
            ("（一）新建泵站12座", ["市水利局"]),
            ("（二）改造水厂3座", ["市住建局"]),
            ("（三）检修管网40公里", ["市城管局"]),
            ("（四）修复堤防7处", ["市应急局"]),
        ],
    ),
    "a stroke for the first number": (
        [
            "-、保障供水",
            "(-)新建泵站12座。(市水利局负责)",
            "(二)改造水厂3座。(市住建局负责)",
            "二、水毁修复",
            "(三)修复堤防7处。(市应急局负责)",
        ],
        [
            ("（一）新建泵站12座", ["市水利局"]),
            ("（二）改造水厂3座", ["市住建局"]),
            ("（三）修复堤防7处", ["市应急局"]),
        ],
    ),
    "a footnote between items": (
        ["1.新建泵站[1]12座。（市水利局负责）", "[1] 泵站含提灌站。", "2.改造水厂3座。（市住建局负责）"],
        [("1.新建泵站12座", ["市水利局"]), ("2.改造水厂3座", ["市住建局"])],
    ),
    "links below the text": (
        [
            "1.新建泵站12座。（市水利局负责）",
            "2.改造水厂3座。（市住建局负责）",
            "相关链接",
            "云泽市2025年供水工作总结",
        ],
        [("1.新建泵站12座", ["市水利局"]), ("2.改造水厂3座", ["市住建局"])],
    ),
    "lines as broad as a telephone": (
        [
            "1.新建泵站。在沿江各镇选址",
            "新建泵站12座，年底前全部投",
            "入运行。（市水利局负责）",
            "2.改造水厂。改造水厂3座，",
            "出厂水合格率达到百分之九",
            "十九以上。（市住建局负责）",
        ],
        [("1.新建泵站", ["市水利局"]), ("2.改造水厂", ["市住建局"])],
    ),
    "lines that the units of their label end": (
        [
            "◆保障供水",
            "  新建泵站12座，6月底前完工。责任单位：市水利局、各镇",
            "  改造水厂3座。责任单位：市住建局",
            "◆水毁修复",
            "  修复堤防7处。责任单位：市应急局",
            "  检修管网40公里。责任单位：市城管局",
        ],
        [
            ("新建泵站12座", ["市水利局"]),
            ("改造水厂3座", ["市住建局"]),
            ("修复堤防7处", ["市应急局"]),
            ("检修管网40公里", ["市城管局"]),
        ],
    ),
    "headers below numbers of pages that count, one of them behind the last words": (
        [
            "1.新建泵站12座，沿江各镇供水保证率、水质合格率均达2",
            "云泽市水务重点工作任务",
            "100%。（责任单位：市水利局）",
            "— 3 —",
            "云泽市水务重点工作任务",
            "2.改造水厂3座，组织培训8",
            "4",
            "云泽市水务重点工作任务",
            "场次。（责任单位：市住建局）",
        ],
        [("1.新建泵站12座", ["市水利局"]), ("2.改造水厂3座", ["市住建局"])],
    ),
    "rows of tabs, a cell of which goes on below": (
        [
            "序号\t重点任务\t牵头单位\t完成时限",
            "1\t新建泵站12座，\t市水利局\t10月底",
            "\t改造水厂3座",
            "2\t修复堤防7处\t市应急局\t6月底",
        ],
        [("1新建泵站12座", ["市水利局"]), ("2修复堤防7处", ["市应急局"])],
    ),
    "the number of a row of spaces in the middle of its lines": (
        [
            " 序号        重点任务            牵头单位      完成时限",
            "       新建泵站12座，         市水利局、",
            "  1    改造水厂3座            市住建局         10月底",
            "  2    修复堤防7处，沿岸      市应急局         6月底",
            "       植树2万株",
        ],
        [("1新建泵站12座", ["市水利局", "市住建局"]), ("2修复堤防7处", ["市应急局"])],
    ),
    "strokes and points read for others": (
        [
            "序号 | 重点任务 | 责任单位 | 完成时限",
            "1 ︱ 新建泵站12座 ︱ 市水利局.各镇 ︱ 10月底",
            "2 丨 改造水厂3座 丨 市住建局 丨 6月底",
            "3 | 修复堤防7处 | 市应急局 | 5月底",
        ],
        [("1新建泵站12座", ["市水利局"]), ("2改造水厂3座", ["市住建局"]), ("3修复堤防7处", ["市应急局"])],
    ),
}
ONE_LINE = (
    "云泽市2026年供水保障实施方案 为保障供水，制定本方案。一、总体目标 供水保证率达到95%。二、主要任务(一)建设泵站。新建泵站12座。(责任单位:市水利局、各镇)"
    "(二)改造水厂。改造水厂3座。(责任单位:市住建局、市财政局(三)修复堤防。修复7处。(责任单位:市应急局)三、工作要求 各镇要加强领导,每季度末报送进展。"
)


@pytest.mark.parametrize("damage", SAID)
def test_a_damaged_text_says_what_the_whole_one_said(tmp_path: Path, damage: str) -> None:
    lines, meant = SAID[damage]
    assert read(tmp_path, TITLE, *lines)[0] == meant


def test_the_items_of_a_text_on_one_line_are_set_apart_by_their_counts(tmp_path: Path) -> None:
    assert read(tmp_path, ONE_LINE)[0] == [
        ("（一）建设泵站", ["市水利局"]),
        ("（二）改造水厂", ["市住建局"]),
        ("（三）修复堤防", ["市应急局"]),
        ("三、工作要求", ["各镇"]),
    ]


def test_what_was_left_out_or_read_otherwise_is_told(tmp_path: Path) -> None:
    for damage, words in (("a footnote between items", "脚注"), ("a stroke for the first number", "横线")):
        assert any(words in remark for remark in read(tmp_path, TITLE, *SAID[damage][0])[1])


KEPT = {
    "a placeholder between stars": "1.完成**年度任务，**市水利局新建泵站12座。（市水利局负责）",
    "figures of a row": "1.新建泵站 1 2 3 座。（市水利局负责）",
    "an ampersand that names no sign": "1.推广A&B模式12处。（市水利局负责）",
}


@pytest.mark.parametrize("kept", KEPT)
def test_what_may_be_meant_stays_as_printed(tmp_path: Path, kept: str) -> None:
    file = tmp_path / "甲.txt"
    file.write_text(f"{TITLE}\n{KEPT[kept]}", encoding="utf-8")
    printed = parse(file).documents[0].document.text
    assert KEPT[kept].replace(" ", "") in printed.replace(" ", "")


def test_who_signs_behind_the_last_sentence_of_a_text_on_one_line_issues_it(tmp_path: Path) -> None:
    file = tmp_path / "甲.txt"
    items = "".join(f"（{n}）新建泵站{n}座，保障沿江各镇群众用水安全。（市水利局负责）" for n in "一二三四五")
    file.write_text(
        f"{TITLE} 各镇：现将任务印发你们。{items}云泽市人民政府办公室 2026年3月2日", encoding="utf-8"
    )
    policy = parse(file).documents[0]
    assert (policy.issuer and policy.issuer.value, str(policy.issued_on and policy.issued_on.value)) == (
        "云泽市人民政府办公室",
        "2026-03-02",
    )


def test_blanks_beside_a_sign_of_comparison_are_none_of_the_metric() -> None:
    """例：满意率 ≥ 92%: the metric was “满意率 ≥”, the comparator “=”."""
    (task,) = policy(
        "云溪市2025年任务清单\n一、提升质效。满意率 ≥ 92%，投诉率 ≤ 3%，覆盖率=>95%，培训 8 , 000人次。"
    ).tasks
    assert [(t.value.metric, t.value.comparator, str(t.value.value)) for t in task.targets] == [
        ("满意率", ">=", "92"),
        ("投诉率", "<=", "3"),
        ("覆盖率", ">=", "95"),
        ("培训", "=", "8000"),
    ]
