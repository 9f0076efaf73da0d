"""The inbox: every message from a chat as it came, kept before its channel is answered, and only once.

A channel tells a message again until it is answered, and sometimes after; what is unique here makes the repetition
harmless. What the message says is sealed, who wrote it is a keyed digest.
"""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Sealed, words
from models.vocabulary import ChannelKind


class InboundMessage(Base):
    """One message to one account of ours. ``external_id`` is the channel's own name for it, and opens nothing."""

    __tablename__ = "inbound_message"
    __table_args__ = (UniqueConstraint("channel", "account", "external_id"),)

    channel: Mapped[ChannelKind] = mapped_column(words(ChannelKind))
    account: Mapped[str] = mapped_column(String(80))
    external_id: Mapped[str] = mapped_column(String(120))
    person_digest: Mapped[str] = mapped_column(String(64), index=True)
    payload_sealed: Mapped[bytes | None]
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]

    payload = Sealed()
