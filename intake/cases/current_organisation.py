"""The units and officers a process knows: read again only when somebody has changed one of them.

Every message is compared with all of their names, which change a few times a year. The record draws a new edition
with each change (``models.edition``), so one short question tells whether what is known still holds. Who of them
is competent or accused is decided elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.edition import edition_of
from models.organisation import FormerName, Officer, Unit, UnitFunction, UnitSuccession
from models.vocabulary import Department
from routing.text import fold
from routing.units import UnitView


@dataclass(frozen=True, slots=True)
class Known:
    """Every unit there ever was with its first day and the day it ended, every active officer with the folded name."""

    edition: str
    units: tuple[tuple[UnitView, date, date | None], ...]
    officers: tuple[tuple[UUID, str], ...]


class CurrentOrganisation:
    """One process's knowledge. Threads may race: each uses what it has read itself."""

    def __init__(self) -> None:
        self._held: Known | None = None

    def known(self, session: Session) -> Known:
        """As of this transaction, with what it has changed itself."""
        edition, held = edition_of(session), self._held
        if held is None or held.edition != edition:
            held = self._held = Known(edition, tuple(_units(session)), tuple(_officers(session)))
        return held


def _officers(session: Session) -> Iterator[tuple[UUID, str]]:
    for officer_id, name in session.execute(select(Officer.id, Officer.name).where(Officer.active)):
        yield officer_id, fold(name)


def _units(session: Session) -> Iterator[tuple[UnitView, date, date | None]]:
    """Every unit with its dates and the names of what it carries on."""
    columns = (Unit.id, Unit.department, Unit.commune, Unit.name, Unit.valid_from, Unit.valid_to)
    query = select(*columns, FormerName.name.label("former")).outerjoin(FormerName, FormerName.unit_id == Unit.id)
    rows = session.execute(query).all()
    pairs = session.execute(select(UnitSuccession.successor_id, UnitSuccession.unit_id))
    before = _before((successor_id, unit_id) for successor_id, unit_id in pairs)
    formerly = defaultdict[UUID, list[str]](list)
    for row in rows:
        if row.former:
            formerly[row.id].append(row.former)
    also = defaultdict[UUID, list[Department]](list)
    for unit_id, department in session.execute(select(UnitFunction.unit_id, UnitFunction.department)):
        also[unit_id].append(department)
    units = {row.id: row for row in rows}
    named = {unit_id: row.name for unit_id, row in units.items()}
    for row in units.values():
        carries_on = row.id in before or row.id in formerly
        names = tuple(_names(row.id, before, named, formerly)) if carries_on else ()
        view = UnitView(row.id, row.department, row.commune, row.name, names, tuple(also[row.id]))
        yield view, row.valid_from, row.valid_to


def _before(pairs: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, list[UUID]]:
    before: dict[UUID, list[UUID]] = {}
    for successor_id, unit_id in pairs:
        before.setdefault(successor_id, []).append(unit_id)
    return before


def _names(
    unit_id: UUID, before: Mapping[UUID, list[UUID]], named: Mapping[UUID, str], formerly: Mapping[UUID, list[str]]
) -> Iterable[str]:
    """The unit's former names, and the names of every unit it carries on with theirs."""
    seen, waiting = {unit_id}, [unit_id]
    while waiting:
        current = waiting.pop()
        yield from formerly.get(current, ())
        if current != unit_id:
            yield named[current]
        fresh = [one for one in before.get(current, ()) if one not in seen]
        seen.update(fresh)
        waiting += fresh
