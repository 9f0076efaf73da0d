"""What happens to a job that failed for good: a case is given to a person, a notice says what is known of it.

The row must come to its end whatever is wrong with what it is about, or it would be tried for ever; so where the
full answer fails too, less is done, and that is logged.
"""

from collections.abc import Callable

import structlog

from intake.cases import classify, jobs, speak
from intake.cases.deliver import abandon
from intake.cases.jobs import Claimed
from intake.cases.queues import exporting
from intake.cases.work import Desk, Work, by_id
from models.vocabulary import JobKind, JobState

log = structlog.get_logger()


def set_aside(desk: Desk, job: Claimed, fault: str) -> None:
    """End the job: with everything that follows, with the least a person needs, or by itself."""
    for follow in (_follow, _barely_follow):
        try:
            with desk.work() as work:
                _end(work, job, fault, follow)
        except Exception as further:  # noqa: BLE001 - what fails here must not keep the row from ending; it is named
            log.error("job.not_set_aside", kind=job.kind, fault=type(further).__name__, how=follow.__name__.strip("_"))
        else:
            return
    with desk.work() as work:
        jobs.finish(work, job, JobState.PERMANENT, fault=fault)


def _end(work: Work, job: Claimed, fault: str, follow: Callable[[Work, Claimed, str], JobState]) -> None:
    if jobs.held(work, job) is not None:
        jobs.finish(work, job, follow(work, job, fault), fault=fault)


def _follow(work: Work, job: Claimed, fault: str) -> JobState:
    """What the end of the job means for its case or notice; gives the state in which the row ends."""
    if job.kind is JobKind.CLASSIFY and job.case_id is not None:
        classify.give_up(work, by_id(work, job.case_id), fault)
    elif job.kind is JobKind.NOTICE:
        return abandon(work, job, fault)
    elif job.kind is JobKind.EXPORT and job.export_id is not None:
        exporting.give_up(work, job.export_id)
    elif job.kind is JobKind.SPEAK:
        return speak.abandon(work, job, fault)
    return JobState.PERMANENT


def _barely_follow(work: Work, job: Claimed, fault: str) -> JobState:
    """The case reaches a person as it is, even if its words cannot be read."""
    if job.kind is JobKind.CLASSIFY and job.case_id is not None:
        classify.leave_to_a_person(work, by_id(work, job.case_id), fault)
    return JobState.PERMANENT
