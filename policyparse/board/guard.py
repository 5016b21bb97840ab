"""What every request passes before any page sees it: host names, origins, read only, sizes; and the headers of every answer.

- *DNS rebinding*: a page of another site whose name suddenly means this machine is told by its ``Host``, so only the names
  that the board was started with are answered. An address that is a number cannot be such a name.
- *Cross-site requests*: a method that may change something comes from a page of the board itself, by ``Sec-Fetch-Site`` where
  the browser sends it (to this machine and by https), else by ``Origin`` (plain http to another machine).
- *What is printed is hostile text*: no script, style, picture or request but the board's own (Content Security Policy 3).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = frozenset({"GET", "HEAD"})
"""Methods that change nothing (RFC 9110, 9.2.1); OPTIONS and TRACE are not spoken here."""
LARGEST = 32 << 20
"""Bytes of a request: a zip of many units' workbooks is among them."""
HERE = frozenset({"localhost", "127.0.0.1", "::1"})

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::\d{1,5})?")

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    # no-referrer would make browsers send ``Origin: null`` with the board's own forms (Fetch, 3.1); like this nothing goes to
    # others either. A page whose address holds a key says no-referrer itself.
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names by which the board is called; ``numbers`` says that any address in numbers is one."""

    names: frozenset[str]
    numbers: bool = False

    @classmethod
    def of(cls, host: str, more: Iterable[str] = ()) -> Hosts:
        """Those of a board that binds to ``host``; bound to every address of the machine it goes by all of them, and its name."""
        everywhere = host in {"", "0.0.0.0", "::"}
        own = {socket.gethostname().lower()} if everywhere else {host.lower()}
        return cls(HERE | own | {name.lower() for name in more}, everywhere)

    def know(self, header: str) -> bool:
        """Whether the header ``Host`` names the board."""
        found = _HOST.fullmatch(header.lower())
        name = (found[1] or found[2]) if found else ""
        return name in self.names or (self.numbers and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """The application behind its checks."""

    def __init__(self, app: ASGIApp, hosts: Hosts, read_only: bool = False) -> None:
        self.app = app
        self.hosts = hosts
        self.read_only = read_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what may not be, and hand on the rest."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        refused = self._refused(scope["method"], Headers(scope=scope), scope["scheme"])
        if refused:
            status, why = refused
            await PlainTextResponse(why, status)(scope, receive, _with_headers(send))
        else:
            await self.app(scope, receive, _with_headers(send))

    def _refused(self, method: str, headers: Headers, scheme: str) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not self.hosts.know(host):
            return 421, "这个地址不是本看板的地址。用主机名访问请在启动时写 --name 主机名。"
        if method in SAFE:
            return None
        if self.read_only:
            return 403, "看板以只读方式启动，不能修改。"
        if not _same_origin(headers, f"{scheme}://{host}"):
            return 403, "这个请求不是从看板自己的页面发出的，没有执行。"
        size = headers.get("content-length", "")
        if not size.isdecimal():
            return 411, "请求没有写明大小。"
        return (413, f"一次最多提交 {LARGEST >> 20} MB。") if int(size) > LARGEST else None


def _same_origin(headers: Headers, own: str) -> bool:
    """Whether a page of the board sent the request. A browser says so in one header or the other; who says nothing is none."""
    site = headers.get("sec-fetch-site")
    return site == "same-origin" if site is not None else headers.get("origin") == own


def _with_headers(send: Send) -> Send:
    """The answer with the headers that it does not set itself."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent
