"""A simulated citizen on the Bot Platform: their lines become its updates, and what is said goes to a fake of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot import channels, numbered, simulated
from bot.channels.zalo_bot import ACCOUNT
from bot.channels.zalo_bot.fake import FakeZaloBot
from bot.standin import picture
from bot.told import Received, Told
from intake.cases.work import Desk
from models.vocabulary import ChannelKind

_KIND = ChannelKind.ZALO_BOT


Line = simulated.Line[FakeZaloBot]
_line: Line | None = None


@contextmanager
def outside(desk: Desk) -> Iterator[Line]:
    """The platform, with an account of this installation as long as the block lasts."""
    global _line
    with simulated.line(desk, _KIND, ACCOUNT, FakeZaloBot(ACCOUNT, clock=desk.clock)) as _line:
        channels.setups()[_KIND].connect(desk, _line.account, f"{_line.address}/kenh")
        try:
            yield _line
        finally:
            _line = None


def tell(desk: Desk, told: Told) -> None:
    """Put the line into the inbox, as often as the platform would tell it."""
    if _line is None:
        raise RuntimeError("only inside of outside()")
    at = _line
    for update in _updates(desk, at, told):
        at.deliver(desk, update, times=told.times)


def received(desk: Desk, person: str) -> list[Received]:
    """None: the platform takes no file from us."""
    return []


def _updates(desk: Desk, at: Line, told: Told) -> list[dict[str, Any]]:
    """The platform knows no places, contacts or edits: such a line is what its sender would type instead."""
    fake, who = at.fake, told.person
    found: list[dict[str, Any]] = []
    for number, path in enumerate(told.files):
        content = path.read_bytes() if path.is_file() else picture()
        url, caption = at.address + fake.keep_media(content), told.text if number == 0 else ""
        parts = {"voice_url": url} if told.voice else {"photo": url, "caption": caption}
        found.append(fake.update("voice" if told.voice else "image", who, id=f"{told.id}.{number}", **parts))
    if told.sticker:
        found.append(fake.update("sticker", who, id=told.id, sticker="1"))
    typed = numbered.number_of(desk, _KIND, at.account.account, who, told.choose) if told.choose else told.text
    written = typed or " ".join(told.contact.values()) or ", ".join(str(part) for part in told.location or ())
    return found or [fake.update("text", who, id=told.id, text=written)]
