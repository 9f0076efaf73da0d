"""Issuing a letter from the case's page, and the office's forms, with no script in the browser."""

import io
from dataclasses import replace

import pytest
from docx import Document
from httpx2 import Response

from intake.cases import reply
from intake.cases.letters.built_in import built_in
from tests.files import PDF
from tests.intake.cases.test_path import drafted
from tests.intake.web.console.conftest import signing_in
from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of
from tests.pages import check_page
from tests.walking import HEADING
from tests.world import World


class Printer:
    """Makes something that passes for a PDF."""

    def pdf(self, docx: bytes) -> bytes:
        return b"%PDF-" + docx[:4]


@pytest.fixture
def printing(sqlite_world: World) -> World:
    """The province with a program that makes PDFs."""
    return replace(sqlite_world, desk=replace(sqlite_world.desk, printer=Printer()))


def answered(world: World) -> str:
    code = world.assigned(name="Trần Thị Sáu").case.code
    drafted(world, code)
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
    return code


def filled(page: Response, **typed: str) -> dict[str, str]:
    """What a browser would send of the form of a letter."""
    inputs = {field.get("name"): field.get("value", "") for field in parsed(page).iter("input") if field.get("name")}
    return {str(name): value for name, value in inputs.items()} | typed


def links(page: Response, ending: str) -> list[str]:
    return [link.get("href", "") for link in parsed(page).iter("a") if link.get("href", "").endswith(ending)]


def test_a_letter_is_issued_with_what_is_proposed_and_downloaded_as_word_and_pdf(printing: World) -> None:
    code, handler = answered(printing), signing_in(printing)("handler")
    page = handler.get(f"/ho-so/{code}/cong-van")
    form = filled(page, **HEADING)
    assert (form["number"], form["day"]) == ("1", "20/11/2026")

    assert handler.post(f"/ho-so/{code}/cong-van", **form).status_code == 303

    page = handler.get(f"/ho-so/{code}")
    assert "Số 01/SXD-VP, ngày 20/11/2026" in text_of(page)
    word, pdf = handler.client.get(links(page, "/word")[0]), handler.client.get(links(page, "/pdf")[0])
    assert "Trần Thị Sáu" in "\n".join(one.text for one in Document(io.BytesIO(word.content)).paragraphs)
    assert (pdf.content[:5], pdf.headers["content-disposition"].endswith(".pdf")) == (b"%PDF-", True)
    assert links(page, "/cong-van") == []
    assert handler.get(f"/ho-so/{code}/cong-van").status_code == 409


def test_without_libreoffice_the_page_says_so_and_word_is_given_all_the_same(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    code, handler = answered(sqlite_world), sqlite_sign_in("handler")
    handler.post(f"/ho-so/{code}/cong-van", **filled(handler.get(f"/ho-so/{code}/cong-van"), **HEADING))

    page = handler.get(f"/ho-so/{code}")

    assert "Máy chủ chưa cài LibreOffice" in text_of(page)
    assert links(page, "/pdf") == []
    assert handler.client.get(links(page, "/word")[0]).content[:2] == b"PK"
    refused = handler.get(links(page, "/word")[0].replace("/word", "/pdf"))
    assert (refused.status_code, "Bản Word vẫn tải được" in text_of(refused)) == (409, True)


def test_a_wrong_number_comes_back_with_everything_typed(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code, handler = answered(sqlite_world), sqlite_sign_in("handler")
    form = filled(handler.get(f"/ho-so/{code}/cong-van"), **HEADING | {"number": "mười", "signer": "Lê <b>Kỳ</b>"})

    page = handler.post(f"/ho-so/{code}/cong-van", **form)

    assert page.status_code == 422
    assert "Xin ghi số công văn bằng chữ số" in text_of(page)
    assert filled(page)["signer"] == "Lê <b>Kỳ</b>"


def test_a_stale_form_is_shown_again_and_issues_nothing(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code, handler = answered(sqlite_world), sqlite_sign_in("handler")
    form = filled(handler.get(f"/ho-so/{code}/cong-van"), **HEADING)
    sqlite_sign_in("leader").step(code, "ghi-chu", note="Ký sau.")

    page = handler.post(f"/ho-so/{code}/cong-van", **form)

    assert page.status_code == 409
    assert links(handler.get(f"/ho-so/{code}"), "/word") == []


def test_who_may_not_answer_a_case_issues_no_letter_and_reads_none(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code, handler = answered(sqlite_world), sqlite_sign_in("handler")
    form = filled(handler.get(f"/ho-so/{code}/cong-van"), **HEADING)
    handler.post(f"/ho-so/{code}/cong-van", **form)
    word = links(handler.get(f"/ho-so/{code}"), "/word")[0]

    assert sqlite_sign_in("health.handler").get(word).status_code == 404
    overseer = sqlite_sign_in("overseer")
    assert overseer.get(word).status_code == 404
    assert overseer.get(f"/ho-so/{code}/cong-van").status_code == 409


def upload(officer: Desktop, name: str, content: bytes) -> Response:
    response = officer.client.post("/can-bo/mau-cong-van", files={"form": (name, content)}, data={"kind": ""})
    if response.status_code != 303:
        check_page(response)
    return response


def test_a_leader_uploads_a_form_tries_it_and_takes_it_out_of_use(printing: World) -> None:
    leader = signing_in(printing)("leader")

    assert upload(leader, "mẫu sở.docx", built_in()).status_code == 303

    page = leader.get("/mau-cong-van")
    assert "mẫu sở.docx" in text_of(page)
    for address in [*links(page, "/tai"), *links(page, "/thu/word")]:
        assert leader.client.get(address).content[:2] == b"PK"
    for address in links(page, "/thu/pdf"):
        assert leader.client.get(address).content[:5] == b"%PDF-"
    form_id = links(page, "/tai")[0].split("/")[-2]
    assert leader.post(f"/mau-cong-van/{form_id}/thoi-dung").status_code == 303
    assert "Các bản trước" in text_of(leader.get("/mau-cong-van"))
    assert signing_in(printing)("health.leader").get(f"/mau-cong-van/{form_id}/tai").status_code == 404


def test_what_is_no_form_is_refused_on_the_page(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    leader = sqlite_sign_in("leader")

    assert "đuôi .docx" in text_of(upload(leader, "mẫu.pdf", PDF))
    assert "đuôi .docx" in text_of(upload(leader, "", b""))
    assert sqlite_sign_in("handler").get("/mau-cong-van").status_code == 403
    assert leader.get("/mau-cong-van/khong-co/tai").status_code == 404
