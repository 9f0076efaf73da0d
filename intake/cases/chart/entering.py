"""Entering a chart: everything in one transaction, or nothing. A second time the same files change nothing.

It writes units, names, successions and accounts. First passwords are made by whoever calls, who also tells them.
"""

from collections.abc import Callable

import structlog

from intake.cases import accounts, desks
from intake.cases.chart.comparing import Change, changes
from intake.cases.chart.fitting import faults
from intake.cases.chart.reading import ChartInvalid
from intake.cases.chart.rows import Chart, OfficerRow, UnitRow
from intake.cases.chart.standing import Standing, read_standing
from intake.cases.work import Work
from models.organisation import FormerName, Officer, OfficerRole, Unit, UnitFunction, UnitSuccession
from models.vocabulary import OFFICER_ROLES
from routing.text import fold

log = structlog.get_logger(__name__)

_COLUMNS = (
    *("name", "department", "level", "commune", "address", "hotline", "email", "opening_hours"),
    *("receiving_desk", "duty_desk", "restricted_rank", "valid_from", "valid_to"),
)


def difference(work: Work, chart: Chart) -> list[Change]:
    """What entering these rows would change. Raises ChartInvalid with everything that is wrong."""
    standing = read_standing(work)
    if wrong := faults(chart, standing):
        raise ChartInvalid(wrong)
    return changes(chart, standing)


def enter(work: Work, chart: Chart, first_password: Callable[[str], str]) -> list[Change]:
    """Enter the rows; returns what changed. ``first_password`` gives that of a new account by its username.

    Raises ChartInvalid, also when a restricted case would be left without a desk that may keep it.
    """
    different = difference(work, chart)
    if not different:
        return []

    standing = read_standing(work)
    units = _units(work, chart, standing)
    for row in chart.units:
        _functions(work, row, units[row.key], standing)
        _former_names(work, row, units[row.key], standing)
        _successions(work, row, units, standing)
    for officer in chart.officers:
        _officer(work, officer, units, standing, first_password)
    work.session.flush()
    desks.rehouse(work)
    if left := desks.left_without(work):
        raise ChartInvalid([f"Sẽ có {left} hồ sơ hạn chế không còn cơ quan nào giữ được; xin thêm restricted_rank."])

    log.info("organisation.imported", changes=len(different))
    return different


def _units(work: Work, chart: Chart, standing: Standing) -> dict[str, Unit]:
    """Every unit by key. A desk that moves is let go first: there is never room for two."""
    units = dict(standing.units)
    for row in chart.units:
        if unit := units.get(row.key):
            unit.receiving_desk &= row.receiving_desk
            unit.duty_desk &= row.duty_desk
            unit.restricted_rank = unit.restricted_rank if unit.restricted_rank == row.restricted_rank else None
    work.session.flush()
    for row in chart.units:
        unit = units.setdefault(row.key, Unit(key=row.key))
        for name in _COLUMNS:
            setattr(unit, name, getattr(row, name))
        work.session.add(unit)
    work.session.flush()
    return units


def _functions(work: Work, row: UnitRow, unit: Unit, standing: Standing) -> None:
    known = {one.department: one for one in standing.also[unit.id]}
    for department in row.also - set(known):
        work.session.add(UnitFunction(unit_id=unit.id, department=department))
    for department in set(known) - row.also:
        work.session.delete(known[department])


def _former_names(work: Work, row: UnitRow, unit: Unit, standing: Standing) -> None:
    known = {name.name: name for name in standing.formerly[unit.id]}
    for one in row.formerly:
        name = known.pop(one.name, None) or FormerName(unit_id=unit.id, folded=fold(one.name))
        name.name, name.until, name.reference = one.name, one.until, one.reference
        work.session.add(name)
    for left in known.values():
        work.session.delete(left)


def _successions(work: Work, row: UnitRow, units: dict[str, Unit], standing: Standing) -> None:
    known = {one.unit_id: one for one in standing.succeeds[units[row.key].id]}
    for one in row.succeeds:
        before = units[one.unit].id
        found = known.get(before) or UnitSuccession(unit_id=before, successor_id=units[row.key].id)
        found.since, found.reference = one.since, one.reference
        work.session.add(found)


def _officer(
    work: Work, row: OfficerRow, units: dict[str, Unit], standing: Standing, first_password: Callable[[str], str]
) -> None:
    unit_id = units[row.unit].id if row.unit else None
    officer = standing.officers.get(row.username)
    if officer is None:
        officer = accounts.create_officer(
            work,
            username=row.username,
            name=row.name,
            password=first_password(row.username),
            roles=row.roles,
            unit_id=unit_id,
            title=row.title,
        )
    else:
        _moved(work, officer, row)
    officer.unit_id, officer.active = unit_id, row.active


def _moved(work: Work, officer: Officer, row: OfficerRow) -> None:
    """Somebody who is known already: what the file says of them now."""
    officer.name, officer.title = " ".join(row.name.split()), row.title
    if officer.roles != row.roles:
        kept = [role_row for role_row in officer.role_rows if role_row.role in row.roles]
        new = (role for role in OFFICER_ROLES if role in row.roles - officer.roles)
        officer.role_rows = [*kept, *(OfficerRole(officer_id=officer.id, role=role) for role in new)]
    if officer.active and not row.active:
        accounts.revoke_all(work, officer.id)
