"""What was worked out once and holds until the tracker changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

V = TypeVar("V")


class Kept:
    """The last ``most`` values, each with the stamp under which it was made (the tracker's last change, the day)."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._lock = Lock()
        self._making: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, stamp: Hashable, make: Callable[[], V]) -> V:
        """The value kept under the key and the stamp, else a new one; of many who ask at once one makes it."""
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                found = self._values.get(key)
                if found is not None and found[0] == stamp:
                    self._values.move_to_end(key)
                    return found[1]  # type: ignore[no-any-return]  # what ``make`` of this key gave
            value = make()
            with self._lock:
                self._values[key] = (stamp, value)
                self._values.move_to_end(key)
                while len(self._values) > self._most:
                    gone, _ = self._values.popitem(last=False)
                    self._making.pop(gone, None)
        return value
