"""The page of a case: who may know who wrote, who looked, files as downloads only."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from intake.cases import tracking
from models.history import AccessLog
from models.vocabulary import CaseKind
from routing.rulebook import Destination
from tests.conftest import TestClock
from tests.files import PDF, received
from tests.intake.web.console.desktop import SignIn, parsed, text_of
from tests.world import UNSURE, World


def test_an_overseer_reads_without_learning_who_wrote(world: World, sign_in: SignIn) -> None:
    code = world.assigned(
        "Tôi là Trần Thị Bưởi, số 0912 345 678. Đường có ổ gà.", name="Trần Thị Bưởi", phone="0912345678"
    ).case.code
    handler, leader = sign_in("handler"), sign_in("leader")
    handler.step(code, "thu-ly")
    handler.step(code, "ghi-chu", note="Đã gọi 0912 345 678.")
    handler.step(code, "soan", text="Gửi bà Trần Thị Bưởi, số 0912 345 678: đã vá.", then="submit")
    leader.step(code, "phe-duyet")

    seen = text_of(sign_in("overseer").get(f"/ho-so/{code}"))

    assert "đã vá" in seen
    for secret in ("Bưởi", "0912", "345 678"):
        assert secret not in seen


def test_each_look_is_written_down_once_a_minute(world: World, sign_in: SignIn, clock: TestClock) -> None:
    code = world.assigned().case.code
    handler = sign_in("handler")
    for seconds in (0, 10, 20, 100):
        clock.tick(seconds=seconds)
        handler.get(f"/ho-so/{code}")

    with world.desk.look() as work:
        looks = work.session.scalars(select(AccessLog)).all()
    assert [look.officer_id for look in looks] == [world.handler.officer_id] * 2
    assert "Ai đã xem" in sign_in("colleague").get(f"/ho-so/{code}").text


def test_a_refused_look_is_no_look(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code

    assert sign_in("health.handler").get(f"/ho-so/{code}").status_code == 404

    with world.desk.look() as work:
        assert work.session.scalars(select(AccessLog)).all() == []


def test_a_file_is_a_download_for_those_who_see_the_case_and_nobody_else(world: World, sign_in: SignIn) -> None:
    with world.desk.work() as work:
        upload = received(work, "đơn xin <sửa> đường.pdf", PDF)
    code = world.assigned(upload_ids=[upload.id]).case.code
    path = f"/ho-so/{code}/tep/{upload.id}"

    download = sign_in("handler").get(f"{path}?mo=1")

    assert download.content == PDF
    assert download.headers["content-disposition"].startswith("attachment")
    assert download.headers["x-content-type-options"] == "nosniff"
    assert download.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in download.headers["content-security-policy"]
    for username in ("health.handler", "overseer", "administrator"):
        assert sign_in(username).get(path).status_code == 404, username


def test_a_file_is_not_had_through_another_case(world: World, sign_in: SignIn) -> None:
    with world.desk.work() as work:
        upload = received(work, "don.pdf", PDF)
    world.file(upload_ids=[upload.id])
    mine = world.assigned().case.code

    assert sign_in("health.handler").get(f"/ho-so/{mine}/tep/{upload.id}").status_code == 404


def test_the_deadline_is_explained_with_its_basis(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code

    page = text_of(sign_in("handler").get(f"/ho-so/{code}"))

    with world.desk.look(world.handler) as work:
        deadline = tracking.current_deadline(work, work.find(code))
    assert deadline is not None
    assert all(words in page for words in (deadline.explanation, deadline.basis, deadline.certainty.label))


def test_an_emergency_is_guided_first(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = sqlite_world.file("Nhà bên cháy lớn.").case.code
    sqlite_world.classify(replace(UNSURE, kind=CaseKind.EMERGENCY))

    page = sqlite_sign_in("receiver").get(f"/ho-so/{code}").text

    opened = page.split('id="huong-dan"')[1].split("</details>")[0]
    assert opened.split(">")[0].endswith(" open")
    assert "xin ông/bà gọi ngay 113" in page


@pytest.mark.parametrize("destination", list(Destination))
def test_guidance_begins_with_the_words_of_the_rule_book(
    sqlite_world: World, sqlite_sign_in: SignIn, destination: Destination
) -> None:
    code = sqlite_world.file("Ruộng ngập.").case.code
    sqlite_world.classify(UNSURE)
    there = sqlite_world.desk.rulebook.on(date(2026, 11, 20)).elsewhere(destination)
    receiver = sqlite_sign_in("receiver")

    page = receiver.get(f"/ho-so/{code}")
    filled = text_of(receiver.get(f"/ho-so/{code}?dan={destination.value}"))

    assert f"?dan={destination.value}" in page.text
    assert there.sentence in filled
    assert there.sentence not in text_of(page)
    assert f"Nơi nhận: {there.send_to}" in filled
    assert "Không thuộc thẩm quyền thì phải chuyển: 5 ngày làm việc kể từ 20/11/2026" in text_of(page)


def test_the_history_is_narrowed_to_what_the_citizen_reads_or_wrote(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    handler = sign_in("handler")
    handler.step(code, "ghi-chu", note="Đã gọi đội duy tu.")
    handler.step(code, "bao-tinh-hinh", text="Đang chờ đội duy tu.")

    def history(loc: str) -> str:
        page = parsed(handler.get(f"/ho-so/{code}?loc={loc}"))
        return " ".join(
            "".join(next(one for one in page.iter("ol") if one.get("class") == "timeline").itertext()).split()
        )

    assert "Đang chờ đội duy tu." in history("trao-doi")
    assert "Đã gọi đội duy tu." not in history("trao-doi")
    assert "Đã gọi đội duy tu." in history("noi-bo")
    assert "Máy phân loại" in history("he-thong")
    assert "Đã gọi đội duy tu." in history("khong-co")


def test_a_refusal_has_the_lawful_receivers_beside_it(world: World, sign_in: SignIn) -> None:
    code = world.file("Tôi không biết hỏi ai.").case.code
    world.classify(UNSURE)

    said = text_of(sign_in("receiver").get(f"/ho-so/{code}"))

    assert "Nơi có thẩm quyền theo luật, để chỉ cho người gửi" in said
    assert "Hướng dẫn thay vì từ chối" in said
