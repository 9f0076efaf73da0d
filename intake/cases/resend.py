"""The same form sent twice: a double click sends its files again under new ids, and that is no new request.

It knows when two sendings of one form are the same (every field equal, as many files). What the form was filed
as stays the business of ``submit``.
"""

from dataclasses import replace

from sqlalchemy import select

from intake.cases.errors import Conflict
from intake.cases.submission import Submission
from intake.cases.submit import Filed, submit
from intake.cases.work import Work
from models.case import Case
from models.citizen import IdempotencyRecord
from models.thread import Upload


def filed_with(work: Work, idempotency_key: str) -> Case | None:
    """The case that was filed with this key, whatever was in it."""
    digest = work.digest("idempotency", idempotency_key)
    query = select(Case).join(IdempotencyRecord, IdempotencyRecord.case_id == Case.id)
    return work.session.scalar(query.where(IdempotencyRecord.key_digest == digest))


def same_again(work: Work, submission: Submission, idempotency_key: str, *, files: int) -> Filed | None:
    """What this form was filed as, or None if it was not. Raises Conflict if it was filed with something else."""
    case = filed_with(work, idempotency_key)
    if case is None:
        return None
    query = select(Upload.id).where(Upload.case_id == case.id, Upload.seq == 1).order_by(Upload.id)
    first = tuple(work.session.scalars(query))
    if len(first) != files:
        raise Conflict("idempotency_key_reused", "Yêu cầu này đã được gửi trước đó với nội dung khác.")
    return submit(work, replace(submission, upload_ids=first), idempotency_key=idempotency_key)
