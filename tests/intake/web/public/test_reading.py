"""What anybody may read, and what is shown when something cannot be done."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from intake.cases import published as published_cases
from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import DemoAccount, WebOptions
from models.organisation import Unit
from tests.intake.web.public.stories import ANSWER, answered, published
from tests.intake.web.public.test_filing import STORY
from tests.pages import Browser
from tests.world import RESTRICTED, World


def test_published_answers_are_listed_and_read_by_anybody(citizen: Browser, world: World) -> None:
    filed = published(world)

    page = citizen.get("/cong-khai")
    assert f"/cong-khai/{filed.case.code}" in page.links().values()
    one = citizen.get(f"/cong-khai/{filed.case.code}")

    assert one.h1 == f"Sở Xây dựng tỉnh Vĩnh Long trả lời phản ánh {filed.case.code}"
    assert ANSWER in one.text


def test_what_is_not_published_is_not_found(visitor: Browser, sqlite_world: World) -> None:
    waiting, secret = answered(sqlite_world), sqlite_world.file("Cán bộ A nhận tiền.")
    sqlite_world.classify(RESTRICTED)

    for filed in (waiting, secret):
        page = visitor.get(f"/cong-khai/{filed.case.code}")
        assert (page.status, page.h1) == (404, "Không tìm thấy")
    assert "Chưa có kết quả nào được công khai." in visitor.get("/cong-khai").text


def test_the_list_has_pages(visitor: Browser, sqlite_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published_cases, "PAGE_SIZE", 1)
    published(sqlite_world)
    published(sqlite_world)

    first = visitor.get("/cong-khai")
    second = visitor.get(first.links()["Cũ hơn"])

    assert second.h1 == "Kết quả công khai, trang 2"
    assert second.links()["Mới hơn"] == "/cong-khai"
    assert visitor.get("/cong-khai?trang=0").status == 404
    assert visitor.get("/cong-khai?trang=9").text.count("Hết danh sách rồi.") == 1


def test_contacts_name_every_unit_with_what_the_law_asks_for(citizen: Browser, world: World) -> None:
    with world.desk.work() as work:
        unit = work.session.get_one(Unit, world.centre)
        unit.address, unit.hotline = "Số 1 đường Trưng Nữ Vương, phường Long Châu", "0270 3900 020"
        unit.email, unit.opening_hours = "tiepnhan@vinhlong.example", "Thứ Hai đến thứ Sáu, 07:00–11:00"

    page = citizen.get("/lien-he")

    assert "Điều 13 Nghị định 20/2008/NĐ-CP" in page.text
    assert "Nơi tiếp nhận của tỉnh Trung tâm Phục vụ hành chính công tỉnh" in page.text
    assert page.links()["0270 3900 020"] == "tel:02703900020"
    assert page.links()["tiepnhan@vinhlong.example"] == "mailto:tiepnhan@vinhlong.example"
    assert "UBND xã Long Hữu" in page.text


def test_a_site_without_units_says_so(sqlite_desk: Desk) -> None:
    page = Browser(create_app(sqlite_desk, WebOptions(public_url="http://testserver"))).get("/lien-he")

    assert "Chưa có cơ quan nào được nhập vào hệ thống." in page.text


def test_help_says_where_complaints_denunciations_and_emergencies_go(visitor: Browser) -> None:
    text = visitor.get("/tro-giup").text

    for said in ("113", "Luật Khiếu nại", "90 ngày", "Luật Tố cáo", "đơn có chữ ký hoặc điểm chỉ"):
        assert said in text


def test_an_unknown_address_has_a_way_out(visitor: Browser) -> None:
    page = visitor.get("/khong-co")

    assert (page.status, page.h1) == (404, "Không có trang này")
    assert page.links()["Về trang gửi phản ánh"] == "/"
    assert visitor.get("/gui").status == 405


def test_a_form_that_is_no_form_gets_a_sentence(visitor: Browser) -> None:
    broken = {"content-type": "multipart/form-data; boundary=x"}
    page = visitor.post("/gui", content=b"nonsense", headers=broken)

    assert page.status in (400, 422)
    assert "Chưa" in page.h1


def test_a_fault_shows_a_number_and_gives_back_what_was_written(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = create_app(sqlite_world.desk, WebOptions(public_url="http://testserver"))
    visitor = Browser(TestClient(site, raise_server_exceptions=False))
    form = visitor.get("/")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("intake.web.public.filing.submit.submit", broken)
    page = visitor.submit(form, "/gui", content=STORY)

    assert (page.status, page.h1) == (500, "Hệ thống đang trục trặc")
    assert "".join(page.one("textarea", id="written").itertext()) == STORY
    assert page.response.headers["x-request-id"] in page.text
    assert "secret detail" not in page.response.text


def test_only_the_demo_says_that_it_is_one(sqlite_world: World, visitor: Browser) -> None:
    account = DemoAccount("tiepnhan1", "mat-khau", "Cán bộ", "Cán bộ tiếp nhận", "Trung tâm")
    options = WebOptions(public_url="http://testserver", demo_accounts=(account,))
    demo: FastAPI = create_app(sqlite_world.desk, options)

    assert "Đây là bản trình diễn." in Browser(demo).get("/").text
    assert "trình diễn" not in visitor.get("/").text


@pytest.mark.parametrize("address", ["/", "/theo-doi", "/cong-khai", "/lien-he", "/tro-giup", "/thoat"])
def test_every_public_page_keeps_the_rules_of_pages(visitor: Browser, address: str) -> None:
    assert visitor.get(address).status == 200
