"""The rule book a process works with: the one it was started with, and the office's calendar days over it.

Every process looks every few seconds whether days were entered or withdrawn, in a transaction it had open anyway.
A day is a row that was checked when it was entered; whoever asks for the law asks ``desk.rulebook``.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.calendar import CalendarDay
from routing.dates import local_day
from routing.days_off import EnteredDay, MarkedDay
from routing.grounds import Grounds
from routing.rulebook import Rulebook

REFRESH = timedelta(seconds=3)
"""How long a process may go on without looking whether the calendar has changed."""


@dataclass(frozen=True, slots=True)
class _Held:
    """``edition`` counts the rows there ever were: they are only added, so it grows with every change."""

    book: Rulebook
    edition: int
    read_at: datetime | None


class CurrentBook:
    """One process's book. Threads may race: what the slower one had read is corrected within ``REFRESH``."""

    def __init__(self, loaded: Rulebook) -> None:
        self._loaded = loaded
        self._held = _Held(loaded, 0, None)

    @property
    def book(self) -> Rulebook:
        return self._held.book

    @property
    def edition(self) -> int:
        return self._held.edition

    def refresh(self, session: Session, now: datetime, *, at_once: bool = False) -> None:
        """Look again if it is time to, also when the clock has gone back."""
        held = self._held
        if not at_once and held.read_at is not None and abs(now - held.read_at) < REFRESH:
            return
        edition = edition_of(session)
        book = held.book if edition == held.edition else self.with_days(days_entered(session))
        self._held = _Held(book, edition, now)

    def with_days(self, days: list[EnteredDay]) -> Rulebook:
        """The book as it would be with these days entered and no others."""
        return replace(self._loaded, calendar=self._loaded.calendar.changed(days))


def edition_of(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(CalendarDay)) or 0


def days_entered(session: Session) -> list[EnteredDay]:
    """The days that count now, in order."""
    rows = session.scalars(select(CalendarDay).where(CalendarDay.superseded_at.is_(None)).order_by(CalendarDay.day))
    return [as_entered(row) for row in rows]


def as_entered(row: CalendarDay) -> EnteredDay:
    grounds = Grounds(row.reference, row.certainty, local_day(row.entered_at))
    return EnteredDay(row.day, row.working, MarkedDay(row.name, grounds), row.completes)
