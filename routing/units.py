"""A unit as the rules see it: what it is, where, and by which names people still call it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from models.vocabulary import Department


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit of today. ``commune`` is the plain name, "Long Hữu"; None for a provincial unit.

    ``also`` are departments whose work it does beside its own, where the province has no unit for them.
    ``formerly`` are names of what it carries on: "xã Hiệp Thạnh", "phường 1, thị xã Duyên Hải".
    """

    id: UUID
    department: Department
    commune: str | None
    name: str
    formerly: tuple[str, ...] = ()
    also: tuple[Department, ...] = ()


def holding(department: Department, units: Iterable[UnitView]) -> list[UnitView]:
    """The provincial units that do a department's work: those named for it, or else those that also do it."""
    provincial = [unit for unit in units if unit.commune is None]
    named = [unit for unit in provincial if unit.department is department]
    return named or [unit for unit in provincial if department in unit.also]
