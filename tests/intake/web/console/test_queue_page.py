"""The list: few statements, searched with or without diacritics, paged, and honest when there is nothing."""

from base64 import urlsafe_b64encode as b64encode
from json import dumps

from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of
from tests.statements import statements
from tests.world import UNSURE, World


def _statements(world: World, officer: Desktop, path: str) -> list[str]:
    """The SQL a page needs, transaction control aside."""
    with statements(world.desk) as said:
        assert officer.get(path).status_code == 200
    return said


def test_a_list_takes_at_most_ten_statements_however_long_it_is(world: World, sign_in: SignIn) -> None:
    for number in range(12):
        world.file(f"Đường số {number} có ổ gà.")
    world.classify()
    handler = sign_in("handler")

    assert len(_statements(world, handler, "/hang-doi/new")) <= 10
    assert len(_statements(world, handler, "/hang-doi/new?q=o+ga")) <= 10
    assert len(_statements(world, sign_in("receiver"), "/hang-doi/open")) <= 10


def test_a_search_finds_words_with_and_without_diacritics(world: World, sign_in: SignIn) -> None:
    street = world.file("Đèn đường ấp Bình Hòa hư ba tháng nay.").case.code
    market = world.file("Chợ xã thiếu chỗ gửi xe.").case.code
    world.classify(UNSURE)
    receiver = sign_in("receiver")

    for words in ("đèn+đường", "den+duong", "DEN+DUONG", "binh+hoa"):
        found = receiver.get(f"/hang-doi/triage?q={words}").text
        assert street in found, words
        assert market not in found, words
    assert "Không có hồ sơ nào trong “Chờ phân loại”" in text_of(receiver.get("/hang-doi/triage?q=khong+co+chu+nay"))


def test_a_code_typed_into_the_search_opens_the_case(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code

    response = sign_in("handler").get(f"/hang-doi/new?q={code.replace('-', '').lower()}")

    assert response.headers["location"] == f"/can-bo/ho-so/{code}"


def test_every_case_of_a_long_queue_is_on_exactly_one_page(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    codes = {sqlite_world.file(f"Hồ sơ số {number}.").case.code for number in range(95)}
    sqlite_world.classify()
    handler, path, seen = sqlite_sign_in("handler"), "/hang-doi/new", list[str]()

    while path:
        page = parsed(handler.get(path))
        seen += [
            link.get("href", "").split("/")[-1].split("?")[0]
            for link in page.iter("a")
            if link.get("class") == "row-link"
        ]
        path = next((link.get("href", "") for link in page.iter("a") if link.get("rel") == "next"), "")

    assert len(seen) == 95
    assert set(seen) == codes


def test_an_empty_queue_says_what_would_be_there(sqlite_sign_in: SignIn) -> None:
    assert (
        "Hồ sơ giao cho cơ quan mà chưa ai thụ lý sẽ hiện ở đây." in sqlite_sign_in("handler").get("/hang-doi/new").text
    )


def test_a_script_in_a_message_is_only_text(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = sqlite_world.assigned("<script>alert(1)</script> ổ gà").case.code
    handler = sqlite_sign_in("handler")

    for path in ("/hang-doi/new", f"/ho-so/{code}", "/hang-doi/new?q=%3Cscript%3E"):
        assert "<script>alert" not in handler.get(path).text


def test_a_cursor_of_nonsense_is_the_first_page(sqlite_sign_in: SignIn) -> None:
    officer = sqlite_sign_in("receiver")
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "hôm qua"):
        cursor = b64encode(dumps([moment, "0" * 32]).encode()).decode()
        assert officer.get(f"/hang-doi/open?sau={cursor}").status_code == 200
    deep = b64encode(b"[" * 20_000).decode()
    assert officer.get(f"/hang-doi/open?sau={deep}").status_code == 200


def test_a_text_sent_many_times_is_one_row_that_opens(world: World, sign_in: SignIn) -> None:
    first = world.file("Đường trước nhà có ổ gà.").case.code
    twins = [world.file("DUONG TRUOC NHA CO O GA.").case.code for _ in range(3)]
    other = world.file("Đèn đường hư.").case.code
    world.classify(UNSURE)
    receiver = sign_in("receiver")

    page = receiver.get("/hang-doi/triage")
    assert [code in page.text for code in (first, other, *twins)] == [True, True, False, False, False]
    assert "… và 3 ý kiến giống hệt" in text_of(page)

    (address,) = (one.get("href", "") for one in parsed(page).iter("a") if one.get("class") == "row-same")
    opened = receiver.get(address.removeprefix("/can-bo"))
    assert [code in opened.text for code in (first, other, *twins)] == [True, False, True, True, True]
    assert f"Giống hệt {first}" in text_of(opened)
    assert len(_statements(world, receiver, "/hang-doi/triage")) <= 10
    assert len(_statements(world, receiver, f"/hang-doi/triage?giong={first}")) <= 10


def test_a_case_one_may_not_see_tells_nothing_of_its_twins(world: World, sign_in: SignIn) -> None:
    hidden = world.file("Đường trước nhà có ổ gà.").case.code
    world.classify(UNSURE)
    mine = world.assigned("Đường trước nhà có ổ gà.").case.code

    opened = sign_in("handler").get(f"/hang-doi/new?giong={hidden}")

    assert "Không có ý kiến nào giống hệt" in text_of(opened)
    assert mine in opened.text
