"""Help and usage errors in Chinese: Typer's own are English, and differ from version to version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from policyparse import output
from policyparse.cli import plain
from policyparse.cli.tables import pad, width, window, wrap

# Typer's own options have no Chinese help of their own.
OWN_HELP = {
    "help": "显示本帮助。",
    "install_completion": "为当前的命令行外壳安装自动补全。",
    "show_completion": "显示自动补全的脚本，可自行安装。",
}
# Since 0.26 Typer carries its own copy of click, so the class is reached through the one that Typer exports.
ClickUsageError: type[Exception] = typer.BadParameter.__mro__[1]


ALIASES = {
    "入库": "add",
    "更新": "update",
    "文件": "documents",
    "单位": "units",
    "任务": "tasks",
    "显示": "show",
    "说明": "explain",
    "清点": "audit",
    "核对": "review",
    "认可": "accept",
    "更正": "edit",
    "补录": "add-task",
    "删除": "drop",
    "拆分": "split",
    "合并": "merge",
    "冲突": "conflicts",
    "处理冲突": "resolve",
    "恢复": "restore",
    "进展": "progress",
    "申请办结": "apply",
    "审核": "close",
    "历史": "history",
    "撤销": "undo",
    "报送": "reporting",
    "导出": "export",
    "导入": "import",
    "取回": "import",
    "临期": "due",
    "通报": "report",
    "问题": "problems",
    "催办": "remind",
    "佐证": "evidence",
    "看板": "serve",
    "筛选": "filters",
    "移出": "remove",
    "备份": "backup",
    "检查": "check",
    "升级": "upgrade",
    "解析": "parse",
    "演示": "demo",
}
"""Chinese words for the commands."""
HELP = ("help", "帮助")


PROSE = {"text", "note", "problem", "next_step", "coordinate", "reason", "sent_back"}
"""The options whose words may fill several lines; all others name something."""
PLACE = "db"
"""The option that says where the tracker is: a path is any bytes, and is not stored."""


class Unfit(typer.BadParameter):
    """A value that cannot be kept, told in Chinese."""


class Unknown(typer.BadParameter):
    """A command that there is not, told in Chinese."""


class Command(TyperCommand):
    """A command whose help is Chinese, and which takes only words that can be shown again."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the call. Raises Unfit for a value that could be stored but not shown."""
        rest = super().parse_args(ctx, args)
        for param in self.params:
            given = ctx.params.get(param.name)
            for word in given if isinstance(given, (list, tuple)) else [given]:
                wrong = output.unstorable(word, lines=param.name in PROSE) if isinstance(word, str) else None
                if wrong and param.name != PLACE:
                    name = max(param.opts, key=len) if param.param_type_name == "option" else param.metavar
                    raise Unfit(f"{name} 里有{wrong}，请去掉再试", ctx)
        return rest

    def get_params(self, ctx: Any) -> Any:
        return plain.taken(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        return help_text(self, ctx)

    def get_usage(self, ctx: Any) -> str:
        return usage(self, ctx)


class Group(TyperGroup):
    """A group of commands whose help is Chinese, and which are known by Chinese words too."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of the words of a call; ``help 命令`` is its help. Raises Unknown."""
        name, *rest = args
        if name in HELP:
            name, rest = (rest[0], ["--help"]) if rest else ("", [])
        if not name:
            typer.echo(self.get_help(ctx))
            ctx.exit()
        own = ALIASES.get(name, name)
        if self.get_command(ctx, own) is None:
            raise Unknown(f"没有命令 {name}{_perhaps(name, [*self.commands, *ALIASES])}", ctx)
        return super().resolve_command(ctx, [own, *rest])

    def listed(self) -> list[tuple[str, str]]:
        """Each command with what it does, as the help lists them."""
        return [(name, command.help or "") for name, command in self.commands.items()]

    def get_params(self, ctx: Any) -> Any:
        return plain.taken(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        return help_text(self, ctx)

    def get_usage(self, ctx: Any) -> str:
        return usage(self, ctx)


def usage(command: Any, ctx: Any) -> str:
    """用法：policyparse tasks [选项]."""
    names = [_argument(p) for p in command.params if p.param_type_name == "argument"]
    tail = ["命令 …"] if hasattr(command, "commands") else names
    return " ".join([f"用法：{ctx.command_path} [选项]", *tail])


def _argument(param: Any) -> str:
    name = f"{param.metavar or param.name}{'…' if param.nargs != 1 else ''}"
    return name if param.required else f"[{name}]"


def help_text(command: Any, ctx: Any) -> str:
    """The whole help of a command or of the group: usage, what it does, its arguments, options and commands."""
    shown = [p for p in command.get_params(ctx) if not getattr(p, "hidden", False)]
    arguments = [(_argument(p), p.help or "") for p in shown if p.param_type_name == "argument"]
    options = [(_option(p), _option_help(p)) for p in shown if p.param_type_name != "argument"]
    commands = command.listed() if isinstance(command, Group) else []
    blocks = [usage(command, ctx), _about(command)]
    for heading, rows in (("参数", arguments), ("命令", commands), ("选项", options)):
        if rows:
            blocks.append("\n".join([f"{heading}：", *_listed(rows)]))
    return "\n\n".join(blocks)


def _about(command: Any) -> str:
    return "\n".join(f"  {line}" for line in wrap((command.help or "").strip(), window() - 2))


def _option(param: Any) -> str:
    names = ", ".join(sorted(param.opts, key=len))
    return names if getattr(param, "is_flag", False) else f"{names} {param.metavar or '值'}"


def _option_help(param: Any) -> str:
    return OWN_HELP.get(param.name) or param.help or ""


def _listed(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    rows = list(rows)
    room = max(width(name) for name, _ in rows)
    for name, text in rows:
        lines = wrap(text, max(window() - room - 4, 30))
        yield f"  {pad(name, room)}  " + ("\n" + " " * (room + 4)).join(lines)


def complaint(error: Any) -> str:
    """What was wrong with the words of the call, in Chinese, with the way to the help."""
    ctx = getattr(error, "ctx", None)
    hint = f"\n看用法：{ctx.command_path} --help" if ctx else ""
    return _said(error, ctx) + hint


def _said(error: Any, ctx: Any) -> str:
    name = type(error).__name__
    message = str(error.message)
    if isinstance(error, (Unknown, Unfit)):
        return message
    if name == "NoSuchOption":
        known = [opt for param in ctx.command.get_params(ctx) for opt in param.opts] if ctx else []
        return f"没有选项 {error.option_name}{_perhaps(error.option_name, known)}"
    if name == "MissingParameter":
        return f"缺少{_named(error.param)}"
    if name == "BadOptionUsage":
        return f"选项 {error.option_name} {'后面要写一个值' if 'requires' in message else '不带值'}"
    if found := re.search(r"unexpected extra arguments? ?(?:\(s\) )?\((.*)\)", message):
        return f"多出了参数 {found[1]}"
    return f"{_named(getattr(error, 'param', None))} 的值不对：{_bounds(message)}"


_BOUNDS = (
    (r"(\d+)<=x<=(\d+)", "应是 {} 到 {} 之间的整数"),
    (r"(?:greater than or equal to |x>=)(\d+)", "应是不小于 {} 的整数"),
    (r"(?:less than or equal to |x<=)(\d+)", "应是不大于 {} 的整数"),
    ("integer", "应是整数"),
)
"""What click and its heirs say of a number that does not fit, and what a clerk reads."""


def _bounds(message: str) -> str:
    """A library's words for a value that does not fit in Chinese, where it is known what they mean."""
    found = ((re.search(said, message), told) for said, told in _BOUNDS)
    return next((told.format(*match.groups()) for match, told in found if match), message)


def _named(param: Any) -> str:
    if param is None:
        return "参数"
    if param.param_type_name == "argument":
        return f"参数 {param.metavar or param.name}"
    return f"选项 {max(param.opts, key=len)}"


def _perhaps(typed: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    bare = {name.lstrip("-"): name for name in known}  # else the dashes alone make two options alike
    near = get_close_matches(typed.lstrip("-"), bare)
    return f"（是不是 {'、'.join(bare[name] for name in near)}？）" if near else ""
