"""Official letters (*công văn*): the forms an office writes them on, the numbers it gives them, the letters issued.

A letter carries one issued reply on paper, under a number of its unit's register, and never changes: a correction is a
new reply and a new letter. The bytes of forms and letters are files (``Upload``); what is here says whose they are.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.vocabulary import CaseKind


class LetterForm(Base):
    """One version of an office's .docx form. Without a unit it is the province's, without a kind it fits all."""

    __tablename__ = "letter_form"
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "version"),
        CheckConstraint("version >= 1", name="versions_from_one"),
    )

    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[CaseKind | None] = mapped_column(words(CaseKind))
    version: Mapped[int]
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id"), unique=True)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    made_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


class LetterCounter(Base):
    """The last number a unit has given in a year; locked while one is given, so that nobody gets the same."""

    __tablename__ = "letter_counter"
    __table_args__ = (UniqueConstraint("unit_id", "year"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    last: Mapped[int]


class Letter(Base):
    """One issued letter: number and sign (*số, ký hiệu*), place and day, who signs it as what, on which form.

    ``form_id`` is None for the form that comes with the product. ``sha256`` is that of the Word file.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "number"),
        CheckConstraint("number >= 1", name="numbers_from_one"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    reply_id: Mapped[UUID] = mapped_column(ForeignKey("reply.id"), unique=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    form_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter_form.id"))
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id"), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    sign: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    day: Mapped[date]
    place: Mapped[str] = mapped_column(String(80))
    superior: Mapped[str] = mapped_column(String(200))
    signer: Mapped[str] = mapped_column(String(120))
    signer_title: Mapped[str] = mapped_column(String(160))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    made_at: Mapped[datetime]
