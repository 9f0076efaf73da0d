"""Ending a restriction or an objection: by an office with a reason, or by its sender, who only has to say so.

Whoever would learn the sender's name by it does not decide it. Consent to publication does not come back by itself.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from intake.cases import access, data_requests, notices
from intake.cases.errors import Impossible, NotAllowed
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.history import CaseEvent
from models.languages import _
from models.personal_data import DataRequest
from models.vocabulary import DataRequestState, DataRight, EventType, NoticeKind, Role

LIFTABLE = frozenset({DataRight.RESTRICT, DataRight.OBJECT})


def lift(work: Work, request_id: UUID, *, reason: str) -> DataRequest:
    """The office ends one, with the reason its sender reads. Raises NotAllowed, Impossible (none), Invalid."""
    request, case = data_requests.find(work, request_id, lock=True)
    if not may_lift(work, case):
        raise NotAllowed
    words = read_text("reason", reason, longest=data_requests.WORDS_MAX)
    if request not in standing(work, case):
        raise Impossible("nothing_to_lift", _("Đề nghị này không còn hạn chế gì để bỏ."))

    _end(work, case, [request], words)
    notices.tell(work, case, NoticeKind.DATA_DECIDED, f"{LIFTED}\n\n{words}")
    return request


def lift_own(work: Work, case: Case) -> None:
    """The holder of the key ends every one of the case. Raises NotAllowed, Impossible where there is none."""
    if Role.CITIZEN not in work.actor.roles:
        raise NotAllowed
    if not (requests := standing(work, case)):
        raise Impossible("nothing_to_lift", _("Hồ sơ này không có hạn chế nào để bỏ."))

    _end(work, case, requests, None)
    notices.tell(work.by_itself(), case, NoticeKind.DATA_DECIDED, LIFTED)


def standing(work: Work, case: Case) -> Sequence[DataRequest]:
    """What was granted on this case and holds."""
    granted = DataRequest.case_id == case.id, DataRequest.state == DataRequestState.GRANTED
    query = select(DataRequest).where(*granted, DataRequest.wanted.in_(LIFTABLE))
    return work.session.scalars(query.order_by(DataRequest.id)).all() if case.erased_at is None else []


def may_lift(work: Work, case: Case) -> bool:
    """Whether this officer decides on the data of the case and knows already who sent it."""
    decides = work.actor.roles_on(case.unit_id, case.desk_id) & {Role.RECEIVING, Role.LEADER}
    return bool(decides) and access.knows_sender(work.actor, case)


def _end(work: Work, case: Case, requests: Sequence[DataRequest], words: str | None) -> None:
    """What was split off while it held is set free with it."""
    hid, itself = _hid(work, case), work.by_itself()
    codes = work.session.scalars(access.parts_of(case).where(Case.purpose_only).with_only_columns(Case.code)).all()
    parts = [itself.lock_beside(code) for code in codes]
    for request in requests:
        request.state = DataRequestState.LIFTED
        told = {"wanted": request.wanted.value, "request": str(request.id), "state": request.state.value}
        work.record(case, EventType.DATA_DECIDED, words, **told)
        for part in parts:
            itself.record(part, EventType.DATA_DECIDED, **told)
    work.session.flush()
    _set_free(work, case, hid)
    for part in parts:
        _set_free(work, part, hid, still=case)


def _set_free(work: Work, case: Case, hid: bool, *, still: Case | None = None) -> None:
    """The case as it was, but for what holds yet: on it, or on the one it was split from."""
    holding = {one.wanted for one in (*standing(work, case), *(standing(work, still) if still else ()))}
    case.purpose_only = bool(holding)
    if hid and DataRight.RESTRICT not in holding:
        case.identity_kept = False


def _hid(work: Work, case: Case) -> bool:
    """Whether it was the restriction that hid the sender, and not their own wish when they filed."""
    query = select(CaseEvent.data).where(CaseEvent.case_id == case.id, CaseEvent.type == EventType.DATA_DECIDED)
    return any(data.get("hid") for data in work.session.scalars(query))


LIFTED = (
    "Việc hạn chế xử lý dữ liệu của ông/bà trong hồ sơ này đã được bỏ: hồ sơ lại được dùng như các hồ sơ khác. Hồ sơ "
    "không tự công khai. Ông/bà có thể đề nghị hạn chế lại bất cứ lúc nào trên trang hồ sơ."
)
"""What is sent is Vietnamese, like every notice."""
