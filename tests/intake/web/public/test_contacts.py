"""Contacts as Điều 13 asks: found by any name, gaps said openly; and a form filled in from a printed code."""

import pytest

from intake.cases import procedures
from intake.cases.contacts import incomplete
from models.organisation import FormerName, Unit
from routing.procedures_file import Row
from tests.pages import Browser, words
from tests.statements import statements
from tests.world import World

PROCEDURE = Row("1.001193", "Đăng ký khai sinh", "Hộ tịch", "UBND cấp xã", "Cấp xã", "UBND cấp xã", "", "")


def names(visitor: Browser, address: str) -> list[str]:
    return [words(heading) for heading in visitor.get(address).tree.iter("h3")]


def content(visitor: Browser, address: str) -> str:
    return visitor.get(address).form("/gui")["content"][0].strip()


@pytest.mark.parametrize("typed", ["long huu", "Long Hữu", "xa long hữu"])
def test_a_unit_is_found_without_marks(typed: str, visitor: Browser) -> None:
    assert names(visitor, f"/lien-he?ten={typed}") == ["UBND xã Long Hữu"]


def test_a_unit_is_found_by_the_name_of_before(visitor: Browser, sqlite_world: World) -> None:
    with sqlite_world.desk.work() as work:
        work.session.add(FormerName(unit_id=sqlite_world.commune, name="xã Hiệp Thạnh", folded="xa hiep thanh"))
    assert names(visitor, "/lien-he?ten=Hiệp Thạnh") == ["UBND xã Long Hữu"]


def test_many_communes_are_looked_up_by_their_first_letter_some_at_a_time(
    visitor: Browser, sqlite_world: World
) -> None:
    there = ["Đông Hải", "Đại An", "Dân Thành", *(f"Tân Thành {number:02}" for number in range(1, 31))]
    with sqlite_world.desk.work() as work:
        like = work.session.get_one(Unit, sqlite_world.commune)
        for number, commune in enumerate(there):
            facts = {"department": like.department, "level": like.level, "valid_from": like.valid_from}
            work.session.add(Unit(key=f"c{number}", name=f"UBND xã {commune}", commune=commune, **facts))

    with statements(sqlite_world.desk) as said:
        page = visitor.get("/lien-he")
    assert len(said) <= 10
    assert [words(one) for one in page.one("nav", class_="letters").iter("a")] == ["D", "Đ", "L", "T"]
    assert not [name for name in names(visitor, "/lien-he") if name.startswith("UBND xã")]
    assert names(visitor, "/lien-he?chu=Đ") == ["UBND xã Đại An", "UBND xã Đông Hải"]

    first, second = visitor.get("/lien-he?chu=T"), visitor.get("/lien-he?chu=T&trang=2")
    shown = [words(heading) for page in (first, second) for heading in page.tree.iter("h3")]
    assert shown == [f"UBND xã Tân Thành {number:02}" for number in range(1, 31)]
    assert first.links()["Trang sau"] == "/lien-he?chu=T&trang=2"
    assert second.links()["Trang trước"] == "/lien-he?chu=T"
    assert visitor.get("/lien-he?ten=xa tan").text.count("Tân Thành") == 50, "each names the unit twice"
    assert "Không có cơ quan nào khớp" in visitor.get("/lien-he?chu=Q").text


def test_a_search_that_finds_nothing_says_what_to_do(visitor: Browser) -> None:
    page = visitor.get("/lien-he?ten=" + "x" * 500)
    assert "Có 0 cơ quan khớp" in page.text
    assert "không cần biết cơ quan nào" in page.text


def test_what_is_missing_is_said_to_the_citizen_and_listed_for_the_administrator(
    visitor: Browser, sqlite_world: World
) -> None:
    with sqlite_world.desk.work() as work:
        unit = work.session.get_one(Unit, sqlite_world.construction)
        unit.address, unit.hotline, unit.opening_hours = "Số 12", "0270 3823 000", "07:00–11:00"
    card = words(visitor.get("/lien-he?ten=xây dựng").one("li", class_="unit"))
    assert "Cơ quan chưa cung cấp: thư điện tử." in card
    with sqlite_world.desk.look() as work:
        gaps = {one.name: [part.label for part in one.missing] for one in incomplete(work)}
    assert gaps["Sở Xây dựng tỉnh Vĩnh Long"] == ["thư điện tử"]
    assert len(gaps["Sở Y tế tỉnh Vĩnh Long"]) == 4


def test_each_unit_has_a_link_to_a_form_about_it(visitor: Browser) -> None:
    page = visitor.get("/lien-he?ten=Sở Xây dựng")
    assert page.links()["Gửi phản ánh về Sở Xây dựng tỉnh Vĩnh Long"] == "/?don-vi=sxd"


def test_a_code_fills_in_the_unit_the_commune_and_the_procedure(visitor: Browser, sqlite_world: World) -> None:
    with sqlite_world.desk.work(sqlite_world.administrator) as work:
        procedures.bring_in(work, [PROCEDURE], source="thử.xlsx")
    assert content(visitor, "/?don-vi=sxd") == "Về Sở Xây dựng tỉnh Vĩnh Long."
    form = visitor.get("/?don-vi=long-huu&thu-tuc=1.001193").form("/gui")
    assert form["content"][0].strip() == "Về UBND xã Long Hữu. Về thủ tục “Đăng ký khai sinh”."
    assert form["place"] == ["Long Hữu"]


@pytest.mark.parametrize(
    "address",
    [
        "/?don-vi=khong-co",
        "/?thu-tuc=9.999999",
        "/?don-vi=<script>alert(1)</script>",
        "/?content=Tôi tố cáo ông Lùn&name=Nguyễn Văn A&phone=0912345678",
        "/?don-vi=" + "x" * 5_000,
        "/?don-vi=%00&thu-tuc=%ff",
    ],
)
def test_a_link_puts_no_words_of_its_own_into_the_form(address: str, visitor: Browser) -> None:
    form = visitor.get(address).form("/gui")
    assert {name: form[name] for name in ("content", "place", "name", "phone")} == {
        "content": [""],
        "place": [""],
        "name": [""],
        "phone": [""],
    }


def test_a_draft_goes_before_what_a_code_would_fill_in(visitor: Browser) -> None:
    visitor.submit(visitor.get("/"), "/gui", content="Chuyện viết dở của tôi.", phone="123")
    assert content(visitor, "/?don-vi=sxd") == "Chuyện viết dở của tôi."
