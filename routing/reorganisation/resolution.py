"""What an old name means today: the bodies, and every step that led to them in sentences an officer can check."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from models.vocabulary import Certainty, Department
from routing.grounds import Grounds


@dataclass(frozen=True, slots=True)
class Body:
    """A body of today; ``unit_id`` is None when the catalogue has no unit for it."""

    unit_id: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The bodies a name stands for, best known first, and why; the first line of ``trace`` says it all.

    ``sure`` is False where several names sound alike. ``department`` is set for a provincial body, ``elsewhere``
    for a matter that went to another department than the rest, ``outside`` for a body of another province.
    """

    name: str
    bodies: tuple[Body, ...]
    trace: tuple[str, ...]
    sure: bool = True
    department: Department | None = None
    elsewhere: Department | None = None
    outside: bool = False

    @property
    def sentence(self) -> str:
        return self.trace[0]

    @property
    def only(self) -> Body | None:
        """The one body that is meant, if there is no doubt; several are a proposal for a person."""
        return self.bodies[0] if self.sure and len(self.bodies) == 1 else None


def listed(names: Iterable[str]) -> str:
    """``A, B và C``."""
    *first, last = names
    return f"{', '.join(first)} và {last}" if first else last


def basis(grounds: Grounds) -> str:
    """The grounds as a line of a trace; how sure they are is said unless the text itself was read."""
    certainty = "" if grounds.certainty is Certainty.VERIFIED else f" ({grounds.certainty.label})"
    note = f" {grounds.note}" if grounds.note else ""
    return f"Căn cứ: {grounds.reference}{certainty}.{note}"
