"""Who acts: an officer with roles, a citizen holding a key, or a worker of ours."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from models.vocabulary import OFFICER_ROLES, Action, Role


@dataclass(frozen=True, slots=True)
class Standing:
    """The other side of a delegation that runs: an officer, and the last local day of it."""

    officer_id: UUID
    name: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor. ``case_id`` is set for a citizen: the one case their key opens.

    ``takes_over`` are units that have ended and that the actor's unit carries on. ``stands_for`` is the leader on leave
    to whom the actor owes the leader's role, ``stood_in_by`` who acts in the actor's own place.
    """

    roles: frozenset[Role]
    officer_id: UUID | None = None
    unit_id: UUID | None = None
    case_id: UUID | None = None
    takes_over: frozenset[UUID] = frozenset()
    stands_for: Standing | None = None
    stood_in_by: Standing | None = field(default=None, compare=False)
    name: str = field(default="", compare=False)

    def roles_on(self, unit_id: UUID | None, desk_id: UUID | None) -> frozenset[Role]:
        """The roles that count on a case of this unit or restricted desk.

        Handling and leading are done in one's own unit; receiving is done for the whole province.
        """
        mine = self.unit_id is not None and self.unit_id in (unit_id, desk_id)
        return self.roles if mine else self.roles - {Role.HANDLING, Role.LEADER}

    def roles_for(self, action: Action, unit_id: UUID | None, desk_id: UUID | None) -> frozenset[Role]:
        """The same for one action: only taking over is done on a case that still belongs to another unit."""
        if action is Action.TAKE_OVER and unit_id in self.takes_over:
            return self.roles
        return self.roles_on(unit_id, desk_id)

    def acting_role(self, wanted: frozenset[Role]) -> Role:
        """The role to write into the record, the most fitting first."""
        candidates = (self.roles & wanted) or self.roles
        return next(role for role in (*OFFICER_ROLES, Role.CITIZEN, Role.SYSTEM) if role in candidates)


SYSTEM = Actor(frozenset({Role.SYSTEM}), name="Hệ thống")


def holder_of(case_id: UUID) -> Actor:
    """The citizen who has shown the key of this case."""
    return Actor(frozenset({Role.CITIZEN}), case_id=case_id, name="Người gửi")
