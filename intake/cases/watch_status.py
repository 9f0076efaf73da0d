"""Telling the citizen that their case is late, when a turn of the duty ends and no officer has told them.

TT 02/2017/TT-VPCP asks for it every 7 days after the deadline. What is told is what is true: since when it is late,
who has it, and when they will hear again.
"""

from collections.abc import Sequence
from uuid import UUID

from intake.cases import notices, watch_scan
from intake.cases.watch_scan import Found
from intake.cases.work import Work, by_id
from models.case import Case
from models.vocabulary import CaseStatus, EventType, NoticeKind
from routing import watching
from routing.dates import local_day, say_day


def tell(work: Work, case_ids: Sequence[UUID], units: frozenset[UUID]) -> int:
    """Tell the sender of each of these cases, if it is still due; returns how many were told."""
    due = [found for found in watch_scan.locked(work, case_ids, units) if is_due(work, found)]
    for found in due:
        case = by_id(work, found.case_id)
        words = _sentence(work, case, found)
        work.record(case, EventType.STATUS_TOLD, words)
        notices.tell(work, case, NoticeKind.STATUS, words)
    return len(due)


def is_due(work: Work, found: Found) -> bool:
    return watching.status_is_due(found.watched, work.now, work.desk.rulebook)


def _sentence(work: Work, case: Case, found: Found) -> str:
    law = work.desk.rulebook.on(local_day(found.watched.due))
    limit = law.limit(law.status_duty.limit)
    return (
        f"Hạn trả lời là hết ngày {say_day(found.last_day)}, đến nay đã quá hạn. {_where(case)} "
        f"Xin lỗi ông/bà vì sự chậm trễ này. Chừng nào chưa có kết quả, cứ {limit.term.words} ông/bà được báo "
        f"tình hình một lần (căn cứ {limit.grounds.reference})."
    )


def _where(case: Case) -> str:
    """Who has the case, in the citizen's words."""
    if case.unit is None:
        return "Bộ phận tiếp nhận đang xem để chuyển đúng cơ quan."
    if case.status is CaseStatus.AWAITING_CITIZEN:
        return f"{case.unit.name} đang chờ ông/bà trả lời câu hỏi của cán bộ."
    if case.status is CaseStatus.ASSIGNED:
        return f"Hồ sơ đang ở {case.unit.name}, chưa có người thụ lý."
    return f"{case.unit.name} đang xử lý, chưa có kết quả."
