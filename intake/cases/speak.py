"""Handing one line of a conversation to its channel, with an honest word for how it went."""

from intake.cases import carrying, conversations, enclosures, handing, jobs, unheard
from intake.cases.handing import Ready
from intake.cases.jobs import Claimed
from intake.cases.ports import Outgoing
from intake.cases.work import Desk, Work
from models.conversation import ChatLine
from models.vocabulary import JobState


def run(desk: Desk, job: Claimed) -> None:
    """Send the line of this job and write down what became of it."""
    with desk.work() as work:
        ready = _begin(work, job)
    if ready is None:
        return

    fault = carrying.hand_over(desk, job, ready, lambda work: _locked(work, job))

    with desk.work() as work:
        line = _locked(work, job)
        if handing.settle(work, job, line, fault) is not None:
            unheard.go_on(work, line)


def abandon(work: Work, job: Claimed, fault: str) -> JobState:
    """The job can go on no more."""
    line = _locked(work, job)
    if handing.give_up(work, line, fault):
        unheard.go_on(work, line)
    return line.state


def _begin(work: Work, job: Claimed) -> Ready | None:
    line = _locked(work, job)
    if line.state in enclosures.ENDED:
        jobs.finish(work, job, line.state)
        return None
    if jobs.held(work, job) is None:
        return None
    talk = conversations.by_id(work, line.conversation_id)
    channel = work.desk.channels.get(talk.channel)
    choices = tuple(conversations.choices_of(line))
    whole = Outgoing(line.id, talk.address or "", "", line.text or "", talk.account, choices)
    files = [row.id for row in enclosures.of(work, line)]
    ready = handing.ready(line, channel, whole, files) if channel is not None else None
    stop = handing.obstacle(work, line, ready, talk.heard_at)
    if stop is not None:
        handing.become(work, line, stop.state, stop.fault)
        jobs.finish(work, job, stop.state, fault=stop.fault)
        unheard.go_on(work, line)
        return None
    handing.become(work, line, JobState.SENDING, None)
    return ready


def _locked(work: Work, job: Claimed) -> ChatLine:
    return work.session.get_one(ChatLine, job.line_id, with_for_update=True)
