"""Units and officers of the generated province: every function once, a commune office for each commune.

All officers share one password, named here, because they exist only in databases made to be measured.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher

from benchmarks.seed import words
from benchmarks.seed.rows import Rows, id_at
from models.vocabulary import Department, Level, Role

PASSWORD = "mat-khau-chi-de-do-toc-do"  # noqa: S105 - opens nothing but databases made to be measured
SINCE = date(2025, 7, 1)
_SINCE = datetime(2025, 7, 1, tzinfo=UTC)
_RANKS = {Department.INSPECTORATE: 1, Department.PROVINCIAL_OFFICE: 2}


@dataclass(frozen=True)
class Office:
    """One unit and who works in it."""

    id: UUID
    name: str
    department: Department
    commune: str | None
    handlers: list[UUID] = field(default_factory=list)
    leaders: list[UUID] = field(default_factory=list)


@dataclass(frozen=True)
class People:
    """The whole administration. ``receivers`` work at the province's desk."""

    offices: dict[Department, list[Office]]
    receivers: list[UUID]

    @property
    def desk(self) -> Office:
        return self.offices[Department.INSPECTORATE][0]


def make_people(seed: int) -> tuple[People, Rows]:
    """The same people for the same seed."""
    rng, rows = Random(f"{seed}:people"), Rows()
    password_hash = PasswordHasher().hash(PASSWORD)
    offices: dict[Department, list[Office]] = {}
    receivers: list[UUID] = []

    def officer(username: str, unit_id: UUID | None, role: Role) -> UUID:
        made = id_at(_SINCE, rng)
        told: dict[str, Any] = {"username": username, "name": words.person(rng), "title": role.label}
        rows.add("officer", id=made, **told, unit_id=unit_id, password_hash=password_hash, created_at=_SINCE)
        rows.add("officer_role", id=id_at(_SINCE, rng), officer_id=made, role=role)
        return made

    for key, department, commune in _list():
        office = Office(id_at(_SINCE, rng), _name(department, commune), department, commune)
        _add_unit(rows, office, key)
        office.handlers.extend(officer(f"{key}.canbo{n}", office.id, Role.HANDLING) for n in (1, 2, 3))
        office.leaders.append(officer(f"{key}.lanhdao", office.id, Role.LEADER))
        offices.setdefault(department, []).append(office)
    centre = offices[Department.SERVICE_CENTRE][0]
    receivers.extend(officer(f"tiepnhan{n}", centre.id, Role.RECEIVING) for n in (1, 2, 3))
    return People(offices, receivers), rows


def _list() -> list[tuple[str, Department, str | None]]:
    province = [(one.value.replace("_", "-"), one, None) for one in Department if one is not Department.COMMUNE]
    communes = [(f"xa{n}", Department.COMMUNE, name) for n, name in enumerate(words.COMMUNES, start=1)]
    return [*province, *communes]


def _name(department: Department, commune: str | None) -> str:
    return f"UBND xã {commune}" if commune else f"{department.label} (đo tốc độ)"


def _add_unit(rows: Rows, office: Office, key: str) -> None:
    rows.add(
        "unit",
        id=office.id,
        key=key,
        name=office.name,
        department=office.department,
        level=Level.COMMUNE if office.commune else Level.PROVINCE,
        commune=office.commune,
        receiving_desk=office.department is Department.SERVICE_CENTRE,
        restricted_rank=_RANKS.get(office.department),
        valid_from=SINCE,
    )
