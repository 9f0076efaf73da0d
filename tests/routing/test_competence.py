"""From a decision to the competent unit."""

from datetime import date
from uuid import UUID, uuid5

import pytest

from models.vocabulary import CaseKind, Department, Field
from routing.competence import competent_unit
from routing.decision import Decision, RankedDepartment
from routing.named import named_units
from routing.reorganisation.resolving import resolve
from routing.units import UnitView, holding

SPACE = UUID(int=7)
DAY = date(2026, 11, 20)


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
    found = competent_unit(decision(Department.CONSTRUCTION), UNITS, DAY)
    assert found.unit_id == ROADS.id
    assert "Sở Xây dựng" in found.reason
    assert found.trace[-1] == found.reason


@pytest.mark.parametrize("place", ["xã Long Hữu", "Long Hữu", "XÃ LONG HỮU", "xa long huu"])
def test_a_commune_is_found_however_its_name_is_typed(place: str) -> None:
    assert competent_unit(decision(Department.COMMUNE, place), UNITS, DAY).unit_id == LONG_HUU.id


@pytest.mark.parametrize("place", ["ấp 5, xã Long Hữu", "chợ Long Hữu, xã Long Hữu", "Đường 19/5, phường Duyên Hải"])
def test_a_commune_is_found_beside_its_hamlet_or_street(place: str) -> None:
    found = competent_unit(decision(Department.COMMUNE), UNITS, DAY, place=place)
    assert found.unit_id == (LONG_HUU if "Long Hữu" in place else DUYEN_HAI).id


def test_the_place_the_citizen_chose_counts_more_than_the_text() -> None:
    found = competent_unit(decision(Department.COMMUNE, "xã Long Hữu"), UNITS, DAY, place="phường Duyên Hải")
    assert found.unit_id == DUYEN_HAI.id


@pytest.mark.parametrize("place", [None, "", "xã Không Có"])
def test_a_commune_matter_without_a_known_commune_waits_for_a_person(place: str | None) -> None:
    found = competent_unit(decision(Department.COMMUNE, place), UNITS, DAY)
    assert found.unit_id is None
    assert found.reason.endswith(".")


def test_two_communes_of_one_name_wait_for_a_person() -> None:
    other = unit("UBND phường Long Hữu", Department.COMMUNE, "Long Hữu")
    assert competent_unit(decision(Department.COMMUNE, "Long Hữu"), (*UNITS, other), DAY).unit_id is None


def test_a_department_without_a_unit_of_its_own_is_held_by_the_one_that_also_does_it() -> None:
    home = UnitView(UUID(int=77), Department.HOME_AFFAIRS, None, "Sở Nội vụ", also=(Department.ETHNIC_RELIGION,))
    own = UnitView(UUID(int=78), Department.ETHNIC_RELIGION, None, "Sở Dân tộc và Tôn giáo")

    assert holding(Department.ETHNIC_RELIGION, [home]) == [home]
    assert holding(Department.ETHNIC_RELIGION, [home, own]) == [own]
    assert competent_unit(decision(Department.ETHNIC_RELIGION), [home], DAY).unit_id == home.id
    assert [body.unit_id for body in resolve("Ban Dân tộc", [home], DAY).bodies] == [home.id]
    assert named_units("Tôi tố cáo Sở Dân tộc và Tôn giáo.", [home], DAY) == {home.id}


def test_a_department_nobody_holds_waits_for_a_person() -> None:
    found = competent_unit(decision(Department.FOREIGN_AFFAIRS), UNITS, DAY)
    assert found.unit_id is None
    assert "Sở Ngoại vụ" in found.reason


def test_conduct_at_a_commune_goes_to_its_chairman_and_says_so() -> None:
    found = competent_unit(decision(Department.COMMUNE, "xã Long Hữu", CaseKind.CONDUCT), UNITS, DAY)
    assert found.unit_id == LONG_HUU.id
    assert "Chủ tịch" in found.reason


def test_a_former_commune_leads_to_the_one_that_covers_it_today() -> None:
    today = UnitView(LONG_HUU.id, Department.COMMUNE, "Long Hữu", LONG_HUU.name, ("xã Hiệp Thạnh",))
    found = competent_unit(decision(Department.COMMUNE, "xã Hiệp Thạnh"), (ROADS, today), DAY)
    assert found.unit_id == LONG_HUU.id
    assert "“xã Hiệp Thạnh” nay thuộc xã Long Hữu" in found.reason


def test_an_old_district_leaves_the_choice_of_commune_to_a_person_and_names_all() -> None:
    units = (*UNITS, unit("UBND phường Trường Long Hòa", Department.COMMUNE, "Trường Long Hòa"))
    found = competent_unit(decision(Department.COMMUNE), units, DAY, text="Rác chất đống ở thị xã Duyên Hải.")
    assert found.unit_id is None
    assert all(name in found.reason for name in ("Duyên Hải", "Trường Long Hòa", "Long Hữu", "cần người chọn"))


def test_an_old_department_is_explained_with_its_day() -> None:
    found = competent_unit(decision(Department.CONSTRUCTION), UNITS, DAY, text="Sở GTVT không sửa đường.")
    assert found.unit_id == ROADS.id
    assert found.names == ("“Sở GTVT” nay là Sở Xây dựng (từ 01/03/2025)",)


def test_a_matter_that_went_another_way_than_its_department_is_for_a_person() -> None:
    text = "Sở GTVT hẹn mãi không đổi bằng lái cho tôi."
    found = competent_unit(decision(Department.CONSTRUCTION), UNITS, DAY, text=text)
    assert found.unit_id is None
    assert "Công an tỉnh" in found.reason


def test_a_department_of_another_province_is_not_taken_for_ours() -> None:
    ours = unit("Sở Xây dựng tỉnh Vĩnh Long", Department.CONSTRUCTION)
    found = competent_unit(decision(Department.CONSTRUCTION), (ours,), DAY, text="Sở GTVT Sóc Trăng chậm trả lời.")
    assert found.unit_id is None
    assert "thành phố Cần Thơ, ngoài tỉnh này" in found.reason
