"""Splitting, merging, examining, handing over and telling how far it is, through the forms as a browser sends them."""

import html
from typing import Any

from models.vocabulary import CaseStatus, Criterion
from tests.intake.web.console.desktop import SignIn, parsed, text_of, typed_into
from tests.world import UNSURE, World

ROAD = "Đường trước chợ có nhiều ổ gà."
CLINIC = "Trạm y tế đóng cửa giờ hành chính."
BOXES = 4


def at_triage(world: World, content: str) -> str:
    code = world.file(content).case.code
    world.classify(UNSURE)
    return code


def boxes(*parts: str) -> list[str]:
    return [*parts, *[""] * (BOXES - len(parts))]


def status_of(world: World, code: str) -> CaseStatus:
    with world.desk.look() as work:
        return work.find(code).status


def test_a_letter_is_cut_at_the_triage_desk_and_the_parts_stand_beside_it(world: World, sign_in: SignIn) -> None:
    code = at_triage(world, f"{ROAD} {CLINIC}")
    receiver = sign_in("receiver")
    assert typed_into(receiver.get(f"/ho-so/{code}/tach"), "tach-part-1").strip() == f"{ROAD} {CLINIC}"

    done = receiver.step(
        code,
        "tach",
        part=boxes(ROAD, CLINIC),
        part_kind=boxes("", "service"),
        part_field=boxes("", "health"),
        part_unit=boxes("", str(world.health)),
    )

    assert done.status_code == 303
    page = receiver.get(f"/ho-so/{code}")
    assert "Hồ sơ liên quan" in page.text
    assert "Tách ra từ hồ sơ này" in page.text
    links = {link.get("href") for link in parsed(page).iter("a")}
    (new,) = {link for link in links if link and link.startswith("/can-bo/ho-so/PA-") and code not in link}
    assert CLINIC in sign_in("health.handler").get(new).text
    assert code not in sign_in("health.handler").get(new).text


def test_what_was_typed_into_the_boxes_is_kept_on_a_mistake(world: World, sign_in: SignIn) -> None:
    code = at_triage(world, f"{ROAD} {CLINIC}")
    receiver = sign_in("receiver")

    refused = receiver.step(code, "tach", part=boxes(ROAD, "", CLINIC), part_kind=boxes("", "", "service"))

    assert refused.status_code == 422
    assert typed_into(refused, "tach-part-3").strip() == CLINIC
    assert "Ông/bà chưa viết gì" in refused.text or "Xin chọn đủ loại" in refused.text


def test_a_double_click_splits_once(world: World, sign_in: SignIn) -> None:
    code = at_triage(world, f"{ROAD} {CLINIC}")
    receiver = sign_in("receiver")
    form = {"version": receiver.version(code), "part": boxes(ROAD, CLINIC)}

    went = [receiver.post(f"/ho-so/{code}/tach", **form).status_code for _ in range(2)]

    assert went == [303, 303]
    with world.desk.look(world.receiver) as work:
        assert text_of(receiver.get(f"/ho-so/{code}")).count("Tách ra từ hồ sơ này") == 1
        assert work.find(code).content == ROAD


def test_a_duplicate_is_proposed_merged_and_leads_to_the_main_case(world: World, sign_in: SignIn) -> None:
    main = world.assigned("Ổ gà lớn trước cổng chợ phường, xe té hoài.").case.code
    other = world.assigned("Ổ gà lớn trước cổng chợ phường, xe té.").case.code
    handler = sign_in("handler")
    assert f"Có thể cùng nội dung {main}" in text_of(handler.get(f"/ho-so/{other}"))

    wrong = handler.step(other, "nhap", into="PA-000000-000000-0")
    assert wrong.status_code == 422
    assert 'value="PA-000000-000000-0"' in wrong.text
    assert handler.step(other, "nhap", into=main.lower()).status_code == 303

    assert f"Đã nhập vào {main}" in text_of(handler.get(f"/ho-so/{other}"))
    handler.step(main, "thu-ly")
    assert "Trả lời này cũng đến 1 người gửi" in text_of(handler.get(f"/ho-so/{main}"))


def test_a_proposal_is_examined_with_the_law_on_the_screen_before_it_is_answered(world: World, sign_in: SignIn) -> None:
    code = at_triage(world, "Quy định nộp bản sao giấy khai sinh là không cần thiết.")
    receiver, handler = sign_in("receiver"), sign_in("handler")
    receiver.step(code, "chuyen-xu-ly", kind="regulation", field="procedures", unit=str(world.construction))
    handler.step(code, "thu-ly")
    page = handler.get(f"/ho-so/{code}")
    assert "điểm c khoản 2 Điều 14 Nghị định 20/2008/NĐ-CP" in page.text

    early = handler.step(code, "soan", text="Sở đã xem xét.", then="submit")
    assert early.status_code == 409
    assert "phải được xem xét" in text_of(early)
    notes = ["", "Khó hiểu.", "", "", "", ""]
    half = handler.step(code, "xem-xet", finding="enough", met=["no", "no", *[""] * 4], met_note=notes, outcome="keep")
    assert half.status_code == 422
    assert typed_into(half, "xem-xet-note-reasonable_lawful").strip() == "Khó hiểu."
    assert f"Xin chọn đạt hay chưa đạt cho “{Criterion.SIMPLE.label.lower()}”." in html.unescape(half.text)

    whole: dict[str, Any] = {"finding": "enough", "met": ["yes"] * 6, "met_note": [""] * 6, "outcome": "keep"}
    assert handler.step(code, "xem-xet", **whole).status_code == 303
    assert handler.step(code, "soan", text="Sở đã xem xét.", then="submit").status_code == 303
    assert "Giữ nguyên quy định" in text_of(sign_in("leader").get(f"/ho-so/{code}"))


def test_a_case_is_handed_over_with_its_code_there(world: World, sign_in: SignIn) -> None:
    code = at_triage(world, "Điều 5 Thông tư này mâu thuẫn với luật.")
    receiver = sign_in("receiver")
    assert "phapluat.gov.vn" in typed_into(receiver.get(f"/ho-so/{code}"), "chuyen-he-thong-text")

    refused = receiver.step(code, "chuyen-he-thong", text="Đã chuyển.")
    assert refused.status_code == 422
    assert "Xin ghi mã hồ sơ ở hệ thống đó." in text_of(refused)
    assert receiver.step(code, "chuyen-he-thong", text="Đã chuyển.", external_code="VB-77").status_code == 303

    assert status_of(world, code) is CaseStatus.GUIDED
    assert "VB-77" in receiver.get(f"/ho-so/{code}").text


def test_telling_the_state_of_things_leaves_the_case_where_it_is(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    handler = sign_in("handler")

    assert handler.step(code, "bao-tinh-hinh", text="Đang chờ đội duy tu.").status_code == 303

    assert "Đang chờ đội duy tu." in handler.get(f"/ho-so/{code}").text
    assert status_of(world, code) is CaseStatus.ASSIGNED


def test_the_second_unit_that_returns_a_case_is_told_beforehand_where_it_goes(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    handler, health = sign_in("handler"), sign_in("health.handler")
    handler.step(code, "chuyen-co-quan", unit=str(world.health), reason="Thuộc y tế.")
    assert "lên Văn phòng UBND tỉnh quyết định" in text_of(health.get(f"/ho-so/{code}"))

    done = health.step(code, "chuyen-co-quan", unit=str(world.construction), reason="Không thuộc y tế.")

    assert done.status_code == 303
    assert "đã được trình cấp trên quyết định" in text_of(health.get(done.headers["location"]))
    office = sign_in("office")
    assert "tra-lai" not in office.offers(code)
    refused = office.step(code, "tra-lai", reason="Không phải của Văn phòng.")
    assert refused.status_code == 409
    assert "cấp trên đã quyết định" in text_of(refused)
