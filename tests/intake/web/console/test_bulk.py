"""Many cases of a list at once: ticked, shown again, done one by one, and every one that was left out is named."""

import pytest

from intake.cases import bulk
from intake.cases.queues import Queue
from intake.web.console.bulk_steps import STEPS as STEPS_OFFERED
from models.vocabulary import CaseStatus
from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of
from tests.world import RESTRICTED, UNSURE, World

ANSWER = "Đội duy tu đã vá ổ gà ngày 20/11/2026, xin ông/bà xem lại."


def _picks(officer: Desktop, codes: list[str]) -> list[str]:
    return [f"{code}:{officer.version(code)}" for code in codes]


def _statuses(world: World, codes: list[str]) -> list[CaseStatus]:
    with world.desk.look() as work:
        return [work.find(code).status for code in codes]


def _submitted(world: World, drafter: Desktop, number: int) -> list[str]:
    codes = [world.assigned(f"Đường số {one} có ổ gà.").case.code for one in range(number)]
    for code in codes:
        drafter.step(code, "thu-ly")
        assert drafter.step(code, "soan", text=f"{ANSWER} ({code})", then="submit").status_code == 303
    return codes


def test_a_leader_reads_the_chosen_drafts_and_approves_them_together(world: World, sign_in: SignIn) -> None:
    codes = _submitted(world, sign_in("handler"), 3)
    leader = sign_in("leader")
    picks = _picks(leader, codes[:2])

    asked = leader.post("/hang-doi/awaiting_approval/hang-loat", pick=picks, viec="phe-duyet")
    assert all(f"{ANSWER} ({code})" in asked.text for code in codes[:2])
    assert codes[2] not in text_of(asked)
    assert _statuses(world, codes) == [CaseStatus.AWAITING_APPROVAL] * 3

    done = leader.post("/hang-doi/awaiting_approval/hang-loat/phe-duyet", pick=picks)
    assert "Phê duyệt: 2 hồ sơ đã xong" in text_of(done)
    assert _statuses(world, codes) == [CaseStatus.ANSWERED] * 2 + [CaseStatus.AWAITING_APPROVAL]


def test_what_a_leader_drafted_and_what_has_changed_is_left_out_and_named(world: World, sign_in: SignIn) -> None:
    handler, leader = sign_in("handler"), sign_in("leader")
    own, stale, good = _submitted(world, leader, 1) + _submitted(world, handler, 2)
    picks = _picks(leader, [own, stale, good])
    handler.step(stale, "ghi-chu", note="Xin xem lại số liệu.")

    asked = leader.post("/hang-doi/awaiting_approval/hang-loat", pick=picks, viec="phe-duyet")
    done = leader.post("/hang-doi/awaiting_approval/hang-loat/phe-duyet", pick=picks)

    assert "vừa thay đổi sau khi ông/bà mở danh sách" in text_of(asked)
    assert "1 hồ sơ đã xong, 2 để lại" in text_of(done)
    assert f"{own}: Người soạn không được tự phê duyệt" in text_of(done)
    assert f"{stale}: Có người vừa cập nhật" in text_of(done)
    waiting = CaseStatus.AWAITING_APPROVAL
    assert _statuses(world, [own, stale, good]) == [waiting, waiting, CaseStatus.ANSWERED]


def test_a_second_press_is_answered_like_the_first(world: World, sign_in: SignIn) -> None:
    codes = _submitted(world, sign_in("handler"), 2)
    leader = sign_in("leader")
    picks = _picks(leader, codes)

    pages = [leader.post("/hang-doi/awaiting_approval/hang-loat/phe-duyet", pick=picks) for _ in range(2)]

    assert ["2 hồ sơ đã xong" in text_of(page) for page in pages] == [True, True]


def test_triage_takes_the_machines_proposal_as_it_is(world: World, sign_in: SignIn) -> None:
    codes = [world.file(f"Chuyện số {one}, không biết hỏi ai.").case.code for one in range(2)]
    world.classify(UNSURE)
    receiver = sign_in("receiver")

    done = receiver.post("/hang-doi/triage/hang-loat/chuyen-xu-ly", pick=_picks(receiver, codes))

    assert "2 hồ sơ đã xong" in text_of(done)
    with world.desk.look() as work:
        cases = [work.find(code) for code in codes]
        assert [case.unit_id for case in cases] == [world.construction] * 2
        assert [(case.kind, case.field) for case in cases] == [(UNSURE.kind, UNSURE.field)] * 2


def test_a_transfer_asks_where_and_why_before_it_touches_anything(world: World, sign_in: SignIn) -> None:
    codes = [world.assigned(f"Nước đọng trước nhà số {one}.").case.code for one in range(2)]
    handler = sign_in("handler")
    picks, unit = _picks(handler, codes), str(world.health)

    lacking = handler.post("/hang-doi/new/hang-loat/chuyen-co-quan", pick=picks, unit=unit, reason=" ")
    assert lacking.status_code == 422
    assert f'value="{unit}" selected' in lacking.text
    assert all(f'value="{pick}" checked' in lacking.text for pick in picks)

    done = handler.post("/hang-doi/new/hang-loat/chuyen-co-quan", pick=picks, unit=unit, reason="Thuộc ngành y tế.")
    assert "2 hồ sơ đã xong" in text_of(done)
    with world.desk.look() as work:
        assert {work.find(code).unit_id for code in codes} == {world.health}


def test_duplicates_are_merged_into_one_that_may_have_been_ticked_with_them(world: World, sign_in: SignIn) -> None:
    codes = [world.assigned(f"Ổ gà trước cổng trường ({one}).").case.code for one in range(3)]
    handler = sign_in("handler")

    done = handler.post("/hang-doi/new/hang-loat/nhap", pick=_picks(handler, codes), into=codes[0])

    assert "2 hồ sơ đã xong" in text_of(done)
    assert _statuses(world, codes) == [CaseStatus.ASSIGNED, CaseStatus.MERGED, CaseStatus.MERGED]


def test_nothing_ticked_and_too_much_ticked_are_told_so(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = sqlite_world.assigned().case.code
    handler = sqlite_sign_in("handler")
    many = [f"{code}:{version}" for version in range(101)]

    nothing = handler.post("/hang-doi/new/hang-loat", viec="thu-ly", pick=["khong-phai-ma", code])
    assert "đánh dấu ít nhất một hồ sơ" in text_of(handler.get(nothing.headers["location"]))
    too_many = handler.post("/hang-doi/new/hang-loat/thu-ly", pick=many)

    assert too_many.status_code == 409
    assert "nhiều nhất 100 hồ sơ" in text_of(too_many)
    assert _statuses(sqlite_world, [code]) == [CaseStatus.ASSIGNED]


def test_a_case_one_may_not_see_is_neither_shown_nor_touched(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    secret = sqlite_world.file("Tôi tố cáo một cán bộ nhận tiền của dân.").case.code
    sqlite_world.classify(RESTRICTED)
    handler = sqlite_sign_in("handler")

    asked = handler.post("/hang-doi/new/hang-loat", viec="thu-ly", pick=[f"{secret}:3"])
    done = handler.post("/hang-doi/new/hang-loat/thu-ly", pick=[f"{secret}:3"])

    assert "tố cáo một cán bộ" not in asked.text
    assert f"{secret}: Không tìm thấy hồ sơ này." in text_of(done)
    assert _statuses(sqlite_world, [secret]) == [CaseStatus.TRIAGE]


STEPS: dict[str, dict[Queue, set[str]]] = {
    "receiver": {
        Queue.TRIAGE: {"chuyen-xu-ly", "chuyen-den-co-quan", "nhap"},
        Queue.OPEN: {"nhap"},
        Queue.OVERDUE: {"nhap"},
    },
    "handler": {
        Queue.NEW: {"thu-ly", "giao-can-bo", "chuyen-co-quan", "nhap"},
        Queue.UNOWNED: {"giao-can-bo", "chuyen-co-quan"},
        Queue.AWAITING_CITIZEN: {"giao-can-bo"},
        **{queue: {"giao-can-bo", "chuyen-co-quan", "nhap"} for queue in (Queue.MINE, Queue.OPEN, Queue.OVERDUE)},
    },
    "health.leader": {
        Queue.AWAITING_APPROVAL: {"phe-duyet"},
        Queue.NEW: {"thu-ly", "giao-can-bo", "chuyen-co-quan", "nhap"},
        Queue.UNOWNED: {"giao-can-bo", "chuyen-co-quan"},
        Queue.AWAITING_CITIZEN: {"giao-can-bo"},
        **{queue: {"giao-can-bo", "chuyen-co-quan", "nhap"} for queue in (Queue.OPEN, Queue.OVERDUE)},
    },
    "overseer": {},
    "administrator": {},
}


@pytest.mark.parametrize("username", STEPS)
def test_each_role_is_offered_its_steps_and_no_other(username: str, sqlite_sign_in: SignIn) -> None:
    officer = sqlite_sign_in(username)
    slugs = {step.slug for step in STEPS_OFFERED}

    for queue in Queue:
        for slug in slugs:
            answered = officer.post(f"/hang-doi/{queue}/hang-loat/{slug}").status_code
            assert answered == (303 if slug in STEPS[username].get(queue, set()) else 404), (queue, slug)


def test_a_row_of_many_is_chosen_as_a_whole(world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHOSEN_MOST", 3)
    codes = [world.file("Đường trước nhà có ổ gà.", place="Long Hữu").case.code for _ in range(4)]
    elsewhere = world.file("Đường trước nhà có ổ gà.", place="Trà Vinh").case.code
    world.classify(UNSURE)
    receiver, address = sign_in("receiver"), "/hang-doi/triage/hang-loat"
    page = parsed(receiver.get("/hang-doi/triage?noi=long+huu"))
    ((row, stands_for),) = (
        (one.get("value"), one.get("data-pick")) for one in page.iter("input") if one.get("name") == "pick"
    )
    (told,) = (one for one in page.iter("span") if one.get("data-over"))
    assert (stands_for, told.get("data-most")) == ("4", "3"), "of four that are ticked the next step takes three"

    asked = receiver.post(address, noi="long huu", pick=row, viec="nhap")

    assert [code in asked.text for code in (*codes, elsewhere)] == [True, True, True, False, False]
    assert "còn 1 hồ sơ giống hệt ở lại hàng đợi" in text_of(asked)
    assert f'value="{codes[0]}"' in asked.text
    picks = [one.get("value", "") for one in parsed(asked).iter("input") if one.get("name") == "pick"]
    done = receiver.post(f"{address}/nhap", pick=picks, into=codes[0])
    assert "2 hồ sơ đã xong" in text_of(done)
    merged = CaseStatus.MERGED
    assert _statuses(world, codes) == [CaseStatus.TRIAGE, merged, merged, CaseStatus.TRIAGE]
