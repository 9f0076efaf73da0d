"""``langnghe simulate``: a citizen in the terminal, on a real installation, through its own inbox and outbox.

The relay runs inside the command. With ``--jsonl`` each line is one thing a citizen does; what is said because of it
is written before the next line is read.
"""

import importlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from uuid import UUID

import typer
from sqlalchemy import select

from bot.channels import names
from bot.told import NotALine, Told, read_line
from intake.adapters.telemetry import configure_logging
from intake.cases import conversations
from intake.cases.perform import drain
from intake.cases.ports import Decider
from intake.cases.work import Desk
from intake.entry.deciding import prepared_decider
from intake.entry.faults import NotUnderstood
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from models.conversation import ChatLine, Conversation
from models.inbound import InboundMessage
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobState, Speaker, WorkQueue

_CALLED = {"web": "webchat", "zalo-bot": "zalo_bot"}
_QUEUES = (WorkQueue.INBOUND, WorkQueue.CLASSIFY, WorkQueue.NOTICES, WorkQueue.INBOUND)
_PATIENCE_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.05


def simulate_channel(settings: Settings, channel: str, lines: Iterable[str], *, jsonl: bool) -> None:
    """Talk until the input ends. Raises NotUnderstood for a channel or a line that is none."""
    folder = _CALLED.get(channel, channel)
    if folder not in names():
        raise NotUnderstood(f"Không có kênh {channel}. Các kênh: {', '.join(names())}.")
    configure_logging(machine=False)
    desk, decider = open_desk(settings), prepared_decider(settings)
    with _outside(desk, folder):
        citizen = Simulation(desk, decider, folder)
        for line in citizen.answers(_events(lines) if jsonl else _typed(lines)):
            typer.echo(json.dumps(line, ensure_ascii=False) if jsonl else _readable(line))


def _outside(desk: Desk, folder: str) -> AbstractContextManager[None]:
    """What of a channel lies outside of us, simulated; nothing of our own pages."""
    simulated = importlib.import_module(f"bot.channels.{folder}.simulated")
    outside: AbstractContextManager[None] = simulated.outside(desk) if hasattr(simulated, "outside") else nullcontext()
    return outside


class Simulation:
    """Simulated citizens on one channel; remembers what each has been told."""

    def __init__(self, desk: Desk, decider: Decider, folder: str) -> None:
        self._desk, self._decider = desk, decider
        self._kind: ChannelKind = ChannelKind(folder)
        self._account: str = importlib.import_module(f"bot.channels.{folder}").ACCOUNT
        self._simulated = importlib.import_module(f"bot.channels.{folder}.simulated")
        self._called: Callable[[str], str] = getattr(self._simulated, "called", str)
        self._beside: Callable[[str], dict[str, object]] = getattr(self._simulated, "beside", lambda _person: {})
        self._run = str(time.time_ns())
        self._read: dict[str, int] = {}
        self._last: dict[str, Told] = {}
        self._received: dict[str, int] = {}

    def answers(self, events: Iterable[Told]) -> Iterator[dict[str, object]]:
        """After each event what was said to its citizen, as plain values."""
        for told in events:
            self._read.setdefault(told.person, self._lines_of(told.person))
            self._simulated.tell(self._desk, self._completed(told))
            self._finish(told.person)
            yield from self._said_to(told.person)

    def _completed(self, told: Told) -> Told:
        """Ids are this run's own; a label or number that was chosen becomes its key; an empty duplicate, the last."""
        if told.times > 1 and not (told.text or told.files or told.choose or told.location or told.contact):
            return self._last.get(told.person, told)
        edited = f"{self._run}.{told.edit_of}" if told.edit_of else ""
        own = replace(told, id=f"{self._run}.{told.id}", edit_of=edited, choose=self._key(told))
        self._last[told.person] = own
        return own

    def _key(self, told: Told) -> str:
        offered = self._offered(told.person)
        if told.choose.isdigit() and 1 <= int(told.choose) <= len(offered):
            return offered[int(told.choose) - 1][0]
        return next((key for key, label in offered if told.choose == label), told.choose)

    def _offered(self, person: str) -> list[tuple[str, str]]:
        said = [line for line in self._lines(person, 0) if line.choices and line.speaker is not Speaker.CITIZEN]
        return conversations.choices_of(said[-1]) if said else []

    def _finish(self, person: str) -> None:
        """Run what waits, and wait for what another worker has in hand."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            for queue in _QUEUES:
                drain(self._desk, self._decider, f"simulate:{self._run}", queue=queue)
            if not self._under_way(person) or time.monotonic() > until:
                return
            time.sleep(_LOOK_AGAIN_SECONDS)

    def _under_way(self, person: str) -> bool:
        with self._desk.look() as work:
            digest = conversations.person_digest(work, self._kind, self._account, self._called(person))
            heard = select(InboundMessage.id).join(OutboxJob, OutboxJob.inbound_id == InboundMessage.id)
            heard = heard.where(InboundMessage.person_digest == digest, OutboxJob.finished_at.is_(None))
            unsaid = select(ChatLine.id).join(Conversation, Conversation.id == ChatLine.conversation_id)
            waiting = ChatLine.state.in_((JobState.CREATED, JobState.SENDING))
            unsaid = unsaid.where(Conversation.person_digest == digest, waiting)
            return any(work.session.scalar(query.limit(1)) is not None for query in (heard, unsaid))

    def _lines_of(self, person: str) -> int:
        return max((line.seq for line in self._lines(person, 0)), default=0)

    def _said_to(self, person: str) -> Iterator[dict[str, object]]:
        new = self._lines(person, self._read[person])
        self._read[person] = max([self._read[person], *(line.seq for line in new)])
        said = [line for line in new if line.speaker is not Speaker.CITIZEN]
        for line in said:
            choices = [{"key": key, "label": label} for key, label in conversations.choices_of(line)]
            beside = self._beside(person) if line is said[-1] else {}
            yield {"to": person, "text": line.text or "", "choices": choices, **beside}
        yield from self._sent_to(person)

    def _sent_to(self, person: str) -> Iterator[dict[str, object]]:
        """The files that have come since they were last looked at, as they arrived at the channel."""
        files = self._simulated.received(self._desk, person)
        new, self._received[person] = files[self._received.get(person, 0) :], len(files)
        for file in new:
            yield {"to": person, "file": file.name, "as": file.way, "bytes": file.size}

    def _lines(self, person: str, after: int) -> list[ChatLine]:
        with self._desk.look() as work:
            talk = conversations.find(work, self._kind, self._account, self._called(person))
            conversation_id: UUID | None = talk.id if talk is not None else None
            return list(conversations.lines_after(work, conversation_id, after)) if conversation_id else []


def _events(lines: Iterable[str]) -> Iterator[Told]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield read_line(line, number)
            except NotALine as wrong:
                raise NotUnderstood(str(wrong)) from None


def _typed(lines: Iterable[str]) -> Iterator[Told]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Told("ban", str(number), text=line.strip())


def _readable(line: dict[str, object]) -> str:
    if "file" in line:
        return f"[{line['as']}] {line['file']} ({line['bytes']} B)\n"
    choices = line["choices"] if isinstance(line["choices"], list) else []
    offered = "".join(f"\n  {number}. {choice['label']}" for number, choice in enumerate(choices, 1))
    keyboard = line.get("keyboard")
    keys = "".join(f"  [{key}]\n" for key in keyboard) if isinstance(keyboard, list) else ""
    return f"{line['text']}{offered}\n{keys}"
