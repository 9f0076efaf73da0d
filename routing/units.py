"""A unit as the rules see it: what it is, where, and by which names people still call it."""

from dataclasses import dataclass
from uuid import UUID

from models.vocabulary import Department


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit of today. ``commune`` is the plain name, "Long Hữu"; None for a provincial unit.

    ``formerly`` are names of what it carries on: "xã Hiệp Thạnh", "phường 1, thị xã Duyên Hải".
    """

    id: UUID
    department: Department
    commune: str | None
    name: str
    formerly: tuple[str, ...] = ()
