"""The page on which a letter is cut: whole beside its parts, proposals per part, no scripts, nothing lost."""

from typing import Any

from sqlalchemy import select

from models.thread import Message
from tests.intake.web.console.desktop import SignIn, parsed, text_of, typed_into
from tests.world import UNSURE, World

ROAD = "Đường trước chợ có nhiều ổ gà, xin Sở Xây dựng sửa."
CLINIC = "Trạm y tế đóng cửa giờ hành chính, xin Sở Y tế kiểm tra."
LETTER = f"{ROAD} {CLINIC}"


def at_triage(world: World, letter: str = LETTER) -> str:
    code = world.file(letter).case.code
    world.classify(UNSURE)
    return code


def found_by_the_machine(world: World, code: str) -> None:
    """The decision as a classifier that finds several matters writes it."""
    parts = [{"start": 0, "end": len(ROAD)}, {"start": len(ROAD), "end": len(LETTER)}]
    with world.desk.work(world.receiver) as work:
        case = work.lock(code)
        case.proposal = (case.proposal or {}) | {"mixed": parts}


def picked(page: Any, name: str) -> str:
    select_ = next(one for one in parsed(page).iter("select") if one.get("id") == name)
    return next((one.get("value") or "" for one in select_.iter("option") if "selected" in one.attrib), "")


def test_the_parts_the_machine_found_are_there_with_what_each_may_be(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    code = at_triage(sqlite_world)
    found_by_the_machine(sqlite_world, code)
    receiver = sqlite_sign_in("receiver")
    assert "Thư này có thể nói 2 việc khác nhau." in text_of(receiver.get(f"/ho-so/{code}"))

    page = receiver.get(f"/ho-so/{code}/tach")

    assert [typed_into(page, f"tach-part-{n}").strip() for n in (1, 2, 3)] == [ROAD, CLINIC, ""]
    assert LETTER in text_of(page)
    assert picked(page, "tach-part_unit-2") == str(sqlite_world.health)


def test_what_each_part_may_be_is_asked_for_without_scripts_and_nothing_is_done_yet(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    code = at_triage(sqlite_world)
    receiver = sqlite_sign_in("receiver")
    assert typed_into(receiver.get(f"/ho-so/{code}/tach"), "tach-part-1").strip() == LETTER

    page = receiver.post(f"/ho-so/{code}/tach/goi-y", version=receiver.version(code), part=[ROAD, CLINIC, "", ""])

    assert typed_into(page, "tach-part-2").strip() == CLINIC
    assert picked(page, "tach-part_unit-2") == str(sqlite_world.health)
    with sqlite_world.desk.look() as work:
        assert work.find(code).content == LETTER


def test_a_part_that_may_be_an_accusation_is_proposed_as_one(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = at_triage(sqlite_world)
    receiver = sqlite_sign_in("receiver")
    bribe = "Tôi tố cáo ông cán bộ địa chính nhận hối lộ."

    page = receiver.post(f"/ho-so/{code}/tach/goi-y", version=receiver.version(code), part=[ROAD, bribe])

    assert picked(page, "tach-part_kind-2") == "denunciation"


def test_one_part_is_refused_on_the_same_page_and_the_letter_stays_whole(world: World, sign_in: SignIn) -> None:
    code = at_triage(world)
    receiver = sign_in("receiver")

    refused = receiver.step(code, "tach", part=[ROAD, "", "", ""])

    assert refused.status_code == 422
    assert "ít nhất hai phần" in text_of(refused)
    assert typed_into(refused, "tach-part-1").strip() == ROAD
    assert receiver.step(code, "tach", part=[ROAD, CLINIC, "", ""]).status_code == 303
    with world.desk.look() as work:
        case = work.find(code)
        kept = {message.text for message in work.session.scalars(select(Message).where(Message.case_id == case.id))}
        assert case.content == ROAD
    assert LETTER in kept


def test_the_page_is_for_whoever_may_split_here_and_now(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = at_triage(sqlite_world)

    assert sqlite_sign_in("handler").get(f"/ho-so/{code}/tach").status_code == 404
    assigned = sqlite_world.assigned().case.code
    assert sqlite_sign_in("receiver").get(f"/ho-so/{assigned}/tach").status_code == 403
    assert sqlite_sign_in("handler").get(f"/ho-so/{assigned}/tach").status_code == 200
