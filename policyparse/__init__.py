"""policyparse: read Chinese policy files as issued and make the 责任分工 tracker from them.

>>> import policyparse
>>> parsed = policyparse.parse("要点.pdf")            # doctest: +SKIP
>>> [task.title for task in parsed.documents[0].tasks]  # doctest: +SKIP

The names below are loaded when they are first asked for: importing the package loads no heavy library.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as ``typing`` has it, which takes a while to load: until ``main`` runs, Ctrl+C ends in a traceback
if TYPE_CHECKING:
    from typing import Any

    from policyparse.model import Document, Mention, Parsed, Policy, Scan, Span, Task
    from policyparse.pipeline import parse, read
    from policyparse.tracker import Tracker

_HOMES = {
    "parse": "policyparse.pipeline",
    "read": "policyparse.pipeline",
    "Tracker": "policyparse.tracker",
    **dict.fromkeys(("Document", "Mention", "Parsed", "Policy", "Scan", "Span", "Task"), "policyparse.model"),
}
__all__ = ["Document", "Mention", "Parsed", "Policy", "Scan", "Span", "Task", "Tracker", "parse", "read"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
