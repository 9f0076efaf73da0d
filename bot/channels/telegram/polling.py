"""Asking Telegram what came in, for an installation that nobody can reach from outside.

One process at a time asks for one bot: whoever holds the lease in the account's own state, where the next update to
ask for stands as well. What came is kept and counted in one transaction, and only the next question tells Telegram
that we have it: a process may die at any moment and nothing is lost.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.channels.telegram import faults, receiving, updates
from bot.channels.telegram.accounts import POLLING, Lines
from bot.channels.telegram.client import Client
from intake.cases import channel_accounts
from intake.cases.ports import Account
from intake.cases.work import Desk
from models.vocabulary import ChannelKind

log = structlog.get_logger()

_LEASE = timedelta(seconds=90)
_ASKED_SECONDS = 25
"""How long Telegram may think about one question; longer than that is silence."""
_MOST = 100
_COUNTED_ON = timedelta(days=5)


class Poller:
    """Asks for the bots of one process. ``name`` tells it from others."""

    def __init__(self, desk: Desk, name: str, lines: Lines | None = None) -> None:
        self._desk, self._name, self._lines = desk, name, lines or Lines()

    def accounts(self) -> list[Account]:
        """The bots that have to be asked for."""
        with self._desk.look() as work:
            known = channel_accounts.every(work, ChannelKind.TELEGRAM)
        return [one for one in known if one.enabled and one.values.get("mode") == POLLING]

    def ask(self, account: Account, *, seconds: int = _ASKED_SECONDS) -> int | None:
        """Ask once, for at most so long; how many updates came, None where another process asks.

        Raises ConnectionError for what stood in the way.
        """
        offset = self._lease(account)
        if offset is None:
            return None
        client = self._lines.of(account).client
        told = {"offset": offset, "timeout": seconds, "limit": _MOST, "allowed_updates": updates.ALLOWED}
        try:
            came = client.raw("getUpdates", seconds=seconds + 10, **told)
        except TelegramError as fault:
            word = str(faults.of(fault))
            log.warning("telegram.poll_failed", account=account.account, fault=word)
            channel_accounts.note_fault(self._desk, ChannelKind.TELEGRAM, account.account, word)
            raise ConnectionError(word) from None
        for pressed in self._keep(account, came):
            self._stop_turning(client, pressed)
        return len(came)

    def _lease(self, account: Account) -> int | None:
        """The update to ask for, if nobody else asks for this bot now."""
        taken: list[int] = []

        def take(state: Mapping[str, Any]) -> Mapping[str, Any]:
            until = _moment(state.get("leased_until"))
            if state.get("leased_by") not in (None, self._name) and until is not None and until > now:
                return state
            taken.append(_following(state, now))
            lease = {"leased_by": self._name, "leased_until": (now + _LEASE).isoformat()}
            return {**state, **lease, "polled_at": now.isoformat()}

        with self._desk.work() as work:
            now = work.now
            channel_accounts.change_state(work, ChannelKind.TELEGRAM, account.account, take)
        return taken[0] if taken else None

    def _keep(self, account: Account, came: list[dict[str, Any]]) -> list[str]:
        """Everything in one transaction; gives the buttons that were pressed."""
        if not came:
            return []
        following = max(int(one["update_id"]) for one in came) + 1
        pressed: list[str | None] = []
        with self._desk.work() as work:
            for one in came:
                try:
                    pressed.append(receiving.keep(work, account, json.dumps(one, ensure_ascii=False)))
                except ValueError:
                    log.warning("telegram.nonsense", account=account.account)
            channel_accounts.change_state(
                work,
                ChannelKind.TELEGRAM,
                account.account,
                lambda state: {**state, "offset": following, "came_at": work.now.isoformat()},
            )
        return [one for one in pressed if one]

    def _stop_turning(self, client: Client, pressed: str) -> None:
        """Answer a button. Too late an answer is refused, and nothing is lost by it."""
        try:
            client.call(lambda bot: bot.answer_callback_query(pressed))
        except TelegramError as fault:
            log.info("telegram.button_unanswered", fault=type(fault).__name__)


def polled_at(state: Mapping[str, Any]) -> datetime | None:
    """When a bot was asked for last."""
    return _moment(state.get("polled_at"))


def _following(state: Mapping[str, Any], now: datetime) -> int:
    """The update to ask for; after a quiet week Telegram counts from anywhere, and an old number would lose some."""
    came = _moment(state.get("came_at"))
    return int(state["offset"]) if came is not None and now - came < _COUNTED_ON else 0


def _moment(told: Any) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
