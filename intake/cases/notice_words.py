"""What a notice says beside its subject: who has the case, by when they answer and why, what is next, whom to ask.

Always Vietnamese, because a notice is what an authority sends. It knows sentences, and the facts of one case as they
stand when the notice is made; where no limit runs, nothing is said of one. It refuses to know restricted cases: of
those a notice says only that there is news.
"""

from dataclasses import dataclass

from intake.cases import limits, organisation
from intake.cases.due_words import must_answer, say_due
from intake.cases.work import Work
from models.case import Case
from models.history import Deadline
from models.languages import SOURCE, speaking
from models.organisation import Unit
from models.vocabulary import CaseStatus, NoticeKind
from routing.dates import say_day

_K = NoticeKind


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of a case when its notice is made; ``unit`` and ``until`` are empty where nobody can say yet.

    ``until`` are whole sentences, ``desk`` is where citizens may ask, with its telephone.
    """

    unit: str
    day: str
    until: str
    desk: str


_FIRST = {
    _K.RECEIVED: "Tiếp theo, phản ánh được xem thuộc cơ quan nào giải quyết; thường chỉ trong ít phút.",
    _K.ROUTED: "Đã chuyển {unit} ngày {day}. {unit} nhận hồ sơ, xem xét và trả lời ông/bà.",
    _K.SPLIT: "Phần này có mã hồ sơ trên, được giải quyết và trả lời riêng.",
    _K.MERGED: "Các hồ sơ được giải quyết chung, thời hạn tính theo hồ sơ chung. Có câu trả lời, ông/bà được báo ngay.",
    _K.REFUSED: "Cơ quan không tiếp nhận phản ánh này, vì lý do sau.",
    _K.GUIDED: "Việc này có nơi khác giải quyết, hoặc phải làm cách khác. Xin xem hướng dẫn sau.",
}
"""What stands before the words of a person, and alone where nobody is quoted."""

_LAST = {
    _K.ASKED: "Ông/bà trả lời xong, {unit} giải quyết tiếp.",
    _K.EXTENDED: "Cơ quan giải quyết: {unit}.",
    _K.STATUS: "Cơ quan giải quyết: {unit}.",
    _K.ANSWERED: "Ông/bà cho biết mức độ hài lòng, hoặc đề nghị xem lại một lần nếu chưa thỏa đáng, tại trang hồ sơ.",
    _K.CORRECTED: "Ông/bà cho biết mức độ hài lòng, hoặc đề nghị xem lại một lần nếu chưa thỏa đáng, tại trang hồ sơ.",
    _K.REFUSED: "Cần hỏi rõ, ông/bà gọi hoặc đến {desk}.",
    _K.GUIDED: "Cần hỏi thêm, ông/bà gọi hoặc đến {desk}.",
}
"""What stands after them; a unit they have named is not named again."""

_COUNTED = (_K.RECEIVED, _K.ROUTED, _K.SPLIT)


def told(work: Work, case: Case, kind: NoticeKind, words: str) -> str:
    """The words of a notice with what the product itself has to say; none for a restricted case."""
    if case.restricted or kind not in _FIRST | _LAST:
        return words
    return sentences(kind, words, _facts(work, case, kind))


def sentences(kind: NoticeKind, words: str, facts: Facts) -> str:
    """The same of facts that are known; a sentence whose unit or desk nobody can name is left out."""
    known = {name: value for name in ("unit", "day", "desk") if (value := getattr(facts, name))}
    if facts.unit and facts.unit in words:
        known.pop("unit")
    first, last = (_filled(found.get(kind, ""), known) for found in (_FIRST, _LAST))
    first = " ".join(part for part in (first, facts.until if kind in _COUNTED else "") if part)
    return "\n\n".join(part for part in (first, words, last) if part)


def _filled(sentence: str, known: dict[str, str]) -> str:
    unknown = {"unit", "day", "desk"} - set(known)
    return "" if any(f"{{{name}}}" in sentence for name in unknown) else sentence.format(**known)


def _facts(work: Work, case: Case, kind: NoticeKind) -> Facts:
    unit = work.session.get(Unit, case.unit_id) if case.unit_id and case.status is not CaseStatus.MERGED else None
    name = unit.name if unit else ""
    asking = kind in (_K.REFUSED, _K.GUIDED)
    until = _until(work, limits.current(work, case), name) if kind in _COUNTED else ""
    return Facts(name, say_day(work.today), until, _desk(work) if asking else "")


def _until(work: Work, deadline: Deadline | None, unit: str) -> str:
    """By when and why: the unit's limit, the one that holds until there is a unit, or the truth that it has passed."""
    if deadline is None:
        return ""
    with speaking(SOURCE):
        if deadline.due_at < work.now:
            due = say_due(deadline.due_at)
            return f"Hạn trả lời là {due}, nay đã quá; ông/bà có quyền yêu cầu cơ quan cho biết tình hình xử lý."
        provisional = deadline.provisional
        words = must_answer(deadline.due_at, None if provisional else unit, provisional=provisional)
    return f"{words} Cách tính: {deadline.sentence}."


def _desk(work: Work) -> str:
    """Where citizens may ask: the receiving desk of today, with its telephone where it has one."""
    today = organisation.holding_on(work.today).where(Unit.receiving_desk)
    desk = work.session.scalar(today.with_only_columns(Unit).order_by(Unit.name).limit(1))
    if desk is None:
        return ""
    return f"{desk.name}, điện thoại {desk.hotline}" if desk.hotline.strip() else desk.name
