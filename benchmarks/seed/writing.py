"""Writing rows in bulk: COPY on PostgreSQL, one prepared INSERT per table on SQLite.

It knows tables and engines, nothing of what the rows mean. A column that is not given gets its default from the
table, so a new column with a default needs no change here; one without fails loudly.
"""

import json
from collections.abc import Callable
from datetime import datetime
from enum import Enum as PythonEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Connection, Table, insert
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from benchmarks.seed.rows import Row, Rows
from models.tables import metadata

_SPECIAL = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def write(connection: Connection, rows: Rows) -> None:
    """Write all rows, tables in the order of their foreign keys."""
    put = _copy if connection.dialect.name == "postgresql" else _insert
    for table in metadata.sorted_tables:
        if rows.get(table.name):
            put(connection, table, rows[table.name])


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    given = [column.name for column in table.columns]
    defaults = {column.name: _default(column) for column in table.columns}
    complete = [{name: row.get(name, defaults[name]) for name in given} for row in rows]
    connection.execute(insert(table), complete)


def _copy(connection: Connection, table: Table, rows: list[Row]) -> None:
    columns = list(table.columns)
    names = ", ".join(f'"{column.name}"' for column in columns)
    plan = [(column.name, _default(column), _writer(column)) for column in columns]
    lines = "".join("\t".join([put(row.get(name, default)) for name, default, put in plan]) + "\n" for row in rows)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        copy.write(lines)


def _default(column: Column[Any]) -> Any:
    return column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None


def _writer(column: Column[Any]) -> Callable[[Any], str]:
    return _json if isinstance(column.type, JSON) else _text


def _json(value: Any) -> str:
    return r"\N" if value is None else json.dumps(value, ensure_ascii=False).translate(_SPECIAL)


def _text(value: Any) -> str:
    """One value in the text format of COPY."""
    match value:
        case None:
            return r"\N"
        case bool():
            return "t" if value else "f"
        case UUID():
            return value.hex
        case PythonEnum():
            return str(value.value)
        case str():
            return value.translate(_SPECIAL)
        case bytes():
            return "\\\\x" + value.hex()
        case datetime():
            return value.isoformat()
        case _:
            return str(value)
