"""What the database layer tells when something goes wrong: statements, never values."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.db import Database


def test_a_fault_of_the_database_does_not_repeat_what_was_written(database: Database) -> None:
    with pytest.raises(DBAPIError) as fault, database.writing() as session:
        session.execute(text("INSERT INTO no_such_table VALUES (:words)"), {"words": "Nguyễn Văn An 0912345678"})

    assert "0912345678" not in str(fault.value)
