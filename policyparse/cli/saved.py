"""What a person keeps in their configuration folder (or $POLICYPARSE_CONFIG): filters, and lamp schemes of their own.

Filters have a name: ``tasks … --save 本月``, then ``tasks --saved 本月`` and ``export --saved 本月``. They are kept as the
words that were typed, so that 教育局 means whatever it means in the tracker that is asked.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from policyparse.cli.tables import say, table
from policyparse.errors import PolicyparseError, UsageError, malformed, why
from policyparse.output import save as write

Words = dict[str, str | bool | None]
"""The conditions of a call by the names of their options, as typed."""


def filters(
    remove: Annotated[str | None, typer.Option("--remove", metavar="名称", help="删除这个筛选。")] = None,
) -> None:
    """List the kept filters, or remove one."""
    kept = load()
    if remove:
        if remove not in kept:
            raise UsageError(unknown(remove, kept))
        _store({name: words for name, words in kept.items() if name != remove})
        say(f"已删除筛选“{remove}”。")
    elif kept:
        table(("名称", "条件"), [(name, told(words)) for name, words in kept.items()])
    else:
        say("还没有保存过筛选。用 policyparse tasks … --save 名称 保存。", err=True)


def keep(name: str, words: Words) -> None:
    """Keep the conditions of a call under the name; an older filter of that name gives way."""
    given: Words = {option: value for option, value in words.items() if value}
    if not given:
        raise UsageError("没有条件可以保存，请同时写 --unit、--state 等条件。")
    _store({**load(), name: given})


def merged(name: str | None, words: Words) -> Words:
    """The conditions of the call, and of the kept filter those that the call does not name itself."""
    if name is None:
        return words
    kept = load()
    if name not in kept:
        raise UsageError(unknown(name, kept))
    return {**words, **kept[name], **{option: value for option, value in words.items() if value}}


def unknown(name: str, kept: dict[str, Words]) -> str:
    """The message for a name that no filter has."""
    return f"没有名为“{name}”的筛选。" + (f"已保存的有：{'、'.join(kept)}。" if kept else "")


def told(words: Words) -> str:
    """The conditions as they are typed: --unit 教育局 --overdue."""
    options = ((f"--{option.replace('_', '-')}", value) for option, value in words.items())
    return " ".join(name if value is True else f"{name} {value}" for name, value in options)


def load() -> dict[str, Words]:
    """The kept filters by name. Raises PolicyparseError where the file is damaged."""
    path = _path()
    if not path.exists():
        return {}
    try:
        kept: dict[str, Words] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PolicyparseError(f"读不了筛选文件“{path}”，可以改正或删除它：{_reason(error)}") from error
    return kept


def _store(kept: dict[str, Words]) -> None:
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, json.dumps(kept, ensure_ascii=False, indent=2).encode(), force=True)


def _reason(error: OSError | ValueError) -> str:
    return why(error) if isinstance(error, OSError) else malformed(error)


def folder() -> Path:
    """The user's configuration folder, $POLICYPARSE_CONFIG where that is set."""
    import platformdirs

    return Path(os.environ.get("POLICYPARSE_CONFIG") or platformdirs.user_config_path("policyparse"))


def own_lamps() -> Mapping[str, Any]:
    """The user's own lamp schemes, where there are any. Raises UsageError for a damaged file."""
    path = folder() / "lamps.toml"
    if not path.exists():
        return {}
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"读不了灯色文件“{path}”，可以改正或删除它：{_reason(error)}") from error


def _path() -> Path:
    return folder() / "filters.json"


COMMANDS = {"filters": filters}
