"""The process that sends dies with a message in a channel's hands: nobody says it twice, and we say so."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Protocol

import httpx
import pytest
from sqlalchemy import select

from bot import simulated
from bot.channels import telegram, zalo_bot
from bot.channels.telegram.fake import FakeTelegram, Mishap, Person
from bot.channels.telegram.setup import secret
from bot.channels.zalo_bot.fake import FakeZaloBot
from bot.faked import Fault
from models.conversation import ChatLine
from models.vocabulary import ChannelKind, JobState, Speaker
from tests.bot.talking import STORY
from tests.faults.engine import Engine
from tests.faults.waiting import until

pytestmark = pytest.mark.faults

TOKEN = f"{telegram.ACCOUNT}:AAtokenOfTheFirstBotXXXXXXXXXXXXXXX"


class Citizen(Protocol):
    """Somebody on a channel whose servers keep the next message of ours to themselves for a minute."""

    @property
    def heard(self) -> list[str]: ...

    def says(self, text: str, *, times: int = 1) -> list[int]:
        """Have the channel tell our webhook as often; what that answered."""

    def chooses_first(self) -> list[int]: ...


class OnTelegram:
    def __init__(self, api: FakeTelegram, person: Person) -> None:
        self._api, self._person = api, person

    @property
    def heard(self) -> list[str]:
        return self._person.heard

    def says(self, text: str, *, times: int = 1) -> list[int]:
        self._person.says(text)
        return self._api.deliver(self._person.bot, times=times)

    def chooses_first(self) -> list[int]:
        self._person.presses("1")
        return self._api.deliver(self._person.bot)


class OnZaloBot:
    def __init__(self, fake: FakeZaloBot) -> None:
        self._fake = fake

    @property
    def heard(self) -> list[str]:
        return self._fake.said_to("u1")

    def says(self, text: str, *, times: int = 1) -> list[int]:
        told = self._fake.delivered(self._fake.update("text", "u1", text=text))
        with httpx.Client(headers=dict(told.headers), timeout=20) as sender:
            return [sender.post(self._fake.webhook, content=told.body).status_code for _time in range(times)]

    def chooses_first(self) -> list[int]:
        return self.says("1")


@contextmanager
def on_telegram(engine: Engine) -> Iterator[Citizen]:
    with FakeTelegram().open() as api:
        citizen = Person(api.add(TOKEN), 501)
        values = {"token": TOKEN, "mode": "webhook", "base_url": api.address}
        with simulated.account(engine.desk, ChannelKind.TELEGRAM, telegram.ACCOUNT, values) as account:
            hook = f"{engine.address}/kenh/telegram/{account.hook}"
            citizen.bot.webhook = {"url": hook, "secret_token": secret(engine.desk, account)}
            api.goes_wrong(Mishap("sendMessage", hangs=60))
            yield OnTelegram(api, citizen)


@contextmanager
def on_zalo_bot(engine: Engine) -> Iterator[Citizen]:
    fake = FakeZaloBot(zalo_bot.ACCOUNT)
    with simulated.line(engine.desk, ChannelKind.ZALO_BOT, zalo_bot.ACCOUNT, fake) as line:
        hook = f"{engine.address}/kenh/zalo_bot/{line.account.hook}"
        zalo_bot.SETUP.connect(engine.desk, line.account, hook)
        fake.faults.append(Fault("sendMessage", breaks_off=True, seconds=60))
        yield OnZaloBot(fake)


@pytest.fixture(params=["embedded", "plain_postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    engine: Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture(params=[on_telegram, on_zalo_bot], ids=["telegram", "zalo_bot"])
def citizen(request: pytest.FixtureRequest, engine: Engine) -> Iterator[Citizen]:
    with request.param(engine) as citizen:
        yield citizen


def states(engine: Engine) -> list[JobState]:
    with engine.desk.look() as work:
        ours = select(ChatLine.state).where(ChatLine.speaker != Speaker.CITIZEN)
        return list(work.session.scalars(ours.order_by(ChatLine.seq)))


def test_a_web_killed_around_a_send_says_nothing_twice_and_names_what_nobody_knows(
    engine: Engine, citizen: Citizen
) -> None:
    web = engine.start_web()
    assert citizen.says(STORY, times=3) == [200, 200, 200]
    until("the message is in the channel's hands", partial(_heard, citizen, 1))
    web.kill()

    engine.start_web()
    engine.outlive_leases()
    until("nobody knows", lambda: states(engine) == [JobState.UNCERTAIN])
    assert citizen.chooses_first() == [200]
    until("the talk goes on", partial(_heard, citizen, 2))
    engine.settle()

    assert len(citizen.heard) == 2
    assert states(engine) == [JobState.UNCERTAIN, JobState.DELIVERED]


def _heard(citizen: Citizen, count: int) -> bool:
    return len(citizen.heard) >= count
