"""Texts of a grammar of the genre, right and damaged, through the parser: its laws on each, with counts.

Run ``python -m benchmarks.fuzz [SECONDS] [SEED]`` (60 seconds by default). Each text must be parsed without an exception
and within ``LONGEST`` seconds, each mention must stand where it says, and the JSON must come back the same. What fails is
printed with its seed, and the text is kept beside. Exit code 1 where any did.
"""

# ruff: noqa: E501 (a grammar: one rule a line)

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from policyparse import pipeline, schema
from policyparse.model import Line, Mention, Parsed, Scan

LONGEST = 30.0
"""Seconds for one text, on a machine that does other things too."""

GRAMMAR: dict[str, str] = {
    "text": "<head><body>|<head><body><tail>|<body>|<head><table><body>|<notice><head><body>",
    "notice": "云溪市人民政府办公室关于印发<title>的通知\n云政办发〔2025〕<n>号\n各县（市、区）人民政府，市有关单位：\n现印发给你们，请认真贯彻执行。\n<date>\n",
    "head": "<title>\n|<title>\n（<date>）\n|<title>\n为<verb><thing>，根据《<title>》（南政发〔2024〕<n>号），结合实际，制定本方案。\n|",
    "title": "云溪市2025年<thing>工作要点|临江县<thing>三年行动方案（2024—2026年）|关于<verb><thing>的若干措施|松台县<thing>任务分解表",
    "body": "<section>|<section><section>|<section><section><section>|<items>|<articles>",
    "section": "<h1><items>|<h1><h2><items><h2><items>|<h1><sentence>\n",
    "h1": "一、<phrase>\n|二、<phrase>\n|十三、<phrase>\n|第<n>章　<phrase>\n|<n>.<phrase>（<units>）\n",
    "h2": "（一）<phrase>\n|（二）<phrase>。\n|<n>．<phrase>\n|1）<phrase>\n",
    "articles": "第一条　<sentence>\n第二条　<sentence>\n|第<n>条<sentence><sentence>\n",
    "items": "<item>|<item><item>|<item><item><item><item>|<item><items>",
    "item": "<mark><sentence><units>\n|<mark><phrase>。<sentence><sentence><units>\n|<mark><phrase>：<list>。<units>\n|<sentence>\n",
    "mark": "（一）|（<n>）|<n>.|<n>、|①|1．|第一，|一是|（十<n>）|— |　　|●||",
    "list": "<sentence>；<sentence>|一是<sentence>；二是<sentence>|（1）<sentence>（2）<sentence>",
    "sentence": "<verb><thing>，<goal>。|<when><verb><thing><goal>，<goal>。|<goal>，其中<goal>。|<phrase>，<when>完成。|由<unit>牵头，<unit>配合，<verb><thing>。|对<thing>，<verb><thing>；<goal>。",
    "phrase": "<verb><thing>|<verb><thing>和<thing>|全面<verb><thing>|<thing>提升工程",
    "verb": "加强|推进|建设|完善|开展|新建|落实|提高|优化|压减|整治|培育",
    "thing": "养老服务|托育供给|污水管网|营商环境|义务教育|农村公路|数字政府|规模以上工业|“一网通办”|稳就业|（含乡镇）设施|《云溪市条例》",
    "goal": "<metric><sign><number><measure>|<metric><change><number><measure>|<sign><number><measure>|新增<thing><number><measure>|力争<metric>达到<number><measure>以上|<number>—<number><measure>|",
    "metric": "覆盖率|总量|增速|托位数|PM2.5浓度|办结率|每千人口拥有量|一般公共预算收入|森林覆盖率",
    "sign": "达到|不低于|不超过|≥|控制在|高于|突破|为|降至|约|＜",
    "change": "增长|下降|提高到|翻一番，达|较2020年提高|同比减少|由<number>提高到",
    "number": "<n>|<n>.<n>|<n>万|<n>/<n>|三|十二|两|百分之<n>|<n>,<n>00|１２|上百|○|-<n>|〇|<n><n><n><n><n><n><n>",
    "measure": "%|个|家|‰|个百分点|万元|亿元|公里|人|微克/立方米|/10万|%以上|倍|项以内|",
    "when": "<date>前|2025年<n>月底前|年底前|6月底前|“十四五”末|每季度|长期坚持|<n>月<n>日至<n>月<n>日，|上半年|2025年2月30日前|每年<n>月|",
    "date": "2025年<n>月<n>日|2024年12月31日|二○二五年三月|2025.<n>.<n>|2025-0<n>-1<n>",
    "units": "（责任单位：<names>）|（牵头单位：<unit>；配合单位：<names>）|〔<names>〕|（<names>按职责分工负责）|（<unit>牵头，<names>配合）|责任单位：<names>|||（牵头单位：<names>；完成时限：<when>）",
    "names": "<unit>|<unit>、<unit>|<unit>、<unit>等|<unit>，<unit>、各县（市、区）人民政府|<unit> <unit>|各有关部门",
    "unit": "市教育局|市发改委|市卫健委|市财政局|县民政局|市委组织部|云溪市住房和城乡建设局|市大数据局|市场监管局|<unit>（<unit>）|国网云溪供电公司",
    "table": "序号\t任务\t责任单位\t完成时限\n<row><row>|",
    "row": "<n>\t<phrase>\t<names>\t<when>\n|<n>\t<sentence>\t<unit>\t\n",
    "tail": "附件：1.<title>\n　　　2.<title>\n|\n云溪市人民政府办公室\n<date>\n|（此件公开发布）\n<date>印发\n",
    "n": "1|2|3|5|7|9|10|12|20|95|100|2025",
}  # fmt: skip
RULES = {name: rule.split("|") for name, rule in GRAMMAR.items()}
DAMAGE = (
    "（",
    "）",
    "《",
    "\n",
    "　",
    " ",
    "、",
    "。",
    "\t",
    "\x00",
    "\ud800",
    "O",
    "l",
    "１",
    "〔",
    "—",
    "：",
    "\u200b",
)


def grown(chance: random.Random, name: str = "text", depth: int = 0) -> str:
    """A text of a rule; deep down the first way, which is the shortest."""
    way = RULES[name][0] if depth > 24 else chance.choice(RULES[name])
    parts = way.replace(">", "<").split("<")
    return "".join(grown(chance, part, depth + 1) if at % 2 else part for at, part in enumerate(parts))


def damaged(chance: random.Random, text: str) -> str:
    """The text with signs put in, left out and doubled."""
    signs = list(text)
    for _ in range(chance.choice((0, 0, 1, 3, 10, len(text) // 20))):
        at = chance.randrange(len(signs) + 1)
        signs[at : at + chance.choice((0, 0, 1, 5))] = chance.choice(
            (chance.choice(DAMAGE), "", text[at : at + 9])
        )
    return "".join(signs)


def mentions(found: Any) -> Iterator[Mention[Any]]:
    """Every fact with a place in a policy."""
    for task in found.tasks:
        for name in ("units", "targets", "deadlines", "actions", "milestones", "entries", "fields"):
            yield from getattr(task, name)
    yield from (*found.goals, *found.cites, *found.conventions, *found.reporting)
    yield from filter(None, (found.title, found.issuer, found.doc_number, found.issued_on))


def tried(text: str, counts: Counter[str]) -> None:
    """Parse the text and look at what came of it. Raises AssertionError where a law does not hold."""
    lines = tuple(Line(line) for line in text.split("\n"))
    start = time.process_time()
    parsed = pipeline.read(Scan("甲.txt", "txt", "", lines))
    assert time.process_time() - start < LONGEST, "too long"
    for policy in parsed.documents:
        for one in mentions(policy):
            if one.span is not None:
                assert one.span.of(policy.document.text) == one.surface, (
                    f"{one.surface!r} is not where it says"
                )
                counts["spans"] += 1
        counts["tasks"] += len(policy.tasks)
    again: Parsed = schema.load(schema.dump(parsed))
    assert again == parsed, "the JSON does not come back the same"
    counts["texts"] += 1
    counts["characters"] += len(text)


def main(seconds: float = 60, seed: int = 1) -> int:
    """Try texts for so long; 1 where one failed."""
    counts: Counter[str] = Counter()
    slowest = (0.0, 0)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        chance = random.Random(seed)
        text = damaged(chance, grown(chance))
        start = time.process_time()
        try:
            tried(text, counts)
        except Exception as error:  # whatever it is: it is what is looked for
            counts["failed"] += 1
            Path(f"fuzz-{seed}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
            print(f"seed {seed}: {error!r:.200}", flush=True)
        slowest = max(slowest, (time.process_time() - start, seed))
        seed += 1
    said = ", ".join(
        f"{counts[name]:,} {name}" for name in ("texts", "characters", "tasks", "spans", "failed")
    )
    print(f"{said}; the slowest {slowest[0]:.1f} s (seed {slowest[1]})")
    return int(counts["failed"] > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
