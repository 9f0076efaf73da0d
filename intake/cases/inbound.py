"""Messages from a chat: kept once, in the order of each person, and given to the conversation after the commit.

A webhook keeps the message and answers at once. What is said back is the conversation's business; without one the
messages wait. This module knows that a message came, by whom as a digest, and never what it means.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import and_, bindparam, select, update

from intake.cases import jobs
from intake.cases.jobs import Claimed
from intake.cases.ports import Decider, Incoming
from intake.cases.work import Desk, Work
from models.base import insert_all, insert_unless_there, table_of, written
from models.conversation import Conversation
from models.inbound import InboundMessage
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobKind, JobState

# Every message asks these: each statement is put together once.
_ASKED = select(InboundMessage.person_digest).where(InboundMessage.id.in_(bindparam("ids", expanding=True)))
_WAITING = (
    select(InboundMessage, Conversation)
    .join(OutboxJob, OutboxJob.inbound_id == InboundMessage.id)
    .outerjoin(
        Conversation,
        and_(
            Conversation.channel == InboundMessage.channel,
            Conversation.account == InboundMessage.account,
            Conversation.person_digest == InboundMessage.person_digest,
        ),
    )
    .where(InboundMessage.person_digest.in_(_ASKED), InboundMessage.handled_at.is_(None))
    .where(OutboxJob.finished_at.is_(None))  # one that was set aside is not tried with every later one
    .order_by(OutboxJob.position, OutboxJob.id)
)
_MESSAGES = table_of(InboundMessage)
_HANDLED = (
    update(_MESSAGES)
    .where(_MESSAGES.c.id.in_(bindparam("ids", expanding=True)), _MESSAGES.c.handled_at.is_(None))
    .values(handled_at=bindparam("now"))
    .returning(_MESSAGES.c.id, _MESSAGES.c.person_digest)
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one person has sent and nobody has heard, in its order, and the conversation with them, if there was one.

    ``asked`` is the first of these messages that was asked about.
    """

    asked: Incoming
    batch: Sequence[Incoming]
    talk: Conversation | None


def keep(
    work: Work,
    payload: str,
    *,
    channel: ChannelKind,
    account: str,
    external_id: str,
    person: str,
    position: int,
    after: timedelta = timedelta(),
) -> bool:
    """Keep a message and ask for it to be heard, not before ``after``; False if it was kept before.

    It is heard in this process at once, if there is somebody to, and nothing earlier of this person waits.

    ``position`` is the channel's own count of messages, which rises; ``person`` is whom the channel says it is from.
    """
    digest = work.digest("inbound", f"{channel}:{account}:{person}")
    message = InboundMessage(
        channel=channel,
        account=account,
        external_id=external_id,
        person_digest=digest,
        payload=payload,
        received_at=work.now,
    )
    job = OutboxJob(
        kind=JobKind.INBOUND,
        inbound_id=message.id,
        ordering_key=_key(digest),
        position=position,
        state=JobState.CREATED,
        attempts=0,
        created_at=work.now,
        ready_at=work.now + after,
    )
    here = work.desk.at_once
    heard_here = here is not None and not after and here.has_room(len(work.afterwards))
    taken = jobs.take_new(work, job, here.name) if here is not None and heard_here else None
    connection = work.session.connection()
    if not connection.execute(insert_unless_there(InboundMessage, connection.dialect.name), written(message)).rowcount:
        return False  # the channel has told it before
    insert_all(work.session, [job])
    if here is not None and taken is not None:
        work.afterwards.append(partial(here.take, taken))
    return True


def handled(work: Work, batch: Sequence[Incoming]) -> set[UUID]:
    """Mark messages handled, and their jobs done, in the transaction that acts on them.

    Gives those for which that was not done before.
    """
    ids = [one.id for one in batch]
    marked = work.session.connection().execute(_HANDLED, {"ids": ids, "now": work.now}).all()
    if marked:
        jobs.finish_inbound(work, ids, sorted({_key(digest) for _id, digest in marked}))
    return {id for id, _digest in marked}


def complete(work: Work, incoming: Incoming, payload: str) -> Incoming:
    """Keep the payload with what was fetched for it, so that it is fetched once."""
    row = work.session.get_one(InboundMessage, incoming.id, with_for_update=True)
    row.payload = payload
    return replace(incoming, payload=payload)


def waiting(work: Work, message_ids: Sequence[UUID]) -> list[Waiting]:
    """Of each person whose messages these are, if one of them waits, all that waits: a burst is answered as one.

    People come in the order in which it was asked about them.
    """
    people: dict[str, list[tuple[Incoming, Conversation | None]]] = {}
    for message, talk in work.session.execute(_WAITING, {"ids": list(message_ids)}):
        people.setdefault(message.person_digest, []).append((_told(message), talk))
    found = (_of_one(rows, message_ids) for rows in people.values())
    return sorted((one for one in found if one is not None), key=lambda one: message_ids.index(one.asked.id))


def run(desk: Desk, decider: Decider, job: Claimed) -> None:
    """Let the conversation hear the message of this job."""
    talks, message_id = desk.conversation, job.inbound_id
    if talks is None or message_id is None or not talks.hear(desk, decider, message_id):
        with desk.work() as work:
            jobs.finish(work, job)


def _of_one(rows: Sequence[tuple[Incoming, Conversation | None]], message_ids: Collection[UUID]) -> Waiting | None:
    """None if nothing that was asked about still waits."""
    batch, talk = [message for message, _talk in rows], rows[0][1]
    asked = next((message for message in batch if message.id in message_ids), None)
    return Waiting(asked, batch, talk) if asked is not None else None


def _key(digest: str) -> str:
    """Messages of one person are heard one after the other."""
    return f"inbound:{digest}"


def _told(kept: InboundMessage) -> Incoming:
    return Incoming(kept.id, kept.channel, kept.account, kept.payload or "", kept.received_at)
