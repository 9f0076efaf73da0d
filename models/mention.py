"""Who is named in an internal note, so that they are told of it until they have looked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, only_where


class Mention(Base):
    """An officer named in the note of event ``seq``. ``seen_at``: when they first opened the case afterwards."""

    __tablename__ = "mention"
    __table_args__ = (
        UniqueConstraint("case_id", "seq", "officer_id"),
        Index("ix_mention_open", "officer_id", "case_id", **only_where("seen_at IS NULL")),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    seq: Mapped[int]
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
