"""``/login/…``: the one-time link from the terminal, traded for the session's cookie; ``/me``: who is typing there."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import Route

from policyparse.board.keys import OFFICE
from policyparse.board.visit import SESSION, Visit, page
from policyparse.output import unstorable

LONGEST = 30
"""Characters of a name."""
_HERE = re.compile(r"/(?![/\\\\])[^\r\n]*")


def enter(visit: Visit) -> Response:
    """Give the cookie for the key, which is good once."""
    if not visit.desk.keys.spend(visit.request.path_params["key"]):
        raise visit.wrong_key("这个登录链接已经用过或不对，请用终端里最新显示的链接。")
    answer = visit.page("enter.html", to="/")
    visit.give(answer, visit.desk.cookie, OFFICE, SESSION)
    return answer


def ask(visit: Visit, wrong: str = "", status: int = 200) -> Response:
    """The page that asks who is typing: several people of an office share one board."""
    return visit.page(
        "me.html", status, called=visit.typed("name") or visit.by, to=visit.asked("to"), wrong=wrong
    )


def call(visit: Visit) -> Response:
    """From now on this browser's changes stand in the log by the name that was typed."""
    name, to = visit.typed("name"), visit.typed("to")
    if wrong := unstorable(name, lines=False):
        return ask(visit, f"名字里有{wrong}，请去掉再试。", 422)
    if len(name) > LONGEST:
        return ask(visit, f"名字不超过{LONGEST}个字。", 422)
    answer = visit.go(to if _HERE.fullmatch(to) else "/")
    visit.give(answer, visit.desk.cookie, f"{OFFICE}:{quote(name)}", SESSION)
    return answer


ROUTES = (
    Route("/login/{key}", page(enter, "anyone")),
    Route("/me", page(ask, "office")),
    Route("/me", page(call), methods=["POST"]),
)
