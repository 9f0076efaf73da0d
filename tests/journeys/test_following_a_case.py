"""A citizen follows a case to its end, with scripts and without: in by the link of a notice, more words and a file, a
rating, another look, a copy of their data, and its erasing by a leader. No address the server is asked for has the key.
"""

from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, expect

from intake.cases.errors import NotFound
from intake.web.app import create_app
from intake.web.options import WebOptions
from tests.files import PDF
from tests.journeys.conftest import Site
from tests.journeys.officers import Officers
from tests.journeys.test_main_path import PHONE, file_on_the_form, sign_in

ANSWERS = ("Sở đã vá mặt đường ngày 20/11/2026.", "Sở đã vá thêm đoạn còn lại.")


def officers_of(site: Site) -> Officers:
    return Officers(create_app(site.world.desk, WebOptions(public_url="http://testserver")))


def at_its_unit(page: Page, site: Site, code: str) -> None:
    """Wait until a worker has sent the case to its unit."""
    for _ in range(80):
        with suppress(NotFound), site.world.desk.look(site.world.handler) as work:
            work.find(code)
            return
        page.wait_for_timeout(250)
    raise AssertionError("the case reached no unit")


def opened_anew(chromium: Browser, site: Site, code: str, key: str, *, scripts: bool) -> tuple[Page, list[str]]:
    """Another phone opens the link of a notice; without scripts the key is typed. Gives every address asked for."""
    page = chromium.new_context(viewport=PHONE, locale="vi-VN", java_script_enabled=scripts).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.address}/ho-so/{code}#{key}")
    if not scripts:
        page.locator("#key").fill(key)
        page.get_by_role("button", name="Mở hồ sơ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Hồ sơ {code}")
    expect(page.locator("#timeline")).to_be_visible()
    return page, asked


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_case_is_followed_to_its_end(chromium: Browser, site: Site, scripts: bool) -> None:
    phone = chromium.new_context(viewport=PHONE, locale="vi-VN", java_script_enabled=scripts)
    first, code = file_on_the_form(phone, site)
    expect(first.get_by_role("img", name="Mã vuông mở hồ sơ này")).to_be_visible()
    key = "".join(first.locator("#the-key").inner_text().split())
    at_its_unit(first, site, code)

    page, asked = opened_anew(chromium, site, code, key, scripts=scripts)
    page.locator("#do-add").click()
    page.locator("[name=more]").fill("Nay ổ gà sâu thêm.")
    page.locator("#do-add ~ form input[type=file]").set_input_files(
        {"name": "anh.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Gửi cho cán bộ").click()
    expect(page.get_by_text("Nay ổ gà sâu thêm.").first).to_be_visible()
    expect(page.get_by_text("anh.pdf").first).to_be_visible()

    officers = officers_of(site)
    officers.answer(code, ANSWERS[0])
    page.reload()
    expect(page.get_by_text(ANSWERS[0]).first).to_be_visible()
    page.locator("#score-2").check()
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.get_by_text("Ông/bà đã đánh giá 2/5").first).to_be_visible()
    page.get_by_text("Chưa thỏa đáng? Đề nghị xem lại").click()
    page.locator("[name=reason]").fill("Mới vá một nửa.")
    page.get_by_role("button", name="Đề nghị xem lại").click()
    expect(page.get_by_text("Mới vá một nửa.").first).to_be_visible()

    officers.answer(code, ANSWERS[1])
    page.reload()
    expect(page.get_by_text(ANSWERS[1]).first).to_be_visible()
    assert page.get_by_text("Chưa thỏa đáng?").count() == 0

    page.get_by_role("link", name="Dữ liệu cá nhân của ông/bà").click()
    page.locator("#key-ban-sao").fill(key)
    page.get_by_role("button", name="Xin bản sao").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bản để đọc").click()
    assert "Trần Văn Bưởi" in download.value.path().read_text("utf-8-sig")
    page.locator("#do-erase").click()
    page.locator("#key-xoa").fill(key)
    page.get_by_role("button", name="Đề nghị xóa dữ liệu").click()
    expect(page.get_by_text("Đã nhận đề nghị xóa dữ liệu.")).to_be_visible()

    leader = sign_in(chromium, site, "leader")
    leader.goto(f"{site.address}/can-bo/du-lieu-ca-nhan")
    leader.get_by_role("link", name=code).first.click()
    leader.locator("#sure").check()
    leader.get_by_role("button", name="Chấp thuận", exact=True).click()
    expect(leader.get_by_text("Đã chấp thuận đề nghị.")).to_be_visible()

    page.goto(f"{site.address}/ho-so/{code}")
    expect(page.get_by_text("Chỉ còn mã hồ sơ và các ngày").first).to_be_visible()
    for words in (*ANSWERS, "Bưởi", "ổ gà sâu thêm"):
        assert page.get_by_text(words).count() == 0
    assert not [address for address in asked if key in address.partition("#")[0]]


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_question_is_answered_a_mistake_corrected_and_the_case_withdrawn(
    chromium: Browser, sqlite_site: Site, scripts: bool
) -> None:
    site = sqlite_site
    phone = chromium.new_context(viewport=PHONE, locale="vi-VN", java_script_enabled=scripts)
    page, code = file_on_the_form(phone, site)
    key = "".join(page.locator("#the-key").inner_text().split())
    at_its_unit(page, site, code)
    officers_of(site).ask(code, "Đoạn nào của đường tỉnh ạ?")

    page.goto(f"{site.address}/ho-so/{code}")
    page.get_by_role("button", name="Gửi câu trả lời").click()
    expect(page.get_by_role("link", name="Ông/bà chưa viết gì. Xin viết vài lời rồi gửi lại.")).to_be_visible()
    page.locator("[name=answer]").fill("Đoạn trước chợ.")
    page.locator("#files").set_input_files({"name": "cho.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Gửi câu trả lời").click()
    expect(page.get_by_text("Đã nhận câu trả lời của ông/bà.")).to_be_visible()
    expect(page.get_by_text("cho.pdf").first).to_be_visible()

    page.get_by_role("link", name="Dữ liệu cá nhân của ông/bà").click()
    page.locator("#do-correct").click()
    page.locator("#phone").fill("0912 345 679")
    page.locator("#key-chinh-sua").fill(key)
    page.get_by_role("button", name="Gửi đề nghị chỉnh sửa").click()
    expect(page.get_by_text("Đã nhận đề nghị chỉnh sửa dữ liệu.")).to_be_visible()

    page.get_by_role("link", name="Về trang hồ sơ").click()
    page.get_by_role("link", name="Rút lại phản ánh này").click()
    page.get_by_role("button", name="Rút lại phản ánh", exact=True).click()
    expect(page.get_by_text("Ông/bà đã rút lại phản ánh.")).to_be_visible()
    assert page.get_by_role("link", name="Rút lại phản ánh này").count() == 0
