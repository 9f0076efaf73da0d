"""Merging duplicates: one matter, one answer, told to each of its senders on their own channel (*nhập hồ sơ*).

Two cases are only merged where one person sees both, and never a restricted one with an ordinary one. Whoever
either text complains of sees neither afterwards.
"""

from sqlalchemy import select

from intake.cases import followers, notices
from intake.cases import reply as replies
from intake.cases.errors import FieldError, Invalid, NotFound
from intake.cases.work import Work
from models.case import Accused, Case, CaseLink
from models.languages import N_, _
from models.vocabulary import Action, CaseStatus, EventType, LinkKind, NoticeKind
from routing import lifecycle
from routing.case_code import read_code
from routing.dates import local_day, say_day
from routing.lifecycle import Step

_JOINED = Step(None, frozenset(), EventType.MERGED, "", public=False)
"""What the other case notes of it, for officers only."""

_LATER = N_(
    "Hồ sơ này đến hạn sớm hơn ({day}) nên người gửi sẽ phải chờ lâu hơn luật định. "
    "Xin mở hồ sơ {main} và nhập nó vào {case}."
)
_NO_ANSWER_TO_COME: dict[CaseStatus, str] = {
    CaseStatus.RECEIVED: N_("Hồ sơ đó còn chờ máy phân loại. Xin thử lại sau ít phút."),
    CaseStatus.REFUSED: N_("Hồ sơ đó không được tiếp nhận nên không có câu trả lời chung."),
    CaseStatus.GUIDED: N_("Hồ sơ đó đã khép lại bằng hướng dẫn nên không có câu trả lời chung."),
    CaseStatus.WITHDRAWN: N_("Người gửi hồ sơ đó đã rút lại nên không có câu trả lời chung."),
}


def merge(work: Work, case: Case, into: str) -> Case:
    """Merge a case into the one with the code ``into``. Raises Invalid where that one cannot answer for it."""
    step = work.allow(case, Action.MERGE)
    main = _main(work, case, into)

    case.answered_at = work.now
    link = CaseLink(case=case, other=main, kind=LinkKind.MERGED_INTO, made_at=work.now)
    link.officer_id = work.officer_id
    work.session.add(link)
    share_accused(work, case, main)

    work.record(case, step, into=str(main.id))
    work.record(main, _JOINED, merged=str(case.id))
    notices.tell(work, case, NoticeKind.MERGED)
    _tell_what_is_answered(work, case, main)
    return case


def share_accused(work: Work, giving: Case, taking: Case) -> None:
    """Whom one case is kept from, the other is kept from too."""
    known = {(row.unit_id, row.officer_id) for row in _accused(work, taking)}
    for row in _accused(work, giving):
        if (row.unit_id, row.officer_id) not in known:
            work.session.add(Accused(case=taking, unit_id=row.unit_id, officer_id=row.officer_id))


def _accused(work: Work, case: Case) -> list[Accused]:
    return list(work.session.scalars(select(Accused).where(Accused.case_id == case.id)))


def _main(work: Work, case: Case, typed: str) -> Case:
    code = read_code(typed)
    if code is None:
        raise _wrong("code_unknown", _("Xin ghi đúng mã hồ sơ, ví dụ PA-261122-482913-7."))
    if code == case.code:
        raise _wrong("same_case", _("Đây chính là hồ sơ này. Xin ghi mã của hồ sơ cùng nội dung."))
    try:
        main = work.lock_beside(code)
    except NotFound:
        raise _wrong("not_seen", _("Không có hồ sơ mang mã này trong phần ông/bà được xem.")) from None
    if main.restricted is not case.restricted:
        raise _wrong("other_path", _("Hồ sơ hạn chế và hồ sơ thường không nhập vào nhau được."))
    if main.status in lifecycle.OPEN_STATUSES and case.due_at < main.due_at:
        raise _wrong(
            "later_deadline", _(_LATER).format(main=main.code, case=case.code, day=say_day(local_day(case.due_at)))
        )
    if main.status is CaseStatus.MERGED:
        raise _wrong("merged_already", _("Hồ sơ đó đã nhập vào một hồ sơ khác. Xin nhập thẳng vào hồ sơ chính."))
    if main.status in _NO_ANSWER_TO_COME:
        raise _wrong("no_answer_to_come", _(_NO_ANSWER_TO_COME[main.status]))
    return main


def _tell_what_is_answered(work: Work, case: Case, main: Case) -> None:
    issued = replies.last_issued(work, main)
    if issued is not None:
        followers.answered(work, case, issued, followers.for_others(main, issued.text or ""))


def _wrong(code: str, sentence: str) -> Invalid:
    return Invalid(FieldError("into", code, sentence))
