"""Asking the Bot Platform: a method name in the address, ``ok`` in the answer."""

from typing import Any

import httpx

from bot.channels.zalo_bot.settings import Settings

_SECONDS = httpx.Timeout(10.0, connect=5.0)


class Refused(Exception):
    """The platform answered that it did not; ``code`` is its number, much like an HTTP status."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Busy(Exception):
    """Surely not done. The text is a word for why, never the address."""


class Silent(Exception):
    """It was sent, and no answer can be read: it may have been done."""


def ask(client: httpx.Client, own: Settings, method: str, **given: Any) -> dict[str, Any]:
    """Raises Refused, Busy, Silent."""
    try:
        answer = client.post(f"{own.api_url}/bot{own.token}/{method}", json=given, timeout=_SECONDS)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL) as fault:
        raise Busy(type(fault).__name__) from None
    except httpx.HTTPError as fault:
        raise Silent(type(fault).__name__) from None
    try:
        told = answer.json()
        if told.get("ok"):
            result = told.get("result")
            return result if isinstance(result, dict) else {}
        raise Refused(int(told.get("error_code") or answer.status_code))
    except (ValueError, TypeError, AttributeError):
        if answer.status_code >= 400:
            raise Refused(answer.status_code) from None
        raise Silent("unreadable") from None
