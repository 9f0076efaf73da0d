"""A PostgreSQL database of its own for tests that open a whole installation."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from tests.conftest import POSTGRES, leave_out


@pytest.fixture
def postgres_place() -> Iterator[str]:
    """The address of a PostgreSQL database with nothing in it, not even tables."""
    name = f"langnghe_entry_{uuid4().hex}"
    try:
        with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
    except psycopg.OperationalError as refused:
        leave_out("PostgreSQL", f"không kết nối được ({str(refused).splitlines()[0]})")
    yield POSTGRES.replace("postgresql://", "postgresql+psycopg://").rsplit("/", 1)[0] + f"/{name}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
