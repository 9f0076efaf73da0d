"""Two people on one case, one person clicking twice, a form with mistakes: nothing is done twice, nothing is lost."""

from intake.cases import tracking
from intake.cases.errors import Stale
from models.vocabulary import CaseStatus
from tests.conftest import TestClock
from tests.intake.web.console.desktop import SignIn, text_of, typed_into
from tests.world import UNSURE, World

ANSWER = "Đội duy tu đã vá ổ gà ngày 20/11/2026, xin ông/bà xem lại."


def test_a_stale_save_shows_what_changed_and_keeps_what_was_typed(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    handler, colleague = sign_in("handler"), sign_in("colleague")
    handler.step(code, "thu-ly")
    seen = handler.version(code)
    colleague.step(code, "ghi-chu", note="Đã gọi cho đội duy tu.")

    response = handler.step(code, "soan", version=seen, text=ANSWER)

    assert response.status_code == Stale.status
    assert typed_into(response, "soan-text").strip() == ANSWER
    assert "Thay đổi từ lúc ông/bà mở hồ sơ" in response.text
    assert "Đã gọi cho đội duy tu." in response.text
    assert handler.step(code, "soan", text=ANSWER).status_code == 303


def test_of_two_officers_accepting_at_once_one_has_the_case_and_the_other_is_told_who(
    world: World, sign_in: SignIn
) -> None:
    code = world.assigned().case.code
    handler, colleague = sign_in("handler"), sign_in("colleague")
    seen = handler.version(code)

    assert handler.step(code, "thu-ly", version=seen).status_code == 303
    second = colleague.step(code, "thu-ly", version=seen)

    assert second.status_code == 409
    assert "Cán bộ handler" in text_of(second)
    with world.desk.look() as work:
        assert work.find(code).officer_id == world.handler.officer_id


def test_a_double_click_does_a_step_once_and_shows_no_error(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    handler = sign_in("handler")
    handler.step(code, "thu-ly")
    seen = handler.version(code)

    first = handler.step(code, "ghi-chu", version=seen, note="Đã gọi điện.")
    second = handler.step(code, "ghi-chu", version=seen, note="Đã gọi điện.")

    assert (first.status_code, second.status_code) == (303, 303)
    assert handler.version(code) == seen + 1


def test_a_double_click_that_sends_the_case_away_shows_no_error_either(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    handler = sign_in("handler")
    form = {"version": handler.version(code), "unit": str(world.health), "reason": "Thuộc lĩnh vực y tế."}

    assert handler.post(f"/ho-so/{code}/chuyen-co-quan", **form).status_code == 303
    assert handler.post(f"/ho-so/{code}/chuyen-co-quan", **form).status_code == 303
    assert handler.get(f"/ho-so/{code}").status_code == 404
    assert sign_in("health.handler").get(f"/ho-so/{code}").status_code == 200


def test_another_text_from_the_same_page_is_no_double_click(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    handler = sign_in("handler")
    seen = handler.version(code)
    handler.step(code, "ghi-chu", version=seen, note="Ghi chú thứ nhất.")

    response = handler.step(code, "ghi-chu", version=seen, note="Ghi chú thứ hai.")

    assert response.status_code == 409
    assert typed_into(response, "ghi-chu-note").strip() == "Ghi chú thứ hai."


def test_an_old_click_is_no_double_click(world: World, sign_in: SignIn, clock: TestClock) -> None:
    code = world.assigned().case.code
    handler = sign_in("handler")
    seen = handler.version(code)
    handler.step(code, "ghi-chu", version=seen, note="Đã gọi điện.")
    clock.tick(minutes=5)

    assert handler.step(code, "ghi-chu", version=seen, note="Đã gọi điện.").status_code == 409


def test_what_was_typed_survives_a_case_that_has_left(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    handler, colleague = sign_in("handler"), sign_in("colleague")
    seen = handler.version(code)
    colleague.step(code, "tra-lai", reason="Không phải đường của Sở.")

    response = handler.step(code, "ghi-chu", version=seen, note="Ghi chú dài chưa lưu.")

    assert response.status_code == 404
    assert typed_into(response, "da-viet-1").strip() == "Ghi chú dài chưa lưu."


def test_a_form_with_a_mistake_says_where_and_keeps_the_rest(world: World, sign_in: SignIn) -> None:
    filed = world.file("Tôi không biết hỏi ai.")
    world.classify(UNSURE)
    receiver = sign_in("receiver")

    response = receiver.step(filed.case.code, "chuyen-xu-ly", kind="conduct", field="", unit="", note="Xem giúp.")

    assert response.status_code == 422
    assert "Xin chọn cơ quan trong danh sách." in response.text
    assert typed_into(response, "chuyen-xu-ly-note").strip() == "Xem giúp."


def test_a_text_of_nul_bytes_is_refused_with_a_sentence(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code

    response = sign_in("handler").step(code, "ghi-chu", note="a\0b")

    assert response.status_code == 422
    assert "ký tự máy không đọc được" in response.text


def test_nonsense_in_addresses_and_forms_is_a_refusal_and_never_a_fault(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    handler = sign_in("handler")

    for path in (
        "/ho-so/abc",
        "/ho-so/%00",
        "/hang-doi/%00",
        "/hang-doi/new?sau=%00&q=%00",
        f"/ho-so/{code}?nhap=x&tu=%00",
    ):
        assert handler.get(path).status_code in (200, 404), path
    assert handler.post(f"/ho-so/{code}/thu-ly").status_code == 422
    assert handler.post(f"/ho-so/{code}/thu-ly", version="9" * 40).status_code == 422
    assert handler.post(f"/ho-so/{code}/thu-ly", version="-1").status_code == 422
    assert handler.post(f"/ho-so/{code}/khong-co", version="1").status_code == 404
    assert handler.get(f"/ho-so/{code}/thu-ly").status_code == 405


def test_the_way_of_a_case_through_triage_unit_and_leader(world: World, sign_in: SignIn) -> None:
    filed = world.file("Tôi không biết hỏi ai.", publish_consent=True, name="Trần Thị Bưởi")
    world.classify(UNSURE)
    code = filed.case.code
    receiver, handler, leader = sign_in("receiver"), sign_in("handler"), sign_in("leader")

    receiver.step(code, "chuyen-xu-ly", kind="service", field="transport", unit=str(world.construction))
    handler.step(code, "thu-ly")
    handler.step(code, "yeu-cau-bo-sung", question="Ổ gà ở đoạn nào?")
    handler.step(code, "soan", text="Bản đầu.", then="submit")
    leader.step(code, "tra-nguoi-soan", comment="Ghi rõ ngày vá.")
    assert "Ghi rõ ngày vá." in handler.get(f"/ho-so/{code}").text
    handler.step(code, "soan", text=ANSWER)
    handler.step(code, "trinh-duyet")
    approved = leader.step(code, "phe-duyet")

    assert approved.status_code == 303
    with world.desk.look(world.citizen(filed)) as work:
        seen = tracking.tracking(work, work.find(code))
    assert seen.status is CaseStatus.ANSWERED
    assert seen.answer is not None
    assert seen.answer.text == ANSWER


def test_whoever_drafts_does_not_approve(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    leader = sign_in("leader")
    leader.step(code, "thu-ly")
    leader.step(code, "soan", text=ANSWER, then="submit")

    assert "phe-duyet" not in leader.offers(code)
    refused = leader.step(code, "phe-duyet")

    assert refused.status_code == 403
    assert "Người soạn không được tự phê duyệt" in refused.text


def test_the_guidance_of_a_ground_can_be_had_without_javascript(world: World, sign_in: SignIn) -> None:
    filed = world.file("Tôi không biết hỏi ai.")
    world.classify(UNSURE)
    receiver = sign_in("receiver")
    before = receiver.version(filed.case.code)

    filled = receiver.step(filed.case.code, "tu-choi", ground="R4", then="fill")

    assert typed_into(filled, "tu-choi-text").strip().startswith("Ông/bà có thể gửi lại và cho biết rõ")
    assert receiver.version(filed.case.code) == before
    assert receiver.step(filed.case.code, "tu-choi", ground="R4", text="Xin gửi lại.").status_code == 303
