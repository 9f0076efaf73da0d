"""How the sender of a case wants to be told of it: every choice is a row, and the newest one holds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, words
from models.case import Case
from models.vocabulary import ToldBy


class ToldByChoice(Base):
    """One choice of one day."""

    __tablename__ = "told_by_choice"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    told_by: Mapped[ToldBy] = mapped_column(words(ToldBy))
    chosen_at: Mapped[datetime]

    case: Mapped[Case] = relationship(lazy="raise")
