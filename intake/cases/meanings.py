"""What citizens' messages were taken for: by which engine, how often, and where an officer says it was something else.

A corrected message can become an example for both engines, without personal data; of a conversation in which a
restricted case was filed nothing is ever given out. It knows no engine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from intake.cases import access, chatting
from intake.cases.covering import without_personal_data
from intake.cases.errors import Impossible, NotAllowed, NotFound
from intake.cases.work import Work
from models.case import Case
from models.conversation import ChatLine, Conversation, ConversationCase
from models.languages import _
from models.vocabulary import Engine, EngineFault, EventType, Intent, Role, Speaker

LISTED = 20
_MARKED = "Đánh dấu một tin nhắn bị máy hiểu sai: “{said}”, đúng ra là “{meant}”."


@dataclass(frozen=True, slots=True)
class Share:
    """How many messages an engine understood, and why it was not the first engine."""

    engine: Engine
    fault: EngineFault | None
    times: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often officers said that messages taken for one intent meant another."""

    said: Intent
    meant: Intent
    times: int


@dataclass(frozen=True, slots=True)
class MeaningsPage:
    """Shares of the last day and week, when a message was last understood, and what was corrected."""

    day: list[Share]
    week: list[Share]
    last_at: datetime | None
    confusions: list[Confusion]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A message with its right intent, without personal data."""

    intent: Intent
    text: str


def note(line: ChatLine, *, intent: str, engine: str, fault: str | None) -> None:
    """Keep what a line was taken for."""
    line.intent, line.engine, line.engine_fault = intent, engine, fault


def mark(work: Work, case: Case, seq: int, *, meant: Intent) -> ChatLine:
    """An officer says what a line meant; saying what the machine said takes the mark away."""
    talk = chatting.talk_of(work, case)
    found = select(ChatLine).where(ChatLine.conversation_id == talk.id, ChatLine.seq == seq)
    line = work.session.scalar(found.with_for_update())
    if line is None or line.speaker is not Speaker.CITIZEN:
        raise NotFound("no_line", _("Không tìm thấy tin nhắn này."))
    if line.intent is None:
        raise Impossible("not_understood_by_machine", _("Máy không đọc ý của tin này nên không có gì để sửa."))

    said = Intent(line.intent)
    line.meant = None if meant is said else meant
    line.meant_by_id, line.meant_at = work.officer_id, work.now

    work.record(case, EventType.NOTED, _MARKED.format(said=said.label, meant=meant.label))
    return line


def page(work: Work) -> MeaningsPage:
    """For the administrator. Raises NotAllowed for anybody else."""
    if Role.ADMINISTRATOR not in work.actor.roles:
        raise NotAllowed("not_administrator", _("Chỉ người quản trị xem được máy hiểu tin nhắn thế nào."))
    last = select(func.max(ChatLine.at)).where(ChatLine.engine.is_not(None))
    return MeaningsPage(
        day=shares(work, since=work.now - timedelta(days=1)),
        week=shares(work, since=work.now - timedelta(days=7)),
        last_at=work.session.scalar(last),
        confusions=_confusions(work),
    )


def shares(work: Work, *, since: datetime | None = None) -> list[Share]:
    """How many messages each engine understood, the most first; since the beginning unless told otherwise."""
    query = select(ChatLine.engine, ChatLine.engine_fault, func.count()).where(ChatLine.engine.is_not(None))
    query = query if since is None else query.where(ChatLine.at > since)
    rows = work.session.execute(query.group_by(ChatLine.engine, ChatLine.engine_fault).order_by(func.count().desc()))
    return [
        Share(Engine(engine), EngineFault(fault) if fault else None, times)
        for engine, fault, times in rows
        if engine in set(Engine)
    ]


def exported(work: Work) -> Iterator[Corrected]:
    """What officers corrected, without personal data, oldest first."""
    kept_apart = select(ConversationCase.conversation_id).join(Case, ConversationCase.case_id == Case.id)
    query = select(ChatLine).join(Conversation, Conversation.id == ChatLine.conversation_id)
    query = query.where(ChatLine.meant.is_not(None), ~Conversation.guarded)
    query = query.where(ChatLine.conversation_id.not_in(kept_apart.where(~access.told_of())))
    for line in work.session.scalars(query.order_by(ChatLine.meant_at, ChatLine.id)):
        yield Corrected(Intent(str(line.meant)), _covered(work, line.conversation_id, line.text or ""))


def _covered(work: Work, conversation_id: UUID, text: str) -> str:
    for case in work.session.scalars(access.filed_in(conversation_id).options(joinedload(Case.citizen))):
        text = without_personal_data(text, case.citizen)
    return text


def _confusions(work: Work) -> list[Confusion]:
    pair = (ChatLine.intent, ChatLine.meant)
    query = select(*pair, func.count()).where(ChatLine.meant.is_not(None)).group_by(*pair)
    rows = work.session.execute(query.order_by(func.count().desc(), *pair).limit(LISTED))
    return [Confusion(Intent(str(said)), Intent(str(meant)), times) for said, meant, times in rows]
