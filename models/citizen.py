"""Who wrote: what a citizen told about themselves, sealed, and the keyed hashes that find them again.

One row per case, because there are no accounts: the same phone on two cases gives two rows with one hash.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Sealed

if TYPE_CHECKING:
    from models.case import Case


class Citizen(Base):
    """Name, phone (E.164), e-mail, address as given; any of them may be missing (Điều 7 invites, never bars)."""

    __tablename__ = "citizen"

    name_sealed: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    email_sealed: Mapped[bytes | None]
    address_sealed: Mapped[bytes | None]
    name_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    email_hash: Mapped[str | None] = mapped_column(String(64), index=True)

    name = Sealed()
    phone = Sealed()
    email = Sealed()
    address = Sealed()


class CitizenSession(Base):
    """A browser that has shown the key of one case. Only a digest of the cookie's token is kept."""

    __tablename__ = "citizen_session"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class FormDraft(Base):
    """A form that could not be filed yet: everything typed, sealed, and kept until it expires."""

    __tablename__ = "form_draft"

    state_sealed: Mapped[bytes | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    state = Sealed()


class IdempotencyRecord(Base):
    """A request already answered: the same key and body get the same answer, another body is refused."""

    __tablename__ = "idempotency_record"

    key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    body_digest: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]

    case: Mapped["Case"] = relationship(lazy="raise")
