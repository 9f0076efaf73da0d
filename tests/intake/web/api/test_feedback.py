"""Filing and following feedback from another system."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from intake.cases import handling, reply, submit
from intake.cases.actor import Actor
from intake.cases.submission import read_submission
from intake.cases.work import Desk
from models.case import Case
from models.history import CaseEvent
from models.vocabulary import ChannelKind, Department, EventType, Role
from tests.conftest import TestClock
from tests.files import picture
from tests.intake.web.api.conftest import PUBLIC_URL
from tests.world import World

FEEDBACK = "/api/v1/feedback"
LAMP = {"content": "Đèn đường trước chợ hỏng hai tuần rồi."}


def file(api: TestClient, body: Mapping[str, Any] = LAMP, *, idempotency_key: str | None = None) -> dict[str, Any]:
    headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
    answer = api.post(FEEDBACK, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    receipt: dict[str, Any] = answer.json()
    return receipt


def follow(api: TestClient, receipt: dict[str, Any]) -> dict[str, Any]:
    answer = api.get(f"{FEEDBACK}/{receipt['code']}", headers={"X-Case-Key": receipt["key"]})
    assert answer.status_code == 200, answer.text
    case: dict[str, Any] = answer.json()
    return case


def cases_of(desk: Desk) -> int:
    with desk.look() as work:
        return work.session.scalar(select(func.count()).select_from(Case)) or 0


def test_filing_gives_a_receipt_with_code_key_deadline_and_an_address_without_the_key(api: TestClient) -> None:
    receipt = file(api)

    assert receipt["status"] == "received"
    assert receipt["missing"] == ["name", "address", "contact"]
    assert receipt["track_url"] == f"{PUBLIC_URL}/ho-so/{receipt['code']}"
    assert receipt["key"] not in receipt["track_url"]
    assert set(receipt["deadline"]) == {"due", "explanation", "rule", "basis", "certainty"}


def test_a_case_filed_here_came_in_by_the_api_and_was_sent_by_a_citizen(api: TestClient, desk: Desk) -> None:
    file(api)

    with desk.look() as work:
        assert work.session.scalars(select(Case.channel)).one() is ChannelKind.API
        assert work.session.scalars(select(CaseEvent.role)).one() is Role.CITIZEN


def test_the_holder_of_the_key_sees_a_new_case_pending_and_without_a_department(api: TestClient) -> None:
    case = follow(api, file(api))

    assert (case["status"], case["classification"], case["kind"]) == ("received", "pending", None)
    assert case["department"] is None
    assert case["reply"] is None
    assert [entry["event"] for entry in case["timeline"]] == ["received"]


def test_a_routed_case_names_its_department_and_its_lawful_deadline(
    api: TestClient, world: World, clock: TestClock
) -> None:
    receipt = file(api)
    clock.tick(seconds=2)
    world.classify()
    case = follow(api, receipt)

    assert (case["status"], case["classification"], case["kind"]) == ("assigned", "done", "conduct")
    assert case["department"] == Department.CONSTRUCTION.label
    assert case["unit"] == "Sở Xây dựng tỉnh Vĩnh Long"
    assert case["deadline"]["explanation"]
    assert "assigned" in [entry["event"] for entry in case["timeline"]]


def test_only_an_issued_reply_is_told(api: TestClient, world: World) -> None:
    receipt = file(api)
    world.classify()
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(receipt["code"]))
    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(receipt["code"]), text="Đèn đã được thay ngày 23/11/2026.")
    with world.desk.work(world.handler) as work:
        reply.submit_for_approval(work, work.lock(receipt["code"]))
    assert follow(api, receipt)["reply"] is None

    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(receipt["code"]))

    answered = follow(api, receipt)
    assert answered["status"] == "answered"
    assert answered["reply"]["text"] == "Đèn đã được thay ngày 23/11/2026."


def test_the_question_of_an_officer_is_on_the_timeline(api: TestClient, world: World) -> None:
    receipt = file(api)
    world.classify()
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(receipt["code"]))
    with world.desk.work(world.handler) as work:
        handling.ask(work, work.lock(receipt["code"]), question="Trụ đèn số mấy?")

    assert follow(api, receipt)["timeline"][0]["text"].endswith(": Trụ đèn số mấy?")


def test_a_wrong_key_and_an_unknown_code_get_the_same_answer(api: TestClient) -> None:
    code = file(api)["code"]
    wrong_key = api.get(f"{FEEDBACK}/{code}", headers={"X-Case-Key": "AAAAA-AAAAA-AAAAA"})
    unknown = api.get(f"{FEEDBACK}/PA-261120-000000-0", headers={"X-Case-Key": "AAAAA-AAAAA-AAAAA"})
    nonsense = api.get(f"{FEEDBACK}/%00", headers={"X-Case-Key": "AAAAA-AAAAA-AAAAA"})

    assert wrong_key.status_code == 404
    assert wrong_key.json() == unknown.json() == nonsense.json()


def test_the_key_of_one_case_does_not_open_another(api: TestClient) -> None:
    mine, theirs = file(api), file(api, {"content": "Chuyện của người khác."})

    answer = api.get(f"{FEEDBACK}/{theirs['code']}", headers={"X-Case-Key": mine["key"]})

    assert (answer.status_code, answer.json()["code"]) == (404, "code_or_key_wrong")


def test_the_same_request_sent_again_gets_the_same_receipt_even_after_classification(
    api: TestClient, world: World, clock: TestClock
) -> None:
    first = file(api, idempotency_key="gui-mot-lan")
    clock.tick(minutes=1)
    world.classify()
    again = file(api, idempotency_key="gui-mot-lan")

    assert again == first
    assert cases_of(world.desk) == 1


def test_the_same_idempotency_key_with_another_body_is_a_conflict(api: TestClient, desk: Desk) -> None:
    file(api, idempotency_key="gui-mot-lan")
    other = api.post(FEEDBACK, json={"content": "Chuyện khác."}, headers={"Idempotency-Key": "gui-mot-lan"})

    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert cases_of(desk) == 1


def test_one_request_sent_by_eight_threads_at_once_files_one_case(api: TestClient, desk: Desk) -> None:
    picture = api.post("/api/v1/uploads", files={"files": ("a.png", PNG)}).json()["uploads"][0]["id"]
    body = LAMP | {"upload_ids": [picture]}
    with ThreadPoolExecutor(8) as threads:
        sent = [threads.submit(file, api, body, idempotency_key="cung-luc") for _ in range(8)]
        receipts = [future.result() for future in sent]

    assert len({receipt["code"] for receipt in receipts}) == 1
    assert all(receipt == receipts[0] for receipt in receipts)
    assert cases_of(desk) == 1
    with desk.look() as work:
        received = select(func.count()).select_from(CaseEvent).where(CaseEvent.type == EventType.RECEIVED)
        assert work.session.scalar(received) == 1


def test_two_cases_at_once_cannot_both_take_one_file(api: TestClient, desk: Desk) -> None:
    picture = api.post("/api/v1/uploads", files={"files": ("a.png", PNG)}).json()["uploads"][0]["id"]
    with ThreadPoolExecutor(6) as threads:
        bodies = [{"content": f"Chuyện thứ {n}.", "upload_ids": [picture]} for n in range(6)]
        answers = list(threads.map(lambda body: api.post(FEEDBACK, json=body), bodies))

    assert sorted(answer.status_code for answer in answers) == [201] + [422] * 5
    assert cases_of(desk) == 1


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script> & <b>đậm</b>",
        "Ổ gà 🕳️ trước nhà 😡",
        "Tiếng Việt tách dấu",
        "x" * 20_000,
        "Dòng một\r\nDòng hai",
    ],
)
def test_unusual_but_honest_text_is_filed(api: TestClient, content: str) -> None:
    file(api, {"content": content})


def test_text_in_decomposed_unicode_is_kept_composed(api: TestClient, desk: Desk) -> None:
    file(api, {"content": "Đường ngập nước"})

    with desk.look() as work:
        assert work.session.scalars(select(Case)).one().content == "Đường ngập nước"


def test_a_foreign_phone_with_its_country_code_is_welcome(api: TestClient) -> None:
    assert file(api, LAMP | {"phone": "+1 212 456 7890"})["missing"] == ["name", "address"]


def test_a_citizen_who_filed_elsewhere_may_be_followed_here(api: TestClient, desk: Desk) -> None:
    with desk.work(Actor(frozenset({Role.CITIZEN}))) as work:
        filed = submit.submit(work, read_submission(content="Viết trên trang web.", channel=ChannelKind.WEB))
        receipt = {"code": filed.case.code.lower(), "key": filed.key.lower()}

    assert follow(api, receipt)["code"] == filed.case.code


PNG = picture()
