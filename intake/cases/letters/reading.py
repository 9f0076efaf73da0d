"""The letters of a case for its officers: which there are, and their files as Word and as PDF.

A letter is never public and a citizen has no door to it here; whoever asks has already seen the case through
``access``. The PDF is made from the Word file when it is first wanted, outside any transaction, and can be made again.
"""

import io
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid5

from sqlalchemy import select

from intake.cases import access
from intake.cases.errors import Impossible, NotFound
from intake.cases.letters.blanks import written_number
from intake.cases.ports import PrinterFault
from intake.cases.work import Desk, Work
from models.case import Case
from models.languages import N_, _
from models.letter import Letter, LetterForm
from models.organisation import Officer
from models.thread import Reply, Upload

NO_PRINTER = N_("Máy chủ chưa cài LibreOffice nên chưa tạo được bản PDF. Bản Word vẫn tải được bình thường.")
_PRINTER_FAILED = N_("Chưa tạo được bản PDF. Bản Word vẫn tải được bình thường; xin thử lại sau ít phút.")


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter. ``reply_version`` is the version of the answer it carries, ``form_version`` None for the built-in."""

    id: UUID
    upload_id: UUID
    number: str
    day: date
    signer: str
    signer_title: str
    reply_version: int
    form_version: int | None
    by: str
    made_at: datetime
    name: str


def letters(work: Work, case: Case) -> list[LetterView]:
    """The letters of the case, the latest first; none for whoever may not know who wrote."""
    if not access.sees_identity(work.actor) or work.actor.case_id is not None:
        return []
    query = (
        select(Letter, Upload, Reply.version, LetterForm.version, Officer.name)
        .join(Upload, Upload.id == Letter.upload_id)
        .join(Reply, Reply.id == Letter.reply_id)
        .join(Officer, Officer.id == Letter.officer_id)
        .outerjoin(LetterForm, LetterForm.id == Letter.form_id)
        .where(Letter.case_id == case.id)
    )
    return [_view(*row) for row in work.session.execute(query.order_by(Letter.made_at.desc()))]


def letter(work: Work, case: Case, letter_id: UUID) -> LetterView:
    """One letter of the case. Raises NotFound."""
    found = next((one for one in letters(work, case) if one.id == letter_id), None)
    if found is None or case.erased_at is not None:
        raise NotFound("no_letter", _("Không có công văn này trong hồ sơ."))
    return found


def word(desk: Desk, view: LetterView) -> Path:
    """Where the Word file lies. Raises NotFound when it is lost."""
    path = desk.storage.path(view.upload_id)
    if not path.exists():
        raise NotFound("file_lost", _("Tệp này không còn trên máy chủ. Xin báo người quản trị."))
    return path


def pdf(desk: Desk, view: LetterView) -> Path:
    """Where the PDF lies, made first if it has to be. Raises Impossible where none can be made."""
    path = desk.storage.path(kept_as := uuid5(view.upload_id, "pdf"))
    if not path.exists():
        desk.storage.save(kept_as, io.BytesIO(printed(desk, word(desk, view).read_bytes())))
    return path


def printed(desk: Desk, docx: bytes) -> bytes:
    """A Word file as a PDF; slow, never inside a transaction. Raises Impossible."""
    if desk.printer is None:
        raise Impossible("no_printer", _(NO_PRINTER))
    try:
        return desk.printer.pdf(docx)
    except PrinterFault:
        raise Impossible("printer_failed", _(_PRINTER_FAILED)) from None


def _view(letter: Letter, upload: Upload, reply_version: int, form_version: int | None, by: str) -> LetterView:
    return LetterView(
        id=letter.id,
        upload_id=letter.upload_id,
        number=f"{written_number(letter.number)}/{letter.sign}",
        day=letter.day,
        signer=letter.signer,
        signer_title=letter.signer_title,
        reply_version=reply_version,
        form_version=form_version,
        by=by,
        made_at=letter.made_at,
        name=upload.name or "cong-van.docx",
    )
