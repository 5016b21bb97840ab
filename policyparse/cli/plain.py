"""Words of a call become values without pydantic, which newer versions of Typer ask for each of them.

To load it takes longer than most questions to the tracker. A text, a path and a number in digits are what was typed, and what
was not typed is nothing; whatever else is typed is Typer's own affair as ever, and so is all in a Typer without that step.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args, get_origin

_STEP = "_runtime_param"
"""Where a parameter of Typer keeps what makes its values, made when the first is asked for."""

_LONGEST = 19
"""The digits of a number that Python reads at once, however many it is set to read at most."""


class Plain:
    """What makes the values of one parameter whose annotation is a text or a path, or a list of them."""

    def __init__(self, kind: type[str] | type[Path], several: bool) -> None:
        self._kind, self._several = kind, several

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of what was typed for a parameter, as Typer would give it."""
        if value is None:
            return () if self._several else None
        if self._several and isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value):
            return [self._kind(one) for one in value]
        if not self._several and isinstance(value, (str, Path)):
            return self._kind(value)
        return _own(param).coerce(value, param=param, ctx=ctx)


class Other:
    """What makes the values of any other parameter: what is no text was not typed, and stays; all else is left to Typer."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The default as it is, the number of digits within its bounds, else what Typer makes of what was typed."""
        one = not param.multiple and param.nargs == 1
        if one and not isinstance(value, str):
            return value
        whole = one and param.type_descriptor.annotation is int and value.isascii() and value.isdigit()
        if whole and len(value) < _LONGEST:
            least, most, number = param.min, param.max, int(value)
            if (least is None or number >= least) and (most is None or number <= most):
                return number
        return _own(param).coerce(value, param=param, ctx=ctx)


def taken(params: Sequence[Any]) -> Sequence[Any]:
    """The parameters of a command themselves, made plain where Typer has that step."""
    for param in params:
        if getattr(param, _STEP, 0) is None and hasattr(param, "get_runtime_param"):
            setattr(param, _STEP, _plain(param.type_descriptor.annotation))
    return params


def _plain(annotation: Any) -> Plain | Other:
    several = get_origin(annotation) is list
    kind = get_args(annotation)[0] if several else annotation
    return Plain(kind, several) if kind in (str, Path) else Other()


def _own(param: Any) -> Any:
    """Typer's own step for the parameter, which stays from now on."""
    setattr(param, _STEP, None)
    return param.get_runtime_param()
