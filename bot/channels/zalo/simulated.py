"""A simulated citizen on Zalo: their lines become signed events, and what is said goes to a fake of Zalo's servers."""

import mimetypes
import weakref
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bot import channels, numbered, simulated
from bot.channels.zalo.fake import FakeZalo
from bot.served import served
from bot.told import Told
from intake.cases.ports import Account, ChannelSetup
from intake.cases.work import Desk
from models.db import Database
from models.vocabulary import ChannelKind

_KIND = ChannelKind.ZALO
_running: "weakref.WeakKeyDictionary[Database, Line]" = weakref.WeakKeyDictionary()


class Line:
    """A fake of Zalo with an account set up for it on one installation."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.fake, stack = FakeZalo(name, clock=desk.clock), ExitStack()
        self.address = stack.enter_context(served(self.fake.app()))
        values = self.fake.values(self.address)
        self.account: Account = simulated.account(desk, _KIND, name, values, called=self.fake.name)
        self._setup: ChannelSetup = channels.setups()[_KIND]
        weakref.finalize(self, stack.close)

    def deliver(self, desk: Desk, told: dict[str, Any], *, times: int = 1) -> None:
        """Tell the webhook, as often as Zalo would."""
        for _time in range(times):
            self._setup.receive(desk, self.account, self.fake.signed(told))


def line(desk: Desk) -> Line:
    """The fake of this installation, started when first asked for."""
    if desk.database not in _running:
        from bot.channels.zalo import ACCOUNT

        _running[desk.database] = Line(desk, ACCOUNT)
    return _running[desk.database]


def tell(desk: Desk, told: Told) -> None:
    """Put the line into the inbox, as often as the channel would tell it; before it, what was echoed meanwhile."""
    at = line(desk)
    for echo in at.fake.echoes():
        at.deliver(desk, echo)
    for event in _events(desk, at, told):
        at.deliver(desk, event, times=told.times)


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
    if told.contact:
        info = {"name": told.contact.get("name", ""), "phone": told.contact.get("phone", "")}
        found.append(fake.event("user_submit_info", who, info=info))
    if told.sticker:
        found.append(fake.message(who, "sticker", id=told.id, url=f"{at.address}/media/0"))
    typed = numbered.number_of(desk, _KIND, at.account.account, who, told.choose) if told.choose else told.text
    return found or [fake.message(who, text=typed, id=told.id)]


def _kind(path: Path) -> str:
    return "image" if (mimetypes.guess_type(path.name)[0] or "image/").startswith("image/") else "file"


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else simulated.picture()
