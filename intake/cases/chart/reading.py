"""From files to rows: YAML with ``units`` and ``officers``, or one CSV file for each.

Every row is read, so that one run tells everything that is wrong with a file, each in a sentence with file and line.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import yaml

from intake.cases.chart.cells import all_mappings, day, given, items, within, words
from intake.cases.chart.rows import Chart, FormerRow, OfficerRow, Place, SucceedsRow, UnitRow
from intake.cases.chart.tables import read_table
from models.organisation import FormerName, Officer, Unit
from models.vocabulary import OFFICER_ROLES, Department, Level, Role
from routing.rulebook.errors import RulebookInvalid
from routing.rulebook.source import Section, read

T = TypeVar("T")

UNIT_KEYS = (
    *("key", "name", "department", "level", "commune", "address", "hotline", "email", "opening_hours"),
    *("valid_from", "valid_to", "receiving_desk", "duty_desk", "restricted_rank", "also", "formerly", "succeeds"),
)
OFFICER_KEYS = ("username", "name", "title", "unit", "roles", "active")
CSV_ONLY = ("succeeds_since", "succeeds_reference")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class ChartInvalid(Exception):
    """Nothing was entered; ``faults`` says in one sentence each what is wrong and where."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def read_chart(paths: Iterable[Path]) -> Chart:
    """The rows of all these files together. Raises ChartInvalid."""
    faults: list[str] = []
    units, officers = list[UnitRow](), list[OfficerRow]()
    for path in paths:
        try:
            of_units, of_officers = _sections(path)
        except RulebookInvalid as invalid:
            faults.append(str(invalid))
            continue
        units += _each(of_units, _unit, faults)
        officers += _each(of_officers, _officer, faults)
    if not (units or officers or faults):
        faults.append("Tệp không có đơn vị hay cán bộ nào.")
    if faults:
        raise ChartInvalid(faults)
    return Chart(tuple(units), tuple(officers))


def _sections(path: Path) -> tuple[Sequence[Section], Sequence[Section]]:
    """The rows that tell of units and those that tell of officers."""
    if not path.is_file():
        raise RulebookInvalid("không có tệp này", file=path.name)
    if path.suffix.lower() == ".csv":
        rows = read_table(path)
        if rows and rows[0].has("username"):
            return (), rows
        return rows, ()
    top = read(path)
    top.only("units", "officers")
    return top.rows("units") if top.has("units") else (), top.rows("officers") if top.has("officers") else ()


def _each(rows: Iterable[Section], read_one: Callable[[Section], T], faults: list[str]) -> list[T]:
    found = []
    for row in rows:
        try:
            found.append(read_one(row))
        except RulebookInvalid as invalid:
            faults.append(str(invalid))
    return found


def _unit(row: Section) -> UnitRow:
    row.only(*UNIT_KEYS, *CSV_ONLY)
    key = words(row, "key", Unit.key)
    if not _KEY.fullmatch(key):
        row.fail("key", "chỉ gồm chữ thường không dấu, số và dấu gạch nối, ví dụ so-xay-dung")
    level, commune = row.member("level", Level), words(row, "commune", Unit.commune, "") or None
    if level is Level.COMMUNE and commune is None:
        row.fail("level", "đơn vị cấp xã phải ghi tên xã ở “commune”")
    if level is Level.PROVINCE and commune is not None:
        row.fail("commune", "chỉ đơn vị cấp xã mới ghi “commune”")
    since, until = row.day("valid_from"), day(row, "valid_to")
    if until is not None and until <= since:
        row.fail("valid_to", "ngày kết thúc phải sau ngày bắt đầu")
    return UnitRow(
        at=Place(row.file, row.line),
        key=key,
        name=words(row, "name", Unit.name),
        department=row.member("department", Department),
        level=level,
        commune=commune,
        address=words(row, "address", Unit.address, ""),
        hotline=words(row, "hotline", Unit.hotline, ""),
        email=words(row, "email", Unit.email, ""),
        opening_hours=words(row, "opening_hours", Unit.opening_hours, ""),
        receiving_desk=row.flag("receiving_desk", default=False),
        duty_desk=row.flag("duty_desk", default=False),
        restricted_rank=row.number("restricted_rank") if given(row, "restricted_rank") else None,
        valid_from=since,
        valid_to=until,
        also=frozenset(_also(row, level)),
        formerly=tuple(_formerly(row)),
        succeeds=tuple(_succeeds(row)),
    )


def _officer(row: Section) -> OfficerRow:
    row.only(*OFFICER_KEYS)
    roles = row.texts("roles")
    if unknown := [role for role in roles if role not in set(OFFICER_ROLES)]:
        row.fail("roles", f"vai trò lạ “{unknown[0]}”; các vai trò được dùng: {', '.join(OFFICER_ROLES)}")
    return OfficerRow(
        at=Place(row.file, row.line),
        username=words(row, "username", Officer.username),
        name=words(row, "name", Officer.name),
        title=words(row, "title", Officer.title, ""),
        unit=words(row, "unit", Unit.key, "") or None,
        roles=frozenset(Role(role) for role in roles),
        active=row.flag("active", default=True),
    )


def _also(row: Section, level: Level) -> Iterable[Department]:
    """Departments whose work a provincial unit does beside its own."""
    if not items(row, "also"):
        return
    if level is Level.COMMUNE:
        row.fail("also", "chỉ cơ quan cấp tỉnh mới kiêm nhiệm vụ của cơ quan khác")
    for name in row.texts("also"):
        if name not in set(Department) or name in (Department.COMMUNE, row.text("department")):
            known = ", ".join(one for one in Department if one is not Department.COMMUNE)
            row.fail("also", f"vai trò lạ “{name}”; các vai trò được dùng, trừ vai trò chính: {known}")
        yield Department(name)


def _formerly(row: Section) -> Iterable[FormerRow]:
    """Former names: plain words, or in YAML each with the last day and the reference."""
    for index, node in enumerate(items(row, "formerly")):
        if isinstance(node, yaml.MappingNode):
            one = row.rows("formerly")[index] if all_mappings(row, "formerly") else row.fail("formerly", _MIXED)
            one.only("name", "until", "reference")
            reference = words(one, "reference", FormerName.reference, "")
            yield FormerRow(words(one, "name", FormerName.name), one.optional_day("until"), reference)
        else:
            yield FormerRow(within(row, "formerly", str(node.value).strip(), FormerName.name))


def _succeeds(row: Section) -> Iterable[SucceedsRow]:
    """Units carried on: in YAML mappings, in a table their keys with one day and one reference for all."""
    if not items(row, "succeeds"):
        return
    if not all_mappings(row, "succeeds"):
        since = row.day("succeeds_since") if row.has("succeeds_since") else row.day("valid_from")
        reference = words(row, "succeeds_reference", FormerName.reference, "")
        yield from (SucceedsRow(key, since, reference) for key in row.texts("succeeds"))
        return
    for one in row.rows("succeeds"):
        one.only("unit", "since", "reference")
        yield SucceedsRow(one.text("unit"), one.day("since"), words(one, "reference", FormerName.reference, ""))


_MIXED = "ghi tất cả là tên, hoặc tất cả là mục có name, until, reference"
