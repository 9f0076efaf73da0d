"""Files that come in: kept under an id, attached to the case that names them, removed when none does.

It knows the way of a file into a case and when it has to be scanned. Whether it may come in at all was decided before,
by ``incoming``.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from intake.cases import scanning
from intake.cases.errors import FieldError, Invalid
from intake.cases.incoming import Examined
from intake.cases.work import Work
from models.case import Case
from models.languages import N_, _
from models.thread import Reply, Upload
from models.vocabulary import FileUse, ScanState

_INFECTED = N_("Tệp “{names}” có mã độc nên đã bị chặn và xóa. Xin gửi lại mà không kèm tệp này.")

_FREE = Upload.case_id.is_(None), Upload.use == FileUse.SENT
"""What no case has yet; a form of the office never goes into one."""


def receive(work: Work, file: Examined, upload_id: UUID | None = None) -> Upload:
    """Keep one file, under the id it came under if it had one.

    What we have drawn ourselves is safe; anything else is scanned, where there is a scanner.
    """
    unknown = ScanState.UNSCANNED if work.desk.scanner is None else ScanState.WAITING
    upload = Upload(
        id=upload_id,
        name=file.name,
        media_type=file.kind.media_type,
        size=file.size,
        sha256=file.sha256,
        scan=ScanState.SAFE if file.kind.is_picture else unknown,
        created_at=work.now,
    )
    file.content.seek(0)
    work.desk.storage.save(upload.id, file.content)
    work.session.add(upload)
    work.session.flush()
    if upload.scan is ScanState.WAITING:
        scanning.ask(work, str(upload.id))
    return upload


def usable(work: Work, upload_ids: Iterable[UUID]) -> set[UUID]:
    """Those that a case could still be given: here, given to none, and not blocked."""
    free = select(Upload.id).where(*_FREE, Upload.scan != ScanState.INFECTED)
    return set(work.session.scalars(free.where(Upload.id.in_(list(upload_ids)))))


def discard(work: Work, upload_ids: Iterable[UUID]) -> None:
    """Remove files that no case has taken, because what came with them was refused."""
    free = select(Upload).where(Upload.id.in_(list(upload_ids)), *_FREE)
    for upload in work.session.scalars(free.with_for_update()):
        work.desk.storage.delete(upload.id)
        work.session.delete(upload)


def attach(
    work: Work,
    case: Case | None,
    upload_ids: Iterable[UUID],
    *,
    reply: Reply | None = None,
    use: FileUse = FileUse.SENT,
) -> list[str]:
    """Give uploads to the case they were sent for, or to the draft of its ``reply``; returns their keyed digests.

    Without a case they stay with the line of a conversation they were sent with.

    Raises Invalid for an unknown or already used id, and for a file that was found to be infected.
    """
    wanted = list(upload_ids)
    if not wanted:
        return []
    free = select(Upload).where(Upload.id.in_(wanted), *_FREE).order_by(Upload.id)
    found = work.session.scalars(free.with_for_update()).all()
    if len(found) != len(wanted):
        raise Invalid(
            FieldError("upload_ids", "upload_unknown", _("Có tệp kèm theo không còn trên máy chủ. Xin gửi lại."))
        )
    if blocked := [upload.name or _("tệp") for upload in found if upload.scan is ScanState.INFECTED]:
        raise Invalid(FieldError("upload_ids", "file_infected", _(_INFECTED).format(names="”, “".join(blocked))))
    for upload in found:
        upload.use = use
        if case is not None:
            upload.case_id, upload.seq = case.id, case.version + 1
        if reply is not None:
            upload.use, upload.reply_id = FileUse.REPLY, reply.id
    return [work.digest("file", upload.sha256) for upload in found]


def copy(work: Work, file: Upload, *, reply_id: UUID) -> Upload:
    """The same file once more, for another reply of the case."""
    return _again(work, file, case_id=file.case_id, seq=file.seq, reply_id=reply_id)


def share(work: Work, case: Case, to: Case, upload_ids: Iterable[UUID]) -> list[str]:
    """The same files once more, for a case of the same sender; returns their keyed digests."""
    wanted = list(upload_ids)
    if not wanted:
        return []
    own = Upload.case_id == case.id, Upload.use == FileUse.SENT
    found = work.session.scalars(select(Upload).where(Upload.id.in_(wanted), *own).order_by(Upload.id)).all()
    made = [_again(work, file, case_id=to.id, seq=to.version + 1) for file in found]
    if any(file.scan is ScanState.WAITING for file in made):
        scanning.ask(work, str(made[0].id))
    return [work.digest("file", file.sha256) for file in made]


def _again(work: Work, file: Upload, *, case_id: UUID | None, seq: int | None, reply_id: UUID | None = None) -> Upload:
    again = Upload(
        case_id=case_id,
        seq=seq,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        scan=file.scan,
        created_at=work.now,
        use=file.use,
        reply_id=reply_id,
    )
    again.name = file.name
    with work.desk.storage.path(file.id).open("rb") as content:
        work.desk.storage.save(again.id, content)
    work.session.add(again)
    return again


def move(work: Work, case: Case, to: Case, upload_ids: Iterable[UUID]) -> list[str]:
    """Give files of one case to another, split from it; returns their keyed digests. Raises Invalid for others."""
    wanted = set(upload_ids)
    if not wanted:
        return []
    own = Upload.case_id == case.id, Upload.use == FileUse.SENT
    found = work.session.scalars(select(Upload).where(Upload.id.in_(wanted), *own)).all()
    if len(found) != len(wanted):
        raise Invalid(
            FieldError("files", "upload_unknown", _("Có tệp không thuộc hồ sơ này. Xin chọn lại tệp cho từng phần."))
        )
    for upload in found:
        upload.case_id, upload.seq = to.id, to.version + 1
    return [work.digest("file", upload.sha256) for upload in found]
