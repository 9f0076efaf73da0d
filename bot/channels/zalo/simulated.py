"""A simulated citizen on Zalo: their lines become signed events, and what is said goes to a fake of Zalo's servers."""

import json
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot import numbered, simulated
from bot.channels.zalo import ACCOUNT
from bot.channels.zalo.fake import FakeZalo
from bot.standin import picture
from bot.told import Received, Told
from intake.cases.work import Desk
from models.vocabulary import ChannelKind

_KIND = ChannelKind.ZALO


Line = simulated.Line[FakeZalo]
_line: Line | None = None


@contextmanager
def outside(desk: Desk) -> Iterator[Line]:
    """Zalo, with an account of this installation as long as the block lasts."""
    global _line
    with simulated.line(desk, _KIND, ACCOUNT, FakeZalo(ACCOUNT, clock=desk.clock)) as _line:
        try:
            yield _line
        finally:
            _line = None


def tell(desk: Desk, told: Told) -> None:
    """Put the line into the inbox, as often as the channel would tell it; before it, what arrived and was seen."""
    if _line is None:
        raise RuntimeError("only inside of outside()")
    at = _line
    for echo in (*at.fake.echoes(), at.fake.seen_by(told.person)):
        at.deliver(desk, echo)
    for event in _events(desk, at, told):
        at.deliver(desk, event, times=told.times)


def received(desk: Desk, person: str) -> list[Received]:
    """The files this person was sent, in order."""
    if _line is None:
        raise RuntimeError("only inside of outside()")
    return [Received(one.name, one.way, len(one.content)) for one in _line.fake.sent_to(person)]


def _events(desk: Desk, at: Line, told: Told) -> list[dict[str, Any]]:
    """On Zalo nothing can be edited: a new text is a new message; a choice is typed as its number."""
    fake, who = at.fake, told.person
    found: list[dict[str, Any]] = []
    for number, path in enumerate(told.files):
        kind = "audio" if told.voice else _kind(path)
        url = at.address + fake.keep_media(_content(path), mimetypes.guess_type(path.name)[0] or "image/jpeg")
        text = told.text if number == 0 else ""
        found.append(fake.message(who, kind, text=text, id=f"{told.id}.{number}", url=url, name=path.name))
    if told.location:
        latitude, longitude = (str(part) for part in told.location)
        place = {"latitude": latitude, "longitude": longitude}
        found.append(fake.message(who, "location", id=told.id, coordinates=place))
    if told.contact and told.forwarded:
        card = {"title": told.contact.get("name", ""), "description": json.dumps(told.contact)}
        found.append(fake.message(who, "business_card", id=told.id, **card))
    elif told.contact:
        info = {"name": told.contact.get("name", ""), "phone": told.contact.get("phone", "")}
        found.append(fake.event("user_submit_info", who, info=info))
    if told.sticker:
        found.append(fake.message(who, "sticker", id=told.id, url=f"{at.address}/media/0"))
    typed = numbered.number_of(desk, _KIND, at.account.account, who, told.choose) if told.choose else told.text
    return found or [fake.message(who, text=typed, id=told.id)]


def _kind(path: Path) -> str:
    return "image" if (mimetypes.guess_type(path.name)[0] or "image/").startswith("image/") else "file"


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else picture()
