"""Entering for somebody at the browser: the forms, what is wrong beside its field, once, and nothing typed is lost."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from intake.cases.errors import NotAllowed
from intake.cases.reception.sources import SOURCES
from intake.web.console.reception_words import WORDS
from intake.web.public import kept
from models.case import Case
from models.thread import Upload
from models.vocabulary import ChannelKind
from tests.conftest import TestClock
from tests.files import picture
from tests.intake.web.console.desktop import Desktop, SignIn
from tests.pages import Browser, Page
from tests.world import PASSWORD, World

HOME = "/can-bo/nhap-phan-anh"
PHONE = f"{HOME}/dien-thoai"
STORY = "Đường trước chợ Long Hữu ngập nước ba ngày nay."
CALL: dict[str, Any] = {"dialled": "0270 3822 222", "read_back": "yes", "content": STORY, "name": "Nguyễn Thị Bảy"}
PNG = picture()
COMMON = {"token", "draft", "day", "time", "content", "place", "name", "address", "remark"}


def at_desk(desktop: Desktop) -> Browser:
    """The same browser, following redirects."""
    desktop.client.follow_redirects = True
    return Browser(desktop.client)


def send(browser: Browser, action: str = PHONE, **typed: Any) -> Page:
    return browser.submit(browser.get(action), action, **typed)


def cases(world: World) -> int:
    with world.desk.look() as work:
        return work.session.scalar(select(func.count()).select_from(Case)) or 0


@pytest.fixture
def officer(sqlite_sign_in: SignIn) -> Browser:
    return at_desk(sqlite_sign_in("commune"))


TAKES_DOWN = {
    **dict.fromkeys(("receiver", "handler", "leader", "inspector", "office", "commune"), True),
    **dict.fromkeys(("health.leader", "overseer", "administrator"), False),
}


@pytest.mark.parametrize("username", TAKES_DOWN)
def test_each_role_may_or_may_not_enter(username: str, sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    desktop, may = sqlite_sign_in(username), TAKES_DOWN[username]
    start = desktop.get(desktop.get("/").headers.get("location", "/"))

    assert (f'href="{HOME}"' in start.text) is may
    assert desktop.get("/nhap-phan-anh").status_code == (200 if may else NotAllowed.status)
    for words in WORDS.values():
        assert desktop.get(f"/nhap-phan-anh/{words.slug}").status_code == (200 if may else NotAllowed.status)
    sent = desktop.post("/nhap-phan-anh/dien-thoai", **CALL, day="2026-11-20", time="08:00", token="t")
    assert sent.status_code == (303 if may else NotAllowed.status)
    assert cases(sqlite_world) == int(may)


def test_one_chooses_how_it_came(officer: Browser) -> None:
    page = officer.get(HOME)

    assert [link for link in page.links().values() if link.startswith(f"{HOME}/")] == [
        f"{HOME}/{words.slug}" for words in WORDS.values()
    ]


@pytest.mark.parametrize("channel", list(SOURCES), ids=[channel.value for channel in SOURCES])
def test_each_way_in_asks_only_what_it_needs_and_says_what_the_law_demands(
    channel: ChannelKind, officer: Browser
) -> None:
    action = f"{HOME}/{WORDS[channel].slug}"
    page = officer.get(action)

    ticked = {"read_back"} & {*SOURCES[channel].asks}
    asked = {*page.form(action)} | {field.get("name") for field in page.all("input", type="checkbox")}
    wanted = COMMON | {*SOURCES[channel].asks} | {*SOURCES[channel].sender} | {"identity_kept", "publish_consent"}
    assert asked - {"phone", "email"} == wanted - {"phone", "email"} | ticked
    assert asked & {"phone", "email"} == {*SOURCES[channel].sender} & {"phone", "email"}
    assert "Nghị định 20/2008/NĐ-CP" in page.text
    assert page.form(action)["day"] == ["20/11/2026"]
    assert page.form(action)["time"] == ["12:00"]


def test_what_was_taken_down_gives_codes_to_read_out_and_a_way_to_the_next(world: World, sign_in: SignIn) -> None:
    officer = at_desk(sign_in("commune"))
    page = send(officer, **CALL, files=[("don.png", PNG)])

    with world.desk.look() as work:
        case = work.session.scalars(select(Case)).one()
    assert page.path == f"{HOME}/bien-nhan/{case.code}"
    assert page.one("dd", id="the-code").text == case.code
    assert "Đọc cho người gửi: P A, hai sáu, một một, hai không" in page.text
    assert len((page.one("dd", id="the-key").text or "").replace("-", "")) == 15
    assert "nhận lúc 12:00 ngày 20/11/2026, kèm 1 tệp" in page.text
    assert "20 ngày kể từ 20/11/2026" in page.text
    assert "Chưa có địa chỉ và cách liên hệ." in page.text
    assert page.links()["Nhập tiếp"] == PHONE
    assert officer.get(page.path).status == 200


def test_the_receipt_is_for_nobody_else(sqlite_world: World, officer: Browser, sqlite_sign_in: SignIn) -> None:
    path = send(officer, **CALL).path

    assert sqlite_sign_in("receiver").get(path).status_code == 404


def test_a_wrong_field_is_said_beside_it_and_everything_is_kept(officer: Browser, sqlite_world: World) -> None:
    page = send(officer, **CALL | {"dialled": "12", "read_back": None}, phone="091234567", publish_consent="yes")

    assert page.status == 422
    assert page.error("dialled").startswith("Số này không gọi được.")
    assert page.error("read_back").startswith("Xin đọc lại nội dung cho người gọi nghe")
    assert page.error("phone").startswith("Số điện thoại này thiếu một chữ số.")
    form = page.form(PHONE)
    assert (form["content"][0].strip(), form["name"], form["dialled"]) == (STORY, ["Nguyễn Thị Bảy"], ["12"])
    assert form["publish_consent"] == ["yes"]
    assert cases(sqlite_world) == 0


def test_files_are_kept_when_the_form_fails_and_go_with_the_case(officer: Browser, sqlite_world: World) -> None:
    page = send(officer, **CALL | {"content": ""}, files=[("don.png", PNG), ("may.exe", b"MZ\x90\x00")])
    assert page.error("files").startswith("Tệp “may.exe”")
    assert "don.png" in page.text

    done = officer.submit(page, PHONE, content=STORY)

    assert "kèm 1 tệp" in done.text
    with sqlite_world.desk.look() as work:
        upload = work.session.scalars(select(Upload).where(Upload.case_id.is_not(None))).one()
    assert upload.name == "don.png"


def test_a_late_day_asks_to_be_confirmed_where_it_is_typed(officer: Browser, sqlite_world: World) -> None:
    page = send(officer, **CALL, day="2026-10-01")
    assert page.error("late").startswith("Nhận ngày 01/10/2026 thì hạn trả lời 21/10/2026 đã qua.")

    done = officer.submit(page, PHONE, late="yes", read_back="yes")

    assert "nhận lúc 12:00 ngày 01/10/2026" in done.text
    assert cases(sqlite_world) == 1


def test_a_double_click_files_once_and_shows_the_same_receipt(world: World, sign_in: SignIn) -> None:
    officer = at_desk(sign_in("commune"))
    page = officer.get(PHONE)

    first = officer.submit(page, PHONE, **CALL, files=[("don.png", PNG)])
    second = officer.submit(page, PHONE, **CALL, files=[("don.png", PNG)])

    assert second.path == first.path
    assert cases(world) == 1


def test_a_form_changed_after_it_was_filed_is_kept_to_be_filed_anew(officer: Browser, sqlite_world: World) -> None:
    page = officer.get(PHONE)
    code = officer.submit(page, PHONE, **CALL).path.rsplit("/", 1)[1]

    again = officer.submit(page, PHONE, **CALL | {"content": "Nội dung khác."}, files=[("don.png", PNG)])

    assert again.status == 409
    assert code in again.text
    anew = officer.get(again.links()["Nhập bản vừa sửa thành hồ sơ mới"])
    assert "don.png" in anew.text
    assert officer.submit(anew, PHONE).path.rsplit("/", 1)[1] != code
    assert cases(sqlite_world) == 2


def test_what_was_typed_outlives_the_session(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    desktop = sqlite_sign_in("commune")
    browser = at_desk(desktop)
    page = send(browser, **CALL | {"content": " "}, files=[("don.png", PNG)])
    elsewhere = browser.client.cookies.get("langnghe_can_bo", path="/can-bo")
    assert elsewhere is not None
    desktop.client.post("/can-bo/dang-xuat")
    desktop.client.cookies.set("langnghe_can_bo", elsewhere, domain="langnghe.test", path="/can-bo")

    door = browser.submit(page, PHONE, content=STORY)
    assert "Những gì ông/bà vừa viết vẫn được giữ" in door.text
    back = browser.submit(door, "/can-bo/dang-nhap", username="commune", password=PASSWORD)

    assert back.path == PHONE
    assert back.form(PHONE)["content"][0].strip() == STORY
    assert "don.png" in back.text
    assert "kèm 1 tệp" in browser.submit(back, PHONE).text


def test_a_kept_form_is_for_its_own_officer(officer: Browser, sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    draft = send(officer, **CALL | {"read_back": None}).form(PHONE)["draft"][0]

    assert STORY in officer.get(f"{PHONE}?nhap={draft}").text
    assert STORY not in sqlite_sign_in("receiver").get(f"{PHONE}?nhap={draft}").text
    assert kept.recall(sqlite_world.desk, UUID(draft)) is None  # the citizens' site


def test_script_in_every_field_is_only_text(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    script = "<script>alert(1)</script>"
    officer = at_desk(sqlite_sign_in("receiver"))
    action = f"{HOME}/bao-chi"
    typed = dict.fromkeys(("paper", "column", "content", "place", "name", "address", "remark"), script)

    code = send(officer, action, **typed, issued="2026-11-18").path.rsplit("/", 1)[1]
    sqlite_world.classify()

    page = officer.get(f"/can-bo/ho-so/{code}")
    assert script in page.text
    assert "<script>alert" not in page.response.text


def test_the_case_page_shows_how_it_was_taken_down(
    sqlite_world: World, officer: Browser, sqlite_sign_in: SignIn
) -> None:
    code = send(officer, **CALL, remark="Người gọi xin đừng gọi lại buổi trưa.").path.rsplit("/", 1)[1]
    sqlite_world.classify()

    seen = at_desk(sqlite_sign_in("handler")).get(f"/can-bo/ho-so/{code}").text
    overseen = at_desk(sqlite_sign_in("overseer")).get(f"/can-bo/ho-so/{code}").text

    for words in ("Cán bộ commune, UBND xã Long Hữu", "Người gửi đã nghe đọc lại", "xin đừng gọi lại buổi trưa"):
        assert words in seen
    assert "Cán bộ UBND xã Long Hữu ghi nhận qua điện thoại ngày 20/11/2026" in overseen
    assert "Cán bộ commune" not in overseen
    assert "buổi trưa" not in overseen


def test_a_receipt_is_gone_after_an_hour(officer: Browser, clock: TestClock) -> None:
    path = send(officer, **CALL).path
    clock.tick(minutes=61)

    assert officer.get(path).status == 404
