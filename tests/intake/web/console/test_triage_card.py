"""The triage card: the words that decided, why each department, one key to send, and taking it back."""

from dataclasses import replace

from sqlalchemy import select

from models.history import CaseEvent
from models.vocabulary import CaseStatus, Department
from routing.decision import Evidence, RankedDepartment
from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of
from tests.world import UNSURE, World

EVIDENCE = (
    Evidence(Department.CONSTRUCTION, listed=("ổ gà",), learned=("mặt đường",), named=("Sở Xây dựng",)),
    Evidence(Department.POLICE, learned=("tai nạn",)),
)
TOLD = replace(UNSURE, evidence=EVIDENCE)
LETTER = "Ổ GÀ <script>alert(1)</script> ở mặt đường & tai nạn, Sở Xây dựng biết chưa?"


def at_triage(world: World, letter: str = LETTER) -> str:
    code = world.file(letter).case.code
    world.classify(TOLD)
    return code


def sent_by_key(officer: Desktop, code: str, key: str) -> str:
    """Press the button that a key presses; where it leads."""
    page = parsed(officer.get(f"/ho-so/{code}?tu=triage"))
    form = next(
        form
        for form in page.iter("form")
        if any(
            key in button.get("data-key", "").split() and "data-now" in button.attrib for button in form.iter("button")
        )
    )
    fields = {field.get("name") or "": field.get("value") for field in form.iter("input")}
    done = officer.post(form.get("action") or "", **fields)
    assert done.status_code == 303
    return done.headers["location"]


def test_deciding_words_are_marked_with_the_place_of_their_department_and_nothing_else_changes(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    page = parsed(sqlite_sign_in("receiver").get(f"/ho-so/{at_triage(sqlite_world)}"))

    letter = next(part for part in page.iter("div") if part.get("class") == "letter")
    assert "".join(letter.itertext()) == LETTER
    assert [(mark.text, mark.get("data-ranks")) for mark in letter.iter("mark")] == [
        ("Ổ GÀ", "1"),
        ("mặt đường", "1"),
        ("tai nạn", "2"),
        ("Sở Xây dựng", "1"),
    ]


def test_each_department_says_why(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    said = text_of(sqlite_sign_in("receiver").get(f"/ho-so/{at_triage(sqlite_world)}"))

    assert "Thư nhắc đến “Sở Xây dựng”." in said
    assert "Bảng lĩnh vực xếp “ổ gà” vào việc của cơ quan này." in said
    assert "Từ ngữ hay gặp trong việc của cơ quan này: “tai nạn”." in said
    assert "Chưa có đơn vị nào trong danh mục đảm nhiệm vai trò này." in said


def test_a_commune_nobody_named_is_not_the_unit_of_the_first_department(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    code = sqlite_world.file(LETTER).case.code
    second = RankedDepartment(Department.COMMUNE, 0.2)
    sqlite_world.classify(replace(TOLD, departments=(UNSURE.departments[0], second)))
    page = sqlite_sign_in("receiver").get(f"/ho-so/{code}")

    names = [name for name in parsed(page).iter("span") if name.get("class") == "suggestion-name"]
    assert ["".join(name.itertext()) for name in names] == ["1Sở Xây dựng tỉnh Vĩnh Long", "2UBND xã/phường"]
    assert "Chưa rõ xã, phường nào: xin chọn trong danh sách." in text_of(page)


def test_no_word_of_the_citizen_is_kept_in_an_event(world: World) -> None:
    at_triage(world)

    with world.desk.look() as work:
        kept = [event.data for event in work.session.scalars(select(CaseEvent))]
    assert not any("evidence" in str(data) for data in kept)


def test_one_key_sends_as_proposed_and_one_press_takes_it_back(world: World, sign_in: SignIn) -> None:
    code = at_triage(world)
    receiver = sign_in("receiver")

    said = receiver.get(sent_by_key(receiver, code, "a"))
    assert "Hoàn tác" in said.text
    undo = next(form for form in parsed(said).iter("form") if form.get("class") == "undo")
    fields = {field.get("name") or "": field.get("value") for field in undo.iter("input")}
    assert receiver.post(undo.get("action") or "", **fields).status_code == 303

    with world.desk.look() as work:
        case = work.find(code)
        assert (case.status, case.unit_id, case.not_ours) == (CaseStatus.TRIAGE, None, 0)
    assert "Bàn tiếp nhận lấy lại hồ sơ đã chuyển Sở Xây dựng" in text_of(receiver.get(f"/ho-so/{code}"))
    assert sign_in("handler").get(f"/ho-so/{code}").status_code == 404


def test_what_somebody_has_taken_on_or_a_unit_has_sent_is_not_taken_back(world: World, sign_in: SignIn) -> None:
    receiver, handler = sign_in("receiver"), sign_in("handler")
    accepted, transferred = at_triage(world), at_triage(world)
    for code in (accepted, transferred):
        sent_by_key(receiver, code, "1")
    version = receiver.version(accepted)
    handler.step(accepted, "thu-ly")
    handler.step(transferred, "chuyen-co-quan", unit=str(world.health), reason="Thuộc y tế.")

    assert receiver.step(accepted, "lay-lai-phan-loai", version=version).status_code == 409
    assert "lay-lai-phan-loai" not in receiver.offers(transferred)
    assert receiver.step(transferred, "lay-lai-phan-loai").status_code == 409
    with world.desk.look() as work:
        assert work.find(transferred).unit_id == world.health


def test_what_may_be_an_accusation_is_not_sent_with_a_key(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    letter = "Thanh tra tỉnh Vĩnh Long và Văn phòng UBND tỉnh Vĩnh Long nhận tiền."
    code = sqlite_world.file(letter).case.code
    sqlite_world.classify(replace(TOLD, restricted=True))

    receiver = sqlite_sign_in("receiver")
    assert "data-now" not in receiver.get(f"/ho-so/{code}").text
