"""What the machine makes of a message that is still being written, as its writer may read and change it.

It reads the same decision that will be made of the filed message and says it in plain sentences. It keeps nothing and
never calls a message an accusation: that is for a person to say. ``read`` is slow enough to stay outside transactions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.cases import organisation, procedures
from intake.cases.chosen import KINDS, Position
from intake.cases.classify import competence_today, knowledge
from intake.cases.ports import Decider
from intake.cases.work import Desk, Work
from models.languages import _
from models.vocabulary import CaseKind, Department, Field
from routing.competence import old_place, plain_commune
from routing.decision import Decision, NamedProcedure, RankedDepartment
from routing.knowing import completed
from routing.nearby import Nearby, nearby
from routing.places import communes_in
from routing.reorganisation.provinces import home
from routing.reorganisation.resolution import Resolution
from routing.reorganisation.resolving import old_names_in
from routing.text import words

FEWEST_WORDS = 4
"""With fewer words the machine would only guess, and its guess would be in the way."""

LONGEST = 20_000
_LIKELY = 0.05
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
    communes = [unit.commune for unit in units if unit.commune]
    names = [typed.strip(), *communes_in(typed, communes)]
    if {plain_commune(name) for name in names} & {plain_commune(name) for name in communes}:
        return ""
    found = old_place(names, units, work.today)
    if found.bodies:
        return found.sentence + "."
    reader = work.desk.places
    today = reader.today(typed) if reader is not None else None
    if today is None or not today.sure:
        return ""
    return _("Nay thuộc {commune}, {province}.").format(commune=today.commune, province=today.province)


def communes_asked(work: Work, content: str, place: str, position: Position | None) -> Nearby:
    """The communes to ask the sender of a pin about; nothing where they named one, for their words stand."""
    communes = [unit.commune for unit in organisation.views_today(work) if unit.commune]
    if position is None or communes_in(f"{place}\n{content[:LONGEST]}", communes):
        return Nearby()
    return communes_near(work, position.latitude, position.longitude)


def communes_near(work: Work, latitude: float, longitude: float) -> Nearby:
    """The communes of this province nearest to a point, for a person to confirm; nothing where nobody knows."""
    province, reader = home(tuple(organisation.views_today(work))), work.desk.places
    if province is None or reader is None:
        return Nearby()
    return nearby(reader.centres, province.full_name, latitude, longitude)


def found_procedures(work: Work, typed: str, limit: int) -> list[tuple[str, str]]:
    """Code and name of the procedures somebody may mean, best first."""
    return [(one.procedure.code, one.procedure.name) for one in procedures.known(work).search(typed, limit)]


def procedure_name(work: Work, code: str) -> str:
    """The name of a procedure in force; empty for none."""
    return next((one.name for one in procedures.known(work).listed if one.code == code), "")


def _proposal(work: Work, decision: Decision, text: str, place: str) -> Proposal:
    names = old_names_in(text, organisation.views_today(work), work.today)
    guarded = decision.restricted or decision.kind in (CaseKind.COMPLAINT, CaseKind.DENUNCIATION)
    return Proposal(
        kind=decision.kind if decision.kind in KINDS else None,
        field=decision.field,
        offices=tuple(_office(work, replace(decision, departments=(one,)), place, names) for one in _likely(decision)),
        reason=_reason(decision),
        procedure=decision.procedure,
        place=place_today(work, place) if place else _place(decision),
        guarded=guarded,
        urgent=decision.urgent or decision.kind is CaseKind.EMERGENCY,
    )


def _likely(decision: Decision) -> list[RankedDepartment]:
    """The first, and others that are more than a guess."""
    return [one for place, one in enumerate(decision.departments) if place == 0 or one.confidence >= _LIKELY]


def _office(work: Work, decision: Decision, place: str, names: Sequence[Resolution]) -> OfficeOption:
    """Today's unit for the only department of this decision, or the department's words where none is sure."""
    department = decision.departments[0].department
    unit_id = competence_today(work, decision, place or None, "", names).unit_id
    name = next((unit.name for unit in organisation.views_today(work) if unit.id == unit_id), None)
    return OfficeOption(department, name or _(department.label))


def _reason(decision: Decision) -> str:
    first = decision.departments[0].department
    evidence = next((one for one in decision.evidence if one.department is first), None)
    clear = (*evidence.named, *evidence.listed) or evidence.learned if evidence else ()
    told = list(dict.fromkeys(clear))[:_WORDS_TOLD]
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
