"""Taking a feedback down for somebody: filed through the same door as every other, with a record of who took it how.

The case and the record are one transaction, and the same form files once. The deadline runs from the moment the
feedback came, not from the moment it was typed.
"""

from sqlalchemy import select

from intake.cases import access, accusing, resend, restrict
from intake.cases.actor import Actor
from intake.cases.errors import Conflict, FieldError, Impossible, Invalid, NotAllowed
from intake.cases.reception.reading import Taken
from intake.cases.submission import Submission
from intake.cases.submit import Filed, submit
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.reception import Reception
from models.vocabulary import Action

_TAKEN = ("happened_at", "dialled", "source", "read_back", "remark", "incoming_number", "incoming_day")
"""What must be the same when a form comes twice."""

_KEPT = "Người gửi đề nghị giữ bí mật danh tính."


def take_down(work: Work, submission: Submission, taken: Taken, *, token: str) -> Filed:
    """File what an officer took down. ``token`` names the form: sent twice, it files once.

    Raises NotAllowed, Conflict when the form was filed with something else, Invalid for unknown uploads.
    """
    check(work.actor)

    once = once_of(work, token)
    filed = resend.same_again(work, submission, once, files=len(submission.upload_ids))
    filed = filed or submit(work, submission, idempotency_key=once, received_at=taken.happened_at)
    if filed.repeated:
        _must_be_the_same(work, filed.case, taken)
        return filed

    work.session.add(_record(work, filed.case, taken))
    if taken.identity_kept:
        _keep_close(work, filed.case)
    return filed


def check(actor: Actor) -> None:
    """Raises NotAllowed for whoever takes nothing down."""
    if not access.takes_down(actor):
        raise NotAllowed("takes_nothing_down", _("Chỉ cán bộ tiếp nhận và cán bộ xử lý nhập phản ánh thay người gửi."))


def once_of(work: Work, token: str) -> str:
    """The Idempotency-Key of an officer's form, apart from those of the site and of other systems."""
    return f"reception:{work.officer_id}:{token}"


def _record(work: Work, case: Case, taken: Taken) -> Reception:
    record = Reception(
        case=case,
        officer_id=work.officer_id,
        happened_at=taken.happened_at,
        dialled=taken.dialled,
        source=taken.source,
        read_back=taken.read_back,
        incoming_number=taken.incoming_number,
        incoming_day=taken.incoming_day,
    )
    record.remark = taken.remark
    return record


def _must_be_the_same(work: Work, case: Case, taken: Taken) -> None:
    record = work.session.scalars(select(Reception).where(Reception.case_id == case.id)).one()
    if any(getattr(record, name) != getattr(taken, name) for name in _TAKEN):
        raise Conflict("idempotency_key_reused", _("Phiếu này đã được nhập trước đó với nội dung khác."))


def _keep_close(work: Work, case: Case) -> None:
    """The sender does not want to be known: one desk reads it, as it reads what may be a denunciation.

    Raises Invalid where no desk can keep it.
    """
    itself = work.by_itself()
    accusing.keep_from_the_named(itself, case)
    itself.record(case, itself.allow(case, Action.CLASSIFY), by="officer")
    try:
        restrict.restrict(itself, case, note=_KEPT)
    except Impossible as refusal:
        raise Invalid(FieldError("identity_kept", refusal.code, refusal.sentence)) from None
