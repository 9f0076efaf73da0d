"""Files are scanned behind the forms: held back until then, removed when infected, and never lost with the scanner."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, select

from intake.adapters.clamav import ClamAv
from intake.cases import attachments, clock_work, examination, jobs, perform, timeline, tracking, uploads
from intake.cases.errors import Impossible, Invalid
from intake.cases.examination import Health
from models.outbox import OutboxJob
from models.thread import Upload
from models.vocabulary import JobKind, JobState, ScanState
from tests.conftest import TestClock
from tests.files import INFECTED_PDF, PDF, picture, received
from tests.intake.adapters.clamd import Clamd
from tests.world import Said, World


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    clamd = Clamd().open()
    yield clamd
    clamd.close()


@pytest.fixture
def scanned(world: World, clamd: Clamd) -> World:
    """The province with a scanner."""
    return replace(world, desk=replace(world.desk, scanner=ClamAv(clamd.address)))


def arrive(world: World, *contents: bytes) -> list[UUID]:
    with world.desk.work() as work:
        return [received(work, f"đơn {at}.pdf", content).id for at, content in enumerate(contents)]


def states(world: World) -> list[ScanState]:
    with world.desk.look() as work:
        return list(work.session.scalars(select(Upload.scan).order_by(Upload.id)))


def scans(world: World, *wanted: JobState) -> int:
    """How many scans were asked for, or are in one of these states."""
    with world.desk.look() as work:
        asked = select(func.count()).select_from(OutboxJob).where(OutboxJob.kind == JobKind.SCAN)
        return work.session.scalar(asked.where(OutboxJob.state.in_(wanted)) if wanted else asked) or 0


def open_as_handler(world: World, code: str, file_id: UUID) -> bytes:
    with world.desk.look(world.handler) as work:
        return attachments.openable(work, work.find(code), file_id)[1].read_bytes()


def test_a_document_is_held_back_until_it_was_scanned(scanned: World, clamd: Clamd) -> None:
    (letter,) = arrive(scanned, PDF)
    assert states(scanned) == [ScanState.WAITING]
    filed = scanned.file(upload_ids=[letter])
    with scanned.desk.look(scanned.citizen(filed)) as work, pytest.raises(Impossible) as told:
        attachments.openable(work, work.find(filed.case.code), letter)
    assert told.value.code == "file_waiting"

    scanned.classify()

    assert states(scanned) == [ScanState.SAFE]
    assert clamd.scanned == [PDF]
    assert open_as_handler(scanned, filed.case.code, letter) == PDF


def test_a_picture_of_our_own_drawing_needs_no_scan(scanned: World, clamd: Clamd) -> None:
    with scanned.desk.work() as work:
        received(work, "a.jpg", picture("JPEG"))
    scanned.classify()

    assert states(scanned) == [ScanState.SAFE]
    assert clamd.scanned == []


def test_one_job_scans_everything_that_waits(scanned: World) -> None:
    arrive(scanned, PDF, PDF + b" ", PDF + b"  ")
    assert scans(scanned) == 1

    scanned.classify()

    assert set(states(scanned)) == {ScanState.SAFE}
    assert scans(scanned, JobState.DELIVERED) == 1


def test_an_infected_file_is_removed_and_the_case_says_so_inside_only(scanned: World) -> None:
    letter, bad = arrive(scanned, PDF, INFECTED_PDF)
    filed = scanned.file(upload_ids=[letter, bad])
    scanned.classify()

    assert states(scanned) == [ScanState.SAFE, ScanState.INFECTED]
    assert not scanned.desk.storage.path(bad).exists()
    with pytest.raises(Impossible) as told:
        open_as_handler(scanned, filed.case.code, bad)
    assert told.value.code == "file_infected"

    with scanned.desk.look(scanned.handler) as work:
        case = work.find(filed.case.code)
        inside = [entry for entry in timeline.for_officer(work, case) if entry.quote and "mã độc" in entry.quote]
        assert len(inside) == 1
        assert "“đơn 1.pdf”" in str(inside[0].quote)
        assert "Eicar-Test-Signature" in str(inside[0].quote)
        assert not inside[0].public
    with scanned.desk.look(scanned.citizen(filed)) as work:
        view = tracking.tracking(work, work.find(filed.case.code))
        assert "mã độc" not in repr(view.timeline)
        assert [bool(file.held) for file in view.files] == [False, True]
        assert examination.files(work).health is Health.OK, "it was removed on purpose"


def test_an_infected_file_is_given_to_no_case(scanned: World) -> None:
    letter, bad = arrive(scanned, PDF, INFECTED_PDF)
    scanned.classify()

    with pytest.raises(Invalid, match="invalid") as told:
        scanned.file(upload_ids=[letter, bad])

    (error,) = told.value.errors
    assert error.code == "file_infected"
    assert "“đơn 1.pdf”" in error.sentence
    with scanned.desk.look() as work:
        assert uploads.usable(work, [letter, bad]) == {letter}


def test_while_the_scanner_is_away_files_wait_and_nothing_is_lost(
    scanned: World, clamd: Clamd, clock: TestClock
) -> None:
    clamd.mood = "cut"
    (letter,) = arrive(scanned, PDF)
    scanned.classify()
    assert states(scanned) == [ScanState.WAITING]
    assert scans(scanned, JobState.TEMPORARY) == 1

    clamd.mood = "well"
    clock.tick(minutes=1)
    scanned.classify()

    assert states(scanned) == [ScanState.SAFE]
    assert scanned.desk.storage.path(letter).exists()


def test_after_a_long_outage_the_clock_asks_again(scanned: World, clamd: Clamd, clock: TestClock) -> None:
    clamd.mood = "cut"
    arrive(scanned, PDF)
    for _ in range(8):
        scanned.classify()
        clock.tick(minutes=6)
    assert scans(scanned, JobState.PERMANENT) == 1

    clamd.mood = "well"
    for _ in range(2):
        with scanned.desk.work() as work:
            clock_work.ask(work)
    assert scans(scanned) == 2
    scanned.classify()

    assert states(scanned) == [ScanState.SAFE]
    with scanned.desk.work() as work:
        clock_work.ask(work)
    assert scans(scanned) == 2, "nothing waits, so nothing is asked for"


def test_a_file_the_scanner_cannot_judge_keeps_no_other_waiting(scanned: World, clamd: Clamd) -> None:
    clamd.mood = "limit"
    arrive(scanned, PDF + bytes(200), PDF)
    scanned.classify()

    assert states(scanned) == [ScanState.WAITING, ScanState.SAFE]
    assert scans(scanned, JobState.TEMPORARY) == 1


def test_a_worker_that_died_after_scanning_leaves_one_note(scanned: World) -> None:
    (bad,) = arrive(scanned, INFECTED_PDF)
    filed = scanned.file(upload_ids=[bad])
    with scanned.desk.work() as work:
        first = next(job for job in jobs.claim(work, "dies") if job.kind is JobKind.SCAN)
    for worker in ("first", "second"):
        assert perform.perform(scanned.desk, Said(), replace(first, attempts=1)), worker

    with scanned.desk.look(scanned.receiver) as work:
        entries = timeline.for_officer(work, work.find(filed.case.code))
    assert sum("mã độc" in (entry.quote or "") for entry in entries) == 1


def test_a_scanner_taken_out_of_the_settings_holds_nothing_back(scanned: World) -> None:
    (letter,) = arrive(scanned, PDF)
    filed = scanned.file(upload_ids=[letter])
    without = replace(scanned, desk=replace(scanned.desk, scanner=None))
    without.classify()

    with without.desk.look(without.handler) as work:
        (file,) = attachments.files(work, work.find(filed.case.code))
    assert file.is_unscanned
    assert scans(without, JobState.DELIVERED) == 1


def test_a_file_that_is_no_longer_there_does_not_stop_the_scan(scanned: World) -> None:
    gone, there = arrive(scanned, PDF, PDF + b" ")
    scanned.desk.storage.delete(gone)
    assert scanned.desk.storage.path(there).exists()
    scanned.classify()

    assert states(scanned) == [ScanState.UNSCANNED, ScanState.SAFE]
