"""What the use cases need from outside, as small protocols; wiring is in ``intake.entry``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Protocol, runtime_checkable
from uuid import UUID

from models.vocabulary import ChannelKind, JobState
from routing.decision import Decision
from routing.nearby import Centre
from routing.parts import Limit
from routing.places import Today

if TYPE_CHECKING:
    from intake.cases.jobs import Claimed
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
    """Knows what old places are called today and where the communes of today lie. It never asks the network."""

    def today(self, address: str) -> Today | None: ...

    @property
    def centres(self) -> tuple[Centre, ...]: ...


@dataclass(frozen=True, slots=True)
class Carriage:
    """One way in which a channel carries files, by its own name: of these media types (any, if none is named), each no
    larger than ``most`` bytes. Where ``types`` names pictures, a larger one is drawn smaller.
    """

    way: str
    most: int
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class File:
    """A file to be handed over, as the channel carries it. ``there`` is what the channel calls it once it lies there.

    What it is called and holds is not to be logged.
    """

    upload_id: UUID
    media_type: str
    way: str
    name: str = field(repr=False)
    content: bytes = field(repr=False)
    there: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one person, of words or of one file. ``id`` stays the same however often it is tried.

    In a chat ``to`` is the channel's name for the person, ``account`` ours, and ``choices`` are pairs of what is sent
    back and what is read.
    """

    id: UUID
    to: str
    subject: str
    body: str
    account: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    file: File | None = None


class DeliveryFault(Exception):
    """A channel could not deliver. The text names the fault in a word or a code, never the person."""

    state: ClassVar[JobState]
    after: timedelta | None = None


class Temporary(DeliveryFault):
    """Surely not delivered; worth trying again, not before ``after`` if the channel said when."""

    state = JobState.TEMPORARY

    def __init__(self, fault: str, *, after: timedelta | None = None) -> None:
        super().__init__(fault)
        self.after = after


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

    def send(self, message: Outgoing) -> str | None:
        """Hand the message over, or raise a DeliveryFault. What the channel calls it, where receipts come for it."""


@runtime_checkable
class Chat(Channel, Protocol):
    """A way that is a conversation: ``text_limit`` is the longest text of one message, None where there is no end;
    ``window``, how long after somebody last wrote they may be written to, None for ever. ``carries``: which files can
    be handed over, the best way first; only such are.
    """

    text_limit: Limit | None
    window: timedelta | None
    carries: Sequence[Carriage]

    def upload(self, message: Outgoing) -> str:
        """Bring the file of a message to where it is sent from, if the channel asks for that; gives what it is called
        there. Nobody sees it yet, so it may be done twice. Raises DeliveryFault.
        """


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of one person, as it came. ``id`` stays the same however often it is told."""

    id: UUID
    channel: ChannelKind
    account: str
    payload: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said to somebody who left in the middle, and the state of the conversation after it."""

    text: str
    choices: tuple[tuple[str, str], ...]
    state: str


class Conversation(Protocol):
    """Talks with people on their channels. Slow enough never to be called inside a transaction."""

    def hear(self, desk: "Desk", decider: Decider, message_id: UUID) -> bool:
        """Act on a message in a Work of its own, and mark it handled there; False if it waits no more."""

    def hear_together(self, desk: "Desk", decider: Decider, message_ids: Sequence[UUID]) -> set[UUID]:
        """The same for messages of several people in one Work; gives those acted on, the rest is heard one by one."""

    def reminder(self, state: str) -> Reminder | None:
        """What to say to somebody who left a conversation in this state; None if nothing lies unsent."""


class AtOnce(Protocol):
    """Hears messages in the process that keeps them. ``name``: the worker their jobs are leased to."""

    name: str

    def has_room(self, beside: int) -> bool:
        """Whether one more would be heard soon."""

    def take(self, job: "Claimed") -> None:
        """Hear the message of this job, whose lease is committed."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account of ours on a channel, opened: ``values`` as the administrator entered them, by field.

    ``hook`` is the unguessable end of its webhook's address. Not to be logged.
    """

    kind: ChannelKind
    account: str
    name: str
    hook: str
    values: Mapping[str, str] = field(repr=False)
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class SetupField:
    """Something an administrator enters. A ``secret`` is never shown again; ``choices`` are pairs of value and words.

    ``label`` and ``hint`` are marked for translation where they are written.
    """

    key: str
    label: str
    hint: str = ""
    secret: bool = False
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()


class SetupFault(Exception):
    """What was entered does not work. The text is a sentence for the administrator that says what to do; ``field``
    the key it is about, if it is about one.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are on a channel: its own lasting name for the account, and the one people read."""

    account: str
    name: str


class Grade(StrEnum):
    """How good something is that was looked at."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was seen, and what to do about it."""

    grade: Grade
    seen: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A request to a webhook as it came. ``headers`` by lower-case name; ``body`` is exactly what was received."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """What a webhook is answered; ``body`` is JSON or nothing."""

    status: int = 200
    body: str = ""


class ChannelSetup(Protocol):
    """How accounts on a channel are set up. What asks the channel over the network is slow: never in a transaction."""

    kind: ChannelKind
    fields: Sequence[SetupField]

    def identify(self, values: Mapping[str, str]) -> Identity:
        """Ask the channel who these values make us. Raises SetupFault."""

    def connect(self, desk: "Desk", account: Account, address: str) -> str:
        """Have the channel tell ``address`` what comes in; gives what is left for a person to do, or nothing.
        Raises SetupFault."""

    def disconnect(self, desk: "Desk", account: Account) -> None:
        """Have the channel tell nobody any more. Raises SetupFault."""

    def check(self, desk: "Desk", account: Account, address: str) -> Sequence[Finding]:
        """What is well and what is not, the most important first; asks the channel."""

    def receive(self, desk: "Desk", account: Account, delivered: Delivered) -> Answered:
        """Verify what came to the webhook and keep it in the inbox, in a Work of its own; quick."""


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
