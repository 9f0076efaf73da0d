"""Asking for news: nothing is lost or heard twice, whoever dies when; and only one process asks."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.telegram import listen
from bot.channels.telegram.fake import Mishap
from bot.channels.telegram.polling import Poller
from intake.cases import channel_accounts
from models.channel_account import ChannelAccount
from models.vocabulary import ChannelKind
from tests.bot.talking import STORY
from tests.bot.telegram.office import Office
from tests.bot.telegram.test_sending import change
from tests.bot.telegram.test_talking import rows
from tests.faults.waiting import until


@pytest.fixture
def poller(office: Office) -> Poller:
    change(office, mode="polling")
    return Poller(office.desk, "one")


def ask(poller: Poller) -> int | None:
    (account,) = poller.accounts()
    return poller.ask(account, seconds=0)


def state(office: Office) -> dict[str, Any]:
    with office.desk.look() as work:
        return channel_accounts.state(work, ChannelKind.TELEGRAM, "7000000001")


def test_only_bots_that_are_to_be_asked_for_are(office: Office) -> None:
    assert Poller(office.desk, "one").accounts() == []


def test_what_came_is_heard_and_not_asked_for_again(office: Office, poller: Poller) -> None:
    citizen = office.person()
    citizen.says(STORY)
    assert ask(poller) == 1
    office.works()
    assert ask(poller) == 0

    assert len(citizen.heard) == 1
    assert office.bot.waiting == []


def test_a_button_is_answered(office: Office, poller: Poller) -> None:
    citizen = office.person()
    citizen.says(STORY)
    ask(poller)
    office.works()
    citizen.presses("1")
    ask(poller)
    assert office.bot.turning == set()
    office.works()

    assert "họ tên" in citizen.heard[-1]


def test_who_dies_before_it_is_kept_loses_nothing_and_who_dies_after_hears_it_once(
    office: Office, poller: Poller, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.person().says(STORY)
    with monkeypatch.context() as broken:
        broken.setattr(Poller, "_keep", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            ask(poller)
    assert rows(office.desk) == 0
    office.clock.tick(minutes=2)
    other = Poller(office.desk, "two")

    assert ask(other) == 1
    assert ask(other) == 0
    assert rows(office.desk) == 1


def test_of_two_processes_one_asks_until_its_lease_is_over(office: Office, poller: Poller) -> None:
    other = Poller(office.desk, "two")
    assert ask(poller) == 0
    assert ask(other) is None
    office.clock.tick(minutes=2)
    assert ask(other) == 0
    assert ask(poller) is None


@pytest.mark.parametrize(
    ("mishap", "word"),
    [
        (Mishap("getUpdates", 409), "conflict"),
        (Mishap("getUpdates", 401), "token_refused"),
        (Mishap("getUpdates", 502), "server_fault"),
    ],
)
def test_what_stands_in_the_way_is_shown_and_tried_again(
    office: Office, poller: Poller, mishap: Mishap, word: str
) -> None:
    office.person().says(STORY)
    office.api.goes_wrong(mishap)
    with pytest.raises(ConnectionError, match=word):
        ask(poller)
    with office.desk.look() as work:
        assert work.session.scalars(select(ChannelAccount)).one().fault == word

    assert ask(poller) == 1


def test_one_update_that_is_nonsense_does_not_keep_the_others_back(office: Office, poller: Poller) -> None:
    office.bot.tell(message=["?"])
    office.person().says(STORY)

    assert ask(poller) == 2
    assert ask(poller) == 0
    assert rows(office.desk) == 1


def test_after_a_quiet_week_telegram_counts_from_anywhere_and_nothing_is_lost(office: Office, poller: Poller) -> None:
    office.person().says(STORY)
    ask(poller)
    assert state(office)["offset"] > 100
    office.clock.tick(days=8)
    office.bot.waiting.clear()
    office.bot.last = 5
    office.person().says("Xin hỏi thêm.")

    assert ask(poller) == 1
    assert rows(office.desk) == 2


def test_listening_hears_until_it_is_told_to_stop(office: Office, poller: Poller) -> None:
    citizen, stopping = office.person(), threading.Event()
    thread = threading.Thread(target=listen, args=(office.desk, stopping), daemon=True)
    thread.start()
    citizen.says(STORY)
    heard: Callable[[], bool] = lambda: rows(office.desk) == 1  # noqa: E731
    until("the update is kept", heard)
    stopping.set()
    change(office, mode="webhook")
    office.bot.webhook = {"url": "https://a.example", "secret_token": "x"}  # what ends a question that waits
    thread.join(timeout=20)

    assert not thread.is_alive()
