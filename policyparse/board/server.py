"""The board as a process: a socket, the login link in the terminal, and uvicorn until somebody ends it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from policyparse.board.app import create_app
from policyparse.board.desk import Desk, Saved, Words
from policyparse.board.guard import HERE, Hosts
from policyparse.board.keys import Keys
from policyparse.bulletin.lamps import Scheme
from policyparse.errors import UsageError, why
from policyparse.ledger import Filter
from policyparse.tracker import Tracker

READABLE = "注意：{host} 不只本机能访问，http 不加密，同一网络里的人能看到传送的内容。只在可信的内网里用，或在前面加 https。"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the board is: the address and port that it binds to (0: any port that is free), other names that it goes by."""

    host: str
    port: int
    names: tuple[str, ...] = ()


def run(
    tracker: Tracker,
    place: Place,
    *,
    scheme: Scheme,
    by: str,
    read_only: bool,
    filters: Callable[[], Saved],
    choose: Callable[[Words], Filter],
    say: Callable[[str], None],
) -> None:
    """Serve the board of a tracker until the process is interrupted. Raises UsageError where the address is taken."""
    tracker.documents()  # a tracker that cannot be opened is told here, and not by the first page
    with bound(place) as listening:
        port = listening.getsockname()[1]
        url = f"http://{_shown(place.host)}:{port}"

        def told(key: str) -> None:
            say(f"登录链接（只能用一次）：{url}/login/{key}")

        if place.host not in HERE:
            say(READABLE.format(host=place.host))
        desk = Desk(
            tracker,
            Keys(told),
            scheme,
            by,
            read_only,
            filters=filters,
            choose=choose,
            cookie=f"policyparse-{port}",
        )
        say("在浏览器里打开上面的链接；按 Ctrl+C 结束。")
        app = create_app(desk, Hosts.of(place.host, place.names))
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            proxy_headers=False,
        )
        uvicorn.Server(config).run(sockets=[listening])


def bound(place: Place) -> socket.socket:
    """A socket that listens at the place. Raises UsageError."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((place.host, place.port))
        made.listen()  # whoever opens the link before the server is up waits for it
    except (socket.gaierror, TypeError, UnicodeError) as error:  # no name of a machine: no fault of ours
        made.close()
        raise UsageError(f"不能在 {place.host}:{place.port} 打开看板：没有这个地址。") from error
    except OSError as error:
        made.close()
        raise UsageError(
            f"不能在 {place.host}:{place.port} 打开看板：{why(error)}。换一个端口用 --port。"
        ) from error
    return made


def _shown(host: str) -> str:
    """The host as it stands in an address; a board on all addresses is opened on this machine by the first of them."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    return f"[{name}]" if ":" in name else name
