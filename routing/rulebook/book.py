"""The rule book: every dated rule, the calendar, and a version that names exactly this text of them.

Reads a folder once and refuses it whole when one place is unclear. Knows nothing about cases; which limit
runs when is asked by day, because an old case lives under the law of its day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Self, TypeVar

from models.vocabulary import CaseKind, RefusalReason
from routing.calendar import WorkingCalendar
from routing.dates import say_day
from routing.rulebook.dated import History
from routing.rulebook.entries import KindRule, Limit, OfficeHours, Refusal
from routing.rulebook.errors import RulebookInvalid, RuleUnknown
from routing.rulebook.profiles import NATIONAL, Profile, read_profile
from routing.rulebook.reading import read_kinds, read_limits, read_refusals
from routing.rulebook.reading_calendar import read_calendar

T = TypeVar("T")

SHIPPED_RULES = Path(__file__).resolve().parents[1] / "rules"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """``version`` changes whenever any file of the folder does, and is stored with every decision."""

    version: str
    limits: Mapping[str, History[Limit]]
    kinds: Mapping[CaseKind, History[KindRule]]
    refusals: Mapping[RefusalReason, History[Refusal]]
    calendar: WorkingCalendar
    office_hours: History[OfficeHours]
    profile: Profile = NATIONAL

    @classmethod
    def load(cls, directory: Path, profile: str | None = None) -> Self:
        """Read and check a folder of rules, with the file ``profiles/<profile>.yaml`` of a province over it.

        No profile, or ``"national"``, is the national book. Raises RulebookInvalid with file, line and key.
        """
        if not directory.is_dir():
            raise RulebookInvalid("không có thư mục quy định này", file=directory.name)
        limits = read_limits(directory / "limits.yaml")
        local = _profile_file(directory, profile)
        calendar, office_hours = read_calendar(directory / "calendar.yaml")
        return cls(
            version=_version(directory, local),
            limits=limits,
            kinds=read_kinds(directory / "kinds.yaml", limits),
            refusals=read_refusals(directory / "refusals.yaml"),
            calendar=calendar,
            office_hours=office_hours,
            profile=read_profile(local, limits) if local else NATIONAL,
        )

    @staticmethod
    def shipped(profile: str | None = None) -> "Rulebook":
        """The book that comes with the product, read once per process."""
        return _shipped(profile)

    def on(self, day: date) -> "RulebookDay":
        return RulebookDay(self, day)


@cache
def _shipped(profile: str | None) -> Rulebook:
    return Rulebook.load(SHIPPED_RULES, profile)


@dataclass(frozen=True, slots=True)
class RulebookDay:
    """The book as it stood on one day. Raises RuleUnknown for what had no value then."""

    book: Rulebook
    day: date

    def limit(self, id: str) -> Limit:
        """``"L04"``, or with a case of it ``"L15.transfer"``."""
        return self._held(self.book.limits.get(id), f"thời hạn {id}")

    def kind(self, kind: CaseKind) -> KindRule:
        national = self._held(self.book.kinds.get(kind), f"loại “{kind.label}”")
        return self.book.profile.applied(national, self.day)

    def refusal(self, reason: RefusalReason) -> Refusal:
        return self._held(self.book.refusals.get(reason), f"lý do {reason.value}")

    @property
    def office_hours(self) -> OfficeHours:
        return self._held(self.book.office_hours, "giờ làm việc")

    def _held(self, history: History[T] | None, what: str) -> T:
        found = history.on(self.day) if history else None
        if found is None:
            raise RuleUnknown(f"Sổ quy định không có {what} cho ngày {say_day(self.day)}.")
        return found


def _profile_file(directory: Path, profile: str | None) -> Path | None:
    if profile is None or profile == "national":
        return None
    known = {path.stem: path for path in sorted((directory / "profiles").glob("*.yaml"))}
    if profile not in known:
        names = ", ".join(["national", *known])
        raise RulebookInvalid(f"không có hồ sơ tỉnh “{profile}”; đang có: {names}", file="profiles")
    return known[profile]


def _version(directory: Path, profile: Path | None) -> str:
    digest = sha256()
    for path in [*sorted(directory.glob("*.yaml")), *([profile] if profile else [])]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
