"""What a letter may be cut into, and what each part may be: only offered, an officer decides.

Parts come from the machine's decision where it found several; kind, field and unit of a part from the words of the
field table, which need no trained model and are quick enough for a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from intake.cases import organisation, proposal
from intake.cases.split import PARTS_MAX
from intake.cases.work import Work
from models.case import Case
from models.vocabulary import CaseKind, Field
from routing.classifier.keywords import KeywordClassifier
from routing.competence import competent_unit
from routing.lifecycle import RESTRICTED_KINDS
from routing.units import UnitView


@dataclass(frozen=True, slots=True)
class PartProposal:
    """One part and what it may be; ``why`` is one sentence. Without a unit, the part is left to classification."""

    text: str
    kind: CaseKind | None = None
    field: Field | None = None
    unit_id: UUID | None = None
    why: str = ""

    @property
    def restricted(self) -> bool:
        return self.kind in RESTRICTED_KINDS


def begun(work: Work, case: Case) -> list[PartProposal]:
    """The machine's parts with what each may be; else the whole letter, to be cut by hand."""
    found = proposal.parts(case)[:PARTS_MAX]
    return of_texts(work, case, found) if len(found) > 1 else [PartProposal(case.content)]


def of_texts(work: Work, case: Case, texts: Sequence[str]) -> list[PartProposal]:
    """What each of these parts may be; an empty one is left empty."""
    units = organisation.views_today(work)
    return [_of(work, case, text, units) if text.strip() else PartProposal(text) for text in texts]


def _of(work: Work, case: Case, text: str, units: Sequence[UnitView]) -> PartProposal:
    decision = KeywordClassifier().decide(text)
    if decision.restricted:
        return PartProposal(text, kind=decision.kind, why="; ".join(decision.reasons[:1]))
    competence = competent_unit(decision, units, work.today, place=case.place, text=text)
    if competence.unit_id is None:
        return PartProposal(text, why=competence.reason)
    why = "; ".join((*decision.reasons, competence.reason))
    return PartProposal(text, decision.kind, decision.field, competence.unit_id, why)
