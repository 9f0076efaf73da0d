"""Chatting in a browser: a story told on a phone becomes a case, a person answers live, and other sites embed it."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from intake.cases.ports import system_clock
from intake.cases.work import Desk
from intake.entry.deciding import LoadedAtFirstUse
from intake.entry.relay import Relay
from routing.classifier import Classifier
from tests.bot.talking import with_bot
from tests.files import PDF
from tests.journeys.conftest import Server, Site
from tests.journeys.test_every_page import CHECK, RULES, TOO_WIDE, axe
from tests.journeys.test_main_path import PHONE, sign_in
from tests.world import make_world
from tools.waiting import held

__all__ = ["axe"]  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

STORY = "Đường trước nhà tôi ở ấp 3 xã Long Hữu có nhiều ổ gà, trẻ em té hoài, xin sửa giúp."


@pytest.fixture
def site(sqlite_desk: Desk, loaded: Classifier) -> Iterator[Site]:
    """The product with somebody to talk to, its relay and its classifier."""
    live = with_bot(replace(sqlite_desk, clock=system_clock))
    world = make_world(live)
    server, relay = Server(live), Relay(live, LoadedAtFirstUse(lambda: loaded))
    server.start()
    relay.start()
    yield Site(server.address, world, server)
    server.stop()
    relay.stop()


@pytest.fixture
def portal(site: Site, tmp_path: Path) -> Iterator[str]:
    """The address of another site that has one script tag of ours."""
    folder = tmp_path / "portal"
    folder.mkdir()
    tag = f'<script src="{site.address}/tro-chuyen/nhung.js" defer></script>'
    page = (
        f"<!doctype html><html lang=vi><meta charset=utf-8><title>Cổng</title><main><h1>Cổng xã</h1></main>{tag}</html>"
    )
    (folder / "index.html").write_text(page, "utf-8")
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing to be said."""


def citizen_at(chromium: Browser, address: str) -> Page:
    page = chromium.new_context(viewport=PHONE, locale="vi-VN").new_page()
    page.goto(address)
    return page


def writes(page: Page | FrameLocator, text: str) -> None:
    page.get_by_label("Viết tin").fill(text)
    page.get_by_role("button", name="Gửi tin").click()


def hears(page: Page | FrameLocator, words: str) -> None:
    """The last line is ours and says this."""
    expect(page.locator("#chat > .chat-bot, #chat > .chat-officer").last).to_contain_text(words)


def has_heard(page: Page, words: str) -> None:
    """One of our lines says this; where a case was sent may already have been told after it."""
    expect(page.locator("#chat > .chat-bot").filter(has_text=words).first).to_be_visible()


def taps(page: Page | FrameLocator, name: str) -> None:
    page.locator("#chat-choices").get_by_role("button", name=name, exact=True).click()


def barriers(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    return [*page.evaluate(CHECK, RULES), *page.evaluate(TOO_WIDE)]


def test_a_story_told_on_a_phone_becomes_a_case_and_an_officer_answers_live(
    chromium: Browser, site: Site, axe: str
) -> None:
    citizen = citizen_at(chromium, f"{site.address}/tro-chuyen")
    with held(citizen, "**/tro-chuyen/dong*"):
        writes(citizen, STORY)
        expect(citizen.get_by_text("Trợ lý đang viết…")).to_be_visible()
    hears(citizen, "đúng không?")
    expect(citizen.get_by_text("Trợ lý đang viết…")).to_have_count(0)
    assert barriers(citizen, axe) == []
    citizen.reload()
    expect(citizen.locator("#chat > .chat-citizen").first).to_contain_text(STORY)
    taps(citizen, "Đúng")
    hears(citizen, "họ tên")
    writes(citizen, "Trần Thị Bé")
    hears(citizen, "số điện thoại")
    writes(citizen, "0912 345 678")
    hears(citizen, "ảnh hay giấy tờ")
    taps(citizen, "Không có")
    taps(citizen, "Đồng ý")
    taps(citizen, "Gửi")
    has_heard(citizen, "Có tin mới")
    assert barriers(citizen, axe) == []
    citizen.reload()
    has_heard(citizen, "Có tin mới")

    officer = sign_in(chromium, site, "receiver")
    officer.goto(f"{site.address}/can-bo/tro-chuyen")
    officer.get_by_role("link", name="Trần Thị Bé").click()
    officer.get_by_label("Nhắn cho người gửi").fill("Chào bà, đoạn hư dài bao nhiêu mét ạ?")
    officer.get_by_role("button", name="Nhắn", exact=True).click()

    hears(citizen, "đoạn hư dài bao nhiêu mét")
    writes(citizen, "Khoảng hai trăm mét.")
    expect(officer.get_by_text("Khoảng hai trăm mét.")).to_be_visible()
    officer.get_by_role("button", name="Trao lại cho trợ lý").click()
    writes(citizen, "gặp cán bộ")
    hears(citizen, "Tôi đã báo cán bộ")
    expect(officer.locator("#cac-tro-chuyen .queue-count")).to_have_text("1")


def test_a_file_is_named_in_our_words_and_sent_once(chromium: Browser, site: Site) -> None:
    citizen = citizen_at(chromium, f"{site.address}/tro-chuyen")
    citizen.locator("#files").set_input_files({"name": "cho.pdf", "mimeType": "application/pdf", "buffer": PDF})
    expect(citizen.get_by_text("Đã chọn 1 tệp")).to_be_visible()
    writes(citizen, STORY)

    expect(citizen.get_by_text("Chưa chọn tệp nào")).to_be_visible()
    assert citizen.get_by_role("button", name="Bỏ tệp cho.pdf").count() == 0


def test_the_chat_is_led_by_keys_alone(chromium: Browser, site: Site) -> None:
    citizen = citizen_at(chromium, f"{site.address}/tro-chuyen")
    for _ in range(40):
        citizen.keyboard.press("Tab")
        if citizen.evaluate("document.activeElement.id") == "text":
            break
    citizen.keyboard.type(STORY)
    citizen.keyboard.press("Enter")
    hears(citizen, "đúng không?")
    assert citizen.evaluate("document.activeElement.id") == "text"

    for _ in range(8):
        citizen.keyboard.press("Shift+Tab")
        if citizen.evaluate("document.activeElement.value") == "yes":
            break
    citizen.keyboard.press("Enter")

    hears(citizen, "họ tên")
    assert citizen.evaluate("document.activeElement.id") == "text"


def test_another_site_embeds_it_with_one_script_tag(chromium: Browser, site: Site, portal: str, axe: str) -> None:
    page = citizen_at(chromium, portal)
    opener = page.locator("body > button")
    page.get_by_role("button", name="Trò chuyện với trợ lý").click()
    assert opener.get_attribute("aria-expanded") == "true"
    chat = page.frame_locator("iframe")
    writes(chat, STORY)
    hears(chat, "đúng không?")

    frame = page.frames[-1]
    frame.evaluate(axe)
    assert frame.evaluate(CHECK, RULES) == []
    assert page.evaluate(TOO_WIDE) == []
    page.reload()
    opener.click()
    expect(chat.locator("#chat > .chat-citizen").first).to_contain_text(STORY)
    page.keyboard.press("Escape")
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(opener).to_be_focused()


def test_without_scripts_the_form_does_it_all(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(viewport=PHONE, locale="vi-VN", java_script_enabled=False)
    citizen = context.new_page()
    citizen.goto(f"{site.address}/tro-chuyen")
    writes(citizen, STORY)
    hears(citizen, "đúng không?")
    taps(citizen, "Đúng")
    hears(citizen, "họ tên")


def test_an_officers_file_arrives_in_the_chat_and_opens(
    chromium: Browser, site: Site, axe: str, tmp_path: Path
) -> None:
    form = tmp_path / "mẫu đơn.pdf"
    form.write_bytes(PDF)
    citizen = citizen_at(chromium, f"{site.address}/tro-chuyen")
    writes(citizen, "cho tôi gặp cán bộ")
    has_heard(citizen, "Tôi đã báo cán bộ")

    officer = sign_in(chromium, site, "receiver")
    officer.goto(f"{site.address}/can-bo/tro-chuyen")
    officer.locator("a.row-link").click()
    officer.get_by_label("Tệp gửi kèm").set_input_files(form)
    assert barriers(officer, axe) == []
    officer.get_by_role("button", name="Nhắn", exact=True).click()

    hears(citizen, "mẫu đơn.pdf")
    assert barriers(citizen, axe) == []
    with citizen.expect_download() as waiting:
        citizen.get_by_role("link", name="mẫu đơn.pdf").click()
    assert waiting.value.path().read_bytes() == PDF
