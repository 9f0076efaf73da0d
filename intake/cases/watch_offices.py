"""To whom the deadline watch speaks: the unit that holds a case, the duty desk, the superior.

A restricted case is spoken of to its desk and nobody else.
"""

from dataclasses import dataclass
from uuid import UUID

from intake.cases import organisation
from intake.cases.watch_scan import Found
from intake.cases.work import Work
from models.organisation import Unit
from models.vocabulary import AlertKind, Department
from routing.watching import SUPERIOR_RUNG, Due


@dataclass(frozen=True, slots=True)
class Offices:
    """Today's units. ``duty_desk`` is None while nobody was named and there is no receiving desk."""

    units: dict[UUID, Unit]
    receiving: UUID | None
    duty_desk: UUID | None
    superior: UUID | None

    @property
    def today(self) -> frozenset[UUID]:
        return frozenset(self.units)

    def told_of(self, case: Found, due: Due) -> UUID | None:
        """The unit that is told; None for a rung that has nobody of its own."""
        if case.watched.restricted:
            return None if due == Due(AlertKind.ESCALATION, SUPERIOR_RUNG) else case.keeper
        match due.kind:
            case AlertKind.UNOWNED:
                return self.duty_desk
            case AlertKind.RESULT_DUTY | AlertKind.TRANSFER_DUTY:
                return self.receiving or self.duty_desk
            case AlertKind.ESCALATION if due.turn == SUPERIOR_RUNG:
                return None if self.superior == self.duty_desk else self.superior
            case AlertKind.ESCALATION:
                return self.duty_desk
            case _:
                return case.keeper or self.duty_desk

    def may_open(self, unit_id: UUID, case: Found) -> bool:
        """Whether this unit's officers can open the case from a link."""
        return unit_id == case.keeper or (unit_id == self.receiving and not case.watched.restricted)


def offices_today(work: Work) -> Offices:
    units = organisation.units_today(work)
    receiving = next((unit.id for unit in units if unit.receiving_desk), None)
    return Offices(
        units={unit.id: unit for unit in units},
        receiving=receiving,
        duty_desk=next((unit.id for unit in units if unit.duty_desk), receiving),
        superior=next((unit.id for unit in units if unit.department is Department.PROVINCIAL_OFFICE), None),
    )
