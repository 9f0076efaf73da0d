"""PostgreSQL databases to measure on: one generated province is kept as a template, each measurement gets a copy.

The server is the one at LANGNGHE_TEST_POSTGRES (a maintenance database). The template is named after its size and
after everything it was made from, so that a change of the generator or of the tables makes a new one.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from benchmarks.seed.filling import Order, fill
from benchmarks.server import ROOT
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from models.crypto import Keyring, write_keyring

SERVER = os.environ.get("LANGNGHE_TEST_POSTGRES", "postgresql:///postgres")
HOME = ROOT / "var" / "bench" / "home"
_MIGRATIONS = ROOT / "models" / "migrations" / "versions"


def url_of(name: str) -> str:
    return SERVER.replace("postgresql://", "postgresql+psycopg://").rsplit("/", 1)[0] + f"/{name}"


def plain_url_of(name: str) -> str:
    return SERVER.rsplit("/", 1)[0] + f"/{name}"


def template(cases: int) -> str:
    """The name of a database with that many cases; made first if it is not there."""
    name = f"langnghe_bench_{cases}_{_made_from()}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
        _drop_older(connection, cases)
        making = f"{name}_making"
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(making)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
        _fill(making, cases)
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(rename.format(sql.Identifier(making), sql.Identifier(name)))
    return name


def _drop_older(connection: "psycopg.Connection[TupleRow]", cases: int) -> None:
    """Templates of this size made from something else are of no use any more."""
    like = f"langnghe\\_bench\\_{cases}\\_%"
    for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like]).fetchall():
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def copy_of(name: str) -> Iterator[str]:
    """A database that is the same as this one, dropped at the end; gives its name."""
    copy = f"{name}_copy{os.getpid()}"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy))
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(drop)
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(create.format(sql.Identifier(copy), sql.Identifier(name)))
        with psycopg.connect(plain_url_of(copy), autocommit=True) as inside:
            inside.execute("VACUUM ANALYZE")
        try:
            yield copy
        finally:
            connection.execute(drop)


def _fill(name: str, cases: int) -> None:
    desk = open_desk(Settings(home=HOME, database_url=url_of(name)))
    desk.database.dispose()
    print(f"making a province of {cases:,} cases…", flush=True)
    for _done in fill(Order(url_of(name), desk.keyring, cases, 1, datetime.now(UTC)), processes=2):
        pass


def _made_from() -> str:
    """A short digest of everything that shapes a generated province: generator, tables, keys."""
    HOME.mkdir(parents=True, exist_ok=True)
    keys = HOME / "secret.json"
    if not keys.exists():
        write_keyring(keys, Keyring.generate())
    sources = [*sorted((ROOT / "benchmarks/seed").glob("*.py")), *sorted(_MIGRATIONS.glob("*.py")), keys]
    return hashlib.sha256("".join(file.read_text() for file in sources).encode()).hexdigest()[:8]
