"""One request as a page sees it: who asks, the tracker, what was typed; and the ways to answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar
from urllib.parse import unquote

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from policyparse.board.desk import Desk
from policyparse.board.keys import OFFICE
from policyparse.board.template import environment
from policyparse.errors import PolicyparseError
from policyparse.ledger.inbox import EVERYTHING, Link
from policyparse.tracker import Tracker, links, log, submissions

V = TypeVar("V")
May = Literal["look", "office", "unit", "anyone"]
"""Who may ask for a page: the office and those who only look; the office alone; a unit by its link."""

SESSION = 12 * 3600
"""Seconds after which the office logs in anew."""
YEARS = 10 * 366 * 86400
"""A link says itself how long it is good for."""
MOST_FIELDS, MOST_FILES = 20_000, 200
LAST = 2**31 - 1
"""The last number of a row."""
PART = 4 << 20
"""Bytes of one typed field; files are kept on the disk while they are read."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks: the office, by the ``name`` that was given, someone who only looks, a unit by its ``link``; or nobody known."""

    office: bool = False
    name: str = ""
    looks: bool = False
    link: Link | None = None


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
    def by(self) -> str:
        """Who acts, for the log: the name given on this browser, else that of whoever started the board."""
        return self.who.name or self.desk.by

    @property
    def may_write(self) -> bool:
        """Whether the visitor may change anything: what the page shows forms for."""
        return self.who.office and not self.desk.read_only

    @property
    def link(self) -> Link:
        """The link of the unit that asks."""
        assert self.who.link is not None, "a page of a unit is shown to units alone"
        return self.who.link

    def number(self, name: str) -> int:
        """A number of the path: ``task`` of /tasks/{task:int}; the page of one that no database counts to is not found."""
        found = int(self.request.path_params[name])
        if found > LAST:
            raise HTTPException(404, f"没有编号为 {found} 的记录。")
        return found

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

    def found_or_none(self, value: V | None, why: str) -> V:
        """The value; where there is none the page is not found."""
        if value is None:
            raise HTTPException(404, why)
        return value

    def kept(self, name: str, seen: int, make: Callable[[], Mapping[str, object]]) -> Markup:
        """A part of a page, by its template, which is the same for all who may do as much, until the tracker or the day
        changes; ``seen`` is the tracker's last change, asked for before the part is made."""
        key = (name, self.request.url.path, self.may_write)
        part = environment().get_template(name)
        return self.desk.parts.get(
            key, (seen, self.today), lambda: Markup(part.render(visit=self, seen=seen, **make()))
        )

    def page(self, name: str, status: int = 200, **values: object) -> Response:
        """The page of a template; every template knows the visit as ``visit``."""
        words = environment().get_template(name).render(visit=self, **self._frame(), **values)
        return HTMLResponse(words, status)

    def go(self, to: str, done: int | None = None) -> Response:
        """On to another page, by GET; ``done`` is the command that it tells of."""
        mark = f"{'&' if '?' in to else '?'}done={done}" if done else ""
        path, sharp, place = to.partition("#")
        return RedirectResponse(f"{path}{mark}{sharp}{place}", 303)

    def wrong_key(self, why: str) -> HTTPException:
        """What a visitor hears whose key is none; who tries too many is told to wait."""
        address = self.request.client.host if self.request.client else ""
        return HTTPException(403, why) if self.desk.tries.passes(address) else HTTPException(429, TRIED)

    def give(self, answer: Response, cookie: str, who: str, seconds: int, path: str = "/") -> None:
        """Trade the key in the address of this visit for a cookie. The address goes to nobody."""
        signed = self.desk.keys.sign(who)
        secure = self.request.url.scheme == "https"
        answer.set_cookie(
            cookie, signed, max_age=seconds, path=path, secure=secure, httponly=True, samesite="strict"
        )
        answer.headers["referrer-policy"] = "no-referrer"

    def _frame(self) -> Mapping[str, object]:
        """What stands around every page: the command that was just done, how many submissions wait."""
        if not self.who.office and not self.who.looks:
            return {"done": None, "inbox": 0}
        words = self.asked("done")
        done = (
            log.command(self.tracker.database, int(words)) if words.isdecimal() and len(words) < 10 else None
        )
        inbox = submissions.waiting(self.tracker.database) if self.who.office else 0
        return {"done": done, "inbox": inbox}


def page(show: Callable[[Visit], Response], may: May = "look") -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a page: ``show`` runs in a thread, for whoever may ask for it. Who only looks may send nothing."""

    async def answer(request: Request) -> Response:
        desk: Desk = request.app.state.desk
        posted = request.method == "POST"
        form = (
            await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=PART)
            if posted
            else FormData()
        )
        who: May = "office" if posted and may == "look" else may
        try:
            return await run_in_threadpool(_shown, show, who, request, desk, form)
        finally:
            await form.close()

    return answer


def _shown(
    show: Callable[[Visit], Response], may: May, request: Request, desk: Desk, form: FormData
) -> Response:
    visit = Visit(request, desk, unit(request, desk) if may == "unit" else who(request, desk), form)
    if may == "unit" and visit.who.link is None:
        raise HTTPException(401, "请用督查部门发给本单位的链接打开；链接过期或撤销了请要新的。")
    if may in ("office", "look") and not visit.who.office and not (may == "look" and visit.who.looks):
        raise HTTPException(403 if visit.who.looks else 401, LOOKING if visit.who.looks else LOGIN)
    try:
        return show(visit)
    except PolicyparseError as error:
        raise HTTPException(422, str(error)) from error


LOGIN = "请用启动看板时终端里显示的登录链接打开；链接只能用一次，用过后终端会显示新的。"
TRIED = "试得太多，请过一分钟再试。"
LOOKING = "这个链接只能看，不能改。"


def who(request: Request, desk: Desk) -> Who:
    """Who asks for a page of the board, by the cookie."""
    cookie = request.cookies.get(desk.cookie)
    kind, _, name = (desk.keys.read(cookie, SESSION) or "").partition(":")
    if kind == OFFICE:
        return Who(office=True, name=unquote(name))
    link = _link(desk, cookie)
    return Who(looks=link is not None and link.unit == EVERYTHING)


def unit(request: Request, desk: Desk) -> Who:
    """Which unit asks for its own page."""
    link = _link(desk, request.cookies.get(desk.unit_cookie))
    return Who(link=link if link is not None and link.unit != EVERYTHING else None)


def _link(desk: Desk, cookie: str | None) -> Link | None:
    """The link that a cookie was given for, where it is good still: it may have been revoked since."""
    said = desk.keys.read(cookie, YEARS) or ""
    link = links.numbered(desk.tracker.database, int(said[5:])) if said.startswith("link:") else None
    return link if link is not None and link.opens(desk.today()) else None
