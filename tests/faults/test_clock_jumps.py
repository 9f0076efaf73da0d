"""The clock jumps a day forward and an hour back: work is asked for once, and nothing is done twice."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from intake.adapters.mail import Mail
from intake.cases import chains, clock_work, handling, jobs
from intake.cases.perform import perform
from intake.cases.work import Desk
from models.history import Anchor, Deadline
from models.notice import Notice
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobKind, JobState
from tests.conftest import TestClock
from tests.faults.checks import check_everything
from tests.faults.offices import SlowOffice
from tests.world import Said, World, make_world

pytestmark = pytest.mark.faults


def ask(world: World) -> int:
    with world.desk.work() as work:
        return clock_work.ask(work)


def test_each_days_work_is_done_once_however_the_clock_jumps(world: World, clock: TestClock) -> None:
    for jump in ({"hours": 0}, {"days": 1}, {"hours": -1}, {"hours": 1}):
        clock.tick(**jump)
        ask(world)
        assert ask(world) == 0
        world.classify()

    with world.desk.look() as work:
        assert len(work.session.scalars(select(Anchor)).all()) == 2
        names = work.session.scalars(select(OutboxJob.once_key).where(OutboxJob.kind == JobKind.ANCHOR)).all()
        assert len(names) == len(set(names)) == 2
    check_everything(world.desk, [])


def test_an_anchor_still_fits_what_is_written_after_the_clock_went_back(world: World, clock: TestClock) -> None:
    filed = world.assigned()
    clock.tick(days=1)
    ask(world)
    world.classify()
    clock.tick(hours=-1)
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(filed.case.code))

    with world.desk.look() as work:
        assert chains.walk(work).wrong_anchors == ()
    check_everything(world.desk, [filed.case.code])


def test_a_lease_that_a_jump_ended_early_makes_nothing_happen_twice(desk: Desk, clock: TestClock) -> None:
    with SlowOffice() as office:
        world = make_world(replace(desk, channels={ChannelKind.EMAIL: Mail(office.address)}))
        code = world.file(name="Trần Thị Lụa", email="lua@example.com").case.code
        with world.desk.work() as work:
            held = jobs.claim(work, "slow")
        clock.tick(days=1)
        world.classify()
        for job in held:
            perform(world.desk, Said(), job)

        check_everything(world.desk, [code], office.accepted)
        with world.desk.look() as work:
            assert set(work.session.scalars(select(Notice.state))) == {JobState.DELIVERED}


def test_what_waits_when_the_clock_goes_back_is_done_when_its_time_comes(world: World, clock: TestClock) -> None:
    with world.desk.work() as work:
        code = world.file().case.code
        jobs.claim(work, "killed")
    clock.tick(hours=-1)
    world.classify()
    clock.tick(hours=1, minutes=3)
    world.classify()

    check_everything(world.desk, [code])


def test_the_lawful_deadline_does_not_follow_a_jumping_clock(world: World, clock: TestClock) -> None:
    steady = world.file()
    clock.tick(hours=-1)
    back = world.file()
    clock.tick(days=1)
    world.classify()

    with world.desk.look() as work:
        days = {
            work.session.scalars(
                select(Deadline.last_day).where(Deadline.case_id == filed.case.id, Deadline.superseded_at.is_(None))
            ).one()
            for filed in (steady, back)
        }
    assert len(days) == 1
    check_everything(world.desk, [steady.case.code, back.case.code])
