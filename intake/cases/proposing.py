"""What the machine makes of a message that is still being written, as its writer may read and change it.

It reads the same decision that will be made of the filed message and says it in plain sentences. It keeps nothing and
never calls a message an accusation: that is for a person to say. ``read`` is slow enough to stay outside transactions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from intake.cases import organisation, procedures
from intake.cases.chosen import KINDS
from intake.cases.classify import competence_today, knowledge
from intake.cases.ports import Decider
from intake.cases.work import Desk, Work
from models.languages import _
from models.vocabulary import CaseKind, Department, Field
from routing.decision import Decision, NamedProcedure
from routing.knowing import completed
from routing.reorganisation.resolving import resolve
from routing.text import words
from routing.units import UnitView, holding

FEWEST_WORDS = 4
"""With fewer words the machine would only guess, and its guess would be in the way."""

LONGEST = 20_000
_WORDS_TOLD = 3


@dataclass(frozen=True, slots=True)
class OfficeOption:
    """One office that may be competent: the unit's own name where there is exactly one."""

    department: Department
    name: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the message seems to be. ``reason`` is one plain sentence, ``offices`` are best first.

    ``guarded``: it may be an accusation, which is kept close; ``urgent``: somebody may be in danger. ``place`` says
    where the message seems to play, and what an old name is called today.
    """

    kind: CaseKind | None
    field: Field
    offices: tuple[OfficeOption, ...]
    reason: str
    procedure: NamedProcedure | None
    place: str
    guarded: bool
    urgent: bool


def propose(desk: Desk, decider: Decider, content: str, place: str = "") -> Proposal | None:
    """The proposal for a text as typed so far; None while there is too little of it."""
    text = content[:LONGEST]
    if len(words(text)) < FEWEST_WORDS:
        return None
    with desk.look() as work:
        known = knowledge(work)
    decision = completed(decider.decide(text), text, known)
    with desk.look() as work:
        return _proposal(work, decision, text, place)


def place_today(work: Work, typed: str) -> str:
    """What a place is called today, as one sentence; empty when it is the office's own name or nobody knows it."""
    if not typed.strip():
        return ""
    units = organisation.views_today(work)
    found = resolve(typed.strip(), units, work.today)
    communes = [unit.commune for unit in units if unit.commune]
    if found.bodies and not any(name.casefold() in typed.casefold() for name in communes):
        return found.sentence + "."
    reader = work.desk.places
    today = reader.today(typed) if reader is not None and not found.bodies else None
    if today is None or not today.sure:
        return ""
    return _("Nay thuộc {commune}, {province}.").format(commune=today.commune, province=today.province)


def found_procedures(work: Work, typed: str, limit: int) -> list[tuple[str, str]]:
    """Code and name of the procedures somebody may mean, best first."""
    return [(one.procedure.code, one.procedure.name) for one in procedures.known(work).search(typed, limit)]


def procedure_name(work: Work, code: str) -> str:
    """The name of a procedure in force; empty for none."""
    return next((one.name for one in procedures.known(work).listed if one.code == code), "")


def _proposal(work: Work, decision: Decision, text: str, place: str) -> Proposal:
    units = organisation.views_today(work)
    unit_id = competence_today(work, decision, place or None, text).unit_id
    guarded = decision.restricted or decision.kind in (CaseKind.COMPLAINT, CaseKind.DENUNCIATION)
    return Proposal(
        kind=decision.kind if decision.kind in KINDS else None,
        field=decision.field,
        offices=tuple(_office(one.department, unit_id, units) for one in decision.departments),
        reason=_reason(decision),
        procedure=decision.procedure,
        place=place_today(work, place) if place else _place(decision),
        guarded=guarded,
        urgent=decision.urgent or decision.kind is CaseKind.EMERGENCY,
    )


def _office(department: Department, unit_id: UUID | None, units: Sequence[UnitView]) -> OfficeOption:
    """``unit_id`` is the unit that the decision leads to."""
    led_to = [unit for unit in units if unit.id == unit_id and unit.department is department]
    only = led_to or ([] if department is Department.COMMUNE else holding(department, units))
    return OfficeOption(department, only[0].name if len(only) == 1 else _(department.label))


def _reason(decision: Decision) -> str:
    first = decision.departments[0].department
    evidence = next((one for one in decision.evidence if one.department is first), None)
    told = list(dict.fromkeys(evidence.words))[:_WORDS_TOLD] if evidence else []
    if not told:
        return _("Máy chưa chắc; cán bộ sẽ đọc và chọn cơ quan.")
    return _("Vì ông/bà nhắc đến {words}.").format(words=", ".join(f"“{word}”" for word in told))


def _place(decision: Decision) -> str:
    named = decision.places.for_competence
    if named is None:
        return ""
    if named.today:
        return _("Máy hiểu nơi xảy ra là {name}, nay là {today}.").format(name=named.name, today=named.today)
    return _("Máy hiểu nơi xảy ra là {name}.").format(name=named.name)
