"""Whether the clock's work is done: how long ago it was last asked for, and how long ago histories were anchored.

Beat and relay ask by name and leave no other trace, so when nobody asks any more only this tells.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from intake.cases.anchors import SETTLED
from intake.cases.work import Work
from models.history import Anchor
from models.installation import Installation
from models.outbox import OutboxJob
from models.vocabulary import JobKind

WATCHED, ANCHORED = timedelta(hours=2), timedelta(hours=26)
"""How old the newest watch and the newest anchor may be: each is due by the hour and by the day."""


@dataclass(frozen=True, slots=True)
class Beats:
    """How long ago each was; a new installation counts from its first start."""

    watch: timedelta
    anchor: timedelta

    @property
    def stopped(self) -> bool:
        return self.watch > WATCHED or self.anchor > ANCHORED


def beats(work: Work) -> Beats:
    """By the record alone."""
    began = work.session.scalar(select(func.min(Installation.created_at))) or work.now
    watch = select(func.max(OutboxJob.created_at)).where(OutboxJob.kind == JobKind.WATCH)
    anchor = work.session.scalar(select(func.max(Anchor.at)))
    return Beats(
        _ago(work, work.session.scalar(watch) or began),
        _ago(work, anchor + SETTLED if anchor else began),
    )


def _ago(work: Work, moment: datetime) -> timedelta:
    return max(work.now - moment, timedelta())
