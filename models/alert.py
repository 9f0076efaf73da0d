"""What the deadline watch has told an office about a case, so that each thing is told once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, only_where, words
from models.vocabulary import AlertKind


class Alert(Base):
    """One thing told to one unit. ``turn`` counts what repeats (the duty every seven days), from 1.

    The turns of an escalation are its rungs: 1 the duty desk, 2 the superior unit. ``seen_at`` without ``seen_by``:
    the matter was over before anybody looked.
    """

    __tablename__ = "alert"
    __table_args__ = (
        UniqueConstraint("deadline_id", "kind", "turn"),
        CheckConstraint("turn >= 1", name="turns_from_one"),
        Index("ix_alert_open", "unit_id", "told_at", **only_where("seen_at IS NULL")),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    deadline_id: Mapped[UUID] = mapped_column(ForeignKey("deadline.id", ondelete="CASCADE"))
    kind: Mapped[AlertKind] = mapped_column(words(AlertKind))
    turn: Mapped[int] = mapped_column(default=1)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    told_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
