"""The migrations make exactly the tables of the code, on both engines."""

from models import migrate
from models.db import Database


def test_migrations_and_tables_do_not_drift_apart(database: Database) -> None:
    assert migrate.is_current(database)
    assert migrate.drift(database) == []
