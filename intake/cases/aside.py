"""The outbox rows that failed for good or of which nobody knows: what an administrator sees of them and may do.

A row is named by its case's code and its fault's name; neither says anything of a citizen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from intake.cases import jobs
from intake.cases.errors import Impossible, NotFound
from intake.cases.work import Work
from models.case import Case
from models.outbox import OutboxJob
from models.vocabulary import JobKind, JobState

SHOWN = 200
ENDED = (JobState.PERMANENT, JobState.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Aside:
    """One row that was set aside."""

    id: UUID
    kind: JobKind
    state: JobState
    code: str | None
    attempts: int
    fault: str | None
    since: datetime


def rows(work: Work) -> Sequence[Aside]:
    """The newest first, as many as anybody reads."""
    columns = OutboxJob.id, OutboxJob.kind, OutboxJob.state, Case.code, OutboxJob.attempts, OutboxJob.fault
    since = func.coalesce(OutboxJob.finished_at, OutboxJob.created_at)
    query = select(*columns, since).outerjoin(Case, Case.id == OutboxJob.case_id)
    found = query.where(OutboxJob.state.in_(ENDED)).order_by(OutboxJob.finished_at.desc()).limit(SHOWN)
    return [Aside(*row) for row in work.session.execute(found)]


def retry(work: Work, job_id: UUID) -> OutboxJob:
    """Begin one anew. Raises NotFound, Impossible for a letter: that is sent again beside its case, as a new one."""
    row = work.session.scalar(select(OutboxJob).where(OutboxJob.id == job_id).with_for_update())
    if row is None or row.state not in ENDED:
        raise NotFound("no_such_row", "Không có việc nào bị để riêng mang mã này.")
    if row.kind is JobKind.NOTICE:
        raise Impossible("resend_beside_the_case", "Tin báo được gửi lại trong trang của hồ sơ (nút “Gửi lại”).")

    jobs.retry(work, row)
    return row
