"""One turn: everything one person has sent by now is heard, thought about, and answered in one transaction.

Thinking is slow and happens outside any transaction, on what was read; then the conversation is locked, and if
somebody has changed it meanwhile it is thought about again. The state, the deeds, what is said and that the messages
are handled are committed together: after a crash the next attempt finds all of it or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from uuid import UUID

import structlog

from bot.channel import Channel, Event, as_one
from bot.dialogue import after, reminding, state
from bot.dialogue.listen import listen
from bot.dialogue.state import State
from bot.dialogue.talk import Talk, begun, said
from bot.doing import do
from bot.facts import DeskFacts
from bot.nlu.port import Nlu
from intake.cases import conversations, inbound, meanings
from intake.cases.ports import Decider, Incoming, Reminder
from intake.cases.work import Desk, Work
from models.conversation import Conversation
from models.languages import speaking
from models.vocabulary import ChannelKind

log = structlog.get_logger()
_TRIES = 5


class Overtaken(Exception):
    """Somebody changed the conversation again and again while we were thinking; the job is tried later."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A conversation as it was read."""

    id: UUID | None
    version: int
    state: State
    taken: bool


class Bot:
    """Talks with people on all channels."""

    def __init__(self, channels: Mapping[ChannelKind, Channel], nlu: Nlu) -> None:
        self._channels, self._nlu = channels, nlu

    def hear(self, desk: Desk, decider: Decider, message_id: UUID) -> bool:
        """Act on this message and whatever else the same person has sent; False if it waits no more."""
        for _attempt in range(_TRIES):
            with desk.look() as work:
                batch, talked = inbound.waiting(work, message_id)
                seen = _see(talked)
            message = next((one for one in batch if one.id == message_id), None)
            if message is None:
                return False
            channel = self._channels[message.channel]
            batch = [_gathered(desk, channel, one) for one in batch]
            events = as_one(event for one in batch for event in _events(channel, one))
            talk = begun(seen.state, DeskFacts(desk, decider, seen.id))
            if not seen.taken:
                for event in events:
                    listen(talk, event, self._nlu)
            with desk.work() as work:
                person = channel.person(message.payload)
                talked = conversations.begin(work, message.channel, message.account, person)
                if _act(work, talked, seen, talk, events):
                    _mark(work, batch)
                    return True
        raise Overtaken

    def reminder(self, kept: str) -> Reminder | None:
        """What to say to somebody who left in the middle."""
        return reminding.reminder(state.load(kept))


def _act(work: Work, talked: Conversation, seen: Seen, talk: Talk, events: Sequence[Event]) -> bool:
    """Do and say it; False if the conversation is not any more what was thought about."""
    if talked.version != seen.version:
        return False
    labels = dict([*talk.state.choices, *seen.state.choices])
    if not seen.taken:
        with speaking(talk.state.language):
            for deed in list(talk.deeds):
                after.tell(talk, do(work, talked, deed))
    for event, meant in zip_longest(events, talk.meant):
        line = conversations.note_said(work, talked, _shown(event, labels))
        if meant is not None and any(letter.isalnum() for letter in event.text):
            meanings.note(line, intent=meant.intent, engine=meant.engine, fault=meant.fault)
    if seen.taken:
        work.news.lists()
    else:
        for say in said(talk):
            conversations.say(work, talked, say.text, choices=say.choices)
    left = reminding.is_left(talk.state)
    talk.state.reminded = talk.state.reminded and left
    talked.state = state.dump(talk.state)
    talked.unfinished_at = work.now if left and not talk.state.reminded else None
    talked.version, talked.heard_at = talked.version + 1, work.now
    return True


def _mark(work: Work, batch: Sequence[Incoming]) -> None:
    inbound.handled(work, batch)


def _see(talked: Conversation | None) -> Seen:
    if talked is None:
        return Seen(None, 0, State(), taken=False)
    return Seen(talked.id, talked.version, state.load(talked.state), talked.officer_id is not None)


def _gathered(desk: Desk, channel: Channel, message: Incoming) -> Incoming:
    """The message with its media; what was fetched is kept at once, so that no later attempt fetches it again."""
    try:
        payload = channel.gather(message)
    except ValueError:
        return message
    if payload is None:
        return message
    with desk.work() as work:
        return inbound.complete(work, message, payload)


def _events(channel: Channel, message: Incoming) -> Sequence[Event]:
    """What a payload holds; nonsense holds nothing and must not stop what comes after it."""
    try:
        return channel.parse(message.payload)
    except ValueError as fault:
        log.warning("inbound.nonsense", channel=message.channel, fault=type(fault).__name__)
        return ()


def _shown(event: Event, labels: Mapping[str, str]) -> str:
    """An event as a line of the conversation; a choice in the words it was offered in."""
    chosen = labels.get(event.choice, event.choice).replace("rate:", "★ ")
    files = " ".join(f"[{file.name}]" for file in event.files)
    place = f"[{event.location[0]:.5f}, {event.location[1]:.5f}]" if event.location else ""
    parts = (event.text or chosen, files, place, event.name, event.phone)
    return " ".join(part for part in parts if part) or f"[{event.kind}]"
