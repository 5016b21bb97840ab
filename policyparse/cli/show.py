"""``policyparse show`` and ``explain``: one task, with the words and page of each fact, or the rule that read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import typer

from policyparse import lexicon
from policyparse.cli import options
from policyparse.cli.tables import facts, say, table
from policyparse.exports.columns import COLUMNS, KINDS, as_text
from policyparse.ledger import Change, Evidence, TrackedTask
from policyparse.ledger.corrections import DECISION
from policyparse.ledger.due import target_due
from policyparse.ledger.entries import FIELDS
from policyparse.ledger.warned import holding
from policyparse.ledger.words import (
    BASES,
    PRESUMED,
    ROLES,
    TARGET_KINDS,
    date_words,
    deadline_words,
    entry_words,
    field_words,
    lines_of,
    milestone_words,
    number_words,
    standing_words,
    told_target,
)
from policyparse.model import Document, Mention

HEAD = ("document", "doc_number", "path", "number", "page", "points")
PROGRESS = (
    *(f for f in FIELDS if f != "state"),
    "started",
    "finished",
    "review",
    "review_reason",
    "updated_at",
    "updated_by",
)
Fact = tuple[str, str, Mention[Any]]


def show(
    task: options.TaskNumber,
    page: Annotated[
        Path | None,
        typer.Option(
            "--page",
            metavar="文件",
            help="写出标出各个事实的原件页面（.png；跨页时每页一个文件），没有页面的文件写成标出事实的原文（.html）。",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖。")] = False,
    db: options.Db = None,
) -> None:
    """Print all of a task, each fact with the words and the page that it was read from; or write its page, the facts marked."""
    if page is not None:
        from policyparse.cli.page import write

        with options.open_tracker(db) as tracker:
            for made in write(tracker, options.number(task, "任务号"), page, force=force):
                say(f"已写入 {made}。")
        return
    tracked, document, log = _find(task, db)
    say(f"任务 {tracked.id}　{tracked.title}　【{KINDS[tracked.kind]}】")
    facts((header, words.replace("\n", " → ")) for header, words in _columns(tracked, HEAD))
    say("工作内容")
    facts([("", tracked.text)])
    for label, rows in _by_label(tracked, log).items():
        say(label)
        facts([("", f"{text}{_source(mention, document, text)}") for text, mention in rows])
    if warnings := holding(tracked):
        say("风险提示")
        facts([("", warning.message) for warning in warnings])
    say(
        f"进展　{tracked.progress.state}"
        + (f"，逾期 {tracked.overdue_days} 天" if tracked.overdue_days else "")
    )
    facts(_columns(tracked, PROGRESS))
    if tracked.standings:
        say("各单位填报")
        facts([(f"{s.name}（{ROLES[s.role]}，{s.period}）", standing_words(s)) for s in tracked.standings])
    for group, members in tracked.members:
        say(f"成员单位　{group}")
        facts([("", "、".join(one.name for one in members))])
    if tracked.evidence:
        say("佐证材料")
        facts([(one.name, _attached(one)) for one in tracked.evidence])


def _attached(one: Evidence) -> str:
    """Of whom and when a file is: 云溪市教育局，2025-06，20 字节，2025年7月1日 赵敏附."""
    size = f"{one.size} 字节" if one.size < 10_000 else f"{one.size / 1_000_000:.1f} MB"
    said = (one.unit, one.period, size, f"{date_words(one.at.date())} {one.by}".strip() + "附")
    return "，".join(filter(None, said))


def explain(task: options.TaskNumber, db: options.Db = None) -> None:
    """Print by which rule each fact of a task was read, how sure the rule is, and its entry in the lexicon."""
    tracked, document, log = _find(task, db)
    say(f"任务 {tracked.id}　{tracked.title}")
    found = list(_facts(tracked, log))
    table(
        ("事实", "内容", "规则", "可信度", "依据"),
        [
            (
                label,
                text,
                m.rule,
                f"{m.confidence:.0%}",
                _source(m, document, "").strip() or _by_hand(label, m, log) or "由规则得出，无原文",
            )
            for label, text, m in found
        ],
    )
    entries = {m.rule: entry for _, _, m in found if (entry := _entry(m.rule))}
    for rule, entry in entries.items():
        say(f"词条 {rule}")
        facts((("写法", entry.source), ("例", "；".join(entry.examples))))


def _find(task: str, db: str | None) -> tuple[TrackedTask, Document, tuple[Change, ...]]:
    """The task, the text that it was read from, and its log."""
    number = options.number(task, "任务号")
    with options.open_reader(db) as tracker:
        found = tracker.task(number, today=date.today())
        return found, tracker.load(found.document.id).document, tracker.history(number)


def _columns(task: TrackedTask, ids: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The columns of a task that say something; the present values (目标现值) with their units."""
    for id_ in ids:
        words = _presents(task) if id_ == "presents" else as_text(COLUMNS[id_].value(task, 1))
        yield COLUMNS[id_].header, words


def _presents(task: TrackedTask) -> str:
    """The targets of which a present value is known, with it: 道路：3条."""
    known = zip((m.value for m in task.targets), task.presents, strict=False)  # none: no values
    return lines_of(f"{t.metric}：{number_words(now)}{t.unit or ''}" for t, now in known if now is not None)


def _facts(task: TrackedTask, log: Sequence[Change]) -> Iterator[Fact]:
    for unit in sorted(task.units, key=lambda u: u.value.role):  # lead before support
        label = f"{ROLES[unit.value.role]}单位"
        basis = _by_hand(label, unit, log) or BASES[unit.value.basis]
        presumed = PRESUMED if unit.value.basis == "issuer" else ""
        yield label, f"{unit.value.name}（{basis}）{presumed}", unit
    for target in task.targets:
        label = TARGET_KINDS[target.value.kind]
        day = target_due(task, target) if target.value.due else None
        due = f"，{date_words(day)}前" if day else ""
        yield label, f"{told_target(target)}{due}{_bracket(_by_hand(label, target, log))}", target
    for deadline in task.deadlines:
        yield (
            "完成时限",
            f"{deadline_words(deadline)}{_bracket(_by_hand('完成时限', deadline, log))}",
            deadline,
        )
    for action in task.actions:
        yield "具体举措", action.value, action
    for stage in task.milestones:
        label = COLUMNS["milestones"].header
        yield label, f"{milestone_words(stage)}{_bracket(_by_hand(label, stage, log))}", stage
    for entry in task.entries:
        yield COLUMNS["entries"].header, entry_words(entry), entry
    for field in task.fields:
        yield COLUMNS["fields"].header, field_words(field), field


_DECIDED = {
    **dict.fromkeys((f"{role}单位" for role in ROLES.values()), "units"),
    **dict.fromkeys(TARGET_KINDS.values(), "targets"),
    "完成时限": "deadlines",
    COLUMNS["milestones"].header: "milestones",
}
"""The facts that a person corrects or confirms, by their label, with the field of the log."""


_NO_CORRECTIONS = ("add", "update")
"""Commands that touch a fact of a person's and are not whose it is: a new issue gives it another place in the text."""


def _bracket(words: str) -> str:
    return f"（{words}）" if words else ""


def _by_hand(label: str, mention: Mention[Any], log: Sequence[Change]) -> str:
    """人工更正（张三，2025年6月1日） of what a person entered, 人工确认（…） of what one found right; "" of what was only read."""
    if label not in _DECIDED:
        return ""
    field = _DECIDED[label]
    entered = mention.rule == DECISION
    others = {"confirm", *_NO_CORRECTIONS}
    stands = _standing(c for c in log if c.field == field)
    made = [c for c in stands if (c.verb not in others if entered else c.verb == "confirm")]
    if mention.confidence < 1 or not (entered or made):
        return ""
    name = "人工更正" if entered else "人工确认"
    return f"{name}（{made[-1].by or '未记名'}，{date_words(made[-1].at.date())}）" if made else name


def _standing(changes: Iterable[Change]) -> list[Change]:
    """The changes of one field that were not taken back: what came later is taken back first."""
    stands: list[Change] = []
    for change in changes:
        if change.verb != "undo":
            stands.append(change)
        elif stands:
            stands.pop()
    return stands


def _by_label(task: TrackedTask, log: Sequence[Change]) -> dict[str, list[tuple[str, Mention[Any]]]]:
    grouped: dict[str, list[tuple[str, Mention[Any]]]] = {}
    for label, text, mention in _facts(task, log):
        grouped.setdefault(label, []).append((text, mention))
    return grouped


def _source(mention: Mention[Any], document: Document, said: str) -> str:
    """The page and the words: 　←第3页“市教育局”; the page alone where ``said`` are the very words.

    Nothing where the fact follows from a rule and not from words.
    """
    if not mention.surface:
        return ""
    page = document.page(mention.span) if mention.span else None
    words = "" if mention.surface.rstrip("。；;") == said else f"“{mention.surface}”"
    return f"　←{f'第{page}页' if page else '原文'}{words}"


def _entry(rule: str) -> lexicon.Entry | None:
    """The lexicon entry of that id, where a rule is one."""
    for file in sorted(files(lexicon).joinpath("data").iterdir(), key=lambda f: f.name):
        name = file.name.removesuffix(".toml")
        if file.name.endswith(".toml") and "entry" in lexicon.data(name):
            for entry in lexicon.entries(name):
                if entry.id == rule:
                    return entry
    return None


COMMANDS = {"show": show, "explain": explain}
