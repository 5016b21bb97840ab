"""What units send through pages of their own: the links that open those pages, and the submissions that wait to be entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

LinkStatus = Literal["open", "revoked"]
SubmissionStatus = Literal["draft", "waiting", "entered", "refused", "replaced"]
SUBMISSION_WORDS: Mapping[str, str] = {
    "draft": "填写中",
    "waiting": "待处理",
    "entered": "已入账",
    "refused": "已退回",
    "replaced": "已由后来的代替",
}
LINK_WORDS: Mapping[str, str] = {"open": "有效", "revoked": "已撤销"}
EVERYTHING = ""
"""The unit of a link that opens the whole board, to look at and nothing else."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that opens the pages of a unit (by its full name) for a period, up to the last day; its key is not kept.

    With the unit ``EVERYTHING`` it opens the whole board, to look at, and has no period.
    """

    number: int
    unit: str
    period: str
    made_at: datetime
    made_by: str
    until: date
    status: LinkStatus
    used_at: datetime | None = None

    def opens(self, day: date) -> bool:
        """Whether it is good on a day."""
        return self.status == "open" and day <= self.until


@dataclass(frozen=True, slots=True)
class Submission:
    """What a unit sent for a period: ``name`` is the file's, or says that it came from the page, ``by`` who sent it.

    ``content`` is what ``returns`` reads again (JSON), ``reason`` why it was refused.
    """

    number: int
    unit: str
    period: str
    name: str
    by: str
    at: datetime
    status: SubmissionStatus
    content: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
