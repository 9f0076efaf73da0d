"""Changing behind the product's back what its database refuses to change, as somebody with the file in hand could.

It lets go of the rules of one table for one statement, on both engines; the rules themselves are tested elsewhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from models.db import Database


@contextmanager
def tampering(database: Database, table: str) -> Iterator[Session]:
    """A writing session in which this table keeps no rules."""
    with database.writing() as session:
        rules = _rules(session, table) if database.is_sqlite else {}
        for name in rules:
            session.execute(text(f"DROP TRIGGER {name}"))
        if not database.is_sqlite:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield session
        for rule in rules.values():
            session.connection().exec_driver_sql(rule)
        if not database.is_sqlite:
            session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


def _rules(session: Session, table: str) -> dict[str, str]:
    query = text("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = :table")
    return {row.name: row.sql for row in session.execute(query, {"table": table})}
