"""A province's organisation from files: whole or not at all, the same a second time, every fault with its place."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from intake.cases import accounts, organisation, succession
from intake.cases.chart.entering import difference, enter
from intake.cases.chart.reading import ChartInvalid, read_chart
from intake.cases.errors import NotAllowed
from intake.cases.work import Desk
from models.organisation import FormerName, Officer, Unit, UnitSuccession
from models.vocabulary import Department, Role
from tests.conftest import ROOT
from tests.world import RESTRICTED, World

UNITS = """\
units:
  - key: ttpvhcc
    name: Trung tâm Phục vụ hành chính công tỉnh
    department: service_centre
    level: province
    valid_from: 2025-07-01
    receiving_desk: true
  - key: thanh-tra
    name: Thanh tra tỉnh
    department: inspectorate
    level: province
    valid_from: 2025-07-01
    restricted_rank: 1
  - key: xa-long-huu
    name: Ủy ban nhân dân xã Long Hữu
    department: commune
    level: commune
    commune: Long Hữu
    valid_from: 2025-07-01
    formerly: [xã Hiệp Thạnh]
  - key: ban-cu
    name: Ban Quản lý cũ
    department: economic_zones
    level: province
    valid_from: 2025-07-01
    valid_to: 2026-01-01
  - key: ban-moi
    name: Ban Quản lý mới
    department: economic_zones
    level: province
    valid_from: 2026-01-01
    duty_desk: true
    succeeds: [{unit: ban-cu, since: 2026-01-01, reference: Quyết định 5}]
"""
OFFICERS = """\
officers:
  - {username: a.nguyen, name: Nguyễn Văn An, title: Chuyên viên, unit: ttpvhcc, roles: [receiving]}
  - {username: b.le, name: Lê Thị Bình, title: Chủ tịch, unit: xa-long-huu, roles: [handling, leader]}
  - {username: mttq, name: Giám sát Mặt trận, unit: null, roles: [overseer]}
"""
WHOLE = UNITS + OFFICERS


def written(folder: Path, text: str, name: str = "to-chuc.yaml") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def entered(desk: Desk, *files: Path) -> list[str]:
    with desk.work() as work:
        return [str(change) for change in enter(work, read_chart(files), lambda username: f"{username}-mat-khau-dau")]


def faults_of(desk: Desk, *files: Path) -> str:
    with pytest.raises(ChartInvalid) as refused, desk.work() as work:
        enter(work, read_chart(files), lambda _: "mat-khau-lan-dau")
    return str(refused.value)


def count(desk: Desk, table: type) -> int:
    with desk.look() as work:
        return len(work.session.scalars(select(table)).all())


def test_a_province_can_start_from_one_file(desk: Desk, tmp_path: Path) -> None:
    entered(desk, written(tmp_path, WHOLE))

    with desk.look() as work:
        units = {unit.key: unit for unit in work.session.scalars(select(Unit))}
        assert units["ttpvhcc"].receiving_desk
        assert units["ban-moi"].duty_desk
        assert units["thanh-tra"].restricted_rank == 1
        assert (units["xa-long-huu"].commune, units["ban-cu"].valid_to) == ("Long Hữu", date(2026, 1, 1))
        assert work.session.scalars(select(FormerName.folded)).all() == ["xa hiep thanh"]
        heirs = work.session.scalars(select(UnitSuccession)).one()
        assert (heirs.unit_id, heirs.successor_id) == (units["ban-cu"].id, units["ban-moi"].id)
    with desk.look() as work:
        officer_id = accounts.check_password(work, "b.le", "b.le-mat-khau-dau")
    with desk.work() as work:
        token = accounts.open_session(work, officer_id)
        actor = accounts.actor_of(work, token)
        assert actor is not None
        assert actor.roles == {Role.HANDLING, Role.LEADER}


def test_a_unit_may_also_do_the_work_of_another_department(desk: Desk, tmp_path: Path) -> None:
    unit = "units:\n  - {key: snv, name: Sở Nội vụ, department: home_affairs, level: province, valid_from: 2025-07-01"
    file = written(tmp_path, f"{unit}, also: [ethnic_religion, foreign_affairs]}}\n")

    assert entered(desk, file) == ["Thêm đơn vị snv: Sở Nội vụ"]
    assert entered(desk, file) == []
    with desk.look() as work:
        (view,) = organisation.views_today(work)
        assert set(view.also) == {Department.ETHNIC_RELIGION, Department.FOREIGN_AFFAIRS}
    assert entered(desk, written(tmp_path, f"{unit}, also: [foreign_affairs]}}\n")) == [
        "Sửa đơn vị snv: also “ethnic_religion | foreign_affairs” → “foreign_affairs”"
    ]
    for wrong in ("home_affairs", "commune", "so_lon"):
        assert f"vai trò lạ “{wrong}”" in faults_of(desk, written(tmp_path, f"{unit}, also: [{wrong}]}}\n"))


def test_a_second_import_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    file = written(tmp_path, WHOLE)
    assert len(entered(desk, file)) == 8
    with desk.look() as work:
        before = {officer.username: officer.password_hash for officer in work.session.scalars(select(Officer))}

    assert entered(desk, file) == []

    with desk.look() as work:
        assert {one.username: one.password_hash for one in work.session.scalars(select(Officer))} == before
    assert (count(desk, Unit), count(desk, FormerName), count(desk, UnitSuccession)) == (5, 1, 1)


def test_what_differs_is_shown_before_and_then_changed(desk: Desk, tmp_path: Path) -> None:
    entered(desk, written(tmp_path, WHOLE))
    changed = WHOLE.replace("name: Thanh tra tỉnh\n", "name: Thanh tra tỉnh\n    hotline: 0270 1\n")
    changed = changed.replace("[xã Hiệp Thạnh]", "[xã Hiệp Thạnh, xã Cũ]").replace("[handling, leader]", "[handling]")
    file = written(tmp_path, changed)

    with desk.look() as work:
        told = [str(change) for change in difference(work, read_chart([file]))]
    assert told == [
        "Sửa đơn vị thanh-tra: hotline “” → “0270 1”",
        "Sửa đơn vị xa-long-huu: formerly “xã Hiệp Thạnh” → “xã Cũ | xã Hiệp Thạnh”",
        "Sửa cán bộ b.le: roles “handling | leader” → “handling”",
    ]
    assert entered(desk, file) == told
    assert entered(desk, file) == []


def test_desks_may_change_places(desk: Desk, tmp_path: Path) -> None:
    entered(desk, written(tmp_path, UNITS))
    swapped = UNITS.replace("receiving_desk: true", "restricted_rank: 1").replace(
        "level: province\n    valid_from: 2025-07-01\n    restricted_rank: 1\n  - key: xa",
        "level: province\n    valid_from: 2025-07-01\n    receiving_desk: true\n  - key: xa",
    )
    entered(desk, written(tmp_path, swapped))

    with desk.look() as work:
        units = {unit.key: unit for unit in work.session.scalars(select(Unit))}
        assert (units["ttpvhcc"].restricted_rank, units["thanh-tra"].receiving_desk) == (1, True)


def test_an_officer_who_leaves_can_no_longer_sign_in(desk: Desk, tmp_path: Path) -> None:
    entered(desk, written(tmp_path, WHOLE))
    with desk.work() as work:
        token = accounts.open_session(work, accounts.check_password(work, "b.le", "b.le-mat-khau-dau"))
    entered(
        desk, written(tmp_path, WHOLE.replace("roles: [handling, leader]", "roles: [handling, leader], active: false"))
    )

    with desk.look() as work:
        assert accounts.actor_of(work, token) is None
    with pytest.raises(NotAllowed), desk.look() as work:
        accounts.check_password(work, "b.le", "b.le-mat-khau-dau")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "department: inspectorate",
            "department: thanh_tra",
            "dòng 10, mục units.2.department: giá trị lạ “thanh_tra”",
        ),
        ("key: thanh-tra", "key: ttpvhcc", "đơn vị “ttpvhcc” đã ghi ở to-chuc.yaml, dòng 2"),
        ("key: thanh-tra", "key: Thanh Tra", "chỉ gồm chữ thường không dấu"),
        ("valid_to: 2026-01-01", "valid_to: 2025-06-30", "ngày kết thúc phải sau ngày bắt đầu"),
        ("    valid_to: 2026-01-01\n", "", "“ban-cu” chưa có ngày kết thúc"),
        ("valid_to: 2026-01-01", "valid_to: 2026-02-30", "không phải ngày có thật"),
        ("unit: xa-long-huu", "unit: xa-la", "dòng 36: không có đơn vị “xa-la”"),
        ("unit: ban-cu, since", "unit: ban-la, since", "không có đơn vị “ban-la”"),
        ("unit: ban-cu, since", "unit: ban-moi, since", "không thể kế tiếp chính mình"),
        ("[handling, leader]", "[handling, chief]", "vai trò lạ “chief”"),
        ("[overseer]", "[overseer, handling]", "Vai trò giám sát không đi cùng vai trò khác"),
        ("[overseer]", "[handling]", "phải thuộc một đơn vị"),
        ("    commune: Long Hữu\n", "", "phải ghi tên xã"),
        ("level: commune", "level: province", "chỉ đơn vị cấp xã mới ghi “commune”"),
        ("restricted_rank: 1", "receiving_desk: true", "“ttpvhcc” đã là bàn tiếp nhận; chỉ một đơn vị được là"),
        ("username: b.le", "username: a.nguyen", "tài khoản “a.nguyen” đã ghi ở to-chuc.yaml, dòng 35"),
        ("username: b.le", "username: B Lê", "Tên đăng nhập gồm"),
        ("name: Ban Quản lý mới", "ten: Ban Quản lý mới", "khóa lạ “ten”"),
        ("name: Ban Quản lý mới", f"name: {'Ban ' * 60}", "dài quá 200 ký tự"),
        ("formerly: [xã Hiệp Thạnh]", "formerly: [xã Hiệp Thạnh, XÃ HIỆP THẠNH]", "một tên cũ được ghi hai lần"),
        ("formerly: [xã Hiệp Thạnh]", "formerly: xã Hiệp Thạnh", "phải là một danh sách"),
        ("units:", "units: [", "không đúng cú pháp YAML"),
    ],
)
def test_a_fault_is_one_sentence_with_its_place_and_nothing_is_entered(
    sqlite_desk: Desk, tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in WHOLE
    told = faults_of(sqlite_desk, written(tmp_path, WHOLE.replace(before, after, 1)))

    assert said in told
    assert all(line.startswith("to-chuc.yaml, dòng ") for line in told.splitlines())
    assert (count(sqlite_desk, Unit), count(sqlite_desk, Officer)) == (0, 0)


def test_every_fault_of_a_file_is_told_at_once(sqlite_desk: Desk, tmp_path: Path) -> None:
    broken = WHOLE.replace("department: inspectorate", "department: x").replace("[handling, leader]", "[x]")
    assert len(faults_of(sqlite_desk, written(tmp_path, broken)).splitlines()) == 2


def test_a_unit_that_has_ended_is_not_revived_by_an_older_file(world: World, tmp_path: Path) -> None:
    with world.desk.work(world.administrator) as work:
        unit = work.session.get_one(Unit, world.construction)
        heirs = [world.health]
        succession.end_unit(work, unit, on=date(2026, 11, 20), successors=heirs, reference="QĐ 1")
    older = """\
units:
  - {key: sxd, name: Sở Xây dựng tỉnh Vĩnh Long, department: construction, level: province, valid_from: 2025-07-01}
"""
    assert "“sxd” đã kết thúc từ 20/11/2026" in faults_of(world.desk, written(tmp_path, older))


def test_a_file_that_leaves_a_succession_out_does_not_undo_it(desk: Desk, tmp_path: Path) -> None:
    entered(desk, written(tmp_path, UNITS))
    without = UNITS.replace("    succeeds: [{unit: ban-cu, since: 2026-01-01, reference: Quyết định 5}]\n", "")

    assert entered(desk, written(tmp_path, without)) == []
    assert count(desk, UnitSuccession) == 1


def test_two_units_cannot_carry_on_each_other(sqlite_desk: Desk, tmp_path: Path) -> None:
    circle = UNITS.replace(
        "    valid_to: 2026-01-01\n", "    valid_to: 2026-01-01\n    succeeds: [{unit: ban-moi, since: 2026-02-01}]\n"
    )
    circle = circle.replace("    duty_desk: true\n", "    valid_to: 2026-02-01\n")
    assert "chính đơn vị ấy lại kế tiếp nó" in faults_of(sqlite_desk, written(tmp_path, circle))


def test_an_import_that_would_leave_a_restricted_case_with_nobody_is_refused(world: World, tmp_path: Path) -> None:
    world.file("Tôi tố cáo Văn phòng UBND tỉnh và Sở Y tế thông đồng nhận tiền.")
    world.classify(RESTRICTED)
    merging = """\
units:
  - {key: syt, name: Sở Y tế, department: health, level: province, valid_from: 2025-07-01, valid_to: 2026-11-01}
  - key: ttt
    name: Thanh tra tỉnh Vĩnh Long
    department: inspectorate
    level: province
    valid_from: 2025-07-01
    restricted_rank: 1
    succeeds: [{unit: syt, since: 2026-11-01}]
"""
    assert "không còn cơ quan nào giữ được" in faults_of(world.desk, written(tmp_path, merging))


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_tables_saved_by_excel_say_the_same(desk: Desk, tmp_path: Path, separator: str) -> None:
    units = """\
key;name;department;level;commune;valid_from;valid_to;receiving_desk;restricted_rank;duty_desk;formerly;succeeds;succeeds_since;succeeds_reference
ttpvhcc;Trung tâm Phục vụ hành chính công tỉnh;service_centre;province;;01/07/2025;;x;;;;;;
thanh-tra;Thanh tra tỉnh;inspectorate;province;;1/7/2025;;;1;;;;;
xa-long-huu;Ủy ban nhân dân xã Long Hữu;commune;commune;Long Hữu;2025-07-01;;không;;;xã Hiệp Thạnh;;;

ban-cu;Ban Quản lý cũ;economic_zones;province;;01/07/2025;01/01/2026;;;;;;;
ban-moi;Ban Quản lý mới;economic_zones;province;;01/01/2026;;;;có;;ban-cu;01/01/2026;Quyết định 5
;;;;;;;;;;;;;
"""
    officers = """\
username;name;title;unit;roles
a.nguyen;Nguyễn Văn An;Chuyên viên;ttpvhcc;receiving
b.le;Lê Thị Bình;Chủ tịch;xa-long-huu;handling|leader
mttq;Giám sát Mặt trận;;;overseer
"""
    files = []
    for name, text in (("units.csv", units), ("officers.csv", officers)):
        file = tmp_path / name
        file.write_bytes(b"\xef\xbb\xbf" + text.replace(";", separator).replace("\n", "\r\n").encode())
        files.append(file)

    assert len(entered(desk, *files)) == 8
    assert entered(desk, written(tmp_path, WHOLE)) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"key;name\nx;" + "Sở".encode("utf-16"), "units.csv: không đọc được; trong Excel xin chọn"),
        (b"key;key\nx;y\n", "dòng 1: có hai cột cùng tên"),
        (b"key;name;department;level;valid_from\na;A;tax;province;1/7/2025;x;y\n", "dòng 2: có nhiều ô hơn số cột"),
        (b"key;name;department;level;valid_from\n\na;A;tax;province;31/02/2025\n", "dòng 3, mục valid_from"),
        (
            b"key;name;department;level;valid_from;receiving_desk\na;A;tax;province;1/7/2025;maybe\n",
            "mục receiving_desk",
        ),
        (b"", "không có đơn vị hay cán bộ nào"),
        (b"key;name\n", "không có đơn vị hay cán bộ nào"),
        (b'key;name\na;"b\n', "không đúng dạng CSV"),
    ],
)
def test_a_broken_table_is_refused_with_its_place(sqlite_desk: Desk, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "units.csv"
    file.write_bytes(content)
    assert said in faults_of(sqlite_desk, file)


def test_a_unit_of_the_file_may_be_told_of_in_another(desk: Desk, tmp_path: Path) -> None:
    units, officers = written(tmp_path, UNITS, "don-vi.yaml"), written(tmp_path, OFFICERS, "can-bo.yaml")
    assert len(entered(desk, units)) == 5
    assert len(entered(desk, officers)) == 3
    with desk.look() as work:
        of_zones = select(Unit).where(Unit.department == Department.ECONOMIC_ZONES)
        assert len(work.session.scalars(of_zones).all()) == 2


def test_the_examples_in_both_forms_say_the_same(desk: Desk) -> None:
    examples = ROOT / "deploy" / "organisation"

    assert len(entered(desk, examples / "organisation.yaml")) == 10
    assert entered(desk, examples / "units.csv", examples / "officers.csv") == []
