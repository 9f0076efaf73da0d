"""The outbox: nothing is lost or done twice when workers race, fail or die."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from intake.cases import jobs
from intake.cases.perform import drain, perform
from intake.cases.schedule import LEASE
from intake.cases.work import Desk
from models.case import Case
from models.history import CaseEvent
from models.outbox import OutboxJob
from models.vocabulary import CaseStatus, EventType, JobState
from routing.decision import Decision
from tests.conftest import TestClock
from tests.world import Said, World


class Failing:
    """A decider that fails a number of times, then decides."""

    def __init__(self, times: int) -> None:
        self.left = times

    def decide(self, text: str) -> Decision:
        if self.left:
            self.left -= 1
            raise RuntimeError(f"không đọc được: {text}")
        return Said().decide(text)


def test_a_fault_that_passes_is_tried_again_until_it_works(world: World, clock: TestClock) -> None:
    filed, decider = world.file(), Failing(2)
    for _ in range(3):
        drain(world.desk, decider, "w")
        clock.tick(minutes=1)

    with world.desk.look() as work:
        assert work.find(filed.case.code).status is CaseStatus.ASSIGNED
        assert work.session.scalars(select(OutboxJob.state)).one() is JobState.DELIVERED


def test_after_three_failures_a_person_takes_over_with_the_reason(world: World, clock: TestClock) -> None:
    filed, decider = world.file("Số của tôi 0912345678."), Failing(99)
    for _ in range(5):
        drain(world.desk, decider, "w")
        clock.tick(minutes=1)

    with world.desk.look() as work:
        case = work.find(filed.case.code)
        job = work.session.scalars(select(OutboxJob)).one()
        assert (case.status, job.state, job.attempts) == (CaseStatus.TRIAGE, JobState.PERMANENT, 3)
        assert "0912345678" not in f"{job.fault}{case.triage_reason}"


def test_two_workers_never_claim_the_same_row(world: World) -> None:
    for number in range(30):
        world.file(f"Việc {number}.")

    def claim(worker: int) -> list[object]:
        with world.desk.work() as work:
            return [job.id for job in jobs.claim(work, f"w{worker}", limit=10)]

    with ThreadPoolExecutor(6) as pool:
        claimed = [job for batch in pool.map(claim, range(6)) for job in batch]
    assert len(claimed) == len(set(claimed)) == 30


def test_a_killed_workers_row_is_claimed_again_when_its_lease_ends(world: World, clock: TestClock) -> None:
    world.file()
    with world.desk.work() as work:
        first = jobs.claim(work, "killed")
    with world.desk.work() as work:
        assert jobs.claim(work, "other") == []
    clock.tick(seconds=LEASE.total_seconds() + 1)
    with world.desk.work() as work:
        assert [job.id for job in jobs.claim(work, "other")] == [job.id for job in first]


def test_a_job_run_twice_classifies_once(world: World, clock: TestClock) -> None:
    filed = world.file()
    with world.desk.work() as work:
        claimed = jobs.claim(work, "slow")
    for job in claimed * 2:
        perform(world.desk, Said(), job)

    with world.desk.look() as work:
        events = work.session.scalars(select(CaseEvent.type).where(CaseEvent.case_id == filed.case.id)).all()
        assert events.count(EventType.CLASSIFIED) == 1


def test_a_case_waits_until_its_earlier_job_is_done(desk: Desk, world: World) -> None:
    filed = world.file()
    with desk.work() as work:
        case = work.session.scalars(select(Case)).one()
        from models.vocabulary import JobKind

        work.enqueue(JobKind.CLASSIFY, case)
    with desk.work() as work:
        assert len(jobs.claim(work, "w")) == 1
    with desk.work() as work:
        assert jobs.claim(work, "w") == []
    assert filed.key
