"""Two officers on one case: what is being typed is kept, the second save sees what changed, each sees the other."""

import re

from httpx2 import Response

from intake.cases.errors import Stale
from tests.conftest import TestClock
from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of, typed_into
from tests.world import World

MINE = "Sở đã vá xong ổ gà trước nhà ông/bà ngày 20/11/2026."
THEIRS = "Sở sẽ vá ổ gà trước nhà ông/bà trong tháng này."
BY_ITSELF = {"X-Tu-Dong": "viet"}


def accepted(world: World, handler: Desktop) -> str:
    code = world.assigned().case.code
    handler.step(code, "thu-ly")
    return code


def keep(officer: Desktop, code: str, slug: str, version: int, **fields: str) -> Response:
    """What the page's script sends while somebody types."""
    address = f"/can-bo/ho-so/{code}/dang-viet/{slug}"
    return officer.client.post(address, data={"version": version, **fields}, headers=BY_ITSELF)


def look(officer: Desktop, code: str, **fields: str) -> Response:
    return officer.client.post(f"/can-bo/truc-tiep/ho-so/{code}", data=fields, headers=BY_ITSELF)


def news(officer: Desktop, code: str, version: int) -> str:
    answer = officer.client.get(f"/can-bo/truc-tiep/ho-so/{code}?version={version}", headers=BY_ITSELF)
    assert answer.status_code == 200
    return text_of(answer)


def counts(officer: Desktop) -> Response:
    return officer.client.get("/can-bo/truc-tiep/hang-doi?tu=new", headers={"X-Tu-Dong": "xem"})


def test_what_was_being_typed_is_there_when_the_case_is_opened_again(world: World, sign_in: SignIn) -> None:
    handler = sign_in("handler")
    code = accepted(world, handler)
    kept = keep(handler, code, "soan", handler.version(code), text=MINE)
    keep(handler, code, "ghi-chu", handler.version(code), note="Gọi đội duy tu.")

    page = handler.get(f"/ho-so/{code}")

    assert kept.json() == {"kept_at": "12:00"}
    assert typed_into(page, "soan-text").strip() == MINE
    assert typed_into(page, "ghi-chu-note").strip() == "Gọi đội duy tu."
    assert "Đã giữ bản đang viết lúc 12:00 ngày 20/11/2026" in text_of(page)
    assert MINE not in sign_in("colleague").get(f"/ho-so/{code}").text


def test_it_goes_when_it_is_sent_and_comes_back_from_no_late_request(
    world: World, sign_in: SignIn, clock: TestClock
) -> None:
    handler = sign_in("handler")
    code = accepted(world, handler)
    seen = handler.version(code)
    keep(handler, code, "ghi-chu", seen, note="Đã gọi.")

    handler.step(code, "ghi-chu", version=seen, note="Đã gọi.")
    late = keep(handler, code, "ghi-chu", seen, note="Đã gọi.")

    assert late.json() == {"kept_at": None}
    assert typed_into(handler.get(f"/ho-so/{code}"), "ghi-chu-note").strip() == ""


def test_it_goes_when_it_is_emptied_or_not_wanted(world: World, sign_in: SignIn) -> None:
    handler = sign_in("handler")
    code = accepted(world, handler)
    keep(handler, code, "soan", handler.version(code), text=MINE)
    keep(handler, code, "ghi-chu", handler.version(code), note="Gọi.")

    keep(handler, code, "ghi-chu", handler.version(code), note=" ")
    dropped = handler.post(f"/ho-so/{code}/bo-ban/soan", tu="mine")

    assert dropped.headers["location"] == f"/can-bo/ho-so/{code}?tu=mine"
    page = handler.get(f"/ho-so/{code}")
    assert typed_into(page, "soan-text").strip() == typed_into(page, "ghi-chu-note").strip() == ""
    assert "Đã bỏ bản đang viết." in page.text


def test_the_second_save_shows_the_words_that_differ_and_one_button_goes_on(world: World, sign_in: SignIn) -> None:
    handler, colleague = sign_in("handler"), sign_in("colleague")
    code = accepted(world, handler)
    seen = handler.version(code)
    colleague.step(code, "soan", text=THEIRS)

    stale = handler.step(code, "soan", version=seen, text=MINE, then="submit")

    assert stale.status_code == Stale.status
    said = text_of(stale)
    assert "Sở [bỏ] sẽ [thêm] đã vá [thêm] xong ổ gà" in said
    assert "bản Cán bộ colleague đã lưu" in said
    assert typed_into(stale, "soan-text").strip() == MINE
    [on] = [one for one in parsed(stale).iter("button") if one.get("form") == "gui-soan"]
    assert (on.get("name"), on.get("value")) == ("then", "submit")


def test_a_stale_text_is_kept_on_the_server_too_and_theirs_can_be_taken(world: World, sign_in: SignIn) -> None:
    handler, colleague = sign_in("handler"), sign_in("colleague")
    code = accepted(world, handler)
    seen = handler.version(code)
    colleague.step(code, "soan", text=THEIRS)
    handler.step(code, "soan", version=seen, text=MINE)

    again = handler.get(f"/ho-so/{code}")
    assert typed_into(again, "soan-text").strip() == MINE
    assert "[bỏ] sẽ [thêm] đã" in text_of(again)

    handler.post(f"/ho-so/{code}/bo-ban/soan")
    assert typed_into(handler.get(f"/ho-so/{code}"), "soan-text").strip() == THEIRS


def test_a_text_kept_from_before_is_shown_beside_what_others_did_and_not_what_one_did_oneself(
    world: World, sign_in: SignIn
) -> None:
    handler, colleague = sign_in("handler"), sign_in("colleague")
    code = accepted(world, handler)
    keep(handler, code, "soan", handler.version(code), text=MINE)

    handler.step(code, "ghi-chu", note="Tự ghi.")
    assert "Thay đổi từ lúc" not in handler.get(f"/ho-so/{code}").text
    colleague.step(code, "ghi-chu", note="Đồng nghiệp ghi.")

    changed = re.search(r'<section class="panel changed".*?</section>', handler.get(f"/ho-so/{code}").text, re.DOTALL)
    assert changed is not None
    assert "Đồng nghiệp ghi." in changed[0]
    assert "Tự ghi." not in changed[0]


def test_a_text_for_a_step_that_is_no_longer_there_can_still_be_read(world: World, sign_in: SignIn) -> None:
    handler = sign_in("handler")
    code = accepted(world, handler)
    keep(handler, code, "soan", handler.version(code), text=MINE)

    sign_in("colleague").step(code, "soan", text=THEIRS, then="submit")

    assert typed_into(handler.get(f"/ho-so/{code}"), "vua-nhap-soan").strip() == MINE


def test_a_revoked_session_is_told_so_and_not_led_away(world: World, sign_in: SignIn) -> None:
    handler = sign_in("handler")
    code = accepted(world, handler)
    seen = handler.version(code)
    handler.post("/dang-xuat")

    assert keep(handler, code, "soan", seen, text=MINE).status_code == 401
    assert look(handler, code).status_code == 401
    assert handler.client.get("/can-bo/truc-tiep").status_code == 401


def test_nobody_else_can_keep_or_look_on_a_case(world: World, sign_in: SignIn) -> None:
    code = accepted(world, sign_in("handler"))

    for username in ("health.handler", "administrator", "overseer"):
        officer = sign_in(username)
        assert keep(officer, code, "soan", 1, text=MINE).status_code in (403, 404), username
        assert look(officer, code).status_code in (403, 404), username
    assert keep(sign_in("handler"), code, "khong-co", 1, text=MINE).status_code == 404


def test_an_open_page_keeps_no_session_alive_but_writing_does(world: World, sign_in: SignIn, clock: TestClock) -> None:
    handler = sign_in("handler")
    code = accepted(world, handler)
    seen = handler.version(code)
    clock.tick(minutes=90)
    counts(handler)
    clock.tick(minutes=20)
    keep(handler, code, "soan", seen, text=MINE)
    clock.tick(minutes=90)
    assert counts(handler).status_code == 200
    clock.tick(minutes=31)

    assert counts(handler).status_code == 401


def test_each_sees_who_else_has_the_case_open(world: World, sign_in: SignIn) -> None:
    handler, colleague = sign_in("handler"), sign_in("colleague")
    code = accepted(world, handler)

    assert text_of(look(handler, code)) == ""
    assert text_of(look(colleague, code, typing="1")) == "Cán bộ handler đang xem hồ sơ này."
    assert text_of(look(handler, code)) == "Cán bộ colleague đang soạn hồ sơ này."
    assert look(colleague, code, closed="1").status_code == 204
    assert text_of(look(handler, code)) == ""


def test_an_open_page_is_told_who_did_what_and_when_the_case_has_left(world: World, sign_in: SignIn) -> None:
    handler, colleague = sign_in("handler"), sign_in("colleague")
    code = accepted(world, handler)
    seen = handler.version(code)
    assert news(handler, code, seen) == ""

    colleague.step(code, "ghi-chu", note="Đã gọi.")
    assert "Hồ sơ vừa được Cán bộ colleague cập nhật. Tải lại" in news(handler, code, seen)
    assert "Cán bộ" not in news(sign_in("overseer"), code, seen)

    colleague.step(code, "tra-lai", reason="Không phải đường của Sở.")
    assert "vừa rời phần việc của ông/bà" in news(handler, code, seen)


def test_the_counts_of_an_open_page_are_fetched_alone(world: World, sign_in: SignIn) -> None:
    world.assigned()
    handler = sign_in("handler")

    part = counts(handler)

    [current] = [one for one in parsed(part).iter("a") if one.get("aria-current")]
    assert "".join(current.itertext()).split()[-1] == "1"
    assert "<html" not in part.text
