"""How an officer took a feedback down that came by phone, at the counter, by post, by the press or at a meeting.

Điều 7.2 Decree 20/2008/NĐ-CP: what is said on the phone is recorded faithfully; who took it and through which number
belongs to the record. Who spoke is with the case's citizen.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Sealed
from models.case import Case


class Reception(Base):
    """One record. ``source`` names the paper, station, meeting or letter; ``happened_at`` when it came.

    ``incoming_number`` and ``incoming_day`` are those of the office's register of incoming documents (*số đến*, Điều
    22 Decree 30/2020/NĐ-CP).
    """

    __tablename__ = "reception"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), unique=True)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    happened_at: Mapped[datetime]
    dialled: Mapped[str | None] = mapped_column(String(40))
    source: Mapped[str | None] = mapped_column(String(200))
    read_back: Mapped[bool]
    incoming_number: Mapped[str | None] = mapped_column(String(40))
    incoming_day: Mapped[date | None]
    remark_sealed: Mapped[bytes | None]

    case: Mapped[Case] = relationship(lazy="raise")

    remark = Sealed()
