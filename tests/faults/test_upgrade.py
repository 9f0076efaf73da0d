"""A new version is put in place while rows are pending: stop, migrate, start, and everything is finished."""

from collections.abc import Iterator
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
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.engine import file_until_answered, postgres
from tests.faults.waiting import until
from tests.world import Said, World

pytestmark = pytest.mark.faults


@pytest.fixture(params=["sqlite", "postgres"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with the tables of the first version."""
    if request.param == "sqlite":
        yield _at_first_version(sqlite_url(tmp_path / "old.db"))
    else:
        with postgres() as url:
            database = _at_first_version(url)
            yield database
            database.dispose()


def _at_first_version(url: str) -> Database:
    database = Database(url)
    with database.engine.begin() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
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


def test_rows_pending_over_a_stop_and_an_upgrade_are_finished_by_the_new_version(province: Province) -> None:
    engine = province.engine
    web, relay = engine.start_web(), engine.start("relay")
    with engine.client() as client:
        codes = [file_until_answered(client, f"{number}", email="lua@example.com") for number in range(20)]
    until("the rows are with the broker", lambda: engine.unfinished() == 40)
    for running in (web, relay):
        running.stop()

    migrate.upgrade(engine.desk.database)
    assert migrate.is_current(engine.desk.database)

    engine.start_engine()
    engine.outlive_leases()
    engine.settle()
    check_everything(engine.desk, codes, province.office.accepted)
