"""Filing on the site: the first screen, bad input with its own sentence each, and the same form once."""

import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from intake.cases import handling
from intake.cases.submission import read_submission
from intake.cases.submit import submit
from intake.cases.work import Desk
from intake.web.limiter import RULES
from models.case import Case
from models.thread import Upload
from models.vocabulary import ChannelKind
from tests.conftest import TestClock
from tests.files import picture
from tests.pages import Browser, Page
from tests.world import World

STORY = "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp."
PNG = picture()


def count_cases(desk: Desk) -> int:
    with desk.look() as work:
        return work.session.scalar(select(func.count()).select_from(Case)) or 0


def only_case(desk: Desk) -> Case:
    with desk.look() as work:
        return work.session.scalars(select(Case)).one()


def send(browser: Browser, **typed: Any) -> Page:
    return browser.submit(browser.get("/"), "/gui", **typed)


def test_the_first_screen_is_one_question_with_one_main_action(visitor: Browser) -> None:
    page = visitor.get("/")

    assert page.h1 == "Bà con kể chuyện gì đã xảy ra"
    assert len(page.all("button", class_="btn-primary")) == 1
    assert "checked" not in page.one("input", name="publish_consent").attrib
    assert "Điều 7 Nghị định 20/2008/NĐ-CP" in page.text
    assert [option.get("value") for option in page.all("option")] == ["Long Hữu"]


def test_filing_gives_code_and_key_at_once_and_neither_is_in_the_address(citizen: Browser, world: World) -> None:
    page = send(citizen, content=STORY, name="Nguyễn Thị Bảy", phone="0912 345 678")

    case = only_case(world.desk)
    assert page.h1 == "Đã nhận phản ánh của ông/bà"
    assert page.path == f"/bien-nhan/{case.code}"
    key = "".join(page.one("span", id="the-key").itertext()).strip()
    assert len(key.replace("-", "")) == 15
    assert key not in str(page.response.url)
    assert "Chưa có địa chỉ" in page.text
    assert (case.content, case.publish_consent) == (STORY, False)


def test_a_receipt_opened_again_leads_to_what_is_asked_on_the_page_of_the_case(
    visitor: Browser, sqlite_world: World
) -> None:
    page = send(visitor, content=STORY)
    code = page.path.rsplit("/", 1)[1]
    sqlite_world.classify()
    assert "Xin mở trang theo dõi hồ sơ" not in visitor.get(page.path).text

    with sqlite_world.desk.work(sqlite_world.handler) as work:
        handling.ask(work, handling.accept(work, work.lock(code)), question="Đoạn đường dài bao nhiêu mét?")

    again = visitor.get(page.path)
    assert "Cán bộ cần ông/bà cho biết thêm. Xin mở trang theo dõi hồ sơ để đọc và trả lời." in again.text
    assert "ngay bên dưới" not in again.text


def test_a_receipt_opened_after_the_case_was_withdrawn_asks_for_no_answer(
    visitor: Browser, sqlite_world: World
) -> None:
    page = send(visitor, content=STORY)
    code = page.path.rsplit("/", 1)[1]
    withdrawing = f"/ho-so/{code}/rut-lai"
    visitor.submit(visitor.get(withdrawing), withdrawing)

    again = visitor.get(page.path)
    assert "Xin mở trang theo dõi hồ sơ để xem." in again.text
    assert "để đọc và trả lời" not in again.text


def test_the_receipt_is_only_for_the_browser_that_filed(visitor: Browser, sqlite_world: World) -> None:
    code = send(visitor, content=STORY).path.rsplit("/", 1)[1]
    stranger = Browser(visitor.client.app)  # type: ignore[arg-type]

    page = stranger.get(f"/bien-nhan/{code}")

    assert page.path == f"/ho-so/{code}"
    assert page.h1 == f"Mở hồ sơ {code}"
    assert STORY not in page.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Ông/bà chưa viết nội dung. Xin kể ngắn gọn chuyện đã xảy ra."),
        (" \u200b \n\t ", "Ông/bà chưa viết nội dung. Xin kể ngắn gọn chuyện đã xảy ra."),
        ("Đường hư\x00 quá", "Nội dung có ký tự máy không đọc được"),
        ("ô" * 1_048_576, "Nội dung dài 1.048.576 ký tự, tối đa 20.000."),
    ],
    ids=["empty", "whitespace", "nul", "a megabyte"],
)
def test_bad_content_gets_its_own_sentence(visitor: Browser, sqlite_world: World, content: str, sentence: str) -> None:
    page = send(visitor, content=content, name="Nguyễn Thị Bảy")

    assert page.status == 422
    assert sentence in page.error("content")
    assert page.one("input", name="name").get("value") == "Nguyễn Thị Bảy"
    assert count_cases(sqlite_world.desk) == 0


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("phone", "091234567", "Số điện thoại này thiếu một chữ số. Ví dụ: 0912 345 678"),
        ("phone", "0912345678901", "Số điện thoại này thừa chữ số."),
        ("phone", "không có", "Số điện thoại này không gọi được."),
        ("email", "ba.bay@", "Địa chỉ thư điện tử này chưa đúng."),
        ("name", "x" * 121, "Họ tên quá dài, tối đa 120 ký tự."),
    ],
)
def test_a_wrong_field_is_said_beside_it_and_at_the_top(
    visitor: Browser, field: str, typed: str, sentence: str
) -> None:
    page = send(visitor, content=STORY, **{field: typed})

    assert page.status == 422
    assert sentence in page.error(field)
    assert any(link.get("href") == f"#{field}" for link in page.one("div", class_="summary").iter("a"))
    assert page.one("input", name=field).get("value") == typed
    assert "".join(page.one("textarea", name="content").itertext()) == STORY


def test_a_foreign_phone_with_its_code_is_taken(visitor: Browser) -> None:
    assert send(visitor, content=STORY, phone="+84 912 345 678").h1 == "Đã nhận phản ánh của ông/bà"
    assert send(visitor, content=STORY, phone="+49 30 901820").h1 == "Đã nhận phản ánh của ông/bà"


def test_decomposed_vietnamese_emoji_and_html_are_filed_as_text(citizen: Browser, world: World) -> None:
    written = "Đèn đường ấp Chợ tắt 😡 <script>alert(1)</script>"

    send(citizen, content=unicodedata.normalize("NFD", written))

    case = only_case(world.desk)
    assert case.content == written
    page = citizen.get(f"/ho-so/{case.code}")
    assert written in page.text
    assert "<script>alert" not in page.response.text


def test_the_same_form_sent_twice_gives_the_same_receipt(citizen: Browser, world: World) -> None:
    form = citizen.get("/")

    first = citizen.submit(form, "/gui", content=STORY, files=[("ổ gà.png", PNG)])
    second = citizen.submit(form, "/gui", content=STORY, files=[("ổ gà.png", PNG)])

    assert second.path == first.path
    assert count_cases(world.desk) == 1


def test_a_form_changed_after_it_was_filed_is_kept_and_may_be_sent_anew(citizen: Browser, world: World) -> None:
    form = citizen.get("/")
    citizen.submit(form, "/gui", content=STORY)

    page = citizen.submit(form, "/gui", content=STORY + " Gấp lắm.")
    assert page.h1 == "Phản ánh này đã được gửi rồi"
    again = citizen.get("/")
    assert "".join(again.one("textarea", name="content").itertext()) == STORY + " Gấp lắm."

    assert citizen.submit(again, "/gui").h1 == "Đã nhận phản ánh của ông/bà"
    assert count_cases(world.desk) == 2


def test_files_that_passed_are_kept_when_the_form_fails(citizen: Browser, world: World) -> None:
    form = citizen.get("/")
    page = citizen.submit(form, "/gui", content="", files=[("ổ gà.png", PNG), ("virus.exe", b"MZ" + b"0" * 99)])

    assert "“virus.exe” không thuộc loại nhận được" in page.error("files")
    assert "ổ gà.png" in page.text
    citizen.submit(page, "/gui", content=STORY)

    with world.desk.look() as work:
        upload = work.session.scalars(select(Upload)).one()
        assert (upload.name, upload.case_id) == ("ổ gà.png", only_case(world.desk).id)


def test_a_kept_file_may_be_taken_out(visitor: Browser, sqlite_world: World) -> None:
    page = visitor.submit(visitor.get("/"), "/gui", content="", files=[("ổ gà.png", PNG)])

    visitor.submit(page, "/gui", content=STORY, kept=None)

    with sqlite_world.desk.look() as work:
        assert work.session.scalars(select(Upload.case_id)).all() == [None]


def test_an_empty_a_large_and_an_eleventh_file_each_get_a_sentence(visitor: Browser) -> None:
    form = visitor.get("/")
    large = [("to.png", PNG + bytes(20 * 1024 * 1024)), ("rong.png", b"")]

    page = visitor.submit(form, "/gui", content=STORY, files=large)
    assert "“to.png” lớn hơn 20 MB" in page.error("files")
    assert "“rong.png” rỗng" in page.error("files")

    page = visitor.submit(form, "/gui", content=STORY, files=[(f"{number}.png", PNG) for number in range(11)])
    assert "tối đa 10 tệp" in page.error("files")
    assert len(page.all("input", name="kept")) == 10


def test_what_was_typed_comes_back_when_the_page_is_opened_again(visitor: Browser, clock: TestClock) -> None:
    send(visitor, content=STORY, phone="1")

    page = visitor.get("/")
    assert "đang có phản ánh viết dở" in page.text
    assert page.one("input", name="phone").get("value") == "1"

    page = visitor.submit(page, "/xoa-nhap")
    assert "đang có phản ánh viết dở" not in page.text
    assert page.one("input", name="phone").get("value") == ""


def test_a_draft_is_not_kept_for_ever(visitor: Browser, clock: TestClock) -> None:
    send(visitor, content=STORY, phone="1")
    clock.tick(days=3)

    assert visitor.get("/").one("input", name="phone").get("value") == ""


def test_a_flood_from_one_device_waits_and_keeps_what_it_typed(visitor: Browser, sqlite_world: World) -> None:
    window = next(window for window in RULES["file"].windows if window.by == ("device",))
    for _ in range(window.limit.amount):
        send(visitor, content="")

    page = send(visitor, content=STORY)

    assert page.status == 429
    assert "Xin đợi khoảng" in page.error("content")
    assert "".join(page.one("textarea", name="content").itertext()) == STORY


def test_consent_is_taken_only_when_ticked(visitor: Browser, sqlite_world: World) -> None:
    send(visitor, content=STORY, publish_consent="yes")

    assert only_case(sqlite_world.desk).publish_consent


def test_cookies_of_a_secure_site_are_out_of_reach_of_scripts_and_plain_http(visitor: Browser) -> None:
    answer = visitor.client.post("/gui", data={"content": STORY}, follow_redirects=False)

    session = next(line for line in answer.headers.get_list("set-cookie") if line.startswith("langnghe_citizen="))
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert f"Max-Age={int(timedelta(hours=12).total_seconds())}" in session


def test_a_form_does_not_open_what_another_system_filed_with_the_same_key(citizen: Browser, world: World) -> None:
    submission = read_submission(content="Chuyện riêng của người khác.", channel=ChannelKind.API)
    with world.desk.work() as work:
        code = submit(work, submission, idempotency_key="1").case.code

    sent = citizen.submit(citizen.get("/"), "/gui", content=STORY, token="1")

    assert (sent.status, count_cases(world.desk)) == (200, 2)
    assert "Chuyện riêng" not in citizen.get(f"/ho-so/{code}").text


def test_files_of_the_form_are_counted_before_they_are_kept(visitor: Browser, sqlite_world: World) -> None:
    form = visitor.get("/")
    for _ in range(10):
        visitor.submit(form, "/gui", content="", files=[(f"{number}.png", PNG) for number in range(10)])

    page = visitor.submit(form, "/gui", content=STORY, files=[("them.png", PNG)])

    assert "quá nhiều lần" in page.error("files")
    with sqlite_world.desk.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Upload)) == 100
