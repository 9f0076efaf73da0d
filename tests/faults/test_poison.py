"""One row among a thousand that always fails, or kills whoever takes it: the others are done, it goes to a person."""

import sys

import pytest
from sqlalchemy import func, select

from intake.cases.perform import drain
from intake.cases.schedule import LEASE
from intake.cases.submission import read_submission
from intake.cases.submit import submit
from models.case import Case
from models.outbox import OutboxJob
from models.vocabulary import CaseStatus, ChannelKind, JobState
from routing.decision import Decision
from tests.conftest import ROOT, TestClock
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.deadly import POISON as DEADLY
from tests.faults.engine import Engine
from tests.faults.waiting import until
from tests.world import SURE, World

pytestmark = pytest.mark.faults

POISON = "Câu này làm hỏng bộ phân loại."


class Choking:
    """A decider that cannot read one text."""

    def decide(self, text: str) -> Decision:
        if text == POISON:
            raise MemoryError
        return SURE


class Deadly(Choking):
    """A decider whose process dies of that text, as the system's memory killer would have it."""

    def decide(self, text: str) -> Decision:
        if text == POISON:
            raise KeyboardInterrupt  # leaves everything at once, and writes nothing down
        return SURE


def file_a_thousand(world: World, poison: str = POISON) -> list[str]:
    with world.desk.work() as work:
        texts = [poison if number == 500 else f"Ổ gà số {number}." for number in range(1000)]
        return [submit(work, read_submission(content=text, channel=ChannelKind.WEB)).case.code for text in texts]


@pytest.mark.parametrize("decider", [Choking(), Deadly()], ids=["always fails", "kills its worker"])
def test_a_poison_row_among_a_thousand_is_set_aside(sqlite_world: World, clock: TestClock, decider: Choking) -> None:
    codes = file_a_thousand(sqlite_world)
    for life in range(6):
        try:
            while drain(sqlite_world.desk, decider, f"life {life}"):
                clock.tick(seconds=15)
        except KeyboardInterrupt:
            clock.tick(seconds=LEASE.total_seconds() + 1)

    check_everything(sqlite_world.desk, codes)
    with sqlite_world.desk.look() as work:
        poison = work.session.scalars(select(OutboxJob).where(OutboxJob.state == JobState.PERMANENT)).one()
        case = work.session.get_one(Case, poison.case_id)
        assert (case.content, case.status) == (POISON, CaseStatus.TRIAGE)
        assigned = select(func.count()).select_from(Case).where(Case.status == CaseStatus.ASSIGNED)
        assert work.session.scalar(assigned) == 999


def test_a_text_that_kills_every_worker_of_a_province_goes_to_a_person(province: Province) -> None:
    engine = province.engine
    codes = file_a_thousand(engine.world, DEADLY)
    engine.start("relay")
    deadly = (sys.executable, "-m", "tests.faults.deadly")
    worker = engine.start("worker", "--processes", "2", command=deadly, PYTHONPATH=str(ROOT))
    until("the other 999 are done", lambda: engine.unfinished() <= CLOCK_JOBS + 1, seconds=180)
    until("the poison is set aside", lambda: set_aside(engine), seconds=40)

    engine.settle()
    check_everything(engine.desk, codes)
    assert worker.process.poll() is None, "the worker itself lives on"
    with engine.desk.look() as work:
        poison = work.session.scalars(select(OutboxJob).where(OutboxJob.state == JobState.PERMANENT)).one()
        case = work.session.get_one(Case, poison.case_id)
        assert (case.content, case.status) == (DEADLY, CaseStatus.TRIAGE)
        assigned = select(func.count()).select_from(Case).where(Case.status == CaseStatus.ASSIGNED)
        assert work.session.scalar(assigned) == 999


CLOCK_JOBS = 4


def set_aside(engine: Engine) -> bool:
    """Whether it is; else the minutes of the lease that a dead worker holds are over."""
    engine.outlive_leases()
    with engine.desk.look() as work:
        return work.session.scalar(select(OutboxJob.id).where(OutboxJob.state == JobState.PERMANENT)) is not None
