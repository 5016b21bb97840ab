"""``policyparse problems``: what units say stands in the way, and what they ask others for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

import typer

from policyparse.cli import options, saved
from policyparse.cli.ask import as_json
from policyparse.cli.conditions import condition, filtered
from policyparse.cli.tables import say, table
from policyparse.ledger import TrackedTask
from policyparse.ledger.problems import Trouble, troubles

HEAD = ("任务号", "重点任务", "单位", "填报期", "存在问题", "需协调事项", "责任人", "联系方式")


@filtered
def problems(
    asked: saved.Words,
    coordinate: Annotated[bool, typer.Option("--coordinate", help="只看有需协调事项的。")] = False,
    format: options.Listing = "table",
    db: options.Db = None,
) -> None:
    """List the problems and what is to be coordinated, of the open tasks that meet every condition."""
    show = options.one_of(format, options.LISTINGS, "--format")
    wanted = condition(asked)
    with options.open_reader(db) as tracker:
        found = [
            t for t in troubles(tracker.tasks(wanted, today=date.today())) if t.coordinate or not coordinate
        ]
    if show == "json":
        as_json("problems", found)
    elif found:
        table(HEAD, list(_rows(found)))
        say(f"共 {len(found)} 条，其中需协调 {sum(bool(one.coordinate) for one in found)} 条。")
    else:
        say("没有填报存在问题或需协调事项。", err=True)


def _rows(found: Sequence[Trouble]) -> Iterator[tuple[str, ...]]:
    for one in found:
        task: TrackedTask = one.task
        said = (one.problem, one.coordinate, one.person, one.contact)
        yield (str(task.id), task.title, one.unit, one.period, *(text.replace("\n", "；") for text in said))


COMMANDS = {"problems": problems}
