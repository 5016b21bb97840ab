"""``/``: where everything stands."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from policyparse.board.visit import Visit, page


def show(visit: Visit) -> Response:
    """The page."""
    return visit.page("home.html", documents=visit.tracker.documents())


ROUTES = (Route("/", page(show)),)
