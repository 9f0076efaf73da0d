"""The organisation as a page shows it: units with their dates, former names, and who carries on whom; and old names
resolved with every step. Units are no secret, so any officer may read it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from intake.cases import desks, organisation
from intake.cases.chart.standing import Standing, read_structure
from intake.cases.errors import NotFound
from intake.cases.work import Work
from models.languages import _
from models.organisation import Unit
from models.vocabulary import Department, Level
from routing.dates import say_day
from routing.reorganisation.resolution import Resolution
from routing.reorganisation.resolving import resolve


@dataclass(frozen=True, slots=True)
class Line:
    """One unit. ``predecessors`` and ``successors`` in words, each with its day."""

    key: str
    name: str
    department: Department
    level: Level
    valid_from: date
    valid_to: date | None
    duties: tuple[str, ...]
    formerly: tuple[str, ...]
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """``homeless``: open restricted cases that no desk may keep; somebody must name another desk at once."""

    today: tuple[Line, ...]
    later: tuple[Line, ...]
    ended: tuple[Line, ...]
    homeless: int


def organisation_page(work: Work) -> OrganisationPage:
    structure = read_structure(work)
    lines = sorted((_line(unit, structure) for unit in structure.units.values()), key=_order)
    day = work.today
    ended = tuple(line for line in lines if line.valid_to is not None and line.valid_to <= day)
    later = tuple(line for line in lines if line.valid_from > day)
    today = tuple(line for line in lines if line not in ended and line not in later)
    return OrganisationPage(today, later, ended, desks.left_without(work))


def look_up(work: Work, name: str) -> Resolution | None:
    """What a name of before or of today means; None when nothing was typed."""
    return resolve(name, organisation.views_today(work), work.today) if name else None


def unit_by_key(work: Work, key: str) -> Unit:
    """Raises NotFound."""
    unit = work.session.scalar(select(Unit).where(Unit.key == key))
    if unit is None:
        raise NotFound("no_unit", _("Không có đơn vị này trong danh mục."))
    return unit


def _line(unit: Unit, structure: Standing) -> Line:
    named = {one.id: one.name for one in structure.units.values()}
    after = [one for rows in structure.succeeds.values() for one in rows if one.unit_id == unit.id]
    return Line(
        key=unit.key,
        name=unit.name,
        department=unit.department,
        level=unit.level,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        duties=tuple(_duties(unit)),
        formerly=tuple(one.name for one in structure.formerly.get(unit.id, ())),
        predecessors=tuple(
            _("{unit} (từ {day})").format(unit=named[one.unit_id], day=say_day(one.since))
            for one in structure.succeeds.get(unit.id, ())
        ),
        successors=tuple(
            _("{unit} (từ {day}; {law})").format(
                unit=named[one.successor_id], day=say_day(one.since), law=one.reference
            )
            for one in after
        ),
    )


def _duties(unit: Unit) -> list[str]:
    duties = [_("Bàn tiếp nhận")] if unit.receiving_desk else []
    duties += [_("Trực thời hạn")] if unit.duty_desk else []
    return duties + (
        [_("Giữ hồ sơ hạn chế, thứ {rank}").format(rank=unit.restricted_rank)] if unit.restricted_rank else []
    )


def _order(line: Line) -> tuple[bool, str]:
    return line.level is Level.COMMUNE, line.name
