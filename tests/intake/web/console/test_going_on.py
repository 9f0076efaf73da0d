"""Working through a queue: after each step comes the next case, and the list knows where one was."""

from models.vocabulary import ReplyState
from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of
from tests.world import RESTRICTED, UNSURE, World

ANSWER = "Đội duy tu đã vá ổ gà ngày 20/11/2026, xin ông/bà xem lại."


def _at_triage(world: World, number: int) -> list[str]:
    codes = [world.file(f"Chuyện số {one}, không biết hỏi ai.").case.code for one in range(number)]
    world.classify(UNSURE)
    return _listed(world, codes)


def _listed(world: World, codes: list[str]) -> list[str]:
    """The codes in the order of every queue."""
    with world.desk.look(world.receiver) as work:
        return sorted(codes, key=lambda code: (work.find(code).due_at, work.find(code).id))


def _assign(world: World, receiver: Desktop, code: str, queue: str = "triage") -> str:
    unit = str(world.health)
    done = receiver.step(code, "chuyen-xu-ly", kind="service", field="health", unit=unit, tu=queue)
    assert done.status_code == 303, done.text
    return done.headers["location"]


def test_after_one_case_is_sorted_the_next_one_is_open(world: World, sign_in: SignIn) -> None:
    first, second, third = _at_triage(world, 3)
    receiver = sign_in("receiver")

    assert _assign(world, receiver, second) == f"/can-bo/ho-so/{third}?tu=triage"
    assert f"Mở lại {second}" in text_of(receiver.get(f"/ho-so/{third}?tu=triage"))
    assert _assign(world, receiver, third) == f"/can-bo/ho-so/{first}?tu=triage"
    assert _assign(world, receiver, first) == "/can-bo/hang-doi/triage"


def test_a_double_click_goes_on_to_the_next_case_as_one_click_does(world: World, sign_in: SignIn) -> None:
    first, second = _at_triage(world, 2)
    receiver = sign_in("receiver")
    form = {"version": receiver.version(first), "kind": "service", "field": "health", "unit": str(world.health)}

    went = [receiver.post(f"/ho-so/{first}/chuyen-xu-ly", tu="triage", **form) for _ in range(2)]

    assert [done.headers["location"] for done in went] == [f"/can-bo/ho-so/{second}?tu=triage"] * 2


def test_a_queue_that_is_only_looked_through_is_returned_to_at_the_next_row(world: World, sign_in: SignIn) -> None:
    first, second = _at_triage(world, 2)

    assert _assign(world, sign_in("receiver"), first, queue="open") == f"/can-bo/hang-doi/open#{second}"


def test_a_leader_goes_from_one_draft_to_the_next(world: World, sign_in: SignIn) -> None:
    codes = [world.assigned(f"Đường số {number} có ổ gà.").case.code for number in range(2)]
    handler, leader = sign_in("handler"), sign_in("leader")
    for code in codes:
        handler.step(code, "thu-ly")
        handler.step(code, "soan", text=ANSWER, then="submit")
    first, second = _listed(world, codes)

    done = leader.step(first, "phe-duyet", tu="awaiting_approval")

    assert done.headers["location"] == f"/can-bo/ho-so/{second}?tu=awaiting_approval"


def test_a_case_may_be_passed_over_and_found_again_in_its_list(world: World, sign_in: SignIn) -> None:
    first, second = _at_triage(world, 2)
    receiver = sign_in("receiver")

    links = {link.get("href") for link in parsed(receiver.get(f"/ho-so/{first}?tu=triage")).iter("a")}

    assert f"/can-bo/ho-so/{second}?tu=triage" in links
    assert f"/can-bo/hang-doi/triage#{first}" in links
    assert any(row.get("id") == first for row in parsed(receiver.get("/hang-doi/triage")).iter("a"))


def test_the_triage_list_shows_what_the_machine_proposes_and_why_a_person_is_asked(
    world: World, sign_in: SignIn
) -> None:
    world.file("Tôi không biết hỏi ai.")
    world.classify(UNSURE)

    page = text_of(sign_in("receiver").get("/hang-doi/triage"))

    assert f"Máy: {UNSURE.departments[0].department.label}" in page
    assert "Máy chưa đủ chắc chắn" in page


def test_the_restricted_desk_begins_with_what_only_it_may_see(world: World, sign_in: SignIn) -> None:
    world.file("Tôi tố cáo một cán bộ nhận tiền của dân.")
    world.classify(RESTRICTED)

    assert sign_in("inspector").get("/").headers["location"] == "/can-bo/hang-doi/restricted"


def test_a_handler_with_nothing_new_begins_with_what_they_hold(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    handler = sign_in("handler")
    handler.step(code, "thu-ly")

    assert handler.get("/").headers["location"] == "/can-bo/hang-doi/mine"


def test_the_leaders_comment_stands_above_the_draft_until_it_is_sent_again(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    handler = sign_in("handler")
    handler.step(code, "thu-ly")
    handler.step(code, "soan", text=ANSWER, then="submit")
    sign_in("leader").step(code, "tra-nguoi-soan", comment="Ghi rõ ngày xong.")

    page = handler.get(f"/ho-so/{code}")

    assert ReplyState.SENT_BACK.label in page.text
    above = page.text[: page.text.index('id="soan-text"')]
    assert "trả lại để sửa" in above
    assert "Ghi rõ ngày xong." in above
