"""A length of legal time with its unit: "20 days", "5 working_days", "8 working_hours".

A bare number is refused: twenty days and twenty working days are eight days apart.
"""

from dataclasses import dataclass
from typing import Self

from models.vocabulary import Labelled


class TermUnit(Labelled):
    """What a limit is counted in."""

    DAYS = "days", "ngày"
    WORKING_DAYS = "working_days", "ngày làm việc"
    HOURS = "hours", "giờ"
    WORKING_HOURS = "working_hours", "giờ làm việc"


_DAYS = {
    TermUnit.DAYS: 1,
    TermUnit.WORKING_DAYS: 7 / 5,
    TermUnit.HOURS: 1 / 24,
    TermUnit.WORKING_HOURS: 7 / 5 / 8,
}


@dataclass(frozen=True, slots=True)
class Term:
    """``amount`` units, at least one."""

    amount: int
    unit: TermUnit

    @classmethod
    def parse(cls, words: str) -> Self:
        """Read ``"5 working_days"``. Raises ValueError with a Vietnamese sentence."""
        amount, _, unit = words.strip().partition(" ")
        if not amount.isascii() or not amount.isdigit() or int(amount) < 1:
            raise ValueError(f"“{words}” phải là một số nguyên dương kèm đơn vị, ví dụ “5 working_days”")
        if unit not in set(TermUnit):
            units = ", ".join(TermUnit)
            raise ValueError(f"“{words}” thiếu đơn vị hoặc đơn vị lạ; các đơn vị được dùng: {units}")
        return cls(int(amount), TermUnit(unit))

    @property
    def words(self) -> str:
        """``5 ngày làm việc``."""
        return f"{self.amount} {self.unit.label}"

    @property
    def about_days(self) -> float:
        """Roughly how many days of the calendar it lasts: to tell which of two terms is the longer."""
        return self.amount * _DAYS[self.unit]

    def times(self, turns: int) -> Self:
        """The same length ``turns`` times over."""
        return type(self)(self.amount * turns, self.unit)
