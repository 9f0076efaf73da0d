"""Web chat as a channel: its payloads are our own JSON, its person a number drawn for a browser."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.channel import Capability, Event, EventKind, Fetch, File
from intake.cases import conversations
from intake.cases.incoming import FILE_MAX_BYTES
from intake.cases.ports import Carriage, Incoming, Outgoing, Permanent
from intake.cases.work import Desk
from models.vocabulary import ChannelKind
from routing.parts import Limit


class WebChat:
    """Keeps what is said beside the rest of the conversation; the page reads it there."""

    kind = ChannelKind.WEBCHAT
    dedupes = True
    text_limit: Limit | None = None  # what is said is read on a page, where it lies
    window: timedelta | None = None
    carries: Sequence[Carriage] = (Carriage("file", FILE_MAX_BYTES),)
    capabilities = frozenset(Capability)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def gather(self, message: Incoming) -> Fetch | None:
        return None

    def parse(self, payload: str) -> list[Event]:
        told = _read(payload)
        known: dict[str, Any] = {
            "id": str(told.get("id", "")),
            "text": str(told.get("text") or ""),
            "files": tuple(File(str(one["id"]), str(one["name"])) for one in told.get("files", ())),
            "refused": str(told.get("refused") or ""),
            "forwarded": bool(told.get("forwarded")),
        }
        if told.get("edit_of"):
            return [Event(EventKind.EDIT, **known | {"id": str(told["edit_of"])})]
        if told.get("choice"):
            return [Event(EventKind.CHOICE, choice=str(told["choice"]), **known)]
        if told.get("location"):
            latitude, longitude = (float(part) for part in told["location"])
            return [Event(EventKind.LOCATION, location=(latitude, longitude), **known)]
        if contact := told.get("contact"):
            name, phone = str(contact.get("name") or ""), str(contact.get("phone") or "")
            return [Event(EventKind.CONTACT, name=name, phone=phone, own=not told.get("forwarded"), **known)]
        return [Event(_kind(told), **known)]

    def person(self, payload: str) -> str:
        return str(_read(payload)["from"])

    def upload(self, message: Outgoing) -> str:
        """A file lies with us already."""
        return ""

    def send(self, message: Outgoing) -> None:
        """A line that was said lies there already; a notice or a file of one becomes one."""
        with self._desk.work() as work:
            talk = conversations.find(work, self.kind, message.account, message.to, lock=True)
            if talk is None:
                raise Permanent("no_conversation")
            files = [message.file.upload_id] if message.file is not None else []
            conversations.keep_told(work, talk, message.id, message.body, message.choices, files=files)


def open_channel(desk: Desk) -> WebChat:
    """Web chat is always there."""
    return WebChat(desk)


def _kind(told: dict[str, Any]) -> EventKind:
    if told.get("sticker"):
        return EventKind.STICKER
    if told.get("voice"):
        return EventKind.VOICE
    return EventKind.FILES if told.get("files") or told.get("refused") else EventKind.TEXT


def _read(payload: str) -> dict[str, Any]:
    """Raises ValueError for anything but one of our payloads."""
    told = json.loads(payload)
    if not isinstance(told, dict) or "from" not in told:
        raise ValueError("not a payload")
    return told
