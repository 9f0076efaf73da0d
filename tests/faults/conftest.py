"""Fixtures of the fault tests: installations on each engine, each with a gate before every line it depends on."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest

from models.crypto import Keyring
from tests.faults.brokers import RABBITMQ, empty_queues, rabbitmq_host, redis_server
from tests.faults.engine import Engine, installation, postgres
from tests.faults.gate import Gate
from tests.faults.offices import SlowOffice

Broker = Literal["rabbitmq", "redis", "none"]


@dataclass
class Province:
    """An installation on PostgreSQL and a broker, and the lines to break."""

    engine: Engine
    broker: Gate
    mail: Gate
    office: SlowOffice


@pytest.fixture(scope="session")
def rabbitmq(worker_id: str) -> Iterator[str]:
    with rabbitmq_host(f"langnghe-fault-{worker_id}-{os.getpid()}") as host:
        yield host


@pytest.fixture
def embedded(tmp_path: Path, keyring: Keyring, trained: Path) -> Iterator[Engine]:
    """The start without any configuration: SQLite and one process."""
    with installation(tmp_path / "home", keyring, trained) as engine:
        yield engine


@pytest.fixture
def plain_postgres(tmp_path: Path, keyring: Keyring, trained: Path) -> Iterator[Engine]:
    """PostgreSQL and one process."""
    with postgres() as url, installation(tmp_path / "home", keyring, trained, database_url=url) as engine:
        yield engine


@pytest.fixture
def make_province(
    request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring, trained: Path
) -> Iterator[Callable[[Broker], Province]]:
    with ExitStack() as stack:

        def make(broker: Broker) -> Province:
            if broker == "rabbitmq":
                host = request.getfixturevalue("rabbitmq")
                empty_queues(host)
                gate = stack.enter_context(Gate(*RABBITMQ))
                broker_url = f"amqp://guest:guest@127.0.0.1:{gate.port}/{host}"
            else:
                gate = stack.enter_context(Gate("127.0.0.1", stack.enter_context(redis_server())))
                broker_url = f"redis://127.0.0.1:{gate.port}/0"
            office = stack.enter_context(SlowOffice())
            mail_port = urlsplit(office.address).port or 0
            mail = stack.enter_context(Gate("127.0.0.1", mail_port))
            engine = stack.enter_context(
                installation(
                    tmp_path / "home",
                    keyring,
                    trained,
                    database_url=stack.enter_context(postgres()),
                    broker_url=broker_url,
                    smtp_url=office.address.replace(f":{mail_port}/", f":{mail.port}/"),
                )
            )
            return Province(engine, gate, mail, office)

        yield make


@pytest.fixture
def province(make_province: Callable[[Broker], Province]) -> Province:
    """A province on PostgreSQL and RabbitMQ."""
    return make_province("rabbitmq")
