"""Asking the Bot Platform: a method name in the address, ``ok`` in the answer."""

from typing import Any

import httpx

from bot import asking
from bot.asking import Busy, Refused, Silent
from bot.channels.zalo_bot.settings import Settings

__all__ = ["Busy", "Refused", "Silent", "ask"]


def ask(client: httpx.Client, own: Settings, method: str, **given: Any) -> dict[str, Any]:
    """Raises Refused, Busy, Silent."""
    url = f"{own.api_url}/bot{own.token}/{method}"
    answer = asking.answered(client, "POST", url, json=given, timeout=asking.SECONDS)
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
