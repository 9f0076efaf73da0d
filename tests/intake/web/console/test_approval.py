"""The leader's desk: question and draft side by side, one after the other; the reply as the citizen will read it."""

from dataclasses import replace

from intake.cases.ports import Outgoing
from models.vocabulary import CaseStatus, ChannelKind
from tests.intake.web.console.conftest import signing_in
from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of, typed_into
from tests.world import World

QUESTION = "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp."
ANSWER = "Đội duy tu đã vá ổ gà ngày 20/11/2026, xin ông/bà xem lại."


class Letterbox:
    """An e-mail channel that keeps what it was given."""

    kind = ChannelKind.EMAIL
    dedupes = True

    def send(self, message: Outgoing) -> None:
        raise AssertionError("nothing is sent by looking")


def _waiting(world: World, drafter: Desktop, number: int) -> list[str]:
    codes = [world.assigned(QUESTION).case.code for _ in range(number)]
    for code in codes:
        drafter.step(code, "thu-ly")
        assert drafter.step(code, "soan", text=f"{ANSWER} ({code})", then="submit").status_code == 303
    with world.desk.look(world.leader) as work:
        return sorted(codes, key=lambda code: (work.find(code).due_at, work.find(code).id))


def _status(world: World, code: str) -> CaseStatus:
    with world.desk.look() as work:
        return work.find(code).status


def _decide(leader: Desktop, code: str, then: str, **more: object) -> str:
    version = next(
        one.get("value")
        for one in parsed(leader.get(f"/ho-so/{code}/duyet")).iter("input")
        if one.get("name") == "version"
    )
    done = leader.post(f"/ho-so/{code}/duyet", version=version, then=then, **more)
    assert done.status_code == 303, text_of(done)
    return done.headers["location"]


def test_one_draft_after_the_other_until_none_waits(world: World, sign_in: SignIn) -> None:
    first, second, third = _waiting(world, sign_in("handler"), 3)
    leader = sign_in("leader")

    assert leader.get("/duyet").headers["location"] == f"/can-bo/ho-so/{first}/duyet"
    page = text_of(leader.get(f"/ho-so/{first}/duyet"))
    assert QUESTION in page
    assert f"{ANSWER} ({first})" in page
    assert _decide(leader, first, "approve").startswith(f"/can-bo/ho-so/{second}/duyet")
    assert _decide(leader, second, "send_back", comment="Ghi rõ ngày.").startswith(f"/can-bo/ho-so/{third}/duyet")
    assert _decide(leader, third, "approve") == "/can-bo/hang-doi/awaiting_approval"
    assert leader.get("/duyet").headers["location"] == "/can-bo/hang-doi/awaiting_approval"
    answered, drafting = CaseStatus.ANSWERED, CaseStatus.DRAFTING
    assert [_status(world, code) for code in (first, second, third)] == [answered, drafting, answered]


def test_a_draft_one_wrote_oneself_waits_for_another_leader(world: World, sign_in: SignIn) -> None:
    leader = sign_in("leader")
    (code,) = _waiting(world, leader, 1)

    page = leader.get(f"/ho-so/{code}/duyet")
    refused = leader.post(f"/ho-so/{code}/duyet", version=leader.version(code), then="approve")

    assert "không tự phê duyệt" in text_of(page)
    assert (refused.status_code, _status(world, code)) == (403, CaseStatus.AWAITING_APPROVAL)


def test_a_comment_typed_over_a_changed_case_is_kept_and_nothing_is_done(world: World, sign_in: SignIn) -> None:
    handler, leader = sign_in("handler"), sign_in("leader")
    (code,) = _waiting(world, handler, 1)
    seen = leader.version(code)
    handler.step(code, "ghi-chu", note="Có số liệu mới.")

    refused = leader.post(f"/ho-so/{code}/duyet", version=seen, then="send_back", comment="Ghi rõ ngày.")

    assert refused.status_code == 409
    assert typed_into(refused, "comment").strip() == "Ghi rõ ngày."
    assert _status(world, code) is CaseStatus.AWAITING_APPROVAL


def test_a_double_click_approves_once_and_goes_on_as_one_does(world: World, sign_in: SignIn) -> None:
    first, second = _waiting(world, sign_in("handler"), 2)
    leader = sign_in("leader")
    form = {"version": leader.version(first), "then": "approve"}

    went = [leader.post(f"/ho-so/{first}/duyet", **form).headers["location"] for _ in range(2)]

    assert went == [f"/can-bo/ho-so/{second}/duyet?tu=awaiting_approval"] * 2
    assert _status(world, second) is CaseStatus.AWAITING_APPROVAL


def test_only_leaders_of_the_unit_have_this_desk(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    handler = sqlite_sign_in("handler")
    (code,) = _waiting(sqlite_world, handler, 1)

    for username, desk, case in (
        ("leader", 303, 200),
        ("handler", 404, 409),
        ("receiver", 404, 409),
        ("health.leader", 303, 404),
        ("overseer", 404, 409),
        ("administrator", 404, 404),
    ):
        officer = sqlite_sign_in(username)
        assert (officer.get("/duyet").status_code, officer.get(f"/ho-so/{code}/duyet").status_code) == (desk, case)
        if username != "leader":
            officer.post(f"/ho-so/{code}/duyet", version=handler.version(code), then="approve")
    assert _status(sqlite_world, code) is CaseStatus.AWAITING_APPROVAL


def test_a_preview_shows_each_channel_without_the_key_and_saves_nothing(sqlite_world: World) -> None:
    world = replace(sqlite_world, desk=replace(sqlite_world.desk, channels={ChannelKind.EMAIL: Letterbox()}))
    filed = world.assigned(QUESTION, email="sau@example.com")
    code, handler = filed.case.code, signing_in(world)("handler")
    handler.step(code, "thu-ly")
    version = handler.version(code)

    page = handler.post(f"/ho-so/{code}/xem-truoc", version=version, text=ANSWER)

    assert "Sở Xây dựng tỉnh Vĩnh Long trả lời" in text_of(page)
    assert f"Đã có trả lời cho phản ánh của ông/bà ({code})" in text_of(page)
    assert "[đường dẫn riêng của người gửi]" in text_of(page)
    assert filed.key not in page.text
    assert handler.version(code) == version
    back = handler.post(f"/ho-so/{code}/soan", version=version, text=ANSWER, then="edit")
    assert typed_into(back, "soan-text").strip() == ANSWER
    assert handler.version(code) == version


def test_a_preview_of_nothing_and_by_somebody_else_is_refused(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = sqlite_world.assigned().case.code
    handler = sqlite_sign_in("handler")
    handler.step(code, "thu-ly")

    assert handler.post(f"/ho-so/{code}/xem-truoc", version=1, text=" ").status_code == 422
    assert sqlite_sign_in("receiver").post(f"/ho-so/{code}/xem-truoc", version=1, text=ANSWER).status_code == 403
    assert sqlite_sign_in("overseer").post(f"/ho-so/{code}/xem-truoc", version=1, text=ANSWER).status_code == 403
