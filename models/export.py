"""A list that is being made into a file: who asked, what for, how far it is, and until when it is kept.

What the list was narrowed to is sealed, because the words searched for may be a name. The file lies in the file store
under the id of the row.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Sealed, words
from models.vocabulary import ExportState


class Export(Base):
    """One file. ``open_key`` names the request while it is worked on, so that asking twice makes one file.

    ``rights`` is a digest of what the officer might see when they asked: with other rights the file is not theirs.
    """

    __tablename__ = "export"
    __table_args__ = (CheckConstraint("done >= 0 AND total >= 0", name="counts_up"),)

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"), index=True)
    queue: Mapped[str] = mapped_column(String(40))
    narrowing_sealed: Mapped[bytes | None]
    kind: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(16))
    rights: Mapped[str] = mapped_column(String(64))
    open_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    state: Mapped[ExportState] = mapped_column(words(ExportState), default=ExportState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    narrowing = Sealed()
