"""What the database layer tells when something goes wrong: statements, never values."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models import db
from models.bulletin import About, open_ear
from models.conversation import Conversation
from models.db import Database
from models.vocabulary import ChannelKind

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


def test_a_fault_of_the_database_does_not_repeat_what_was_written(database: Database) -> None:
    with pytest.raises(DBAPIError) as fault, database.writing() as session:
        session.execute(text("INSERT INTO no_such_table VALUES (:words)"), {"words": "Nguyễn Văn An 0912345678"})

    assert "0912345678" not in str(fault.value)


@pytest.mark.parametrize("seen", ["on the socket", "only when asked"])
def test_a_connection_that_the_server_has_closed_is_replaced(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch, seen: str
) -> None:
    if seen == "only when asked":
        monkeypatch.setattr(db, "_ASK_AFTER_SECONDS", 0.0)
        monkeypatch.setattr(db, "_has_something_to_say", lambda _connection: False)
    own = Database(postgres_database.url.render_as_string(False), pool_size=1)
    first = backend(own)
    with postgres_database.writing() as session:
        session.execute(text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": first})

    assert backend(own) != first
    assert backend(own) == backend(own)
    own.dispose()


def backend(database: Database) -> int:
    """Which process of the server answers."""
    with database.reading() as session:
        pid: int = session.scalars(text("SELECT pg_backend_pid()")).one()
    return pid


def test_a_statement_stays_prepared_from_one_look_to_the_next(postgres_database: Database) -> None:
    own = Database(postgres_database.url.render_as_string(False), pool_size=1)
    for _look in range(7):  # psycopg prepares what was asked five times
        with own.reading() as session:
            session.execute(text("SELECT 1 AS asked_often"))
    with own.snapshot() as session:
        prepared = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    own.dispose()

    assert "SELECT 1 AS asked_often" in prepared


def test_behind_a_pooler_that_cannot_nothing_is_prepared(postgres_database: Database) -> None:
    own = Database(f"{postgres_database.url.render_as_string(False)}?prepare_threshold=none", pool_size=1)
    for _look in range(7):
        with own.reading() as session:
            session.execute(text("SELECT 1 AS asked_often"))
    with own.reading() as session:
        prepared = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    ear = open_ear(own, About.TALKS)
    ear.close()
    own.dispose()

    assert prepared == []


def test_a_look_writes_nothing_of_what_was_changed_in_it(database: Database) -> None:
    talk = Conversation(channel=ChannelKind.WEBCHAT, account="web", person_digest="d", heard_at=NOW)
    with database.writing() as session:
        session.add(talk)

    with database.reading() as session:
        session.get_one(Conversation, talk.id).account = "other"
    with database.reading() as session:
        assert session.get_one(Conversation, talk.id).account == "web"


def test_a_look_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as session:
        session.execute(text("DELETE FROM conversation"))
