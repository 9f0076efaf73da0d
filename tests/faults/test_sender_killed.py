"""The process that sends to Telegram dies with a message in Telegram's hands: nobody says it twice, and we say so."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import select

from bot import simulated
from bot.channels.telegram import ACCOUNT
from bot.channels.telegram.fake import FakeTelegram, Mishap, Person
from bot.channels.telegram.setup import secret
from models.conversation import ChatLine
from models.vocabulary import ChannelKind, JobState, Speaker
from tests.bot.talking import STORY
from tests.faults.engine import Engine
from tests.faults.waiting import until

pytestmark = pytest.mark.faults

TOKEN = f"{ACCOUNT}:AAtokenOfTheFirstBotXXXXXXXXXXXXXXX"


@pytest.fixture(params=["embedded", "plain_postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    engine: Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def api() -> Iterator[FakeTelegram]:
    with FakeTelegram().open() as api:
        yield api


def states(engine: Engine) -> list[JobState]:
    with engine.desk.look() as work:
        ours = select(ChatLine.state).where(ChatLine.speaker != Speaker.CITIZEN)
        return list(work.session.scalars(ours.order_by(ChatLine.seq)))


def test_a_web_killed_around_a_send_says_nothing_twice_and_names_what_nobody_knows(
    engine: Engine, api: FakeTelegram
) -> None:
    citizen = Person(api.add(TOKEN), 501)
    values = {"token": TOKEN, "mode": "webhook", "base_url": api.address}
    with simulated.account(engine.desk, ChannelKind.TELEGRAM, ACCOUNT, values) as account:
        hook = f"{engine.address}/kenh/telegram/{account.hook}"
        citizen.bot.webhook = {"url": hook, "secret_token": secret(engine.desk, account)}
        api.goes_wrong(Mishap("sendMessage", hangs=60))
        web = engine.start_web()
        citizen.says(STORY)
        assert api.deliver(citizen.bot, times=3) == [200, 200, 200]
        until("the message is in Telegram's hands", partial(_heard, citizen, 1))
        web.kill()

        engine.start_web()
        engine.outlive_leases()
        until("nobody knows", lambda: states(engine) == [JobState.UNCERTAIN])
        citizen.presses("1")
        assert api.deliver(citizen.bot) == [200]
        until("the talk goes on", partial(_heard, citizen, 2))
        engine.settle()

    assert len(citizen.heard) == 2
    assert states(engine) == [JobState.UNCERTAIN, JobState.DELIVERED]


def _heard(citizen: Person, count: int) -> bool:
    return len(citizen.heard) >= count
