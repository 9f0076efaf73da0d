"""Bringing a database to today's tables, on both engines, with the migrations beside this file."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from models import search
from models.db import Database
from models.tables import metadata

_FOLDER = Path(__file__).parent / "migrations"
_ALONE = 0x6C6E6768
"""The advisory lock of whoever migrates ("lngh" in ASCII)."""


def upgrade(database: Database) -> None:
    """Apply every migration that is not yet in the database; of several processes at once, one does it."""
    with database.engine.connect() as connection, _tables_may_be_rebuilt(database, connection), connection.begin():
        if not database.is_sqlite:  # SQLite: BEGIN IMMEDIATE lets one in at a time already
            connection.execute(select(func.pg_advisory_xact_lock(_ALONE)))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if database.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise RuntimeError("a migration left a row that points nowhere")


@contextmanager
def _tables_may_be_rebuilt(database: Database, connection: Connection) -> Iterator[None]:
    """SQLite changes a column by copying its table and dropping the old one, which would empty what points to it."""
    if not database.is_sqlite:
        yield
        return
    raw = connection.connection.cursor()
    raw.execute("PRAGMA foreign_keys=OFF")  # before the transaction; within one it does nothing
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
        raw.close()


def is_current(database: Database) -> bool:
    """Whether the database has the newest migration; reads only, so that a busy writer is never waited for."""
    return revision(database) == newest()


def revision(database: Database) -> str | None:
    """The newest migration that this database has; None in an empty one."""
    with database.reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


@cache
def newest() -> str:
    """The newest migration this version of the product knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def drift(database: Database) -> list[Any]:
    """What the tables in the code have that the migrated database has not, and the other way round."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _is_ours})
        return list(compare_metadata(context, metadata))


def _is_ours(_item: object, name: str | None, *_rest: object) -> bool:
    return name not in search.ONLY_POSTGRESQL


def write_migration(database: Database, message: str, revision: str) -> None:
    """Write a new migration from the difference between the code and this migrated database."""
    with database.engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=revision)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config
