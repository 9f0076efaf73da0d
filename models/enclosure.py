"""A file of ours on its way to a citizen, with a notice or with a line of a conversation, and how far it is.

It names the file and what it goes with; bytes and name stay with the upload.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, words
from models.conversation import ChatLine
from models.notice import Notice
from models.thread import Upload
from models.vocabulary import JobState


class Enclosure(Base):
    """``permanent``: this way does not carry it, and its reader is told where it lies; ``fault`` says why."""

    __tablename__ = "enclosure"
    __table_args__ = (CheckConstraint("(notice_id IS NULL) <> (line_id IS NULL)", name="with_one_thing"),)

    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), index=True)
    line_id: Mapped[UUID | None] = mapped_column(ForeignKey("chat_line.id", ondelete="CASCADE"), index=True)
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), index=True)
    state: Mapped[JobState] = mapped_column(words(JobState), default=JobState.CREATED)
    state_at: Mapped[datetime]
    fault: Mapped[str | None] = mapped_column(String(120))

    notice: Mapped[Notice | None] = relationship(lazy="raise")
    line: Mapped[ChatLine | None] = relationship(lazy="raise")
    upload: Mapped[Upload] = relationship(lazy="raise")
