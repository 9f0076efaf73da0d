"""How often somebody may do something: one table of rules, each with its reason, over moving windows.

It counts what it is told under hashed names, so no address and no code lies in the store. It refuses to know
requests and cases. A whole village may sit behind one address, so the limits per address are wide and the
narrow ones go by person, device or case.
"""

import hashlib
import hmac
import threading
import time
from dataclasses import dataclass

import structlog
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from intake.cases.errors import TooMany

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Window:
    """So many per time for the named parts of ``who`` together, and why just so many."""

    limit: RateLimitItem
    by: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is counted, in the order callers name them. ``failures_only``: a success costs nothing."""

    who: tuple[str, ...]
    windows: tuple[Window, ...]
    failures_only: bool = False


def _window(limit: str, *by: str, why: str) -> Window:
    return Window(parse(limit), by, why)


IN_MEMORY = "memory://"
_SWEEP_SECONDS = 60.0

RULES: dict[str, Rule] = {
    "sign_in": Rule(
        ("username", "address"),
        (
            _window("5/15minutes", "username", "address", why="a person mistypes a few times, a machine goes on"),
            _window("30/15minutes", "username", why="guessing one account from many addresses"),
            _window("100/15minutes", "address", why="a whole office is behind one address"),
        ),
        failures_only=True,
    ),
    "track": Rule(
        ("code", "address"),
        (
            _window("10/15minutes", "code", "address", why="a key is long; ten tries are enough to type it"),
            _window("3000/15minutes", "address", why="sparing the server; a province may share its carrier's address"),
        ),
        failures_only=True,
    ),
    "file": Rule(
        ("device", "address"),
        (
            _window("20/hour", "device", why="nobody writes more than one matter in three minutes for an hour"),
            _window("600/hour", "address", why="a village, a school or a counter behind one address"),
        ),
    ),
    "file_calm": Rule(
        ("device", "address", "phone"),
        (
            _window("10/hour", "phone", why="one person to call back rarely has so many matters, from whatever device"),
            _window("6/hour", "device", why="more from one device is rarely a person with that many matters"),
            _window("200/hour", "address", why="more from one place is a flood, or a whole commune on a bad day"),
        ),
    ),
    "file_proven": Rule(
        ("device", "address"),
        (
            _window("60/hour", "device", why="a counter that files for people who queue, one a minute"),
            _window("6000/hour", "address", why="a commune behind one address; a machine has worked for each"),
        ),
    ),
    "write": Rule(
        ("device", "address"),
        (
            _window("120/minute", "device", why="the page asks at most twice a second, and only while somebody types"),
            _window("3000/minute", "address", why="a village behind one address, all of it writing at once"),
        ),
    ),
    "upload": Rule(
        ("device", "address"),
        (
            _window("100/hour", "device", why="ten reports with ten pictures each"),
            _window("1000/hour", "address", why="the disk is shared by everybody"),
        ),
    ),
    "answer": Rule(
        ("code", "address"),
        (
            _window("30/hour", "code", why="each answer of a citizen makes work for an officer"),
            _window("600/hour", "address", why="a village behind one address"),
        ),
    ),
    "chat": Rule(
        ("person", "address"),
        (
            _window("40/minute", "person", why="a person who taps and writes fast; a machine goes on"),
            _window("600/hour", "person", why="a long evening of chatting"),
            _window("3000/hour", "address", why="a village behind one address"),
        ),
    ),
    "rate": Rule(
        ("code", "address"),
        (
            _window("30/hour", "code", why="one rating, perhaps sent again on a bad line"),
            _window("600/hour", "address", why="a village behind one address"),
        ),
    ),
}
"""Above ``file_calm`` a filing is asked for a proof of work; with one it counts as ``file_proven``, without (a browser
without scripts cannot give one) as ``file``. ``answer`` is every other step of a citizen on their case: more
information, withdrawing, asking to look again.
"""


class SweptMemory(MemoryStorage):
    """The library's store in memory, swept now and then and by whoever comes.

    Its own way looks through everybody it holds with every request, in a thread that is begun for it, and keeps an
    empty list of everybody who ever came: with a thousand people that is most of what a request costs.
    """

    STORAGE_SCHEME = ["swept"]  # noqa: RUF012 - the library's own spelling

    def __init__(self) -> None:
        super().__init__()
        self.timer.cancel()
        self.timer.is_alive = lambda: True  # type: ignore[method-assign] # so that none is begun
        self._sweep_at = time.monotonic() + _SWEEP_SECONDS
        self._sweeping = threading.Lock()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        if time.monotonic() >= self._sweep_at and self._sweeping.acquire(blocking=False):
            try:
                self._sweep_at = time.monotonic() + _SWEEP_SECONDS
                self._sweep()
            finally:
                self._sweeping.release()
        return super().acquire_entry(key, limit, expiry, amount)

    def _sweep(self) -> None:
        """Forget tries that no window counts any more, and whoever has no others."""
        now = time.time()
        for key in list(self.events):
            with self.locks[key]:
                if counted := [one for one in self.events.get(key, ()) if one.expiry > now]:
                    self.events[key] = counted
                else:
                    self.events.pop(key, None)
                    self.locks.pop(key, None)


class Limiter:
    """The counters, in the memory of this process or in a store that several processes share.

    ``secret`` keys the hashed names, so that a stolen store cannot be searched for an address.
    """

    def __init__(self, storage_uri: str, *, secret: bytes = b"") -> None:
        shared = storage_from_string(storage_uri, wrap_exceptions=True) if storage_uri != IN_MEMORY else SweptMemory()
        self._limits = MovingWindowRateLimiter(shared)
        self._fallback = MovingWindowRateLimiter(SweptMemory())
        self._secret = secret
        self.fallbacks = 0

    def check(self, rule: str, *who: str, cost: int = 1) -> None:
        """Count one try and raise TooMany if it is one too many.

        A rule for failures only looks here; whoever sees the failure counts it with ``failed``. ``who`` are the
        rule's parts in order; windows of a part that is empty (a browser without our cookie) do not apply.
        """
        windows = self._windows(rule, who)
        looked_at = windows if RULES[rule].failures_only else windows[1:]
        for window, name in looked_at:
            self._refuse_unless(self._test(window.limit, name, cost), window.limit, name)
        if not RULES[rule].failures_only:
            for window, name in windows:  # the first one is looked at by being counted: a full one counts nothing
                self._refuse_unless(self._hit(window.limit, name, cost), window.limit, name)

    def failed(self, rule: str, *who: str) -> None:
        """Count one failure; the next ``check`` may refuse because of it. Never refuses itself."""
        for window, name in self._windows(rule, who):
            self._hit(window.limit, name, 1)

    def _windows(self, rule: str, who: tuple[str, ...]) -> list[tuple[Window, str]]:
        known = RULES[rule]
        parts = dict(zip(known.who, who, strict=True))
        return [
            (window, self._name(rule, window, parts))
            for window in known.windows
            if all(parts[part] for part in window.by)
        ]

    def _name(self, rule: str, window: Window, parts: dict[str, str]) -> str:
        told = "\0".join((rule, *(f"{part}={parts[part]}" for part in window.by)))
        return hmac.new(self._secret, told.encode("utf-8", "backslashreplace"), hashlib.sha256).hexdigest()[:32]

    def _test(self, limit: RateLimitItem, name: str, cost: int) -> bool:
        try:
            return self._limits.test(limit, name, cost=cost)
        except StorageError:
            return self._in_memory().test(limit, name, cost=cost)

    def _hit(self, limit: RateLimitItem, name: str, cost: int) -> bool:
        try:
            return self._limits.hit(limit, name, cost=cost)
        except StorageError:
            return self._in_memory().hit(limit, name, cost=cost)

    def _in_memory(self) -> MovingWindowRateLimiter:
        """Without the shared store each process counts for itself: weaker limits, but the site stays open."""
        self.fallbacks += 1
        log.warning("limiter.store_unreachable", times=self.fallbacks)
        return self._fallback

    def _refuse_unless(self, allowed: bool, limit: RateLimitItem, name: str) -> None:
        if allowed:
            return
        try:
            opens_at = self._limits.get_window_stats(limit, name).reset_time
        except StorageError:
            opens_at = self._fallback.get_window_stats(limit, name).reset_time
        raise TooMany(max(1, round(opens_at - time.time())))
