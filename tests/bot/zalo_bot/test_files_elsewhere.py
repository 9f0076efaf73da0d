"""Zalo's Bot Platform takes no file from us: its reader is told where each one lies."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.channels.zalo_bot.simulated import Line, outside
from intake.cases import chatting, enclosures, notices
from intake.cases.perform import drain
from intake.cases.work import Desk
from models.enclosure import Enclosure
from models.vocabulary import NoticeKind, WorkQueue
from tests.bot.talking import STORY, cases
from tests.bot.zalo.line import with_zalo
from tests.bot.zalo_bot.test_zalo_bot import says
from tests.files import PDF, picture, received
from tests.world import SURE, Said, World


@pytest.fixture
def desk(sqlite_world: World) -> Desk:
    return with_zalo(sqlite_world.desk)


@pytest.fixture
def line(desk: Desk) -> Iterator[Line]:
    """Somebody has filed a case there."""
    with outside(desk) as line:
        for typed in (STORY, "1", "Trần Thị Bé", "0912 345 678", "1", "1", "1"):
            says(desk, line, typed)
        for queue in (WorkQueue.CLASSIFY, WorkQueue.NOTICES):
            drain(desk, Said(SURE), "bot", queue=queue)
        yield line


def test_a_question_names_its_files_and_where_they_lie(desk: Desk, line: Line) -> None:
    (case,) = cases(desk)
    with desk.work() as work:
        ids = [received(work, "mẫu đơn.pdf", PDF).id, received(work, "ảnh.jpg", picture("JPEG")).id]
    with desk.work() as work:
        locked = work.lock(case.code)
        enclosures.attach(work, locked, ids)
        notices.tell(work, locked, NoticeKind.ASKED, "Xin điền mẫu.", files=ids)
    drain(desk, Said(SURE), "bot", queue=WorkQueue.NOTICES)

    words, told = line.fake.said_to("u1")[-2:]
    assert "Kèm theo 2 tệp, xem và tải được tại trang hồ sơ." in words
    assert told.startswith("Tệp “mẫu đơn.pdf”, “ảnh.jpg” không gửi qua đây được. Xin xem và tải tại trang hồ sơ ")
    assert f"/ho-so/{case.code}#" in told


def test_a_line_of_an_officer_does_so_too(desk: Desk, line: Line, sqlite_world: World) -> None:
    (case,) = cases(desk)
    with desk.work() as work:
        file_id = received(work, "mẫu đơn.pdf", PDF).id
    with desk.work(sqlite_world.handler) as work:
        chatting.write(work, chatting.lock(work, case.code), text="Xin xem mẫu.", upload_ids=[file_id])
    drain(desk, Said(SURE), "bot", queue=WorkQueue.INBOUND)

    words, told = line.fake.said_to("u1")[-2:]
    assert words == "Xin xem mẫu."
    assert told.startswith("Tệp “mẫu đơn.pdf” không gửi qua đây được.")
    assert f"/ho-so/{case.code}#" in told
    with desk.look(sqlite_world.handler) as work:
        (file,) = chatting.view(work, work.find(case.code)).lines[-1].files
        assert file.said == "kênh không chuyển được, người gửi được báo nơi xem"
        assert work.session.scalars(select(Enclosure.fault)).all() == ["file_not_carried"]
