"""A simulated citizen on the Bot Platform: their lines become its updates, and what is said goes to a fake of it."""

import weakref
from contextlib import ExitStack
from typing import Any

from bot import channels, numbered, simulated
from bot.channels.zalo_bot.fake import FakeZaloBot
from bot.served import served
from bot.told import Told
from intake.cases.ports import Account, ChannelSetup
from intake.cases.work import Desk
from models.db import Database
from models.vocabulary import ChannelKind

_KIND = ChannelKind.ZALO_BOT
_running: "weakref.WeakKeyDictionary[Database, Line]" = weakref.WeakKeyDictionary()


class Line:
    """A fake of the platform with a bot set up for it on one installation."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.fake, stack = FakeZaloBot(name, clock=desk.clock), ExitStack()
        self.address = stack.enter_context(served(self.fake.app()))
        self.account: Account = simulated.account(
            desk, _KIND, name, self.fake.values(self.address), called="Bot giả lập"
        )
        self._setup: ChannelSetup = channels.setups()[_KIND]
        self._setup.connect(desk, self.account, f"{self.address}/kenh")
        weakref.finalize(self, stack.close)

    def deliver(self, desk: Desk, told: dict[str, Any], *, times: int = 1) -> None:
        """Tell the webhook, as often as the platform would."""
        for _time in range(times):
            self._setup.receive(desk, self.account, self.fake.delivered(told))


def line(desk: Desk) -> Line:
    """The fake of this installation, started when first asked for."""
    if desk.database not in _running:
        from bot.channels.zalo_bot import ACCOUNT

        _running[desk.database] = Line(desk, ACCOUNT)
    return _running[desk.database]


def tell(desk: Desk, told: Told) -> None:
    """Put the line into the inbox, as often as the platform would tell it."""
    at = line(desk)
    for update in _updates(desk, at, told):
        at.deliver(desk, update, times=told.times)


def _updates(desk: Desk, at: Line, told: Told) -> list[dict[str, Any]]:
    """The platform knows no places, contacts or edits: such a line is what its sender would type instead."""
    fake, who = at.fake, told.person
    found: list[dict[str, Any]] = []
    for number, path in enumerate(told.files):
        content = path.read_bytes() if path.is_file() else simulated.picture()
        url, caption = at.address + fake.keep_media(content), told.text if number == 0 else ""
        parts = {"voice_url": url} if told.voice else {"photo": url, "caption": caption}
        found.append(fake.update("voice" if told.voice else "image", who, id=f"{told.id}.{number}", **parts))
    if told.sticker:
        found.append(fake.update("sticker", who, id=told.id, sticker="1"))
    typed = numbered.number_of(desk, _KIND, at.account.account, who, told.choose) if told.choose else told.text
    written = typed or " ".join(told.contact.values()) or ", ".join(str(part) for part in told.location or ())
    return found or [fake.update("text", who, id=told.id, text=written)]
