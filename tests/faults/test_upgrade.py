"""A new version is put in place while rows are pending: stop, migrate, start, and everything is finished."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Column, MetaData, Table, select, text
from sqlalchemy.exc import IntegrityError

from intake.cases.perform import drain
from models import migrate
from models.case import Case
from models.db import Database, sqlite_url
from models.history import Deadline
from models.tables import metadata
from models.vocabulary import CaseStatus, DeadlineCause
from tests.conftest import DeskFactory
from tests.faults.brokers import waiting_in
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.engine import Engine, postgres
from tests.faults.waiting import until
from tests.world import Said, World

pytestmark = pytest.mark.faults


_INSERT_MESSAGE = text(
    "INSERT INTO inbound_message (id, channel, account, external_id, person_digest, received_at)"
    " VALUES (:id, 'webchat', 'web', :name, 'digest', CURRENT_TIMESTAMP)"
)


@pytest.fixture(params=["sqlite", "postgres"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with the tables of the first version."""
    with _on(request.param, "0001", tmp_path) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgres"])
def browsers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database in which messages of the web chat are named by the numbers of browsers."""
    with _on(request.param, "0029", tmp_path) as database:
        yield database


@contextmanager
def _on(engine: str, revision: str, folder: Path) -> Iterator[Database]:
    if engine == "sqlite":
        yield _at_version(revision, sqlite_url(folder / "old.db"))
        return
    with postgres() as url:
        database = _at_version(revision, url)
        yield database
        database.dispose()


def _at_version(revision: str, url: str) -> Database:
    database = Database(url)
    with database.engine.begin() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return database


def _copy(source: Database, target: Database) -> None:
    """Every row, as far as the older tables have a place for it."""
    with source.engine.connect() as reading, target.engine.begin() as writing:
        older = MetaData()
        older.reflect(writing)
        for table in metadata.sorted_tables:
            if table.name in older.tables:
                known = [column for column in table.columns if column.name in older.tables[table.name].columns]
                plain = Table(table.name, MetaData(), *(Column(column.name, column.type) for column in known))
                if rows := [dict(row) for row in reading.execute(select(*known)).mappings()]:
                    writing.execute(plain.insert(), rows)


def test_rows_written_by_the_first_version_are_finished_after_the_migration(
    sqlite_world: World, old: Database, make_desk: DeskFactory
) -> None:
    codes = [sqlite_world.assigned().case.code, *(sqlite_world.file().case.code for _ in range(5))]
    _copy(sqlite_world.desk.database, old)

    migrate.upgrade(old)

    assert migrate.drift(old) == []
    desk = make_desk(old)
    drain(desk, Said(), "after the upgrade")
    check_everything(desk, codes)
    with desk.look() as work:
        limits = work.session.scalars(select(Deadline).order_by(Deadline.set_at)).all()
        cases = {row.id: row for row in work.session.scalars(select(Case))}
    assert {row.cause for row in limits} == {DeadlineCause.FILED, DeadlineCause.CLASSIFIED}
    assert all(row.counted_from == cases[row.case_id].received_at for row in limits)
    assert all(case.status is CaseStatus.ASSIGNED and not case.not_ours for case in cases.values())


def test_the_migrated_tables_take_the_new_words_and_no_others(sqlite_world: World, old: Database) -> None:
    _copy(sqlite_world.desk.database, old)
    migrate.upgrade(old)

    with old.engine.begin() as connection:
        job = {"id": "11111111-1111-7111-8111-111111111111", "kind": "watch", "ordering_key": "watch"}
        insert_job = text(
            "INSERT INTO outbox_job (id, kind, ordering_key, state, attempts, created_at, ready_at)"
            " VALUES (:id, :kind, :ordering_key, 'created', 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)"
        )
        connection.execute(insert_job, job)
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(insert_job, job | {"id": "22222222-2222-7222-8222-222222222222", "kind": "nonsense"})


def test_a_browser_is_not_named_any_more_and_two_messages_stay_two(browsers: Database) -> None:
    number = "kN3vQ9xZ1bT7cR5mW2dY8fH4jL6pS0aE"
    names = [f"{number}.a1", f"{number}.a2", "u1:1:"]
    with browsers.engine.begin() as connection:
        for place, name in enumerate(names):
            row = {"id": f"0000000{place}-0000-7000-8000-000000000000", "name": name}
            connection.execute(_INSERT_MESSAGE, row)

    migrate.upgrade(browsers)

    with browsers.engine.connect() as connection:
        kept = connection.scalars(text("SELECT external_id FROM inbound_message ORDER BY id")).all()
    assert (len(set(kept)), kept[2]) == (3, "u1:1:")
    assert number not in str(kept)


@pytest.mark.parametrize("revision", ["0002", "0003"])
def test_rows_pending_over_a_stop_and_an_upgrade_are_finished_by_the_new_version(
    province: Province, rabbitmq: str, revision: str
) -> None:
    engine = province.engine
    codes = [engine.world.file(email="lua@example.com").case.code for _ in range(20)]
    relay = engine.start("relay")
    until("the messages are in the broker", lambda: waiting_in(rabbitmq) >= 40)
    relay.kill()
    with postgres() as url:
        old = _at_version(revision, url)
        _copy(engine.desk.database, old)
        old.dispose()
        with upgraded(engine, url) as new:
            new.start_web()
            for name in ("relay", "worker", "beat"):
                new.start(name)
            new.outlive_leases()
            new.settle(seconds=60)
            check_everything(new.desk, codes, province.office.accepted)
            assert len(province.office.accepted) == 40


@contextmanager
def upgraded(engine: Engine, url: str) -> Iterator[Engine]:
    """The same installation over an older database, after ``langnghe migrate``."""
    settings = engine.settings.model_copy(update={"database_url": url})
    database = Database(url)
    new = replace(engine, settings=settings, desk=replace(engine.desk, database=database), running=[])
    assert not migrate.is_current(database)
    migrating = new.start("migrate")
    assert migrating.process.wait(60) == 0, migrating.log.read_text()
    assert migrate.is_current(database)
    try:
        yield new
    finally:
        new.end()
