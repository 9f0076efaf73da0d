"""The outbox's life: hand the oldest ready row of each ordering key to a worker, finish it, or put it off.

A row is handed out under a lease. One whose lease ran out is handed out again, so a killed worker or a stopped
broker loses nothing; every job is safe to be asked for twice, because only one worker can take it. No cursor here
is ``id > last``: a row that commits late is found all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from intake.cases.work import Work
from models.outbox import OutboxJob
from models.vocabulary import JobKind, JobState, WorkQueue

LEASE = timedelta(minutes=2)
"""How long a worker may be silent over one job before another may take it."""

WITH_BROKER = timedelta(minutes=10)
"""How long a row may lie in the broker before it is handed over once more."""

BROKER = "broker"

_CLOCK_PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))

PAUSES: dict[JobKind, tuple[timedelta, ...]] = {
    JobKind.CLASSIFY: (timedelta(seconds=2), timedelta(seconds=10)),
    JobKind.NOTICE: (
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=6),
        timedelta(hours=24),
    ),
    JobKind.ANCHOR: _CLOCK_PAUSES,
    JobKind.SWEEP: _CLOCK_PAUSES,
    JobKind.WATCH: _CLOCK_PAUSES,
    JobKind.RECOUNT: _CLOCK_PAUSES,
    JobKind.SCAN: (timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5)),
}
"""How long to wait after each failed attempt; after the last one the row is set aside and shown."""

QUEUES: dict[JobKind, WorkQueue] = {
    JobKind.CLASSIFY: WorkQueue.CLASSIFY,
    JobKind.NOTICE: WorkQueue.NOTICES,
    JobKind.ANCHOR: WorkQueue.CLOCK,
    JobKind.SWEEP: WorkQueue.CLOCK,
    JobKind.WATCH: WorkQueue.CLOCK,
    JobKind.RECOUNT: WorkQueue.CLOCK,
    JobKind.SCAN: WorkQueue.CLOCK,
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """One job in a worker's hands: ids only. ``attempts`` counts this one."""

    id: UUID
    kind: JobKind
    case_id: UUID | None
    notice_id: UUID | None
    attempts: int
    request_id: str | None = None

    @property
    def spent(self) -> bool:
        """Taken more often than allowed without ever ending: it kills whoever runs it."""
        return self.attempts > len(PAUSES[self.kind]) + 1


def ask_once(work: Work, name: str, kind: JobKind, *, after: timedelta = timedelta()) -> bool:
    """Ask for a job that is about no case, unless a job of this name was ever asked for."""
    ready_at = work.now + after
    job = OutboxJob(kind=kind, once_key=name, ordering_key=kind.value, created_at=work.now, ready_at=ready_at)
    try:
        with work.session.begin_nested():
            work.session.add(job)
            work.session.flush()
    except IntegrityError:  # somebody else was a moment earlier
        return False
    return True


def claim(work: Work, worker: str, limit: int = 20) -> list[Claimed]:
    """Take up to ``limit`` ready jobs for this worker, oldest first.

    One that was taken before may be what killed its worker: it is taken alone, so that it costs no other an attempt.
    """
    ready = _ready_rows(work, limit)
    fresh = list(takewhile(lambda job: not job.attempts, ready))
    return [_take(work, job, worker) for job in fresh or ready[:1]]


def hand_over(work: Work, limit: int = 100) -> list[tuple[UUID, WorkQueue]]:
    """Lease ready jobs to the broker; the worker that gets the id takes the job itself."""
    jobs = _ready_rows(work, limit)
    for job in jobs:
        job.leased_by, job.leased_until = BROKER, work.now + WITH_BROKER
    return [(job.id, QUEUES[job.kind]) for job in jobs]


def take_back(work: Work, job_ids: Sequence[UUID]) -> None:
    """The broker did not accept these: they are ready again at once."""
    for job in _locked(work, OutboxJob.id.in_(job_ids), OutboxJob.leased_by == BROKER):
        job.leased_by = job.leased_until = None


def give_back(work: Work, claimed: Sequence[Claimed], worker: str) -> None:
    """This worker stops before it has begun these: they are ready again at once, and it counts as no attempt."""
    for job in _locked(work, OutboxJob.id.in_([job.id for job in claimed]), OutboxJob.leased_by == worker):
        job.attempts -= 1
        job.state = JobState.TEMPORARY if job.attempts else JobState.CREATED
        job.leased_by = job.leased_until = None


def take(work: Work, job_id: UUID, worker: str) -> Claimed | None:
    """Take a job that came through the broker; None if it is done or in another worker's hands."""
    free = or_(OutboxJob.leased_by == BROKER, OutboxJob.leased_until.is_(None), OutboxJob.leased_until < work.now)
    for job in _locked(work, OutboxJob.id == job_id, OutboxJob.finished_at.is_(None), free):
        return _take(work, job, worker)
    return None


def any_ready(work: Work) -> bool:
    """Whether any job may be handed out now; reads only."""
    return work.session.scalar(select(OutboxJob.id).where(_ready(work)).limit(1)) is not None


def keep(work: Work, job_id: UUID) -> None:
    """The job is long and goes on: nobody else may take it yet."""
    job = work.session.get_one(OutboxJob, job_id)
    job.leased_until = work.now + LEASE


def finish(work: Work, job_id: UUID, state: JobState = JobState.DELIVERED) -> None:
    """The job has come to its end."""
    job = work.session.get_one(OutboxJob, job_id)
    job.state, job.finished_at, job.leased_until = state, work.now, None


def put_off(work: Work, job_id: UUID, fault: str) -> bool:
    """The job failed: again later, or set aside for good after the last attempt (then the answer is False)."""
    job = work.session.get_one(OutboxJob, job_id)
    pauses = PAUSES[job.kind]
    job.fault, job.leased_by, job.leased_until = fault, None, None
    if job.attempts > len(pauses):
        job.state, job.finished_at = JobState.PERMANENT, work.now
        return False
    job.state, job.ready_at = JobState.TEMPORARY, work.now + pauses[job.attempts - 1]
    return True


def _take(work: Work, job: OutboxJob, worker: str) -> Claimed:
    job.state, job.attempts = JobState.SENDING, job.attempts + 1
    job.leased_by, job.leased_until = worker, work.now + LEASE
    return Claimed(job.id, job.kind, job.case_id, job.notice_id, job.attempts, job.request_id)


def _ready_rows(work: Work, limit: int) -> Sequence[OutboxJob]:
    earlier = aliased(OutboxJob)
    overtakes = exists().where(
        earlier.ordering_key == OutboxJob.ordering_key,
        earlier.finished_at.is_(None),
        earlier.id < OutboxJob.id,
    )
    query = select(OutboxJob).where(_ready(work), ~overtakes).order_by(OutboxJob.ready_at).limit(limit)
    return work.session.scalars(_locking(query)).all()


def _locked(work: Work, *conditions: ColumnElement[bool]) -> Sequence[OutboxJob]:
    return work.session.scalars(_locking(select(OutboxJob).where(*conditions))).all()


def _locking(query: Select[OutboxJob]) -> Select[OutboxJob]:
    return query.with_for_update(skip_locked=True)


def _ready(work: Work) -> ColumnElement[bool]:
    return and_(
        OutboxJob.finished_at.is_(None),
        OutboxJob.ready_at <= work.now,
        or_(OutboxJob.leased_until.is_(None), OutboxJob.leased_until < work.now),
    )
