"""The broker stops while cases are filed: the web never notices, and everything is done once it is back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from intake.cases import jobs
from models.crypto import Keyring
from models.outbox import OutboxJob
from tests.faults.brokers import own_redis
from tests.faults.checks import check_everything
from tests.faults.conftest import Broker, Province
from tests.faults.engine import Engine, file_until_answered, installation, postgres
from tests.faults.offices import SlowOffice
from tests.faults.own_rabbitmq import own_rabbitmq
from tests.faults.waiting import until

pytestmark = pytest.mark.faults


class Broken(Protocol):
    """A broker that a test may kill and start again."""

    def kill(self) -> None: ...

    def start(self) -> None: ...


@pytest.mark.parametrize("broker", ["rabbitmq", "redis"])
def test_200_cases_filed_while_the_broker_is_stopped_are_done_when_it_is_back(
    make_province: Callable[[Broker], Province], broker: Broker
) -> None:
    province = make_province(broker)
    engine = province.engine
    engine.start_web()
    engine.start_engine()
    with ThreadPoolExecutor(8) as senders, engine.client() as client:
        before = file_until_answered(client, uuid4().hex)
        engine.settle()
        province.broker.shut()
        keys = [uuid4().hex for _ in range(200)]
        codes = list(senders.map(lambda key: file_until_answered(client, key), keys))
    assert engine.unfinished() >= 200

    province.broker.open()
    engine.settle()
    check_everything(engine.desk, [before, *codes])


def test_a_broker_killed_with_rows_in_it_loses_its_messages_and_no_work(
    tmp_path: Path, keyring: Keyring, trained: Path
) -> None:
    with (
        own_redis() as broker,
        postgres() as url,
        SlowOffice() as office,
        installation(
            tmp_path / "home",
            keyring,
            trained,
            database_url=url,
            broker_url=f"redis://127.0.0.1:{broker.port}/0",
            smtp_url=office.address,
        ) as engine,
    ):
        loses_nothing(engine, broker, office)


def test_a_rabbitmq_killed_with_rows_in_it_loses_no_work(tmp_path: Path, keyring: Keyring, trained: Path) -> None:
    with (
        own_rabbitmq() as broker,
        postgres() as url,
        SlowOffice() as office,
        installation(
            tmp_path / "home", keyring, trained, database_url=url, broker_url=broker.url, smtp_url=office.address
        ) as engine,
    ):
        loses_nothing(engine, broker, office)


def loses_nothing(engine: Engine, broker: Broken, office: SlowOffice) -> None:
    """Rows are handed over, the broker dies with them, comes back, and everything is done once."""
    engine.start_web()
    engine.start("relay")
    engine.start("beat")
    with ThreadPoolExecutor(8) as senders, engine.client() as client:

        def send(count: int) -> list[str]:
            keys = [uuid4().hex for _ in range(count)]
            return list(senders.map(lambda key: file_until_answered(client, key, email="lua@example.com"), keys))

        codes = send(30)
        until("rows are with the broker", lambda: handed_over(engine) >= 30)
        broker.kill()
        codes += send(30)
        broker.start()
        engine.start("worker", "--processes", "2")
        engine.outlive_leases()  # as if the minutes had passed after which a row is handed over once more
        codes += send(5)
        engine.settle(seconds=60)
    check_everything(engine.desk, codes, office.accepted)


def handed_over(engine: Engine) -> int:
    with engine.desk.look() as work:
        query = select(func.count()).select_from(OutboxJob).where(OutboxJob.leased_by == jobs.BROKER)
        return work.session.scalar(query) or 0
