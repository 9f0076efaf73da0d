"""From reorganisation.yaml to its entries, as strictly as every rule: file, key and line of what is unclear.

Refuses a value without reference, certainty or day of checking, a province in two provinces, a name that belongs
to two old bodies, and a moved matter of a body that is not listed.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

from models.vocabulary import Department
from routing.reorganisation.entries import (
    District,
    DistrictOffice,
    EndedLevel,
    Merger,
    Moved,
    Province,
    Reorganisation,
)
from routing.rulebook import SHIPPED_RULES
from routing.rulebook.reading import GROUNDS, read_grounds
from routing.rulebook.source import Section, read
from routing.text import fold

T = TypeVar("T")

FILE = SHIPPED_RULES / "reorganisation.yaml"
TITLES = ("tỉnh", "thành phố")


@cache
def shipped() -> Reorganisation:
    """The data that comes with the product, read once per process."""
    return read_reorganisation(FILE)


def read_reorganisation(path: Path) -> Reorganisation:
    """Raises RulebookInvalid when one place is unclear."""
    top = read(path)
    top.only("provinces", "levels", "districts", "district_offices", "mergers", "moved", "names")
    provinces, mergers = _rows(top, "provinces", _province), _rows(top, "mergers", _merger)
    names = top.section("names")
    names.only(*Department)
    _once(top, "provinces", (former for province in provinces for former in province.merged))
    _once(top, "mergers", (name for merger in mergers for name in merger.names))
    offices = _rows(top, "district_offices", _district_office)
    _once(top, "district_offices", (name for office in offices for name in office.names))
    former = {merger.former for merger in mergers}
    return Reorganisation(
        provinces=provinces,
        levels=_rows(top, "levels", _level),
        districts=_rows(top, "districts", lambda row: _district(row, provinces)),
        district_offices=offices,
        mergers=mergers,
        moved=_rows(top, "moved", lambda row: _moved(row, former)),
        names={Department(name): names.texts(name) for name in names.nodes},
    )


def _rows(top: Section, key: str, read_one: Callable[[Section], T]) -> tuple[T, ...]:
    return tuple(read_one(row) for row in top.rows(key))


def _province(row: Section) -> Province:
    row.only("name", "title", "merged", "from", *GROUNDS)
    title = row.text("title")
    if title not in TITLES:
        row.fail("title", f"phải là một trong: {', '.join(TITLES)}")
    return Province(row.text("name"), title, row.texts("merged"), row.day("from"), read_grounds(row))


def _level(row: Section) -> EndedLevel:
    row.only("name", "words", "to", "instead", *GROUNDS)
    return EndedLevel(row.text("name"), row.texts("words"), row.day("to"), row.text("instead"), read_grounds(row))


def _district(row: Section, provinces: Iterable[Province]) -> District:
    row.only("name", "of", "communes", "to", *GROUNDS)
    of = row.text("of")
    if not any(of in province.merged for province in provinces):
        row.fail("of", f"không có tỉnh “{of}” trong danh sách tỉnh")
    return District(row.text("name"), of, row.texts("communes"), row.day("to"), read_grounds(row))


def _district_office(row: Section) -> DistrictOffice:
    row.only("former", "short", "department", "part", "from", *GROUNDS)
    department = row.member("department", Department)
    if row.has("part") is not (department is Department.COMMUNE):
        row.fail("department", "việc về cấp xã thì phải ghi “part”, về cơ quan cấp tỉnh thì không")
    return DistrictOffice(
        former=row.text("former"),
        short=row.texts("short") if row.has("short") else (),
        department=department,
        part=row.optional_text("part") or "",
        since=row.day("from"),
        grounds=read_grounds(row),
    )


def _merger(row: Section) -> Merger:
    row.only("former", "short", "department", "from", *GROUNDS)
    short = row.texts("short") if row.has("short") else ()
    department = row.member("department", Department)
    return Merger(row.text("former"), short, department, row.day("from"), read_grounds(row))


def _moved(row: Section, known: set[str]) -> Moved:
    row.only("matter", "words", "former", "department", "from", *GROUNDS)
    former = row.text("former")
    if former not in known:
        row.fail("former", f"không có cơ quan cũ “{former}” trong mục mergers")
    department = row.member("department", Department)
    return Moved(row.text("matter"), row.texts("words"), former, department, row.day("from"), read_grounds(row))


def _once(top: Section, key: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if fold(name) in seen:
            top.fail(key, f"“{name}” được ghi hai lần")
        seen.add(fold(name))
