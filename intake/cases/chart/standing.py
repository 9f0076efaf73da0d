"""What the record holds of a province's organisation, read once for comparing and entering."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from intake.cases.work import Work
from models.organisation import FormerName, Officer, Unit, UnitFunction, UnitSuccession


@dataclass(frozen=True, slots=True)
class Standing:
    """Units by key, officers by username, former names, successions and further functions by unit.

    A succession is its successor's.
    """

    units: Mapping[str, Unit]
    officers: Mapping[str, Officer]
    formerly: Mapping[UUID, Sequence[FormerName]]
    succeeds: Mapping[UUID, Sequence[UnitSuccession]]
    also: Mapping[UUID, Sequence[UnitFunction]]

    def key_of(self, unit_id: UUID | None) -> str | None:
        return next((key for key, unit in self.units.items() if unit.id == unit_id), None)


def read_standing(work: Work) -> Standing:
    """Everything, for comparing and entering."""
    officers = select(Officer).options(selectinload(Officer.role_rows), joinedload(Officer.unit))
    known = {officer.username: officer for officer in work.session.scalars(officers)}
    return replace(read_structure(work), officers=known)


def read_structure(work: Work) -> Standing:
    """The units and what became of whom, without the officers."""
    formerly, succeeds = defaultdict[UUID, list[FormerName]](list), defaultdict[UUID, list[UnitSuccession]](list)
    for name in work.session.scalars(select(FormerName).order_by(FormerName.name)):
        formerly[name.unit_id].append(name)
    for succession in work.session.scalars(select(UnitSuccession).order_by(UnitSuccession.since, UnitSuccession.id)):
        succeeds[succession.successor_id].append(succession)
    units = {unit.key: unit for unit in work.session.scalars(select(Unit))}
    also = defaultdict[UUID, list[UnitFunction]](list)
    for function in work.session.scalars(select(UnitFunction)):
        also[function.unit_id].append(function)
    return Standing(units, {}, formerly, succeeds, also)
