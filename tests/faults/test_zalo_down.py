"""Zalo is down for an hour while a thousand lines wait: each arrives once, in order."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.channels.zalo.simulated import outside
from bot.faked import Fault
from intake.cases import conversations
from models.vocabulary import ChannelKind, WorkQueue
from tests.bot.zalo.line import Phone, with_zalo
from tests.world import World

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]


@pytest.fixture
def phone(sqlite_world: World) -> Iterator[Phone]:
    with outside(sqlite_world.desk) as line:
        yield Phone(with_zalo(sqlite_world.desk), line)


def test_a_zalo_that_is_down_for_an_hour_loses_nothing_and_repeats_nothing(phone: Phone, clock: Any) -> None:
    people = [f"u{number}" for number in range(20)]
    with phone.desk.work() as work:
        for person in people:
            phone.fake.event("follow", person)
            talk = conversations.begin(work, ChannelKind.ZALO, phone.fake.oa_id, person)
            for number in range(50):
                conversations.say(work, talk, f"Tin {number}")
    down = Fault("/", times=1_000_000, status=503)
    phone.fake.faults.append(down)
    for pause in (0, 2, 10, 60, 600, 2_900):
        clock.tick(seconds=pause)
        phone.works(WorkQueue.INBOUND)
    assert phone.fake.sent == []

    down.times = 0
    clock.tick(minutes=61)
    phone.works(WorkQueue.INBOUND)

    for person in people:
        assert phone.fake.said_to(person) == [f"Tin {number}" for number in range(50)]
