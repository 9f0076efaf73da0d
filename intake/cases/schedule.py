"""How long jobs of each kind wait, lie and are kept: leases, pauses, and which queue carries what.

Figures only; the life of a job that they shape is in ``jobs``.
"""

from datetime import timedelta

from models.vocabulary import JobKind, WorkQueue

LEASE = timedelta(minutes=2)
"""How long a worker may be silent over one job before another may take it."""

WITH_BROKER = timedelta(minutes=10)
"""How long a row may lie in the broker before it is handed over once more."""

IN_BROKER: dict[WorkQueue, int] = {
    WorkQueue.CLASSIFY: 500,
    WorkQueue.NOTICES: 50,
    WorkQueue.CLOCK: 20,
    WorkQueue.INBOUND: 500,
}
"""How many rows may lie in the broker at once: as many as slow workers do before they would be handed over again."""

AGAIN = timedelta(hours=1)
"""How long clock work that failed for good is left alone before the clock asks for it again."""

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
    JobKind.EXPORT: (timedelta(seconds=10), timedelta(minutes=1)),
    JobKind.INBOUND: (timedelta(seconds=2), timedelta(seconds=10), timedelta(minutes=1)),
    JobKind.SPEAK: (
        timedelta(seconds=2),
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=10),
        timedelta(hours=1),
    ),
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
    JobKind.EXPORT: WorkQueue.CLOCK,
    JobKind.INBOUND: WorkQueue.INBOUND,
    JobKind.SPEAK: WorkQueue.INBOUND,
}


def kinds_of(queue: WorkQueue) -> frozenset[JobKind]:
    """The kinds of job that this queue carries."""
    return frozenset(kind for kind, carried_by in QUEUES.items() if carried_by is queue)
