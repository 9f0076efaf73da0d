"""Files that go with an answer: on the draft for officers, with the issued version for the citizen, then frozen."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from intake.adapters.clamav import ClamAv
from intake.cases import attachments, correct, handling, reply, reply_files, tracking
from intake.cases.case_page import case_page
from intake.cases.errors import Impossible, Invalid, NotFound
from intake.cases.work import Work
from models.case import Case
from models.thread import Reply, Upload
from models.vocabulary import FileUse, ScanState
from tests.files import PDF, picture, received
from tests.world import World


def draft_with(world: World, *names: str) -> tuple[str, list[UUID]]:
    """A draft of an answer with these files, and their ids."""
    code = world.assigned().case.code
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))
        ids = [received(work, name, PDF).id for name in names]
        reply.save_draft(work, work.lock(code), text="Sở đã cho vá đường.", upload_ids=ids)
    return code, ids


def issue(world: World, code: str) -> None:
    with world.desk.work(world.handler) as work:
        reply.submit_for_approval(work, work.lock(code))
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))


def answer_names(work: Work, case: Case) -> list[str]:
    answer = tracking.answer(work, case)
    return [file.name for file in answer.files] if answer else []


def test_the_citizen_gets_the_files_with_the_answer_and_not_before(world: World) -> None:
    filed = world.assigned()
    code, citizen = filed.case.code, world.citizen(filed)
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))
        file_id = received(work, "bản vẽ.pdf", PDF).id
        reply.save_draft(work, work.lock(code), text="Đã vá.", upload_ids=[file_id])

    with world.desk.look(citizen) as work, pytest.raises(NotFound):
        attachments.openable(work, work.find(code), file_id)
    with world.desk.look(world.leader) as work:
        page = case_page(work, work.find(code))
        assert ([file.name for file in page.draft.files] if page.draft else None, page.files) == (["bản vẽ.pdf"], [])
    issue(world, code)

    with world.desk.look(citizen) as work:
        case = work.find(code)
        assert (answer_names(work, case), tracking.tracking(work, case).files) == (["bản vẽ.pdf"], [])
        assert attachments.openable(work, case, file_id)[1].read_bytes() == PDF


FROZEN: dict[str, Callable[[], object]] = {
    "its bytes": lambda: update(Upload).values(sha256="0" * 64),
    "its name": lambda: update(Upload).values(name_sealed=b"x"),
    "what it is for": lambda: update(Upload).values(use="sent", reply_id=None),
    "the file": lambda: delete(Upload),
}


@pytest.mark.parametrize("what", FROZEN)
def test_what_was_sent_with_an_answer_stays_as_it_is(what: str, world: World) -> None:
    code, _ids = draft_with(world, "bản vẽ.pdf")
    issue(world, code)

    with pytest.raises(IntegrityError), world.desk.work() as work:
        work.session.execute(FROZEN[what]())  # type: ignore[call-overload]  # statements of several kinds


def test_nothing_is_added_to_an_answer_that_was_issued(world: World) -> None:
    code, _ids = draft_with(world)
    issue(world, code)

    with world.desk.work() as work:
        late = received(work, "thêm.pdf", PDF).id
        issued = work.session.scalars(select(Reply.id)).one()
        changed = {"use": FileUse.REPLY, "reply_id": issued, "case_id": work.find(code).id}
    with pytest.raises(IntegrityError), world.desk.work() as work:
        work.session.execute(update(Upload).where(Upload.id == late).values(changed))


def test_what_a_scanner_finds_later_is_still_written_down(world: World) -> None:
    code, _ids = draft_with(world, "bản vẽ.pdf")
    issue(world, code)

    with world.desk.work() as work:
        work.session.execute(text("UPDATE upload SET scan = 'infected'"))
    with world.desk.look(world.handler) as work:
        answer = tracking.answer(work, work.find(code))
        assert answer is not None
        assert [file.scan for file in answer.files] == [ScanState.INFECTED]


def test_a_correction_begins_with_the_files_and_leaves_those_of_the_first_answer(world: World) -> None:
    code, ids = draft_with(world, "một.pdf", "hai.pdf")
    issue(world, code)
    with world.desk.work(world.leader) as work:
        draft = correct.correct(work, work.lock(code), reason="Nhầm bản vẽ.")
        copies = {file.name: file.id for file in reply_files.of_reply(work, draft)}
    assert copies.keys() == {"một.pdf", "hai.pdf"}
    assert not set(copies.values()) & set(ids)

    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(code), text="Đã vá, bản sửa.", dropped=[copies["một.pdf"], ids[0]])
    with world.desk.work(world.handler) as work:
        reply.submit_for_approval(work, work.lock(code))
    with world.desk.look(world.handler) as work:
        draft_now = case_page(work, work.find(code)).draft
        assert draft_now is not None
        assert [file.name for file in draft_now.files] == ["hai.pdf"]
        assert answer_names(work, work.find(code)) == ["một.pdf", "hai.pdf"]
        assert attachments.openable(work, work.find(code), ids[0])[1].exists()


def test_a_file_that_waits_for_its_scan_keeps_the_draft_from_the_leader(world: World) -> None:
    scanned = replace(world, desk=replace(world.desk, scanner=ClamAv("tcp://localhost:9")))
    code, ids = draft_with(scanned, "bản vẽ.pdf")

    with pytest.raises(Impossible) as held, scanned.desk.work(world.handler) as work:
        reply.submit_for_approval(work, work.lock(code))
    assert "bản vẽ.pdf" in held.value.sentence
    with scanned.desk.work() as work:
        work.session.get_one(Upload, ids[0]).scan = ScanState.SAFE
    issue(scanned, code)


def test_an_eleventh_file_is_refused_with_a_sentence(world: World) -> None:
    code, _ids = draft_with(world, *(f"{number}.pdf" for number in range(10)))

    with world.desk.work(world.handler) as work:
        more = received(work, "nữa.png", picture()).id
    with pytest.raises(Invalid) as refused, world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(code), text="Đã vá.", upload_ids=[more])
    assert "tối đa 10 tệp" in refused.value.errors[0].sentence
