"""Handing words over to a channel: a notice or a line of a conversation, in the parts the channel carries, each once.

What is to be sent is marked before it is sent and after. A crash in between leaves the mark, and then only a channel
that recognises a repeated message may try again: for the others it is uncertain.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from intake.cases import enclosures, jobs, receipts
from intake.cases.enclosures import ENDED, Words
from intake.cases.jobs import Claimed
from intake.cases.ports import Channel, Chat, DeliveryFault, Outgoing
from intake.cases.work import Desk, Work
from models.vocabulary import JobState
from routing.parts import Limit, parts

Find = Callable[[Work], Words]
"""Gives what is handed over, locked."""

CLOSED = "window_closed"
_CHOICE, _HINT = 8, 40
"""Letters a channel may put around a choice that it can only write out, and under all of them."""


class LeaseLost(Exception):
    """We were so slow that another worker has taken the job; what becomes of it is theirs to say."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The messages to send, in order, from the ``sent`` th on; behind them the ``files``, by the ids of enclosures."""

    channel: Channel
    messages: tuple[Outgoing, ...]
    sent: int
    files: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why nothing can be sent, before it was tried."""

    state: JobState
    fault: str


def obstacle(work: Work, words: Words, ready: Ready | None, heard_at: datetime | None) -> Obstacle | None:
    """What stands in the way. ``heard_at`` is when the person last wrote, in a chat."""
    if ready is None:
        interrupted = words.state is JobState.SENDING
        return (
            Obstacle(JobState.UNCERTAIN, "interrupted") if interrupted else Obstacle(JobState.PERMANENT, "no_channel")
        )
    closed = is_closed(work, ready.channel, heard_at)
    between = words.parts_sent == len(ready.messages)  # of a file that was under way its own mark tells
    if words.state is JobState.SENDING and (closed or not (ready.channel.dedupes or between)):
        return Obstacle(JobState.UNCERTAIN, "interrupted")
    return Obstacle(JobState.PERMANENT, CLOSED) if closed else None


def ready(words: Words, channel: Channel, whole: Outgoing, files: Sequence[UUID] = ()) -> Ready:
    """Cut where a reader would pause; the last part has the id of the whole, and its choices."""
    pieces = cut(channel.text_limit if isinstance(channel, Chat) else None, whole.body, whole.choices)
    messages = [
        replace(whole, id=uuid5(whole.id, str(number)), body=part, choices=())
        for number, part in enumerate(pieces[:-1])
    ]
    messages.append(replace(whole, body=pieces[-1]) if messages else whole)
    return Ready(channel, tuple(messages), min(words.parts_sent, len(messages)), tuple(files))


def cut(limit: Limit | None, body: str, choices: Sequence[tuple[str, str]]) -> list[str]:
    """The words in parts of this length, at least one; in each there is room for the choices."""
    if limit is not None and choices:
        room = _HINT + sum(limit.size(label) + _CHOICE for _key, label in choices)
        limit = Limit(max(limit.most - room, limit.most // 4), utf16=limit.utf16)
    return parts(body, limit) or [body]


def hand_over(desk: Desk, job: Claimed, ready: Ready, find: Find) -> DeliveryFault | None:
    """Send the parts that are left; the fault that stopped it. Raises LeaseLost."""
    for number in range(ready.sent, len(ready.messages)):
        if number > ready.sent:
            _mark(desk, job, find, number)
        try:
            named = ready.channel.send(ready.messages[number])
        except DeliveryFault as fault:
            return fault
        if named:
            _name(desk, ready, find, number, named)
    if ready.files and ready.sent < len(ready.messages):
        _mark(desk, job, find, len(ready.messages))
    return None


def settle(work: Work, job: Claimed, words: Words, fault: DeliveryFault | None) -> JobState | None:
    """Write down how it went. The state in which it has just ended; None while it goes on or others have said it."""
    if fault is None:
        news = words.state is not JobState.DELIVERED
        become(work, words, JobState.DELIVERED, None)
        jobs.finish(work, job)
        jobs.learn(work, job)
        return JobState.DELIVERED if news else None
    if words.state is not JobState.SENDING:
        return None
    if fault.state is JobState.TEMPORARY and jobs.put_off(work, job, str(fault), after=fault.after):
        become(work, words, JobState.TEMPORARY, str(fault))
        return None
    ended = JobState.PERMANENT if fault.state is JobState.TEMPORARY else fault.state
    become(work, words, ended, str(fault))
    jobs.finish(work, job, ended, fault=str(fault))
    return ended


def give_up(work: Work, words: Words, fault: str) -> bool:
    """The job can go on no more; if it was being sent, nobody can know whether it arrived. Whether that is news."""
    if words.state in ENDED:
        return False
    become(work, words, JobState.UNCERTAIN if words.state is JobState.SENDING else JobState.PERMANENT, fault)
    return True


def become(work: Work, words: Words, state: JobState, fault: str | None) -> None:
    """Where the words end, files that have not gone by then do not go either."""
    words.state, words.state_at, words.fault = state, work.now, fault
    if state in ENDED:
        enclosures.leave_on_page(work, words)


def _mark(desk: Desk, job: Claimed, find: Find, number: int) -> None:
    with desk.work() as work:
        mark(work, job, find(work), number)


def mark(work: Work, job: Claimed, words: Words, number: int) -> None:
    """So many parts are there, and the next is being sent. Raises LeaseLost."""
    if words.state is not JobState.SENDING or jobs.held(work, job) is None:
        raise LeaseLost
    words.parts_sent = number
    jobs.keep(work, job)


def _name(desk: Desk, ready: Ready, find: Find, number: int, named: str) -> None:
    """What the channel calls a part, kept at once: its receipt may be on the way."""
    last = number == len(ready.messages) - 1
    with desk.work() as work:
        receipts.keep(work, find(work), ready.channel.kind, ready.messages[number].account, named, last=last)


def is_closed(work: Work, channel: Channel, heard_at: datetime | None) -> bool:
    """Whether this channel may not write to somebody who last wrote then."""
    window = channel.window if isinstance(channel, Chat) else None
    return window is not None and heard_at is not None and work.now - heard_at > window
