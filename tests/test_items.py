"""Which items a document has and what their words are: nothing vanishes, and nothing that orders nothing is one."""

from __future__ import annotations

import pytest

from policyparse import pipeline
from policyparse.model import Line, Policy, Scan

HEAD = "云溪市教育局2025年工作要点\n一、重点任务\n"


def policy(text: str) -> Policy:
    """The one document that a text gives, read as a TXT file."""
    lines = tuple(Line(line, page=1) for line in text.split("\n"))
    (only,) = pipeline.read(Scan("任意.txt", "txt", "0" * 64, lines, 1)).documents
    return only


def items(text: str) -> list[tuple[str | None, str, str]]:
    """Number, title and text of each task."""
    return [(t.number, t.title, t.text) for t in policy(text).tasks]


ITEMS = [
    pytest.param(
        "（一）优化流程。压减时限。\n（二）各处室要加强培训。\n（三）各校要求家长参与。",
        [
            ("（一）", "优化流程", "压减时限。"),
            ("（二）", "各处室要加强培训", "各处室要加强培训。"),
            ("（三）", "各校要求家长参与", "各校要求家长参与。"),
        ],
        id="an order to all is an item where it has a number",
    ),
    pytest.param(
        "（一）优化流程。（责任单位：市教育局）各科室要抓好落实。",
        [("（一）", "优化流程", "优化流程。")],
        id="an appeal behind the bracket of units closes",
    ),
    pytest.param(
        "（一）动员部署（2025年5月上旬）。召开会议。\n（二）压减环节（6月底前）\n（三）开展检查（3月1日至4月30日）。",
        [
            ("（一）", "动员部署", "召开会议。"),
            ("（二）", "压减环节", "压减环节"),
            ("（三）", "开展检查", "开展检查。"),
        ],
        id="a bracket that holds only a time is no word of title or text",
    ),
    pytest.param(
        "（一）优化流程，压减时限。\n附件：1.任务清单\n2.联系表\n云溪市教育局\n2025年3月5日",
        [("（一）", "优化流程", "优化流程，压减时限。")],
        id="a list of annexes",
    ),
    pytest.param(
        "（一）优化流程，压减时限。\n附件\n1.任务清单\n2.联系表",
        [("（一）", "优化流程", "优化流程，压减时限。")],
        id="a list of annexes below the word",
    ),
    pytest.param(
        "（一）报送材料，逐校核对。\n联系电话：0199-1234567\n（二）开展检查，逐校登记。",
        [
            ("（一）", "报送材料", "报送材料，逐校核对。\n联系电话：0199-1234567"),
            ("（二）", "开展检查", "开展检查，逐校登记。"),
        ],
        id="a contact line is part of its item",
    ),
    pytest.param(
        "（一）优化流程，压减时限。\n二、附则\n（一）本要点自2025年5月1日起施行，有效期2年。\n（二）本要点由市教育局负责解释。\n抄送：市委办公室，市人大办公室。",
        [("（一）", "优化流程", "优化流程，压减时限。")],
        id="what the document says of itself",
    ),
    pytest.param(
        "（一）优化流程，压减时限。\n二、自2025年5月1日起施行，有效期2年。",
        [("（一）", "优化流程", "优化流程，压减时限。")],
        id="force, without naming the document",
    ),
    pytest.param(
        "（一）优化流程，压减时限。\n二、招生原则\n（一）公平公正。公开透明。\n三、遵循原则\n1.免试入学。",
        [("（一）", "优化流程", "优化流程，压减时限。")],
        id="principles of a matter",
    ),
]


@pytest.mark.parametrize(("body", "want"), ITEMS)
def test_the_items_of_a_text(body: str, want: list[tuple[str | None, str, str]]) -> None:
    assert items(HEAD + body) == want


def test_the_time_of_a_bracket_is_the_deadline() -> None:
    (task,) = policy(HEAD + "（一）动员部署（2025年5月上旬）。召开会议。").tasks
    assert [str(d.value.due) for d in task.deadlines] == ["2025-05-10"]


def leads(text: str) -> list[tuple[str, list[str]]]:
    """Each task's title with its lead units."""
    return [(t.title, [u.value.name for u in t.units if u.value.role == "lead"]) for t in policy(text).tasks]


def test_a_bracket_on_a_line_of_its_own_serves_the_items_above_it_of_which_none_has_one() -> None:
    stage = "（一）动员阶段\n1.召开会议，部署工作。\n2.制定方案，明确责任。\n（责任单位：市公安局）\n"
    assert leads(HEAD + stage) == [("召开会议", ["市公安局"]), ("制定方案", ["市公安局"])]
    own = "（一）动员阶段\n1.召开会议，部署工作。\n（责任单位：市民政局）\n2.制定方案，明确责任。\n（责任单位：市公安局）\n"
    assert leads(HEAD + own) == [("召开会议", ["市民政局"]), ("制定方案", ["市公安局"])]


NOTICE = "各县区：\n现将方案印发给你们，请执行。\n{signed}\n2025年3月5日\n云溪市校园安全实施方案\n一、加强管理。逐校检查。\n"
ISSUERS = [
    ("关于印发《云溪市校园安全实施方案》的通知", "云溪市数据局 云溪市政务服务中心", "云溪市数据局、云溪市政务服务中心"),
    ("云溪市教育局等3部门关于印发《云溪市校园安全实施方案》的通知", "云溪市教育局\n云溪市公安局\n云溪市民政局", "云溪市教育局、云溪市公安局、云溪市民政局"),
    ("云溪市教育局关于印发《云溪市校园安全实施方案》的通知", "云溪市教育局", "云溪市教育局"),
    ("中共云溪市委宣传部 云溪市教育局关于印发《云溪市校园安全实施方案》的通知", "云溪市教育局办公室", "中共云溪市委宣传部、云溪市教育局"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "signed", "issuer"), ISSUERS)
def test_all_who_issue_are_named(title: str, signed: str, issuer: str) -> None:
    found = policy(title + "\n" + NOTICE.format(signed=signed)).issuer
    assert found is not None
    assert found.value == issuer


def test_a_cover_over_many_lines_gives_title_issuer_and_date() -> None:
    cover = "云溪市教育局文件\n关于印发《云溪市中小学\n校园安全专项整治\n实施方案》的通知\n二〇二五年\n三月五日\n各县区：\n现印发给你们。\n"
    found = policy(cover + "云溪市中小学校园安全专项整治实施方案\n一、加强管理。逐校检查。")
    assert found.title and found.title.value == "云溪市中小学校园安全专项整治实施方案"
    assert found.issuer and found.issuer.value == "云溪市教育局"
    assert found.issued_on and str(found.issued_on.value) == "2025-03-05"


def test_a_title_whose_last_line_is_its_genre_begins_at_the_head() -> None:
    found = policy("云溪市中小学\n校园安全专项整治\n实施方案\n一、加强管理。逐校检查。")
    assert found.title and found.title.value == "云溪市中小学校园安全专项整治实施方案"


def test_items_of_one_length_are_no_wrapped_lines() -> None:
    rows = "\n".join(
        f"{i}.改造{w}5座。（牵头单位：市建设局）" for i, w in enumerate(["公厕", "公园", "泵站", "厂房"], 1)
    )
    found = policy("云溪市2025年重点工作任务分工方案\n一、加强民生\n" + rows)
    assert found.title and found.title.value == "云溪市2025年重点工作任务分工方案"
    assert len(found.tasks) == 4
