"""Counting what the database is asked: an honest measure of a page's cost, the same on every machine."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from intake.cases.work import Desk


@contextmanager
def statements(desk: Desk) -> Iterator[list[str]]:
    """The SQL that is said meanwhile, transaction control aside."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            said.append(statement)

    engines = {desk.database.engine, desk.database._read_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
