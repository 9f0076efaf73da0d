"""How often somebody may try, and that a village behind one address is not punished for one machine."""

import os
import threading
import time
from typing import Any
from uuid import uuid4

import pytest
import redis
from limits.errors import StorageError
from limits.storage import MemoryStorage

from intake.cases.errors import TooMany
from intake.web.limiter import RULES, Limiter
from tests.conftest import leave_out

OFFICE = "203.0.113.7"


@pytest.fixture
def limiter() -> Limiter:
    return Limiter("memory://")


def is_refused(limiter: Limiter, rule: str, *who: str) -> bool:
    try:
        limiter.check(rule, *who)
    except TooMany:
        return True
    return False


def test_five_wrong_passwords_close_one_account_to_one_address_only(limiter: Limiter) -> None:
    for _ in range(5):
        assert not is_refused(limiter, "sign_in", "lan", OFFICE)
        limiter.failed("sign_in", "lan", OFFICE)

    assert is_refused(limiter, "sign_in", "lan", OFFICE)
    assert not is_refused(limiter, "sign_in", "hoa", OFFICE)
    assert not is_refused(limiter, "sign_in", "lan", "198.51.100.1")


def test_an_office_that_signs_in_well_is_never_limited(limiter: Limiter) -> None:
    assert not any(is_refused(limiter, "sign_in", f"officer{n}", OFFICE) for n in range(500))


def test_guessing_one_account_from_many_addresses_is_stopped(limiter: Limiter) -> None:
    for n in range(30):
        limiter.failed("sign_in", "lan", f"198.51.100.{n}")

    assert is_refused(limiter, "sign_in", "lan", "192.0.2.1")


def test_guessing_many_accounts_from_one_address_is_stopped(limiter: Limiter) -> None:
    for n in range(100):
        limiter.failed("sign_in", f"officer{n}", OFFICE)

    assert is_refused(limiter, "sign_in", "lan", OFFICE)


def test_a_village_behind_one_address_may_file_where_one_device_may_not(limiter: Limiter) -> None:
    machine = [is_refused(limiter, "file", "one-device", OFFICE) for _ in range(21)]

    assert machine == [False] * 20 + [True]
    assert not any(is_refused(limiter, "file", f"device-{n}", OFFICE) for n in range(500))
    assert not is_refused(limiter, "file", "", OFFICE)


def test_what_is_refused_costs_the_others_nothing(limiter: Limiter) -> None:
    for _ in range(1000):
        is_refused(limiter, "file", "one-device", OFFICE)

    assert not is_refused(limiter, "file", "neighbour", OFFICE)


def test_ten_files_cost_ten(limiter: Limiter) -> None:
    for _ in range(10):
        limiter.check("upload", "phone", OFFICE, cost=10)

    assert is_refused(limiter, "upload", "phone", OFFICE)


def test_whoever_waits_as_long_as_told_may_try_again(limiter: Limiter, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(10):
        limiter.failed("track", "PA-261120-000000-0", OFFICE)
    with pytest.raises(TooMany) as refused:
        limiter.check("track", "PA-261120-000000-0", OFFICE)
    later = time.time() + refused.value.wait_seconds + 1
    monkeypatch.setattr(time, "time", lambda: later)

    assert 0 < refused.value.wait_seconds <= 15 * 60
    assert not is_refused(limiter, "track", "PA-261120-000000-0", OFFICE)


def test_no_address_and_no_name_lies_in_the_store(limiter: Limiter) -> None:
    limiter.failed("sign_in", "lan", OFFICE)
    store: Any = limiter._limits.storage

    assert store.events
    assert not any(OFFICE in name or "lan" in name for name in store.events)


def test_hashed_names_need_the_secret_of_the_installation() -> None:
    parts = {"username": "lan", "address": OFFICE}
    window = RULES["sign_in"].windows[0]
    one, other = Limiter("memory://", secret=b"1"), Limiter("memory://", secret=b"2")

    assert one._name("sign_in", window, parts) != other._name("sign_in", window, parts)


def test_the_store_in_memory_begins_no_threads_and_forgets_who_is_counted_no_more(
    limiter: Limiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(threading.enumerate())
    for n in range(50):
        limiter.check("chat", f"person-{n}", OFFICE)
    begun = set(threading.enumerate()) - before
    store: Any = limiter._limits.storage
    assert not begun
    assert len(store.events) == 101

    now, since_start = time.time(), time.monotonic()
    monkeypatch.setattr(time, "time", lambda: now + 120)
    monkeypatch.setattr(time, "monotonic", lambda: since_start + 120)
    limiter.check("chat", "somebody", "198.51.100.1")
    assert len(store.events) == 50 + 1 + 3, "a minute's windows are over, an hour's are not"
    monkeypatch.setattr(time, "time", lambda: now + 2 * 3600)
    monkeypatch.setattr(time, "monotonic", lambda: since_start + 2 * 3600)
    limiter.check("chat", "somebody", "198.51.100.1")
    assert len(store.events) == 3


class Unreachable(MemoryStorage):
    """A shared store that nobody can reach."""

    STORAGE_SCHEME = ["unreachable"]  # noqa: RUF012 - the library's own spelling

    def acquire_entry(self, *_: Any, **__: Any) -> bool:
        raise StorageError(ConnectionError())

    def get_moving_window(self, *_: Any, **__: Any) -> tuple[float, int]:
        raise StorageError(ConnectionError())


def test_without_the_shared_store_each_process_counts_for_itself() -> None:
    limiter = Limiter("unreachable://")
    for _ in range(5):
        assert not is_refused(limiter, "sign_in", "lan", OFFICE)
        limiter.failed("sign_in", "lan", OFFICE)

    assert is_refused(limiter, "sign_in", "lan", OFFICE)
    assert limiter.fallbacks > 0


def test_every_limit_has_its_reason_and_counts_parts_its_rule_names() -> None:
    for rule in RULES.values():
        assert all(window.reason and set(window.by) <= set(rule.who) for window in rule.windows)


def test_two_processes_share_their_counts_in_a_real_redis() -> None:
    url = os.environ.get("LANGNGHE_TEST_REDIS", "redis://127.0.0.1:6379/9")
    try:
        redis.from_url(url, socket_connect_timeout=2).ping()
    except redis.ConnectionError as refused:
        leave_out("Redis", f"không kết nối được ({refused})")
    somebody, secret = uuid4().hex, b"one installation"
    one, other = Limiter(url, secret=secret), Limiter(url, secret=secret)
    for _ in range(5):
        one.failed("sign_in", somebody, "192.0.2.7")

    with pytest.raises(TooMany):
        other.check("sign_in", somebody, "192.0.2.7")
    assert (one.fallbacks, other.fallbacks) == (0, 0)
