"""Zalo's Bot Platform as a channel: text with numbered choices, photos in."""

import weakref
from collections.abc import Sequence
from datetime import timedelta

import httpx

from bot import fetching, gathered, numbered
from bot.channel import Capability, Event, Fetch
from bot.channels.zalo_bot import api, events, settings
from bot.channels.zalo_bot.settings import Settings
from intake.cases import channel_accounts
from intake.cases.ports import Carriage, DeliveryFault, Incoming, Outgoing, Permanent, Temporary, Uncertain
from intake.cases.work import Desk
from models.vocabulary import ChannelKind
from routing.parts import LIMITS, Limit

_HOUR = timedelta(hours=1)


class ZaloBot:
    """All our bots. A message handed over twice arrives twice."""

    kind = ChannelKind.ZALO_BOT
    dedupes = False
    text_limit: Limit | None = LIMITS[ChannelKind.ZALO_BOT]
    window: timedelta | None = None
    carries: Sequence[Carriage] = ()  # the platform fetches photos from a public address, and ours are nobody else's
    capabilities = frozenset({Capability.FILES})

    def __init__(self, desk: Desk) -> None:
        self._desk, self._client = desk, httpx.Client()
        weakref.finalize(self, self._client.close)

    def parse(self, payload: str) -> list[Event]:
        return list(events.events(events.read(payload)))

    def person(self, payload: str) -> str:
        return events.person(events.read(payload))

    def gather(self, message: Incoming) -> Fetch | None:
        """The photo or voice it points to."""
        told = events.read(message.payload)
        wanted = events.medium(told)
        if wanted is None or gathered.is_gathered(told):
            return None
        own = self._settings(message.account)
        hosts = own.media_hosts if own is not None else ()
        return lambda: gathered.with_files(told, *fetching.gather(self._desk, message, [wanted], hosts))

    def upload(self, message: Outgoing) -> str:
        raise Permanent("file_not_carried")

    def send(self, message: Outgoing) -> None:
        own = self._settings(message.account)
        if own is None:
            raise Permanent("no_account")
        if not message.to:
            raise Permanent("no_address")
        try:
            text = numbered.written(message.body, message.choices)
            api.ask(self._client, own, "sendMessage", chat_id=message.to, text=text)
        except api.Refused as refused:
            raise self._fault(own, message.account, refused.code) from None
        except api.Busy as busy:
            raise Temporary(str(busy)) from None
        except api.Silent as silent:
            raise Uncertain(str(silent)) from None
        channel_accounts.note_sent(self._desk, self.kind, message.account)

    def _fault(self, own: Settings, account: str, code: int) -> DeliveryFault:
        """A token that is no longer good is for an administrator. So is 403, though described as a fault of theirs:
        if it passes, the next message that goes out takes the word back.
        """
        fault = f"zalo_bot_{code}"
        if code in (429, 426):
            return Temporary(fault, after=own.quota_wait)
        if code in (401, 403, 404):
            fault = fault if code == 403 else "token_refused"
            channel_accounts.note_fault(self._desk, self.kind, account, fault)
            return Temporary(fault, after=_HOUR)
        if code == 408 or code >= 500:
            return Temporary(fault)
        if code != 400:
            channel_accounts.note_fault(self._desk, self.kind, account, f"unknown_error_{code}")
        return Permanent(fault)

    def _settings(self, account: str) -> Settings | None:
        return channel_accounts.usable(self._desk, self.kind, account, settings.of)


def open_channel(desk: Desk) -> ZaloBot:
    """Always there; which accounts it has is looked up with each message."""
    return ZaloBot(desk)
