"""A decision completed with what the office knows: its catalogue, its communes, its thresholds.

The classifier knows language, this knows the installation. A named procedure is told and not voted with: on the
development texts its field and agency made no department righter (docs/adr/0027).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from models.vocabulary import Department
from routing.decision import Decision, NamedProcedure
from routing.places import Place, Places, Today, places_in
from routing.procedures import Catalogue, empty


@dataclass(frozen=True)
class Knowledge:
    """``thresholds`` are those somebody has set; ``today`` tells what an old place is called now."""

    communes: Collection[str] = ()
    procedures: Catalogue = field(default_factory=empty)
    thresholds: Mapping[Department, float] = field(default_factory=dict)
    today: Callable[[str], Today | None] | None = None


def completed(decision: Decision, text: str, known: Knowledge) -> Decision:
    """The decision with the procedure named, the three places, and ``auto`` by the department's own threshold."""
    found, places = known.procedures.named_in(text), _named_today(places_in(text, known.communes), known)
    procedure = NamedProcedure(found.procedure.code, found.procedure.name, found.score) if found else None
    competent = places.for_competence
    reasons = [f"Thủ tục được nhắc đến: {procedure.name} ({procedure.code})"] if procedure else []
    return replace(
        decision,
        procedure=procedure,
        places=places,
        place=competent.name if competent else decision.place,
        auto=_may_go(decision, known.thresholds),
        reasons=(*decision.reasons, *reasons),
    )


def _may_go(decision: Decision, thresholds: Mapping[Department, float]) -> bool:
    first = decision.departments[0]
    enough = thresholds.get(first.department)
    return decision.auto if enough is None else decision.sendable and first.confidence >= enough


def _named_today(places: Places, known: Knowledge) -> Places:
    """The office's own communes win; any other name written with its district or province is looked up."""
    if known.today is None:
        return places
    return Places(*(_today(place, known) for place in (places.complained, places.scene, places.home)))


def _today(place: Place | None, known: Knowledge) -> Place | None:
    if place is None or known.today is None or not place.within or place.name.partition(" ")[2] in known.communes:
        return place
    found = known.today(f"{place.name}, {place.within}")
    return replace(place, today=found.commune) if found and found.sure else place
