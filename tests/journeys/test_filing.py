"""Filing in a real browser, on a phone and on a desk: step by step, with a broken line, with pictures, from a pin."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Geolocation, Page, Request, Route, ViewportSize, expect
from sqlalchemy import func, select

from intake.adapters.admin_units import AdminUnits
from intake.cases import procedures
from intake.cases.ports import system_clock
from intake.cases.work import Desk
from models.case import Case
from models.filing import Choice
from models.thread import Upload
from routing.procedures_file import Row
from tests.files import picture
from tests.journeys.conftest import Server, Site
from tests.journeys.test_main_path import DESKTOP, PHONE, WORDS, step_to
from tests.world import make_world
from tools.waiting import held, staying

STORY = "Đường tỉnh đoạn trước chợ xã Long Hữu có nhiều ổ gà, xe máy té hoài."


def opened(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.goto(site.address)
    return page


def send(page: Page) -> None:
    page.get_by_role("button", name="Gửi phản ánh").click()


def received(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nhận phản ánh")


def count(site: Site) -> int:
    with site.world.desk.look() as work:
        return work.session.scalar(select(func.count()).select_from(Case)) or 0


@pytest.mark.browser
def test_a_phone_asks_one_question_at_a_time_and_keeps_going_back_possible(chromium: Browser, site: Site) -> None:
    with site.world.desk.work() as work:
        procedures.bring_in(work, [Row("1.014064", "Cấp lại thẻ căn cước", "Căn cước")], source="mot.csv")
    context = chromium.new_context(
        viewport=PHONE, locale="vi-VN", geolocation={"latitude": 9.645, "longitude": 106.5}, permissions=["geolocation"]
    )
    page = opened(context, site)
    expect(page.locator("section.step:visible")).to_have_count(1)

    page.locator("#content").fill(STORY)
    expect(page.locator(".proposal")).to_contain_text("Sở Xây dựng tỉnh Vĩnh Long")
    expect(page.locator(".proposal")).to_contain_text("Vì ông/bà nhắc đến")

    words = step_to(page, "procedure_words")
    words.press_sequentially("lam lai can cuoc")
    expect(page.get_by_role("option").first).to_contain_text("Cấp lại thẻ căn cước")
    words.press("ArrowDown")
    words.press("Enter")
    expect(page.locator("[name=procedure]")).to_be_checked()

    step_to(page, "place").fill("ấp Chợ, xã Long Hữu")
    page.get_by_role("button", name="Lấy vị trí").click()
    expect(page.locator("[data-pin-said]")).to_contain_text("Đã lấy vị trí")
    page.locator("#place").press("Enter")
    expect(page.get_by_role("heading", name="Có ảnh hay giấy tờ không")).to_be_focused()
    page.go_back()
    expect(page.locator("#place")).to_have_value("ấp Chợ, xã Long Hữu")

    send(page)
    received(page)
    with site.world.desk.look() as work:
        choice = work.session.scalars(select(Choice)).one()
    assert (choice.procedure, (choice.position or "")[:9]) == ("1.014064", "9.645000,")


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_a_pin_offers_the_commune_and_one_key_says_it(chromium: Browser, sqlite_desk: Desk, size: ViewportSize) -> None:
    live = replace(sqlite_desk, clock=system_clock, places=AdminUnits())
    world, server = make_world(live), Server(live)
    server.start()
    site = Site(server.address, world, server)
    where: Geolocation = {"latitude": 9.7023, "longitude": 106.522}
    context = chromium.new_context(viewport=size, locale="vi-VN", geolocation=where, permissions=["geolocation"])
    page = opened(context, site)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.locator("#content").fill("Đường có nhiều ổ gà, xe máy té hoài, đề nghị vá.")
    step_to(page, "place").fill("ấp Chợ")
    take = page.get_by_role("button", name="Lấy vị trí")
    take.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Gần xã Long Hữu, đúng không?")).to_be_visible()
    near = page.get_by_role("button", name="xã Long Hữu")
    near.focus()
    page.keyboard.press("Space")
    expect(page.locator("#place")).to_have_value("ấp Chợ, xã Long Hữu")
    expect(page.locator("#place")).to_be_focused()
    expect(near).to_have_count(0)

    send(page)
    received(page)
    with world.desk.look() as work:
        assert (work.session.scalars(select(Choice)).one().position or "").startswith("9.702300,106.522000")
    assert not [url for url in asked if "9.70" in url or "106.5" in url]
    server.stop()


@pytest.mark.browser
def test_a_desk_shows_the_whole_form_on_one_page_and_says_what_is_under_way(chromium: Browser, site: Site) -> None:
    page = opened(chromium.new_context(viewport=DESKTOP, locale="vi-VN"), site)
    expect(page.locator("section.step:visible")).to_have_count(6)
    expect(page.get_by_role("button", name="Tiếp tục")).to_be_hidden()

    with held(page, "**/de-xuat"), held(page, "**/thu-tuc?*"):
        page.locator("#content").fill(STORY)
        expect(page.get_by_text("Đang xem cơ quan nào giải quyết…")).to_be_visible()
        page.locator("#procedure_words").press_sequentially("khai sinh")
        expect(page.get_by_text("Đang tìm…")).to_be_visible()
    expect(page.get_by_text("Đang xem cơ quan nào giải quyết…")).to_have_count(0)
    with held(page, "**/gui", method="POST"):
        send(page)
        expect(page.get_by_text("Đang gửi, xin đợi một chút…")).to_be_visible()
    expect(page.locator("[data-not-sent]")).to_be_visible()
    expect(page.get_by_text("Đang gửi, xin đợi một chút…")).to_be_hidden()

    with staying(page, "**/theo-doi"):
        page.goto(f"{site.address}/ho-so/{site.world.file(STORY).case.code}#AAAAA-BBBBB-CCCCC", wait_until="commit")
        expect(page.get_by_text("Đang mở hồ sơ…")).to_be_visible()


@pytest.mark.browser
def test_the_line_breaks_in_mid_form_and_nothing_is_lost_or_filed_twice(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(viewport=PHONE, locale="vi-VN")
    page = opened(context, site)
    page.locator("#content").fill(STORY)
    context.set_offline(True)
    expect(page.get_by_text("Máy đang mất mạng.")).to_be_visible()
    page.locator("#content").press_sequentially(" Xin sửa giúp.")
    send(page)
    expect(page.locator("[data-not-sent]")).to_contain_text("có mạng lại máy sẽ tự gửi tiếp")

    context.set_offline(False)
    received(page)
    assert count(site) == 1
    with site.world.desk.look() as work:
        assert work.session.scalars(select(Case)).one().content == f"{STORY} Xin sửa giúp."


@pytest.mark.browser
def test_an_answer_that_is_lost_on_the_way_back_files_once(chromium: Browser, site: Site) -> None:
    page = opened(chromium.new_context(viewport=PHONE, locale="vi-VN"), site)
    page.locator("#content").fill(STORY)
    lost: list[Request] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request)
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/gui", lose_the_first_answer)
    send(page)
    received(page)
    assert (len(lost), count(site)) == (1, 1)


@pytest.mark.browser
def test_words_outlive_a_tab_and_a_shared_device_keeps_none(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(viewport=PHONE, locale="vi-VN")
    page = opened(context, site)
    context.set_offline(True)
    page.locator("#content").fill(STORY)
    page.close()
    context.set_offline(False)

    page = opened(context, site)
    expect(page.locator("#content")).to_have_value(STORY)
    expect(page.get_by_text("Đã lấy lại điều ông/bà viết dở")).to_be_visible()
    page.get_by_label("Máy này dùng chung").check()
    context.set_offline(True)
    page.close()
    context.set_offline(False)

    expect(opened(context, site).locator("#content")).to_have_value("")


@pytest.mark.browser
def test_pictures_come_in_pieces_over_a_line_that_breaks(chromium: Browser, site: Site, tmp_path: Path) -> None:
    large, lying = tmp_path / "hỏng.jpg", tmp_path / "đơn.pdf"
    large.write_bytes(picture("JPEG", size=(3000, 2200), quality=95) + b"\0" * 900_000)
    lying.write_bytes(b"MZ" + b"\0" * 100)
    context = chromium.new_context(viewport=PHONE, locale="vi-VN")
    page = opened(context, site)
    page.locator("#content").fill(STORY)
    page.get_by_role("button", name="Tiếp tục").wait_for()
    while not page.locator("#files").is_visible():
        page.get_by_role("button", name="Tiếp tục").click()

    context.set_offline(True)
    page.locator("#files").set_input_files([large, lying])
    expect(page.locator(".picked li").first).to_contain_text("Mất mạng")
    context.set_offline(False)
    expect(page.locator(".picked li").first).to_contain_text("Đã nhận")
    expect(page.locator(".picked li").last).to_contain_text("bên trong là một chương trình máy tính")
    page.get_by_role("button", name="Bỏ tệp đơn.pdf").click()

    send(page)
    received(page)
    with site.world.desk.look() as work:
        upload = work.session.scalars(select(Upload)).one()
    assert upload.case_id is not None
    assert upload.size < large.stat().st_size, "the phone has made it smaller"


@pytest.mark.browser
def test_without_scripts_a_file_and_a_look_at_the_proposal_work(chromium: Browser, site: Site, tmp_path: Path) -> None:
    photo = tmp_path / "hỏng.png"
    photo.write_bytes(picture())
    page = opened(chromium.new_context(viewport=PHONE, locale="vi-VN", java_script_enabled=False), site)
    page.locator("[name=content]").fill(WORDS)
    page.locator("#files").set_input_files(photo)
    page.get_by_role("button", name="Xem cơ quan nào sẽ giải quyết").click()
    expect(page.locator(".proposal")).to_contain_text("Sở Xây dựng tỉnh Vĩnh Long")
    expect(page.get_by_text("hỏng.png")).to_be_visible()
    assert count(site) == 0

    send(page)
    received(page)
    assert count(site) == 1
