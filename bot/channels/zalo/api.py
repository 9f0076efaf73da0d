"""Asking Zalo's interface: the token in a header of its own, an error as a number in an answer of HTTP 200."""

import json
import weakref
from typing import Any

import httpx

from bot import asking
from bot.asking import Busy, Refused, Silent
from bot.channels.zalo import tokens
from bot.channels.zalo.faults import Fate, fate
from bot.channels.zalo.settings import Settings
from intake.cases.work import Desk

__all__ = ["Api", "Busy", "Refused", "Silent"]


class Api:
    """Zalo for all our Official Accounts; keeps its connections. Everything raises Refused, Busy, Silent, and
    ``tokens.Dead`` or ``tokens.NotNow`` where no token can be had.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk, self._client = desk, httpx.Client(timeout=asking.SECONDS)
        weakref.finalize(self, self._client.close)

    def post(self, settings: Settings, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._ask(settings, "POST", path, {"json": body})

    def upload(self, settings: Settings, path: str, name: str, content: bytes, media_type: str) -> dict[str, Any]:
        """Bring a file there, where it lies for some days."""
        return self._ask(settings, "POST", path, {"files": {"file": (name, content, media_type)}})

    def get(self, settings: Settings, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """What is asked for goes as one JSON string."""
        return self._ask(settings, "GET", path, {"params": {"data": json.dumps(data)}} if data else {})

    def _ask(self, settings: Settings, method: str, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        """Once more with another token if this one is no longer good: then surely nothing was done."""
        token = tokens.access(self._desk, settings)
        try:
            return self._try(settings, method, path, sent, token)
        except Refused as refused:
            if fate(refused.code) is not Fate.REFRESH:
                raise
        return self._try(settings, method, path, sent, tokens.renewed(self._desk, settings, token))

    def _try(self, settings: Settings, method: str, path: str, sent: dict[str, Any], token: str) -> dict[str, Any]:
        url, headers = f"{settings.api_url}{path}", {"access_token": token}
        answer = asking.answered(self._client, method, url, headers=headers, **sent)
        if answer.status_code == 429 or answer.status_code >= 500:
            said = answer.headers.get("retry-after", "")
            raise Busy(f"http_{answer.status_code}", float(said) if said.isascii() and said.isdigit() else None)
        return _data(answer)


def _data(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
        code = int(told.get("error") or 0)
    except (ValueError, TypeError, AttributeError):
        if answer.status_code != 200:
            raise Busy(f"http_{answer.status_code}") from None
        raise Silent("unreadable") from None
    if code:
        raise Refused(code)
    data = told.get("data")
    return data if isinstance(data, dict) else {}
