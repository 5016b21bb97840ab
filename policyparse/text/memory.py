"""What was found at the places of a text, kept while that text is asked about: the next text begins anew.

The same words of a document are asked about again and again (by the task, its targets, the checks, the accounts). What an
answer depends on must be the text and the arguments alone, and nobody may change it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])
_UNASKED = object()


def of_text(function: F) -> F:
    """The function, remembering its answers about the text (its first argument) that it was last asked about.

    All arguments are positional. Two threads that ask about two texts get their answers, and each begins anew.
    """
    latest: tuple[str, dict[tuple[Any, ...], Any]] = ("", {})

    @wraps(function)
    def remembering(text: str, *place: Any) -> Any:
        nonlocal latest
        asked, known = latest
        if asked is not text:
            known = {}
            latest = (text, known)
        answer = known.get(place, _UNASKED)
        if answer is _UNASKED:
            answer = known[place] = function(text, *place)
        return answer

    return cast(F, remembering)
