"""Files on the case's page: small pictures of our own drawing, a warning before what nobody scanned, nothing inline."""

import io
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select

from intake.adapters.clamav import ClamAv
from models.history import AccessLog
from tests.conftest import TestClock
from tests.files import INFECTED_PDF, PDF, picture, received
from tests.intake.adapters.clamd import Clamd
from tests.intake.cases.test_pictures import SECRET, notes
from tests.intake.web.console.conftest import signing_in
from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import World

Holding = Callable[[World, str, bytes], tuple[str, UUID]]


def holding(world: World, name: str, content: bytes) -> tuple[str, UUID]:
    """A case of Sở Xây dựng with one file: its code and the file's id."""
    with world.desk.work() as work:
        upload = received(work, name, content)
    return world.assigned(upload_ids=[upload.id]).case.code, upload.id


def looks(world: World) -> list[str]:
    with world.desk.look() as work:
        return sorted(work.session.scalars(select(AccessLog.what)))


def test_a_picture_is_shown_small_and_carries_nothing_of_its_camera(world: World, sign_in: SignIn) -> None:
    code, file_id = holding(world, "ổ gà.jpg", picture("JPEG", size=(3000, 1500), exif=notes()))
    handler = sign_in("handler")
    path = f"/ho-so/{code}/tep/{file_id}/xem-truoc"
    assert f'src="/can-bo{path}"' in handler.get(f"/ho-so/{code}").text

    shown = handler.get(path)

    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["content-security-policy"].endswith("sandbox")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "no-store"
    assert Image.open(io.BytesIO(shown.content)).size == (1200, 600)
    assert SECRET not in shown.content
    assert SECRET not in handler.get(f"/ho-so/{code}/tep/{file_id}").content
    assert [what for what in looks(world) if what != "page"] == [f"file:{file_id}", f"preview:{file_id}"]


def test_a_preview_is_for_those_who_see_the_case_and_nobody_else(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code, file_id = holding(sqlite_world, "a.png", picture())

    for username in ("health.handler", "overseer", "administrator"):
        seen = sqlite_sign_in(username).get(f"/ho-so/{code}/tep/{file_id}/xem-truoc")
        assert seen.status_code == 404, username
    assert looks(sqlite_world) == []


def test_looking_twice_within_a_minute_is_one_look(
    sqlite_world: World, sqlite_sign_in: SignIn, clock: TestClock
) -> None:
    code, file_id = holding(sqlite_world, "a.png", picture())
    handler = sqlite_sign_in("handler")
    for seconds in (0, 10, 100):
        clock.tick(seconds=seconds)
        handler.get(f"/ho-so/{code}/tep/{file_id}/xem-truoc")

    assert looks(sqlite_world) == [f"preview:{file_id}"] * 2


def test_what_nobody_scanned_is_opened_only_after_a_warning(world: World, sign_in: SignIn) -> None:
    code, file_id = holding(world, "đơn <b>.pdf", PDF)
    handler = sign_in("handler")
    path = f"/ho-so/{code}/tep/{file_id}"
    assert "chưa quét mã độc" in text_of(handler.get(f"/ho-so/{code}"))

    warning = handler.get(path)

    assert "Tệp này chưa được quét mã độc" in text_of(warning)
    assert "“đơn <b>.pdf”" in text_of(warning)
    assert [what for what in looks(world) if what != "page"] == [], "a warning is no look at the file"
    assert handler.get(f"{path}?mo=1").content == PDF
    assert handler.get(f"{path}/xem-truoc").status_code == 404


@pytest.mark.parametrize(
    ("content", "waits", "words"), [(PDF, True, "đang được quét"), (INFECTED_PDF, False, "đã bị chặn và xóa")]
)
def test_what_is_held_back_or_blocked_says_so_and_is_never_served(
    sqlite_world: World, content: bytes, waits: bool, words: str
) -> None:
    clamd = Clamd(mood="cut" if waits else "well").open()
    try:
        world = replace(sqlite_world, desk=replace(sqlite_world.desk, scanner=ClamAv(clamd.address)))
        code, file_id = holding(world, "đơn.pdf", content) if waits else _filed_then_scanned(world, content)
        handler = signing_in(world)("handler")

        page = handler.get(f"/ho-so/{code}")
        assert words in text_of(page)
        assert f"/tep/{file_id}" not in page.text
        for path in (f"/ho-so/{code}/tep/{file_id}", f"/ho-so/{code}/tep/{file_id}?mo=1"):
            refused = handler.get(path)
            assert refused.status_code == 409
            assert words in text_of(refused)
    finally:
        clamd.close()


def _filed_then_scanned(world: World, content: bytes) -> tuple[str, UUID]:
    with world.desk.work() as work:
        upload = received(work, "đơn.pdf", content)
    filed = world.file(upload_ids=[upload.id])
    world.classify()
    return filed.case.code, upload.id
