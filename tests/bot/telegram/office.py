"""An office with bots on the fake Telegram: what people do there is delivered, heard and answered."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bot.channels.telegram import SETUP, Telegram
from bot.channels.telegram.accounts import Lines
from bot.channels.telegram.fake import FakeBot, FakeTelegram, Person
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.setup import SHOWN_BY_TELEGRAM, secret
from bot.nlu.keywords import KeywordNlu
from bot.turn import Bot
from intake.cases import channel_accounts
from intake.cases.perform import drain
from intake.cases.ports import Account, Answered, Delivered
from intake.cases.work import Desk
from models.channel_account import ChannelAccount
from models.vocabulary import ChannelKind, WorkQueue
from tests.conftest import TestClock
from tests.world import Said

TOKEN = "7000000001:AAtokenOfTheFirstBotXXXXXXXXXXXXXXX"
OTHER_TOKEN = "7000000002:AAtokenOfTheOtherBotXXXXXXXXXXXXXXX"


class Seconds:
    """A clock of seconds that goes on only while somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Office:
    """``desk`` talks on Telegram; ``api`` is what it talks to."""

    desk: Desk
    api: FakeTelegram
    clock: TestClock
    seconds: Seconds
    channel: Telegram
    bots: dict[str, tuple[Account, FakeBot]] = field(default_factory=dict)

    def add(self, token: str = TOKEN, **values: str) -> FakeBot:
        """Enter a bot as the administrator does."""
        bot = self.api.add(token, f"phananh_{token[9]}_bot")
        row = ChannelAccount(
            kind=ChannelKind.TELEGRAM,
            account=str(bot.id),
            name=f"@{bot.username}",
            hook=f"hook{bot.id}",
            settings=json.dumps({"token": token, "mode": "webhook", "base_url": self.api.address, **values}),
        )
        with self.desk.work() as work:
            row.added_at = row.changed_at = work.now
            work.session.add(row)
            work.session.flush()
            self.bots[token] = channel_accounts.opened(row), bot
        return bot

    @property
    def bot(self) -> FakeBot:
        return self.bots[TOKEN][1]

    @property
    def account(self) -> Account:
        return self.bots[TOKEN][0]

    def person(self, id: int = 501, bot: FakeBot | None = None, **named: Any) -> Person:
        return Person(bot or self.bot, id, **named)

    def receive(self, update: dict[str, Any], *, shown: str | None = None, token: str = TOKEN) -> Answered:
        """Tell the webhook one update."""
        account, bot = self.bots[token]
        right = secret(self.desk, account)
        headers = {SHOWN_BY_TELEGRAM: right if shown is None else shown}
        answered = SETUP.receive(self.desk, account, Delivered(headers, json.dumps(update).encode()))
        self.api.take_answer(bot, answered.body)
        return answered

    def hears(self) -> None:
        """Everything that was done is told, heard and answered, and every moment that has to pass passes."""
        for token, (_account, bot) in self.bots.items():
            while bot.waiting:
                self.receive(bot.waiting.pop(0), token=token)
        self.clock.tick(seconds=3)
        self.seconds.now += 3
        self.works()

    def works(self) -> None:
        drain(self.desk, Said(), "bot", queue=WorkQueue.INBOUND)


@contextmanager
def office_with_telegram(desk: Desk, clock: TestClock) -> Iterator[Office]:
    """An office with one bot."""
    seconds = Seconds()
    with FakeTelegram(seconds).open() as api:
        channel = Telegram(desk, Lines(lambda: Pace(seconds, seconds.sleep)))
        chats = {ChannelKind.TELEGRAM: channel}
        talking = replace(desk, channels={**desk.channels, **chats}, conversation=Bot(chats, KeywordNlu()))
        office = Office(talking, api, clock, seconds, channel)
        office.add()
        yield office
