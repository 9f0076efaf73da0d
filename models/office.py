"""What an office keeps for its own work: views of its queues and templates of its replies.

Templates are versioned: rows are added, the newest of a name counts, and a reply keeps the text it was issued with.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, only_where, words
from models.vocabulary import CaseKind, Field


class SavedView(Base):
    """Filters of a queue under a name: one officer's own, or shared with their unit. ``filters`` as in an address."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("officer_id", "name"),)

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    queue: Mapped[str] = mapped_column(String(32))
    filters: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


class ReplyTemplate(Base):
    """One version of a template. Without a unit it is the province's; kind and field say where it is offered."""

    __tablename__ = "reply_template"
    __table_args__ = (
        UniqueConstraint("unit_id", "name", "version"),
        CheckConstraint("version >= 1", name="versions_from_one"),
        Index("ix_reply_template_current", "name", **only_where("superseded_at IS NULL")),
    )

    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    kind: Mapped[CaseKind | None] = mapped_column(words(CaseKind))
    field: Mapped[Field | None] = mapped_column(words(Field))
    body: Mapped[str] = mapped_column(Text)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    made_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
