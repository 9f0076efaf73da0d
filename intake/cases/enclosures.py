"""The files that go to a citizen with a notice or a line of a conversation: put there, read back, counted.

They come in by the same door as a citizen's files and are scanned alike. How one is handed over is in ``carrying``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from intake.cases import attachments, uploads
from intake.cases.attachments import FileView
from intake.cases.errors import FieldError, Invalid
from intake.cases.event_words import DELIVERIES
from intake.cases.ports import Carriage
from intake.cases.submission import UPLOADS_MAX
from intake.cases.work import Work
from models.case import Case
from models.conversation import ChatLine
from models.enclosure import Enclosure
from models.languages import N_, _
from models.notice import Notice
from models.thread import Upload
from models.vocabulary import FileUse, JobState

Words = Notice | ChatLine
ENDED = frozenset({JobState.DELIVERED, JobState.PERMANENT, JobState.UNCERTAIN})
ON_PAGE = "on_page"
"""This way carries no files; its words say where they lie."""

_TOO_MANY = N_("Một lần gửi kèm tối đa {most} tệp. Xin bỏ bớt.")
_ELSEWHERE = N_("kênh không chuyển được, người gửi được báo nơi xem")
_NOT_SENT = N_("không gửi đi")
_COUNTED = {
    JobState.DELIVERED: "files_sent",
    JobState.UNCERTAIN: "files_unsure",
    JobState.PERMANENT: "files_on_page",
}
_WITH_LINES = (
    select(Enclosure)
    .join(Upload)
    .where(Enclosure.line_id.in_(bindparam("lines", expanding=True)), Upload.name_sealed.is_not(None))
    .options(joinedload(Enclosure.upload))
    .order_by(Enclosure.id)
)
"""Asked with every look at an open chat page, so it is put together once."""
_REDRAWN = "image/jpeg", "image/png"
"""Pictures we have drawn ourselves, and may draw smaller."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file beside the words it went with, and how far it is."""

    file: FileView
    state: JobState
    fault: str | None

    @property
    def said(self) -> str:
        """How far it is, in words."""
        if self.state is not JobState.PERMANENT:
            return DELIVERIES[self.state]
        return _NOT_SENT if self.fault == ON_PAGE else _ELSEWHERE


def attach(work: Work, case: Case | None, upload_ids: Iterable[UUID]) -> tuple[list[UUID], list[str]]:
    """Give files to the case to be sent to its citizen: their ids and keyed digests. Raises Invalid."""
    wanted = list(upload_ids)
    if len(wanted) > UPLOADS_MAX:
        raise Invalid(FieldError("files", "too_many_files", _(_TOO_MANY).format(most=UPLOADS_MAX)))
    return wanted, uploads.attach(work, case, wanted, use=FileUse.TOLD)


def enclose(work: Work, words: Words, upload_ids: Iterable[UUID], *, state: JobState = JobState.CREATED) -> None:
    """Let these files go with a notice or a line."""
    with_what = {"notice": words} if isinstance(words, Notice) else {"line": words}
    for upload_id in upload_ids:
        work.session.add(Enclosure(**with_what, upload_id=upload_id, state=state, state_at=work.now))


def of(work: Work, words: Words) -> Sequence[Enclosure]:
    """What goes with a notice or a line, in order, with its files; nothing of a case that was erased."""
    column = Enclosure.notice_id if isinstance(words, Notice) else Enclosure.line_id
    query = select(Enclosure).join(Upload).where(column == words.id, Upload.name_sealed.is_not(None))
    return work.session.scalars(query.options(joinedload(Enclosure.upload)).order_by(Enclosure.id)).all()


def of_lines(work: Work, line_ids: Iterable[UUID]) -> dict[UUID, list[Enclosed]]:
    """What went with each of these lines."""
    if not (ids := list(line_ids)):
        return {}
    found: dict[UUID, list[Enclosed]] = {}
    for row in work.session.scalars(_WITH_LINES, {"lines": ids}):
        if row.line_id is not None:
            shown = Enclosed(attachments.view(work, row.upload), row.state, row.fault)
            found.setdefault(row.line_id, []).append(shown)
    return found


def repeat(work: Work, earlier: Notice, again: Notice) -> None:
    """The same files with the same words once more."""
    enclose(work, again, [row.upload_id for row in of(work, earlier)])


def leave_on_page(work: Work, words: Words) -> None:
    """None that is left goes along: they lie on the page of the case. Of one that was under way nobody knows."""
    for row in of(work, words):
        if row.state not in ENDED:
            row.state = JobState.UNCERTAIN if row.state is JobState.SENDING else JobState.PERMANENT
            row.state_at, row.fault = work.now, row.fault or ON_PAGE


def told(work: Work, notice_ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """How many files of each notice have arrived, perhaps arrived, and lie only on the page, where there are any."""
    query = select(Enclosure.notice_id, Enclosure.state, func.count()).where(Enclosure.notice_id.in_(list(notice_ids)))
    found: dict[UUID, dict[str, int]] = {}
    for notice_id, state, count in work.session.execute(query.group_by(Enclosure.notice_id, Enclosure.state)):
        if state in _COUNTED and notice_id is not None:
            found.setdefault(notice_id, {})[_COUNTED[state]] = count
    return found


def carriage(carries: Sequence[Carriage], file: FileView) -> Carriage | None:
    """How a channel carries this file: the first way it fits, else the way of a picture that we draw smaller."""
    kinds = [one for one in carries if not one.types or file.media_type in one.types]
    fitting = next((one for one in kinds if file.size <= one.most), None)
    shrinking = next((one for one in kinds if file.media_type in _REDRAWN), None)
    return fitting or shrinking
