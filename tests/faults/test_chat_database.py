"""The database crashes while people write on Telegram and Zalo: everything is heard once and answered once."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from bot import simulated
from bot.channels.telegram import ACCOUNT
from bot.channels.telegram.fake import FakeTelegram, Person
from bot.channels.telegram.setup import secret
from bot.channels.zalo.simulated import Line, outside
from intake.cases.ports import Account, Delivered
from models.conversation import ChatLine, Conversation
from models.crypto import Keyring
from models.inbound import InboundMessage
from models.vocabulary import ChannelKind, JobState, Speaker
from tests.bot.talking import STORY
from tests.faults.engine import Engine, installation
from tests.faults.own_postgres import OwnPostgres, own_postgres
from tests.faults.waiting import until

pytestmark = pytest.mark.faults

TOKEN = f"{ACCOUNT}:AAtokenOfTheFirstBotXXXXXXXXXXXXXXX"
PEOPLE = 30


@pytest.fixture
def server() -> Iterator[OwnPostgres]:
    with own_postgres() as server:
        yield server


@pytest.fixture
def engine(server: OwnPostgres, tmp_path: Path, keyring: Keyring, trained: Path) -> Iterator[Engine]:
    with installation(tmp_path / "home", keyring, trained, database_url=server.url) as engine:
        yield engine


def test_a_database_that_crashes_while_people_write_loses_and_repeats_nothing(
    engine: Engine, server: OwnPostgres
) -> None:
    with FakeTelegram().open() as api, outside(engine.desk) as zalo:
        bot = api.add(TOKEN)
        values = {"token": TOKEN, "mode": "webhook", "base_url": api.address}
        with simulated.account(engine.desk, ChannelKind.TELEGRAM, ACCOUNT, values) as account:
            told = [*_telegram(engine, account, [Person(bot, 500 + n) for n in range(PEOPLE)]), *_zalo(engine, zalo)]
            engine.start_web()
            with ThreadPoolExecutor(6) as senders:
                sending = [senders.submit(_until_kept, *one) for one in told[::2]]
                until("some were answered on both", lambda: len(bot.sent) >= 3 and len(zalo.fake.sent) >= 3)
                server.crash()
                sending += [senders.submit(_until_kept, *one) for one in told[1::2]]
                address, request = told[0]
                assert _answer(address, request) == 503
                server.start()
                refusals = sum(_of(one) for one in sending)
            engine.outlive_leases()
            engine.settle(seconds=90)

    assert refusals, "nobody wrote while the database was away"
    heard = Counter(one.to for one in bot.sent) + Counter(one.to for one in zalo.fake.sent)
    _check(engine, {str(person): times for person, times in heard.items()})


def _check(engine: Engine, heard: dict[str, int]) -> None:
    """Each update once; each line that counts as delivered told once, one nobody is sure of once at most."""
    with engine.desk.look() as work:
        assert work.session.scalar(select(func.count()).select_from(InboundMessage)) == 2 * PEOPLE
        talks = work.session.scalars(select(Conversation)).all()
        assert len(talks) == 2 * PEOPLE
        for talk in talks:
            lines = work.session.scalars(select(ChatLine).where(ChatLine.conversation_id == talk.id)).all()
            assert [one.text for one in lines if one.speaker is Speaker.CITIZEN] == [STORY]
            (answer,) = [one for one in lines if one.speaker is not Speaker.CITIZEN]
            allowed = {JobState.DELIVERED: {1}, JobState.UNCERTAIN: {0, 1}}[answer.state]
            assert heard.get(str(talk.address), 0) in allowed


Told = tuple[str, Delivered]


def _telegram(engine: Engine, account: Account, people: list[Person]) -> Iterator[Told]:
    with httpx.Client() as client:
        for person in people:
            asked = client.build_request("POST", engine.address, json=person.says(STORY))
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret(engine.desk, account)}
            yield f"{engine.address}/kenh/telegram/{account.hook}", Delivered(headers, asked.read())


def _zalo(engine: Engine, line: Line) -> Iterator[Told]:
    for number in range(PEOPLE):
        told = line.fake.message(f"u{number}", text=STORY)
        yield f"{engine.address}/kenh/zalo/{line.account.hook}", line.fake.delivered(told)


def _until_kept(address: str, request: Delivered) -> int:
    """Tell it until it is answered well, as channels do, and once more; how often it was refused."""
    refused = 0

    def kept() -> bool:
        nonlocal refused
        well = _answer(address, request) == 200
        refused += not well
        return well

    until("the webhook answers well", kept)
    assert _answer(address, request) in {200, 503}
    return refused


def _answer(address: str, request: Delivered) -> int:
    headers = {"content-type": "application/json", **request.headers}
    return httpx.post(address, content=request.body, headers=headers, timeout=30).status_code


def _of(sending: Future[int]) -> int:
    return sending.result(timeout=120)
