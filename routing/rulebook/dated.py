"""A value that holds from a day, perhaps to a day, and the row of such values that is one rule's history."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
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
