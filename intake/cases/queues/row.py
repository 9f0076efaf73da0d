"""One case in a list, as its actor may read it."""

from dataclasses import dataclass
from datetime import datetime

from intake.cases import access
from intake.cases.scene import shown_place
from intake.cases.work import Work
from models.case import Case
from models.vocabulary import CaseKind, CaseStatus, ChannelKind, Department, Field
from routing import deadlines, lifecycle
from routing.dates import local_day
from routing.deadlines import Remaining
from routing.text import first_line

SUMMARY_LENGTH = 110


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the machine thinks of a case that waits at triage: the likeliest department, and whether it cannot wait."""

    department: Department
    confidence: float
    urgent: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list. ``proposed`` and ``triage_reason`` are for whoever sorts it; None once it has a unit.

    ``others``: how many more of the same text stand in the list, which this row stands for.
    """

    code: str
    version: int
    summary: str
    kind: CaseKind | None
    field: Field | None
    status: CaseStatus
    channel: ChannelKind
    unit: str | None
    officer: str | None
    place: str | None
    received_at: datetime
    remaining: Remaining | None
    restricted: bool
    proposed: Proposed | None
    triage_reason: str | None
    others: int = 0


def row_of(work: Work, case: Case, *, others: int = 0) -> Row:
    at_triage = case.status is CaseStatus.TRIAGE and not case.restricted
    return Row(
        code=case.code,
        version=case.version,
        summary=first_line(access.shown_text(work.actor, case.content, of=case), SUMMARY_LENGTH),
        kind=case.kind,
        field=case.field,
        status=case.status,
        channel=case.channel,
        unit=case.unit.name if case.unit else None,
        officer=case.officer.name if case.officer else None,
        place=shown_place(work, case.place),
        received_at=case.received_at,
        remaining=remaining(work, case.status, case.due_at),
        restricted=case.restricted,
        proposed=_proposed(case) if at_triage else None,
        triage_reason=case.triage_reason if at_triage else None,
        others=others,
    )


def remaining(work: Work, status: CaseStatus, due_at: datetime) -> Remaining | None:
    """How the deadline reads today; None once nothing is to be done any more."""
    if status not in lifecycle.OPEN_STATUSES:
        return None
    book = work.desk.rulebook
    soon = book.on(work.today).due_soon.value.amount
    return deadlines.reading(local_day(due_at), work.today, book.calendar, soon=soon)


def _proposed(case: Case) -> Proposed | None:
    ranked = case.proposal["departments"] if case.proposal else []
    if not case.proposal or not ranked:
        return None
    best = max(ranked, key=lambda one: float(one["confidence"]))
    return Proposed(Department(best["department"]), float(best["confidence"]), bool(case.proposal["urgent"]))
