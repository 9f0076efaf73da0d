"""Walking the history of every case once: is each chain whole, and do the daily anchors still fit?

One pass in the order of the anchors, so memory stays the same for a hundred cases and for a million. It finds what
was changed and where; it refuses to repair anything.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, select

from intake.cases import access
from intake.cases.work import Work
from models.case import Case
from models.history import Anchor, CaseEvent, broken_link

_AT_ONCE = 2_000

History = list[Row[Any]]
"""The events of one case, as plain rows."""


@dataclass(frozen=True, slots=True)
class Chains:
    """What one walk found. ``first_broken`` is the code of a case and the number of the event that does not fit.

    ``wrong_anchors`` are the days whose anchor no longer fits; ``latest`` is when anything last happened.
    """

    cases: int
    events: int
    broken: int
    first_broken: tuple[str, int] | None
    anchors: int
    wrong_anchors: tuple[date, ...]
    latest: datetime | None


def walk(work: Work) -> Chains:
    """Verify every chain and every anchor of a moment that has passed."""
    heads = _Heads(work.session.scalars(select(Anchor).where(Anchor.at <= work.now).order_by(Anchor.at)).all())
    tally = _Tally()
    for code, version, events in _histories(work):
        tally.add(code, version, events)
        heads.add(events)
    return Chains(
        cases=tally.cases,
        events=tally.events,
        broken=tally.broken,
        first_broken=tally.first_broken,
        anchors=len(heads.anchors),
        wrong_anchors=heads.wrong(),
        latest=tally.latest,
    )


def _histories(work: Work) -> Iterator[tuple[str, int, History]]:
    """Each case's code, version and events, by case id; a case without events has an empty list."""
    query = (
        access.visible_cases(work.actor)
        .with_only_columns(Case.id.label("chain"), Case.code, Case.version, *CaseEvent.__table__.columns)
        .outerjoin(CaseEvent, CaseEvent.case_id == Case.id)
        .order_by(Case.id, CaseEvent.seq)
        .execution_options(yield_per=_AT_ONCE)
    )
    for (_, code, version), rows in groupby(work.session.execute(query), key=itemgetter(0, 1, 2)):
        yield code, version, [row for row in rows if row.hash is not None]


@dataclass(slots=True)
class _Tally:
    """What the walk has met so far."""

    cases: int = 0
    events: int = 0
    broken: int = 0
    first_broken: tuple[str, int] | None = None
    latest: datetime | None = None

    def add(self, code: str, version: int, events: History) -> None:
        self.cases, self.events = self.cases + 1, self.events + len(events)
        last = max((event.at for event in events), default=None)
        self.latest = max((at for at in (self.latest, last) if at is not None), default=None)
        # A chain cut off at its end is whole in itself; only the case remembers how many events it had.
        wrong = broken_link(events) or (len(events) + 1 if len(events) != version else None)
        if wrong is not None:
            self.broken, self.first_broken = self.broken + 1, self.first_broken or (code, wrong)


class _Heads:
    """For each anchor the running hash of the heads it saw."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self.anchors = anchors
        self._moments = [anchor.at for anchor in anchors]
        self._sums = [hashlib.sha256() for _ in anchors]
        self._cases = [0] * len(anchors)

    def add(self, events: History) -> None:
        """An anchor saw the last event up to its moment."""
        end = len(self.anchors)
        for event in reversed(events):
            start = bisect_left(self._moments, event.at)
            line = f"{event.case_id} {event.seq} {event.hash}\n".encode()
            for place in range(start, end):
                self._sums[place].update(line)
                self._cases[place] += 1
            end = min(end, start)

    def wrong(self) -> tuple[date, ...]:
        found = zip(self.anchors, self._cases, self._sums, strict=True)
        return tuple(
            anchor.day
            for anchor, cases, total in found
            if (anchor.cases, anchor.heads_hash) != (cases, total.hexdigest())
        )
