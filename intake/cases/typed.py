"""What officers are writing on a case and have not sent yet: kept sealed on the server while they type.

One text for each officer, case and form. It is theirs alone, goes when the form is sent, and is swept when it has
grown old. What a form means is not known here.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.exc import IntegrityError

from intake.cases import access
from intake.cases.errors import FieldError, Invalid, NotAllowed
from intake.cases.unfinished import SIZE_MAX, Fields
from intake.cases.work import Work
from models.case import Case
from models.desk import Typed
from models.languages import N_, _

KEPT = timedelta(days=30)
_TOO_LONG = N_("Đoạn đang viết quá dài nên chưa giữ được trên máy chủ. Xin lưu hoặc rút gọn.")


@dataclass(frozen=True, slots=True)
class Kept:
    """One form as it was typed, the version of the case it was made from, and when it was kept."""

    fields: Fields
    version: int
    at: datetime


def keep(work: Work, code: str, form: str, *, version: int, fields: Fields) -> None:
    """Keep what was typed into one form, in place of what was kept before. Raises NotFound, NotAllowed, Invalid."""
    if not access.works_on_cases(work.actor):
        raise NotAllowed
    if sum(len(value) for values in fields.values() for value in values) > SIZE_MAX:
        raise Invalid(FieldError("text", "too_long", _(_TOO_LONG)))
    case = work.find(code)
    if not _replaced(work, case, form, version, fields):
        try:
            with work.session.begin_nested():
                work.session.add(
                    _filled(Typed(officer_id=work.officer_id, case_id=case.id, form=form), work, version, fields)
                )
        except IntegrityError:  # another window of the same officer was quicker
            _replaced(work, case, form, version, fields)


def kept(work: Work, case: Case) -> dict[str, Kept]:
    """What this officer was writing on the case, by form."""
    rows = work.session.scalars(select(Typed).where(_own(work.actor.officer_id, case))).all()
    return {row.form: Kept(json.loads(row.fields), row.version, row.at) for row in rows if row.fields}


def forget(work: Work, case: Case, form: str) -> None:
    """The form was sent, or its officer does not want the text any more."""
    work.session.execute(delete(Typed).where(_own(work.officer_id, case), Typed.form == form))


def _replaced(work: Work, case: Case, form: str, version: int, fields: Fields) -> bool:
    query = select(Typed).where(_own(work.officer_id, case), Typed.form == form)
    row = work.session.scalar(query.with_for_update())
    if row is not None:
        _filled(row, work, version, fields)
    return row is not None


def _filled(row: Typed, work: Work, version: int, fields: Fields) -> Typed:
    row.version, row.fields, row.at = version, json.dumps(fields), work.now
    return row


def _own(officer_id: UUID | None, case: Case) -> ColumnElement[bool]:
    return and_(Typed.officer_id == officer_id, Typed.case_id == case.id)
