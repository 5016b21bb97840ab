"""A quantity in its surroundings: the words that belong to it, and what they make of it by their place alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from policyparse.extract.targets import ahead
from policyparse.extract.targets.quantities import Quantity


@dataclass(frozen=True)
class Place:
    """A quantity in its surroundings.

    ``words`` are its own; ``left`` and ``right`` those of its clause that belong to it, ``clause`` the words of the clause before
    the number, ``rest`` those behind it, ``before`` and ``onward`` the rest of the sentence on either side (the nearest 240
    characters of each). ``attributive``: it only describes a noun that another number counts; ``joined``: it continues a list; ``was`` is
    the former value in 由45个压缩至25个.
    """

    quantity: Quantity
    words: str
    left: str
    right: str
    clause: str
    rest: str
    before: str
    onward: str
    attributive: bool = False
    joined: bool = False
    was: str | None = None

    @property
    def compared(self) -> str:
        """Its words before the number: 不少于, 至少举办."""
        return self.words[: self.quantity.number - self.quantity.start]

    @property
    def worth(self) -> bool:
        """Whether it is what the words before it are worth: 建成公园3个（8分）."""
        framed = self.clause[-1:] in {"（", "("} and self.rest[:1] in {"）", ")"}
        return framed and self.quantity.unit == "分"

    @property
    def funded(self) -> bool:
        """Whether it is how much money is laid out for a thing: 统筹安排不少于3亿元专项资金."""
        return ahead.is_funded(self.quantity, self.left, self.right)

    @property
    def listed(self) -> bool:
        """Whether it goes on with a list, be it behind one thing that has no number: 建成水厂、12座泵站."""
        return self.joined or ahead.is_besides(self.quantity, self.left)

    @cached_property
    def ahead(self) -> bool:
        """Whether the number precedes what it counts (培育30家企业), so that the metric is on its right."""
        return ahead.stands_before(
            self.quantity, self.left, self.right, words_before=self.compared, listed=self.joined
        )
