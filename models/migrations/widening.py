"""Letting a column hold new words of the vocabulary, and asking more of a table: a CHECK is replaced or added, the rows
are left alone.

PostgreSQL swaps the constraint. SQLite has no such statement; copying a table only for that would also drop
what the copy does not know, so the text of the CHECK is changed where SQLite keeps it, as
https://sqlite.org/lang_altertable.html (section 7) describes for changes that touch no stored row.
"""

import re
from collections.abc import Sequence
from typing import Any


def widen(op: Any, table: str, column: str, vocabulary: str, words: Sequence[str]) -> None:
    """Let ``column`` hold exactly ``words``. ``op`` is Alembic's. Raises ValueError if there is no such CHECK."""
    name, allowed = f"ck_{table}_{vocabulary}", ", ".join(f"'{word}'" for word in words)
    check = f"CHECK ({column} IN ({allowed}))"
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(op.get_bind(), table, name, check)
    else:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} {check}")


def demand(op: Any, table: str, name: str, check: str) -> None:
    """Add a CHECK that every row there already meets."""
    if op.get_bind().dialect.name == "sqlite":
        before = _told(op.get_bind(), table)
        body = before.rstrip().removesuffix(")").rstrip()
        _write(op.get_bind(), table, f"{body},\n\tCONSTRAINT {name} CHECK ({check})\n)")
    else:
        op.create_check_constraint(name, table, check)


def _rewrite(connection: Any, table: str, name: str, check: str) -> None:
    before = _told(connection, table)
    after = re.sub(rf"(CONSTRAINT \"?{name}\"? )CHECK \(.*?\)\)", lambda found: found[1] + check, before)
    if after == before:
        raise ValueError(f"no check {name}")
    _write(connection, table, after)


def _told(connection: Any, table: str) -> str:
    told = connection.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,))
    return str(told.scalar_one())


def _write(connection: Any, table: str, after: str) -> None:
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    connection.exec_driver_sql("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", (after, table))
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")
