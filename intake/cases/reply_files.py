"""The files that go with a written answer: put on its draft, seen by the leader, frozen when it is issued.

They come in by the same door as a citizen's files and are scanned alike. It knows which of them may still change; who
may write the draft is decided in ``reply``.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

from intake.cases import attachments, uploads
from intake.cases.attachments import FileView
from intake.cases.errors import FieldError, Impossible, Invalid
from intake.cases.submission import UPLOADS_MAX
from intake.cases.work import Work
from models.case import Case
from models.languages import N_, _
from models.thread import Reply, Upload
from models.vocabulary import FileUse, ScanState

_NOT_READY = N_("Tệp kèm “{name}” chưa gửi cho người dân được: {why}")


def of_reply(work: Work, reply: Reply | None) -> list[FileView]:
    """The files of one answer, in the order in which they were added."""
    if reply is None:
        return []
    query = select(Upload).where(Upload.reply_id == reply.id, Upload.use == FileUse.REPLY).order_by(Upload.id)
    return [attachments.view(work, row) for row in work.session.scalars(query)]


def change(work: Work, case: Case, reply: Reply, *, add: Iterable[UUID], drop: Iterable[UUID]) -> list[str]:
    """Put files on a draft and take others off; the digests of what was added. Raises Invalid for too many."""
    _drop(work, reply, set(drop))
    digests = uploads.attach(work, case, add, reply=reply)
    work.session.flush()
    mine = Upload.reply_id == reply.id, Upload.use == FileUse.REPLY
    if (work.session.scalar(select(func.count()).where(*mine)) or 0) > UPLOADS_MAX:
        sentence = _("Một văn bản trả lời kèm tối đa {most} tệp. Xin bỏ bớt.").format(most=UPLOADS_MAX)
        raise Invalid(FieldError("files", "too_many_files", sentence))
    return digests


def carry_over(work: Work, wrong: Reply, draft: Reply) -> None:
    """A correction begins with copies of the files of the answer it corrects; those stay with that answer."""
    query = select(Upload).where(Upload.reply_id == wrong.id, Upload.use == FileUse.REPLY).order_by(Upload.id)
    for file in work.session.scalars(query).all():
        if file.scan is not ScanState.INFECTED:
            uploads.copy(work, file, reply_id=draft.id)


def check_ready(work: Work, reply: Reply) -> None:
    """Nothing is put before a leader or sent that nobody could open. Raises Impossible naming the file."""
    for file in of_reply(work, reply):
        if (why := file.held) is not None:
            raise Impossible("reply_file_held", _(_NOT_READY).format(name=file.name, why=_(why)))


def _drop(work: Work, reply: Reply, wanted: set[UUID]) -> None:
    query = select(Upload).where(Upload.id.in_(wanted), Upload.reply_id == reply.id, Upload.use == FileUse.REPLY)
    for file in work.session.scalars(query).all() if wanted else ():
        work.session.delete(file)
        work.session.flush()
        work.desk.storage.delete(file.id)
