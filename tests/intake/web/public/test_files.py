"""A citizen's own files: had back with the key, held back while they are scanned, and never a form lost over one."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from intake.adapters.clamav import ClamAv
from models.thread import Upload
from tests.files import INFECTED_PDF, PAGE, PDF, docx, picture, received
from tests.intake.adapters.clamd import Clamd
from tests.intake.web.public.conftest import site_of
from tests.intake.web.public.stories import opened
from tests.pages import Browser
from tests.world import World

STORY = "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp."


def test_a_citizen_has_their_file_back_as_a_download_and_nobody_else_does(citizen: Browser, world: World) -> None:
    with world.desk.work() as work:
        upload = received(work, "đơn.pdf", PDF)
    filed = world.file(upload_ids=[upload.id])
    path = f"/ho-so/{filed.case.code}/tep/{upload.id}"
    assert citizen.client.get(path, follow_redirects=False).status_code == 303

    page = opened(citizen, filed)
    had = citizen.client.get(page.links()["đơn.pdf"])

    assert had.content == PDF
    assert had.headers["content-disposition"].startswith("attachment")
    assert had.headers["content-type"] == "application/octet-stream"
    assert had.headers["content-security-policy"].endswith("sandbox")
    other = world.file()
    opened(citizen, other)
    assert citizen.get(f"/ho-so/{other.case.code}/tep/{upload.id}").status == 404


def test_each_bad_file_has_its_sentence_and_nothing_else_of_the_form_is_lost(
    visitor: Browser, sqlite_world: World
) -> None:
    bad = [("đơn.docx", PAGE), ("hỏng.docx", docx()[:200]), ("ảnh.jpg", picture("JPEG", size=(300, 300))[:700])]
    page = visitor.submit(visitor.get("/"), "/gui", content=STORY, files=[("tốt.pdf", PDF), *bad])

    told = page.error("files")
    assert "“đơn.docx” mang tên tệp Word nhưng bên trong là một trang web" in told
    assert "“hỏng.docx” bị hỏng" in told
    assert "“ảnh.jpg” không đọc được" in told
    assert STORY in page.text
    assert visitor.submit(page, "/gui").h1 == "Đã nhận phản ánh của ông/bà"
    with sqlite_world.desk.look() as work:
        assert [file.name for file in work.session.scalars(select(Upload).where(Upload.case_id.is_not(None)))] == [
            "tốt.pdf"
        ]


@pytest.fixture
def scanned(sqlite_world: World) -> World:
    return replace(sqlite_world, desk=replace(sqlite_world.desk, scanner=ClamAv("tcp://127.0.0.1:1")))


def test_while_a_file_waits_for_the_scanner_its_sender_is_told(scanned: World) -> None:
    with scanned.desk.work() as work:
        upload = received(work, "đơn.pdf", PDF)
    filed = scanned.file(upload_ids=[upload.id])
    browser = Browser(site_of(scanned.desk))

    page = opened(browser, filed)

    assert "Tệp đang được quét mã độc" in page.text
    assert "đơn.pdf" not in page.links()
    assert browser.get(f"/ho-so/{filed.case.code}/tep/{upload.id}").status == 409


def test_an_infected_file_found_before_the_form_is_sent_takes_nothing_else_with_it(sqlite_world: World) -> None:
    clamd = Clamd().open()
    try:
        world = replace(sqlite_world, desk=replace(sqlite_world.desk, scanner=ClamAv(clamd.address)))
        browser = Browser(site_of(world.desk))
        files = [("tốt.pdf", PDF), ("xấu.pdf", INFECTED_PDF)]
        page = browser.submit(browser.get("/"), "/gui", content="", files=files)
        world.classify()

        again = browser.submit(page, "/gui", content=STORY)

        assert "“xấu.pdf” có mã độc nên đã bị chặn và xóa" in again.error("files")
        assert [one.get("value") for one in again.all("input", name="kept")] == [
            str(file.id) for file in _free(world) if file.name == "tốt.pdf"
        ]
        assert browser.submit(again, "/gui").h1 == "Đã nhận phản ánh của ông/bà"
    finally:
        clamd.close()


def _free(world: World) -> list[Upload]:
    with world.desk.look() as work:
        return list(work.session.scalars(select(Upload).where(Upload.case_id.is_(None))))
