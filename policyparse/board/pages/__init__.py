"""The pages of the board; a module has ``ROUTES``."""

from __future__ import annotations

from starlette.routing import Route

from policyparse.board.pages import (
    bulletins,
    documents,
    history,
    home,
    links,
    login,
    read,
    returns,
    review,
    task,
    tasks,
    unit,
    units,
)

ROUTES: tuple[Route, ...] = (
    *login.ROUTES,
    *home.ROUTES,
    *tasks.ROUTES,
    *task.ROUTES,
    *units.ROUTES,
    *documents.ROUTES,
    *read.ROUTES,
    *review.ROUTES,
    *returns.ROUTES,
    *links.ROUTES,
    *unit.ROUTES,
    *bulletins.ROUTES,
    *history.ROUTES,
)
