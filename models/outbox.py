"""Work that must follow a commit: rows written in the same transaction as the change that asks for it.

Rows carry ids, never words. Only the first unfinished row of an ``ordering_key`` may be claimed, so the second
message to a citizen never overtakes the first. Who claims and runs them is the relay.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, only_where, words
from models.case import Case
from models.conversation import ChatLine
from models.export import Export
from models.inbound import InboundMessage
from models.notice import Notice
from models.vocabulary import JobKind, JobState


class OutboxJob(Base):
    """One job. A lease that has run out may be claimed by another worker.

    ``once_key`` names clock work ("anchor:2026-11-22"), so that two schedulers ask for it once. ``request_id``
    is the web request that asked, so that its lines in the logs of web and worker can be read together.
    ``position`` puts the rows of one key in order: it is counted under a lock, because a clock may go back.
    """

    __tablename__ = "outbox_job"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_count_up"),
        Index("ix_outbox_job_open", "ready_at", **only_where("finished_at IS NULL")),
        Index("ix_outbox_job_order", "ordering_key", "position", "id", **only_where("finished_at IS NULL")),
        Index("ix_outbox_job_set_aside", "finished_at", **only_where("state IN ('permanent', 'uncertain')")),
    )

    kind: Mapped[JobKind] = mapped_column(words(JobKind))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"))
    once_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    inbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("inbound_message.id"))
    export_id: Mapped[UUID | None] = mapped_column(ForeignKey("export.id"))
    line_id: Mapped[UUID | None] = mapped_column(ForeignKey("chat_line.id"))
    ordering_key: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    state: Mapped[JobState] = mapped_column(words(JobState), default=JobState.CREATED)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    ready_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[str | None] = mapped_column(String(80))
    finished_at: Mapped[datetime | None]
    fault: Mapped[str | None] = mapped_column(String(120))
    request_id: Mapped[str | None] = mapped_column(String(36))

    case: Mapped[Case | None] = relationship(lazy="raise")
    notice: Mapped[Notice | None] = relationship(lazy="raise")
    inbound: Mapped[InboundMessage | None] = relationship(lazy="raise")
    export: Mapped[Export | None] = relationship(lazy="raise")
    line: Mapped[ChatLine | None] = relationship(lazy="raise")
