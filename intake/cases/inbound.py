"""Messages from a chat: kept once, in the order of each person, and given to the conversation after the commit.

A webhook keeps the message and answers at once. What is said back is the conversation's business; without one the
messages wait. This module knows that a message came, by whom as a digest, and never what it means.
"""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from intake.cases import jobs
from intake.cases.jobs import Claimed
from intake.cases.ports import Decider, Incoming
from intake.cases.work import Desk, Work
from models.inbound import InboundMessage
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobKind

_UNREAD = {"synchronize_session": False}
"""Who marks a message has not read it in the same session."""


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
        inbound=message,
        ordering_key=_key(digest),
        position=position,
        created_at=work.now,
        ready_at=work.now + after,
    )
    try:
        with work.session.begin_nested():
            work.session.add_all([message, job])
            work.session.flush()
    except IntegrityError:  # the channel has told it before
        return False
    return True


def handled(work: Work, incoming: Incoming) -> bool:
    """Mark it handled, and its job done, in the transaction that acts on it; False if that was done before."""
    unhandled = InboundMessage.id == incoming.id, InboundMessage.handled_at.is_(None)
    marking = update(InboundMessage).where(*unhandled).values(handled_at=work.now)
    digest = work.session.scalar(marking.returning(InboundMessage.person_digest), execution_options=_UNREAD)
    if digest is not None:
        jobs.finish_inbound(work, incoming.id, _key(digest))
    return digest is not None


def complete(work: Work, incoming: Incoming, payload: str) -> Incoming:
    """Keep the payload with what was fetched for it, so that it is fetched once."""
    row = work.session.get_one(InboundMessage, incoming.id, with_for_update=True)
    row.payload = payload
    return replace(incoming, payload=payload)


def waiting(work: Work, incoming: Incoming) -> list[Incoming]:
    """This message and all that the same person has sent after it, in their order: a burst is answered as one."""
    person = select(InboundMessage.person_digest).where(InboundMessage.id == incoming.id).scalar_subquery()
    query = (
        select(InboundMessage)
        .join(OutboxJob, OutboxJob.inbound_id == InboundMessage.id)
        .where(InboundMessage.person_digest == person, InboundMessage.handled_at.is_(None))
        .where(OutboxJob.finished_at.is_(None))  # one that was set aside is not tried with every later one
        .order_by(OutboxJob.position, OutboxJob.id)
    )
    return [_told(row) for row in work.session.scalars(query)]


def run(desk: Desk, decider: Decider, job: Claimed) -> None:
    """Let the conversation hear the message of this job."""
    with desk.look() as work:
        kept = work.session.get_one(InboundMessage, job.inbound_id)

    if kept.handled_at is None and desk.conversation is not None:
        desk.conversation.hear(desk, decider, _told(kept))
    else:
        with desk.work() as work:
            jobs.finish(work, job)


def _key(digest: str) -> str:
    """Messages of one person are heard one after the other."""
    return f"inbound:{digest}"


def _told(kept: InboundMessage) -> Incoming:
    return Incoming(kept.id, kept.channel, kept.account, kept.payload or "", kept.received_at)
