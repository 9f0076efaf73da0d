"""Two officers at their browsers: they see each other, lose nothing they type, and their pages stay true."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from intake.cases import accounts, handling, reply, viewing
from intake.cases.actor import Actor
from tests.faults.waiting import until
from tests.journeys.conftest import Site
from tests.journeys.test_main_path import open_case, sign_in
from tests.world import PASSWORD
from tools.waiting import held

pytestmark = pytest.mark.browser

WORDS = "Đường tỉnh đoạn trước chợ có nhiều ổ gà, xe máy té hoài, đề nghị Sở Xây dựng cho vá mặt đường giúp bà con."
OTHER_WORDS = (
    "Mặt đường huyện gần trường cấp 2 bong tróc, sụt lún hai chỗ, đề nghị Sở Xây dựng sửa đường trước mùa mưa."
)
MINE = "Sở đã vá xong ổ gà trước chợ."
THEIRS = "Sở sẽ vá ổ gà trước chợ."
LATE = """() => { const said = getComputedStyle(document.querySelector('#danh-sach'), '::after')
    return said.visibility === 'visible' && said.content }"""
"""What a list says over itself when it takes long to be fetched again."""


def accepted(site: Site) -> str:
    code = assigned(site)
    with site.world.desk.work(site.world.handler) as work:
        handling.accept(work, work.lock(code))
    return code


def assigned(site: Site, words: str = WORDS) -> str:
    """A case that the running relay has sent to Sở Xây dựng."""
    code = site.world.file(words).case.code

    def is_there() -> bool:
        with site.world.desk.look(site.world.handler) as work:
            return viewing.still_sees(work, code)

    until("the case is with its unit", is_there)
    return code


def note(site: Site, officer: Actor, code: str, text: str) -> None:
    with site.world.desk.work(officer) as work:
        handling.note(work, work.lock(code), text=text)


def reply_of(page: Page) -> Locator:
    return page.get_by_label("Văn bản trả lời")


def test_two_officers_see_each_other_and_the_second_save_loses_nothing(chromium: Browser, site: Site) -> None:
    code = accepted(site)
    handler, colleague = sign_in(chromium, site, "handler"), sign_in(chromium, site, "colleague")
    open_case(handler, site, code)
    open_case(colleague, site, code)

    expect(colleague.get_by_text("Cán bộ handler đang xem hồ sơ này.")).to_be_visible()
    expect(handler.get_by_text("Cán bộ colleague đang xem hồ sơ này.")).to_be_visible()
    reply_of(handler).press_sequentially(MINE)
    expect(colleague.get_by_text("Cán bộ handler đang soạn hồ sơ này.")).to_be_visible()

    reply_of(colleague).fill(THEIRS)
    colleague.get_by_role("button", name="Lưu dự thảo").click()
    expect(handler.get_by_text("Hồ sơ vừa được Cán bộ colleague cập nhật.")).to_be_visible()
    expect(reply_of(handler)).to_have_value(MINE)

    handler.get_by_role("button", name="Lưu dự thảo").click()
    expect(handler.get_by_text("[bỏ] sẽ")).to_be_visible()
    expect(reply_of(handler)).to_have_value(MINE)
    handler.get_by_role("button", name="Đã xem thay đổi, lưu bản của tôi").click()
    expect(handler.get_by_text("Đã lưu dự thảo.")).to_be_visible()
    with site.world.desk.look(site.world.handler) as work:
        saved = reply.open_reply(work, work.find(code))
        assert saved is not None
        assert saved.text == MINE

    colleague.close()
    expect(handler.get_by_text("Cán bộ colleague đang")).to_have_count(0)


def test_what_is_typed_is_there_after_the_page_was_left_and_gone_when_it_is_not_wanted(
    chromium: Browser, site: Site
) -> None:
    code = accepted(site)
    handler = sign_in(chromium, site, "handler")
    open_case(handler, site, code)

    reply_of(handler).fill(MINE)
    expect(handler.locator(".kept-here")).to_contain_text("Đã giữ bản đang viết lúc")
    handler.reload()
    expect(reply_of(handler)).to_have_value(MINE)

    reply_of(handler).fill(THEIRS)
    handler.goto(f"{site.address}/can-bo/hang-doi/mine")
    open_case(handler, site, code)
    expect(reply_of(handler)).to_have_value(THEIRS)
    handler.get_by_role("button", name="Bỏ bản này").click()
    expect(reply_of(handler)).to_have_value("")


def test_the_list_stays_true_and_the_officer_stays_on_their_row(chromium: Browser, site: Site) -> None:
    first = assigned(site)
    leader = sign_in(chromium, site, "handler")
    leader.goto(f"{site.address}/can-bo/hang-doi/new")
    leader.keyboard.press("j")
    expect(leader.locator(f"[id='{first}']")).to_be_focused()
    expect(leader.locator("#hang-doi-new .queue-count")).to_have_text("1")

    second = assigned(site, OTHER_WORDS)
    expect(leader.locator(f"[id='{second}']")).to_be_visible()
    expect(leader.locator("#hang-doi-new .queue-count")).to_have_text("2")
    expect(leader.locator(f"[id='{first}']")).to_be_focused()

    with site.world.desk.work(site.world.colleague) as work:
        handling.accept(work, work.lock(first))
    expect(leader.locator(f"[id='{first}']")).to_have_count(0)
    expect(leader.locator(f"[id='{second}']")).to_be_focused()

    with held(leader, "**/hang-doi/new*"):
        leader.evaluate("htmx.trigger('#danh-sach', 'doi')")
        until("the list says so", lambda: leader.evaluate(LATE) == '"Đang cập nhật…"')


def test_two_windows_of_one_browser_share_one_stream(chromium: Browser, site: Site) -> None:
    code = accepted(site)
    handler = sign_in(chromium, site, "handler")
    open_case(handler, site, code)
    second = handler.context.new_page()
    asked: list[str] = []
    second.on("request", lambda request: asked.append(request.url))
    second.goto(f"{site.address}/can-bo/hang-doi/mine")

    note(site, site.world.colleague, code, "Đã gọi đội duy tu.")

    expect(handler.get_by_text("Hồ sơ vừa được Cán bộ colleague cập nhật.")).to_be_attached()
    second.wait_for_function("document.querySelector('#danh-sach') !== null")
    assert not [address for address in asked if "/truc-tiep?" in address]


def test_a_page_whose_stream_cannot_pass_asks_now_and_then(chromium: Browser, site: Site) -> None:
    code = accepted(site)
    handler = sign_in(chromium, site, "handler")
    handler.context.route("**/truc-tiep?tu=*", lambda route: route.abort())
    open_case(handler, site, code)

    note(site, site.world.colleague, code, "Đã gọi đội duy tu.")

    expect(handler.get_by_text("Hồ sơ vừa được Cán bộ colleague cập nhật.")).to_be_visible(timeout=40_000)


def test_a_server_that_comes_back_finds_everything_right_again(chromium: Browser, site: Site) -> None:
    code = accepted(site)
    handler = sign_in(chromium, site, "handler")
    open_case(handler, site, code)

    site.server.stop()
    note(site, site.world.colleague, code, "Ghi trong lúc mất mạng.")
    reply_of(handler).fill(MINE)
    expect(handler.get_by_text("Mất kết nối: chữ đang được giữ trên máy này")).to_be_visible()
    site.server.start()

    expect(handler.get_by_text("Hồ sơ vừa được Cán bộ colleague cập nhật.")).to_be_visible(timeout=30_000)
    expect(handler.locator(".kept-here")).to_contain_text("Đã giữ bản đang viết lúc")
    expect(reply_of(handler)).to_have_value(MINE)


def test_a_session_that_ends_in_mid_edit_gives_the_words_back_after_signing_in(chromium: Browser, site: Site) -> None:
    code = accepted(site)
    handler = sign_in(chromium, site, "handler")
    open_case(handler, site, code)
    with site.world.desk.work() as work:
        assert site.world.handler.officer_id is not None
        accounts.revoke_all(work, site.world.handler.officer_id)

    reply_of(handler).fill(MINE)
    expect(handler.get_by_text("Phiên làm việc đã hết. Chữ đang viết được giữ trên máy này")).to_be_visible()
    handler.on("dialog", lambda dialog: dialog.accept())
    handler.get_by_role("link", name="Đăng nhập lại").click()
    handler.get_by_label("Tên đăng nhập").fill("handler")
    handler.get_by_label("Mật khẩu").fill(PASSWORD)
    handler.get_by_role("button", name="Đăng nhập").click()

    expect(handler.get_by_role("heading", level=1)).to_contain_text(code)
    expect(reply_of(handler)).to_have_value(MINE)
    expect(handler.get_by_text("Đã lấy lại chữ ông/bà đang viết")).to_be_visible()
