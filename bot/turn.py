"""One turn: everything one person has sent by now is heard, thought about, and answered in one transaction.

Thinking is slow and happens outside any transaction, on what was read; then the conversation is locked, and if
somebody has changed it meanwhile it is thought about again. The state, the deeds, what is said and that the messages
are handled are committed together: after a crash the next attempt finds all of it or nothing. Where several people
wait, their turns share a transaction.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from uuid import UUID

import structlog

from bot.channel import Channel, Event, as_one
from bot.dialogue import after, reminding, state
from bot.dialogue.deeds import FileCase, Guard
from bot.dialogue.listen import listen
from bot.dialogue.state import State
from bot.dialogue.talk import Talk, begun, said
from bot.doing import do
from bot.facts import DeskFacts
from bot.nlu.port import Nlu
from intake.cases import conversations, inbound, meanings
from intake.cases.inbound import Waiting
from intake.cases.ports import Decider, Incoming, Reminder
from intake.cases.work import Desk, Work
from models.conversation import Conversation
from models.languages import speaking
from models.vocabulary import ChannelKind

log = structlog.get_logger()
_TRIES = 5
_TOGETHER_SECONDS = 0.2
"""After so long nobody else is thought about before those are answered who were."""

_OF_NO_CASE = (FileCase, Guard)
"""Deeds that lock no case which is there already. Officers and the clock lock several cases in the order of their ids;
a transaction for several people that locked theirs one after the other would sooner or later wait for them for ever.
"""


class Overtaken(Exception):
    """Somebody changed the conversation again and again while we were thinking; the job is tried later."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A conversation as it was read."""

    id: UUID | None
    version: int
    state: State
    taken: bool


@dataclass(frozen=True, slots=True)
class Thought:
    """What one person has sent, and what came of thinking about it."""

    channel: Channel
    asked: Incoming
    batch: Sequence[Incoming]
    events: Sequence[Event]
    seen: Seen
    talk: Talk


class Bot:
    """Talks with people on all channels."""

    def __init__(self, channels: Mapping[ChannelKind, Channel], nlu: Nlu) -> None:
        self._channels, self._nlu = channels, nlu

    def hear(self, desk: Desk, decider: Decider, message_id: UUID) -> bool:
        """Act on this message and whatever else the same person has sent; False if it waits no more."""
        for _attempt in range(_TRIES):
            waiting = _read(desk, [message_id])
            if not waiting:
                return False
            if _act_on(desk, [self._think_alone(desk, decider, *each) for each in waiting]):
                return True
        raise Overtaken

    def hear_together(self, desk: Desk, decider: Decider, message_ids: Sequence[UUID]) -> set[UUID]:
        """The same for messages of several people, all in one transaction; gives which messages were acted on.

        Whoever would be in the others' way is left out: something of theirs has to be fetched, or is done to a case
        that others may hold. When thinking has taken long, what was thought about by then is written.
        """
        thoughts, ends = list[Thought](), time.monotonic() + _TOGETHER_SECONDS
        for waiting, seen in _read(desk, message_ids):
            if thoughts and time.monotonic() > ends:
                break
            if not all(_is_whole(self._channels[one.channel], one) for one in waiting.batch):
                continue
            thought = self._think(desk, decider, waiting, waiting.batch, seen)
            if all(isinstance(deed, _OF_NO_CASE) for deed in thought.talk.deeds):
                thoughts.append(thought)
        return {one.id for thought in _act_on(desk, thoughts) for one in thought.batch}

    def _think_alone(self, desk: Desk, decider: Decider, waiting: Waiting, seen: Seen) -> Thought:
        channel = self._channels[waiting.asked.channel]
        return self._think(desk, decider, waiting, [_gathered(desk, channel, one) for one in waiting.batch], seen)

    def _think(self, desk: Desk, decider: Decider, waiting: Waiting, batch: Sequence[Incoming], seen: Seen) -> Thought:
        channel = self._channels[waiting.asked.channel]
        events = as_one(event for one in batch for event in _events(channel, one))
        talk = begun(seen.state, DeskFacts(desk, decider, seen.id))
        if not seen.taken:
            for event in events:
                listen(talk, event, self._nlu)
        return Thought(channel, waiting.asked, batch, events, seen, talk)

    def reminder(self, kept: str) -> Reminder | None:
        """What to say to somebody who left in the middle."""
        return reminding.reminder(state.load(kept))


def _read(desk: Desk, message_ids: Sequence[UUID]) -> list[tuple[Waiting, Seen]]:
    with desk.look() as work:
        return [(waiting, _see(waiting.talk)) for waiting in inbound.waiting(work, message_ids)]


def _act_on(desk: Desk, thoughts: Sequence[Thought]) -> list[Thought]:
    """Those that were acted on: whose conversation is still what was thought about."""
    if not thoughts:
        return []
    with desk.work() as work:
        talks = _locked(work, thoughts)
        acted = [thought for thought in thoughts if _act(work, talks.get(thought.asked.id), thought)]
        inbound.handled(work, [one for thought in acted for one in thought.batch])
    return acted


def _locked(work: Work, thoughts: Sequence[Thought]) -> dict[UUID, Conversation]:
    """The conversation of each message that was asked about; a new one for who had none."""
    known = conversations.locked(work, [thought.seen.id for thought in thoughts if thought.seen.id])
    talks = dict[UUID, Conversation]()
    for thought in thoughts:
        asked, person = thought.asked, thought.channel.person(thought.asked.payload)
        if thought.seen.id is None:
            talks[asked.id] = conversations.begin(work, asked.channel, asked.account, person)
        elif thought.seen.id in known:
            talks[asked.id] = known[thought.seen.id]
            conversations.come_back(known[thought.seen.id], person)
    return talks


def _act(work: Work, talked: Conversation | None, thought: Thought) -> bool:
    """Do and say it; False if the conversation is not any more what was thought about."""
    seen, talk, events = thought.seen, thought.talk, thought.events
    if talked is None or talked.version != seen.version:
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


def _see(talked: Conversation | None) -> Seen:
    if talked is None:
        return Seen(None, 0, State(), taken=False)
    return Seen(talked.id, talked.version, state.load(talked.state), talked.officer_id is not None)


def _gathered(desk: Desk, channel: Channel, message: Incoming) -> Incoming:
    """The message with its media; what was fetched is kept at once, so that no later attempt fetches it again."""
    try:
        fetch = channel.gather(message)
        payload = fetch() if fetch is not None else None
    except ValueError:
        return message
    if payload is None:
        return message
    with desk.work() as work:
        return inbound.complete(work, message, payload)


def _is_whole(channel: Channel, message: Incoming) -> bool:
    """Whether nothing has to be fetched for it; nonsense points to nothing."""
    try:
        return channel.gather(message) is None
    except ValueError:
        return True


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
