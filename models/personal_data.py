"""What people ask about their own data, and what is left of a case whose personal data was erased.

A request keeps the lawful limit as it stood when it was made. A tombstone says that, when, why and by whom data was
erased and how much of it, and never what it was; the case keeps its code, its dates and its chain.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Sealed, only_where, words
from models.case import Case
from models.vocabulary import Certainty, DataRequestState, DataRight, ErasureGround


class DataRequest(Base):
    """One request. ``told`` is JSON of what the citizen says is right (``correct``); ``seq`` the event of asking.

    ``due_at`` is the last instant of the lawful limit ``rule``, the longer one once it was extended; ``officer_id`` is
    None where the system granted what needs no decision: a copy of one's own ordinary case, consent taken back.
    """

    __tablename__ = "data_request"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_has_a_day"),
        CheckConstraint("state <> 'refused' OR officer_id IS NOT NULL", name="a_person_refuses"),
        Index("uq_data_request_open", "case_id", "wanted", unique=True, **only_where("state = 'waiting'")),
        Index("ix_data_request_waiting", "due_at", "id", **only_where("state = 'waiting'")),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    wanted: Mapped[DataRight] = mapped_column(words(DataRight))
    seq: Mapped[int]
    told_sealed: Mapped[bytes | None]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    rule: Mapped[str] = mapped_column(String(16))
    basis: Mapped[str] = mapped_column(Text)
    certainty: Mapped[Certainty] = mapped_column(words(Certainty))
    sentence: Mapped[str] = mapped_column(Text)
    state: Mapped[DataRequestState] = mapped_column(words(DataRequestState), default=DataRequestState.WAITING)
    decided_at: Mapped[datetime | None]
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))

    case: Mapped[Case] = relationship(lazy="raise")

    told = Sealed()


class Tombstone(Base):
    """What stands where personal data was. ``removed`` counts rows by table; ``finished_at``: files are gone too."""

    __tablename__ = "tombstone"
    __table_args__ = (Index("ix_tombstone_unfinished", "erased_at", **only_where("finished_at IS NULL")),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), unique=True)
    erased_at: Mapped[datetime]
    ground: Mapped[ErasureGround] = mapped_column(words(ErasureGround))
    basis: Mapped[str] = mapped_column(Text)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    removed: Mapped[dict[str, Any]]
    finished_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(lazy="raise")
