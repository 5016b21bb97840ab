"""``/links``: links for units to fill in, and for leaders to look: made, listed, revoked. A key is shown once, when it is made."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response
from starlette.routing import Route

from policyparse import values
from policyparse.board.guard import HERE
from policyparse.board.keys import new_key
from policyparse.board.today import period_at
from policyparse.board.visit import Visit, page
from policyparse.errors import PolicyparseError, UsageError
from policyparse.ledger.inbox import EVERYTHING
from policyparse.ledger.periods import period as period_named
from policyparse.tracker import links

GOOD = 30
"""Days that a link is good for, where nobody says otherwise."""


def show(
    visit: Visit, wrong: str = "", made: tuple[tuple[str, str], ...] = (), status: int = 200
) -> Response:
    """The page; ``made`` are the new links by the unit, which are shown this one time."""
    period = visit.typed("period") or period_at(visit.tracker, visit.today)
    until = visit.typed("until") or f"{visit.today + timedelta(days=GOOD)}"
    units = [card for card in visit.tracker.units(today=visit.today) if card.lead]
    chosen = set(map(str, visit.form.getlist("unit")))
    return visit.page(
        "links.html",
        status,
        links=links.listed(visit.tracker.database),
        units=units,
        chosen=chosen,
        period=period,
        until=until,
        wrong=wrong,
        made=made,
        here_only=visit.request.url.hostname in HERE,
    )


def make(visit: Visit) -> Response:
    """Make a link for each unit that was ticked, or for those who only look, and show them."""
    try:
        until = values.day(visit.typed("until"))
        looking = visit.typed("what") == "look"
        units = [EVERYTHING] if looking else [str(unit) for unit in visit.form.getlist("unit")]
        if not units:
            raise UsageError("请勾选要生成链接的单位。")
        keys = {unit: new_key() for unit in units}
        period = "" if looking else period_named(visit.typed("period")).name
        links.make(visit.tracker.database, keys, period, until, by=visit.by)
    except PolicyparseError as error:
        return show(visit, str(error), status=422)
    base = str(visit.request.base_url).rstrip("/")
    made = tuple(
        (unit or "领导查看", f"{base}/{'look' if looking else 'u'}/{key}") for unit, key in keys.items()
    )
    return show(visit, made=made)


def revoke(visit: Visit) -> Response:
    """Revoke a link."""
    done = links.revoke(visit.tracker.database, visit.number("link"), by=visit.by)
    return visit.go("/links", done)


ROUTES = (
    Route("/links", page(show, "office")),
    Route("/links", page(make), methods=["POST"]),
    Route("/links/{link:int}/revoke", page(revoke), methods=["POST"]),
)
