"""What an office has entered over the rule book's working calendar: rows that are added and never rewritten."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, only_where, words
from models.vocabulary import Certainty


class CalendarDay(Base):
    """One day that is off, or worked, whatever the rule book says. ``superseded_at``: it no longer counts.

    ``completes``: it was entered with every other day of its year.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (Index("uq_calendar_day_current", "day", unique=True, **only_where("superseded_at IS NULL")),)

    day: Mapped[date]
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(Text)
    certainty: Mapped[Certainty] = mapped_column(words(Certainty))
    completes: Mapped[bool] = mapped_column(default=False, server_default=false())
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    entered_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
