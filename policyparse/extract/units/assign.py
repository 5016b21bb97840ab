"""The clauses of a statement → each name with its role: what verbs and labels say, and what they say of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from policyparse.extract.units import lists
from policyparse.extract.units.statement import Clause


@dataclass(frozen=True, slots=True)
class Given:
    """A name with the role that the statement gives it; ``role`` is empty in a bare list, which order decides.

    ``loose`` tells that only 负责 says it, so that a convention of the document may say more; ``shared`` that it is
    按职责分工负责.
    """

    name: lists.Name
    role: str
    rule: str
    loose: bool = False
    shared: bool = False


Above = Literal["", "order", "word"]
"""Who leads by a heading above or another cell: nobody, one by the order of a list, or one by the word 牵头."""


def roles(clauses: Sequence[Clause], above: Above = "", helped: bool = False) -> list[Given]:
    """Each name with its role, beside what is said ``above``; ``helped`` tells that others support them (配合单位 in another cell).

    牵头 leads, and beside it 负责 and 责任单位 support; without it 负责 leads and 落实 supports. Names without a verb take the
    verb of the clause behind the next comma. Who alone is named, to lead the oversight (牵头督查单位), leads.
    """
    clauses = _carried(clauses)
    if not (above or helped) and all(c.rule == "label.oversight.lead" for c in clauses if c.names):
        clauses = [replace(clause, label="lead") for clause in clauses]
    leads = above == "word" or any(
        _says(c) == "lead" or any(n.note == "lead" for n in c.names) for c in clauses
    )
    duty = any(c.said in {"duty", "part"} for c in clauses)
    listed = any(c.names and not (c.said or c.label) for c in clauses)
    others = helped or any(
        _says(c) == "support" and not c.rule.startswith("label.oversight") for c in clauses
    )
    out: list[Given] = []
    for clause in clauses:
        for name in clause.names:
            role = name.note or _role(clause, leads, bool(above), duty, others, listed)
            loose = role == "lead" and clause.said == "duty" and not name.note
            out.append(Given(name, role, clause.rule or "list.bare", loose, loose and clause.shared))
    return out


def _says(clause: Clause) -> str:
    """lead or support where the verb or the label says so itself."""
    if clause.said in {"lead", "support"}:
        return clause.said
    return clause.label if clause.label in {"lead", "support"} else ""


def _role(clause: Clause, leads: bool, led: bool, duty: bool, others: bool, listed: bool) -> str:
    if _says(clause):
        return _says(clause)
    if clause.said in {"duty", "part"}:
        return "support" if leads else "lead"
    if clause.said == "carry":
        return "support" if leads or duty or listed else "lead"
    if leads or led or duty:
        return "support"
    return "lead" if others else ""


def _carried(clauses: Sequence[Clause]) -> list[Clause]:
    """Names that only a comma parts from a clause with a verb share its verb; a verb alone goes to the names before it.

    配合 goes back only where it is known who leads: in A，B配合 it is B alone who supports.
    """
    out: list[Clause] = []
    waiting: list[int] = []
    known = False
    for clause in clauses:
        if clause.said and (clause.said != "support" or known or not clause.names):
            for i in waiting:
                out[i] = replace(out[i], said=clause.said, rule=clause.rule, shared=clause.shared)
        if clause.said or (waiting and out[waiting[-1]].label != clause.label):
            waiting = []
        if clause.names:
            out.append(clause)
            waiting += [] if clause.said else [len(out) - 1]
        if clause.stop:
            waiting = []
        known = known or _says(clause) == "lead" or clause.said == "duty"
    return out
