"""The box that finds: nothing personal in an address, and the officer is told why each case is there."""

from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import World

PHONE = "0912 345 678"


def test_a_phone_number_stands_in_no_address(world: World, sign_in: SignIn) -> None:
    code = world.assigned(phone=PHONE).case.code
    handler = sign_in("handler")

    for sent in (handler.post("/tim", tim=PHONE), handler.post("/hang-doi/open/tim", q=PHONE)):
        place = sent.headers["location"]
        assert place.startswith("/can-bo/tim/")
        page = handler.get(place)
        assert code in page.text
        assert "Cùng số điện thoại người gửi" in text_of(page)
    assert "tìm theo người gửi" in text_of(handler.get(f"/ho-so/{code}/ai-da-xem"))


def test_what_was_searched_for_is_for_who_searched_alone(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = sqlite_world.assigned(phone=PHONE).case.code
    place = sqlite_sign_in("handler").post("/tim", tim=PHONE).headers["location"]

    page = sqlite_sign_in("colleague").get(place)

    assert code not in page.text
    assert PHONE not in page.text


def test_a_whole_code_opens_the_case_and_words_of_a_list_stay_in_it(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    code = sqlite_world.assigned().case.code
    handler = sqlite_sign_in("handler")

    assert handler.post("/tim", tim=code).headers["location"] == f"/can-bo/ho-so/{code}"
    kept = handler.post("/hang-doi/open/tim", q="ổ gà", linh_vuc="transport").headers["location"]
    assert kept == "/can-bo/hang-doi/open?q=%E1%BB%95+g%C3%A0&linh_vuc=transport"


def test_an_overseer_is_told_that_people_cannot_be_searched_for(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = sqlite_world.assigned(phone=PHONE).case.code
    overseer = sqlite_sign_in("overseer")

    page = overseer.get(overseer.post("/tim", tim=PHONE).headers["location"])

    assert code not in page.text
    assert "Vai trò giám sát không tìm theo người gửi" in text_of(page)


def test_who_writes_again_is_known_on_the_case_and_on_the_form(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    earlier = sqlite_world.assigned("Đèn đường hư.", phone=PHONE).case.code
    later = sqlite_world.assigned(phone=PHONE).case.code
    handler = sqlite_sign_in("handler")

    assert f"Cùng người gửi {earlier}" in text_of(handler.get(f"/ho-so/{later}"))
    assert "Người này đã gửi gì chưa?" in text_of(handler.get("/nhap-phan-anh/dien-thoai"))
    answer = handler.post("/tim/nguoi-gui", phone=PHONE)
    assert earlier in answer.text
    assert sqlite_sign_in("overseer").post("/tim/nguoi-gui", phone=PHONE).status_code == 403
