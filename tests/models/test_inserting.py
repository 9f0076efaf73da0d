"""Rows that are written at the end of a transaction, without the session's help."""

from datetime import UTC, datetime

from sqlalchemy import select

from models.base import insert_all
from models.conversation import ChatLine, Conversation
from models.db import Database
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, Intent, JobKind, JobState, Speaker

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


def _line(talk: Conversation, seq: int, text: str) -> ChatLine:
    return ChatLine(
        conversation_id=talk.id,
        seq=seq,
        speaker=Speaker.CITIZEN,
        text=text,
        at=NOW,
        state=JobState.DELIVERED,
        state_at=NOW,
    )


def test_rows_of_several_tables_lie_behind_what_the_session_holds(database: Database) -> None:
    talk = Conversation(channel=ChannelKind.TELEGRAM, account="bot", person_digest="d", heard_at=NOW)
    first, second = _line(talk, 1, "chào"), _line(talk, 2, "đường hỏng")
    second.intent = Intent.FILE
    job = OutboxJob(kind=JobKind.SPEAK, line_id=first.id, ordering_key="speak", created_at=NOW, ready_at=NOW)

    with database.writing() as session:
        session.add(talk)
        insert_all(session, [first, job, second])

    with database.reading() as session:
        lines = session.scalars(select(ChatLine).order_by(ChatLine.seq)).all()
        assert [(line.text, line.intent, line.parts_sent) for line in lines] == [
            ("chào", None, 0),
            ("đường hỏng", Intent.FILE, 0),
        ]
        kept = session.get_one(OutboxJob, job.id)
        assert (kept.line_id, kept.state, kept.attempts) == (first.id, JobState.CREATED, 0)


def test_a_value_that_only_one_of_the_rows_has_is_kept(database: Database) -> None:
    facts = {"kind": JobKind.WATCH, "created_at": NOW, "ready_at": NOW}
    plain, tried = (OutboxJob(ordering_key=key, **facts) for key in ("plain", "tried"))
    tried.attempts, tried.state = 3, JobState.TEMPORARY

    with database.writing() as session:
        insert_all(session, [plain, tried])

    with database.reading() as session:
        kept = session.get_one(OutboxJob, tried.id)
        assert (kept.attempts, kept.state) == (3, JobState.TEMPORARY)
        assert session.get_one(OutboxJob, plain.id).state is JobState.CREATED


def test_nothing_to_insert_asks_nothing(database: Database) -> None:
    with database.writing() as session:
        insert_all(session, [])
        assert not session.new
