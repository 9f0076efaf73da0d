"""Asking a channel's server over HTTP, and the ways in which that fails: what was surely not done, and what may be."""

from typing import Any

import httpx

SECONDS = httpx.Timeout(10.0, connect=5.0)
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL)


class Refused(Exception):
    """The server answered that it did not; ``code`` is its own number for why."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Busy(Exception):
    """Surely not done: no connection, too many requests, or a fault of theirs. ``after`` in seconds, if they said.

    The text is a word for why, never the address.
    """

    def __init__(self, fault: str, after: float | None = None) -> None:
        super().__init__(fault)
        self.after = after


class Silent(Exception):
    """It was sent, and no answer can be read: it may have been done."""


def answered(client: httpx.Client, method: str, url: str, **sent: Any) -> httpx.Response:
    """Whatever the server answers. Raises Busy, Silent."""
    try:
        return client.request(method, url, **sent)
    except _NEVER_SENT as fault:
        raise Busy(type(fault).__name__) from None
    except httpx.HTTPError as fault:
        raise Silent(type(fault).__name__) from None
