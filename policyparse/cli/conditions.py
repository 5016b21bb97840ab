"""The conditions by which commands choose tasks: the same options in each, and what they mean, in one place."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from policyparse.cli import options, saved
from policyparse.ledger import Filter

NoLead = Annotated[bool, typer.Option("--no-lead", help="只看没有牵头单位（待明确）的。")]
Presumed = Annotated[bool, typer.Option("--presumed", help="只看牵头单位或时限是推定的。")]
Leader = Annotated[
    str | None, typer.Option("--leader", metavar="领导", help="只看文件写明由这位领导负责的：张副市长。")
]

CONDITIONS: dict[str, tuple[Any, str | bool | None]] = {
    "unit": (options.Unit, None),
    "role": (options.RoleName, None),
    "document": (options.DocumentNumber, None),
    "state": (options.StateName, None),
    "due_before": (options.DueBefore, None),
    "overdue": (options.Overdue, False),
    "no_lead": (NoLead, False),
    "presumed": (Presumed, False),
    "leader": (Leader, None),
    "search": (options.Search, None),
}
"""Each option by its name, with its type for Typer and what it is where it is not given."""


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of CONDITIONS and ``--saved`` in place of its parameter ``asked``.

    ``asked`` receives the conditions as typed, those of a saved filter among them; ``condition`` reads them.
    """
    # get_type_hints of Python 3.10 makes Optional[Annotated[…]] of what is None by default, which Typer does not see through
    given = list(inspect.signature(command, eval_str=True).parameters.values())
    at = next(i for i, parameter in enumerate(given) if parameter.name == "asked")
    named = {**CONDITIONS, "kept": (options.Saved, None)}
    own = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for name, (kind, default) in named.items()
    ]
    whole = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in given]
    whole[at : at + 1] = own

    @wraps(command)
    def asking(**told: Any) -> None:
        words = {name: told.pop(name) for name in CONDITIONS}
        command(asked=saved.merged(told.pop("kept"), words), **told)

    asking.__signature__ = inspect.Signature(whole)  # type: ignore[attr-defined]
    asking.__annotations__ = {p.name: p.annotation for p in whole}
    del asking.__wrapped__  # Typer would read the options of the command itself
    return asking


def condition(asked: saved.Words) -> Filter:
    """The filter that the words of a call mean. Raises UsageError for a value that no one can read."""
    given = {name: str(value) for name, value in asked.items() if value}
    return Filter(
        unit=given.get("unit"),
        role=options.role(given["role"]) if "role" in given else None,
        document=options.number(given["document"], "文件编号") if "document" in given else None,
        state=options.states(given["state"]) if "state" in given else None,
        due_before=options.day(given["due_before"]) if "due_before" in given else None,
        overdue="overdue" in given,
        no_lead="no_lead" in given,
        presumed="presumed" in given,
        leader=given.get("leader"),
        search=given.get("search"),
    )
