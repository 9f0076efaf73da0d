"""The relay dies while rows are leased to the broker that never got them."""

import pytest
from sqlalchemy import func, select

from intake.cases import jobs
from models.outbox import OutboxJob
from models.vocabulary import JobKind
from tests.faults.brokers import waiting_in
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.engine import Engine
from tests.faults.waiting import until

pytestmark = pytest.mark.faults


def handed_over(engine: Engine) -> int:
    """How many cases wait in the broker to be classified; the relay asks for the clock's work besides."""
    with engine.desk.look() as work:
        with_broker = OutboxJob.leased_by == jobs.BROKER, OutboxJob.kind == JobKind.CLASSIFY
        query = select(func.count()).select_from(OutboxJob).where(*with_broker)
        return work.session.scalar(query) or 0


def test_rows_leased_by_a_killed_relay_are_handed_over_again(province: Province) -> None:
    engine = province.engine
    codes = [engine.world.file().case.code for _ in range(30)]
    province.broker.fall_silent()
    relay = engine.start("relay")
    until("the relay holds leases", lambda: handed_over(engine) == 30)
    relay.kill()
    assert handed_over(engine) == 30

    province.broker.open()
    engine.outlive_leases()
    engine.start_engine()
    engine.settle()
    check_everything(engine.desk, codes)


def test_a_broker_that_hangs_does_not_hold_the_relay_for_ever(province: Province, rabbitmq: str) -> None:
    engine = province.engine
    engine.start("relay")
    first = engine.world.file().case.code
    until("the first case is in the broker", lambda: waiting_in(rabbitmq) >= 1 and handed_over(engine) == 1)
    province.broker.fall_silent()
    codes = [engine.world.file().case.code for _ in range(5)]
    until("the relay holds leases", lambda: handed_over(engine) > 1)
    until("the relay takes back what the broker did not confirm", lambda: handed_over(engine) == 1, seconds=90)

    province.broker.shut()
    province.broker.open()
    engine.start("worker", "--processes", "2")
    engine.settle()
    check_everything(engine.desk, [first, *codes])
