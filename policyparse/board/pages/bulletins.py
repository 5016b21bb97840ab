"""``/bulletins/2026-10``: the 通报 of a period as a page, and as the Word document that an office issues."""

from __future__ import annotations

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from policyparse.board import svg
from policyparse.board.pages.tasks import TYPES
from policyparse.board.today import period_at
from policyparse.board.uploads import attachment
from policyparse.board.view import SOON_DAYS
from policyparse.board.visit import Visit, page
from policyparse.bulletin import docx
from policyparse.bulletin.figures import Figures
from policyparse.bulletin.gather import gather
from policyparse.bulletin.pieces import Picture
from policyparse.bulletin.text import parts
from policyparse.errors import PolicyparseError
from policyparse.ledger import Filter
from policyparse.ledger.periods import Period
from policyparse.ledger.periods import period as period_named

BACK = 12
"""Periods that the page leads back to."""


def newest(visit: Visit) -> Response:
    """On to the period that the documents are at; or to one that was chosen in the form."""
    return RedirectResponse(
        f"/bulletins/{visit.asked('period') or period_at(visit.tracker, visit.today)}", 303
    )


def _period(visit: Visit) -> Period:
    try:
        return period_named(visit.request.path_params["period"])
    except PolicyparseError as error:
        raise HTTPException(404, str(error)) from error


def _figures(visit: Visit, period: Period) -> Figures:
    return gather(visit.tracker, period.name, Filter(), None, SOON_DAYS, today=visit.today)


def show(visit: Visit) -> Response:
    """The page."""
    period = _period(visit)

    def made() -> tuple[str, object]:
        figures = _figures(visit, period)
        return docx.default_title(figures), tuple(
            parts(figures, visit.desk.scheme, charts=True)
        ) if figures.tasks else ()

    heading, found = visit.desk.known(("bulletin", period.name), made)
    others, one = [], period_named(period_at(visit.tracker, visit.today))
    for _ in range(BACK):
        others.append(one)
        one = one.previous
    drawn: dict[int, Markup] = {}
    for part in found:  # type: ignore[attr-defined]
        for piece in part.pieces:
            if isinstance(piece, Picture):
                drawn[id(piece)] = svg.draw(piece.chart, f"picture-{len(drawn)}")
    return visit.page(
        "bulletin.html", period=period, heading=heading, parts=found, drawn=drawn, others=others
    )


def file(visit: Visit) -> Response:
    """The document."""
    period = _period(visit)
    figures = _figures(visit, period)
    if not figures.tasks:
        raise HTTPException(404, "台账里没有这一期的任务，未生成通报。")
    look = docx.Look(visit.desk.scheme)
    return attachment(docx.render(figures, look), f"{docx.default_title(figures)}.docx", TYPES["docx"])


ROUTES = (
    Route("/bulletins", page(newest)),
    Route("/bulletins/{period}.docx", page(file)),
    Route("/bulletins/{period}", page(show)),
)
