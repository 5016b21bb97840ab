"""The options that several commands share, and how what a person types becomes a value."""

from __future__ import annotations

import getpass
import re
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from policyparse import values
from policyparse.cli import unshown
from policyparse.cli.tables import say
from policyparse.errors import TrackerError, UsageError
from policyparse.ledger import STATES, State, periods
from policyparse.model import Role

if TYPE_CHECKING:
    from policyparse.asking import Reader
    from policyparse.readers.limits import Limits
    from policyparse.tracker import Tracker
    from policyparse.tracker.database import Database
    from policyparse.tracker.desk import Desk

FORMATS = ("table", "json", "jsonl", "csv")
LISTINGS = ("table", "json")
ROLE_WORDS: dict[str, Role] = {"lead": "lead", "support": "support", "牵头": "lead", "配合": "support"}
SIZE = re.compile(r"(\d{1,12})\s*([KMG]?)B?")


day, number = values.day, values.number

NewUnit = Annotated[
    bool, typer.Option("--new-unit", help="写的是台账里没有、名称库也不认识的新单位，照写的收下。")
]

Db = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="路径或网址",
        help="台账数据库：文件路径或 SQLAlchemy 网址；也可用环境变量 POLICYPARSE_DB。",
    ),
]
Unit = Annotated[
    str | None,
    typer.Option("--unit", metavar="单位", help="只看这个单位的任务，简称、全称都认：卫健委、市卫生健康委。"),
]
RoleName = Annotated[
    str | None,
    typer.Option(
        "--role",
        metavar="lead|support",
        help="lead 只看（--unit 这个单位）牵头的，support 只看配合的。",
        autocompletion=lambda: ["lead", "support"],
    ),
]
WhichDocument = Annotated[
    str, typer.Argument(metavar="文件编号", help="文件编号，见 policyparse documents。")
]
DocumentNumber = Annotated[
    str | None,
    typer.Option("--document", metavar="编号", help="只看这份文件的任务，编号见 policyparse documents。"),
]
StateName = Annotated[
    str | None,
    typer.Option(
        "--state",
        metavar="状态",
        help="只看这种状态，可写几种：未启动、推进中、已完成、已终止。",
        autocompletion=lambda: [*STATES],
    ),
]
DueBefore = Annotated[
    str | None, typer.Option("--due-before", metavar="日期", help="只看在这一天以前到期的，如 2025-06-30。")
]
Overdue = Annotated[bool, typer.Option("--overdue", help="只看逾期未办结的。")]
Search = Annotated[str | None, typer.Option("--search", metavar="文字", help="只看标题或内容里有这些字的。")]
Saved = Annotated[
    str | None, typer.Option("--saved", metavar="名称", help="用保存过的筛选，见 policyparse filters。")
]
Columns = Annotated[
    str | None,
    typer.Option("--columns", metavar="列,列", help="要哪些列，用逗号隔开：序号,重点任务,牵头单位。"),
]
TaskNumber = Annotated[str, typer.Argument(metavar="任务号", help="任务号，见 policyparse tasks。")]
Listing = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="table|json",
        help="table 列表（默认），json 全部内容。",
        autocompletion=lambda: [*LISTINGS],
    ),
]
Lamps = Annotated[
    str | None,
    typer.Option(
        "--lamps",
        metavar="灯色",
        help="红黄绿（默认）、蓝黄红、红橙黄绿蓝，或配置文件夹里 lamps.toml 写的一种。",
    ),
]
Period = Annotated[
    str | None,
    typer.Option("--period", metavar="周期", help=f"报送周期：{periods.FORMS}。"),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="姓名", envvar="POLICYPARSE_BY", help="谁办的，记入历史；不写时用登录名。"),
]
MaxPages = Annotated[
    int | None, typer.Option("--max-pages", metavar="页数", min=1, help="一个文件最多读多少页，默认 2000。")
]
MaxBytes = Annotated[
    str | None,
    typer.Option("--max-bytes", metavar="大小", help="一个文件最多读多大，默认 200M；可写 500M、1G。"),
]
Timeout = Annotated[
    int | None,
    typer.Option(
        "--timeout", metavar="秒", min=1, help="一个文件最多读多少秒，默认 300；要识别扫描页的默认 1800。"
    ),
]


Jobs = Annotated[
    int, typer.Option("--jobs", metavar="个数", min=1, max=64, help="同时读几个文件，默认 1；结果仍按顺序。")
]


def limits(pages: int | None, size: str | None, seconds: int | None) -> Limits:
    """The limits of reading, those not given at their defaults. Raises UsageError for what is no size."""
    from policyparse.readers.limits import Limits as Within

    octet = None if size is None else octets(size)
    given = {"pages": pages, "bytes": octet, "seconds": seconds, "scan_seconds": seconds}
    return Within(**{name: value for name, value in given.items() if value is not None})


def octets(text: str) -> int:
    """2000000, 500K, 200M and 1G as bytes. Raises UsageError."""
    found = SIZE.fullmatch(text.strip().upper())
    if not found or not int(found[1]):
        raise UsageError(f"看不懂大小“{text}”，请写成 200M、1G 这样。")
    return int(found[1]) << {"": 0, "K": 10, "M": 20, "G": 30}[found[2]]


def open_tracker(db: str | None) -> Tracker:
    """The tracker at ``--db``, else at its default place."""
    from policyparse.tracker import Tracker as Store  # loads SQLModel; --help and parse need none of it

    return unshown.watched(Store(db))


def open_reader(db: str | None) -> Reader:
    """The tracker at ``--db`` to ask it; one that is not there yet is made and told, as a path may be mistyped or moved."""
    from policyparse.asking import Reader  # parse and add ask nothing
    from policyparse.asking.source import opened, wanting

    source = opened(db)
    if source:
        return unshown.watched(Reader(source))
    if place := wanting(db):
        say(f"台账 {place} 还没有，已新建一个空的；台账若在别处，请用 --db 写明。", err=True)
    return open_tracker(db)


@contextmanager
def open_desk(db: str | None) -> Iterator[Desk | Database]:
    """Where reports are entered on the tracker at ``--db``."""
    from policyparse.asking.source import opened

    source = opened(db)
    if source is None:
        with open_tracker(db) as tracker:
            yield tracker.database
        return
    from policyparse.tracker.desk import Desk

    with closing(unshown.watched(source)):
        yield Desk(source)


def person(by: str | None) -> str:
    """The name for the log: the one given, else the login name, else ""."""
    if by:
        return by
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def percent(text: str) -> int:
    """60, 60% and ６０％ are 60. Raises UsageError for what is not between 0 and 100."""
    digits = text.strip().rstrip("%％")
    if not values.NUMBER.fullmatch(digits) or int(digits) > 100:
        raise UsageError(f"进度应是 0 到 100 之间的数，不是“{text}”。")
    return int(digits)


def period(text: str) -> str:
    """A period as the tracker names it: 2025-6, 2025年6月 are 2025-06; 2025q2 is 2025Q2. Raises UsageError."""
    try:
        return periods.period(text).name
    except TrackerError as error:
        raise UsageError(f"看不懂报送周期“{text}”，请写成 {periods.FORMS}。") from error


def state(text: str) -> State:
    """One of the four states. Raises UsageError."""
    for known in STATES:
        if text.strip() == known:
            return known
    raise UsageError(f"没有“{text}”这种状态，可选：{'、'.join(STATES)}。")


def states(text: str) -> tuple[State, ...]:
    """One or several of the four states, parted by commas or 、. Raises UsageError."""
    return tuple(state(word) for word in re.split(r"[,，、\s]+", text.strip()) if word)


def role(text: str) -> Role:
    """lead or support, in English or Chinese. Raises UsageError."""
    if text not in ROLE_WORDS:
        raise UsageError(f"--role 只能是 lead（牵头）或 support（配合），不是“{text}”。")
    return ROLE_WORDS[text]


def one_of(text: str, choices: Collection[str], name: str) -> str:
    """The text where it is a choice. Raises UsageError."""
    if text not in choices:
        raise UsageError(f"{name} 没有“{text}”，可选：{'、'.join(choices)}。")
    return text
