"""Telegram as a channel: updates become events, what is said becomes messages of one of our bots.

Telegram recognises no repeated message, so what may have arrived is never sent again by the machine.
"""

from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import TelegramError

from bot.channel import Capability, Event, Fetch
from bot.channels.telegram import accounts, buttons, carrying, faults, files, reading, updates
from bot.channels.telegram.accounts import Line, Lines
from bot.channels.telegram.files import Pointed
from bot.channels.telegram.updates import Seen
from bot.dialogue.steps import contact
from intake.cases import channel_accounts, conversations
from intake.cases.errors import Invalid
from intake.cases.ports import Carriage, DeliveryFault, Incoming, Outgoing, Permanent, Uncertain
from intake.cases.work import Desk
from models.languages import _, speaking
from models.vocabulary import ChannelKind
from routing.parts import LIMITS, Limit

log = structlog.get_logger()

_FETCHED_WITHIN = timedelta(minutes=1)
"""So long after a message came its file is tried for; then its sender is asked to send it again."""

_SILENT_SECONDS = 5.0
"""How long nobody is written to after the server was not there."""


class Telegram:
    """All our bots. ``account`` is the number of a bot, ``to`` the number of a person."""

    kind = ChannelKind.TELEGRAM
    dedupes = False
    text_limit: Limit | None = LIMITS[ChannelKind.TELEGRAM]
    window: timedelta | None = None
    carries: Sequence[Carriage] = carrying.CARRIES
    capabilities = frozenset(Capability)

    def __init__(self, desk: Desk, lines: Lines | None = None) -> None:
        self._desk, self.lines = desk, lines or Lines()

    def parse(self, payload: str) -> list[Event]:
        return reading.events(updates.read(payload))

    def person(self, payload: str) -> str:
        """Raises ValueError where nobody has written to us alone."""
        sender = updates.read(payload).sender
        if sender is None:
            raise ValueError("nobody")
        return str(sender.id)

    def gather(self, message: Incoming) -> Fetch | None:
        """What a button stood for; the file of a message, kept."""
        seen = updates.read(message.payload)
        if seen.completed or seen.sender is None:
            return None
        if (pressed := seen.update.callback_query) is not None:
            return partial(self._pressed, message, seen, pressed)
        told = seen.update.message
        file = files.pointed(told) if told is not None else None
        return partial(self._fetched, message, seen, file) if file is not None else None

    def upload(self, message: Outgoing) -> str:
        """A file comes with the message itself."""
        return ""

    def send(self, message: Outgoing) -> None:
        """Raises Temporary, Permanent or Uncertain."""
        if not message.to:
            raise Permanent("no_address")
        line = self.lines.of(accounts.account(self._desk, message.account))
        self._say(line, message)
        channel_accounts.note_sent(self._desk, self.kind, message.account)

    def _say(self, line: Line, message: Outgoing) -> None:
        if (file := message.file) is not None:
            self._ask(line, message, lambda bot: carrying.send(bot, message.to, file))
            return
        keyboard, text = self._keyboard(line, message), message.body.strip() or "…"
        self._ask(line, message, lambda bot: bot.send_message(message.to, text, reply_markup=keyboard))

    def _ask(self, line: Line, message: Outgoing, method: Callable[[Bot], Coroutine[Any, Any, object]]) -> None:
        line.pace.wait(message.to)
        try:
            line.client.call(method)
        except TelegramError as fault:
            raise self._noted(message.account, line, faults.of(fault)) from None
        except (ValueError, TypeError, KeyError):  # the server said yes in words that the library cannot read
            raise Uncertain("unreadable_answer") from None

    def _keyboard(
        self, line: Line, message: Outgoing
    ) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
        """What stands under a message: its choices, or the keys to share a number, which go with the next message."""
        if language := contact.asked_in(message.body):
            with speaking(language):
                return buttons.keys(message)
        with self._desk.look() as work:
            stood = contact.asked_in(conversations.said_before(work, message.id))
        if stood and message.choices:
            self._take_keys(line, message.to, stood)
        return ReplyKeyboardRemove() if stood and not message.choices else buttons.keyboard(message)

    def _take_keys(self, line: Line, to: str, language: str) -> None:
        """A message with choices cannot take the keys away, so one before it does. Only a courtesy: keys that stay can
        be tapped, and mean what they say."""
        line.pace.wait(to)
        with speaking(language):
            text = _("Tôi đã nhận được.")
        try:
            line.client.call(lambda bot: bot.send_message(to, text, reply_markup=ReplyKeyboardRemove()))
        except (TelegramError, ValueError, TypeError, KeyError) as fault:
            log.info("telegram.keys_stay", fault=type(fault).__name__)

    def _noted(self, account: str, line: Line, fault: DeliveryFault) -> DeliveryFault:
        """What concerns the whole bot is shown to the administrator, and the next message need not find it out."""
        word = str(fault)
        if fault.after is not None:
            line.pace.silence(fault.after.total_seconds(), word)
        elif word == faults.UNREACHABLE:
            line.pace.silence(_SILENT_SECONDS, word)
        if word in faults.OURS:
            channel_accounts.note_fault(self._desk, self.kind, account, word)
        return fault

    def _pressed(self, message: Incoming, seen: Seen, pressed: CallbackQuery) -> str:
        """The choice of a button, which then goes: an old question shall not be answered by mistake."""
        with self._desk.look() as work:
            choice = buttons.stands_for(work, message.account, str(pressed.from_user.id), pressed.data or "")
        if pressed.message is not None:
            self._take_away(message.account, pressed.message.chat.id, pressed.message.message_id)
        return seen.complete(choice=choice)

    def _take_away(self, account: str, chat: int, message_id: int) -> None:
        """The buttons under a message. Only a courtesy: a button that stays stands for nothing."""
        try:
            client = self.lines.of(accounts.account(self._desk, account)).client
            client.call(lambda bot: bot.edit_message_reply_markup(chat, message_id))
        except (TelegramError, Permanent) as fault:
            log.info("telegram.buttons_stay", fault=type(fault).__name__)

    def _fetched(self, message: Incoming, seen: Seen, file: Pointed) -> str:
        """Raises ConnectionError while it may still come."""
        try:
            client = self.lines.of(accounts.account(self._desk, message.account)).client
            return seen.complete(kept=[files.keep(self._desk, client, file)])
        except (Invalid, Permanent) as refused:
            return seen.complete(refused=files.refusal(self._desk, file, refused))
        except TelegramError as fault:
            still = self._desk.clock() - message.received_at < _FETCHED_WITHIN
            if still and not files.is_final(fault):
                raise ConnectionError(str(faults.of(fault))) from None
            return seen.complete(refused=files.refusal(self._desk, file, fault))
