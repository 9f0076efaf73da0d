"""The outbox's life: hand the oldest ready row of each ordering key to a worker, finish it, or put it off.

A row is handed out under a lease. One whose lease ran out is handed out again, so a killed worker or a stopped
broker loses nothing; every job is safe to be asked for twice, because only one worker can take it, and whoever has
lost it changes it no more. No cursor here is ``id > last``: a row that commits late is found all the same.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import takewhile
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, func, or_, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from intake.cases.schedule import IN_BROKER, LEASE, PAUSES, QUEUES, WITH_BROKER, kinds_of
from intake.cases.work import Work
from models.base import table_of
from models.outbox import OutboxJob
from models.vocabulary import JobKind, JobState, WorkQueue

BROKER = "broker"
HANDED_AT_ONCE = 100
"""Of one queue; when there were so many, more may wait."""
_LOOKED_AT = 100

_JOBS = table_of(OutboxJob)
_UNFINISHED = select(_JOBS.c.id).where(_JOBS.c.ordering_key == bindparam("key"), _JOBS.c.finished_at.is_(None)).limit(1)
_HEARD = (
    update(_JOBS)
    .where(
        _JOBS.c.ordering_key.in_(bindparam("keys", expanding=True)),  # this is what is indexed
        _JOBS.c.inbound_id.in_(bindparam("ids", expanding=True)),
        _JOBS.c.finished_at.is_(None),
    )
    .values(state=JobState.DELIVERED, finished_at=bindparam("now"), leased_until=None)
)

_IN_HAND = _JOBS.c.id == bindparam("job"), _JOBS.c.leased_by == bindparam("worker"), _JOBS.c.finished_at.is_(None)
_HELD = select(OutboxJob).where(*_IN_HAND).with_for_update()
_ENDED = (
    update(_JOBS)
    .where(*_IN_HAND)
    .values(
        state=bindparam("ended"),
        finished_at=bindparam("now"),
        leased_until=None,
        fault=func.coalesce(bindparam("why"), _JOBS.c.fault),
    )
)

TOLD_TO_WAIT = timedelta(days=1)
"""So long a channel that is only busy or out of its quota does not use up a job's attempts."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One job in a worker's hands: ids only. ``attempts`` counts this one."""

    id: UUID
    kind: JobKind
    case_id: UUID | None
    notice_id: UUID | None
    inbound_id: UUID | None
    attempts: int
    worker: str
    request_id: str | None = None
    export_id: UUID | None = None
    line_id: UUID | None = None

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


def claim(work: Work, worker: str, limit: int = 20, *, queue: WorkQueue | None = None) -> list[Claimed]:
    """Take up to ``limit`` ready jobs for this worker, oldest first; of one queue, or of all.

    One that was taken before may be what killed its worker: it is taken alone, so that it costs no other an attempt.
    """
    ready = _ready_rows(work, limit, queue)
    fresh = list(takewhile(lambda job: not job.attempts, ready))
    return [_take(work, job, worker) for job in fresh or ready[:1]]


def hand_over(work: Work, queues: Iterable[WorkQueue] = WorkQueue) -> list[tuple[UUID, WorkQueue]]:
    """Lease ready jobs of these queues to the broker; the worker that gets the id takes the job itself.

    Of each queue only so many lie there at once that workers reach them before they would be handed over again.
    """
    there = _with_broker(work)
    handed = []
    for queue in queues:
        room = IN_BROKER[queue] - sum(there.get(kind, 0) for kind in kinds_of(queue))
        for job in _ready_rows(work, min(HANDED_AT_ONCE, room), queue) if room > 0 else ():
            job.leased_by, job.leased_until = BROKER, work.now + WITH_BROKER
            handed.append((job.id, queue))
    return handed


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


def free_messages(work: Work, is_gone: Callable[[str], bool]) -> int:
    """Messages held by workers that are no more are ready again at once; how many.

    Only those tried once: another may be what killed its workers, and waits for the end of its lease.
    """
    held = _locked(
        work,
        OutboxJob.kind == JobKind.INBOUND,
        OutboxJob.finished_at.is_(None),
        OutboxJob.leased_by.is_not(None),
        OutboxJob.attempts == 1,
    )
    gone = [job for job in held if job.leased_by is not None and is_gone(job.leased_by)]
    for job in gone:
        job.state = JobState.TEMPORARY
        job.leased_by = job.leased_until = None
    return len(gone)


def take(work: Work, job_id: UUID, worker: str) -> Claimed | None:
    """Take a job that came through the broker; None if it is done, put off or in another worker's hands."""
    free = or_(OutboxJob.leased_until.is_(None), OutboxJob.leased_until < work.now)
    mine = or_(OutboxJob.leased_by == BROKER, and_(free, OutboxJob.ready_at <= work.now))
    for job in _locked(work, OutboxJob.id == job_id, OutboxJob.finished_at.is_(None), mine):
        return _take(work, job, worker)
    return None


def take_new(work: Work, job: OutboxJob, worker: str) -> Claimed | None:
    """Take a job that is just being asked for; None while an earlier one of its ordering key waits."""
    if work.session.connection().scalar(_UNFINISHED, {"key": job.ordering_key}) is not None:
        return None
    return _take(work, job, worker)


def any_ready(work: Work, queue: WorkQueue | None = None) -> bool:
    """Whether any job may be handed out now; reads only."""
    return work.session.scalar(_any(_kinds(work, queue)), {"now": work.now}) is not None


def ready_queues(work: Work) -> set[WorkQueue]:
    """Of which queues jobs may be handed out now; all of them where so many wait that not every one is looked at."""
    asked = {"now": work.now, "most": _LOOKED_AT}
    kinds = work.session.scalars(_some_kinds(_kinds(work, None)), asked).all()
    return {QUEUES[kind] for kind in kinds} if len(kinds) < _LOOKED_AT else set(WorkQueue)


def held(work: Work, job: Claimed) -> OutboxJob | None:
    """The row, locked, if it is still in this worker's hands."""
    return work.session.scalar(_HELD, {"job": job.id, "worker": job.worker})


def keep(work: Work, job: Claimed) -> None:
    """The job is long and goes on: nobody else may take it yet."""
    if (row := held(work, job)) is not None:
        row.leased_until = work.now + LEASE


def finish(work: Work, job: Claimed, state: JobState = JobState.DELIVERED, *, fault: str | None = None) -> None:
    """The job has come to its end, unless another worker has it by now and will say so.

    A row of it that the session holds does not see that.
    """
    told = {"job": job.id, "worker": job.worker, "ended": state, "now": work.now, "why": fault or None}
    work.session.flush()
    work.session.connection().execute(_ENDED, told)


def finish_inbound(work: Work, inbound_ids: Sequence[UUID], ordering_keys: Sequence[str]) -> None:
    """The messages were heard, each by its own job or by another: nobody needs to look at them again."""
    told = {"ids": list(inbound_ids), "keys": list(ordering_keys), "now": work.now}
    work.session.connection().execute(_HEARD, told)


def put_off(work: Work, job: Claimed, fault: str, *, after: timedelta | None = None) -> bool:
    """The job failed: again later. False if that was the last attempt; then finish it.

    To be told to wait (``after``) is no failure: for a day it costs no attempt, and the pause is the one asked for.
    """
    pauses, row = PAUSES[job.kind], held(work, job)
    if after is not None and row is not None and work.now < row.created_at + TOLD_TO_WAIT:
        _again(work, row, fault, after)
        row.attempts -= 1
        return True
    if job.attempts > len(pauses):
        return False
    if row is not None:
        _again(work, row, fault, max(pauses[job.attempts - 1], after or timedelta()))
    return True


def _again(work: Work, row: OutboxJob, fault: str, pause: timedelta) -> None:
    row.state, row.ready_at = JobState.TEMPORARY, work.now + pause
    row.fault, row.leased_by, row.leased_until = fault, None, None


def learn(work: Work, job: Claimed) -> None:
    """What counted as uncertain turned out to be done: its worker was only slow."""
    for row in _locked(work, OutboxJob.id == job.id, OutboxJob.state == JobState.UNCERTAIN):
        row.state = JobState.DELIVERED


def retry(work: Work, row: OutboxJob) -> None:
    """A job that was set aside begins anew, with all its attempts."""
    row.state, row.attempts, row.ready_at = JobState.CREATED, 0, work.now
    row.finished_at = row.fault = row.leased_by = row.leased_until = None


def _take(work: Work, job: OutboxJob, worker: str) -> Claimed:
    job.state, job.attempts = JobState.SENDING, job.attempts + 1
    job.leased_by, job.leased_until = worker, work.now + LEASE
    ids = job.case_id, job.notice_id, job.inbound_id
    return Claimed(job.id, job.kind, *ids, job.attempts, worker, job.request_id, job.export_id, job.line_id)


def _with_broker(work: Work) -> dict[JobKind, int]:
    """How many rows of each kind lie in the broker now."""
    there = OutboxJob.leased_by == BROKER, OutboxJob.leased_until >= work.now, OutboxJob.finished_at.is_(None)
    query = select(OutboxJob.kind, func.count()).where(*there).group_by(OutboxJob.kind)
    return dict(work.session.execute(query).all())


def _ready_rows(work: Work, limit: int, queue: WorkQueue | None) -> Sequence[OutboxJob]:
    return work.session.scalars(_oldest(_kinds(work, queue)), {"now": work.now, "most": limit}).all()


@cache
def _any(kinds: frozenset[JobKind]) -> Select[UUID]:
    return select(OutboxJob.id).where(_ready(kinds)).limit(1)


@cache
def _some_kinds(kinds: frozenset[JobKind]) -> Select[JobKind]:
    return select(OutboxJob.kind).where(_ready(kinds)).limit(bindparam("most", type_=Integer))


@cache
def _oldest(kinds: frozenset[JobKind]) -> Select[OutboxJob]:
    """Up to ``most`` rows ready at ``now``; asked all day long, so it is put together once."""
    earlier = aliased(OutboxJob)
    overtakes = exists().where(
        earlier.ordering_key == OutboxJob.ordering_key,
        earlier.finished_at.is_(None),
        tuple_(earlier.position, earlier.id) < tuple_(OutboxJob.position, OutboxJob.id),
    )
    query = select(OutboxJob).where(_ready(kinds), ~overtakes).order_by(OutboxJob.ready_at)
    return _locking(query.limit(bindparam("most", type_=Integer)))


def _locked(work: Work, *conditions: ColumnElement[bool]) -> Sequence[OutboxJob]:
    return work.session.scalars(_locking(select(OutboxJob).where(*conditions))).all()


def _locking(query: Select[OutboxJob]) -> Select[OutboxJob]:
    return query.with_for_update(skip_locked=True)


def _ready(kinds: frozenset[JobKind]) -> ColumnElement[bool]:
    """What was never put off is ready at once: after the clock went back an hour nothing new may wait for an hour."""
    return and_(
        OutboxJob.finished_at.is_(None),
        or_(OutboxJob.ready_at <= bindparam("now"), OutboxJob.ready_at <= OutboxJob.created_at),
        or_(OutboxJob.leased_until.is_(None), OutboxJob.leased_until < bindparam("now")),
        OutboxJob.kind.in_(kinds),
    )


def _kinds(work: Work, queue: WorkQueue | None) -> frozenset[JobKind]:
    """What may be handed out: messages wait for a conversation that can hear them."""
    carried = frozenset(QUEUES) if queue is None else frozenset(kinds_of(queue))
    return carried - frozenset(kinds_of(WorkQueue.INBOUND) if work.desk.conversation is None else ())
