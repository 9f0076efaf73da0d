"""A mail server that hangs: before it has the letter we try again, after it we say that nobody knows."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from intake.adapters.mail import Mail
from intake.cases.work import Desk
from models.notice import Notice
from models.vocabulary import ChannelKind, JobState
from tests.conftest import TestClock
from tests.faults.checks import check_everything
from tests.faults.gate import Gate
from tests.faults.offices import SlowOffice
from tests.world import World, make_world

pytestmark = pytest.mark.faults


def states(world: World) -> list[JobState]:
    with world.desk.look() as work:
        return list(work.session.scalars(select(Notice.state).order_by(Notice.id)))


def with_mail(desk: Desk, address: str) -> World:
    return make_world(replace(desk, channels={ChannelKind.EMAIL: Mail(f"{address}&timeout=1")}))


def test_a_server_that_says_nothing_is_tried_again_later(sqlite_desk: Desk, clock: TestClock) -> None:
    with SlowOffice() as office, Gate("127.0.0.1", urlsplit(office.address).port or 0) as line:
        world = with_mail(sqlite_desk, f"smtp://127.0.0.1:{line.port}/?from=phananh@vinhlong.example&tls=none")
        line.fall_silent()
        code = world.file(name="Trần Thị Lụa", email="lua@example.com").case.code
        world.classify()
        assert states(world)[0] is JobState.TEMPORARY
        assert office.accepted == []

        line.open()
        clock.tick(minutes=2)
        world.classify()
        check_everything(world.desk, [code], office.accepted)
        assert set(states(world)) == {JobState.DELIVERED}


def test_a_server_that_falls_silent_with_the_letter_in_hand_leaves_it_uncertain(sqlite_desk: Desk) -> None:
    with SlowOffice() as office:
        world = with_mail(sqlite_desk, office.address)
        office.hesitating.set()
        code = world.file(name="Trần Thị Lụa", email="lua@example.com").case.code
        world.classify()

        check_everything(world.desk, [code], office.accepted)
        assert set(states(world)) == {JobState.UNCERTAIN}
