"""The deadline watch when it is killed, doubled or misled by the clock: each thing is told, and told once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import func, select

from intake.cases import clock_work, handling, jobs, watch, watch_tell
from intake.cases.perform import drain
from intake.cases.schedule import LEASE
from intake.cases.watch_offices import Offices
from intake.cases.watch_tell import Told
from intake.cases.work import Work
from models.alert import Alert
from models.history import CaseEvent
from models.outbox import OutboxJob
from models.vocabulary import AlertKind, EventType, JobKind, JobState
from tests.conftest import TestClock
from tests.faults.checks import check_everything
from tests.world import Said, World

pytestmark = pytest.mark.faults

CASES = 60


def file(world: World, cases: int = CASES) -> list[str]:
    """A third of the cases is accepted, the rest wait for somebody to accept them."""
    filed = [world.file(f"Việc số {number}.").case.code for number in range(cases)]
    world.classify()
    for code in filed[::3]:
        with world.desk.work(world.handler) as work:
            handling.accept(work, work.lock(code))
    return filed


def ask(world: World) -> int:
    with world.desk.work() as work:
        return clock_work.ask(work)


def told(world: World) -> dict[tuple[AlertKind, int], int]:
    with world.desk.look() as work:
        query = select(Alert.kind, Alert.turn, func.count()).group_by(Alert.kind, Alert.turn)
        return {(kind, turn): number for kind, turn, number in work.session.execute(query)}


def events(world: World, kind: EventType) -> int:
    with world.desk.look() as work:
        return work.session.scalar(select(func.count()).where(CaseEvent.type == kind)) or 0


def late(cases: int = CASES) -> dict[tuple[AlertKind, int], int]:
    """What is told of them once they are four weeks old."""
    of_all = ((AlertKind.OVERDUE, 1), (AlertKind.STATUS_DUTY, 1), (AlertKind.ESCALATION, 1), (AlertKind.ESCALATION, 2))
    return {(AlertKind.UNOWNED, 1): cases - cases // 3} | dict.fromkeys(of_all, cases)


def test_two_beats_and_two_workers_at_once_tell_each_thing_once(world: World, clock: TestClock) -> None:
    codes = file(world, 300)
    clock.tick(days=27)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: ask(world), range(2)))
        list(pool.map(lambda number: drain(world.desk, Said(), f"w{number}"), range(2)))

    assert told(world) == late(300)
    assert events(world, EventType.ESCALATED) == events(world, EventType.STATUS_TOLD) == 300
    check_everything(world.desk, codes)


def test_two_watches_that_run_side_by_side_tell_each_thing_once(world: World, clock: TestClock) -> None:
    """As when a lease ran out under a slow worker that then woke up."""
    file(world)
    clock.tick(days=27)
    ask(world)
    with world.desk.work() as work:
        job = next(job for job in jobs.claim(work, "slow") if job.kind is JobKind.WATCH)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: watch.watch(world.desk, job), range(2)))
    watch.watch(world.desk, job)  # what each left to the other is told at the next look

    assert told(world) == late()
    assert events(world, EventType.ESCALATED) == events(world, EventType.STATUS_TOLD) == CASES


class Killed(BaseException):
    """The process is gone: nothing after this line happens."""


Telling = Callable[[Work, UUID, Sequence[UUID], Offices], list[Told]]


def test_a_watch_killed_in_the_middle_leaves_the_rest_to_the_next(
    world: World, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = file(world)
    clock.tick(days=27)
    ask(world)
    whole: Telling = watch_tell.tell
    calls = iter(range(CASES))

    def dying(work: Work, unit_id: UUID, case_ids: Sequence[UUID], offices: Offices) -> list[Told]:
        written = whole(work, unit_id, case_ids, offices)
        if next(calls) == 3:
            raise Killed
        return written

    monkeypatch.setattr(watch_tell, "tell", dying)
    with pytest.raises(Killed):
        drain(world.desk, Said(), "killed")
    monkeypatch.setattr(watch_tell, "tell", whole)
    before = told(world)
    assert 0 < sum(before.values()) < sum(late().values())

    clock.tick(seconds=LEASE.total_seconds() + 1)
    drain(world.desk, Said(), "next")
    assert told(world) == late()
    assert events(world, EventType.ESCALATED) == CASES
    check_everything(world.desk, codes)


def test_a_clock_that_jumps_forward_and_back_makes_nothing_told_twice_or_missed(world: World, clock: TestClock) -> None:
    codes = file(world)
    for jump in ({"days": 18}, {"days": 1}, {"hours": -1}, {"hours": 1}, {"days": 8}, {"hours": -1}, {"hours": 2}):
        clock.tick(**jump)
        ask(world)
        assert ask(world) == 0
        world.classify()

    assert told(world) == late() | {(AlertKind.DUE_SOON, 1): CASES}
    assert events(world, EventType.STATUS_TOLD) == CASES
    check_everything(world.desk, codes)


def test_a_week_without_any_watch_is_made_good_in_one_run(world: World, clock: TestClock) -> None:
    codes = file(world)
    clock.tick(days=60)
    ask(world)
    world.classify()

    turns = {turn for kind, turn in told(world) if kind is AlertKind.STATUS_DUTY}
    assert len(turns) == 1
    assert events(world, EventType.STATUS_TOLD) == CASES
    with world.desk.look() as work:
        states = work.session.scalars(select(OutboxJob.state).where(OutboxJob.kind == JobKind.WATCH)).all()
        assert states == [JobState.DELIVERED]
    check_everything(world.desk, codes)
