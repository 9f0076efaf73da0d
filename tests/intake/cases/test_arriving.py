"""Files in pieces: lost answers, pieces twice, too many, lying ones, and what is removed with its form."""

import io
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import func, select

from intake.cases import arriving, drafts, sweep
from intake.cases.arriving import PIECE_MAX_BYTES, Progress
from intake.cases.errors import Invalid, NotFound
from intake.cases.incoming import FILE_MAX_BYTES
from intake.cases.work import Desk, Work
from models.filing import Arriving
from models.thread import Upload
from models.vocabulary import ScanState
from tests.conftest import TestClock
from tests.files import picture

PNG = picture(size=(300, 200))
PDF = b"%PDF-1.4\n" + b"0" * 700_000 + b"\n%%EOF\n"


def draft_of(desk: Desk) -> UUID:
    with desk.work() as work:
        return drafts.keep(work, {"owner": "", "typed": {}, "files": []})


def begin(desk: Desk, draft: UUID, name: str, size: int, already: int = 0) -> Progress:
    with desk.work() as work:
        return arriving.begin(work, draft, name=name, size=size, already=already)


def bring(desk: Desk, draft: UUID, name: str, content: bytes) -> Progress:
    """The whole file, piece by piece, as the script of the form does."""
    at = begin(desk, draft, name, len(content))
    while at.received < at.size:
        with desk.work() as work:
            piece = content[at.received : at.received + 200_000]
            at = arriving.add(work, draft, at.id, at=at.received, piece=piece)
    noted: list[Upload] = []
    at = arriving.finish(desk, draft, at.id, lambda _, upload: noted.append(upload))
    assert [upload.id for upload in noted] == [at.id]
    return at


def kept(work: Work) -> Upload:
    return work.session.scalars(select(Upload)).one()


def test_pieces_become_one_file_of_the_same_bytes(desk: Desk) -> None:
    whole = bring(desk, draft_of(desk), "đơn.pdf", PDF)

    assert (whole.kept, whole.size, whole.name) == (True, len(PDF), "đơn.pdf")
    with desk.look() as work:
        assert kept(work).scan is ScanState.UNSCANNED
        assert desk.storage.path(whole.id).read_bytes() == PDF
        assert work.session.scalar(select(func.count()).select_from(Arriving)) == 0


def test_a_picture_in_pieces_is_drawn_anew_and_loses_where_it_was_taken(sqlite_desk: Desk) -> None:
    notes = Image.Exif()
    notes[0x010F] = "Máy ảnh"
    notes.get_ifd(0x8825).update({1: "N", 2: (9.0, 38.0, 44.0), 3: "E", 4: (106.0, 30.0, 24.0)})
    sent = picture("JPEG", size=(400, 300), exif=notes)
    assert b"Exif" in sent

    whole = bring(sqlite_desk, draft_of(sqlite_desk), "hỏng.jpg", sent)

    stored = sqlite_desk.storage.path(whole.id).read_bytes()
    assert not Image.open(io.BytesIO(stored)).getexif()
    assert b"Exif" not in stored
    assert "Máy ảnh".encode() not in stored


def test_a_lost_answer_is_asked_for_and_nothing_is_written_twice(desk: Desk) -> None:
    draft = draft_of(desk)
    at = begin(desk, draft, "đơn.pdf", len(PDF))
    with desk.work() as work:
        arriving.add(work, draft, at.id, at=0, piece=PDF[:1000])
    with desk.work() as work:  # the same piece again, because its answer never came; then one that comes too early
        assert arriving.add(work, draft, at.id, at=0, piece=PDF[:1000]).received == 1000
        assert arriving.add(work, draft, at.id, at=5000, piece=PDF[5000:6000]).received == 1000
    with desk.look() as work:
        assert arriving.progress(work, draft, at.id).received == 1000


def test_a_page_that_was_closed_goes_on_with_the_same_file(desk: Desk) -> None:
    draft = draft_of(desk)
    at = begin(desk, draft, "đơn.pdf", len(PDF))
    with desk.work() as work:
        arriving.add(work, draft, at.id, at=0, piece=PDF[:1000])

    again = begin(desk, draft, "đơn.pdf", len(PDF))

    assert (again.id, again.received) == (at.id, 1000)


@pytest.mark.parametrize("piece", [PDF[: PIECE_MAX_BYTES + 1], PDF + b"more"], ids=["too long", "beyond the end"])
def test_a_piece_that_does_not_fit_changes_nothing(sqlite_desk: Desk, piece: bytes) -> None:
    draft = draft_of(sqlite_desk)
    at = begin(sqlite_desk, draft, "đơn.pdf", len(PDF))
    with sqlite_desk.work() as work:
        assert arriving.add(work, draft, at.id, at=0, piece=piece).received == 0


@pytest.mark.parametrize(
    ("size", "code"), [(0, "file_empty"), (-5, "file_empty"), (FILE_MAX_BYTES + 1, "file_too_large")]
)
def test_what_is_wrong_is_said_before_anything_is_sent(sqlite_desk: Desk, size: int, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        begin(sqlite_desk, draft_of(sqlite_desk), "a.pdf", size)
    assert refused.value.errors[0].code == code


def test_a_form_takes_ten_files_and_one_given_up_takes_no_place(sqlite_desk: Desk, clock: TestClock) -> None:
    draft = draft_of(sqlite_desk)
    for number in range(7):
        begin(sqlite_desk, draft, f"{number}.pdf", 1000, already=3)
    with pytest.raises(Invalid) as refused:
        begin(sqlite_desk, draft, "nữa.pdf", 1000, already=3)
    assert refused.value.errors[0].code == "too_many_files"

    clock.tick(hours=2)
    begin(sqlite_desk, draft, "nữa.pdf", 1000, already=3)


def test_a_program_named_like_a_picture_is_refused_and_its_bytes_are_gone(desk: Desk) -> None:
    draft = draft_of(desk)
    lying = b"MZ" + b"\0" * 3000
    at = begin(desk, draft, "ảnh.jpg", len(lying))
    with desk.work() as work:
        arriving.add(work, draft, at.id, at=0, piece=lying)

    with pytest.raises(Invalid) as refused:
        arriving.finish(desk, draft, at.id, lambda *_: None)

    assert "một chương trình máy tính" in refused.value.sentence
    assert not desk.storage.path(at.id).exists()
    with desk.look() as work:
        assert work.session.scalars(select(Upload)).all() == []


def test_nobody_reaches_a_file_of_another_form(desk: Desk) -> None:
    at = begin(desk, draft_of(desk), "đơn.pdf", 1000)
    other = draft_of(desk)

    with pytest.raises(NotFound), desk.look() as work:
        arriving.progress(work, other, at.id)
    with desk.work() as work:
        arriving.drop(work, other, at.id)
    with desk.look() as work:
        assert work.session.get(Arriving, at.id) is not None


def test_what_never_came_whole_goes_with_its_form(desk: Desk, clock: TestClock) -> None:
    draft = draft_of(desk)
    at = begin(desk, draft, "đơn.pdf", 5000)
    with desk.work() as work:
        arriving.add(work, draft, at.id, at=0, piece=b"%PDF-1.4")
    assert desk.storage.path(at.id).exists()

    clock.tick(days=3)
    with desk.work() as work:
        sweep.sweep(work)

    assert not desk.storage.path(at.id).exists()
    with desk.look() as work:
        assert work.session.get(Arriving, at.id) is None
