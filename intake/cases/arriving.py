"""Files that come in pieces, because a bad line would never bring them whole: each belongs to one unsent form.

Pieces come in order. Whoever lost the answer to one asks how much is here and goes on from there. A file that is whole
is examined and kept as any other; until then it is nobody's and goes when its form goes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from intake.cases import uploads
from intake.cases.errors import FieldError, Invalid, NotFound
from intake.cases.incoming import FILE_MAX_BYTES, Incoming, examined
from intake.cases.submission import UPLOADS_MAX
from intake.cases.unfit import Unfit
from intake.cases.work import Desk, Work
from models.filing import Arriving
from models.languages import N_, _
from models.thread import Upload

PIECE_MAX_BYTES = 512 * 1024
"""A quarter of a minute on a line of 256 kbit/s: what is lost when the line breaks is never more."""

_NAME_MAX = 255
_GIVEN_UP = timedelta(hours=1)
"""A file that has not come in this time takes nobody's place any more."""
_NONE = N_("Tệp này không còn trên máy chủ. Xin chọn lại tệp.")
_TOO_MANY = N_("Mỗi lần gửi kèm tối đa {most} tệp. Xin bỏ bớt tệp đã nhận.")


@dataclass(frozen=True, slots=True)
class Progress:
    """How many bytes of a file are here; ``kept`` once it is whole and good."""

    id: UUID
    name: str
    received: int
    size: int
    kept: bool = False


def begin(work: Work, draft_id: UUID, *, name: str, size: int, already: int) -> Progress:
    """Take note of a file that will come, or go on with the one that began to. Raises Invalid if it may not.

    ``already`` is how many files the form has.
    """
    if not 0 < size <= FILE_MAX_BYTES:
        raise Unfit("file_too_large" if size > 0 else "file_empty").about(name)
    mine = select(Arriving).where(Arriving.draft_id == draft_id)
    if (begun := _begun(work, mine, name[:_NAME_MAX], size)) is not None:
        return _progress(begun)
    recent = mine.where(Arriving.created_at > work.now - _GIVEN_UP)
    coming = work.session.scalar(select(func.count()).select_from(recent.subquery())) or 0
    if coming + already >= UPLOADS_MAX:
        raise Invalid(FieldError("files", "too_many_files", _(_TOO_MANY).format(most=UPLOADS_MAX)))
    row = Arriving(draft_id=draft_id, size=size, received=0, created_at=work.now)
    row.name = name[:_NAME_MAX]
    work.session.add(row)
    work.session.flush()
    return _progress(row)


def progress(work: Work, draft_id: UUID, file_id: UUID) -> Progress:
    """How far a file has come. Raises NotFound for one of another form."""
    return _progress(_row(work, draft_id, file_id))


def add(work: Work, draft_id: UUID, file_id: UUID, *, at: int, piece: bytes) -> Progress:
    """Take the piece that begins at byte ``at``. One that was here before, or comes too early, changes nothing."""
    row = _row(work, draft_id, file_id, lock=True)
    if at == row.received and len(piece) <= min(PIECE_MAX_BYTES, row.size - at):
        work.desk.storage.put(row.id, at, piece)
        row.received += len(piece)
    return _progress(row)


def finish(desk: Desk, draft_id: UUID, file_id: UUID, note: Callable[[Work, Upload], None]) -> Progress:
    """Examine a file that is whole and keep it under its id. Raises Invalid for what may not come in, and removes it.

    ``note`` writes it into the form, in the same transaction.
    """
    with desk.look() as work:
        whole = _progress(_row(work, draft_id, file_id))
    try:
        with (
            desk.storage.path(file_id).open("rb") as content,
            examined(Incoming(whole.name, content)) as file,
            desk.work() as work,
        ):
            work.session.delete(_row(work, draft_id, file_id, lock=True))
            upload = uploads.receive(work, file, file_id)
            note(work, upload)
            return Progress(file_id, upload.name or _("tệp"), upload.size, upload.size, kept=True)
    except Invalid:
        with desk.work() as work:
            drop(work, draft_id, file_id)
        raise


def drop(work: Work, draft_id: UUID, file_id: UUID) -> None:
    """Its sender does not want to send it any more; one that is gone already is fine."""
    found = work.session.get(Arriving, file_id)
    if found is not None and found.draft_id == draft_id:
        work.session.delete(found)
        work.desk.storage.delete(file_id)


def discard(work: Work, drafts: Select[Any]) -> None:
    """Remove what was still on its way into these drafts."""
    for row in work.session.scalars(select(Arriving).where(Arriving.draft_id.in_(drafts))):
        work.desk.storage.delete(row.id)
        work.session.delete(row)
    work.session.flush()


def _begun(work: Work, mine: Select[Arriving], name: str, size: int) -> Arriving | None:
    """The same file of a page that was closed meanwhile: its name is sealed, so it is compared here."""
    rows = work.session.scalars(mine.where(Arriving.size == size))
    return next((row for row in rows if row.name == name), None)


def _row(work: Work, draft_id: UUID, file_id: UUID, *, lock: bool = False) -> Arriving:
    query = select(Arriving).where(Arriving.id == file_id, Arriving.draft_id == draft_id)
    row = work.session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound("no_file", _(_NONE))
    return row


def _progress(row: Arriving) -> Progress:
    return Progress(row.id, row.name or _("tệp"), row.received, row.size)
