"""The board as an application: its routes behind the guard."""

from __future__ import annotations

from http import HTTPStatus

from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from policyparse.board import pages, template
from policyparse.board.desk import Desk
from policyparse.board.guard import Guard, Hosts
from policyparse.board.html import lamp_style
from policyparse.board.view import lamps_of
from policyparse.board.visit import Visit, who

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"
"""An asset's address changes with its content."""


def create_app(desk: Desk, hosts: Hosts) -> ASGIApp:
    """The board of a desk, which answers to the names of ``hosts``."""
    made = Starlette(
        routes=[Route("/static/{name}", _asset), Route("/favicon.ico", _icon), *pages.ROUTES],
        exception_handlers={HTTPException: _told, Exception: _failed},
    )
    made.state.desk = desk
    return Guard(made, hosts, desk.read_only)


def _asset(request: Request) -> Response:
    """A file of ``static/``, or the colours of the lamps."""
    name = request.path_params["name"]
    content = template.assets().get(name)
    kind, keep = TYPES.get(name.rpartition(".")[2]), FOREVER
    if name == "lamps.css":
        keep = "no-cache"  # another scheme has the same address
        content = lamp_style(lamps_of(request.app.state.desk.scheme)).encode()
    if content is None or kind is None:
        return Response("", 404)
    return Response(content, media_type=kind, headers={"cache-control": keep})


def _icon(request: Request) -> Response:
    """What browsers ask for beside an answer that is no page: a picture, a text."""
    return Response(
        template.assets()["icon.svg"], media_type=TYPES["svg"], headers={"cache-control": FOREVER}
    )


def _told(request: Request, error: Exception) -> Response:
    """What cannot be shown or done, as a page."""
    assert isinstance(error, HTTPException)
    desk: Desk = request.app.state.desk
    visit = Visit(request, desk, who(request, desk), FormData())
    words = (
        error.detail
        if error.detail != HTTPStatus(error.status_code).phrase
        else _WORDS.get(error.status_code, "")
    )
    return visit.page("error.html", error.status_code, said=words or "出错了。")


def _failed(request: Request, error: Exception) -> Response:
    """A fault of the program: the terminal has its trace, the page says nothing of what is inside."""
    return PlainTextResponse("看板出错，没有办成。详情见启动看板的终端。", 500)


_WORDS = {404: "没有这一页。", 405: "这个地址不能这样打开。"}
