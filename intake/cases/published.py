"""What anybody may read: published questions and answers, newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from intake.cases import access
from intake.cases.errors import NotFound
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.organisation import Unit
from models.thread import Publication
from models.vocabulary import Field
from routing.case_code import read_code
from routing.text import first_line

PAGE_SIZE = 20
_SUMMARY = 160


@dataclass(frozen=True, slots=True)
class Published:
    """One published case; nothing here names or leads to the sender."""

    code: str
    summary: str
    question: str
    answer: str
    unit: str
    field: Field | None
    published_at: datetime


def published(work: Work, *, page: int = 1) -> tuple[list[Published], bool]:
    """One page of published cases, and whether there is another."""
    query = _query().order_by(Publication.published_at.desc(), Publication.id.desc())
    rows = work.session.execute(query.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)).all()
    return [_view(*row) for row in rows[:PAGE_SIZE]], len(rows) > PAGE_SIZE


def one(work: Work, code: str) -> Published:
    """One published case. Raises NotFound."""
    row = work.session.execute(_query().where(Case.code == (read_code(code) or ""))).first()
    if row is None:
        raise NotFound("not_published", _("Không có kết quả công khai với mã này."))
    return _view(*row)


_newer = aliased(Publication)
_latest = (
    select(_newer.id)
    .where(_newer.case_id == Case.id)
    .order_by(_newer.published_at.desc(), _newer.id.desc())
    .limit(1)
    .correlate(Case)
    .scalar_subquery()
)
"""A case that was looked at again shows its last answer only; the earlier one was taken back with the reopening."""


def _query() -> Select[Publication, str, Field | None, str]:
    return (
        select(Publication, Case.code, Case.field, Unit.name)
        .join(Case, Case.id == Publication.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .where(access.public_cases(), Publication.id == _latest)
    )


def _view(publication: Publication, code: str, field: Field | None, unit: str) -> Published:
    return Published(
        code=code,
        summary=first_line(publication.question, _SUMMARY),
        question=publication.question,
        answer=publication.answer,
        unit=unit,
        field=field,
        published_at=publication.published_at,
    )
