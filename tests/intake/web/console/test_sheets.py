"""Posters and leaflets: one page each, with Vietnamese letters and a code that opens the form about the very unit."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from intake.cases import procedures
from intake.web import qr
from intake.web.printed import Sheet
from models.organisation import Unit
from routing.procedures_file import Row
from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import World

PROCEDURE = Row("1.001193", "Đăng ký khai sinh " * 40, "Hộ tịch", "UBND cấp xã", "Cấp xã", "UBND cấp xã", "", "")


def pdf(answer_content: bytes) -> PdfReader:
    return PdfReader(BytesIO(answer_content))


@pytest.mark.parametrize("sheet", Sheet)
def test_a_sheet_is_one_page_that_names_the_unit_and_how_to_reach_it(
    sheet: Sheet, sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    with sqlite_world.desk.work() as work:
        unit = work.session.get_one(Unit, sqlite_world.construction)
        unit.address, unit.hotline = "Số 12 đường Hoàng Thái Hiếu", "0270 3823 000"
    with sqlite_world.desk.work(sqlite_world.administrator) as work:
        procedures.bring_in(work, [PROCEDURE], source="thử.xlsx")

    answer = sqlite_sign_in("handler").client.get(f"/can-bo/to-dan/{sheet.value}.pdf?don-vi=sxd&thu-tuc=1.001193")

    found = pdf(answer.content)
    text = " ".join(found.pages[0].extract_text().split())
    assert len(found.pages) == 1
    for said in (
        "Sở Xây dựng tỉnh Vĩnh Long",
        "Số 12 đường Hoàng Thái Hiếu",
        "0270 3823 000",
        "Đăng ký khai sinh",
        "113",
    ):
        assert said in text, said
    assert "Chưa có: thư điện tử, giờ làm việc." in text
    assert b"/FontFile2" in answer.content


def test_an_unknown_unit_has_no_sheet(sqlite_sign_in: SignIn) -> None:
    handler = sqlite_sign_in("handler")
    assert handler.client.get("/can-bo/to-dan/to-dan.pdf?don-vi=khong-co").status_code == 404
    assert handler.client.get("/can-bo/to-dan/khac.pdf").status_code in {404, 422}


def test_the_page_offers_both_papers_for_the_chosen_unit(sqlite_sign_in: SignIn) -> None:
    page = sqlite_sign_in("handler").get("/to-dan?don-vi=sxd")
    assert "Sở Xây dựng tỉnh Vĩnh Long" in text_of(page)
    for sheet in Sheet:
        assert f"/can-bo/to-dan/{sheet.value}.pdf?don-vi=sxd&amp;thu-tuc=" in page.text


def test_the_code_holds_the_address_and_nothing_else() -> None:
    rows = qr.squares("https://langnghe.test/?don-vi=sxd")
    assert len(rows) == len(rows[0]) == 29  # version 3: 42 bytes at level M
    assert [row[:7] for row in rows[:7]] == [  # the finder pattern of ISO/IEC 18004
        [True] * 7,
        [True, *[False] * 5, True],
        *[[True, False, True, True, True, False, True]] * 3,
        [True, *[False] * 5, True],
        [True] * 7,
    ]
    assert qr.squares("https://langnghe.test/?don-vi=syt") != rows


def test_the_administrator_is_told_which_contacts_are_missing(sqlite_sign_in: SignIn) -> None:
    page = text_of(sqlite_sign_in("administrator").get("/co-quan"))
    assert "Sở Y tế tỉnh Vĩnh Long: địa chỉ, điện thoại, thư điện tử, giờ làm việc" in page
    assert "Điều 13" not in text_of(sqlite_sign_in("handler").get("/co-quan"))
