"""What the use cases need from outside, as small protocols; wiring is in ``intake.entry``."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Protocol
from uuid import UUID

from models.vocabulary import ChannelKind, JobState
from routing.decision import Decision
from routing.places import Today

if TYPE_CHECKING:
    from intake.cases.work import Desk


class Clock(Protocol):
    """Tells the time; always aware, always UTC."""

    def __call__(self) -> datetime: ...


def system_clock() -> datetime:
    return datetime.now(UTC)


class Decider(Protocol):
    """Decides what a message is and who is competent. Slow enough never to be called inside a transaction."""

    def decide(self, text: str) -> Decision: ...


class PlaceReader(Protocol):
    """Knows what old places are called today. It never asks the network."""

    def today(self, address: str) -> Today | None: ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one person. ``id`` stays the same however often it is tried.

    In a chat ``to`` is the channel's name for the person, ``account`` ours, and ``choices`` are pairs of what is sent
    back and what is read.
    """

    id: UUID
    to: str
    subject: str
    body: str
    account: str = ""
    choices: tuple[tuple[str, str], ...] = ()


class DeliveryFault(Exception):
    """A channel could not deliver. The text names the fault in a word or a code, never the person."""

    state: ClassVar[JobState]


class Temporary(DeliveryFault):
    """Surely not delivered; worth trying again."""

    state = JobState.TEMPORARY


class Permanent(DeliveryFault):
    """Surely not delivered, and trying again will not help."""

    state = JobState.PERMANENT


class Uncertain(DeliveryFault):
    """It may have been delivered; nobody can know."""

    state = JobState.UNCERTAIN


class Channel(Protocol):
    """A way to reach a citizen. ``dedupes``: the same ``Outgoing.id`` sent twice arrives once."""

    kind: ChannelKind
    dedupes: bool

    def send(self, message: Outgoing) -> None:
        """Hand the message over, or raise a DeliveryFault."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of one person, as it came. ``id`` stays the same however often it is told."""

    id: UUID
    channel: ChannelKind
    account: str
    payload: str
    received_at: datetime


class Conversation(Protocol):
    """Talks with people on their channels. Slow enough never to be called inside a transaction."""

    def hear(self, desk: "Desk", decider: Decider, message: Incoming) -> None:
        """Act on a message in a Work of its own, and mark it handled there, so that a repetition does nothing."""


class ScannerAway(Exception):
    """The scanner could not be asked, or fell silent. The text names the fault in a word."""


class NoVerdict(Exception):
    """The scanner answered, but could not judge this file. The text is what it said."""


class VirusScanner(Protocol):
    """Looks for malware in files. Slow, and never asked inside a transaction."""

    def scan(self, content: BinaryIO) -> str | None:
        """The name of what was found, None for a clean file. Raises ScannerAway, NoVerdict."""


class PrinterFault(Exception):
    """A letter could not be made into a PDF. The text names the fault in a word."""


class LetterPrinter(Protocol):
    """Makes a PDF of a Word file. Slow, and never asked inside a transaction."""

    def pdf(self, docx: bytes) -> bytes:
        """The same letter as a PDF. Raises PrinterFault."""


class Storage(Protocol):
    """Keeps the bytes of files under their id."""

    def save(self, upload_id: UUID, content: BinaryIO) -> None: ...

    def put(self, upload_id: UUID, at: int, piece: bytes) -> None:
        """Write a piece of a file that comes in pieces, in place of whatever there was from byte ``at`` on."""

    def path(self, upload_id: UUID) -> Path: ...

    def delete(self, upload_id: UUID) -> None: ...
