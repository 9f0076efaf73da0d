"""What somebody did, read from an update: the only place that knows which field of a message means what."""

import re
import unicodedata

from telegram import Contact, Message

from bot.channel import Event, EventKind, File
from bot.channels.telegram.files import pointed
from bot.channels.telegram.updates import Seen

_WORDS = {"/start": "bắt đầu", "/help": "trợ giúp", "/huy": "hủy", "/cancel": "hủy", "/tracuu": "tra cứu"}
_COMMAND = re.compile(r"(/\w+)(?:@\w+)?")
_NAME_MAX = 80
_NO_CHOICE = "?"
"""What a button that counts no more is taken for: something that is never offered."""


def events(seen: Seen) -> list[Event]:
    """The events of an update; none for what is no citizen's doing."""
    if seen.sender is None:
        return []
    pressed = seen.update.callback_query
    if pressed is not None:
        under = str(pressed.message.message_id) if pressed.message is not None else str(pressed.id)
        return [Event(EventKind.CHOICE, under, choice=seen.choice or _NO_CHOICE)]
    message = seen.message
    if message is None:
        return []
    if seen.update.edited_message is not None:
        words = message.text or message.caption
        return [Event(EventKind.EDIT, str(message.message_id), text=words)] if words else []
    event = _event(seen, message)
    return [event] if event is not None else []


def _event(seen: Seen, message: Message) -> Event | None:
    id, forwarded = str(message.message_id), message.forward_origin is not None
    if message.text:
        return Event(EventKind.TEXT, id, text=_spoken(message.text), forwarded=forwarded)
    if pointed(message) is not None:
        return Event(
            EventKind.VOICE if message.voice or message.video_note else EventKind.FILES,
            id,
            text=message.caption or "",
            files=tuple(File(*one) for one in seen.kept),
            refused=seen.refused,
            forwarded=forwarded,
            album=seen.album,
        )
    if message.location is not None:
        where = message.location.latitude, message.location.longitude
        return Event(EventKind.LOCATION, id, location=where, forwarded=forwarded)
    if message.contact is not None:
        return _card(id, message, message.contact)
    if message.sticker or message.dice or message.poll or message.story:
        return Event(EventKind.STICKER, id)
    return None


def _card(id: str, message: Message, card: Contact) -> Event:
    """A contact counts as the sender's own only if Telegram says that it is."""
    own = message.from_user is not None and card.user_id == message.from_user.id
    phone = card.phone_number if card.phone_number.startswith(("+", "0")) else f"+{card.phone_number}"
    return Event(EventKind.CONTACT, id, name=_name(card), phone=phone, own=own)


def _name(card: Contact) -> str:
    """What somebody calls themselves, if it can be a person's name: Vietnamese family names come first.

    A display name is anything: an address, a script, a joke. What is none is asked for.
    """
    told = unicodedata.normalize("NFC", f"{card.last_name or ''} {card.first_name}").strip()
    letters = [letter for letter in told if not letter.isspace() and letter not in "'’.-"]
    person = len(told) <= _NAME_MAX and letters and all(letter.isalpha() for letter in letters)
    return " ".join(told.split()) if person else ""


def _spoken(text: str) -> str:
    """A command of Telegram's menu in the words it stands for; what comes with it is left out."""
    command = _COMMAND.match(text)
    return _WORDS.get(command[1].lower(), text) if command else text
