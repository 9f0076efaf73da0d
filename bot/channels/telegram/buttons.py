"""Buttons under a message. Telegram gives back at most 64 bytes of a button, so one carries a short opaque key:
which message of ours it stood under, and which of its choices it was.

What a key stands for is looked up among what was offered to this very person. A button of an older question, of
another conversation or an invented one stands for nothing.

Who is asked for a phone number gets keys in place of their keyboard, because only such a key shares a contact; they go
with the next message. A message carries one or the other.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from intake.cases import offers
from intake.cases.ports import Outgoing
from intake.cases.work import Work
from models.languages import _
from models.vocabulary import ChannelKind

DATA_MAX_BYTES = 64
_LABEL_MAX = 100


def keyboard(message: Outgoing) -> InlineKeyboardMarkup | None:
    """One button a line: most of our choices are too long for two."""
    rows = [
        [InlineKeyboardButton(label[:_LABEL_MAX], callback_data=_key(message.id, at))]
        for at, (_choice, label) in enumerate(message.choices)
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def keys(message: Outgoing) -> ReplyKeyboardMarkup:
    """To share one's number with a tap; the other choices are keys that type their words."""
    share = KeyboardButton(_("Chia sẻ số điện thoại"), request_contact=True)
    others = [[KeyboardButton(label[:_LABEL_MAX])] for _choice, label in message.choices]
    return ReplyKeyboardMarkup([[share], *others], resize_keyboard=True, one_time_keyboard=True)


def stands_for(work: Work, account: str, person: str, data: str) -> str:
    """The choice that a button means, "" for none that counts any more."""
    pressed = _read(data)
    if pressed is None:
        return ""
    under, at = pressed
    offered = offers.standing(work, ChannelKind.TELEGRAM, account, person, under)
    return offered[at][0] if at < len(offered) else ""


def _key(id: UUID, at: int) -> str:
    return f"{urlsafe_b64encode(id.bytes).decode().rstrip('=')}.{at}"


def _read(data: str) -> tuple[UUID, int] | None:
    id, _dot, at = data.partition(".")
    try:
        return (UUID(bytes=urlsafe_b64decode(f"{id}==")), int(at)) if at.isdecimal() else None
    except ValueError:
        return None
