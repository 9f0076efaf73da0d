"""A value that holds from a day, perhaps to a day, and the row of such values that is one rule's history."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """Holds from ``since`` to the end of ``until``; without ``until``, until further notice."""

    since: date
    until: date | None
    value: T


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """Values in order of time, never two for one day (the reader refuses that)."""

    values: tuple[Dated[T], ...]

    def on(self, day: date) -> T | None:
        """The value that held on this day, if there was one."""
        index = bisect_right(self.values, day, key=lambda dated: dated.since) - 1
        if index < 0:
            return None
        found = self.values[index]
        return found.value if found.until is None or day <= found.until else None

    def first_without(self, since: date, until: date | None) -> date | None:
        """The first day from ``since`` to ``until`` (or for ever) on which no value holds; None if there is none."""
        bare = since
        for dated in self.values:
            if dated.since > bare:
                break
            if dated.until is None:
                return None
            bare = max(bare, dated.until + timedelta(days=1))
        return bare if until is None or bare <= until else None
