"""Work asked for by the clock: each piece has a name for its day, hour or calendar, so that it is asked for once.

Two schedulers, a scheduler that slept, or a clock that jumped back make no difference: the name exists already.
What failed for good is asked for again after a while, under the same name.
A clock that jumped forward asks for what is due now; what it jumped over was superseded by it.
"""

from sqlalchemy import select

from intake.cases import jobs, recount, scanning
from intake.cases.schedule import AGAIN
from intake.cases.work import Work
from models.outbox import OutboxJob
from models.vocabulary import JobKind, JobState
from routing.dates import local


def ask(work: Work) -> int:
    """Put what is due into the outbox; returns how many jobs were new."""
    hour = f"{local(work.now):%Y-%m-%dT%H}"
    wanted = {
        f"anchor:{work.today}": JobKind.ANCHOR,
        f"sweep:{hour}": JobKind.SWEEP,
        f"watch:{hour}": JobKind.WATCH,
        recount.name_of(work.desk.rulebook, work.desk.current.edition): JobKind.RECOUNT,  # also after an upgrade
    }
    scanning.ask_again(work)
    asked = work.session.scalars(select(OutboxJob).where(OutboxJob.once_key.in_(wanted))).all()
    for row in asked:
        if row.state is JobState.PERMANENT and row.finished_at is not None and row.finished_at <= work.now - AGAIN:
            jobs.retry(work, row)
    known = {row.once_key for row in asked}
    return sum(jobs.ask_once(work, name, kind) for name, kind in wanted.items() if name not in known)
