"""Who answers: units, officers, their roles and their signed-in sessions.

A unit has dates, because offices merge and end. This module knows who exists, not who may do what.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, only_where, words
from models.vocabulary import Department, Level, Role


class Unit(Base):
    """An office that can hold cases. ``commune`` is the plain name ("Long Hữu") for offices of a commune.

    ``duty_desk`` is who is told of late and unowned cases; without one it is the receiving desk.
    The unit ranked 1 in ``restricted_rank`` keeps restricted cases; the next one does when the first is accused.
    """

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("(level = 'commune') = (commune IS NOT NULL)", name="commune_has_a_name"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates_in_order"),
        Index("uq_unit_one_receiving_desk", "receiving_desk", unique=True, **only_where("receiving_desk")),
        Index("uq_unit_one_duty_desk", "duty_desk", unique=True, **only_where("duty_desk")),
    )

    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    department: Mapped[Department] = mapped_column(words(Department), index=True)
    level: Mapped[Level] = mapped_column(words(Level))
    commune: Mapped[str | None] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(300), default="")
    hotline: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    opening_hours: Mapped[str] = mapped_column(String(200), default="")
    receiving_desk: Mapped[bool] = mapped_column(default=False)
    duty_desk: Mapped[bool] = mapped_column(default=False, server_default=false())
    restricted_rank: Mapped[int | None] = mapped_column(unique=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class UnitFunction(Base):
    """What a unit does beside its own department: where no Sở Dân tộc và Tôn giáo was set up, Sở Nội vụ does it."""

    __tablename__ = "unit_function"
    __table_args__ = (UniqueConstraint("unit_id", "department"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    department: Mapped[Department] = mapped_column(words(Department))


class UnitSuccession(Base):
    """From this day on one unit carries on what another did. A unit may have several successors."""

    __tablename__ = "unit_succession"
    __table_args__ = (
        UniqueConstraint("unit_id", "successor_id"),
        CheckConstraint("unit_id <> successor_id", name="another_unit"),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    successor_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    since: Mapped[date]
    reference: Mapped[str] = mapped_column(String(300), default="")


class FormerName(Base):
    """A name people still use for what this unit covers today. ``folded`` is how it is looked up.

    Two of one unit may be folded alike: xã Đông Thành and xã Đông Thạnh are one ward now.
    """

    __tablename__ = "former_name"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(200), index=True)
    until: Mapped[date | None]
    reference: Mapped[str] = mapped_column(String(300), default="")


class Officer(Base):
    """A person with an account. An overseer may belong to no unit."""

    __tablename__ = "officer"

    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(120), default="")
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    unit: Mapped[Unit | None] = relationship(lazy="raise")
    role_rows: Mapped[list["OfficerRole"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)


class OfficerRole(Base):
    """One role of one officer; several are common in a small commune."""

    __tablename__ = "officer_role"
    __table_args__ = (
        UniqueConstraint("officer_id", "role"),
        CheckConstraint("role NOT IN ('citizen', 'system')", name="role_of_an_officer"),
    )

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(words(Role))


class Delegation(Base):
    """A leader on leave lets an officer of their unit act for them, from one local day to another, both included."""

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="somebody_else"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
    )

    from_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"), index=True)
    to_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class OfficerSession(Base):
    """A signed-in browser. Only a digest of the cookie's token is kept; revoking is a date."""

    __tablename__ = "officer_session"

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
