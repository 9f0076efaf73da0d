"""What the machine proposes for one message, with everything a person needs to check it.

A decision is a value: it names departments and kinds, never units, officers or rows. Turning a department
and a place into a unit is competence; acting on the decision is a use case.
"""

import dataclasses
from dataclasses import asdict, dataclass, replace
from typing import Any

from models.vocabulary import CaseKind, Department, Field
from routing.places import Places


@dataclass(frozen=True, slots=True)
class RankedDepartment:
    """A department that may be competent and how sure we are, 0 to 1."""

    department: Department
    confidence: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one department: words of the field table, words weighed by the model, agencies that were named.

    Every word is of our own lists and examples, spelled as there.
    """

    department: Department
    listed: tuple[str, ...] = ()
    learned: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that may be marked in the text."""
        return (*self.listed, *self.learned, *self.named)


@dataclass(frozen=True, slots=True)
class NamedProcedure:
    """A procedure of the catalogue that the message names, and the share of its name that stands there."""

    code: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Part:
    """One of several matters in a message: the characters from ``start`` to ``end``, and what they are."""

    start: int
    end: int
    kind: CaseKind
    department: Department


@dataclass(frozen=True, slots=True)
class Decision:
    """Every automatic decision on one message. ``departments`` is best first, at most three.

    ``auto`` says that the case may go to its unit without a person; ``restricted`` that the text may be a
    denunciation or complaint, so only the restricted desk may see it until a person has decided. ``sendable``: all that
    ``auto`` asks for holds, but perhaps the confidence in the department. ``places`` are the three of the message;
    ``mixed`` holds the parts of a message about several matters, and nothing when there is one.
    """

    kind: CaseKind
    kind_confidence: float
    departments: tuple[RankedDepartment, ...]
    field: Field
    place: str | None
    urgent: bool
    restricted: bool
    auto: bool
    reasons: tuple[str, ...]
    model: str
    rulebook: str
    evidence: tuple[Evidence, ...] = ()
    sendable: bool = False
    procedure: NamedProcedure | None = None
    places: Places = dataclasses.field(default_factory=Places)
    mixed: tuple[Part, ...] = ()

    def kept_close(self) -> "Decision":
        """The same for a message that is restricted whatever it says: nobody but a person lets it go."""
        return replace(self, restricted=True, auto=False, sendable=False)

    def as_record(self) -> dict[str, Any]:
        """Plain JSON values. Places, reasons and evidence echo the citizen's words, and must not stand in clear."""
        record = asdict(self)
        record["departments"] = [
            {"department": ranked.department.value, "confidence": round(ranked.confidence, 4)}
            for ranked in self.departments
        ]
        record["kind_confidence"] = round(self.kind_confidence, 4)
        record["reasons"] = list(self.reasons)
        record["evidence"] = [
            {
                "department": one.department.value,
                "listed": [*one.listed],
                "learned": [*one.learned],
                "named": [*one.named],
            }
            for one in self.evidence
        ]
        record["mixed"] = [
            {"start": part.start, "end": part.end, "kind": part.kind.value, "department": part.department.value}
            for part in self.mixed
        ]
        return record
