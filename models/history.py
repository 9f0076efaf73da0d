"""What happened to a case and by when it must be answered: rows that are added and never rewritten.

Events form one hash chain per case over canonical JSON without personal data, so a quiet change shows.
This module knows how a link is hashed; who records an event, and when, is the business of ``Work``.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Row, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, only_where, words
from models.case import Case
from models.vocabulary import Certainty, DeadlineCause, EventType, Role

GENESIS = "0" * 64
"""The ``prev_hash`` of the first event of every case."""


class CaseEvent(Base):
    """One thing that happened. ``data`` holds ids, codes and digests; personal data only by keyed digest.

    Triggers refuse to change or remove one.
    """

    __tablename__ = "case_event"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    type: Mapped[EventType] = mapped_column(words(EventType))
    public: Mapped[bool]
    role: Mapped[Role] = mapped_column(words(Role))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    data: Mapped[dict[str, Any]]
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    case: Mapped[Case] = relationship(lazy="raise")

    def link(self) -> str:
        """The hash of this event in its chain (64 hex digits)."""
        return link_of(self)


def link_of(event: CaseEvent | Row[Any]) -> str:
    """The hash of an event, or of a plain row of the table (a walk over a million need not make objects of them)."""
    content = {
        "case": str(event.case_id),
        "seq": event.seq,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "type": event.type.value,
        "public": event.public,
        "role": event.role.value,
        "officer": str(event.officer_id) if event.officer_id else None,
        "data": event.data,
        "prev": event.prev_hash,
    }
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def broken_link(events: Sequence[CaseEvent | Row[Any]]) -> int | None:
    """The number of the first event that does not follow from the one before, or None. Events in order."""
    previous = GENESIS
    for number, event in enumerate(events, start=1):
        if event.seq != number or event.prev_hash != previous or event.hash != link_of(event):
            return number
        previous = event.hash
    return None


class Deadline(Base):
    """A computed limit with everything that was true when it was computed; a newer one supersedes it.

    ``counted_from`` is the instant the term was counted from, so that it can be counted again by a changed
    calendar; ``calendar`` is the version of the calendar that was used.
    """

    __tablename__ = "deadline"
    __table_args__ = (Index("ix_deadline_current", "last_day", "id", **only_where("superseded_at IS NULL")),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    set_at: Mapped[datetime]
    cause: Mapped[DeadlineCause] = mapped_column(words(DeadlineCause), default=DeadlineCause.FILED)
    counted_from: Mapped[datetime]
    calendar: Mapped[str] = mapped_column(String(16), default="")
    provisional: Mapped[bool] = mapped_column(default=False)
    rule: Mapped[str] = mapped_column(String(16))
    rule_text: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    certainty: Mapped[Certainty] = mapped_column(words(Certainty))
    clock_start: Mapped[date]
    last_day: Mapped[date]
    due_at: Mapped[datetime]
    skipped: Mapped[list[Any]]
    sentence: Mapped[str] = mapped_column(Text)
    superseded_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(lazy="raise")


class Anchor(Base):
    """One day's fingerprint of the heads of all chains; a copy outside the database shows a rewritten past."""

    __tablename__ = "anchor"

    day: Mapped[date] = mapped_column(unique=True)
    at: Mapped[datetime]
    cases: Mapped[int]
    heads_hash: Mapped[str] = mapped_column(String(64))


class AccessLog(Base):
    """Who viewed which case, and when. Kept apart from the history of the case."""

    __tablename__ = "access_log"

    at: Mapped[datetime] = mapped_column(index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    what: Mapped[str] = mapped_column(String(64))
