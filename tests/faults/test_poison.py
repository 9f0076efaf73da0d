"""One row among a thousand that always fails, or kills whoever takes it: the others are done, it goes to a person."""

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
from tests.conftest import TestClock
from tests.faults.checks import check_everything
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


def file_a_thousand(world: World) -> list[str]:
    with world.desk.work() as work:
        texts = [POISON if number == 500 else f"Ổ gà số {number}." for number in range(1000)]
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
