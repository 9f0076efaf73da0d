"""A PostgreSQL database of its own for tests that open a whole installation."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.conftest import own_postgres_database


@pytest.fixture
def postgres_place() -> Iterator[str]:
    """The address of a PostgreSQL database with nothing in it, not even tables."""
    with own_postgres_database(f"langnghe_entry_{uuid4().hex}") as url:
        yield url
