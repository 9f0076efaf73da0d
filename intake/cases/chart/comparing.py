"""The difference between the files and the record, in the words of the files, before anything is changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from intake.cases.chart.rows import Chart, OfficerRow, UnitRow
from intake.cases.chart.standing import Standing
from models.organisation import Officer, Unit, UnitSuccession
from routing.dates import say_day

Said = dict[str, str]
"""A row as words, by the name of its column."""

PLAIN = ("name", "commune", "address", "hotline", "email", "opening_hours", "restricted_rank")


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is new or different. ``fields``: the column, what the record says, what the file says."""

    what: str
    key: str
    new: bool
    fields: tuple[tuple[str, str, str], ...]

    def __str__(self) -> str:
        if self.new:
            return f"Thêm {self.what} {self.key}: {next(after for name, _, after in self.fields if name == 'name')}"
        told = "; ".join(f"{name} “{before}” → “{after}”" for name, before, after in self.fields)
        return f"Sửa {self.what} {self.key}: {told}"


def changes(chart: Chart, standing: Standing) -> list[Change]:
    """What entering the rows would change, in the order of the files."""
    units = (_change("đơn vị", row.key, _unit_now(standing, row), unit_said(row)) for row in chart.units)
    officers = (
        _change("cán bộ", row.username, _officer_now(standing, row), officer_said(row)) for row in chart.officers
    )
    return [change for change in (*units, *officers) if change.fields]


def _change(what: str, key: str, before: Said | None, after: Said) -> Change:
    told = before or {}
    different = ((name, told.get(name, ""), value) for name, value in after.items() if told.get(name, "") != value)
    return Change(what, key, before is None, tuple(different))


def unit_said(row: UnitRow) -> Said:
    said = _plain(row)
    said["also"] = " | ".join(sorted(row.also))
    said["formerly"] = " | ".join(sorted(f"{one.name}{_told(one.until, one.reference)}" for one in row.formerly))
    said["succeeds"] = " | ".join(sorted(f"{one.unit}{_told(one.since, one.reference)}" for one in row.succeeds))
    return said


def officer_said(row: OfficerRow) -> Said:
    return _person(row) | {"unit": row.unit or "", "roles": " | ".join(sorted(row.roles))}


def _unit_now(standing: Standing, row: UnitRow) -> Said | None:
    unit = standing.units.get(row.key)
    if unit is None:
        return None
    said = _plain(unit)
    said["also"] = " | ".join(sorted(one.department for one in standing.also[unit.id]))
    said["formerly"] = " | ".join(
        sorted(f"{one.name}{_told(one.until, one.reference)}" for one in standing.formerly[unit.id])
    )
    said["succeeds"] = " | ".join(sorted(_succession(standing, one) for one in _of_file(standing, row, unit)))
    return said


def _of_file(standing: Standing, row: UnitRow, unit: Unit) -> Iterator[UnitSuccession]:
    """The successions the file speaks of; one it leaves out stays, because the accused must not slip out of it."""
    told = {one.unit for one in row.succeeds}
    return (one for one in standing.succeeds[unit.id] if standing.key_of(one.unit_id) in told)


def _officer_now(standing: Standing, row: OfficerRow) -> Said | None:
    officer = standing.officers.get(row.username)
    if officer is None:
        return None
    return _person(officer) | {
        "unit": officer.unit.key if officer.unit else "",
        "roles": " | ".join(sorted(officer.roles)),
    }


def _plain(unit: UnitRow | Unit) -> Said:
    said = {name: "" if getattr(unit, name) is None else str(getattr(unit, name)) for name in PLAIN}
    return said | {
        "department": unit.department.value,
        "level": unit.level.value,
        "receiving_desk": _yes(unit.receiving_desk),
        "duty_desk": _yes(unit.duty_desk),
        "valid_from": say_day(unit.valid_from),
        "valid_to": say_day(unit.valid_to) if unit.valid_to else "",
    }


def _person(officer: OfficerRow | Officer) -> Said:
    return {"name": " ".join(officer.name.split()), "title": officer.title, "active": _yes(officer.active)}


def _succession(standing: Standing, one: UnitSuccession) -> str:
    return f"{standing.key_of(one.unit_id)}{_told(one.since, one.reference)}"


def _told(day: date | None, reference: str) -> str:
    """`` (01/07/2025; Nghị quyết …)``."""
    told = "; ".join(part for part in (say_day(day) if day else "", reference) if part)
    return f" ({told})" if told else ""


def _yes(flag: bool) -> str:
    return "có" if flag else ""
