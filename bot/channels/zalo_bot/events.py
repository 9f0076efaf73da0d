"""The platform's updates read: what one person said to the bot alone. What is said in a group is not for us."""

import json
from collections.abc import Iterator
from typing import Any

from bot import gathered
from bot.channel import Event, EventKind

_TEXT, _IMAGE, _VOICE = "message.text.received", "message.image.received", "message.voice.received"
_OTHER = {"message.sticker.received", "message.unsupported.received"}
DOINGS = frozenset({_TEXT, _IMAGE, _VOICE} | _OTHER)


def read(payload: str | bytes) -> dict[str, Any]:
    """The update, with or without the wrapping some deliveries have. Raises ValueError for what is none."""
    told = json.loads(payload)
    inner = told.get("result") if isinstance(told, dict) and isinstance(told.get("result"), dict) else told
    if not isinstance(inner, dict) or not isinstance(inner.get("event_name"), str):
        raise ValueError("not an update")
    return inner


def person(told: dict[str, Any]) -> str:
    """The chat with this person. Raises ValueError for a group, a bot, or nobody."""
    message, chat = _message(told), _part(_message(told), "chat")
    chat_id = str(chat.get("id") or "")
    if not chat_id or _part(message, "from").get("is_bot") or chat.get("chat_type", "PRIVATE") != "PRIVATE":
        raise ValueError("nobody")
    return chat_id


def message_id(told: dict[str, Any]) -> str:
    """Raises ValueError where it has none."""
    id = str(_message(told).get("message_id") or "")
    if not id:
        raise ValueError("no id")
    return id[:120]


def position(told: dict[str, Any]) -> int:
    """When it was said, in milliseconds; 0 if that is not told."""
    date = str(_message(told).get("date") or "")
    return int(date) if date.isascii() and date.isdigit() and len(date) <= 15 else 0


def medium(told: dict[str, Any]) -> tuple[str, str] | None:
    """The link and a name of what has to be fetched."""
    message, name = _message(told), told["event_name"]
    if name == _IMAGE:
        url = message.get("photo_url") or message.get("photo")
        return (url, "ảnh.jpg") if isinstance(url, str) and url else None
    url = message.get("voice_url") or message.get("url") if name == _VOICE else None
    return (url, "ghi-âm.aac") if isinstance(url, str) and url else None


def events(told: dict[str, Any]) -> Iterator[Event]:
    """What somebody did; of what the platform may not show us, only that there was something."""
    name, message = told["event_name"], _message(told)
    if name == _TEXT:
        yield Event(EventKind.TEXT, message_id(told), text=str(message.get("text") or ""))
    elif name in (_IMAGE, _VOICE):
        files, refused = gathered.files_of(told)
        kind, text = EventKind.VOICE if name == _VOICE else EventKind.FILES, str(message.get("caption") or "")
        yield Event(kind, message_id(told), text=text, files=files, refused=refused)
    elif name in _OTHER:
        yield Event(EventKind.STICKER, message_id(told))


def _message(told: dict[str, Any]) -> dict[str, Any]:
    return _part(told, "message")


def _part(told: dict[str, Any], key: str) -> dict[str, Any]:
    part = told.get(key)
    return part if isinstance(part, dict) else {}
