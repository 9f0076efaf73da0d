"""The tokens of an Official Account: renewed once, kept before use, and said to be dead when they are."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels.zalo import settings, tokens
from bot.channels.zalo.fake import FakeZalo
from bot.channels.zalo.settings import Settings
from bot.channels.zalo.simulated import Line
from bot.faked import Fault
from bot.served import served
from bot.simulated import account as simulated_account
from intake.adapters.storage import LocalStorage
from intake.cases import channel_accounts
from intake.cases.work import Desk
from models.channel_account import ChannelAccount
from models.crypto import Keyring, use_keyring
from models.db import Database
from models.vocabulary import ChannelKind
from routing.rulebook import Rulebook
from tests.bot.zalo.line import account


@pytest.fixture
def own(zalo: Line) -> Settings:
    return settings.of(zalo.account)


@pytest.fixture
def desk(sqlite_desk: Desk) -> Desk:
    return sqlite_desk


def test_the_pair_that_was_entered_is_used_until_zalo_refuses_it(desk: Desk, own: Settings, zalo: Line) -> None:
    assert tokens.access(desk, own) == zalo.fake.access
    assert zalo.fake.renewals == 0


def test_a_renewed_pair_is_kept_and_used_until_its_time_is_nearly_up(
    desk: Desk, own: Settings, zalo: Line, clock: Any
) -> None:
    first = tokens.renewed(desk, own, own.access_token)
    clock.tick(hours=24, minutes=40)
    assert tokens.access(desk, own) == first == zalo.fake.access
    clock.tick(minutes=20)
    second = tokens.access(desk, own)

    assert second == zalo.fake.access != first
    assert zalo.fake.renewals == 2


def test_the_new_pair_is_kept_before_anybody_gets_it(
    desk: Desk, own: Settings, zalo: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies right after Zalo answered leaves the pair to the next one."""
    seen = []

    def told(event: str, **_facts: object) -> None:
        seen.append((event, tokens.known(desk, own).refresh))

    monkeypatch.setattr(tokens.log, "info", told, raising=False)
    tokens.renewed(desk, own, own.access_token)

    assert seen == [("zalo.tokens_renewed", zalo.fake.refresh)]


def test_tokens_are_sealed(desk: Desk, own: Settings, zalo: Line) -> None:
    tokens.renewed(desk, own, own.access_token)

    row = account(desk)
    sealed = (row.state_sealed or b"") + (row.settings_sealed or b"")
    for secret in (zalo.fake.refresh, zalo.fake.access, own.refresh_token, own.oa_secret, own.app_secret):
        assert secret.encode() not in sealed


def test_a_dead_refresh_token_is_said_once_asked_again_later_and_ended_by_a_new_pair(
    desk: Desk, own: Settings, zalo: Line, clock: Any
) -> None:
    zalo.fake.revoke()
    for _time in range(3):
        with pytest.raises(tokens.Dead, match="-14014"):
            tokens.renewed(desk, own, own.access_token)
    assert account(desk).fault == "refresh_token_-14014"
    assert tokens.known(desk, own).dead == "-14014"

    entered = replace(own, access_token=zalo.fake.access, refresh_token=zalo.fake.refresh)
    assert tokens.access(desk, entered) == zalo.fake.access
    clock.tick(hours=25)
    assert tokens.renewed(desk, entered, entered.access_token) == zalo.fake.access


@pytest.mark.parametrize("fault", [Fault("/v4/oa", status=503), Fault("/v4/oa", status=429), Fault("/v4/oa", code=-32)])
def test_a_busy_zalo_is_no_dead_token(desk: Desk, own: Settings, zalo: Line, fault: Fault) -> None:
    zalo.fake.faults.append(replace(fault))

    with pytest.raises(tokens.NotNow):
        tokens.renewed(desk, own, own.access_token)

    assert tokens.renewed(desk, own, own.access_token) == zalo.fake.access
    assert account(desk).fault is None


def test_an_answer_that_got_lost_takes_the_pair_with_it_and_that_is_said(desk: Desk, own: Settings, zalo: Line) -> None:
    """Zalo has taken the refresh token, and nobody knows the next one: only an administrator can help."""
    zalo.fake.faults.append(Fault("/v4/oa", breaks_off=True))

    with pytest.raises(tokens.NotNow):
        tokens.renewed(desk, own, own.access_token)
    with pytest.raises(tokens.Dead):
        tokens.renewed(desk, own, own.access_token)

    assert (account(desk).fault or "").startswith("refresh_token_")


def test_a_turn_whose_process_died_is_taken_over(desk: Desk, own: Settings, zalo: Line, clock: Any) -> None:
    tokens._take_turn(desk, own, own.access_token, "a-process-that-died")
    clock.tick(minutes=2)

    assert tokens.renewed(desk, own, own.access_token) == zalo.fake.access


@pytest.fixture
def on_postgres(postgres_database: Database, make_desk: Any) -> Iterator[tuple[Desk, Line]]:
    desk = make_desk(postgres_database)
    fake = FakeZalo("3003", clock=desk.clock)
    with served(fake.app()) as address:
        with simulated_account(desk, ChannelKind.ZALO, "3003", fake.values(address)) as opened:
            yield desk, Line(fake, address, opened)
        with desk.work() as work:
            work.session.query(ChannelAccount).delete()


def _renew(url: str, keys: Keyring, told: tuple[Path, Any], start: Any, found: Any) -> None:
    """One of several processes that meet the same refused token at once."""
    use_keyring(keys)
    folder, now = told
    desk = Desk(Database(url, pool_size=2), keys, Rulebook.shipped(), LocalStorage(folder), lambda: now)
    with desk.look() as work:
        known = channel_accounts.find(work, ChannelKind.ZALO, "3003")
    assert known is not None
    own = settings.of(known)
    start.wait()
    found.put(tokens.renewed(desk, own, own.access_token))
    desk.database.dispose()


@pytest.mark.postgres
def test_of_several_processes_one_renews_and_all_get_the_same(
    on_postgres: tuple[Desk, Line], keyring: Keyring, tmp_path: Any
) -> None:
    desk, zalo = on_postgres
    zalo.fake.faults.append(Fault("/v4/oa", seconds=0.5))
    url = desk.database.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    start, found = context.Barrier(3), context.Queue()
    given = (url, keyring, (tmp_path, datetime.now(UTC)), start, found)
    processes = [context.Process(target=_renew, args=given) for _one in range(3)]
    for process in processes:
        process.start()

    got = {found.get(timeout=60) for _process in processes}
    for process in processes:
        process.join()

    assert zalo.fake.renewals == 1
    assert got == {zalo.fake.access}
