"""Extending a deadline (*gia hạn*): by the unit's leader, with a reason, as often as the rule book allows.

The longer limit is counted from where the first one was: an extension never starts the clock again. Where no
rule allows one, the officer reads which duty stands in its place.
"""

from sqlalchemy import func, select

from intake.cases import limits, notices, waits
from intake.cases.errors import Impossible
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.history import Deadline
from models.languages import _
from models.vocabulary import Action, CaseKind, DeadlineCause, NoticeKind
from routing import deadlines
from routing.dates import local, local_day, say_day
from routing.deadlines import DeadlineResult
from routing.rulebook import Extension, RuleUnknown


def extend(work: Work, case: Case, *, reason: str) -> Case:
    """Give the case the longer limit. Raises Impossible with the rule that forbids it."""
    step = work.allow(case, Action.EXTEND)
    words = read_text("reason", reason)

    before = limits.current(work, case)
    result = _longer(work, case, before)

    work.record(case, step, words)
    if before is not None:
        limits.move(work, case, before, result, DeadlineCause.EXTENDED)
    until = f"Hạn trả lời mới: hết ngày {say_day(result.last_day)}, căn cứ {result.basis}."
    notices.tell(work, case, NoticeKind.EXTENDED, f"{words}\n\n{until}")
    return case


def refusal(work: Work, case: Case) -> str | None:
    """Why this case's deadline can't be extended now, as a sentence; None if it can."""
    try:
        _longer(work, case, limits.current(work, case))
    except Impossible as impossible:
        return impossible.sentence
    return None


def _longer(work: Work, case: Case, before: Deadline | None) -> DeadlineResult:
    """The deadline after an extension. Raises Impossible."""
    if before is None:
        raise Impossible("no_deadline", _("Hồ sơ này chưa có thời hạn nên chưa thể gia hạn."))
    book, kind = work.desk.rulebook, case.kind or CaseKind.CONDUCT
    rule = book.on(local_day(before.counted_from)).extension(kind)
    result = deadlines.extension_for_kind(kind, before.counted_from, book, waits.of(work, case))
    if result is None:
        raise Impossible("extension_not_allowed", _not_allowed(work, rule))
    if _times(work, before) >= rule.times:
        said = _("Hồ sơ đã được gia hạn {times} lần, là số lần tối đa theo {law}.").format(
            times=rule.times, law=rule.grounds.reference
        )
        raise Impossible("extended_already", said)
    if before.due_at < work.now:
        said = _("Thời hạn đã hết từ {time} ngày {day} nên không gia hạn được nữa. {duty}").format(
            time=f"{local(before.due_at):%H:%M}", day=say_day(local_day(before.due_at)), duty=_duty(work)
        )
        raise Impossible("deadline_expired", said.strip())
    if result.due <= before.due_at:
        raise Impossible(
            "extension_not_longer",
            _("Hạn hiện nay đã là hạn dài nhất theo {law}.").format(law=rule.grounds.reference),
        )
    return result


def _times(work: Work, before: Deadline) -> int:
    """How often this term was extended; what was counted from another instant, before a reopening, is not of it."""
    query = select(func.count(Deadline.id)).where(
        Deadline.case_id == before.case_id,
        Deadline.counted_from == before.counted_from,
        Deadline.cause == DeadlineCause.EXTENDED,
    )
    return work.session.scalar(query) or 0


def _not_allowed(work: Work, rule: Extension) -> str:
    return _("Không gia hạn được: {law}. {duty}").format(law=rule.grounds.reference, duty=_duty(work)).strip()


def _duty(work: Work) -> str:
    """What the office owes the sender when it is late, in words and with its basis."""
    day = work.desk.rulebook.on(work.today)
    try:
        duty = day.status_duty
        limit = day.limit(duty.limit)
    except RuleUnknown:
        return ""
    term = f"{limit.term.amount} {_(limit.term.unit.label)}"
    return _("Quá hạn mà chưa xong thì cứ {term} phải báo tình hình xử lý cho người gửi một lần ({law}).").format(
        term=term, law=limit.grounds.reference
    )
