"""The pages of the board; a module has ``ROUTES``."""

from __future__ import annotations

from starlette.routing import Route

from policyparse.board.pages import home, login, read, review, task

ROUTES: tuple[Route, ...] = (*login.ROUTES, *home.ROUTES, *task.ROUTES, *read.ROUTES, *review.ROUTES)
