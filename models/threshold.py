"""From which confidence on a department's cases go to it without a person: rows that are added and never rewritten."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, only_where, words
from models.vocabulary import Department


class Threshold(Base):
    """One setting, 0 to 1, with who set it, when and why. ``confidence`` None: the model's own threshold again."""

    __tablename__ = "threshold"
    __table_args__ = (
        CheckConstraint("confidence IS NULL OR (confidence > 0 AND confidence <= 1)", name="a_share"),
        Index("uq_threshold_current", "department", unique=True, **only_where("superseded_at IS NULL")),
    )

    department: Mapped[Department] = mapped_column(words(Department))
    confidence: Mapped[float | None]
    reason: Mapped[str] = mapped_column(String(300))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    set_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
