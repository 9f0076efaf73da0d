"""Officers answer requests about personal data, and let cases past their time be erased, each with a tick."""

import pytest

from intake.cases import data_requests
from intake.cases.submission import read_identity
from models.vocabulary import CaseKind, DataRight
from tests.conftest import TestClock
from tests.intake.web.console.desktop import SignIn, text_of
from tests.intake.web.public.stories import answered
from tests.world import World


def asked(world: World, wanted: DataRight = DataRight.ERASE) -> tuple[str, str]:
    """A case that was answered, with a request on it: its code, and the address of the request."""
    filed = answered(world, name="Trần Thị Bưởi")
    with world.desk.work(world.citizen(filed)) as work:
        request = data_requests.ask(work, work.lock(filed.case.code), wanted, words="Xin giúp tôi.")
    return filed.case.code, f"/du-lieu-ca-nhan/{request.id}"


def content(world: World, code: str) -> str:
    with world.desk.look() as work:
        return work.find(code).content


def test_the_list_says_who_asks_for_what_until_when(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code, _ = asked(sqlite_world)
    page = text_of(sqlite_sign_in("leader").get("/du-lieu-ca-nhan"))
    assert code in page
    assert "Xóa dữ liệu" in page
    assert "10/12/2026" in page


def test_a_late_answer_is_marked(sqlite_world: World, sqlite_sign_in: SignIn, clock: TestClock) -> None:
    asked(sqlite_world)
    clock.tick(days=21)
    assert "quá hạn 10/12/2026" in text_of(sqlite_sign_in("leader").get("/du-lieu-ca-nhan"))


def test_erasing_needs_a_tick_and_keeps_the_words(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code, address = asked(sqlite_world)
    leader = sqlite_sign_in("leader")
    answer = leader.post(address, then="grant", words="Đã xóa theo ý ông/bà.")
    assert answer.status_code == 422
    assert "Xin đánh dấu ô xác nhận" in text_of(answer)
    assert "Đã xóa theo ý ông/bà." in text_of(answer)
    assert content(sqlite_world, code)

    assert leader.post(address, then="grant", words="", sure="1").status_code == 303
    assert content(sqlite_world, code) == ""
    page = text_of(leader.get(f"/ho-so/{code}"))
    assert "Dữ liệu cá nhân của hồ sơ này đã được xóa ngày 20/11/2026 (theo yêu cầu của người gửi)" in page
    assert "Bưởi" not in page
    assert leader.offers(code) <= set()


def test_a_refusal_needs_a_reason(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code, address = asked(sqlite_world)
    leader = sqlite_sign_in("leader")
    assert leader.post(address, then="refuse", words="").status_code == 422
    assert leader.post(address, then="refuse", words="Đang thanh tra.").status_code == 303
    assert "Đang thanh tra." in text_of(leader.get(address))
    assert content(sqlite_world, code)
    assert leader.post(address, then="grant", sure="1").status_code == 409


def test_a_correction_shows_what_will_be_written(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    filed = answered(sqlite_world)
    with sqlite_world.desk.work(sqlite_world.citizen(filed)) as work:
        told = read_identity(name="Trần Văn Mận")
        request = data_requests.ask(work, work.lock(filed.case.code), DataRight.CORRECT, told=told)
    leader = sqlite_sign_in("leader")
    assert "Trần Văn Mận" in text_of(leader.get(f"/du-lieu-ca-nhan/{request.id}"))
    assert leader.post(f"/du-lieu-ca-nhan/{request.id}", then="grant").status_code == 303
    assert "Trần Văn Mận" in text_of(leader.get(f"/ho-so/{filed.case.code}"))


@pytest.mark.parametrize("who", ["handler", "overseer", "administrator"])
def test_nobody_else_finds_the_pages(who: str, sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    _, address = asked(sqlite_world)
    officer = sqlite_sign_in(who)
    for page in ("/du-lieu-ca-nhan", address, "/luu-tru"):
        assert officer.get(page).status_code == 404


def test_a_case_past_its_time_is_erased_only_with_a_tick(
    sqlite_world: World, sqlite_sign_in: SignIn, clock: TestClock
) -> None:
    code = answered(sqlite_world).case.code
    clock.now = clock.now.replace(year=2047)
    leader = sqlite_sign_in("leader")
    assert "1 hồ sơ đã hết thời hạn lưu trữ" in text_of(leader.get("/luu-tru"))
    assert leader.post(f"/luu-tru/{code}").status_code == 422
    assert content(sqlite_world, code)
    assert leader.post(f"/luu-tru/{code}", sure="1").status_code == 303
    assert content(sqlite_world, code) == ""
    assert "đã hết thời hạn lưu trữ" in text_of(leader.get("/luu-tru"))


def test_more_time_is_taken_once_with_a_reason(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    _, address = asked(sqlite_world)
    leader = sqlite_sign_in("leader")
    assert "Gia hạn đến hết 30/12/2026" in text_of(leader.get(address))
    assert leader.post(address, then="extend", words=" ").status_code == 422
    assert leader.post(address, then="extend", words="Phải hỏi nơi giữ hồ sơ gốc.").status_code == 303
    page = text_of(leader.get(address))
    assert "Phải hỏi nơi giữ hồ sơ gốc." in page
    assert "Gia hạn đến hết" not in page
    assert "30/12/2026" in text_of(leader.get("/du-lieu-ca-nhan"))
    assert leader.post(address, then="extend", words="Thêm nữa.").status_code == 409


def test_restricting_hides_the_name_from_whoever_handles_the_case(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code, address = asked(sqlite_world, DataRight.RESTRICT)
    handler = sqlite_sign_in("handler")
    assert "Bưởi" in text_of(handler.get(f"/ho-so/{code}"))
    assert sqlite_sign_in("leader").post(address, then="grant").status_code == 303
    assert "Bưởi" not in text_of(handler.get(f"/ho-so/{code}"))


def test_times_of_keeping_that_nobody_confirmed_say_so(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    page = text_of(sqlite_sign_in("leader").get("/luu-tru"))
    assert page.count("cần lưu trữ xác nhận") == len(CaseKind)


def test_a_restriction_is_lifted_with_a_reason(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code, address = asked(sqlite_world, DataRight.RESTRICT)
    leader, receiver = sqlite_sign_in("leader"), sqlite_sign_in("receiver")
    assert leader.post(address, then="grant").status_code == 303
    assert "bộ phận tiếp nhận hoặc chính người gửi bỏ được" in text_of(leader.get(address))
    assert leader.post(address, then="lift", words="Muốn biết ai gửi.").status_code == 403

    lacking = receiver.post(address, then="lift", words=" ")
    assert lacking.status_code == 422
    assert receiver.post(address, then="lift", words="Người gửi đề nghị.").status_code == 303
    page = text_of(receiver.get(address))
    assert "Đã bỏ hạn chế" in page
    assert "Người gửi đề nghị." in page
    with sqlite_world.desk.look() as work:
        assert not work.find(code).purpose_only
