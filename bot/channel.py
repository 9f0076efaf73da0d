"""What a channel is to the bot: it turns what came in into events, and hands over what is said.

A channel is one folder under ``bot/channels`` and edits no other file. Nothing here, and nothing in the dialogue,
knows any particular one. One ``Channel`` serves all our accounts of its kind: a message names the account.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from intake.cases.ports import Carriage, Incoming, Outgoing
from models.vocabulary import ChannelKind
from routing.parts import Limit


class EventKind(StrEnum):
    """What somebody did. Everything a channel tells is one of these, or nothing."""

    TEXT = "text"
    CHOICE = "choice"
    FILES = "files"
    VOICE = "voice"
    LOCATION = "location"
    CONTACT = "contact"
    STICKER = "sticker"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class File:
    """A file that is kept already: its upload's id, and the honest name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing somebody did. ``id`` is the channel's name for it; of an edit, that of what was edited.

    ``text`` is what they wrote, or the caption; ``choice`` the key that was sent back, and then ``id`` may be that of
    the message it was offered under; ``refused`` says in a sentence why a file was not kept. ``album`` names what was
    sent together though the channel tells it in pieces. ``own``: the channel says that ``phone`` is the sender's.
    """

    kind: EventKind
    id: str
    text: str = ""
    choice: str = ""
    files: tuple[File, ...] = ()
    location: tuple[float, float] | None = None
    name: str = ""
    phone: str = ""
    own: bool = False
    forwarded: bool = False
    refused: str = ""
    album: str = ""


def as_one(events: Iterable[Event]) -> list[Event]:
    """What was heard together: the pieces of an album as one message, a button pressed several times as one press."""
    whole: list[Event] = []
    for event in events:
        if event.album and whole and whole[-1].album == event.album:
            whole[-1] = _joined(whole[-1], event)
        elif not _pressed_before(whole, event):
            whole.append(event)
    return whole


def _joined(first: Event, more: Event) -> Event:
    text, refused = "\n".join(filter(None, (first.text, more.text))), first.refused
    if more.refused not in refused.split("\n"):
        refused = "\n".join(filter(None, (refused, more.refused)))
    return replace(first, files=(*first.files, *more.files), text=text, refused=refused)


def _pressed_before(earlier: Sequence[Event], event: Event) -> bool:
    pressed = event.kind is EventKind.CHOICE
    return pressed and any(one.kind is EventKind.CHOICE and one.id == event.id for one in earlier)


class Capability(StrEnum):
    """What a channel can show or take beside plain text."""

    CHOICES = "choices"
    FILES = "files"
    EDITS = "edits"


Fetch = Callable[[], str]
"""Slow, outside any transaction, and once for each message. Raises OSError to be asked again later; how long that goes
on is the channel's business: in the end it gives the payload that says what was not kept.
"""


class Channel(Protocol):
    """One way to talk with people. ``dedupes``: the same ``Outgoing.id`` handed over twice arrives once.

    ``text_limit`` is the longest text of one message, None where there is no end: nobody hands over a longer one.
    ``window`` is how long after somebody last wrote they may be written to, None for ever. ``carries`` are the ways in
    which it hands over files, the best first, () if it cannot: nobody hands over one that fits none of them.
    """

    kind: ChannelKind
    dedupes: bool
    text_limit: Limit | None
    window: timedelta | None
    carries: Sequence[Carriage]
    capabilities: frozenset[Capability]

    def gather(self, message: Incoming) -> Fetch | None:
        """How to get the payload with everything it only points to (photos, files) fetched and kept; None if there is
        nothing to fetch. Somebody may wait for this answer, so nothing is fetched for it.
        """

    def parse(self, payload: str) -> Sequence[Event]:
        """The events of a kept payload; none for what is no citizen's doing. Raises ValueError for nonsense."""

    def person(self, payload: str) -> str:
        """Whom a payload is from, as the channel names them."""

    def upload(self, message: Outgoing) -> str:
        """Bring the file of a message to where it is sent from, if the channel asks for that; gives what it is called
        there, for ``message.file.there``. Nobody sees it yet, so it may be done twice. Raises DeliveryFault.
        """

    def send(self, message: Outgoing) -> str | None:
        """Hand a message over, its words or its file, or raise a DeliveryFault. What the channel calls it, where
        receipts come for it.
        """
