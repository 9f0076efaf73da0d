"""What every table shares: identifiers, column types, the sealed attribute, naming of constraints.

It knows how values are stored on both engines and refuses to know any particular table.
"""

import secrets
import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, cast, overload
from uuid import UUID

from sqlalchemy import JSON, DateTime, Enum, Insert, LargeBinary, MetaData, Table, Uuid, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeDecorator

from models.crypto import keyring

NO_DEADLINE = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands for "no deadline", so that ordering and keyset paging are the same on both engines."""


class _Moments:
    """Milliseconds and a 12-bit fraction, never the same twice in one process, so that its ids keep their order."""

    def __init__(self) -> None:
        self._last, self._lock = 0, threading.Lock()

    def next(self) -> int:
        with self._lock:
            self._last = max(time.time_ns() * 4096 // 1_000_000, self._last + 1)
            return self._last


_moments = _Moments()


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562, method 3): ordered as made in this process; 62 random bits nobody can guess."""
    moment = _moments.next()
    value = (moment >> 12 << 80) | (0x7 << 76) | ((moment & 0xFFF) << 64)
    return UUID(int=value | (0b10 << 62) | secrets.randbits(62))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. SQLite has no zone, so it is added back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(enum: type[StrEnum], name: str | None = None) -> Enum:
    """A column of one vocabulary: stored as its value, checked by the database as well.

    ``name`` tells the check apart where one table has two columns of the same vocabulary.
    """
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name or enum.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def only_where(condition: str) -> dict[str, Any]:
    """Keyword arguments that make an index partial on both engines."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Sealed:
    """An attribute kept encrypted: ``name = Sealed()`` beside the column ``name_sealed`` (or the one named)."""

    def __init__(self, column: str | None = None) -> None:
        self._column = column or ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._column = self._column or f"{name}_sealed"

    @overload
    def __get__(self, row: None, owner: type) -> "Sealed": ...
    @overload
    def __get__(self, row: "Base", owner: type) -> str | None: ...
    def __get__(self, row: "Base | None", owner: type) -> "Sealed | str | None":
        if row is None:
            return self
        sealed = cast("bytes | None", getattr(row, self._column))
        return None if sealed is None else keyring().open(sealed, self._place(row))

    def __set__(self, row: "Base", value: str | None) -> None:
        setattr(row, self._column, None if value is None else keyring().seal(value, self._place(row)))

    def _place(self, row: "Base") -> str:
        return f"{row.__tablename__}.{self._column}:{row.id}"


class Base(DeclarativeBase):
    """A row with a UUID that is known before it is stored (sealed values are bound to it)."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        UUID: Uuid(),
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
        bytes: LargeBinary,
    }

    id: Mapped[UUID] = mapped_column(primary_key=True)

    def __init__(self, **values: Any) -> None:
        self.id = values.pop("id", None) or new_id()
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no attribute {name!r}")
            setattr(self, name, value)


def written(row: Base) -> dict[str, Any]:
    """What was set of a row that no session has, for a statement that inserts it: it costs a third as much."""
    return {name: value for name, value in vars(row).items() if name in row.__table__.columns}


def insert_all(session: Session, rows: Iterable[Base]) -> None:
    """Insert rows that no session has, those of one table with one statement, behind all that the session has."""
    by_table: dict[type[Base], list[dict[str, Any]]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(written(row))
    if by_table:
        session.flush()
    for kind, values in by_table.items():
        statement, unset = _insert(kind)
        session.connection().execute(statement, [unset | each for each in values])


@cache
def _insert(rows: type[Base]) -> tuple[Insert, dict[str, Any]]:
    """With what a column holds unless it was set, so that it is one and the same statement whatever was set."""
    table, unset = table_of(rows), dict[str, Any]()
    for column in table.columns:
        if isinstance(column.default, ScalarElementColumnDefault):
            unset[column.name] = column.default.arg
        elif column.nullable:
            unset[column.name] = None
    return insert(table), unset


@cache
def insert_unless_there(rows: type[Base], engine: str) -> "postgresql.Insert | sqlite.Insert":
    """Insert a row unless one is there that it may not stand beside; ``rowcount`` then is 0."""
    insert = postgresql.insert if engine == "postgresql" else sqlite.insert
    return insert(table_of(rows)).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def table_of(rows: type[Base]) -> Table:
    """The table itself, for a statement that changes rows nobody holds in the session: it costs half as much."""
    return cast(Table, rows.__table__)
