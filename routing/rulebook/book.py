"""The rule book: every dated rule, the calendar, and a version that names exactly this text of them.

Reads a folder once and refuses it whole when one place is unclear: whoever has a book keeps it, whatever becomes
of the files. Knows nothing about cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Self

from models.vocabulary import CaseKind, RefusalReason
from routing.calendar import WorkingCalendar
from routing.rulebook.choices import Choices, read_all_choices
from routing.rulebook.dated import History
from routing.rulebook.day import RulebookDay
from routing.rulebook.elsewhere import Destination, Elsewhere, read_elsewhere
from routing.rulebook.entries import KindRule, Limit, OfficeHours, Refusal
from routing.rulebook.errors import RulebookInvalid
from routing.rulebook.evaluating import Evaluating, read_evaluating
from routing.rulebook.fields import FieldTable, read_fields
from routing.rulebook.keeping import Keeping, read_retention
from routing.rulebook.profiles import NATIONAL, NATIONAL_NAME, Profile, read_profile
from routing.rulebook.reading import read_kinds, read_limits, read_refusals
from routing.rulebook.reading_calendar import read_calendar
from routing.rulebook.receivers import Receiver, ReceivingLevel, read_receivers
from routing.rulebook.reporting import ReportPeriod, ReportRule, read_reports
from routing.rulebook.source import read

SHIPPED_RULES = Path(__file__).resolve().parents[1] / "rules"
PROFILES = "profiles"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """``version`` changes whenever any file of the folder does, and is stored with every decision."""

    version: str
    limits: Mapping[str, History[Limit]]
    kinds: Mapping[CaseKind, History[KindRule]]
    refusals: Mapping[RefusalReason, History[Refusal]]
    elsewhere: Mapping[Destination, History[Elsewhere]]
    receivers: Mapping[ReceivingLevel, History[Receiver]]
    evaluating: Evaluating
    reports: Mapping[ReportPeriod, History[ReportRule]]
    retention: Mapping[CaseKind, History[Keeping]]
    choices: Choices
    fields: FieldTable
    calendar: WorkingCalendar
    office_hours: History[OfficeHours]
    profile: Profile = NATIONAL

    @classmethod
    def load(cls, directory: Path, profile: str = NATIONAL_NAME, own: Path | None = None) -> Self:
        """Read and check a folder of rules, with the file of a province's profile over it.

        A profile is ``profiles/<profile>.yaml`` of ``own``, the folder of the office's own things, or else of this one;
        ``"national"`` is none. Raises RulebookInvalid with file, line and key.
        """
        if not directory.is_dir():
            raise RulebookInvalid("không có thư mục quy định này", file=directory.name)
        limits = read_limits(read(directory / "limits.yaml"))
        kinds = read_kinds(directory / "kinds.yaml", limits)
        file = _profile_file(directory, profile, own)
        local = read_profile(file, limits, kinds) if file else NATIONAL
        calendar, office_hours = read_calendar(directory / "calendar.yaml")
        return cls(
            version=_version(directory, file),
            limits=limits | dict(local.limits),
            kinds=kinds,
            refusals=read_refusals(directory / "refusals.yaml"),
            elsewhere=read_elsewhere(directory / "elsewhere.yaml", limits),
            receivers=read_receivers(directory / "receivers.yaml"),
            evaluating=read_evaluating(directory / "evaluation.yaml"),
            reports=read_reports(directory / "reports.yaml"),
            retention=read_retention(directory / "retention.yaml"),
            choices=read_all_choices(directory / "choices.yaml", limits),
            fields=read_fields(directory / "fields.yaml"),
            calendar=calendar,
            office_hours=office_hours,
            profile=local,
        )

    @staticmethod
    def shipped(profile: str = NATIONAL_NAME) -> "Rulebook":
        """The book that comes with the product, read once per process."""
        return _shipped(profile)

    def on(self, day: date) -> RulebookDay:
        return RulebookDay(self, day)


@cache
def _shipped(profile: str) -> Rulebook:
    return Rulebook.load(SHIPPED_RULES, profile)


def known_profiles(directory: Path, own: Path | None = None) -> Mapping[str, Path | None]:
    """Every profile that can be chosen, with its file; an office's own comes before a shipped one of that name."""
    found: dict[str, Path | None] = {}
    for folder in (directory, *([own] if own else [])):
        found |= {path.stem: path for path in sorted((folder / PROFILES).glob("*.yaml"))}
    return found | {NATIONAL_NAME: None}


def _profile_file(directory: Path, profile: str, own: Path | None) -> Path | None:
    known = known_profiles(directory, own)
    if profile not in known:
        names = ", ".join(sorted(known))
        raise RulebookInvalid(f"không có hồ sơ tỉnh “{profile}”; đang có: {names}", file=PROFILES)
    return known[profile]


def _version(directory: Path, profile: Path | None) -> str:
    digest = sha256()
    for path in [*sorted(directory.glob("*.yaml")), *([profile] if profile else [])]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
