"""``policyparse serve``: the board in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from policyparse.cli import options, saved
from policyparse.cli.conditions import condition
from policyparse.cli.tables import say

HOST, PORT = "127.0.0.1", 8765

Host = Annotated[
    str,
    typer.Option("--host", metavar="地址", help="在哪个网络地址上打开；默认 127.0.0.1，只有本机能看。"),
]
Port = Annotated[
    int, typer.Option("--port", metavar="端口", min=0, max=65535, help="端口，默认 8765；0 是任选一个。")
]


def serve(
    host: Host = HOST,
    port: Port = PORT,
    names: Annotated[
        list[str] | None,
        typer.Option(
            "--name", metavar="主机名", help="别人用哪个主机名打开，可写多次；用 IP 地址打开不用写。"
        ),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="只看，什么都不能改。")] = False,
    lamps: options.Lamps = None,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Open the board in the browser until it is ended."""
    from policyparse.board import server
    from policyparse.bulletin.lamps import DEFAULT, choose

    scheme = choose(lamps or DEFAULT, saved.own_lamps())
    with options.open_tracker(db) as tracker:
        server.run(
            tracker,
            server.Place(host, port, tuple(names or ())),
            scheme=scheme,
            by=options.person(by),
            read_only=read_only,
            filters=saved.load,
            choose=lambda words: condition(dict(words)),
            say=say,
        )


COMMANDS = {"serve": serve}
