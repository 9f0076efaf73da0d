"""The list as a tool in the browser: filters in the address, chips, views under a name, the list as a file."""

import csv
import io
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from httpx2 import Response
from structlog.testing import capture_logs

from intake.cases.queues import exporting, taking_out
from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of
from tests.intake.web.console.test_queue_page import _statements
from tests.world import RESTRICTED, World


def codes(response: Response) -> list[str]:
    links = parsed(response).iter("a")
    return [link.get("id", "") for link in links if link.get("class") == "row-link"]


def hrefs(response: Response, **attributes: str) -> list[str]:
    wanted = {name.rstrip("_"): value for name, value in attributes.items()}
    links = parsed(response).iter("a")
    return [link.get("href", "") for link in links if all(link.get(name) == value for name, value in wanted.items())]


def chips(response: Response) -> list[str]:
    links = hrefs(response, class_="chip tone-plain")
    return [link.removeprefix("/can-bo") for link in links]


def table(response: Response) -> list[list[str]]:
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def sheet(response: Response) -> Iterator[list[str]]:
    with ZipFile(io.BytesIO(response.content)) as packed:
        page = ET.fromstring(packed.read("xl/worksheets/sheet1.xml"))  # noqa: S314  our own file
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert not list(page.iter(f"{space}f")), "a formula"
    for row in page.iter(f"{space}row"):
        yield ["".join(cell.itertext()) for cell in row]


def test_each_filter_stands_in_the_address_as_a_chip_that_takes_it_away(world: World, sign_in: SignIn) -> None:
    road = world.assigned("Đường có ổ gà.", place="ấp Bình Hòa").case.code
    world.assigned("Cầu gãy lan can.", place="ấp Long Hưng")
    handler = sign_in("handler")

    listed = handler.get("/hang-doi/open?q=o+ga&linh_vuc=transport&noi=binh+hoa&han_tu=01/11/2026&loai=")

    assert codes(listed) == [road]
    assert chips(listed) == [
        "/hang-doi/open?noi=binh+hoa&linh_vuc=transport&han_tu=2026-11-01",
        "/hang-doi/open?q=o+ga&linh_vuc=transport&han_tu=2026-11-01",
        "/hang-doi/open?q=o+ga&noi=binh+hoa&han_tu=2026-11-01",
        "/hang-doi/open?q=o+ga&noi=binh+hoa&linh_vuc=transport",
    ]
    assert "Lĩnh vực: " in text_of(listed)
    assert len(_statements(world, handler, "/hang-doi/open?q=o+ga&linh_vuc=transport&noi=binh+hoa")) <= 10
    assert len(_statements(world, sign_in("receiver"), "/hang-doi/open?co_quan=sxd&han=3-ngay")) <= 10


def test_what_cannot_be_read_is_said_and_narrows_nothing(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = sqlite_world.assigned().case.code
    receiver = sqlite_sign_in("receiver")

    for nonsense, sentence in (
        ("loai=khong-co", "Bộ lọc “Loại” không có lựa chọn này"),
        ("han_tu=31/02/2026", "Hạn từ “31/02/2026” không phải một ngày"),
        ("han_den=0001-01-01", "Hạn đến “0001-01-01” không phải một ngày"),
        ("co_quan=so-khong-co", "Không có cơ quan này"),
        ("xep=nguoc", ""),
        ("noi=%00%5B", ""),
    ):
        listed = receiver.get(f"/hang-doi/open?{nonsense}")
        assert listed.status_code == 200
        assert sentence in text_of(listed)
        assert (codes(listed) == [code]) is not nonsense.startswith("noi"), nonsense
    assert chips(sqlite_sign_in("handler").get("/hang-doi/open?co_quan=syt")) == []


def test_filters_and_order_are_kept_from_page_to_page(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    wanted = [sqlite_world.file(f"Ổ gà số {number}.").case.code for number in range(45)]
    sqlite_world.file("Cầu gãy.")
    sqlite_world.classify()
    handler, path, seen = sqlite_sign_in("handler"), "/hang-doi/new?q=o+ga&xep=cu", list[str]()

    while path:
        listed = handler.get(path)
        seen += codes(listed)
        path = next(iter(hrefs(listed, rel="next")), "")

    assert seen == wanted


def test_a_view_is_kept_listed_opened_and_dropped(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    sqlite_world.assigned()
    handler, colleague = sqlite_sign_in("handler"), sqlite_sign_in("colleague")

    kept = handler.post("/hang-doi/open/bo-loc", ten="Đường sá", chung="1", linh_vuc="transport", noi="")

    assert kept.headers["location"] == "/can-bo/hang-doi/open?linh_vuc=transport"
    for officer in (handler, colleague):
        assert "/can-bo/hang-doi/open?linh_vuc=transport" in hrefs(officer.get("/hang-doi/new"))
    again = handler.post("/hang-doi/open/bo-loc", ten="Đường sá", linh_vuc="health", q="ổ gà")
    assert again.status_code == 422
    assert "đã có bộ lọc tên “Đường sá”" in text_of(again)
    assert chips(again) == ["/hang-doi/open?linh_vuc=health", "/hang-doi/open?q=%E1%BB%95+g%C3%A0"]

    drop = next(form.get("action", "") for form in parsed(handler.get("/hang-doi/new")).iter("form") if _drops(form))
    assert not any(_drops(form) for form in parsed(colleague.get("/hang-doi/new")).iter("form"))
    assert colleague.post(drop).status_code == 404
    assert handler.post(drop).status_code == 303
    assert "Đường sá" not in text_of(colleague.get("/hang-doi/new"))


def _drops(form: ET.Element) -> bool:
    return form.get("action", "").endswith("/xoa")


def test_a_view_cannot_be_kept_of_anothers_queue(sqlite_sign_in: SignIn) -> None:
    for name in ("triage", "khong-co"):
        assert sqlite_sign_in("handler").post(f"/hang-doi/{name}/bo-loc", ten="Của người khác").status_code == 404


def test_the_list_as_a_file_is_the_list_on_the_page(world: World, sign_in: SignIn) -> None:
    road = world.assigned("Đường có ổ gà.", place="ấp Bình Hòa").case.code
    world.assigned("Cầu gãy lan can.")
    handler = sign_in("handler")

    heading, row = table(handler.post("/hang-doi/open/xuat.csv", q="o ga"))
    assert heading[0] == "Mã hồ sơ"
    assert (row[0], row[1], row[9]) == (road, "20/11/2026 12:00", "ấp Bình Hòa")
    book = handler.post("/hang-doi/open/xuat.xlsx", q="o ga")
    assert [cells[0] for cells in sheet(book)] == ["Mã hồ sơ", road]
    assert book.headers["content-disposition"] == 'attachment; filename="ho-so-open-20261120.xlsx"'
    assert handler.post("/hang-doi/open/xuat.pdf").status_code == 404
    assert handler.post("/hang-doi/triage/xuat.csv").status_code == 404


@pytest.mark.parametrize("place", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_no_word_becomes_a_formula(sqlite_world: World, sqlite_sign_in: SignIn, place: str) -> None:
    sqlite_world.assigned(place=place)
    handler = sqlite_sign_in("handler")

    assert table(handler.post("/hang-doi/open/xuat.csv"))[1][9] == f"'{place}"
    assert place in list(sheet(handler.post("/hang-doi/open/xuat.xlsx")))[1]


def test_a_restricted_case_is_in_no_file_but_its_desks(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = sqlite_world.file("Tôi tố cáo cán bộ nhận tiền.").case.code
    sqlite_world.classify(RESTRICTED)

    for username in ("receiver", "handler", "overseer", "inspector"):
        taken = sqlite_sign_in(username).post("/hang-doi/open/xuat.csv").text
        assert (code in taken) is (username == "inspector"), username


def test_whoever_takes_a_list_out_is_logged_without_the_words_searched_for(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    sqlite_world.assigned("Ổ gà trước nhà ông Bưởi.")
    handler = sqlite_sign_in("handler")

    with capture_logs() as logged:
        handler.post("/hang-doi/open/xuat.csv", q="buoi")

    (line,) = [entry for entry in logged if entry["event"] == "queue.exported"]
    assert (line["officer"], line["cases"], line["filters"]) == (str(sqlite_world.handler.officer_id), 1, ["text"])
    assert "buoi" not in str(logged)


def test_a_list_that_is_too_long_says_where_it_ends(
    sqlite_world: World, sqlite_sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_out, "PIECE", 2)
    monkeypatch.setattr(taking_out, "EXPORTED_MOST", 4)
    for number in range(5):
        sqlite_world.file(f"Hồ sơ {number}.")
    sqlite_world.classify()
    handler = sqlite_sign_in("handler")

    rows = table(handler.post("/hang-doi/open/xuat.csv"))
    assert len(rows) == 1 + 4 + 1
    assert "tệp này chỉ có 4 hồ sơ đầu" in rows[-1][0]
    assert "tệp này chỉ có 4 hồ sơ đầu" in list(sheet(handler.post("/hang-doi/open/xuat.xlsx")))[-1][0]


def signed_out(desktop: Desktop) -> Desktop:
    desktop.client.cookies.clear()
    return desktop


def test_nobody_takes_a_list_out_without_signing_in(sqlite_sign_in: SignIn) -> None:
    stranger = signed_out(sqlite_sign_in("handler"))

    assert stranger.post("/hang-doi/open/xuat.csv").status_code == 303
    assert stranger.post("/hang-doi/open/bo-loc", ten="Không được").status_code == 303


def test_a_long_list_is_waited_for_on_a_page_and_fetched_by_its_owner(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    code = world.assigned().case.code
    handler, colleague = sign_in("handler"), sign_in("colleague")

    place = handler.post("/hang-doi/open/xuat.csv").headers["location"]
    assert "Chờ lập" in text_of(handler.get(place))
    assert handler.get(f"{place}/tep").status_code == 409
    world.classify()

    assert "Đã xong · 1 hồ sơ" in text_of(handler.get(place))
    assert place in handler.get("/tai-ve").text
    assert table(handler.get(f"{place}/tep"))[1][0] == code
    assert {colleague.get(f"{place}{part}").status_code for part in ("", "/tep")} == {404}
    assert signed_out(handler).get(f"{place}/tep").status_code == 303


def test_making_a_long_list_can_be_cancelled(
    sqlite_world: World, sqlite_sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    sqlite_world.assigned()
    handler = sqlite_sign_in("handler")
    place = handler.post("/hang-doi/open/xuat.xlsx").headers["location"]

    assert handler.post(f"{place}/huy").headers["location"] == "/can-bo/hang-doi/open"
    sqlite_world.classify()

    assert "Đã hủy" in text_of(handler.get(place))


def test_a_view_keeps_whose_cases_it_was_narrowed_to(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    handler = sqlite_sign_in("handler")

    kept = handler.post("/hang-doi/open/bo-loc", ten="Chưa ai giữ", giu="chua-ai")

    assert kept.headers["location"] == "/can-bo/hang-doi/open?giu=chua-ai"
