"""What the dialogue may ask of the world while it thinks: decisions, cases, offices. Reading only."""

from dataclasses import dataclass
from typing import Protocol

from models.languages import N_
from models.vocabulary import CaseKind
from routing.nearby import Nearby

_URGENT = N_("Việc khẩn cấp")
_UNSAID = (CaseKind.SPAM, CaseKind.OTHER)


def said_kind(kind: CaseKind) -> str:
    """What a kind is called to whoever told the story; empty for what would be no answer to them."""
    if kind in _UNSAID:
        return ""
    return _URGENT if kind is CaseKind.EMERGENCY else kind.label


@dataclass(frozen=True, slots=True)
class Matter:
    """One of several matters in a story, in the citizen's words; ``unit`` empty where a person has to choose."""

    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a story seems to be: kind and unit in words people use, each empty where a person has to choose.

    ``sentence`` is the lawful way, told where it may be a complaint or denunciation. ``matters`` are those of a story
    about several, which together are all of it, what may be restricted first; none where there is one.
    """

    kind: str
    kind_label: str
    unit: str
    restricted: bool
    place: str | None
    urgent: bool = False
    sentence: str = ""
    matters: tuple[Matter, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case of this conversation on which an officer has asked something."""

    code: str
    question: str


@dataclass(frozen=True, slots=True)
class Open:
    """A case of this conversation to which its sender may add something; ``about`` is what they told first."""

    code: str
    about: str
    restricted: bool


class Facts(Protocol):
    """Each answer holds for one turn."""

    def proposal(self, story: str, place: str | None, named: str | None, *, restricted: bool) -> Proposal:
        """``place`` is what the sender said, ``named`` a commune in the words, for want of a better one.

        What was ``restricted`` stays so, whatever was added to it.
        """

    def accuses(self, text: str) -> bool:
        """Whether these words by themselves may accuse somebody, or complain of a decision."""

    def near(self, latitude: float, longitude: float) -> Nearby:
        """The communes of this province near a point in degrees of WGS 84, or that it is outside."""

    def is_emergency(self, text: str) -> bool: ...

    def is_despair(self, text: str) -> bool:
        """Whether somebody may do themselves harm."""

    def emergency(self) -> str:
        """The hotlines with their legal basis, in a sentence."""

    def contacts(self, place: str | None) -> str:
        """Where to call and go, and when it is open; empty if nobody has entered it."""

    def procedure(self, text: str) -> str:
        """What is known of the procedure with this code, or that a text names; empty if nothing."""

    def page(self, code: str) -> str:
        """The address of the page of a case."""

    def own_cases(self) -> list[str]:
        """The codes of the cases filed in this conversation, the newest first."""

    def addable(self) -> list[Open]:
        """The cases filed in this conversation that may be added to, the newest first."""

    def status(self, code: str, key: str | None) -> str | None:
        """How far a case is, for who filed it here or has its key; None for a wrong code or key, alike."""

    def sends_email(self) -> bool:
        """Whether this office sends e-mail at all."""

    def has_email(self) -> bool:
        """Whether the sender of the cases filed here has given an e-mail address."""

    def waiting(self) -> Waiting | None: ...

    def rateable(self) -> str | None:
        """The newest case of this conversation whose answer may be rated."""
