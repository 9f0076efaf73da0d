"""The officer's day without a mouse: every step is a key, and what has the focus can always be seen."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from intake.cases.ports import system_clock
from intake.cases.work import Desk
from tests.journeys.conftest import Server
from tests.world import PASSWORD, UNSURE, World, make_world

FOCUS = """() => { const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect()
    const after = getComputedStyle(one, '::after')
    const ring = [style, after].some((it) => it.outlineStyle !== 'none' && parseFloat(it.outlineWidth) > 0)
    return { name: one.tagName, ring, seen: box.bottom > 0 && box.top < innerHeight && box.width > 0 } }"""
WIDTHS = (360, 768, 1440)


@pytest.fixture
def running(sqlite_desk: Desk) -> Iterator[tuple[str, World]]:
    live = replace(sqlite_desk, clock=system_clock)
    world, server = make_world(live), Server(live)
    server.start()
    yield server.address, world
    server.stop()


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_a_case_is_triaged_answered_and_approved_by_keys_alone(
    width: int, chromium: Browser, running: tuple[str, World]
) -> None:
    address, world = running
    code = world.file("Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp.").case.code
    world.classify(UNSURE)

    desk = _signed_in(chromium, address, "receiver", width)
    _opened(desk, code)
    desk.wait_for_timeout(700)  # a key pressed as the page comes was meant for the page before
    desk.keyboard.press("1")
    expect(desk.get_by_role("status").filter(has_text="Đã chuyển")).to_be_visible()

    desk = _signed_in(chromium, address, "handler", width)
    _opened(desk, code)
    desk.keyboard.press("t")
    assert _focus(desk) == "BUTTON"
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Văn bản trả lời")).to_be_visible()
    desk.keyboard.press("s")
    _tabbed_to(desk, "#soan-text")
    desk.keyboard.type("Kính gửi ông/bà, Sở đã vá đường.")
    _tabbed_to(desk, "button[value=submit]")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status").filter(has_text="Đã trình")).to_be_visible()

    desk = _signed_in(chromium, address, "leader", width)
    desk.goto(f"{address}/can-bo/duyet")
    desk.keyboard.press("p")
    assert _focus(desk) == "BUTTON"
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status").filter(has_text="ban hành")).to_be_visible()


@pytest.mark.browser
def test_the_focus_goes_through_a_page_in_order_is_always_seen_and_is_never_caught(
    chromium: Browser, running: tuple[str, World]
) -> None:
    address, world = running
    for number in range(3):
        world.assigned(f"Ổ gà số {number} trên đường tỉnh.")
    desk = _signed_in(chromium, address, "handler", 1440)
    desk.goto(f"{address}/can-bo/hang-doi/new")

    places = []
    for _ in range(120):
        desk.keyboard.press("Tab")
        found = desk.evaluate(FOCUS)
        if found["name"] == "BODY":
            break
        assert found["ring"], found
        assert found["seen"], found
        places.append(desk.evaluate("() => document.activeElement.outerHTML.slice(0, 200)"))
    else:
        pytest.fail("the focus never left the page")
    assert "skip" in places[0]
    assert len(places) > 15

    desk.evaluate("() => { document.querySelector('[data-picked]').dataset.most = '2' }")
    desk.get_by_label("Chọn cả trang").check()
    expect(desk.locator("[data-picked]")).to_have_text(
        "Đã đánh dấu 3 hồ sơ. Mỗi lần làm được 2; 1 hồ sơ còn lại ở lại hàng đợi:"
    )


def _signed_in(chromium: Browser, address: str, username: str, width: int) -> Page:
    """Signed in with Tab and Enter."""
    page = chromium.new_context(viewport={"width": width, "height": 800}, locale="vi-VN").new_page()
    page.goto(f"{address}/can-bo/dang-nhap")
    _tabbed_to(page, "[name=username]")
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/can-bo/hang-doi/**")
    return page


def _opened(desk: Page, code: str) -> None:
    """The case of the list, walked to and opened."""
    for _ in range(10):
        desk.keyboard.press("j")
        if desk.evaluate("() => document.activeElement.id") == code:
            break
    assert desk.evaluate(FOCUS)["ring"]
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text(code)


def _tabbed_to(page: Page, wanted: str) -> None:
    for _ in range(80):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reaches {wanted}")


def _focus(page: Page) -> str:
    found = page.evaluate(FOCUS)
    assert found["ring"]
    assert found["seen"]
    return str(found["name"])
