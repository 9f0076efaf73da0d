"""The clock jumps a day forward and an hour back: work is asked for once, and nothing is done twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from intake.adapters.mail import Mail
from intake.cases import chains, clock_work, handling, jobs
from intake.cases.perform import perform
from intake.cases.work import Desk
from models.history import Anchor, Deadline
from models.notice import Notice
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobKind, JobState
from tests.conftest import TestClock, leave_out
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.engine import Engine, file_until_answered
from tests.faults.offices import SlowOffice
from tests.faults.waiting import until
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


@pytest.fixture
def skewed(province: Province, tmp_path: Path) -> tuple[Province, Callable[[str], object]]:
    """A province whose processes all go by one clock, and a way to set it while they run."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        leave_out("faketime", "chưa cài (apt install faketime)")
    file = tmp_path / "time"
    file.write_text("+0")
    province.engine.variables |= {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    return province, file.write_text


@pytest.mark.parametrize(("jump", "days"), [("+1d", 2), ("-1h", 1)], ids=["a day forward", "an hour back"])
def test_a_province_whose_clock_jumps_while_it_works_does_everything_once(
    skewed: tuple[Province, Callable[[str], object]], jump: str, days: int
) -> None:
    (province, set_clock), engine = skewed, skewed[0].engine
    engine.start_web()
    engine.start("relay")
    engine.start("worker")
    engine.start("beat", **({} if jump == "+1d" else _OWN_CLOCK))
    until("the clock's first work is done", lambda: days_anchored(engine) == 1)
    with engine.client() as client:

        def send(count: int) -> list[str]:
            return [file_until_answered(client, uuid4().hex, email="lua@example.com") for _ in range(count)]

        codes = send(5)
        engine.settle()
        codes += send(10)
        set_clock(jump)
        codes += send(10)
        while not jumped(engine, codes[-1], jump):  # each process looks at the time once a second
            codes += send(1)
    engine.start("beat", **({} if jump == "+1d" else _OWN_CLOCK))  # asks at once; the first waits for its half minute
    until("its work is asked for", lambda: days_anchored(engine) >= days)

    engine.settle(seconds=60)
    check_everything(engine.desk, codes, province.office.accepted)
    assert days_anchored(engine) == days


_OWN_CLOCK = {"LD_PRELOAD": ""}
"""Beat sleeps until a moment of the monotonic clock; libfaketime takes the hour off it, and the system refuses that."""


def jumped(engine: Engine, code: str, jump: str) -> bool:
    """Whether this case was received by the new time."""
    with engine.desk.look() as work:
        apart = work.find(code).received_at - work.now
    return apart > timedelta(hours=23) if jump == "+1d" else apart < -timedelta(minutes=59)


def days_anchored(engine: Engine) -> int:
    with engine.desk.look() as work:
        return work.session.scalar(select(func.count()).select_from(Anchor)) or 0
