"""The process that sends an officer's files dies between words and file, or with a file in the channel's hands."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import select

from bot import simulated
from bot.channels.telegram import ACCOUNT
from bot.channels.telegram.fake import FakeTelegram, Mishap, Person
from bot.channels.zalo.simulated import Line, outside
from bot.faked import Fault
from intake.cases import conversations, enclosures
from models.enclosure import Enclosure
from models.vocabulary import ChannelKind, JobState, Speaker
from tests.faults.engine import Engine
from tests.faults.waiting import until
from tests.files import PDF, picture, received

pytestmark = pytest.mark.faults

TOKEN = f"{ACCOUNT}:AAtokenOfTheFirstBotXXXXXXXXXXXXXXX"


@pytest.fixture(params=["embedded", "plain_postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    engine: Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def zalo(engine: Engine) -> Iterator[Line]:
    with outside(engine.desk) as line:
        yield line


@pytest.fixture
def api() -> Iterator[FakeTelegram]:
    with FakeTelegram().open() as api:
        yield api


def says(engine: Engine, channel: ChannelKind, account: str, person: str) -> None:
    """An officer's line with two files."""
    with engine.desk.work() as work:
        ids = [received(work, "mẫu đơn.pdf", PDF).id, received(work, "ảnh.jpg", picture("JPEG")).id]
    with engine.desk.work() as work:
        talk = conversations.begin(work, channel, account, person)
        files, _digests = enclosures.attach(work, None, ids)
        conversations.say(work, talk, "Xin xem mẫu.", by=Speaker.OFFICER, files=files)


def states(engine: Engine) -> list[JobState]:
    with engine.desk.look() as work:
        return list(work.session.scalars(select(Enclosure.state).order_by(Enclosure.id)))


def test_killed_between_words_and_file_the_rest_goes_and_nothing_twice(engine: Engine, zalo: Line) -> None:
    zalo.fake.event("follow", "u1")
    slow = Fault("/v2.0/oa/upload", seconds=20, status=503)
    zalo.fake.faults.append(slow)
    says(engine, ChannelKind.ZALO, zalo.fake.oa_id, "u1")
    web = engine.start_web()
    until("the file is being uploaded", lambda: slow.times == 0)
    assert zalo.fake.said_to("u1") == ["Xin xem mẫu."]
    web.kill()

    engine.start_web()
    engine.outlive_leases()
    engine.settle()

    assert zalo.fake.said_to("u1") == ["Xin xem mẫu."]
    assert [one.name for one in zalo.fake.sent_to("u1")] == ["mẫu đơn.pdf", "ảnh.jpg"]
    assert states(engine) == [JobState.DELIVERED] * 2


def test_killed_with_a_file_in_telegrams_hands_nothing_goes_twice_and_the_doubt_is_told(
    engine: Engine, api: FakeTelegram
) -> None:
    citizen = Person(api.add(TOKEN), 501)
    values = {"token": TOKEN, "mode": "webhook", "base_url": api.address}
    with simulated.account(engine.desk, ChannelKind.TELEGRAM, ACCOUNT, values):
        api.goes_wrong(Mishap("sendDocument", hangs=20))
        says(engine, ChannelKind.TELEGRAM, ACCOUNT, "501")
        web = engine.start_web()
        until("the file is in Telegram's hands", partial(_has, citizen, 1))
        web.kill()

        engine.start_web()
        engine.outlive_leases()
        engine.settle()

    assert [one.name for one in citizen.received] == ["mẫu đơn.pdf", "ảnh.jpg"]
    assert citizen.heard == ["Xin xem mẫu.", "Tệp “mẫu đơn.pdf” có thể chưa tới."]
    assert states(engine) == [JobState.UNCERTAIN, JobState.DELIVERED]


def _has(citizen: Person, count: int) -> bool:
    return len(citizen.received) >= count
