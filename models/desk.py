"""What lies on an officer's desk beside the record: text typed but not yet saved, and who is looking at a case now.

Nothing here is history; it is gone when it is saved or has grown old.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Sealed


class Typed(Base):
    """The fields of one form of one case as an officer has typed them so far, as JSON."""

    __tablename__ = "typed"
    __table_args__ = (UniqueConstraint("officer_id", "case_id", "form"),)

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    form: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    fields_sealed: Mapped[bytes | None]
    at: Mapped[datetime] = mapped_column(index=True)

    fields = Sealed()


class Looking(Base):
    """An officer has this case open; ``typing`` while one of its forms is being filled in."""

    __tablename__ = "looking"
    __table_args__ = (UniqueConstraint("case_id", "officer_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"))
    typing: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(index=True)
