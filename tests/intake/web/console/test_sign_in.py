"""Signing in: wrong passwords, lock-out, revoked sessions, and that nothing typed is lost over them."""

from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from intake.cases import accounts
from intake.web.app import create_app
from intake.web.console.session import COOKIE
from intake.web.console.sign_in import safe_path
from intake.web.options import DemoAccount, WebOptions
from tests.conftest import TestClock
from tests.intake.web.console.conftest import SITE
from tests.intake.web.console.desktop import Desktop, SignIn, typed_into
from tests.pages import check_page
from tests.world import PASSWORD, World


@pytest.fixture
def visitor(sqlite_world: World) -> Desktop:
    """A browser nobody has signed in with."""
    return Desktop(create_app(sqlite_world.desk, WebOptions(public_url=SITE)), SITE, sqlite_world.desk)


def test_nobody_sees_anything_before_signing_in(visitor: Desktop) -> None:
    for path in ("/", "/hang-doi/new", "/ho-so/PA-261120-000001-0", "/ho-so/PA-261120-000001-0/cong-khai"):
        response = visitor.get(path)
        assert response.status_code == 303
        assert response.headers["location"].startswith("/can-bo/dang-nhap?tiep=")


def test_a_wrong_password_and_a_wrong_name_get_the_same_sentence(visitor: Desktop) -> None:
    wrong_password, wrong_name = visitor.sign_in("handler", "khong-phai-mat-khau"), visitor.sign_in("khong.co.ai")

    assert wrong_password.status_code == wrong_name.status_code == 401
    sentence = "Tên đăng nhập hoặc mật khẩu chưa đúng."
    assert sentence in wrong_password.text
    assert sentence in wrong_name.text


def test_the_sixth_wrong_try_is_locked_out_even_with_the_right_password(visitor: Desktop) -> None:
    for _ in range(5):
        assert visitor.sign_in("handler", "khong-phai-mat-khau").status_code == 401

    locked = visitor.sign_in("handler")

    assert locked.status_code == 429
    assert "Ông/bà đã thử quá nhiều lần" in locked.text
    assert int(locked.headers["retry-after"]) > 0
    assert visitor.sign_in("colleague").status_code == 303, "the others at this address still can"


def test_a_name_of_nul_bytes_is_only_a_wrong_name(visitor: Desktop) -> None:
    assert visitor.sign_in("a\0b").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Desktop) -> None:
    given = visitor.sign_in("handler").headers["set-cookie"].lower()

    assert all(part in given for part in ("httponly", "secure", "samesite=lax", "path=/can-bo"))


def test_signing_out_ends_the_session_on_the_server(visitor: Desktop) -> None:
    visitor.sign_in("handler")
    token = visitor.client.cookies[COOKIE]

    visitor.post("/dang-xuat")

    visitor.client.cookies.set(COOKIE, token, domain="langnghe.test", path="/can-bo")
    assert visitor.get("/hang-doi/new").status_code == 303


def test_an_idle_session_ends(visitor: Desktop, clock: TestClock) -> None:
    visitor.sign_in("handler")
    assert visitor.get("/hang-doi/new").status_code == 200

    clock.tick(hours=3)

    assert visitor.get("/hang-doi/new").status_code == 303


def test_a_session_in_use_stays_open(visitor: Desktop, clock: TestClock) -> None:
    visitor.sign_in("handler")
    for _ in range(4):
        clock.tick(hours=1)
        assert visitor.get("/hang-doi/new").status_code == 200


def test_after_signing_in_one_goes_on_where_one_was_going(visitor: Desktop, sqlite_world: World) -> None:
    code = sqlite_world.assigned().case.code

    done = visitor.sign_in("handler", tiep=f"/can-bo/ho-so/{code}?tu=new")

    assert done.headers["location"] == f"/can-bo/ho-so/{code}?tu=new"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.test",
        "https://evil.test",
        "/can-bo//evil.test",
        "/can-bo/\\evil.test",
        "/",
        "javascript:1",
        "/can-bo/\n",
    ],
)
def test_no_other_site_is_ever_gone_on_to(path: str) -> None:
    assert safe_path(path) == ""


@pytest.mark.parametrize("slug", ["ghi-chu", "soan"])
def test_a_session_revoked_in_mid_edit_keeps_what_was_typed(world: World, sign_in: SignIn, slug: str) -> None:
    code = world.assigned().case.code
    handler = sign_in("handler")
    handler.step(code, "thu-ly")
    field = {"ghi-chu": "note", "soan": "text"}[slug]
    typed: dict[str, Any] = {field: "Một đoạn dài đã gõ."}
    version = handler.version(code)
    with world.desk.work() as work:
        assert world.handler.officer_id is not None
        accounts.revoke_all(work, world.handler.officer_id)

    turned_away = handler.step(code, slug, version=version, **typed)
    assert turned_away.status_code == 303
    assert "Những gì ông/bà vừa viết vẫn được giữ" in handler.get(turned_away.headers["location"]).text
    going_on = turned_away.headers["location"].split("tiep=")[1].split("&")[0]
    back = handler.sign_in("handler", tiep=unquote(going_on))
    page = handler.get(back.headers["location"])

    assert page.status_code == 200
    assert typed_into(page, f"{slug}-{field}").strip() == "Một đoạn dài đã gõ."
    assert handler.step(code, slug, **typed).status_code == 303


def test_what_one_officer_typed_is_not_shown_to_the_next_at_the_same_desk(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    handler, colleague = sign_in("handler"), sign_in("colleague")
    with world.desk.work() as work:
        assert world.handler.officer_id is not None
        accounts.revoke_all(work, world.handler.officer_id)
    location = handler.step(code, "ghi-chu", version=1, note="Chuyện riêng của tôi.").headers["location"]

    page = colleague.get(unquote(location.split("tiep=")[1].split("&")[0]))

    assert page.status_code == 200
    assert "Chuyện riêng của tôi." not in page.text


def test_a_stranger_cannot_leave_anything_on_the_server(visitor: Desktop) -> None:
    response = visitor.step("PA-261120-000001-0", "ghi-chu", version=1, note="x")

    assert "giu=1" not in response.headers["location"]


def test_only_the_demo_shows_sign_ins_and_says_what_it_is(sqlite_world: World, visitor: Desktop) -> None:
    account = DemoAccount("handler", PASSWORD, "Cán bộ handler", "Cán bộ xử lý", "Sở Xây dựng")
    demo = create_app(sqlite_world.desk, WebOptions(public_url="http://testserver", demo_accounts=(account,)))

    shown = check_page(TestClient(demo).get("/can-bo/dang-nhap")).text

    assert "Bản trình diễn" in shown
    assert PASSWORD in shown
    assert "trình diễn" not in visitor.get("/dang-nhap").text
