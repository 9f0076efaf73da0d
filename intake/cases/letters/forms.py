"""The forms of letter of an office (*mẫu công văn*): .docx files, of one unit or of the whole province, in versions.

A leader keeps those of their unit, an administrator those of the province. A new file adds a version; a letter keeps
the version it was written on.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from intake.cases import attachments, uploads
from intake.cases.attachments import FileView
from intake.cases.errors import Impossible, NotFound
from intake.cases.incoming import Examined
from intake.cases.letters import checking
from intake.cases.letters.built_in import built_in
from intake.cases.reply_templates import is_keeper, owner
from intake.cases.work import Work
from models.languages import _
from models.letter import LetterForm
from models.organisation import Officer
from models.thread import Upload
from models.vocabulary import CaseKind, FileUse

__all__ = ["FormView", "add", "bytes_of", "content", "current_for", "is_keeper", "kept_by", "owner", "retire", "view"]


@dataclass(frozen=True, slots=True)
class FormView:
    """One version of a form, as its keepers see it; ``ended_at`` when a later one replaced it or it was retired."""

    id: UUID
    kind: CaseKind | None
    version: int
    file: FileView
    by: str
    made_at: datetime
    ended_at: datetime | None


def add(work: Work, file: Examined, *, kind: CaseKind | None) -> LetterForm:
    """Keep a form; it takes the place of the one for the same kind. Raises NotAllowed, Invalid."""
    unit_id = owner(work)
    checking.check(file)

    upload = uploads.receive(work, file)
    upload.use = FileUse.FORM
    same = _of(unit_id), LetterForm.kind.is_not_distinct_from(kind)
    for before in work.session.scalars(select(LetterForm).where(*same, LetterForm.superseded_at.is_(None))):
        before.superseded_at = work.now
    last = work.session.scalar(select(func.max(LetterForm.version)).where(*same)) or 0
    made = LetterForm(unit_id=unit_id, kind=kind, version=last + 1, upload_id=upload.id)
    made.officer_id, made.made_at = work.officer_id, work.now
    work.session.add(made)
    work.session.flush()
    return made


def retire(work: Work, form_id: UUID) -> None:
    """Use it no more. Raises NotFound."""
    form = _kept(work, form_id)

    form.superseded_at = form.superseded_at or work.now


def kept_by(work: Work) -> Sequence[FormView]:
    """Every version of the forms this officer keeps: those in use first, newest first. Raises NotAllowed."""
    query = _views().where(_of(owner(work)))
    rows = work.session.execute(query.order_by(LetterForm.superseded_at.is_not(None), LetterForm.made_at.desc()))
    return [_view(work, *row) for row in rows]


def view(work: Work, form_id: UUID) -> FormView:
    """One version of a form this officer keeps. Raises NotFound."""
    row = work.session.execute(_views().where(LetterForm.id == _kept(work, form_id).id)).one()
    return _view(work, *row)


def current_for(work: Work, kind: CaseKind | None) -> LetterForm | None:
    """The form for a case of this kind: the unit's before the province's, one for the kind before one for all."""
    query = select(LetterForm).where(
        LetterForm.superseded_at.is_(None),
        or_(LetterForm.unit_id == work.actor.unit_id, LetterForm.unit_id.is_(None)),
        or_(LetterForm.kind.is_not_distinct_from(kind), LetterForm.kind.is_(None)),
    )
    order = LetterForm.unit_id.is_(None), LetterForm.kind.is_(None), LetterForm.made_at.desc()
    return work.session.scalar(query.order_by(*order).limit(1))


def content(work: Work, form: LetterForm | None) -> bytes:
    """The bytes of a form, those of the built-in one for none. Raises Impossible while it may not be opened."""
    if form is None:
        return built_in()
    return bytes_of(work, attachments.view(work, work.session.get_one(Upload, form.upload_id)))


def bytes_of(work: Work, file: FileView) -> bytes:
    """The bytes of a form's file. Raises Impossible while it may not be opened, NotFound when it is lost."""
    if file.held:
        raise Impossible("form_held", _(file.held))
    with io.BytesIO() as read:
        try:
            read.write(work.desk.storage.path(file.id).read_bytes())
        except FileNotFoundError:
            raise NotFound("file_lost", _("Tệp này không còn trên máy chủ. Xin báo người quản trị.")) from None
        return read.getvalue()


def _kept(work: Work, form_id: UUID) -> LetterForm:
    found = work.session.get(LetterForm, form_id)
    if found is None or found.unit_id != owner(work):
        raise NotFound("no_form", _("Không có mẫu công văn này trong phần ông/bà giữ."))
    return found


def _views() -> Select[LetterForm, Upload, str]:
    return (
        select(LetterForm, Upload, Officer.name)
        .join(Upload, Upload.id == LetterForm.upload_id)
        .join(Officer, Officer.id == LetterForm.officer_id)
    )


def _view(work: Work, form: LetterForm, upload: Upload, by: str) -> FormView:
    file = attachments.view(work, upload)
    return FormView(form.id, form.kind, form.version, file, by, form.made_at, form.superseded_at)


def _of(unit_id: UUID | None) -> ColumnElement[bool]:
    return LetterForm.unit_id.is_(None) if unit_id is None else LetterForm.unit_id == unit_id
