"""A case: its content, where it stands, what must be visible at a glance in a queue.

History is in ``models.history``; the words exchanged are in ``models.thread``. This module knows how content
is kept (plain and searchable, or sealed when restricted) and refuses to know who may see it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import NO_DEADLINE, Base, Sealed, only_where, words
from models.citizen import Citizen
from models.crypto import keyring
from models.organisation import Officer, Unit
from models.vocabulary import CaseKind, CaseStatus, ChannelKind, Field, LinkKind

_LISTED = ("due_at", "id", "unit_id", "desk_id", "restricted")
WAITING = "status IN ('triage', 'assigned', 'accepted', 'awaiting_citizen', 'drafting', 'awaiting_approval')"
"""What queues count and order by, so that a count reads an index and never the table."""


def hash_of(digest: Callable[[str, str], str], search_text: str) -> str:
    """What cases of the same text have in common, whatever its case, diacritics and spaces: half of a keyed hash."""
    return digest("same-text", " ".join(search_text.split()))[:32]


class Case(Base):
    """One matter of one citizen (*hồ sơ vụ việc*). ``version`` is the number of its last event.

    ``identity_kept``: its sender asked that the unit which handles it does not learn who they are.
    ``purpose_only``: its personal data serves handling it and nothing else; its sender restricted or objected to more.
    ``may_accuse``: its sender was told so before they sent it; the machine restricts it whatever it finds.
    ``not_ours`` counts the units that said it is not theirs. ``external_code`` is its code in a system it was
    handed over to, kept as it was given. ``erased_at``: its personal data is gone, see its ``Tombstone``.
    ``text_hash`` is the same for cases of the same text; what is sealed has none.
    """

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint(
            "NOT restricted OR (content_plain IS NULL AND search_text IS NULL)", name="restricted_is_sealed"
        ),
        CheckConstraint("NOT restricted OR text_hash IS NULL", name="restricted_has_no_hash"),
        CheckConstraint("status NOT IN ('received', 'triage') OR unit_id IS NULL", name="no_unit_before_triage"),
        CheckConstraint("restricted = (desk_id IS NOT NULL)", name="restricted_has_a_desk"),
        CheckConstraint(
            "restricted OR kind IS NULL OR kind NOT IN ('complaint', 'denunciation')", name="accusations_are_restricted"
        ),
        CheckConstraint("status <> 'published' OR (publish_consent AND NOT restricted)", name="published_with_consent"),
        CheckConstraint("reopened BETWEEN 0 AND 1", name="reopened_once"),
        Index(None, "unit_id", "status", "due_at", "id"),
        Index(None, "status", "due_at", "id"),
        Index(None, "received_at", "id"),
        Index("ix_case_waiting", *_LISTED, "status", "officer_id", "not_ours", **only_where(WAITING)),
        Index("ix_case_triage", "due_at", "id", "not_ours", "restricted", **only_where("status = 'triage'")),
        Index("ix_case_ended", "answered_at", "id", **only_where("answered_at IS NOT NULL AND erased_at IS NULL")),
        Index("ix_case_same_text", "text_hash", "due_at", "id", **only_where(WAITING)),
        Index("ix_case_to_publish", *_LISTED, **only_where("status = 'answered' AND publish_consent")),
    )

    code: Mapped[str] = mapped_column(String(24), unique=True)
    key_nonce: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=0)
    kind: Mapped[CaseKind | None] = mapped_column(words(CaseKind))
    field: Mapped[Field | None] = mapped_column(words(Field))
    status: Mapped[CaseStatus] = mapped_column(words(CaseStatus))
    resume_status: Mapped[CaseStatus | None] = mapped_column(words(CaseStatus, "resume_status"))
    channel: Mapped[ChannelKind] = mapped_column(words(ChannelKind))
    restricted: Mapped[bool] = mapped_column(default=False)
    hidden: Mapped[bool] = mapped_column(default=False)
    publish_consent: Mapped[bool] = mapped_column(default=False)
    identity_kept: Mapped[bool] = mapped_column(default=False, server_default=false())
    purpose_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    may_accuse: Mapped[bool] = mapped_column(default=False, server_default=false())
    reopened: Mapped[int] = mapped_column(default=0)
    not_ours: Mapped[int] = mapped_column(default=0, server_default="0")
    external_code: Mapped[str | None] = mapped_column(String(80))

    content_plain: Mapped[str | None] = mapped_column(Text)
    content_sealed: Mapped[bytes | None]
    search_text: Mapped[str | None] = mapped_column(Text)
    text_hash: Mapped[str | None] = mapped_column(String(32))
    place: Mapped[str | None] = mapped_column(String(200))
    proposal: Mapped[dict[str, Any] | None]
    triage_reason: Mapped[str | None] = mapped_column(String(500))

    citizen_id: Mapped[UUID] = mapped_column(ForeignKey("citizen.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    desk_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"), index=True)

    received_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(default=NO_DEADLINE)
    answered_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    citizen: Mapped[Citizen] = relationship(lazy="raise")
    unit: Mapped[Unit | None] = relationship(lazy="raise", foreign_keys=[unit_id])
    officer: Mapped[Officer | None] = relationship(lazy="raise")

    _sealed_content = Sealed("content_sealed")

    @property
    def content(self) -> str:
        """What the citizen wrote, as they wrote it."""
        return self.content_plain if self.content_plain is not None else (self._sealed_content or "")

    def keep_unread(self, content: str) -> None:
        """Keep the content sealed until it is decided what it is: a disk does not forget what was once plain."""
        self.restricted, self.desk_id = False, None
        self.content_plain, self.search_text, self._sealed_content = None, None, content
        self.text_hash = None

    def keep_open(self, content: str, search_text: str) -> None:
        """Keep the content plain and findable."""
        self.restricted, self.desk_id = False, None
        self.content_plain, self.search_text, self._sealed_content = content, search_text, None
        self.text_hash = hash_of(keyring().digest, search_text)

    def keep_sealed(self, content: str, desk_id: UUID) -> None:
        """Keep the content for one desk only: encrypted, and out of every index."""
        self.restricted, self.desk_id = True, desk_id
        self.content_plain, self.search_text, self._sealed_content = None, None, content
        self.text_hash = None


class Accused(Base):
    """Whom a case is about: never shown to that unit or officer."""

    __tablename__ = "accused"
    __table_args__ = (
        CheckConstraint("(unit_id IS NULL) <> (officer_id IS NULL)", name="a_unit_or_an_officer"),
        Index(None, "case_id"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))

    case: Mapped[Case] = relationship(lazy="raise")


class CaseLink(Base):
    """One case belongs to another: it was split from it, or merged into it."""

    __tablename__ = "case_link"
    __table_args__ = (
        UniqueConstraint("case_id", "other_id", "kind"),
        CheckConstraint("case_id <> other_id", name="another_case"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    kind: Mapped[LinkKind] = mapped_column(words(LinkKind))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    made_at: Mapped[datetime]

    case: Mapped[Case] = relationship(lazy="raise", foreign_keys=[case_id])
    other: Mapped[Case] = relationship(lazy="raise", foreign_keys=[other_id])
