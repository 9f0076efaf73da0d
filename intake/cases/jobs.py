"""The outbox's life: claim the oldest ready row of each ordering key under a lease, finish it, or put it off.

A row whose lease ran out is claimed again, so a killed worker loses nothing; every job is safe to run twice.
No cursor here is ``id > last``: a row that commits late is found all the same.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from intake.cases.work import Work
from models.outbox import OutboxJob
from models.vocabulary import JobKind, JobState

LEASE = timedelta(minutes=2)
ATTEMPTS_MAX = 3
_PAUSES = (timedelta(seconds=2), timedelta(seconds=10))


@dataclass(frozen=True, slots=True)
class Claimed:
    """One leased job: ids only."""

    id: UUID
    kind: JobKind
    case_id: UUID | None
    attempts: int


def claim(work: Work, worker: str, limit: int = 20) -> list[Claimed]:
    """Lease up to ``limit`` ready jobs for this worker, oldest first."""
    earlier = aliased(OutboxJob)
    overtakes = exists().where(
        earlier.ordering_key == OutboxJob.ordering_key,
        earlier.finished_at.is_(None),
        earlier.id < OutboxJob.id,
    )
    query = select(OutboxJob).where(_ready(work), ~overtakes).order_by(OutboxJob.ready_at).limit(limit)
    jobs = work.session.scalars(query.with_for_update(skip_locked=True)).all()
    for job in jobs:
        job.state, job.attempts = JobState.SENDING, job.attempts + 1
        job.leased_by, job.leased_until = worker, work.now + LEASE
    return [Claimed(job.id, job.kind, job.case_id, job.attempts) for job in jobs]


def any_ready(work: Work) -> bool:
    """Whether any job may be claimed now; reads only."""
    return work.session.scalar(select(OutboxJob.id).where(_ready(work)).limit(1)) is not None


def finish(work: Work, job_id: UUID) -> None:
    """The job is done."""
    job = work.session.get_one(OutboxJob, job_id)
    job.state, job.finished_at, job.leased_until = JobState.DELIVERED, work.now, None


def put_off(work: Work, job_id: UUID, fault: str) -> bool:
    """The job failed: again later, or set aside for good after the last attempt (then the answer is False)."""
    job = work.session.get_one(OutboxJob, job_id)
    job.fault, job.leased_until = fault, None
    if job.attempts >= ATTEMPTS_MAX:
        job.state, job.finished_at = JobState.PERMANENT, work.now
        return False
    job.state, job.ready_at = JobState.TEMPORARY, work.now + _PAUSES[job.attempts - 1]
    return True


def _ready(work: Work) -> ColumnElement[bool]:
    return and_(
        OutboxJob.finished_at.is_(None),
        OutboxJob.ready_at <= work.now,
        or_(OutboxJob.leased_until.is_(None), OutboxJob.leased_until < work.now),
    )
