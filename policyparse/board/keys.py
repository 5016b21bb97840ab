"""Who comes in: the login link that is good for one visit, and the signed cookies that links are traded for.

The secret lives as long as the process: whoever starts the board anew logs in anew.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from threading import Lock

from itsdangerous import BadData, TimestampSigner

OFFICE = "office"
"""What the cookie of the office says, with a name of its own behind a colon; that of a link says its number."""
KEY_BYTES = 16
"""A key has 128 random bits."""


def new_key() -> str:
    """A key for a link, as it stands in its address."""
    return secrets.token_urlsafe(KEY_BYTES)


class Keys:
    """The login key that is good now, and the signer of cookies. ``told`` is given each new login key, to print it."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self._signer = TimestampSigner(secrets.token_bytes(32), salt="policyparse.board")
        self._lock = Lock()
        self._told = told
        self._login = new_key()
        told(self._login)

    def spend(self, key: str) -> bool:
        """Whether this is the login key; it is none from then on, and another is told."""
        with self._lock:
            if not hmac.compare_digest(key.encode("utf-8", "surrogatepass"), self._login.encode()):
                return False
            self._login = new_key()
        self._told(self._login)
        return True

    def sign(self, who: str) -> str:
        """The cookie that says who comes."""
        return self._signer.sign(who).decode("ascii")

    def read(self, cookie: str | None, seconds: int) -> str | None:
        """Who the cookie says comes; None for none, a forged one and one that is older than so many seconds."""
        try:
            return self._signer.unsign(cookie or "", max_age=seconds).decode("ascii")
        except (BadData, UnicodeError):
            return None
