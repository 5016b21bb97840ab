"""What can go wrong with a call: a plain Chinese message for the clerk, and the exit code of the command line.

A bad *document* is no exception: the parse returns findings.
"""

from __future__ import annotations

import re


class PolicyparseError(Exception):
    """Any failure that a person can do something about; ``str()`` of it is the Chinese message to show."""

    exit_code = 1


class UnreadableFile(PolicyparseError):
    """The file is missing, empty, encrypted, damaged, or of a kind that is not read."""


class ReaderDied(UnreadableFile):
    """The process that read the file died of it."""


class NotAPolicy(PolicyparseError):
    """The file could be read but holds no task."""


class TrackerError(PolicyparseError):
    """The tracker cannot do what was asked: no such task, an ambiguous unit, a database of another version."""


class Damaged(TrackerError):
    """What was asked for is there and cannot be read: its rows are damaged."""


class Overtaken(TrackerError):
    """Somebody changed a task after the change that the caller last saw; nothing was written."""


class ExportError(PolicyparseError):
    """The table cannot be written: the file exists, the folder does not, nothing to write."""


class ImportRejected(PolicyparseError):
    """A filled-in table cannot be taken back."""


class LibraryMissing(PolicyparseError):
    """What was asked needs a library that is not installed."""


class UsageError(PolicyparseError):
    """The words of the call do not fit together."""

    exit_code = 2


def without_password(address: str) -> str:
    """An address as it may be shown: what stands between a colon and the last @ is hidden (``postgresql:/u:密码@h``),
    and the value of ``?password=``."""
    hidden = re.sub(r":(?!/).*@", ":***@", address, flags=re.DOTALL)
    return re.sub(r"(?<=password=)[^&]*", "***", hidden, flags=re.IGNORECASE)
