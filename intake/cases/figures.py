"""Figures of the whole desk for whoever watches the system: how much came in, how far it is, what waits.

They are counted from the record, so every process tells the same and a restart forgets nothing. They name nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from intake.cases import access, meanings
from intake.cases.beating import beats
from intake.cases.meanings import Share
from intake.cases.work import Work
from models.alert import Alert
from models.case import Case
from models.elapsed import seconds_between
from models.outbox import OutboxJob
from models.vocabulary import AlertKind, CaseStatus, ChannelKind, JobKind, JobState
from routing import lifecycle

ANSWER_DAYS = (1, 3, 5, 10, 15, 20, 30, 45, 60)
"""Bounds of the histogram of the time to answer; the law counts in days."""

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts at one moment. ``answered`` maps each bound (in days, None for longer) to how many fell under it alone.

    ``classified`` maps the engine that decided to how many it decided. ``jobs`` are the outbox rows that wait or were
    set aside; what is done is neither read nor counted, because there is much of it. ``understood`` are messages of
    chats by the engine that understood them.
    """

    received: Mapping[ChannelKind, int]
    classified: Mapping[str, int]
    unfinished: Mapping[CaseStatus, int]
    overdue: int
    answered: Mapping[int | None, int]
    answer_seconds: float
    jobs: Mapping[tuple[JobKind, JobState], int]
    oldest_job_seconds: float
    watch_seconds: float
    anchor_seconds: float
    alerts: Mapping[AlertKind, int]
    understood: Sequence[Share]


def count(work: Work) -> Figures:
    """Count everything once."""
    clock = beats(work)
    answered, answer_seconds = _answered(work)
    engine = Case.proposal["model"].as_string()
    unfinished = Case.status.in_(lifecycle.OPEN_STATUSES)
    return Figures(
        received=dict(_by(work, Case.channel)),
        classified=dict(_by(work, engine, Case.proposal.is_not(None))),
        unfinished=dict(_by(work, Case.status, unfinished)),
        overdue=sum(dict(_by(work, Case.status, unfinished, Case.due_at < work.now)).values()),
        answered=answered,
        answer_seconds=answer_seconds,
        jobs=_jobs(work),
        oldest_job_seconds=_oldest_job(work),
        watch_seconds=clock.watch.total_seconds(),
        anchor_seconds=clock.anchor.total_seconds(),
        alerts=_alerts(work),
        understood=meanings.shares(work),
    )


Counts = list[tuple[Any, int]]


def _by(work: Work, what: ColumnElement[Any] | InstrumentedAttribute[Any], *conditions: ColumnElement[bool]) -> Counts:
    """How many cases there are for each value."""
    query = access.visible_cases(work.actor).with_only_columns(what, func.count(Case.id)).where(*conditions)
    return [(value, number) for value, number in work.session.execute(query.group_by(what))]


def _answered(work: Work) -> tuple[dict[int | None, int], float]:
    took = seconds_between(Case.received_at, Case.answered_at)
    bounds = case(*((took <= days * _DAY, days) for days in ANSWER_DAYS))
    total = access.visible_cases(work.actor).with_only_columns(func.sum(took)).where(Case.answered_at.is_not(None))
    return dict(_by(work, bounds, Case.answered_at.is_not(None))), float(work.session.scalar(total) or 0)


def _jobs(work: Work) -> dict[tuple[JobKind, JobState], int]:
    query = select(OutboxJob.kind, OutboxJob.state, func.count(OutboxJob.id)).group_by(OutboxJob.kind, OutboxJob.state)
    wanted = OutboxJob.finished_at.is_(None), OutboxJob.state.in_([JobState.PERMANENT, JobState.UNCERTAIN])
    rows = [row for condition in wanted for row in work.session.execute(query.where(condition))]
    return {(kind, state): number for kind, state, number in rows}


def _alerts(work: Work) -> dict[AlertKind, int]:
    """How often each thing was told to an office."""
    query = select(Alert.kind, func.count(Alert.id)).group_by(Alert.kind)
    return dict(work.session.execute(query).all())


def _oldest_job(work: Work) -> float:
    """Seconds since the oldest unfinished job was asked for, however often it was put off meanwhile."""
    oldest = work.session.scalar(select(func.min(OutboxJob.created_at)).where(OutboxJob.finished_at.is_(None)))
    return max(0.0, (work.now - oldest).total_seconds()) if oldest is not None else 0.0
