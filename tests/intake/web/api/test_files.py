"""Files over the API: accepted by content, all or none, and only usable once."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from intake.cases.work import Desk
from models.thread import Upload
from tests.files import PDF, picture
from tests.intake.web.api.test_refusals import assert_problem

UPLOADS = "/api/v1/uploads"
PNG = picture()


def test_files_are_received_with_ids_in_the_order_sent(api: TestClient) -> None:
    answer = api.post(UPLOADS, files=[("files", ("ảnh 1.png", PNG)), ("files", ("đơn.pdf", PDF))])

    assert answer.status_code == 201
    told = [(file["name"], file["media_type"], file["scan"]) for file in answer.json()["uploads"]]
    assert told == [("ảnh 1.png", "image/png", "safe"), ("đơn.pdf", "application/pdf", "unscanned")]
    assert answer.json()["uploads"][1]["size"] == len(PDF)


def test_a_file_is_had_back_with_the_key_of_its_case_and_not_without(api: TestClient) -> None:
    sent = api.post(UPLOADS, files={"files": ("đơn.pdf", PDF)}).json()["uploads"][0]["id"]
    receipt = api.post("/api/v1/feedback", json={"content": "a", "upload_ids": [sent]}).json()
    other = api.post("/api/v1/feedback", json={"content": "b"}).json()
    path = f"/api/v1/feedback/{receipt['code']}/files/{sent}"

    case = api.get(f"/api/v1/feedback/{receipt['code']}", headers={"X-Case-Key": receipt["key"]}).json()
    had = api.get(path, headers={"X-Case-Key": receipt["key"]})

    assert [file["id"] for file in case["files"]] == [sent]
    assert had.content == PDF
    assert had.headers["content-disposition"].startswith("attachment")
    assert had.headers["content-security-policy"].endswith("sandbox")
    assert_problem(api.get(path, headers={"X-Case-Key": other["key"]}), 404, "code_or_key_wrong")
    elsewhere = f"/api/v1/feedback/{other['code']}/files/{sent}"
    assert_problem(api.get(elsewhere, headers={"X-Case-Key": other["key"]}), 404, "no_file")


def test_a_file_given_to_one_case_cannot_be_given_to_another(api: TestClient) -> None:
    sent = api.post(UPLOADS, files={"files": ("a.png", PNG)}).json()["uploads"][0]["id"]
    first = api.post("/api/v1/feedback", json={"content": "a", "upload_ids": [sent]})
    second = api.post("/api/v1/feedback", json={"content": "b", "upload_ids": [sent]})

    assert first.status_code == 201
    assert assert_problem(second, 422, "invalid")["errors"][0]["code"] == "upload_unknown"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", b"", "file_empty"),
        ("a.exe", b"MZ\x90\x00" + b"\x00" * 200, "file_kind_refused"),
        ("a.png", b"MZ\x90\x00" + b"\x00" * 200, "file_lies"),
        ("a.html", b"<html><script>alert(1)</script></html>", "file_kind_refused"),
        ("../../etc/passwd\x00.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_kind_refused"),
    ],
)
def test_a_file_is_judged_by_its_content(sqlite_api: TestClient, name: str, content: bytes, code: str) -> None:
    answer = sqlite_api.post(UPLOADS, files={"files": (name, content)})

    assert assert_problem(answer, 422, "invalid")["errors"][0]["code"] == code


def test_one_refused_file_leaves_nothing_of_the_others(
    sqlite_api: TestClient, sqlite_desk: Desk, tmp_path: Path
) -> None:
    sqlite_api.post(UPLOADS, files=[("files", ("a.png", PNG)), ("files", ("b.exe", b"MZ" + b"\0" * 99))])

    with sqlite_desk.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Upload)) == 0
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_eleven_files_at_once_are_too_many(sqlite_api: TestClient) -> None:
    answer = sqlite_api.post(UPLOADS, files=[("files", (f"{n}.png", PNG)) for n in range(11)])

    assert assert_problem(answer, 422, "invalid")["errors"][0]["code"] == "too_many_files"


def test_a_file_over_twenty_megabytes_is_refused_with_its_name(sqlite_api: TestClient) -> None:
    answer = sqlite_api.post(UPLOADS, files={"files": ("phim.png", PNG + b"\0" * (20 * 1024 * 1024))})

    assert "phim.png" in assert_problem(answer, 422, "invalid")["detail"]


def test_a_form_without_files_or_with_text_in_their_place_is_refused(sqlite_api: TestClient) -> None:
    nothing = sqlite_api.post(UPLOADS, files={"khac": ("a.png", PNG)})
    text = sqlite_api.post(UPLOADS, files={"files": (None, "chữ")})

    assert assert_problem(nothing, 422, "invalid")["errors"][0]["code"] == "files_empty"
    assert assert_problem(text, 422, "invalid")["errors"][0]["code"] == "not_file"


def test_a_body_that_is_no_form_is_refused(sqlite_api: TestClient) -> None:
    assert_problem(sqlite_api.post(UPLOADS, json={"files": []}), 415, "media_type_refused")
    broken = sqlite_api.post(UPLOADS, content=b"xx", headers={"Content-Type": "multipart/form-data"})
    assert_problem(broken, 400, "body_unreadable")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("don.html", "don.html.pdf"), ("don.hta", "don.hta.pdf"), ("ĐƠN.PDF", "ĐƠN.PDF"), ("đơn", "đơn.pdf")],
)
def test_the_name_of_a_file_ends_as_the_kind_it_is(api: TestClient, sent: str, kept: str) -> None:
    answer = api.post(UPLOADS, files={"files": (sent, PDF + b"<script>alert(1)</script>")})

    assert answer.json()["uploads"][0]["name"] == kept
