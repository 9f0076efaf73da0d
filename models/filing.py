"""What comes with a filing beside its words: what the citizen chose, what they agreed to, files on their way in.

A choice of a citizen is a hint for whoever classifies and decides nothing. This module knows rows, not forms.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Sealed, words
from models.vocabulary import CaseKind, ConsentPurpose, Department, Field

if TYPE_CHECKING:
    from models.case import Case


class Choice(Base):
    """What a citizen chose for their case. The position is ``latitude,longitude,metres`` in WGS 84, sealed."""

    __tablename__ = "choice"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[CaseKind | None] = mapped_column(words(CaseKind))
    field: Mapped[Field | None] = mapped_column(words(Field))
    department: Mapped[Department | None] = mapped_column(words(Department))
    procedure: Mapped[str | None] = mapped_column(String(40))
    position_sealed: Mapped[bytes | None]

    case: Mapped["Case"] = relationship(lazy="raise")

    position = Sealed()


class Consent(Base):
    """What a citizen agreed to, in the words they read. ``edition`` is the day those words came into use."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("case_id", "purpose"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    purpose: Mapped[ConsentPurpose] = mapped_column(words(ConsentPurpose))
    edition: Mapped[str] = mapped_column(String(10))
    wording: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    case: Mapped["Case"] = relationship(lazy="raise")


class Arriving(Base):
    """A file that comes in pieces for an unsent form: ``received`` of its ``size`` bytes lie in the file store."""

    __tablename__ = "arriving"
    __table_args__ = (
        CheckConstraint("received BETWEEN 0 AND size", name="received_within_size"),
        Index(None, "draft_id"),
    )

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("form_draft.id", ondelete="CASCADE"))
    name_sealed: Mapped[bytes | None]
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)

    name = Sealed()


class SolvedChallenge(Base):
    """A proof of work that was handed in; kept until it would have expired, so that it counts once."""

    __tablename__ = "solved_challenge"

    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
