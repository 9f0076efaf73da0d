"""A notice to a citizen on their own channel, with the honest state of its delivery.

Whom it goes to and what it says are sealed. The outbox row that delivers it carries only its id.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Sealed, words
from models.case import Case
from models.vocabulary import ChannelKind, JobState, NoticeKind


class Notice(Base):
    """One message to one person. ``uncertain`` means: it may have been sent, and nobody can know.

    ``parts_sent`` counts the parts of a long one that are surely there.
    """

    __tablename__ = "notice"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    kind: Mapped[NoticeKind] = mapped_column(words(NoticeKind))
    channel: Mapped[ChannelKind] = mapped_column(words(ChannelKind))
    to_sealed: Mapped[bytes | None]
    subject_sealed: Mapped[bytes | None]
    body_sealed: Mapped[bytes | None]
    state: Mapped[JobState] = mapped_column(words(JobState), default=JobState.CREATED)
    state_at: Mapped[datetime]
    created_at: Mapped[datetime]
    fault: Mapped[str | None] = mapped_column(String(200))
    parts_sent: Mapped[int] = mapped_column(default=0, server_default="0")

    case: Mapped[Case] = relationship(lazy="raise")

    to = Sealed()
    subject = Sealed()
    body = Sealed()
