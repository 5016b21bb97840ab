"""What a person corrects in a table: the corrections, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyparse.ledger import Left
from policyparse.model import Deadline, Milestone, Target

DECISION = "decision"
"""The rule of a fact that a person gave."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says otherwise of a task, or confirms; None leaves a field as it stands.

    Units are named as a person types them. Among targets, deadlines and milestones a number is the place (from 1) of one that stays.
    ``confirmed`` are facts that are right as they are: a kind (units, targets, deadlines) and a place, from 1; ``dropped``
    says that it is no task. ``place`` is where the person says so: a cell of a table.
    """

    task: int
    place: str = ""
    title: str | None = None
    text: str | None = None
    lead: Sequence[str] | None = None
    support: Sequence[str] | None = None
    targets: Sequence[Target | int] | None = None
    deadlines: Sequence[Deadline | int] | None = None
    milestones: Sequence[Milestone | int] | None = None
    confirmed: tuple[tuple[str, int], ...] = ()
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Corrected:
    """What corrections did: the command's number, None where nothing changed; the tasks that are otherwise now, those that
    were ``added`` (one for each new row, None for one refused), how many facts were ``confirmed``; and what was ``refused``."""

    command: int | None
    tasks: tuple[int, ...]
    added: tuple[int | None, ...]
    confirmed: int
    refused: tuple[Left, ...]
