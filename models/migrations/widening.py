"""Letting a column hold new words of the vocabulary: its CHECK is replaced, its rows are left alone.

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


def _rewrite(connection: Any, table: str, name: str, check: str) -> None:
    told = connection.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,))
    before = told.scalar_one()
    after = re.sub(rf"(CONSTRAINT \"?{name}\"? )CHECK \(.*?\)\)", lambda found: found[1] + check, before)
    if after == before:
        raise ValueError(f"no check {name}")
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    connection.exec_driver_sql("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", (after, table))
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")
