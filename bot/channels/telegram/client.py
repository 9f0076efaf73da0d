"""The Bot API as one account uses it: python-telegram-bot's methods over a plain synchronous HTTP client.

The library is asynchronous and the core is not, so its requests are made here, on the thread that asks. That also
tells apart what it throws together: a server that was never reached, one that refused, and one that fell silent with
the request in its hands. It knows one token and one address, and never follows a server elsewhere.
"""

import asyncio
import json
import re
import weakref
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, BinaryIO, TypeVar
from urllib.parse import urlencode

import httpx
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

PUBLIC = "https://api.telegram.org"
FILE_MAX_BYTES = 20 * 1024 * 1024
"""What the Bot API lets a bot download; a larger file stays where it is."""

SECONDS = 20.0
_CONNECT_SECONDS = 5.0
_PATH = re.compile(r"[A-Za-z0-9_\-]+(?:[./][A-Za-z0-9_\-]+)*")
_NEVER_SENT = (
    *(httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError),
    *(httpx.UnsupportedProtocol, httpx.InvalidURL),
)
_Result = TypeVar("_Result")


class NotReached(NetworkError):
    """No connection came about: nothing was sent."""


class ServerFault(NetworkError):
    """The server answered that it failed (5xx)."""

    def __init__(self, status: int) -> None:
        super().__init__(f"server fault {status}")
        self.status = status


class SlowDown(TelegramError):
    """Too many requests (429); again after this time."""

    def __init__(self, after: timedelta) -> None:
        super().__init__("slow down")
        self.after = after


class TooLarge(TelegramError):
    """A file is larger than may be fetched or sent."""


class NoSuchPlace(TelegramError):
    """The server named a place for a file that is not one of its own."""


class Client:
    """One bot. Safe to be used by several threads; connections are kept open between calls."""

    def __init__(self, token: str, *, base_url: str = "", proxy: str = "", seconds: float = SECONDS) -> None:
        base = (base_url or PUBLIC).rstrip("/")
        request = self._request = _Request(proxy, seconds)
        self.bot = Bot(token, f"{base}/bot", f"{base}/file/bot", request=request, get_updates_request=request)
        self._http, self._methods, self._files = request.http, f"{base}/bot{token}/", f"{base}/file/bot{token}/"
        weakref.finalize(self, request.http.close)

    def call(self, method: Callable[[Bot], Coroutine[Any, Any, _Result]]) -> _Result:
        """Run one method of the bot to its end. Raises TelegramError."""
        return asyncio.run(method(self.bot))

    def raw(self, method: str, *, seconds: float, **arguments: Any) -> Any:
        """A method's result as it came, for what shall be kept as it is. Raises TelegramError."""
        given = {name: one if isinstance(one, str) else json.dumps(one) for name, one in arguments.items()}
        url = f"{self._methods}{method}?{urlencode(given)}"
        return self.call(lambda _bot: self._request.post(url, read_timeout=seconds))

    def download(self, file_id: str, into: BinaryIO) -> None:
        """Fetch a file from the API's own host. Raises TooLarge, NoSuchPlace and every other TelegramError."""
        told = self.call(lambda bot: bot.get_file(file_id)).file_path or ""
        path = told.removeprefix(self._files)
        if path == told or not _PATH.fullmatch(path):
            raise NoSuchPlace("no such place")
        with _as_telegram_errors(), self._http.stream("GET", self._files + path) as answer:
            if answer.status_code != 200:
                raise ServerFault(answer.status_code)
            length = 0
            for piece in answer.iter_bytes():
                length += len(piece)
                if length > FILE_MAX_BYTES:
                    raise TooLarge("too large")
                into.write(piece)


class _Request(BaseRequest):
    """How python-telegram-bot's methods reach the server."""

    def __init__(self, proxy: str, seconds: float) -> None:
        patience = httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))
        self.http = httpx.Client(proxy=proxy or None, timeout=patience, follow_redirects=False, trust_env=False)

    @property
    def read_timeout(self) -> float | None:
        return self.http.timeout.read

    async def initialize(self) -> None:
        """The client is ready from the start."""

    async def shutdown(self) -> None:
        self.http.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Raises NotReached, TimedOut and NetworkError for what happened on the way, SlowDown, ServerFault."""
        patience = self.http.timeout
        if isinstance(read_timeout, int | float):
            patience = httpx.Timeout(read_timeout, connect=patience.connect)
        data = request_data.json_parameters if request_data else None
        files = request_data.multipart_data if request_data and request_data.contains_files else None
        with _as_telegram_errors():
            answer = self.http.request(method, url, data=data, files=files, timeout=patience)
        if answer.status_code == 429:
            raise SlowDown(_asked_to_wait(answer.content))
        if answer.status_code == 413:
            raise TooLarge("too large")
        if answer.status_code >= 500:
            raise ServerFault(answer.status_code)
        return answer.status_code, answer.content


@contextmanager
def _as_telegram_errors() -> Iterator[None]:
    """Errors of the HTTP client in words of the Bot API; their texts hold the token, so none is kept."""
    try:
        yield
    except _NEVER_SENT as fault:
        raise NotReached(type(fault).__name__) from None
    except httpx.TimeoutException as fault:
        raise TimedOut(type(fault).__name__) from None
    except httpx.HTTPError as fault:
        raise NetworkError(type(fault).__name__) from None


def _asked_to_wait(content: bytes) -> timedelta:
    try:
        return timedelta(seconds=max(1, int(json.loads(content)["parameters"]["retry_after"])))
    except (ValueError, KeyError, TypeError):
        return timedelta(seconds=5)
