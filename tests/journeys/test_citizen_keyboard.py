"""The citizen's site without a mouse: a case is filed and followed by keys alone, on a phone and on a desk."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.conftest import Site
from tests.journeys.test_following_a_case import at_its_unit
from tests.journeys.test_keyboard_only import FOCUS
from tests.journeys.test_main_path import DESKTOP, PHONE

STORY = "Đường tỉnh đoạn trước chợ xã Long Hữu có nhiều ổ gà, xe máy té hoài."
FURTHEST = 120
"""More keys than this to the next thing, and somebody has given up."""

SEEN = f"() => {{ const it = ({FOCUS})(); return it.name === 'BODY' || (it.ring && it.seen) }}"
"""The page may scroll to it for a moment."""

every_size = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])


@pytest.mark.browser
@every_size
def test_a_case_is_filed_and_followed_by_keys_alone(chromium: Browser, site: Site, size: ViewportSize) -> None:
    page = begun(chromium, site, size)
    walk_to(page, "[name=place]")
    page.keyboard.type("ấp Chợ")
    walk_to(page, "[name=name]")
    page.keyboard.type("Trần Văn Bưởi")
    reach(page, "[name=phone]")
    page.keyboard.type("0912 345 678")
    walk_to(page, "[name=publish_consent]")
    page.keyboard.press("Space")
    expect(page.locator("[name=publish_consent]")).to_be_checked()
    reach(page, "[data-send]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nhận phản ánh")

    code = "".join(page.locator("#the-code").inner_text().split())
    at_its_unit(page, site, code)
    page.goto(f"{site.address}/ho-so/{code}")
    reach(page, "#do-add")
    page.keyboard.press("Enter")
    reach(page, "[name=more]")
    page.keyboard.type("Hôm nay có thêm người té.")
    reach(page, "form:has([name=more]) button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hôm nay có thêm người té.").first).to_be_visible()


@pytest.mark.browser
@every_size
def test_what_is_wrong_is_said_first_and_leads_to_its_field(chromium: Browser, site: Site, size: ViewportSize) -> None:
    page = begun(chromium, site, size)
    walk_to(page, "[name=phone]")
    page.keyboard.type("12")
    walk_to(page, "[data-send]")
    page.keyboard.press("Enter")

    summary = page.locator(".summary[role=alert]")
    expect(summary).to_be_focused(timeout=30_000)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=phone]")).to_be_focused()
    expect(page.locator("[name=phone]")).to_have_value("12")


def begun(chromium: Browser, site: Site, size: ViewportSize) -> Page:
    """The form, with the story typed."""
    page = chromium.new_context(viewport=size, locale="vi-VN").new_page()
    page.goto(site.address)
    reach(page, "#content")
    page.keyboard.type(STORY)
    return page


def reach(page: Page, wanted: str) -> None:
    """Tab on until it has the focus; whatever has it on the way can be seen."""
    target = page.locator(wanted).first
    for _ in range(FURTHEST):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
        page.wait_for_function(SEEN)
    pytest.fail(f"Tab never reaches {wanted}")


def walk_to(page: Page, wanted: str) -> None:
    """The same, through as many steps as lie between: each new one says itself, its heading has the focus."""
    while not page.locator(wanted).first.is_visible():
        reach(page, "button:has-text('Tiếp tục'):visible")
        page.keyboard.press("Enter")
        expect(page.locator("section.step:visible h2, section.step:visible legend").first).to_be_focused()
    reach(page, wanted)
