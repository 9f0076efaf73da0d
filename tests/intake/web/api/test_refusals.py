"""What the API says to what it cannot take: each its own stable code and a Vietnamese sentence, never a fault."""

import json
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from intake.cases import limits
from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions

FEEDBACK = "/api/v1/feedback"


def assert_problem(answer: Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["title"]
    assert body["type"]
    assert any(letter in body["detail"] for letter in "ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụếệấộ")
    return body


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"", 422, "invalid"),
        (b"{", 400, "malformed_json"),
        (b'{"content": "a",}', 400, "malformed_json"),
        (b"\xff\xfe\xfa", 400, "body_unreadable"),
        (b"[" * 100_000, 400, "body_unreadable"),
        (b'{"content": ' + b"1" * 5000 + b"}", 400, "body_unreadable"),
        (b"null", 422, "invalid"),
        (b"[]", 422, "invalid"),
        (b'"text"', 422, "invalid"),
        (b"NaN", 422, "invalid"),
    ],
)
def test_a_body_that_is_not_the_json_we_take(sqlite_api: TestClient, raw: bytes, status: int, code: str) -> None:
    answer = sqlite_api.post(FEEDBACK, content=raw, headers={"Content-Type": "application/json"})

    assert_problem(answer, status, code)


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "content", "content_empty"),
        ({"content": ""}, "content", "content_empty"),
        ({"content": " \n\t "}, "content", "content_empty"),
        ({"content": "\u200b"}, "content", "content_empty"),
        ({"content": None}, "content", "not_text"),
        ({"content": 7}, "content", "not_text"),
        ({"content": "a\x00b"}, "content", "content_not_text"),
        ({"content": "a\ud800b"}, "content", "content_not_text"),
        ({"content": "x" * 1_000_000}, "content", "content_too_long"),
        ({"content": "a", "name": "x" * 121}, "name", "name_too_long"),
        ({"content": "a", "name": "\ud800"}, "name", "name_not_text"),
        ({"content": "a", "name": "a\x00"}, "name", "name_not_text"),
        ({"content": "a", "name": ["Lan"]}, "name", "not_text"),
        ({"content": "a", "phone": "091234567"}, "phone", "phone_invalid"),
        ({"content": "a", "phone": "x" * 5000}, "phone", "phone_too_long"),
        ({"content": "a", "email": "khong-phai-thu"}, "email", "email_invalid"),
        ({"content": "a", "email": "\ud800@a.vn"}, "email", "email_not_text"),
        ({"content": "a", "publish_consent": "yes"}, "publish_consent", "not_boolean"),
        ({"content": "a", "publish_consent": None}, "publish_consent", "not_boolean"),
        ({"content": "a", "upload_ids": "x"}, "upload_ids", "not_list"),
        ({"content": "a", "upload_ids": ["x"]}, "upload_ids", "upload_unknown"),
        ({"content": "a", "upload_ids": [1]}, "upload_ids", "not_text"),
        (
            {"content": "a", "upload_ids": ["0190a000-0000-7000-8000-000000000000"]},
            "upload_ids",
            "upload_unknown",
        ),
        (
            {"content": "a", "upload_ids": [f"0190a000-0000-7000-8000-0000000000{n:02}" for n in range(11)]},
            "upload_ids",
            "too_many_files",
        ),
        ({"content": "a", "contents": "b"}, "contents", "field_unknown"),
        ({"content": "a", "{0.__class__}": 1}, "{0.__class__}", "field_unknown"),
        ({"content": "a", "\ud800": 1}, "body", "body_not_text"),
    ],
)
def test_a_wrong_field_is_named_with_its_own_code(
    sqlite_api: TestClient, body: dict[str, Any], field: str, code: str
) -> None:
    raw = json.dumps(body)
    answer = sqlite_api.post(FEEDBACK, content=raw, headers={"Content-Type": "application/json"})

    problem = assert_problem(answer, 422, "invalid")
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [(field, code)]
    assert problem["errors"][0]["detail"]


def test_every_wrong_field_is_named_at_once(sqlite_api: TestClient) -> None:
    body = {"content": " ", "phone": "123", "email": "x"}

    problem = assert_problem(sqlite_api.post(FEEDBACK, json=body), 422, "invalid")

    assert [error["field"] for error in problem["errors"]] == ["content"]


def test_a_refusal_never_repeats_what_was_sent(sqlite_api: TestClient) -> None:
    answer = sqlite_api.post(FEEDBACK, json={"content": "a", "phone": "bi-mat-091", "name": {"bi-mat": 1}})

    assert "bi-mat" not in answer.text


def test_json_sent_as_something_else_is_refused_as_such(sqlite_api: TestClient) -> None:
    answer = sqlite_api.post(FEEDBACK, content=b'{"content": "a"}', headers={"Content-Type": "text/plain"})

    assert_problem(answer, 415, "media_type_refused")


def test_a_form_is_not_json(sqlite_api: TestClient) -> None:
    assert_problem(sqlite_api.post(FEEDBACK, data={"content": "a"}), 415, "media_type_refused")


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "khóa"])
def test_a_strange_idempotency_key_is_refused(sqlite_api: TestClient, key: str) -> None:
    headers = [(b"Idempotency-Key", key.encode())]
    answer = sqlite_api.post(FEEDBACK, json={"content": "a"}, headers=headers)

    problem = assert_problem(answer, 422, "invalid")
    assert problem["errors"][0]["code"] == "idempotency_key_malformed"


def test_following_without_a_key_says_which_header_is_missing(sqlite_api: TestClient) -> None:
    problem = assert_problem(sqlite_api.get(f"{FEEDBACK}/PA-261120-000000-0"), 422, "invalid")

    assert problem["errors"] == [{"field": "X-Case-Key", "code": "field_missing", "detail": "Thiếu “X-Case-Key”."}]


def test_an_unknown_address_and_a_wrong_method_have_their_own_codes(sqlite_api: TestClient) -> None:
    assert_problem(sqlite_api.get("/api/v1/khong-co"), 404, "route_unknown")
    assert_problem(sqlite_api.get("/api/v1/feedback/"), 404, "route_unknown")
    wrong = sqlite_api.delete(FEEDBACK)
    assert_problem(wrong, 405, "method_not_allowed")
    assert wrong.headers["allow"] == "POST"


def test_two_megabytes_of_json_are_too_many_declared_or_streamed(sqlite_api: TestClient) -> None:
    big = b'{"content": "' + b"a" * (2 * 1024 * 1024) + b'"}'
    headers = {"Content-Type": "application/json"}

    assert_problem(sqlite_api.post(FEEDBACK, content=big, headers=headers), 413, "body_too_large")
    assert_problem(sqlite_api.post(FEEDBACK, content=iter([big]), headers=headers), 413, "body_too_large")


def test_trying_many_keys_on_one_code_has_to_wait(sqlite_api: TestClient) -> None:
    code = sqlite_api.post(FEEDBACK, json={"content": "a"}).json()["code"]
    tries = [sqlite_api.get(f"{FEEDBACK}/{code}", headers={"X-Case-Key": f"{n}"}) for n in range(11)]

    assert [answer.status_code for answer in tries] == [404] * 10 + [429]
    assert_problem(tries[-1], 429, "too_many")
    assert 0 < int(tries[-1].headers["retry-after"]) <= 15 * 60


def test_following_with_the_right_key_is_never_limited(sqlite_api: TestClient) -> None:
    receipt = sqlite_api.post(FEEDBACK, json={"content": "a"}).json()
    headers = {"X-Case-Key": receipt["key"]}

    tries = {sqlite_api.get(f"{FEEDBACK}/{receipt['code']}", headers=headers).status_code for _ in range(30)}

    assert tries == {200}


def test_an_address_with_a_line_break_is_refused_as_the_api_refuses(sqlite_api: TestClient) -> None:
    answer = sqlite_api.get("/api/v1/feedback/PA%0D%0A")

    assert answer.headers["content-type"].startswith("application/problem+json")
    assert (answer.status_code, answer.json()["code"]) == (404, "route_unknown")


def test_filing_too_much_from_one_address_waits_but_another_address_does_not(sqlite_api: TestClient) -> None:
    limiter = sqlite_api.app.state.limiter  # type: ignore[attr-defined]
    for _ in range(600):
        limiter.check("file", "", "203.0.113.7")

    def send(address: str) -> Response:
        return sqlite_api.post(FEEDBACK, json={"content": "a"}, headers={"X-Forwarded-For": address})

    assert_problem(send("203.0.113.7"), 429, "too_many")
    assert send("203.0.113.8").status_code == 201


def test_a_fault_of_ours_is_told_with_a_number_and_without_its_cause(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("số 0912345678 trong outbox")

    monkeypatch.setattr(limits, "set_deadline", fails)
    app = create_app(sqlite_desk, WebOptions("https://phananh.example.vn"))

    answer = TestClient(app, raise_server_exceptions=False).post(FEEDBACK, json={"content": "a"})

    problem = assert_problem(answer, 500, "fault")
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert "outbox" not in answer.text


def test_a_database_that_is_away_is_told_as_a_passing_thing_to_try_again(sqlite_desk: Desk) -> None:
    app = create_app(sqlite_desk, WebOptions("https://phananh.example.vn"))
    sqlite_desk.database.dispose()
    with sqlite_desk.database.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE outbox_job")
        connection.commit()

    answer = TestClient(app, raise_server_exceptions=False).post(FEEDBACK, json={"content": "a"})

    assert_problem(answer, 503, "unavailable")
    assert answer.headers["retry-after"]
    assert "outbox" not in answer.text
