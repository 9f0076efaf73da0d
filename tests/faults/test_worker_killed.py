"""A worker dies before, during and after a delivery: no letter is sent twice, and the record says what is known."""

import pytest
from sqlalchemy import func, select

from models.notice import Notice
from models.outbox import OutboxJob
from models.vocabulary import JobKind, JobState
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.engine import Engine
from tests.faults.waiting import until

pytestmark = pytest.mark.faults

WHO = {"name": "Trần Thị Lụa", "email": "lua@example.com"}


def states(engine: Engine) -> list[JobState]:
    """Of the notices, oldest first."""
    with engine.desk.look() as work:
        return list(work.session.scalars(select(Notice.state).order_by(Notice.id)))


def test_a_worker_killed_before_a_delivery_leaves_it_to_the_next(province: Province) -> None:
    engine = province.engine
    engine.start("relay")
    worker = engine.start("worker", "--processes", "2")
    first = engine.world.file().case.code
    engine.settle()
    worker.freeze()
    code = engine.world.file(**WHO).case.code
    until("both jobs are in the broker", lambda: leased(engine) == 2)
    worker.kill()

    engine.start("worker", "--processes", "2")
    engine.settle()  # the broker gives back what the dead worker held; no lease has to end
    check_everything(engine.desk, [first, code], province.office.accepted)
    assert states(engine) == [JobState.DELIVERED] * 2


def test_a_worker_killed_before_the_mail_server_answers_it_is_uncertain_and_does_not_send_again(
    province: Province,
) -> None:
    engine = province.engine
    province.mail.fall_silent()
    engine.start("relay")
    worker = engine.start("worker", "--processes", "2")
    code = engine.world.file(**WHO).case.code
    until("the first notice is being sent", lambda: JobState.SENDING in states(engine))
    worker.kill()

    province.mail.shut()
    province.mail.open()
    engine.outlive_leases()
    engine.start("worker", "--processes", "2")
    engine.settle()
    check_everything(engine.desk, [code], province.office.accepted)
    assert states(engine) == [JobState.UNCERTAIN, JobState.DELIVERED]


def test_a_worker_killed_after_the_letter_was_taken_does_not_send_it_twice(province: Province) -> None:
    engine = province.engine
    province.office.hesitating.set()
    engine.start("relay")
    worker = engine.start("worker", "--processes", "2")
    code = engine.world.file(**WHO).case.code
    until("the letter is accepted", lambda: len(province.office.accepted) == 1)
    worker.kill()

    province.office.hesitating.clear()
    engine.outlive_leases()
    engine.start("worker", "--processes", "2")
    engine.settle()
    check_everything(engine.desk, [code], province.office.accepted)
    assert states(engine) == [JobState.UNCERTAIN, JobState.DELIVERED]
    assert len(province.office.accepted) == 2


def test_a_worker_killed_after_a_delivery_was_written_down_changes_nothing(province: Province) -> None:
    engine = province.engine
    engine.start("relay")
    worker = engine.start("worker", "--processes", "2")
    code = engine.world.file(**WHO).case.code
    until("a notice is delivered", lambda: JobState.DELIVERED in states(engine))
    worker.kill()

    engine.outlive_leases()
    engine.start("worker", "--processes", "2")
    engine.settle()
    check_everything(engine.desk, [code], province.office.accepted)
    assert states(engine)[0] is JobState.DELIVERED


def leased(engine: Engine) -> int:
    with engine.desk.look() as work:
        wanted = (
            select(func.count())
            .select_from(OutboxJob)
            .where(OutboxJob.leased_until.is_not(None), OutboxJob.kind.in_([JobKind.CLASSIFY, JobKind.NOTICE]))
        )
        return work.session.scalar(wanted) or 0
