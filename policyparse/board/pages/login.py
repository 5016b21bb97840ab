"""``/login/…``: the one-time link from the terminal, traded for the session's cookie."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from policyparse.board.keys import OFFICE
from policyparse.board.visit import SESSION, Visit, page


def enter(visit: Visit) -> Response:
    """Give the cookie for the key, which is good once."""
    if not visit.desk.keys.spend(visit.request.path_params["key"]):
        raise visit.wrong_key("这个登录链接已经用过或不对，请用终端里最新显示的链接。")
    answer = visit.page("enter.html", to="/")
    visit.give(answer, visit.desk.cookie, OFFICE, SESSION)
    return answer


ROUTES = (Route("/login/{key}", page(enter, "anyone")),)
