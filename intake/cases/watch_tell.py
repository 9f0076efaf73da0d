"""Telling one unit what the watch found: alerts on its list, one letter to its address, the escalation on the case.

Every case is locked and looked at once more, so that two watches at once tell each thing once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from intake.cases import watch_letter, watch_scan
from intake.cases.watch_offices import Offices
from intake.cases.watch_scan import Found
from intake.cases.work import Work, by_id
from models.alert import Alert
from models.vocabulary import AlertKind, EventType
from routing import watching
from routing.lifecycle import Step
from routing.watching import Due

_ESCALATED = Step(None, frozenset(), EventType.ESCALATED, "", public=False)


@dataclass(frozen=True, slots=True)
class Told:
    """One alert that a unit was told."""

    case: Found
    due: Due


def due_for(work: Work, case: Found, unit_id: UUID, offices: Offices) -> list[Due]:
    """What this unit must be told of a case now."""
    due = watching.alerts_due(case.watched, work.now, work.desk.rulebook)
    return [one for one in due if offices.told_of(case, one) == unit_id]


def tell(work: Work, unit_id: UUID, case_ids: Sequence[UUID], offices: Offices) -> list[Told]:
    """Put everything due of these cases on the unit's list, the most pressing first."""
    cases = watch_scan.locked(work, case_ids, offices.today)
    told = [Told(case, due) for case in cases for due in due_for(work, case, unit_id, offices)]
    told.sort(key=lambda one: (watching.PRESSING_FIRST.index(one.due.kind), one.case.watched.due, one.case.code))
    work.session.add_all(_alert(work, unit_id, one) for one in told)
    for one in told:
        if one.due.kind is AlertKind.ESCALATION and _is_last_rung(one, offices):
            _note(work, one, unit_id)
    return told


def write(work: Work, unit_id: UUID, told: Sequence[Told], offices: Offices, *, more: int) -> None:
    """One letter about all of it to the unit's address, if it has one; ``more``: alerts that follow without one."""
    lines = [
        watch_letter.Line(
            one.due.kind, one.case, may_open=offices.may_open(unit_id, one.case), unit=_name(offices, one)
        )
        for one in told
    ]
    if lines:
        watch_letter.send(work, offices.units[unit_id], lines, more=more)


def _alert(work: Work, unit_id: UUID, one: Told) -> Alert:
    return Alert(
        case_id=one.case.case_id,
        deadline_id=one.case.deadline_id,
        kind=one.due.kind,
        turn=one.due.turn,
        unit_id=unit_id,
        told_at=work.now,
    )


def _is_last_rung(one: Told, offices: Offices) -> bool:
    superior = Due(AlertKind.ESCALATION, watching.SUPERIOR_RUNG)
    return one.due == superior or offices.told_of(one.case, superior) is None


def _note(work: Work, one: Told, unit_id: UUID) -> None:
    work.record(by_id(work, one.case.case_id), _ESCALATED, unit=str(unit_id), cause="overdue")


def _name(offices: Offices, one: Told) -> str:
    keeper = offices.units.get(one.case.keeper) if one.case.keeper else None
    return keeper.name if keeper else "chưa có đơn vị giữ"
