"""Our own accounts on chat channels: what an administrator entered, sealed, and how the account has been lately."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Sealed, words
from models.vocabulary import ChannelKind


class ChannelAccount(Base):
    """One account on one channel. ``account`` is the channel's own name for it, ``hook`` the unguessable end of the
    address where it tells us what came in.

    ``settings`` is a JSON object of what was entered; ``state`` is the channel's own (refreshed tokens, a cursor) and
    no one else reads it. ``unit_id`` is whose account it is; None for the whole province.
    """

    __tablename__ = "channel_account"
    __table_args__ = (UniqueConstraint("kind", "account"),)

    kind: Mapped[ChannelKind] = mapped_column(words(ChannelKind))
    account: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    hook: Mapped[str] = mapped_column(String(64), unique=True)
    enabled: Mapped[bool] = mapped_column(default=True)
    settings_sealed: Mapped[bytes | None]
    state_sealed: Mapped[bytes | None]
    added_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    heard_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    fault: Mapped[str | None] = mapped_column(String(120))
    fault_at: Mapped[datetime | None]

    settings = Sealed()
    state = Sealed()
