"""The database is restarted while cases are filed and worked on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import ColumnElement, func, make_url, select

from intake.cases import jobs
from models.crypto import Keyring
from models.outbox import OutboxJob
from tests.conftest import POSTGRES
from tests.faults.brokers import RABBITMQ, empty_queues
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.engine import Engine, file, file_until_answered, installation
from tests.faults.offices import SlowOffice
from tests.faults.own_postgres import own_postgres
from tests.faults.waiting import until

pytestmark = pytest.mark.faults

_CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


def test_a_database_restarted_under_load_loses_and_doubles_nothing(province: Province) -> None:
    engine = province.engine
    engine.start_web()
    engine.start_engine()
    keys = [uuid4().hex for _ in range(150)]
    with ThreadPoolExecutor(8) as senders, engine.client() as client:
        receipts = [senders.submit(file_until_answered, client, key) for key in keys]
        until("some cases are classified", lambda: finished(engine) >= 10)
        with database_stopped(engine):
            answer = file(client, "while-it-is-stopped")
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        codes = [receipt.result(timeout=60) for receipt in receipts]

    until("no row waits in the broker", lambda: in_the_broker(engine) == 0)
    engine.outlive_leases()  # of what was in a worker's hands
    engine.settle()
    check_everything(engine.desk, codes)


def test_a_database_server_that_crashes_under_load_comes_back_with_everything_answered(
    tmp_path: Path, keyring: Keyring, trained: Path
) -> None:
    with own_postgres() as server, installation(tmp_path / "home", keyring, trained, database_url=server.url) as engine:
        engine.start_web()
        keys = [uuid4().hex for _ in range(80)]
        with ThreadPoolExecutor(8) as senders, engine.client() as client:
            receipts = [senders.submit(file_until_answered, client, key) for key in keys]
            until("some cases are classified", lambda: finished(engine) >= 10)
            server.crash()
            assert file(client, "while-it-is-down").status_code == 503
            server.start()
            codes = [receipt.result(timeout=60) for receipt in receipts]
        engine.outlive_leases()
        engine.settle()
        check_everything(engine.desk, codes)


def test_a_province_whose_database_crashes_under_load_comes_back_with_everything_done(
    tmp_path: Path, keyring: Keyring, trained: Path, rabbitmq: str
) -> None:
    empty_queues(rabbitmq)
    broker = f"amqp://guest:guest@{RABBITMQ[0]}:{RABBITMQ[1]}/{rabbitmq}"
    with (
        own_postgres() as server,
        SlowOffice() as office,
        installation(
            tmp_path / "home", keyring, trained, database_url=server.url, broker_url=broker, smtp_url=office.address
        ) as engine,
    ):
        engine.start_web()
        for command in ("relay", "worker", "beat"):
            engine.start(command)
        keys = [uuid4().hex for _ in range(80)]
        with ThreadPoolExecutor(8) as senders, engine.client() as client:
            receipts = [senders.submit(file_until_answered, client, key, email="lua@example.com") for key in keys]
            until("some cases are classified", lambda: finished(engine) >= 20)
            server.crash()
            assert file(client, "while-it-is-down").status_code == 503
            server.start()
            codes = [receipt.result(timeout=60) for receipt in receipts]
        until("no row waits in the broker", lambda: in_the_broker(engine) == 0)
        engine.outlive_leases()
        engine.settle(seconds=60)
        check_everything(engine.desk, codes, office.accepted)


def test_one_process_lives_through_a_restart_of_its_database(plain_postgres: Engine) -> None:
    engine = plain_postgres
    engine.start_web()
    with engine.client() as client:
        before = file_until_answered(client, "before")
        engine.settle()
        with database_stopped(engine):
            assert file(client, "after").status_code == 503
        after = file_until_answered(client, "after")
    engine.settle()
    check_everything(engine.desk, [before, after])


@contextmanager
def database_stopped(engine: Engine) -> Iterator[None]:
    """Every connection is cut and none is accepted, as while a server restarts."""
    name = make_url(engine.settings.database_url).database
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        server.execute(_CUT, (name,))
        try:
            yield
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def count(engine: Engine, *conditions: ColumnElement[bool]) -> int:
    with engine.desk.look() as work:
        return work.session.scalar(select(func.count()).select_from(OutboxJob).where(*conditions)) or 0


def finished(engine: Engine) -> int:
    return count(engine, OutboxJob.finished_at.is_not(None))


def in_the_broker(engine: Engine) -> int:
    return count(engine, OutboxJob.leased_by == jobs.BROKER, OutboxJob.finished_at.is_(None))
