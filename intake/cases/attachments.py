"""The files of a case as its readers see them: which may be opened, which are held back, and why.

Whoever asks has already seen the case through ``access``. It knows nothing of pages; what is written here about a
file is written once for officers, citizens and other systems.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import and_, or_, select

from intake.cases import access
from intake.cases.errors import Impossible, NotFound
from intake.cases.work import Work
from models.case import Case
from models.languages import N_, _
from models.thread import Reply, Upload
from models.vocabulary import FileUse, ReplyState, ScanState

_HELD = {
    ScanState.WAITING: ("file_waiting", N_("Tệp đang được quét mã độc nên chưa mở được. Xin thử lại sau ít phút.")),
    ScanState.INFECTED: ("file_infected", N_("Tệp này có mã độc nên đã bị chặn và xóa, không ai mở được.")),
}


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of the case, by the name its sender gave it; ``size`` in bytes."""

    id: UUID
    name: str
    media_type: str
    size: int
    scan: ScanState

    @property
    def held(self) -> str | None:
        """Why it can't be opened now, in one sentence."""
        return _HELD[self.scan][1] if self.scan in _HELD else None

    @property
    def held_as(self) -> str | None:
        """The same as a code."""
        return _HELD[self.scan][0] if self.scan in _HELD else None

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture that we have drawn anew, fit to be shown small."""
        return self.scan is ScanState.SAFE and self.media_type in ("image/jpeg", "image/png")

    @property
    def is_unscanned(self) -> bool:
        """Whether nobody has looked for malware in it, so that an officer is warned first."""
        return self.scan is ScanState.UNSCANNED


def files(work: Work, case: Case) -> list[FileView]:
    """Every file the citizen sent, oldest first; a blocked one too."""
    if case.erased_at is not None:
        return []
    query = select(Upload).where(Upload.case_id == case.id, Upload.use == FileUse.SENT)
    return [view(work, row) for row in work.session.scalars(query.order_by(Upload.id))]


def told(work: Work, case: Case) -> list[FileView]:
    """Every file an officer sent the citizen with a question or a line of a chat, oldest first."""
    if case.erased_at is not None:
        return []
    query = select(Upload).where(Upload.case_id == case.id, Upload.use == FileUse.TOLD)
    return [view(work, row) for row in work.session.scalars(query.order_by(Upload.id))]


def unattached(work: Work, upload_ids: Iterable[UUID]) -> list[FileView]:
    """Those of these files that are here and that no case has yet, to be shown in the form that brought them."""
    query = select(Upload).where(Upload.id.in_(list(upload_ids)), Upload.case_id.is_(None), Upload.use == FileUse.SENT)
    return [view(work, row) for row in work.session.scalars(query.order_by(Upload.id))]


def view(work: Work, row: Upload) -> FileView:
    """One file as it is shown."""
    return FileView(row.id, row.name or _("tệp"), row.media_type, row.size, _state(work, row))


def openable(work: Work, case: Case, file_id: UUID) -> tuple[FileView, Path]:
    """One file and where its bytes lie. Raises NotFound, and Impossible for one that is held back or blocked."""
    may = access.sees_identity(work.actor) and case.erased_at is None
    row = _readable(work, case, file_id) if may else None
    if row is None:
        raise NotFound("no_file", _("Không có tệp này trong hồ sơ."))
    return opened(work, row)


def opened(work: Work, row: Upload) -> tuple[FileView, Path]:
    """A file that its reader may have, and where its bytes lie. Raises Impossible, and NotFound if it is lost."""
    found = view(work, row)
    if found.scan in _HELD:
        code, sentence = _HELD[found.scan]
        raise Impossible(code, _(sentence))
    path = work.desk.storage.path(row.id)
    if not path.exists():
        raise NotFound("file_lost", _("Tệp này không còn trên máy chủ. Xin báo người quản trị."))
    return found, path


def _readable(work: Work, case: Case, file_id: UUID) -> Upload | None:
    """What either side sent, and what goes with an answer: a draft's only for officers. Letters have their own door."""
    query = select(Upload).outerjoin(Reply, Reply.id == Upload.reply_id)
    query = query.where(Upload.id == file_id, Upload.case_id == case.id)
    answered = Upload.use == FileUse.REPLY
    if work.actor.case_id is not None:
        answered = and_(answered, Reply.state == ReplyState.ISSUED)
    return work.session.scalar(query.where(or_(Upload.use.in_((FileUse.SENT, FileUse.TOLD)), answered)))


def _state(work: Work, upload: Upload) -> ScanState:
    """A file that waits for a scanner which was taken out of the settings is one that nobody has scanned."""
    forgotten = upload.scan is ScanState.WAITING and work.desk.scanner is None
    return ScanState.UNSCANNED if forgotten else upload.scan
