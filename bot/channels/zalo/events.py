"""Zalo's events read: who did what, and which of them are nobody's doing.

Ids and times are strings, some senders write numbers; both are taken. Echoes and receipts have us as their sender and
are never input. What is not known is nothing, and no fault.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot import gathered
from bot.channel import Event, EventKind
from models.vocabulary import Receipt

ANONYMOUS = "anonymous:"
"""Begins the name of somebody who has not signed in: this, their id, a colon, the conversation's id."""

WITHDRAWN = "user_withdraw"
ECHOES = frozenset(
    {
        "oa_send_text",
        "oa_send_image",
        "oa_send_file",
        "oa_send_sticker",
        "oa_send_gif",
        "oa_send_list",
    }
)
RECEIPTS = {"user_received_message": Receipt.ARRIVED, "user_seen_message": Receipt.SEEN}
_NAMED_MAX = 100
_SAID = {"user_send_text", "user_send_link", "user_send_business_card", "anonymous_send_text"}
_FILES = {
    "user_send_image": ("image", "ảnh.jpg"),
    "user_send_gif": ("gif", "ảnh.gif"),
    "user_send_file": ("file", "tệp"),
    "user_send_video": ("video", "phim.mp4"),
    "user_send_audio": ("audio", "ghi-âm.aac"),
    "anonymous_send_image": ("image", "ảnh.jpg"),
    "anonymous_send_file": ("file", "tệp"),
}
_STICKERS = {"user_send_sticker", "anonymous_send_sticker"}
_BEGINNINGS = {"follow", "user_click_chatnow"}
_OTHERS = {"user_send_location", "user_submit_info", WITHDRAWN}
DOINGS = frozenset(_SAID | set(_FILES) | _STICKERS | _BEGINNINGS | _OTHERS)
"""What a citizen does."""


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that an event points to."""

    url: str
    name: str


def read(payload: str | bytes) -> dict[str, Any]:
    """Raises ValueError for what is no event."""
    told = json.loads(payload)
    if not isinstance(told, dict) or not isinstance(told.get("event_name"), str):
        raise ValueError("not an event")
    return told


def person(told: dict[str, Any]) -> str:
    """Whom it is from. Raises ValueError where nobody is named."""
    name = told["event_name"]
    if name.startswith("anonymous_"):
        who, talk = _of(told, "sender", "anonymous_id") or _of(told, "sender", "id"), _anonymous_talk(told)
        known = f"{ANONYMOUS}{who}:{talk}" if who and talk else ""
    else:
        known = _of(told, "follower", "id") or _of(told, "sender", "id") or _text(told.get("user_id"))
    if not known:
        raise ValueError("nobody")
    return known


def recipient(told: dict[str, Any]) -> str:
    """Whom it was said to, as Zalo names them; empty if that is not told."""
    return _of(told, "recipient", "id") or _text(told.get("oa_id"))


def timestamp(told: dict[str, Any]) -> str:
    """Milliseconds since 1970 as digits, exactly as they stand in the event; empty for anything else."""
    text = _text(told.get("timestamp"))
    return text if text.isascii() and text.isdigit() and len(text) <= 15 else ""


def message_id(told: dict[str, Any]) -> str:
    """Zalo's own name for what was sent; where it has none, who did what and when."""
    name = told["event_name"]
    return _of(told, "message", "msg_id")[:100] or f"{name}:{_who(told)[:60]}:{timestamp(told)}"


def names(told: dict[str, Any]) -> list[str]:
    """Zalo's names for what a receipt is of: one, or a list of them."""
    message = told.get("message")
    listed = message.get("msg_ids") if isinstance(message, dict) else None
    named = [_text(one) for one in listed[:_NAMED_MAX]] if isinstance(listed, list) else []
    return [*named, _of(told, "message", "msg_id")]


def text_of(told: dict[str, Any]) -> str:
    return _of(told, "message", "text")


def is_by_an_admin(told: dict[str, Any]) -> bool:
    """Whether a person typed this in Zalo's own console."""
    return bool(_of(told, "sender", "admin_id"))


def media(told: dict[str, Any]) -> list[Medium]:
    """What has to be fetched for this event, in order."""
    kind, name = _FILES.get(told["event_name"], ("", ""))
    found = [attachment for attachment in _attachments(told) if kind and attachment.get("type") in (kind, None)]
    payloads = [payload for attachment in found if isinstance(payload := attachment.get("payload"), dict)]
    urls = [(_text(payload.get("url")), _text(payload.get("name")) or name) for payload in payloads]
    return [Medium(url, called) for url, called in urls if url]


def events(told: dict[str, Any]) -> Iterator[Event]:
    """What somebody did."""
    name, id, text = told["event_name"], message_id(told), text_of(told)
    if name == "user_send_link":
        yield Event(EventKind.TEXT, id, text=" ".join(part for part in (text, *_links(told)) if part))
    elif name == "user_send_business_card":
        yield _card(told, id, text)
    elif name in _SAID:
        yield Event(EventKind.TEXT, id, text=text)
    elif name in _FILES:
        yield _with_files(told, name, id, text)
    elif name in _STICKERS:
        yield Event(EventKind.STICKER, id)
    elif name == "user_send_location":
        yield _location(told, id, text)
    elif name == "user_submit_info":
        yield _shared(told, id)
    elif name in _BEGINNINGS:
        yield Event(EventKind.TEXT, id)


def _with_files(told: dict[str, Any], name: str, id: str, text: str) -> Event:
    files, refused = gathered.files_of(told)
    kind = EventKind.VOICE if name == "user_send_audio" else EventKind.FILES
    return Event(kind, id, text=text, files=files, refused=refused)


def _location(told: dict[str, Any], id: str, text: str) -> Event:
    """Coordinates are strings. Raises ValueError for none on this earth."""
    for attachment in _attachments(told):
        at = (attachment.get("payload") or {}).get("coordinates") or {}
        latitude, longitude = float(at.get("latitude", "nan")), float(at.get("longitude", "nan"))
        if -90 <= latitude <= 90 and -180 <= longitude <= 180:
            return Event(EventKind.LOCATION, id, text=text, location=(latitude, longitude))
    raise ValueError("no place")


def _shared(told: dict[str, Any], id: str) -> Event:
    """Name and phone as they were shared; the address in the newer, nested shape or the older, flat one."""
    info = told.get("info")
    info = info if isinstance(info, dict) else {}
    full = info.get("full_address")
    parts = (
        [full.get("user_address"), full.get("user_ward"), full.get("user_city")]
        if isinstance(full, dict)
        else [info.get("address"), info.get("ward"), info.get("district"), info.get("city")]
    )
    address = ", ".join(_text(part) for part in parts if _text(part))
    name, phone = _text(info.get("name")), _phone(info.get("phone"))
    return Event(EventKind.CONTACT, id, text=address, name=name, phone=phone, own=True)


def _card(told: dict[str, Any], id: str, text: str) -> Event:
    """A business card: its number if one is in it, else its words. Anybody's card can be sent."""
    for attachment in _attachments(told):
        payload = attachment.get("payload") or {}
        described = _text(payload.get("description"))
        phone = _phone(payload.get("phone")) or _phone(_described_phone(described))
        if phone:
            return Event(
                EventKind.CONTACT, id, text=text, name=_text(payload.get("name") or payload.get("title")), phone=phone
            )
    return Event(EventKind.TEXT, id, text=" ".join(part for part in (text, *_links(told)) if part))


def _described_phone(described: str) -> str:
    """Some cards carry a JSON object as their description."""
    try:
        told = json.loads(described)
    except ValueError:
        return ""
    return _text(told.get("phone")) if isinstance(told, dict) else ""


def _links(told: dict[str, Any]) -> list[str]:
    payloads = [attachment.get("payload") or {} for attachment in _attachments(told)]
    found = [[payload.get("title"), payload.get("description"), payload.get("url")] for payload in payloads]
    return [text for parts in found for part in parts if (text := _text(part))]


def _attachments(told: dict[str, Any]) -> list[dict[str, Any]]:
    message = told.get("message")
    found = message.get("attachments") if isinstance(message, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _phone(told: object) -> str:
    """A number as people here write it: 84912345678 is 0912345678."""
    digits = "".join(letter for letter in _text(told) if letter.isascii() and letter.isdigit())
    return f"0{digits[2:]}" if digits.startswith("84") and len(digits) in (11, 12) else digits


def _anonymous_talk(told: dict[str, Any]) -> str:
    return _of(told, "message", "conversation_id") or _text(told.get("conversation_id"))


def _who(told: dict[str, Any]) -> str:
    try:
        return person(told)
    except ValueError:
        return ""


def _of(told: dict[str, Any], part: str, key: str) -> str:
    inner = told.get(part)
    return _text(inner.get(key)) if isinstance(inner, dict) else ""


def _text(told: object) -> str:
    return str(told).strip() if isinstance(told, str | int | float) and not isinstance(told, bool) else ""
