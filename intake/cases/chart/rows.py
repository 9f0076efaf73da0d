"""What the files say: units and officers as typed rows, each with the place it was written at.

Values only; whether they fit together, and what the record holds already, is asked elsewhere.
"""

from dataclasses import dataclass
from datetime import date

from models.vocabulary import Department, Level, Role


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: ``units.csv, dòng 12``."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, dòng {self.line}"


@dataclass(frozen=True, slots=True)
class FormerRow:
    """A name people still use for what the unit covers today."""

    name: str
    until: date | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class SucceedsRow:
    """A unit that has ended and that this one carries on, by its key."""

    unit: str
    since: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the file. ``also``: departments whose work it does beside its own."""

    at: Place
    key: str
    name: str
    department: Department
    level: Level
    commune: str | None
    address: str
    hotline: str
    email: str
    opening_hours: str
    receiving_desk: bool
    duty_desk: bool
    restricted_rank: int | None
    valid_from: date
    valid_to: date | None
    also: frozenset[Department]
    formerly: tuple[FormerRow, ...]
    succeeds: tuple[SucceedsRow, ...]


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """One officer of the file; ``unit`` is the key of theirs. Without ``active`` the account is closed."""

    at: Place
    username: str
    name: str
    title: str
    unit: str | None
    roles: frozenset[Role]
    active: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """All rows of all files that were read together."""

    units: tuple[UnitRow, ...]
    officers: tuple[OfficerRow, ...]
