"""From a decision to the competent unit."""

from uuid import UUID, uuid5

import pytest

from models.vocabulary import CaseKind, Department, Field
from routing.competence import UnitView, competent_unit
from routing.decision import Decision, RankedDepartment

SPACE = UUID(int=7)


def unit(name: str, department: Department, commune: str | None = None) -> UnitView:
    return UnitView(uuid5(SPACE, name), department, commune, name)


ROADS = unit("Sở Xây dựng", Department.CONSTRUCTION)
LONG_HUU = unit("UBND xã Long Hữu", Department.COMMUNE, "Long Hữu")
DUYEN_HAI = unit("UBND phường Duyên Hải", Department.COMMUNE, "Duyên Hải")
UNITS = (ROADS, LONG_HUU, DUYEN_HAI)


def decision(department: Department, place: str | None = None, kind: CaseKind = CaseKind.SERVICE) -> Decision:
    return Decision(
        kind=kind,
        kind_confidence=0.9,
        departments=(RankedDepartment(department, 0.8),),
        field=Field.TRANSPORT,
        place=place,
        urgent=False,
        restricted=False,
        auto=True,
        reasons=(),
        model="m",
        rulebook="r",
    )


def test_a_department_goes_to_the_one_unit_of_the_province() -> None:
    found = competent_unit(decision(Department.CONSTRUCTION), UNITS)
    assert found.unit_id == ROADS.id
    assert "Sở Xây dựng" in found.reason
    assert found.trace[-1] == found.reason


@pytest.mark.parametrize("place", ["xã Long Hữu", "Long Hữu", "XÃ LONG HỮU", "xa long huu"])
def test_a_commune_is_found_however_its_name_is_typed(place: str) -> None:
    assert competent_unit(decision(Department.COMMUNE, place), UNITS).unit_id == LONG_HUU.id


def test_the_place_the_citizen_chose_counts_more_than_the_text() -> None:
    found = competent_unit(decision(Department.COMMUNE, "xã Long Hữu"), UNITS, place="phường Duyên Hải")
    assert found.unit_id == DUYEN_HAI.id


@pytest.mark.parametrize("place", [None, "", "xã Không Có"])
def test_a_commune_matter_without_a_known_commune_waits_for_a_person(place: str | None) -> None:
    found = competent_unit(decision(Department.COMMUNE, place), UNITS)
    assert found.unit_id is None
    assert found.reason.endswith(".")


def test_two_communes_of_one_name_wait_for_a_person() -> None:
    other = unit("UBND phường Long Hữu", Department.COMMUNE, "Long Hữu")
    assert competent_unit(decision(Department.COMMUNE, "Long Hữu"), (*UNITS, other)).unit_id is None


def test_a_department_nobody_holds_waits_for_a_person() -> None:
    found = competent_unit(decision(Department.FOREIGN_AFFAIRS), UNITS)
    assert found.unit_id is None
    assert "Sở Ngoại vụ" in found.reason


def test_conduct_at_a_commune_goes_to_its_chairman_and_says_so() -> None:
    found = competent_unit(decision(Department.COMMUNE, "xã Long Hữu", CaseKind.CONDUCT), UNITS)
    assert found.unit_id == LONG_HUU.id
    assert "Chủ tịch" in found.reason
