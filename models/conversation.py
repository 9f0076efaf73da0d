"""Conversations with people on a channel: how far one has come, which cases were filed in it, every line that was said.

A conversation belongs to one person on one account of ours. What is known of it and what was said are sealed; who it
is with is a keyed digest.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Sealed, only_where, words
from models.case import Case
from models.vocabulary import ChannelKind, JobState, Speaker

_PRESSING = "called_at IS NOT NULL OR officer_id IS NOT NULL"
"""A person was asked for, or speaks: what is counted beside the queues."""


class Conversation(Base):
    """``version`` counts every change; ``lines`` what was said. While ``officer_id`` is set a person speaks for us;
    ``called_at`` is when one was asked for, ``unfinished_at`` since when something lies unsent of which nobody was
    reminded.

    ``guarded``: something was told in it that may be a complaint or denunciation; then only the desk ``desk_id`` reads
    it, and nobody where every desk was named.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("channel", "account", "person_digest"),
        Index("ix_conversation_heard", "heard_at"),
        Index("ix_conversation_pressing", "called_at", "officer_id", **only_where(_PRESSING)),
    )

    channel: Mapped[ChannelKind] = mapped_column(words(ChannelKind))
    account: Mapped[str] = mapped_column(String(80))
    person_digest: Mapped[str] = mapped_column(String(64))
    address_sealed: Mapped[bytes | None]
    state_sealed: Mapped[bytes | None]
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    lines: Mapped[int] = mapped_column(default=0, server_default="0")
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    taken_at: Mapped[datetime | None]
    called_at: Mapped[datetime | None]
    heard_at: Mapped[datetime]
    unfinished_at: Mapped[datetime | None] = mapped_column(index=True)
    guarded: Mapped[bool] = mapped_column(default=False, server_default=false())
    desk_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))

    address = Sealed()
    state = Sealed()


class ConversationCase(Base):
    """A case that was filed in a conversation, so that what is told about it arrives there."""

    __tablename__ = "conversation_case"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), unique=True)

    case: Mapped[Case] = relationship(lazy="raise")


class ChatLine(Base):
    """One thing that was said, in order. ``choices`` is a JSON list of pairs: what is sent back, and what is read.

    ``parts_sent`` counts the parts of a long one that are surely there.

    ``intent`` is what a citizen's words were taken for, by ``engine``; ``engine_fault`` why the first engine did not
    answer. ``meant`` is what an officer says they really meant. Intents are words of the examples, not of the tables.
    """

    __tablename__ = "chat_line"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        Index("ix_chat_line_understood", "at", "engine", "engine_fault", **only_where("engine IS NOT NULL")),
        Index("ix_chat_line_meant", "meant_at", **only_where("meant IS NOT NULL")),
    )

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    seq: Mapped[int]
    speaker: Mapped[Speaker] = mapped_column(words(Speaker))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    text_sealed: Mapped[bytes | None]
    choices_sealed: Mapped[bytes | None]
    at: Mapped[datetime]
    state: Mapped[JobState] = mapped_column(words(JobState))
    state_at: Mapped[datetime]
    fault: Mapped[str | None] = mapped_column(String(120))
    parts_sent: Mapped[int] = mapped_column(default=0, server_default="0")
    intent: Mapped[str | None] = mapped_column(String(32))
    engine: Mapped[str | None] = mapped_column(String(32))
    engine_fault: Mapped[str | None] = mapped_column(String(32))
    meant: Mapped[str | None] = mapped_column(String(32))
    meant_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    meant_at: Mapped[datetime | None]

    text = Sealed()
    choices = Sealed()
