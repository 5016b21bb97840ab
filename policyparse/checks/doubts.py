"""How sure a fact is: every fact belongs to a class, and of each class the share that is right has been measured.

The shares are in ``lexicon/data/confidence.toml``, written by ``python -m benchmarks.confidence`` from documents with
gold. A fact is sure where at least 99 in 100 of its class are right; the others are what ``review`` shows.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TypeVar

from policyparse import lexicon
from policyparse.extract.organs import names
from policyparse.model import Deadline, Mention, Policy, Target, Task, Unit

V = TypeVar("V")

SURE = 0.99
"""From this share of right facts on a class counts as sure."""

REASONS: dict[str, str] = {
    "unit.no-lead": "文中没有写明牵头单位",
    "unit.issuer": "文中没有写明责任单位，按发文机关牵头处理",
    "unit.prose": "责任单位是从正文语句中读出的，不是列出的名单",
    "unit.odd-name": "单位名称少见，可能断错或多字少字",
    "unit.order": "名单没有写明牵头，按第一个单位牵头处理",
    "unit.convention": "按文件声明的规则确定牵头、配合",
    "unit.explicit": "名单照文中读出，请核对断句、简称和牵头配合",
    "target.odd-metric": "指标名称过短或过长，可能没有读全",
    "target.score": "评分标准，请核对",
    "goal": "数量目标，请核对是否承诺以及指标名称、口径",
    "standard": "可能是政策标准（补助、时限、条件），不是要达到的目标",
    "deadline.by": "日期照文中读出，请核对年份和所指事项",
    "deadline.presumed": "文中没有写明时限，按年度文件推定为当年年底",
    "deadline.unread": "时限没有读出日期，按原文保留",
    "deadline.recurring": "可能只是周期性的说法，不是要求",
    "deadline.ongoing": "长期任务，没有完成时限，请核对",
    "deadline.period": "起止期间，请核对起止日期",
}
"""Why a fact of a class may be wrong, for the person who reviews it; a target's class is the id of the rule that took it
(``docs/targets.md``), and ``goal`` and ``standard`` speak for all of theirs.
"""

# how the name of an organ or a class of them ends; a name that does not may be a person or a slip; 例：市教育局、各镇（街道）
_ORGAN = re.compile(
    r"(?:[局委办厅部院会署行社处科室股庭组队站所校台厂公司心府区县市旗州镇乡村街联团馆]|街道|专班|单位|部门|机构|学院|大学|医院|企业|银行|各地|办公室|分局|海关|地方|地区|组织|总支)[）)〕]?$"
)
# a class of places or offices in two characters, which is a name as it stands; 例：各区
_EACH = re.compile("各[省市州盟区县旗镇乡村校地处科]")

# offices of a school or a company that two characters name; 例：工会
_BRIEF = lexicon.by_id("bodies")["brief"].pattern


def reason(kind: str) -> str:
    """Why a fact of the class ``kind`` may be wrong; "" for a class that nothing is known of."""
    return REASONS.get(of_one_reason(kind), "")


def of_one_reason(kind: str) -> str:
    """The name of all the classes that are doubtful for the same reason as ``kind``: the rules of goals are one to a reader."""
    return kind if kind in REASONS else kind.split(".", maxsplit=1)[0]


def unit(mention: Mention[Unit]) -> str:
    """The class of a unit."""
    value = mention.value
    short = len(value.name) < 3 and not _EACH.fullmatch(value.name) and not _BRIEF.search(value.name)
    odd = short or (not names.is_known(value.name) and not _ORGAN.search(value.name))
    return "unit.odd-name" if odd and value.basis != "issuer" else f"unit.{value.basis}"


def target(mention: Mention[Target]) -> str:
    """The class of a target: the rule that took it, or that its metric is odd."""
    value = mention.value
    if value.kind == "goal" and not 2 <= len(value.metric) <= 25:
        return "target.odd-metric"
    return mention.rule


def deadline(mention: Mention[Deadline]) -> str:
    """The class of a deadline."""
    value = mention.value
    if value.basis == "document-year":
        return "deadline.presumed"
    unread = value.kind in {"by", "period"} and not (value.due or value.start)
    return "deadline.unread" if unread else f"deadline.{value.kind}"


@cache
def confidence(kind: str) -> float:
    """The share of right facts of a class, by Laplace's rule of succession: (right + 1) / (seen + 2)."""
    right, seen = lexicon.data("confidence").get(kind, (0, 0))
    return round(float(right + 1) / float(seen + 2), 4)


def weigh(policy: Policy) -> Policy:
    """The policy with the confidence of every unit, target and deadline filled in.

    A presumed deadline (basis document-year) was not read and is never sure.
    """
    goals = tuple(replace(g, confidence=confidence(target(g))) for g in policy.goals)
    return replace(policy, goals=goals, tasks=tuple(_weigh(task) for task in policy.tasks))


def _weigh(task: Task) -> Task:
    return replace(
        task,
        units=tuple(_sure(u, confidence(unit(u))) for u in task.units),
        targets=tuple(_sure(t, confidence(target(t))) for t in task.targets),
        deadlines=tuple(_sure(d, min(d.confidence, confidence(deadline(d)))) for d in task.deadlines),
    )


def _sure(mention: Mention[V], share: float) -> Mention[V]:
    return Mention(mention.span, mention.surface, mention.value, mention.rule, share)
