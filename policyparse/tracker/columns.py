"""What the tables are made of: the kinds of their columns and what all rows share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, Table, Text, text
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from policyparse.output import storable

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Words(TypeDecorator[str]):
    """Text of any length, as far as every database can hold it (``output.storable``)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text without what no database holds."""
        return None if value is None else storable(value)


class Exact(TypeDecorator[Decimal]):
    """A decimal by its digits: SQLite has no exact number of its own."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Its digits."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """The same number again."""
        return None if value is None else Decimal(value)


def string() -> Any:
    """Text that is empty where nothing is said."""
    return Field(default="", sa_type=Words)


def later_string() -> Any:
    """The same, in a column that came with a later schema."""
    return Field(default="", sa_type=Words, sa_column_kwargs={"server_default": text("''")})


def maybe_string() -> Any:
    """Text that may not be known."""
    return Field(default=None, sa_type=Words)


def moment() -> Any:
    """A time of the office's own clock, without a zone."""
    return Field(sa_type=DateTime)


def listed() -> Any:
    """A list (or an object), as JSON."""
    return Field(default_factory=list, sa_type=JSON)


def later_listed() -> Any:
    """The same, in a column that came with a later schema; its migration filled the rows that there were."""
    return Field(default_factory=list, sa_type=JSON, nullable=True)


def parent(column: str) -> Any:
    """The number of the row that this one belongs to."""
    return Field(foreign_key=column, index=True)


class TrackerTable(SQLModel):
    """What all tables share: a MetaData of their own, out of the way of any other SQLModel."""

    # a row is never validated, so what would validate it need not be built: that takes as long as all the rest of the tracker
    model_config: ClassVar[Any] = {"defer_build": True}
    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class Numbered(TrackerTable):
    """A row with a number of its own that is never given again."""

    __table_args__: ClassVar[Any] = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)


class Read(Numbered):
    """A fact with the place that it was read from; ``position`` is its place in the task's list."""

    position: int
    span_start: int | None = None
    span_end: int | None = None
    surface: str = string()
    page: int | None = None
    rule: str = string()
    confidence: float = 1.0


def defaults(kind: type[TrackerTable]) -> dict[str, Any]:
    """What the columns of a new row say that nobody has said anything of."""
    table: Table = kind.__table__  # type: ignore[attr-defined]  # each class with rows has one
    return {
        column.name: column.default.arg
        for column in table.columns
        if isinstance(column.default, ScalarElementColumnDefault)
    }
