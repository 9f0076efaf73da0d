"""Two relays, two beats and two workers at once, as in a province that trusts no single machine."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import select

from models.history import Anchor
from models.outbox import OutboxJob
from models.vocabulary import JobKind
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.engine import file_until_answered
from tests.faults.waiting import until

pytestmark = pytest.mark.faults


def test_two_of_everything_do_nothing_twice(province: Province) -> None:
    engine = province.engine
    engine.start_web()
    for _ in range(2):
        engine.start("relay")
        engine.start("beat")
        engine.start("worker", "--processes", "2")
    with ThreadPoolExecutor(8) as senders, engine.client() as client:
        keys = [uuid4().hex for _ in range(200)]
        codes = list(senders.map(lambda key: file_until_answered(client, key, email="lua@example.com"), keys))
    until("the clock's work is asked for", lambda: clock_work(province) >= {JobKind.ANCHOR, JobKind.SWEEP})
    engine.settle(seconds=60)

    check_everything(engine.desk, codes, province.office.accepted)
    assert len(province.office.accepted) >= 200
    with engine.desk.look() as work:
        assert len(work.session.scalars(select(Anchor)).all()) == 1
        assert set(work.session.scalars(select(OutboxJob.attempts))) == {1}


def clock_work(province: Province) -> set[JobKind]:
    with province.engine.desk.look() as work:
        return set(work.session.scalars(select(OutboxJob.kind).where(OutboxJob.once_key.is_not(None))))
