"""What a site prints round a text changes nothing of what the text says, and what a text says is not taken for a site's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policyparse import pipeline, schema
from policyparse.lexicon import sites
from policyparse.model import Line, Scan

PLAN = (
    "关于开展冬季清洁取暖专项行动的实施方案\n各镇人民政府、街道办事处：\n为做好清洁取暖工作，制定本方案。\n"
    "一、重点任务\n1.压实责任。各镇要建立台账，10月底前完成摸排。\n2.加快改造。由县住建局牵头，县发改局配合，完成改造3000户。\n"
    "二、工作要求\n加强组织领导，强化宣传引导。\n"
)
SIGNED = PLAN + "云泽县人民政府\n2024年9月10日\n"

BELOW = [
    "打印本页 关闭窗口",
    "【打印】【关闭】【返回顶部】",
    "打印 | 关闭",
    "分享到： 微信 微博 QQ空间",
    "上一篇：关于公布2024年考核结果的通知",
    "下一条：县长调研春耕生产",
    "附件下载",
    "1.任务分工表.docx",
    "相关政策解读",
    "政策解读：《2025年重点工作任务分工》解读",
    "编辑：林某 来源：县政府办",
    "责任编辑 林某",
    "录入：林某某 审核：周某某",
    "发布时间：2025-03-01 10:20:30",
    "公开日期：2025-03-01",
    "浏览次数： 123 次",
    "主题词：工作 分工 通知",
    "有效性：有效",
    "我要纠错",
    "加入收藏 设为首页",
    "关于我们 | 网站声明 | 联系方式",
    "无障碍浏览 长者模式",
    "您访问的链接即将离开“云泽县人民政府门户网站”，是否继续？",
    "微信里点“发现”，扫一下二维码便可将本文分享至朋友圈。",
    "本文网址：https://www.yunze.example/art/1.html",
    "阅读 100+",
    "©2025 云泽县人民政府",
    "——结束——",
]

ABOVE = [
    "您现在的位置是：网站首页 > 政策",
    "2025-03-02 10:20 来源：县政府办公室",
    "2025年03月02日 10:20 来源：云泽县人民政府办公室 【字体：大 中 小】",
    "索引号 000014349/2025-00012 主题分类 综合政务",
    "名\u3000\u3000称：2025年重点工作",
    "体裁分类：通知",
    "大 中 小",
    "网站首页 政务公开 政务服务 互动交流 走进云泽",
    "繁体版 | English | 无障碍",
    "今天是2025年3月1日 星期六",
    "云泽县人民政府门户网站",
    "通知公告",
    "搜索",
    "听全文",
]

TEXT = [
    "政务公开",
    "来源：中央预算内投资",
    "名称：老旧小区改造工程",
    "公开时间：2025年6月",
    "技术支持：县农技中心",
    "审核：现场核查材料",
    "推动政务公开标准化，打印办事指南",
    "主办单位：县教育局 承办单位：县体育中心",
    "2025-03-02",
    "打印机、复印机集中采购",
    "发布时间：6月底前",
    "上传时间：每月5日前",
    "扫描归档存入档案室并由专人保管",
]

ITEMS = [
    "3.引导职工关注“云泽工会”公众号",
    "3.作品版权归县总工会所有",
    "3.为职工开通工会会员卡，7月底前发放1000张。",
    "3.升级会员服务平台",
]


def said(text: str) -> list[Any]:
    """The documents of the parse, without where a fact stands."""
    lines = tuple(Line(text=line) for line in text.splitlines())
    parsed = json.loads(schema.dumps(pipeline.read(Scan("a.txt", "txt", "0" * 64, lines))))
    return [
        _bare({k: v for k, v in d.items() if k not in {"accounts", "dropped"}}) for d in parsed["documents"]
    ]


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if k not in {"quote", "start", "end", "page"}}
    return [_bare(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize("line", BELOW)
def test_a_line_of_a_site_below_a_text_is_none_of_its_words(line: str) -> None:
    for text in (PLAN, SIGNED):
        assert said(text + line + "\n") == said(text)


@pytest.mark.parametrize("line", ABOVE)
def test_a_line_of_a_site_over_a_title_is_none_of_it(line: str) -> None:
    keys = ("title", "issuer", "genre", "year", "tasks")
    ours, plain = said(line + "\n" + SIGNED), said(SIGNED)
    assert [{k: d[k] for k in keys} for d in ours] == [{k: d[k] for k in keys} for d in plain]


@pytest.mark.parametrize("line", TEXT)
def test_what_a_text_may_say_is_not_taken_for_a_site(line: str) -> None:
    assert not sites.told(line) & {"tool", "site", "label", "file"}


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_is_no_word_of_a_site(item: str) -> None:
    (plan,) = said(PLAN.replace("二、工作要求", f"{item}\n二、工作要求"))
    assert [t["number"] for t in plan["tasks"]][:3] == ["1.", "2.", "3."]


@pytest.mark.parametrize("label", ["发布时间：9月底前", "上传时间：9月底前"])
def test_when_something_is_to_be_published_is_a_time_of_its_task(label: str) -> None:
    (plan,) = said(SIGNED.replace("二、工作要求", f"3.公布目录。\n{label}\n二、工作要求"))
    assert [d["due"] for d in plan["tasks"][2]["deadlines"]] == ["2024-09-30"]


def test_the_label_of_a_card_is_none_of_the_title() -> None:
    (plan,) = said(
        "标 题：云泽县人民政府办公室关于印发2025年重点工作任务分工的通知\n一、抓好春耕。（县农业农村局负责）\n二、抓好防汛。（县水利局负责）\n"
    )
    assert plan["issuer"] == "云泽县人民政府办公室"
    assert plan["title"].startswith(("云泽县", "2025年"))
