"""One request as a page sees it: who asks, the tracker, what was typed; and the ways to answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from policyparse.board.desk import Desk
from policyparse.board.keys import OFFICE
from policyparse.errors import PolicyparseError
from policyparse.tracker import Tracker, log

May = Literal["office", "anyone"]
"""Who may ask for a page."""

SESSION = 12 * 3600
"""Seconds after which the office logs in anew."""
MOST_FIELDS, MOST_FILES = 20_000, 200
PART = 4 << 20
"""Bytes of one typed field; files are kept on the disk while they are read."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks: the office, or nobody that is known."""

    office: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A request with what its page needs. ``form`` holds what was typed, nothing for a GET."""

    request: Request
    desk: Desk
    who: Who
    form: FormData

    @property
    def tracker(self) -> Tracker:
        """The tracker."""
        return self.desk.tracker

    @property
    def today(self) -> date:
        """The day."""
        return self.desk.today()

    @property
    def may_write(self) -> bool:
        """Whether the visitor may change anything: what the page shows forms for."""
        return self.who.office and not self.desk.read_only

    def number(self, name: str) -> int:
        """A number of the path: ``task`` of /tasks/{task:int}."""
        return int(self.request.path_params[name])

    def asked(self, name: str) -> str:
        """A word of the address's query, "" for none."""
        return self.request.query_params.get(name, "").strip()

    def typed(self, name: str) -> str:
        """A typed field, "" for none; lines end with a line feed."""
        value = self.form.get(name, "")
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""

    @property
    def seen(self) -> int:
        """The last change that the page of this form knew; 0 where it says none, which everything is later than."""
        words = self.typed("seen")
        return int(words) if words.isdecimal() and len(words) < 19 else 0

    def found(self, ask: Callable[[], Any]) -> Any:
        """What the tracker gives of a number of the path; where it has none, the page is not found."""
        try:
            return ask()
        except PolicyparseError as error:
            raise HTTPException(404, str(error)) from error

    def page(self, name: str, status: int = 200, **values: object) -> Response:
        """The page of a template; every template knows the visit as ``visit``."""
        words = self.desk.templates.get_template(name).render(visit=self, **self._frame(), **values)
        return HTMLResponse(words, status)

    def go(self, to: str, done: int | None = None) -> Response:
        """On to another page, by GET; ``done`` is the command that it tells of."""
        mark = f"{'&' if '?' in to else '?'}done={done}" if done else ""
        path, sharp, place = to.partition("#")
        return RedirectResponse(f"{path}{mark}{sharp}{place}", 303)

    def give(self, answer: Response, cookie: str, who: str, seconds: int, path: str = "/") -> None:
        """Trade the key in the address of this visit for a cookie. The address goes to nobody."""
        signed = self.desk.keys.sign(who)
        secure = self.request.url.scheme == "https"
        answer.set_cookie(
            cookie, signed, max_age=seconds, path=path, secure=secure, httponly=True, samesite="strict"
        )
        answer.headers["referrer-policy"] = "no-referrer"

    def _frame(self) -> Mapping[str, object]:
        """What stands around every page: the command that was just done."""
        words = self.asked("done")
        done = (
            log.command(self.tracker.database, int(words)) if words.isdecimal() and len(words) < 10 else None
        )
        return {"done": done}


def page(show: Callable[[Visit], Response], may: May = "office") -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a page: ``show`` runs in a thread, for whoever may ask for it."""

    async def answer(request: Request) -> Response:
        desk: Desk = request.app.state.desk
        posted = request.method == "POST"
        form = (
            await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=PART)
            if posted
            else FormData()
        )
        try:
            return await run_in_threadpool(_shown, show, may, Visit(request, desk, who(request, desk), form))
        finally:
            await form.close()

    return answer


def who(request: Request, desk: Desk) -> Who:
    """Who asks, by the cookie."""
    return Who(office=desk.keys.read(request.cookies.get(desk.cookie), SESSION) == OFFICE)


def _shown(show: Callable[[Visit], Response], may: May, visit: Visit) -> Response:
    if may == "office" and not visit.who.office:
        raise HTTPException(
            401, "请用启动看板时终端里显示的登录链接打开；链接只能用一次，用过后终端会显示新的。"
        )
    try:
        return show(visit)
    except PolicyparseError as error:
        raise HTTPException(422, str(error)) from error
