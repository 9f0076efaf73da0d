"""The record of conversations: found or begun for a person, locked for a turn, with every line in its order.

It knows that a line which is said has to be handed to its channel after the commit, unless it is read here, and which
cases belong to which conversation. What is said, and why, is the business of the bot and of officers.
"""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, bindparam, exists, select
from sqlalchemy.orm import joinedload

from intake.cases import access, enclosures
from intake.cases.work import Work
from models.case import Case
from models.conversation import ChatLine, Conversation, ConversationCase
from models.crypto import Keyring
from models.enclosure import Enclosure
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobKind, JobState, Speaker

Choices = Sequence[tuple[str, str]]
READ_HERE = frozenset({ChannelKind.WEBCHAT})
"""Channels whose people read the lines where we keep them: a line is handed over by being committed."""

_WHO = (
    Conversation.channel == bindparam("channel"),
    Conversation.account == bindparam("account"),
    Conversation.person_digest == bindparam("person"),
)
_WITH = select(Conversation).where(*_WHO)
_LOCKED = _WITH.with_for_update(key_share=True)
_LOCKED_BY_ID = (
    select(Conversation)
    .where(Conversation.id.in_(bindparam("ids", expanding=True)))
    .order_by(Conversation.id)
    .with_for_update(key_share=True)
)
_SAID = (
    select(ChatLine)
    .where(ChatLine.conversation_id == bindparam("talk"), ChatLine.seq > bindparam("seq"))
    .order_by(ChatLine.seq.desc())
    .limit(bindparam("most", type_=Integer))
)
_AFTER = _SAID.where(ChatLine.state == JobState.DELIVERED)
_READ = (
    select(ChatLine, exists().where(Enclosure.line_id == ChatLine.id))
    .join(Conversation, Conversation.id == ChatLine.conversation_id)
    .where(*_WHO, ChatLine.seq > bindparam("seq"), ChatLine.state == JobState.DELIVERED)
    .order_by(ChatLine.seq.desc())
    .limit(bindparam("most", type_=Integer))
)
"""Asked all day long, so each is put together once."""


def person_digest(work: Work, channel: ChannelKind, account: str, person: str) -> str:
    """Who somebody is on an account of ours; the inbox knows them by the same."""
    return digest_of(work.desk.keyring, channel, account, person)


def digest_of(keyring: Keyring, channel: ChannelKind, account: str, person: str) -> str:
    """The same for whoever has no transaction."""
    return keyring.digest("inbound", f"{channel}:{account}:{person}")


def find(work: Work, channel: ChannelKind, account: str, person: str, *, lock: bool = False) -> Conversation | None:
    """The conversation with this person, if there was one; a lock lets others file what only refers to it."""
    return work.session.scalar(_LOCKED if lock else _WITH, _who(work, channel, account, person))


def begin(work: Work, channel: ChannelKind, account: str, person: str) -> Conversation:
    """The conversation with this person, locked; a new one if there was none."""
    known = find(work, channel, account, person, lock=True)
    if known is not None:
        come_back(known, person)
        return known
    made = Conversation(
        channel=channel,
        account=account,
        person_digest=person_digest(work, channel, account, person),
        address=person,
        version=0,
        lines=0,
        heard_at=work.now,
    )
    work.session.add(made)
    work.session.flush()  # of two who begin at once, one fails here and is tried again
    return made


def locked(work: Work, conversation_ids: Sequence[UUID]) -> dict[UUID, Conversation]:
    """These conversations by their ids, locked in one order, so that two who lock several never wait for each other."""
    rows = work.session.scalars(_LOCKED_BY_ID, {"ids": list(conversation_ids)}) if conversation_ids else ()
    return {row.id: row for row in rows}


def come_back(conversation: Conversation, person: str) -> None:
    """One whose address was forgotten with an erased case can be answered again: its person writes."""
    if conversation.address_sealed is None:
        conversation.address = person


def by_id(work: Work, conversation_id: UUID, *, lock: bool = False) -> Conversation:
    return work.session.get_one(Conversation, conversation_id, with_for_update={"key_share": True} if lock else None)


def of_case(work: Work, case_id: UUID, *, lock: bool = False) -> Conversation | None:
    """The conversation in which a case was filed."""
    query = select(Conversation).join(ConversationCase, ConversationCase.conversation_id == Conversation.id)
    if lock:
        query = query.with_for_update(of=Conversation, key_share=True)
    return work.session.scalar(query.where(ConversationCase.case_id == case_id))


def add_case(work: Work, conversation: Conversation, case: Case) -> None:
    """From now on news of this case arrive in this conversation."""
    work.session.add(ConversationCase(conversation_id=conversation.id, case_id=case.id, case=case))


def cases_of(work: Work, conversation_id: UUID) -> Sequence[Case]:
    """The cases filed in a conversation, the newest first."""
    query = access.filed_in(conversation_id).options(joinedload(Case.citizen), joinedload(Case.unit))
    return work.session.scalars(query.order_by(Case.received_at.desc(), Case.id.desc())).all()


def note_said(work: Work, conversation: Conversation, text: str) -> ChatLine:
    """Keep what the citizen said: written when the transaction ends."""
    line = _next(work, conversation, Speaker.CITIZEN, text, (), JobState.DELIVERED)
    work.last_rows.append(line)
    return line


def say(
    work: Work,
    conversation: Conversation,
    text: str,
    *,
    choices: Choices = (),
    by: Speaker = Speaker.BOT,
    files: Sequence[UUID] = (),
) -> ChatLine:
    """Say something: it is handed to the channel after the commit, behind everything said before.

    What goes without files is written when the transaction ends.
    """
    state = JobState.DELIVERED if conversation.channel in READ_HERE else JobState.CREATED
    line = _next(work, conversation, by, text, choices, state)
    if files:
        work.session.add(line)
        enclosures.enclose(work, line, files, state=state)
    else:
        work.last_rows.append(line)
    if conversation.channel not in READ_HERE:
        work.last_rows.append(
            OutboxJob(
                kind=JobKind.SPEAK,
                line_id=line.id,
                ordering_key=f"speak:{conversation.id}",
                position=line.seq,
                created_at=work.now,
                ready_at=work.now,
            )
        )
    return line


def keep_told(
    work: Work, conversation: Conversation, line_id: UUID, text: str, choices: Choices, *, files: Sequence[UUID] = ()
) -> None:
    """Keep a message that is read where the lines are kept; the same id again changes nothing."""
    known = work.session.get(ChatLine, line_id)
    if known is None:
        line = _next(work, conversation, Speaker.BOT, text, choices, JobState.DELIVERED, line_id)
        work.session.add(line)
        enclosures.enclose(work, line, files, state=JobState.DELIVERED)


def lines_after(work: Work, conversation_id: UUID, seq: int, limit: int = 200) -> Sequence[ChatLine]:
    """What was said after line ``seq``, in order, as far as it was handed over."""
    asked = {"talk": conversation_id, "seq": seq, "most": limit}
    return work.session.scalars(_AFTER, asked).all()[::-1]


def lines_of(
    work: Work, channel: ChannelKind, account: str, person: str, seq: int, limit: int = 200
) -> list[tuple[ChatLine, bool]]:
    """The same for whoever knows the person only; with each line, whether files went with it."""
    asked = {**_who(work, channel, account, person), "seq": seq, "most": limit}
    return [(line, files) for line, files in work.session.execute(_READ, asked)][::-1]


def every_line(work: Work, conversation_id: UUID, limit: int = 200) -> Sequence[ChatLine]:
    """The last of what was said, in order, also what has not gone out, or did not."""
    return work.session.scalars(_SAID, {"talk": conversation_id, "seq": 0, "most": limit}).all()[::-1]


def said_before(work: Work, line_id: UUID) -> str:
    """What we said last before this line; nothing before the first, nor before what is no line."""
    line = work.session.get(ChatLine, line_id)
    if line is None:
        return ""
    earlier = select(ChatLine).where(ChatLine.conversation_id == line.conversation_id, ChatLine.seq < line.seq)
    ours = earlier.where(ChatLine.speaker != Speaker.CITIZEN).order_by(ChatLine.seq.desc()).limit(1)
    before = work.session.scalar(ours)
    return before.text or "" if before is not None else ""


def choices_of(line: ChatLine) -> list[tuple[str, str]]:
    """The choices a line offers."""
    return [(key, label) for key, label in json.loads(line.choices or "[]")]


def _who(work: Work, channel: ChannelKind, account: str, person: str) -> dict[str, Any]:
    return {"channel": channel, "account": account, "person": person_digest(work, channel, account, person)}


def _next(
    work: Work,
    conversation: Conversation,
    speaker: Speaker,
    text: str,
    choices: Choices,
    state: JobState,
    line_id: UUID | None = None,
) -> ChatLine:
    conversation.lines += 1
    line = ChatLine(
        id=line_id,
        conversation_id=conversation.id,
        seq=conversation.lines,
        speaker=speaker,
        officer_id=work.actor.officer_id,
        text=text,
        choices=json.dumps([list(choice) for choice in choices], ensure_ascii=False) if choices else None,
        at=work.now,
        state=state,
        state_at=work.now,
    )
    if conversation.channel in READ_HERE:
        work.news.said(conversation.person_digest)
    return line
