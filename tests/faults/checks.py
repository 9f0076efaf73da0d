"""What must hold after every fault, whatever was broken: nothing lost, nothing twice, nothing made up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from email.message import Message
from uuid import UUID

from sqlalchemy import select

from intake.cases.work import Desk, Work
from models.case import Case
from models.history import CaseEvent, broken_link
from models.notice import Notice
from models.outbox import OutboxJob
from models.vocabulary import CaseStatus, ChannelKind, EventType, JobState

_ENDS = {JobState.DELIVERED, JobState.PERMANENT, JobState.UNCERTAIN}


def check_everything(desk: Desk, codes: Iterable[str], letters: Sequence[Message] = ()) -> None:
    """Every case that a receipt was given for, and no other; every chain, job and notice at an honest end."""
    expected = sorted(codes)
    assert len(expected) == len(set(expected)), "one code for two requests"
    with desk.look() as work:
        assert sorted(work.session.scalars(select(Case.code))) == expected
        _check_histories(work)
        _check_jobs(work)
        _check_notices(work, letters)


def _check_histories(work: Work) -> None:
    histories: dict[UUID, list[CaseEvent]] = defaultdict(list)
    for event in work.session.scalars(select(CaseEvent).order_by(CaseEvent.case_id, CaseEvent.seq)):
        histories[event.case_id].append(event)
    for case in work.session.scalars(select(Case)):
        events = histories.pop(case.id)
        types = Counter(event.type for event in events)
        assert broken_link(events) is None
        assert case.version == len(events)
        assert (types[EventType.RECEIVED], types[EventType.CLASSIFIED]) == (1, 1), types
        assert case.status is not CaseStatus.RECEIVED
    assert not histories, "events without a case"


def _check_jobs(work: Work) -> None:
    for job in work.session.scalars(select(OutboxJob)):
        assert job.finished_at is not None, f"{job.kind} {job.state} {job.attempts} {job.fault}"
        assert job.state in _ENDS
        assert job.leased_until is None


def _check_notices(work: Work, letters: Sequence[Message]) -> None:
    """A delivered notice was accepted once, one that failed for good never, one we are unsure of once at most."""
    accepted = Counter(str(letter["Message-ID"]).strip("<>").split("@")[0] for letter in letters)
    jobs = {
        job.notice_id: job for job in work.session.scalars(select(OutboxJob).where(OutboxJob.notice_id.is_not(None)))
    }
    for notice in work.session.scalars(select(Notice)):
        assert notice.state in _ENDS
        if notice.channel is ChannelKind.WEB:  # it lies on the page of the case, where nobody sends it
            assert notice.id not in jobs
            continue
        assert jobs[notice.id].state is notice.state
        if notice.channel is ChannelKind.WEBCHAT:  # it is read where it lies; no letter goes out
            assert notice.state is JobState.DELIVERED
            continue
        times = accepted.pop(str(notice.id), 0)
        allowed = {JobState.DELIVERED: {1}, JobState.PERMANENT: {0}, JobState.UNCERTAIN: {0, 1}}[notice.state]
        assert times in allowed, f"{notice.state}: accepted {times} times"
    assert not accepted, "letters without a notice"
