"""A job that failed for good always ends, whatever is wrong with what it is about, and a person is told."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from intake.adapters.mail import Mail
from intake.cases import accusing, classify, clock_work, jobs, setting_aside, sweep
from intake.cases.perform import drain, perform
from intake.cases.schedule import AGAIN, IN_BROKER, LEASE
from intake.cases.submission import read_submission
from intake.cases.submit import submit
from models.case import Case
from models.history import CaseEvent, broken_link
from models.notice import Notice
from models.outbox import OutboxJob
from models.vocabulary import CaseStatus, ChannelKind, JobKind, JobState, WorkQueue
from routing.decision import Decision
from tests.conftest import TestClock
from tests.world import Said, World


class Broken:
    """A decider that never decides."""

    def decide(self, text: str) -> Decision:
        raise RuntimeError


def fails(*_: object) -> int:
    raise ValueError("words that must not be told")


def tried_out(world: World, clock: TestClock) -> None:
    for _ in range(5):
        drain(world.desk, Broken(), "w")
        clock.tick(minutes=1)


def the_job(world: World) -> OutboxJob:
    with world.desk.look() as work:
        return work.session.scalars(select(OutboxJob)).one()


def test_a_case_whose_words_cannot_be_read_still_reaches_a_person(
    world: World, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = world.file().case.code
    monkeypatch.setattr(accusing, "keep_from_the_named", fails)
    tried_out(world, clock)

    assert (the_job(world).state, the_job(world).fault) == (JobState.PERMANENT, "RuntimeError")
    with world.desk.look() as work:
        case = work.find(code)
        events = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq)
        assert case.status is CaseStatus.TRIAGE
        assert broken_link(list(work.session.scalars(events))) is None


def test_what_its_sender_was_told_may_accuse_is_kept_for_the_desk_without_a_decision(
    world: World, clock: TestClock
) -> None:
    told = read_submission(content="Cán bộ địa chính nhận tiền của tôi.", channel=ChannelKind.WEBCHAT)
    with world.desk.work() as work:
        submit(work, replace(told, may_accuse=True))
    tried_out(world, clock)

    with world.desk.look() as work:
        case = work.session.scalars(select(Case)).one()
        assert (case.status, case.restricted, case.content_plain) == (CaseStatus.TRIAGE, True, None)


def test_the_row_ends_even_when_nothing_can_be_said_of_its_case(
    world: World, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.file()
    monkeypatch.setattr(classify, "give_up", fails)
    monkeypatch.setattr(classify, "leave_to_a_person", fails)
    tried_out(world, clock)

    assert (the_job(world).state, the_job(world).finished_at is not None) == (JobState.PERMANENT, True)


def test_whoever_has_lost_a_job_changes_it_no_more(world: World, clock: TestClock) -> None:
    world.file()
    with world.desk.work() as work:
        (slow,) = jobs.claim(work, "slow")
    clock.tick(seconds=LEASE.total_seconds() + 1)
    with world.desk.work() as work:
        (other,) = jobs.claim(work, "other")

    with world.desk.work() as work:
        jobs.put_off(work, slow, "TimeoutError")
        jobs.keep(work, slow)
        jobs.finish(work, slow, JobState.PERMANENT)
    setting_aside.set_aside(world.desk, slow, "TimeoutError")
    assert (the_job(world).state, the_job(world).leased_by) == (JobState.SENDING, "other")

    perform(world.desk, Said(), other)
    assert the_job(world).state is JobState.DELIVERED
    with world.desk.look() as work:
        assert work.session.scalars(select(Case.status)).one() is CaseStatus.ASSIGNED


def test_clock_work_that_failed_for_good_is_asked_for_again(world: World, clock: TestClock) -> None:
    name = f"anchor:{clock():%Y-%m-%d}"
    with world.desk.work() as work:
        clock_work.ask(work)
        row = work.session.scalars(select(OutboxJob).where(OutboxJob.once_key == name)).one()
        row.state, row.finished_at, row.attempts = JobState.PERMANENT, work.now, 4

    for passed, state in ((AGAIN / 2, JobState.PERMANENT), (AGAIN, JobState.CREATED)):
        clock.tick(seconds=passed.total_seconds())
        with world.desk.work() as work:
            clock_work.ask(work)
            assert work.session.scalars(select(OutboxJob.state).where(OutboxJob.once_key == name)).one() is state
    world.classify()
    with world.desk.look() as work:
        assert set(work.session.scalars(select(OutboxJob.state))) == {JobState.DELIVERED}


def test_a_job_put_off_is_not_taken_through_an_old_message(world: World, clock: TestClock) -> None:
    world.file()
    with world.desk.work() as work:
        ((job_id, _),) = jobs.hand_over(work)
        taken = jobs.take(work, job_id, "w")
    assert taken is not None
    with world.desk.work() as work:
        jobs.put_off(work, taken, "TimeoutError")
        assert jobs.take(work, job_id, "w") is None
    clock.tick(minutes=1)
    with world.desk.work() as work:
        assert jobs.take(work, job_id, "w") is not None


def test_the_first_message_comes_first_although_the_clock_went_back(
    world: World, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids are made of the time: those of rows written after the clock went back are smaller."""
    code = world.file().case.code
    world.classify()
    with world.desk.work() as work:
        case = work.lock(code)
        first = work.enqueue(JobKind.CLASSIFY, case)
        case.version += 1
        second = work.enqueue(JobKind.CLASSIFY, case)
        case.version -= 1
        first.id, second.id = second.id, first.id
        expected = first.id

    with world.desk.work() as work:
        assert [job.id for job in jobs.claim(work, "w")] == [expected]


def test_what_is_new_does_not_wait_until_a_clock_that_went_back_has_caught_up(world: World, clock: TestClock) -> None:
    world.file()
    clock.tick(hours=-1)
    world.classify()

    assert the_job(world).state is JobState.DELIVERED


def test_only_so_many_rows_lie_in_the_broker_that_they_are_reached_in_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(IN_BROKER, WorkQueue.CLASSIFY, 3)
    for number in range(5):
        world.file(f"Việc {number}.")

    with world.desk.work() as work:
        handed = jobs.hand_over(work)
    with world.desk.work() as work:
        assert (len(handed), jobs.hand_over(work)) == (3, [])
        assert jobs.take(work, handed[0][0], "w")
        assert len(jobs.hand_over(work)) == 1


def test_queues_are_looked_at_where_something_is_ready_and_all_of_them_in_a_backlog(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.desk.look() as work:
        assert jobs.ready_queues(work) == set()
    world.file()
    with world.desk.look() as work:
        assert jobs.ready_queues(work) == {WorkQueue.CLASSIFY}
    with world.desk.work() as work:
        assert len(jobs.hand_over(work, [WorkQueue.CLASSIFY])) == 1
    with world.desk.look() as work:
        assert jobs.ready_queues(work) == set()

    monkeypatch.setattr(jobs, "_LOOKED_AT", 2)
    for number in range(2):
        world.file(f"Việc {number}.")
    with world.desk.look() as work:
        assert jobs.ready_queues(work) == set(WorkQueue)


def test_a_letter_given_up_before_it_was_sent_surely_did_not_arrive(world: World) -> None:
    world.desk.channels[ChannelKind.EMAIL] = Mail("smtp://127.0.0.1:1/?from=a@example.vn&tls=none")  # type: ignore[index]
    world.file(email="lua@example.com")
    with world.desk.work() as work:
        claimed = {job.kind: job for job in jobs.claim(work, "w")}

    setting_aside.set_aside(world.desk, claimed[JobKind.NOTICE], "TimeoutError")

    with world.desk.look() as work:
        by_email = select(Notice.state).where(Notice.channel == ChannelKind.EMAIL)
        assert work.session.scalars(by_email).one() is JobState.PERMANENT


def test_what_was_done_long_ago_is_forgotten_but_not_what_was_set_aside_or_is_in_force(
    world: World, clock: TestClock
) -> None:
    world.assigned()
    world.file()
    with world.desk.work() as work:
        clock_work.ask(work)
        failed = work.session.scalars(
            select(OutboxJob).where(OutboxJob.kind == JobKind.CLASSIFY, OutboxJob.finished_at.is_(None))
        ).one()
        assert failed is not None
        failed.state, failed.finished_at = JobState.PERMANENT, work.now
    clock.tick(minutes=5)
    world.classify()
    clock.tick(days=91)

    with world.desk.work() as work:
        sweep.sweep(work)

    with world.desk.look() as work:
        left = {(row.kind, row.state) for row in work.session.scalars(select(OutboxJob))}
    assert left == {(JobKind.CLASSIFY, JobState.PERMANENT), (JobKind.RECOUNT, JobState.DELIVERED)}
