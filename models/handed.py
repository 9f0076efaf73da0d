"""What a channel calls the messages it took from us, and what it told of each afterwards."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.vocabulary import ChannelKind, Receipt


class HandedMessage(Base):
    """A notice or a line of a conversation that was handed over, or one part of a long one; ``last``: nothing follows.

    ``external_id`` is the channel's own name for it.
    """

    __tablename__ = "handed_message"
    __table_args__ = (
        UniqueConstraint("channel", "account", "external_id"),
        CheckConstraint("(notice_id IS NULL) <> (line_id IS NULL)", name="of_one"),
    )

    channel: Mapped[ChannelKind] = mapped_column(words(ChannelKind))
    account: Mapped[str] = mapped_column(String(80))
    external_id: Mapped[str] = mapped_column(String(120))
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), index=True)
    line_id: Mapped[UUID | None] = mapped_column(ForeignKey("chat_line.id", ondelete="CASCADE"), index=True)
    last: Mapped[bool]
    receipt: Mapped[Receipt | None] = mapped_column(words(Receipt))
    receipt_at: Mapped[datetime | None]
