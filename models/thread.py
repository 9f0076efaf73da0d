"""The words exchanged about a case: messages, replies, files, ratings and what was made public.

Every text here is sealed, except a publication, which is public by definition and holds no personal data.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Sealed, only_where, words
from models.case import Case
from models.vocabulary import Audience, FileUse, ReplyState, Role, ScanState


class Message(Base):
    """A question, an answer, a note, a reason. ``seq`` is the event it belongs to."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    seq: Mapped[int]
    audience: Mapped[Audience] = mapped_column(words(Audience))
    role: Mapped[Role] = mapped_column(words(Role))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    text_sealed: Mapped[bytes | None]
    at: Mapped[datetime]

    case: Mapped[Case] = relationship(lazy="raise")

    text = Sealed()


class Reply(Base):
    """A written answer (*văn bản trả lời*). Four eyes: whoever drafted it cannot approve it.

    ``drafter_id`` is who saved it last; everybody who did is a ``ReplyDrafter``. Triggers keep an issued one as it is:
    a correction is a new one, the next ``version``. ``on_behalf_id`` is the leader the approver stood in for.
    """

    __tablename__ = "reply"
    __table_args__ = (
        CheckConstraint("approver_id IS NULL OR approver_id <> drafter_id", name="four_eyes"),
        CheckConstraint(
            "(state = 'issued') = (approver_id IS NOT NULL AND issued_at IS NOT NULL)",
            name="issued_is_approved",
        ),
        Index("uq_reply_one_open", "case_id", unique=True, **only_where("state <> 'issued'")),
        Index(None, "case_id"),
        Index("ix_reply_submitted", "case_id", **only_where("state = 'submitted'")),
        Index("uq_reply_corrects_id", "corrects_id", unique=True),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    state: Mapped[ReplyState] = mapped_column(words(ReplyState))
    drafter_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    approver_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    text_sealed: Mapped[bytes | None]
    saved_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("reply.id"))
    on_behalf_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))

    text = Sealed()


class ReplyDrafter(Base):
    """Somebody who saved a draft of this reply; the database lets none of them approve it."""

    __tablename__ = "reply_drafter"
    __table_args__ = (UniqueConstraint("reply_id", "officer_id"),)

    reply_id: Mapped[UUID] = mapped_column(ForeignKey("reply.id"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))


class Upload(Base):
    """A file a citizen sent, one that goes to a citizen, or the office's own (``use``).

    Its name is sealed, its bytes lie in the file store under its id. Triggers keep those of an issued reply.
    """

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("(use IN ('reply', 'letter')) = (reply_id IS NOT NULL)", name="answers_have_a_reply"),
        Index("ix_upload_to_scan", "created_at", **only_where("scan = 'waiting'")),
    )

    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    seq: Mapped[int | None]
    name_sealed: Mapped[bytes | None]
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    scan: Mapped[ScanState] = mapped_column(words(ScanState), default=ScanState.UNSCANNED, server_default="unscanned")
    created_at: Mapped[datetime] = mapped_column(index=True)
    use: Mapped[FileUse] = mapped_column(words(FileUse), default=FileUse.SENT, server_default="sent")
    reply_id: Mapped[UUID | None] = mapped_column(ForeignKey("reply.id"), index=True)

    name = Sealed()


class Rating(Base):
    """How satisfied the citizen is with one issued reply, 1 to 5."""

    __tablename__ = "rating"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="one_to_five"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    reply_id: Mapped[UUID] = mapped_column(ForeignKey("reply.id", ondelete="CASCADE"), unique=True)
    score: Mapped[int]
    comment_sealed: Mapped[bytes | None]
    at: Mapped[datetime]

    comment = Sealed()


class Publication(Base):
    """A question and its answer as anybody may read them, after a person confirmed the redaction."""

    __tablename__ = "publication"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    reply_id: Mapped[UUID] = mapped_column(ForeignKey("reply.id"), unique=True)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    confirmed_by: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    published_at: Mapped[datetime] = mapped_column(index=True)
