"""The main job, walked in a real browser: a citizen's words become an approved, rated, published answer."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.journeys.conftest import Site
from tests.world import PASSWORD

WORDS = (
    "Đường tỉnh đoạn trước chợ có nhiều ổ gà, xe máy té hoài, đề nghị Sở Xây dựng cho vá mặt đường giúp bà con. "
    "Số của tôi 0912 345 678."
)
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}


def sign_in(browser: Browser, site: Site, username: str) -> Page:
    page = browser.new_context(viewport=DESKTOP, locale="vi-VN").new_page()
    page.goto(f"{site.address}/can-bo/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    return page


def step_to(page: Page, field: str) -> Locator:
    """The field of this name, on whichever step of the form it stands; without scripts all stand on one page."""
    found, on = page.locator(f"[name={field}]"), page.get_by_role("button", name="Tiếp tục")
    while not found.is_visible():
        on.click()
    return found


def file_on_the_form(context: BrowserContext, site: Site) -> tuple[Page, str]:
    page = context.new_page()
    page.goto(site.address)
    page.locator("[name=content]").fill(WORDS)
    step_to(page, "name").fill("Trần Văn Bưởi")
    page.locator("[name=phone]").fill("0912 345 678")
    step_to(page, "publish_consent").check()
    page.get_by_role("button", name="Gửi phản ánh").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nhận phản ánh")
    code = "".join(page.locator("#the-code").inner_text().split())
    return page, code


def open_case(page: Page, site: Site, code: str) -> None:
    page.goto(f"{site.address}/can-bo/ho-so/{code}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_citizens_words_become_an_approved_published_answer(chromium: Browser, site: Site, scripts: bool) -> None:
    phone = chromium.new_context(viewport=PHONE, locale="vi-VN", java_script_enabled=scripts)
    citizen, code = file_on_the_form(phone, site)
    assert "#" not in citizen.url
    assert citizen.locator("#the-key").inner_text().replace("-", "").strip() not in citizen.url.replace("-", "")

    officer = sign_in(chromium, site, "handler")
    for _ in range(40):
        officer.goto(f"{site.address}/can-bo/hang-doi/new")
        if officer.get_by_text(code).count():
            break
        officer.wait_for_timeout(250)
    open_case(officer, site, code)
    expect(officer.get_by_text("20 ngày kể từ")).to_be_visible()
    officer.get_by_role("button", name="Thụ lý").click()
    officer.get_by_text("Yêu cầu người dân bổ sung").click()
    officer.get_by_label("Cần người dân cho biết thêm điều gì").fill("Đoạn nào của đường tỉnh ạ?")
    officer.get_by_role("button", name="Gửi câu hỏi").click()
    expect(officer.get_by_role("heading", level=1)).to_be_visible()

    citizen.goto(f"{site.address}/ho-so/{code}")
    expect(citizen.get_by_text("Đoạn nào của đường tỉnh ạ?").first).to_be_visible()
    citizen.locator("[name=answer]").fill("Đoạn trước chợ Long Châu.")
    citizen.get_by_role("button", name="Gửi câu trả lời").click()
    expect(citizen.get_by_text("Đoạn trước chợ Long Châu.").first).to_be_visible()

    open_case(officer, site, code)
    expect(officer.get_by_text("Đoạn trước chợ Long Châu.").first).to_be_visible()
    officer.get_by_label("Văn bản trả lời").fill("Kính gửi ông Trần Văn Bưởi, Sở sẽ vá đường.")
    officer.get_by_role("button", name="Lưu và trình duyệt").click()

    leader = sign_in(chromium, site, "leader")
    open_case(leader, site, code)
    leader.locator("#tra-nguoi-soan summary").click()
    leader.get_by_label("Cần sửa gì").fill("Ghi rõ ngày xong.")
    leader.get_by_role("button", name="Trả lại kèm ý kiến").click()

    open_case(officer, site, code)
    expect(officer.get_by_text("Ghi rõ ngày xong.").first).to_be_visible()
    officer.get_by_label("Văn bản trả lời").fill("Kính gửi ông Trần Văn Bưởi, Sở vá xong trước ngày 30/11/2026.")
    officer.get_by_role("button", name="Lưu và trình duyệt").click()
    open_case(leader, site, code)
    leader.get_by_role("button", name="Phê duyệt và ban hành").click()

    citizen.goto(f"{site.address}/ho-so/{code}")
    expect(citizen.get_by_text("Sở vá xong trước ngày 30/11/2026").first).to_be_visible()
    citizen.locator("#score-5").check()
    citizen.get_by_role("button", name="Gửi đánh giá").click()
    expect(citizen.get_by_text("5/5").first).to_be_visible()

    receiver = sign_in(chromium, site, "receiver")
    receiver.goto(f"{site.address}/can-bo/ho-so/{code}/cong-khai")
    receiver.get_by_role("button", name="Xem lại bản công khai").click()
    receiver.locator("#confirmed").check()
    receiver.get_by_role("button", name="Công khai kết quả").click()

    public = chromium.new_context(viewport=PHONE, locale="vi-VN").new_page()
    public.goto(f"{site.address}/cong-khai/{code}")
    shown = public.locator("main").inner_text()
    assert "vá mặt đường" in shown
    assert "Sở vá xong trước ngày 30/11/2026" in shown
    assert "0912" not in shown
    assert "Bưởi" not in shown

    citizen.goto(f"{site.address}/ho-so/{code}")
    if scripts:
        citizen.get_by_text("Chưa thỏa đáng? Đề nghị xem lại").click()
        citizen.locator("[name=reason]").fill("Mới vá một nửa.")
        citizen.get_by_role("button", name="Đề nghị xem lại").click()
        expect(citizen.get_by_text("Mới vá một nửa.").first).to_be_visible()
        assert citizen.get_by_text("Chưa thỏa đáng?").count() == 0
