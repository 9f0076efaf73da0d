"""Simulated citizens on Telegram: they write to a bot at a Bot API of this process's own, over real HTTP.

For as long as the simulation lasts the bot is an account of the installation; afterwards the account is switched off.
Waiting for Telegram's speed limits costs no time here.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import simulated
from bot.channels.telegram import ACCOUNT, SETUP, Telegram
from bot.channels.telegram.accounts import WEBHOOK, Lines
from bot.channels.telegram.fake import FakeBot, FakeTelegram, Person
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.setup import SHOWN_BY_TELEGRAM, secret
from bot.standin import picture
from bot.told import Received, Told
from intake.cases import conversations
from intake.cases.ports import Account, Delivered
from intake.cases.work import Desk
from models.vocabulary import ChannelKind, Speaker

_TOKEN = f"{ACCOUNT}:simulated-simulated-simulated"
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_SPOKEN = b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(64)


class _Seconds:
    """Time that goes on when somebody waits."""

    def __init__(self) -> None:
        self._waited = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self._waited

    def sleep(self, seconds: float) -> None:
        self._waited += seconds


@dataclass
class Playing:
    """A simulation under way: the bot, its people, and which update each of their lines was."""

    api: FakeTelegram
    bot: FakeBot
    account: Account
    lines: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)


_playing: Playing | None = None


def called(person: str) -> str:
    """What Telegram calls somebody: a number."""
    return str(int(hashlib.sha256(person.encode()).hexdigest()[:10], 16))


@contextmanager
def outside(desk: Desk) -> Iterator[Playing]:
    """A Telegram with a bot of ours, as long as the block lasts."""
    global _playing
    seconds = _Seconds()
    channel = desk.channels[ChannelKind.TELEGRAM]
    if isinstance(channel, Telegram):
        channel.lines = Lines(lambda: Pace(seconds, seconds.sleep))
    with FakeTelegram(seconds).open() as api:
        values = {"token": _TOKEN, "mode": WEBHOOK, "base_url": api.address}
        with simulated.account(desk, ChannelKind.TELEGRAM, ACCOUNT, values) as account:
            bot = api.add(_TOKEN, "langnghe_thu_bot")
            bot.last = time.time_ns() // 1_000_000  # what an earlier simulation told must not count as told again
            _playing = Playing(api, bot, account)
            try:
                yield _playing
            finally:
                _playing = None


def tell(desk: Desk, told: Told) -> None:
    """Let a citizen do it, and Telegram tell it, as often as it would."""
    if _playing is None:
        raise RuntimeError("only inside of outside()")
    person = _playing.people.setdefault(told.person, Person(_playing.bot, int(called(told.person))))
    known = _playing.lines.get(told.id)
    updates = known or _done(desk, _playing, person, told)
    _playing.lines[told.id] = updates
    account = _playing.account
    headers = {SHOWN_BY_TELEGRAM: secret(desk, account)}
    for _time in range(told.times):
        for update in updates:
            answered = SETUP.receive(desk, account, Delivered(headers, json.dumps(update).encode()))
            _playing.api.take_answer(_playing.bot, answered.body)
    _playing.bot.waiting.clear()


def received(desk: Desk, person: str) -> list[Received]:
    """The files this person was sent, in order."""
    if _playing is None:
        raise RuntimeError("only inside of outside()")
    arrived = _playing.bot.files_to(int(called(person)))
    return [Received(one.name, one.way, len(one.content)) for one in arrived]


def _done(desk: Desk, playing: Playing, person: Person, told: Told) -> list[dict[str, Any]]:
    """The updates of what somebody does."""
    if told.edit_of:
        earlier = playing.lines.get(told.edit_of, [])
        return [person.edits(earlier[0], text=told.text)] if earlier and "message" in earlier[0] else []
    if told.choose:
        return [_press(desk, person, told.choose)]
    more = {"forward_origin": _FORWARDED | {"date": int(time.time())}} if told.forwarded else {}
    if told.location is not None:
        latitude, longitude = told.location
        return [person.sends(location={"latitude": latitude, "longitude": longitude}, **more)]
    if told.contact:
        whose = person.id + told.forwarded
        named = {"first_name": told.contact.get("name") or person.first_name, "user_id": whose}
        return [person.sends(contact={"phone_number": told.contact.get("phone", ""), **named})]
    if told.sticker:
        return [person.sends(sticker=_STICKER)]
    return _files(person, told, more) if told.files else [person.says(told.text, **more)]


def _files(person: Person, told: Told, more: dict[str, Any]) -> list[dict[str, Any]]:
    words = {"caption": told.text} if told.text else {}
    if told.voice:
        return [person.sends_voice(_content(path, _SPOKEN)) for path in told.files]
    pictures = [path for path in told.files if path.suffix.lower() in _PICTURES]
    if len(pictures) == len(told.files) > 1:
        return person.sends_album([_content(path, picture()) for path in pictures], told.text)
    return [
        person.sends_photo(_content(path, picture()), **words, **more)
        if path in pictures
        else person.sends_document(_content(path, picture()), path.name, **words, **more)
        for path in told.files
    ]


def beside(person: str) -> dict[str, object]:
    """What stands before somebody beside the words they read: keys in place of their keyboard."""
    known = _playing.people.get(person) if _playing is not None else None
    return {"keyboard": known.keys} if known is not None and known.keys else {}


def _press(desk: Desk, person: Person, choice: str) -> dict[str, Any]:
    """The button or key with these words, or of a choice that was offered last; else one that nobody offered."""
    if choice in person.keys:
        return person.taps(choice)
    shown = [one for one in person.bot.sent if one.to == person.id and one.buttons][-1:]
    if shown and choice in dict(shown[0].buttons):
        return person.presses(choice, under=shown[0])
    with desk.look() as work:
        talk = conversations.find(work, ChannelKind.TELEGRAM, ACCOUNT, str(person.id))
        lines = conversations.lines_after(work, talk.id, 0) if talk is not None else []
        offered = [line for line in lines if line.choices and line.speaker is not Speaker.CITIZEN][-1:]
        choices = [choice for line in offered for choice in conversations.choices_of(line)]
    keys, named = [key for key, _label in choices], dict(choices)
    if named.get(choice) in person.keys:
        return person.taps(named[choice])
    if choice in keys and shown and len(shown[0].buttons) == len(keys):
        return person.presses_data(shown[0].buttons[keys.index(choice)][1], shown[0].id)
    return person.presses_data("?", shown[0].id if shown else 1)


def _content(path: Path, stand_in: bytes) -> bytes:
    return path.read_bytes() if path.is_file() else stand_in


_FORWARDED = {"type": "hidden_user", "sender_user_name": "Người khác"}
_STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}
