"""The conversations an officer may enter: first those that ask for a person, then those a person speaks in, then the
latest others. It reads; who may see which is decided in ``access``, what is done in one in ``chatting``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, literal, or_, select
from sqlalchemy.orm import joinedload

from intake.cases import access
from intake.cases.actor import Actor
from intake.cases.queues import COUNTED_MOST
from intake.cases.work import Work
from models.case import Case
from models.conversation import ChatLine, Conversation, ConversationCase
from models.languages import N_, _
from models.organisation import Officer
from models.vocabulary import ChannelKind, Labelled, Speaker
from routing.case_code import hide_keys

LISTED = 100
_WORDS_MAX = 200


class ChatState(Labelled):
    """Who is to speak in a conversation."""

    ASKING = "asking", "Chờ gặp cán bộ"
    TAKEN = "taken", "Cán bộ đang trả lời"
    MINE = "mine", "Tôi đang trả lời"
    BOT = "bot", "Trợ lý đang trả lời"


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation: with whom, what was said last and by whom, and since when somebody waits for a person."""

    id: UUID
    channel: ChannelKind
    who: str
    state: ChatState
    words: str
    speaker: Speaker | None
    since: datetime | None
    heard_at: datetime
    officer: str | None
    code: str | None
    guarded: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """``more``: there are older ones than those listed."""

    rows: tuple[Row, ...]
    more: bool


_ASKED = and_(Conversation.called_at.is_not(None), Conversation.officer_id.is_(None))
_PRESSING = or_(Conversation.called_at.is_not(None), Conversation.officer_id.is_not(None))


def is_for(work: Work) -> bool:
    """Whether this officer ever enters a conversation."""
    return access.works_on_cases(work.actor) and access.sees_identity(work.actor)


@lru_cache(maxsize=access.KEPT)
def asking(actor: Actor) -> ScalarSelect[int]:
    """How many conversations wait for a person, up to ``COUNTED_MOST``."""
    some = select(literal(1)).where(_PRESSING, _ASKED, access.conversing(actor)).limit(COUNTED_MOST)
    return select(func.count()).select_from(some.subquery()).scalar_subquery()


def listed(work: Work, *, channel: ChannelKind | None = None, state: ChatState | None = None) -> Listed:
    """The most pressing first, at most ``LISTED``."""
    narrowed = [*([Conversation.channel == channel] if channel else []), *([_is(work, state)] if state else [])]
    asked_first = case((_ASKED, 0), else_=1), case((_ASKED, Conversation.called_at)), Conversation.heard_at.desc()
    found: list[tuple[Conversation, ChatLine | None, str | None]] = []
    if state is not ChatState.BOT:
        found += _rows(work, [_PRESSING, *narrowed], asked_first)
    if state in (None, ChatState.BOT):
        found += _rows(work, [~_PRESSING, *narrowed], (Conversation.heard_at.desc(),))
    shown = found[:LISTED]
    newest = _newest_cases(work, [talk.id for talk, _line, _name in shown])
    return Listed(tuple(_row(work, *one, newest.get(one[0].id)) for one in shown), len(found) > LISTED)


def _rows(
    work: Work, narrowed: Sequence[ColumnElement[bool]], order: Sequence[ColumnElement[Any]]
) -> list[tuple[Conversation, ChatLine | None, str | None]]:
    last = and_(ChatLine.conversation_id == Conversation.id, ChatLine.seq == Conversation.lines)
    query = (
        select(Conversation, ChatLine, Officer.name)
        .outerjoin(ChatLine, last)
        .outerjoin(Officer, Officer.id == Conversation.officer_id)
        .where(access.conversing(work.actor), *narrowed)
    )
    rows = work.session.execute(query.order_by(*order, Conversation.id).limit(LISTED + 1))
    return [(talk, line, name) for talk, line, name in rows]


def _is(work: Work, state: ChatState) -> ColumnElement[bool]:
    return {
        ChatState.ASKING: _ASKED,
        ChatState.TAKEN: Conversation.officer_id.is_not(None),
        ChatState.MINE: Conversation.officer_id == work.officer_id,
        ChatState.BOT: ~_PRESSING,
    }[state]


def _newest_cases(work: Work, talk_ids: Sequence[UUID]) -> dict[UUID, Case]:
    """The newest case of each conversation that this officer sees."""
    pairs = select(ConversationCase.case_id, ConversationCase.conversation_id)
    rows = work.session.execute(pairs.where(ConversationCase.conversation_id.in_(talk_ids)))
    filed_in = {row.case_id: row.conversation_id for row in rows}
    query = access.visible_cases(work.actor).where(Case.id.in_(filed_in)).options(joinedload(Case.citizen))
    return {filed_in[found.id]: found for found in work.session.scalars(query.order_by(Case.received_at))}


def _row(work: Work, talk: Conversation, line: ChatLine | None, officer: str | None, filed: Case | None) -> Row:
    state = _state(work, talk)
    unanswered = line is not None and line.speaker is Speaker.CITIZEN and talk.officer_id is not None
    since = talk.called_at if state is ChatState.ASKING else line.at if unanswered and line else None
    return Row(
        id=talk.id,
        channel=talk.channel,
        who=who(talk, filed),
        state=state,
        words=" ".join(hide_keys(line.text or "").split())[:_WORDS_MAX] if line else "",
        speaker=line.speaker if line else None,
        since=since,
        heard_at=talk.heard_at,
        officer=officer,
        code=filed.code if filed else None,
        guarded=talk.guarded,
    )


def who(talk: Conversation, filed: Case | None) -> str:
    """The sender's name if they gave one with a case, else a short mark that tells two strangers apart."""
    if filed is not None and filed.citizen.name:
        return filed.citizen.name
    return _(N_("Người dùng {mark}")).format(mark=talk.person_digest[:4].upper())


def _state(work: Work, talk: Conversation) -> ChatState:
    if talk.officer_id is not None:
        return ChatState.MINE if talk.officer_id == work.actor.officer_id else ChatState.TAKEN
    return ChatState.ASKING if talk.called_at is not None else ChatState.BOT
