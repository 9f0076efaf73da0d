"""Official letters: one for each issued answer, under a number nobody else gets, never changed, never public."""

import io
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from docx import Document
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from intake.cases import attachments, correct, handling, reply, tracking
from intake.cases.case_page import case_page
from intake.cases.errors import Impossible, Invalid, NotAllowed, NotFound
from intake.cases.letters import issuing, reading
from intake.cases.sweep import sweep
from models.letter import Letter
from models.thread import Upload
from models.vocabulary import Action, CaseKind, FileUse
from routing.lifecycle import Path
from tests.conftest import TestClock
from tests.intake.cases.test_path import answered, drafted
from tests.walking import HEADING, Walk, letter
from tests.world import World


def issue(world: World, code: str, **typed: str) -> Letter:
    with world.desk.work(world.handler) as work:
        return letter(work, work.lock(code), **typed)


def words(world: World, code: str) -> str:
    """The words of the latest letter of a case."""
    with world.desk.look(world.handler) as work:
        view = reading.letters(work, work.find(code))[0]
    return text_of(reading.word(world.desk, view).read_bytes())


def text_of(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def test_a_letter_carries_the_issued_answer_under_its_number_and_day(world: World) -> None:
    code = world.assigned(name="Trần Thị Sáu", address="Ấp Long Trị").case.code
    drafted(world, code, "Sở đã cho vá đường.\n\nĐã xong ngày 19/11/2026.")
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))

    issue(world, code)

    said = words(world, code)
    for part in ("Số: 01/SXD-VP", "Vĩnh Long, ngày 20 tháng 11 năm 2026", "Sở Xây dựng tỉnh Vĩnh Long", "GIÁM ĐỐC"):
        assert part in said
    assert "Kính gửi: Trần Thị Sáu\nẤp Long Trị\nSở đã cho vá đường.\nĐã xong ngày 19/11/2026." in said
    assert "{{" not in said


def test_numbers_go_on_and_one_typed_by_hand_moves_the_counter(world: World) -> None:
    first, second, third = (answered(world) for _ in range(3))

    assert [issue(world, first).number, issue(world, second, number="40").number] == [1, 40]
    assert issue(world, third).number == 41
    with world.desk.look(world.handler) as work:
        assert issuing.proposal(work, work.find(first)).sign == "SXD-VP"


def test_a_number_is_given_once_a_year_and_the_refusal_says_which_is_next(world: World, clock: TestClock) -> None:
    first, second = answered(world), answered(world)
    issue(world, first, number="7")

    with pytest.raises(Invalid) as refused:
        issue(world, second, number="7")

    assert refused.value.errors[0].sentence == "Số 7 năm 2026 đã dùng. Số tiếp theo trong sổ là 8."
    clock.now = datetime(2027, 1, 4, 3, tzinfo=UTC)
    assert (issue(world, second).number, issue(world, answered(world), number="7").year) == (1, 2027)


def test_of_two_officers_who_take_a_number_at_once_one_is_refused(world: World) -> None:
    codes = [answered(world), answered(world)]
    both, results = threading.Barrier(2), list[object]()

    def take(code: str) -> None:
        with world.desk.look(world.handler) as work:
            typed = {"number": "1", "day": "20/11/2026", "subject": "V/v trả lời", **HEADING}
            prepared = issuing.prepare(work, work.find(code), typed)
        docx = prepared.write()
        both.wait()
        try:
            with world.desk.work(world.handler) as work:
                results.append(issuing.issue(work, work.lock(code), prepared, docx).number)
        except Invalid as refused:
            results.append(refused.errors[0].code)

    threads = [threading.Thread(target=take, args=(code,)) for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, results)) == ["1", "number_taken"]


CHANGES: dict[str, Callable[[], object]] = {
    "its number": lambda: update(Letter).values(number=9),
    "its day": lambda: update(Letter).values(place="Nơi khác"),
    "the letter": lambda: delete(Letter),
    "its file": lambda: update(Upload).values(sha256="0" * 64),
    "the file": lambda: delete(Upload),
}


@pytest.mark.parametrize("what", CHANGES)
def test_an_issued_letter_is_neither_changed_nor_removed(what: str, world: World) -> None:
    issue(world, answered(world))

    with pytest.raises(IntegrityError), world.desk.work() as work:
        work.session.execute(CHANGES[what]())  # type: ignore[call-overload]  # statements of several kinds


def test_an_answer_has_one_letter_and_its_correction_another(world: World, clock: TestClock) -> None:
    code = answered(world)
    issue(world, code)
    with pytest.raises(Impossible, match="letter_exists"):
        issue(world, code)
    with world.desk.look(world.handler) as work:
        assert Action.ISSUE_LETTER not in case_page(work, work.find(code)).actions

    with world.desk.work(world.leader) as work:
        correct.correct(work, work.lock(code), reason="Sai ngày.")
    clock.tick(days=1)
    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(code), text="Bản đã sửa.")
        reply.submit_for_approval(work, work.lock(code))
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
    assert issue(world, code).number == 2

    with world.desk.look(world.handler) as work:
        found = reading.letters(work, work.find(code))
    assert [(one.number, one.reply_version) for one in found] == [("02/SXD-VP", 2), ("01/SXD-VP", 1)]
    assert "Bản đã sửa." in words(world, code)


def test_a_letter_is_for_officers_of_the_case_only(world: World) -> None:
    filed = world.assigned(publish_consent=True)
    drafted(world, filed.case.code)
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(filed.case.code))
    issued = issue(world, filed.case.code)

    with world.desk.look(world.citizen(filed)) as work:
        case = work.find(filed.case.code)
        assert (reading.letters(work, case), tracking.tracking(work, case).files) == ([], [])
        with pytest.raises(NotFound):
            attachments.openable(work, case, issued.upload_id)
    with world.desk.look(world.overseer) as work:
        assert reading.letters(work, work.find(filed.case.code)) == []
    with world.desk.look(world.health_handler) as work, pytest.raises(NotFound):
        work.find(filed.case.code)
    with pytest.raises(NotAllowed), world.desk.work(world.receiver) as work:
        letter(work, work.lock(filed.case.code))


def test_the_letter_of_a_restricted_case_does_not_name_its_sender(world: World) -> None:
    walk = Walk(world, Path.RESTRICTED)
    with world.desk.work(world.inspector) as work:
        case = work.lock(walk.code)
        case.citizen.name = "Trần Thị Lụa"
        handling.accept(work, case, kind=CaseKind.DENUNCIATION)
        reply.save_draft(work, case, text="Đã xem xét.")
        reply.submit_for_approval(work, case)
    with world.desk.work(world.chief_inspector) as work:
        reply.approve(work, work.lock(walk.code))
    with world.desk.work(world.inspector) as work:
        made = letter(work, work.lock(walk.code))

    said = text_of(world.desk.storage.path(made.upload_id).read_bytes())
    assert "Kính gửi: Người gửi phản ánh, kiến nghị" in said
    assert "Lụa" not in said
    assert "Nguyễn Huệ" not in said


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"number": "12/UBND"}, "number"),
        ({"number": "0"}, "number"),
        ({"day": "21/11/2026"}, "day"),
        ({"day": "19/11/2026"}, "day"),
        ({"day": "hôm nay"}, "day"),
        ({"sign": " "}, "sign"),
        ({"signer": "x" * 121}, "signer"),
    ],
)
def test_a_wrong_field_gets_its_sentence(typed: dict[str, str], field: str, sqlite_world: World) -> None:
    code = answered(sqlite_world)

    with pytest.raises(Invalid) as refused:
        issue(sqlite_world, code, **typed)

    assert [error.field for error in refused.value.errors] == [field]


def test_without_an_answer_there_is_no_letter(sqlite_world: World) -> None:
    code = sqlite_world.assigned().case.code

    with pytest.raises(Impossible):
        issue(sqlite_world, code)


class Printer:
    """Makes something that is no PDF, and counts."""

    made = 0

    def pdf(self, docx: bytes) -> bytes:
        self.made += 1
        return b"%PDF-" + docx[:4]


def test_the_pdf_is_made_once_and_again_when_it_was_lost(sqlite_world: World) -> None:
    code, printer = answered(sqlite_world), Printer()
    issue(sqlite_world, code)
    desk = replace(sqlite_world.desk, printer=printer)
    with desk.look(sqlite_world.handler) as work:
        view = reading.letters(work, work.find(code))[0]

    path = reading.pdf(desk, view)
    assert (reading.pdf(desk, view), printer.made) == (path, 1)
    path.unlink()
    assert (reading.pdf(desk, view).read_bytes()[:5], printer.made) == (b"%PDF-", 2)
    with pytest.raises(Impossible, match="no_printer"):
        reading.printed(sqlite_world.desk, b"")


def test_letters_and_forms_are_not_swept_away(world: World, clock: TestClock) -> None:
    made = issue(world, answered(world))
    clock.tick(days=400)

    with world.desk.work() as work:
        sweep(work)

    assert world.desk.storage.path(made.upload_id).exists()
    with world.desk.look() as work:
        assert work.session.scalars(select(Upload.use)).all() == [FileUse.LETTER]
