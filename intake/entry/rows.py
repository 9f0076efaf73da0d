"""Tables as lines of JSON that either engine can give and take: first the columns, then one list for each row.

Sealed values stay sealed. This module knows columns and their types, not what the tables mean.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, TextIO
from uuid import UUID

from sqlalchemy import Date, LargeBinary, Table, Uuid, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from models.base import UtcDateTime

_AT_ONCE = 2_000


def dump(session: Session, table: Table, out: TextIO) -> int:
    """Write every row of the table; returns how many. Memory does not grow with the table."""
    out.write(_encode([column.name for column in table.columns]) + "\n")
    count = 0
    for rows in session.execute(select(table).execution_options(yield_per=_AT_ONCE)).partitions():
        out.writelines(_encode(list(row)) + "\n" for row in rows)
        count += len(rows)
    return count


def load(session: Session, table: Table, lines: Iterator[str]) -> int:
    """Add the rows that ``dump`` wrote; returns how many. Raises ValueError for the columns of another table."""
    names = json.loads(next(lines, "[]"))
    if set(names) != {column.name for column in table.columns}:
        raise ValueError(table.name)
    readers = [(name, _reader(table.columns[name].type)) for name in names]
    count = 0
    while batch := list(islice(lines, _AT_ONCE)):
        session.execute(insert(table), [_row(readers, json.loads(line)) for line in batch])
        count += len(batch)
    return count


Reader = Callable[[Any], Any] | None


def _row(readers: Iterable[tuple[str, Reader]], values: list[Any]) -> dict[str, Any]:
    return {
        name: value if read is None or value is None else read(value)
        for (name, read), value in zip(readers, values, strict=True)
    }


def _reader(kind: TypeEngine[Any]) -> Reader:
    if isinstance(kind, Uuid):
        return UUID
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    return base64.b64decode if isinstance(kind, LargeBinary) else None


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    raise TypeError(type(value).__name__)


_encode = json.JSONEncoder(default=_plain, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
