"""The catalogue of administrative procedures as an office has imported it.

A code stays one row: another import changes it, and what is no longer in the file ends. Nothing is removed, so a
decision that named a procedure can still be read.
"""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Procedure(Base):
    """One procedure. ``field``, ``agency`` and ``level`` are the words of the source; ``decision`` published it.

    ``source`` names the file it was last read from, ``source_day`` the day of that import.
    """

    __tablename__ = "procedure"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),)

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(1000))
    field: Mapped[str] = mapped_column(String(200), default="")
    agency: Mapped[str] = mapped_column(String(200), default="")
    level: Mapped[str] = mapped_column(String(200), default="")
    executor: Mapped[str] = mapped_column(String(500), default="")
    decision: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(500), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200))
    source_day: Mapped[date]
