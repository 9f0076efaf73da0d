"""How long cases of each kind are kept, counted from the year after the work on them ended.

It says from which day on somebody may be asked to erase; it refuses to know of any erasing, which a person decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.vocabulary import CaseKind
from routing.grounds import Grounds
from routing.rulebook.dated import History
from routing.rulebook.reading import GROUNDS, PERIOD, every, read_grounds
from routing.rulebook.source import Section, read


@dataclass(frozen=True, slots=True)
class Keeping:
    """``years`` whole calendar years; None: for ever."""

    kind: CaseKind
    years: int | None
    grounds: Grounds

    def until(self, ended: date) -> date | None:
        """The first day on which a case that ended then may be proposed for erasing; None: never."""
        return date(ended.year + 1 + self.years, 1, 1) if self.years is not None else None

    def ended_before(self, today: date) -> date | None:
        """Cases that ended before this day may be proposed today; None: none may."""
        return date(today.year - self.years, 1, 1) if self.years is not None else None


def read_retention(path: Path) -> Mapping[CaseKind, History[Keeping]]:
    """Raises RulebookInvalid."""

    def one(kind: CaseKind, row: Section) -> Keeping:
        row.only(*PERIOD, "years", *GROUNDS)
        years = row.number("years") if row.has("years") else None
        if years is not None and years < 1:
            row.fail("years", "lưu ít nhất một năm; không ghi “years” nếu không bao giờ xóa")
        return Keeping(kind, years, read_grounds(row))

    return every(read(path), CaseKind, one)
