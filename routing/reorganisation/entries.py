"""What the reorganisation of 2025 changed, each with its day and its grounds. Values only.

It knows what became of what. It does not know which units a province has today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from models.vocabulary import Department
from routing.grounds import Grounds


@dataclass(frozen=True, slots=True)
class Province:
    """A province of today; ``merged`` are the provinces it was made of, itself among them if it kept its name."""

    name: str
    title: str
    merged: tuple[str, ...]
    since: date
    grounds: Grounds

    @property
    def full_name(self) -> str:
        return f"{self.title} {self.name}"


@dataclass(frozen=True, slots=True)
class EndedLevel:
    """A level of government that is no more: the words for its units, its last day, who does its work now."""

    name: str
    words: tuple[str, ...]
    last_day: date
    instead: str
    grounds: Grounds

    @property
    def ended_on(self) -> date:
        """The first day without it."""
        return self.last_day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class District:
    """A unit of the ended level, the province it was of, and the communes its land belongs to today."""

    name: str
    of: str
    communes: tuple[str, ...]
    last_day: date
    grounds: Grounds

    @property
    def ended_on(self) -> date:
        return self.last_day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DistrictOffice:
    """An office of the ended level, always named with its district, and who does its work now.

    For ``department`` commune that is each commune of the district, in its ``part``.
    """

    former: str
    short: tuple[str, ...]
    department: Department
    part: str
    since: date
    grounds: Grounds

    @property
    def names(self) -> tuple[str, ...]:
        return (self.former, *self.short)


@dataclass(frozen=True, slots=True)
class Merger:
    """An old provincial body and the department that carries it on. ``short`` stand after "Sở", or alone."""

    former: str
    short: tuple[str, ...]
    department: Department
    since: date
    grounds: Grounds

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to write it: "Sở Tài nguyên và Môi trường", "Sở TN&MT"."""
        prefix = "Sở " if self.former.startswith("Sở ") else ""
        return (self.former, *(prefix + short for short in self.short))


@dataclass(frozen=True, slots=True)
class Moved:
    """A matter that did not go with its old body: ``words`` in a text tell that it is about this matter."""

    matter: str
    words: tuple[str, ...]
    former: str
    department: Department
    since: date
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """All of it. ``names`` are further names of today's departments."""

    provinces: tuple[Province, ...]
    levels: tuple[EndedLevel, ...]
    districts: tuple[District, ...]
    district_offices: tuple[DistrictOffice, ...]
    mergers: tuple[Merger, ...]
    moved: tuple[Moved, ...]
    names: Mapping[Department, tuple[str, ...]]
