"""The units of a task as a person names them: in the document's own place, as the tracker knows them, or refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from sqlmodel import Session, col, select

from policyparse.errors import TrackerError
from policyparse.ledger.corrections import DECISION
from policyparse.model import Setting
from policyparse.schema.facts import Json
from policyparse.tracker import store
from policyparse.tracker.tables import AliasRow, LinkRow, TaskRow, UnitRow


class Known:
    """What the tracker knows of units and documents, each asked once for a whole command."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._settings: dict[int, Setting] = {}
        self._printed_in: dict[int, Mapping[str, str]] = {}

    @cached_property
    def units(self) -> Sequence[str]:
        """The full names of all units."""
        return self._session.exec(select(UnitRow.canonical)).all()

    @cached_property
    def printed(self) -> Mapping[str, Sequence[str]]:
        """The full names of those that are printed so, by the name."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, canonical in self._session.exec(select(AliasRow.name, UnitRow.canonical).join(UnitRow)):
            found[name].append(canonical)
        return found

    def printed_in(self, document: int) -> Mapping[str, str]:
        """The names under which the tasks of a document print its units, by the full name; of several the usual one."""
        if document not in self._printed_in:
            asked = (
                select(UnitRow.canonical, LinkRow.name)
                .join(LinkRow, col(LinkRow.unit_id) == col(UnitRow.id))
                .join(TaskRow, col(TaskRow.id) == col(LinkRow.task_id))
                .where(TaskRow.document_id == document)
                .order_by(col(TaskRow.position), col(LinkRow.position))
            )
            counted = Counter(self._session.exec(asked)).most_common()
            self._printed_in[document] = {full: name for (full, name), _ in reversed(counted)}
        return self._printed_in[document]

    def setting(self, document: int) -> Setting:
        """The place and time of a document. Raises TrackerError where there is none of this number."""
        if document not in self._settings:
            row = store.living_document(self._session, document)
            self._settings[document] = Setting(
                issuer=row.issuer, region=row.region, issued_on=row.issued_on, year=row.year
            )
        return self._settings[document]


def staffed(
    known: Known,
    document: int,
    now: list[Json],
    lead: Sequence[str] | None,
    support: Sequence[str] | None,
    new_units: bool,
) -> list[Json]:
    """The units of a task of a document (as JSON, ``now`` those that it has) with those of one role, or of both, named anew.

    ``lead`` and ``support`` are names as a person types them, None to leave a role as it is; a unit that is new to the task has
    the name under which its document prints it. ``new_units`` takes names that nobody knows. Raises TrackerError for another name that is no unit.
    """
    named = {
        role: [_unit(known, document, now, name, role, new_units) for name in names]
        for role, names in (("lead", lead), ("support", support))
        if names is not None
    }
    taken = {unit["canonical"] for units in named.values() for unit in units}
    kept = {
        r: [u for u in now if u["role"] == r and u["canonical"] not in taken] for r in ("lead", "support")
    }
    return _each_once(unit for role in ("lead", "support") for unit in named.get(role, kept[role]))


def _each_once(units: Iterable[Json]) -> list[Json]:
    """Each unit once, however often and by whatever names it was typed: who leads does not support as well."""
    found: dict[str, Json] = {}
    for unit in units:
        found.setdefault(unit["canonical"], unit)
    return [*found.values()]


def _unit(known: Known, document: int, now: list[Json], name: str, role: str, new_units: bool) -> Json:
    for unit in now:
        if name in {unit["name"], unit["canonical"]}:
            if unit["role"] == role and unit["basis"] != "issuer":
                return unit
            return {
                **unit,
                "role": role,
                "basis": "explicit",
                "rule": DECISION,
            }  # a presumed lead is one by word now
    printed, full = _meant(known, document, name, new_units)
    if all(full != unit["canonical"] for unit in now):  # a unit of the task is given the name that is typed
        printed = known.printed_in(document).get(full, printed)
    return {
        "name": printed,
        "canonical": full,
        "role": role,
        "basis": "explicit",
        "quote": None,
        "rule": DECISION,
        "confidence": 1.0,
    }


def _meant(known: Known, document: int, typed: str, new_units: bool) -> tuple[str, str]:
    """A typed unit as it will be printed, and its full name: after the document's own place, else as the tracker knows it.

    Raises TrackerError for a name that is no unit or looks like a slip of one, with what it may be, unless it is said to be
    one of the ``new_units``.
    """
    from policyparse.extract.organs import names

    name = names.without_role(typed)
    alias = known.printed.get(name, ())
    if len(alias) == 1 and not names.is_known(name):
        return name, alias[0]
    setting = known.setting(document)
    found = names.understood(name, setting, known.units)
    if found.name is None and new_units and name:
        return name, names.canonical(name, setting)
    if found.name is None:
        near = f"是不是：{'、'.join(found.near)}？" if found.near else "请写单位的全称。"
        raise TrackerError(f"“{typed}”不像单位的名称，没有更正。{near}确是新单位请加 --new-unit。")
    return name, found.name
