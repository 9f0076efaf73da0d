"""Old names resolved to today's bodies, with the trace; and the data they rest on."""

from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from models.vocabulary import Certainty, Department
from routing.classifier.places import find_place
from routing.named import named_units
from routing.reorganisation.reading import FILE, read_reorganisation, shipped
from routing.reorganisation.resolving import old_names_in, resolve
from routing.rulebook import RulebookInvalid
from routing.units import UnitView

SPACE, DAY = UUID(int=9), date(2026, 11, 20)


def unit(name: str, department: Department, commune: str | None = None, *formerly: str) -> UnitView:
    return UnitView(uuid5(SPACE, name), department, commune, name, formerly)


AGRICULTURE = unit("Sở Nông nghiệp và Môi trường tỉnh Vĩnh Long", Department.AGRICULTURE_ENVIRONMENT)
ROADS = unit("Sở Xây dựng tỉnh Vĩnh Long", Department.CONSTRUCTION)
MONEY = unit("Sở Tài chính tỉnh Vĩnh Long", Department.FINANCE)
SCIENCE = unit("Sở Khoa học và Công nghệ tỉnh Vĩnh Long", Department.SCIENCE_TECHNOLOGY)
HOME = unit("Sở Nội vụ tỉnh Vĩnh Long", Department.HOME_AFFAIRS)
ZONES = unit("Ban Quản lý các khu kinh tế", Department.ECONOMIC_ZONES, None, "Ban Quản lý Khu kinh tế Định An")
DUYEN_HAI = unit(
    "Ủy ban nhân dân phường Duyên Hải", Department.COMMUNE, "Duyên Hải", "phường 1, thị xã Duyên Hải", "xã Dân Thành"
)
LONG_HOA = unit("Ủy ban nhân dân phường Trường Long Hòa", Department.COMMUNE, "Trường Long Hòa")
LONG_HUU = unit("Ủy ban nhân dân xã Long Hữu", Department.COMMUNE, "Long Hữu", "xã Hiệp Thạnh")
TRA_VINH = unit("Ủy ban nhân dân phường Trà Vinh", Department.COMMUNE, "Trà Vinh")
UNITS = (AGRICULTURE, ROADS, MONEY, SCIENCE, HOME, ZONES, DUYEN_HAI, LONG_HOA, LONG_HUU, TRA_VINH)


def meant(name: str) -> set[UUID | None]:
    return {body.unit_id for body in resolve(name, UNITS, DAY).bodies}


@pytest.mark.parametrize(
    ("name", "today"),
    [
        ("Sở TN&MT Trà Vinh", AGRICULTURE),
        ("Sở Tài nguyên và Môi trường tỉnh Trà Vinh", AGRICULTURE),
        ("so tai nguyen va moi truong", AGRICULTURE),
        ("TNMT", AGRICULTURE),
        ("TN&MT", AGRICULTURE),
        ("so tnmt tra vinh", AGRICULTURE),
        ("NN&PTNT", AGRICULTURE),
        ("Sở NN và PTNT", AGRICULTURE),
        ("LĐTBXH", HOME),
        ("LDTBXH", HOME),
        ("Sở LĐ-TB&XH Bến Tre", HOME),
        ("Sở Lao động, Thương binh và Xã hội", HOME),
        ("GTVT", ROADS),
        ("sở giao thông vận tải", ROADS),
        ("KH&ĐT", MONEY),
        ("so khdt", MONEY),
        ("TT&TT", SCIENCE),
        ("Sở NN&MT", AGRICULTURE),
        ("Ban Quản lý Khu kinh tế Định An", ZONES),
        ("xã Hiệp Thạnh", LONG_HUU),
        ("xa hiep thanh", LONG_HUU),
        ("phường 1, thị xã Duyên Hải", DUYEN_HAI),
        ("phường Duyên Hải", DUYEN_HAI),
    ],
)
def test_a_name_leads_to_one_body_however_it_is_typed(name: str, today: UnitView) -> None:
    only = resolve(name, UNITS, DAY).only
    assert only is not None
    assert only.unit_id == today.id


def test_the_trace_says_what_became_of_department_and_province_since_when_and_by_what() -> None:
    trace = resolve("Sở TN&MT Trà Vinh", UNITS, DAY).trace
    assert trace[0] == "“Sở TN&MT Trà Vinh” nay là Sở Nông nghiệp và Môi trường (từ 01/03/2025)"
    assert trace[1].startswith("Tỉnh Trà Vinh nay thuộc tỉnh Vĩnh Long (từ 01/07/2025; Nghị quyết 202/2025/QH15")
    assert AGRICULTURE.name in trace[2]
    assert trace[-1].startswith("Căn cứ: ")
    assert Certainty.SECONDARY.label in trace[-1]


@pytest.mark.parametrize(
    "name",
    [
        "thị xã Duyên Hải",
        "TX. Duyên Hải",
        "thi xa duyen hai",
        "UBND thị xã Duyên Hải",
        "thị xã Duyên Hải, tỉnh Trà Vinh",
    ],
)
def test_the_old_town_is_three_communes_and_a_person_chooses(name: str) -> None:
    found = resolve(name, UNITS, DAY)
    assert [body.unit_id for body in found.bodies] == [DUYEN_HAI.id, LONG_HOA.id, LONG_HUU.id]
    assert found.only is None
    assert "cần người chọn" in found.sentence


def test_a_town_of_the_same_name_in_another_province_is_not_ours() -> None:
    assert resolve("thị xã Duyên Hải, tỉnh Bạc Liêu", UNITS, DAY).bodies == ()


@pytest.mark.parametrize("name", ["xã Long Hữu", "UBND xã Long Hữu", "Ủy ban nhân dân xã Long Hữu"])
def test_a_commune_that_has_ended_is_found_at_its_successor(name: str) -> None:
    heir = unit(DUYEN_HAI.name, Department.COMMUNE, DUYEN_HAI.commune, *DUYEN_HAI.formerly, LONG_HUU.name)
    units = (heir, LONG_HOA, *UNITS[:6])

    assert [body.unit_id for body in resolve(name, units, DAY).bodies] == [heir.id]
    assert [body.name for body in resolve("thị xã Duyên Hải", units, DAY).bodies] == [heir.name, LONG_HOA.name]


def test_the_district_of_the_same_name_is_another_place() -> None:
    found = resolve("huyện Duyên Hải", UNITS, DAY)
    assert {body.name for body in found.bodies}.isdisjoint({DUYEN_HAI.name, LONG_HOA.name, LONG_HUU.name})
    assert any("Khác với “thị xã Duyên Hải”" in step for step in found.trace)


def test_of_a_district_we_do_not_know_the_end_of_its_level_is_told() -> None:
    found = resolve("huyện Phong Điền", UNITS, DAY)
    assert found.bodies == ()
    assert "cấp huyện đã kết thúc" in found.sentence
    assert "01/07/2025" in found.sentence


def test_our_districts_are_not_those_of_another_province() -> None:
    theirs = (unit("Sở Nội vụ tỉnh An Giang", Department.HOME_AFFAIRS), unit("Sở Y tế An Giang", Department.HEALTH))

    assert resolve("huyện Châu Thành", theirs, DAY).bodies == ()
    assert len(resolve("huyện Châu Thành", UNITS, DAY).bodies) == 13


@pytest.mark.parametrize(
    ("name", "bodies"),
    [
        ("Duyên Hải", {DUYEN_HAI.id, LONG_HOA.id, LONG_HUU.id, None}),
        ("Trà Vinh", {TRA_VINH.id, None}),
        ("phường 1", {DUYEN_HAI.id}),
    ],
)
def test_an_ambiguous_name_is_a_proposal_with_all_of_them(name: str, bodies: set[UUID | None]) -> None:
    assert meant(name) == bodies
    assert resolve(name, UNITS, DAY).only is None


def test_two_units_that_hold_a_department_are_both_proposed() -> None:
    second = unit("Chi nhánh Sở Xây dựng", Department.CONSTRUCTION)
    found = resolve("Sở GTVT", (*UNITS, second), DAY)
    assert {body.unit_id for body in found.bodies} == {ROADS.id, second.id}
    assert found.only is None


def test_an_office_of_another_province_is_not_ours() -> None:
    found = resolve("Sở KH&ĐT Bạc Liêu", UNITS, DAY)
    assert found.outside
    assert [body.unit_id for body in found.bodies] == [None]
    assert "tỉnh Cà Mau, ngoài tỉnh này" in found.sentence


def test_before_its_day_a_merger_and_the_end_of_a_level_do_not_count() -> None:
    assert meant("Sở GTVT") == {ROADS.id}
    assert resolve("Sở GTVT", UNITS, date(2025, 2, 28)).bodies == ()
    assert resolve("huyện Cầu Kè", UNITS, date(2025, 6, 30)).bodies == ()
    assert "kết thúc" not in resolve("huyện Cầu Kè", UNITS, date(2025, 6, 30)).sentence


@pytest.mark.parametrize("name", ["", "   ", "???", "xyz", "Sở", "xã", "P.", "huyện", "🙂" * 50, "Sở TN&MT " * 40])
def test_nonsense_names_nobody(name: str) -> None:
    found = resolve(name, UNITS, DAY)
    assert found.only is None
    assert found.trace


def test_the_old_names_of_a_text_are_told_once_each() -> None:
    text = "Sở GTVT Trà Vinh hứa sửa đường ở huyện Cầu Kè, rồi Sở GTVT Trà Vinh im luôn. Thị xã Duyên Hải cũng vậy."
    assert [found.name for found in old_names_in(text, UNITS, DAY)] == [
        "Sở GTVT Trà Vinh",
        "huyện Cầu Kè",
        "thị xã Duyên Hải",
    ]


@pytest.mark.parametrize("text", ["Đường hư ở xã Long Hữu.", "Sở Xây dựng chậm.", "Tôi ở thành phố Cần Thơ.", ""])
def test_names_of_today_are_not_told(text: str) -> None:
    assert old_names_in(text, UNITS, DAY) == ()


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("Tôi tố cáo cán bộ Sở TN&MT nhận tiền.", {AGRICULTURE.id}),
        ("to cao can bo so tnmt nhan tien", {AGRICULTURE.id}),
        ("Trưởng phòng bên Sỡ giao thông vòi tiền.", {ROADS.id}),
        ("Ban Quản lý Khu kinh tế Định An bao che.", {ZONES.id}),
        ("Chủ tịch xã Hiệp Thạnh ăn chặn.", {LONG_HUU.id}),
        ("Cán bộ thị xã Duyên Hải trước đây.", {DUYEN_HAI.id, LONG_HOA.id, LONG_HUU.id}),
        ("Kính gửi Sở NN&MT, tôi tố cáo Sở LĐTBXH.", {HOME.id}),
    ],
)
def test_whom_a_text_accuses_is_found_by_old_names_and_short_ones(text: str, accused: set[UUID]) -> None:
    assert named_units(text, UNITS, DAY) == accused


@pytest.mark.parametrize("text", ["Tôi ở thị xã Duyên Hải.", "toi o thi xa duyen hai"])
def test_an_old_town_is_not_read_as_a_commune(text: str) -> None:
    assert find_place(text) is None


def test_the_shipped_provinces_are_thirty_four_made_of_sixty_three() -> None:
    provinces = shipped().provinces
    assert len(provinces) == 34
    assert len({former for province in provinces for former in province.merged}) == 63
    assert sum(province.title == "thành phố" for province in provinces) == 6
    assert {p.name for p in provinces if p.grounds.certainty is not Certainty.VERIFIED} == {"Tuyên Quang"}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("    certainty: verified\n", "", "dòng "),
        ("of: Trà Vinh", "of: Trà Vin", "districts.1.of"),
        ("department: finance", "department: money", "department"),
        ("from: 2025-07-01", "from: 2025-7-1", "from"),
        ("merged: [Hà Giang, Tuyên Quang]", "merged: [Hà Giang, Yên Bái]", "“Yên Bái” được ghi hai lần"),
        ("former: Sở Giao thông vận tải\n    department: police", "former: Sở Lạ\n    department: police", "Sở Lạ"),
        ("title: tỉnh", "title: xứ", "title"),
        ("provinces:", "provinces: [", "YAML"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = FILE.read_text("utf-8")
    assert before in text
    broken = tmp_path / "reorganisation.yaml"
    broken.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(RulebookInvalid, match=r"reorganisation\.yaml, dòng") as refused:
        read_reorganisation(broken)
    assert said in str(refused.value)
