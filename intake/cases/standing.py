"""What a citizen is told of their case in one look: the words of its status, filled in, with the deadline and why.

It knows how sentences are made for one case now; the words themselves are in ``routing.told``.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from intake.cases.due_words import must_answer, say_due
from intake.cases.timeline import Entry
from intake.cases.tracking import DeadlineView, Tracking
from models.languages import N_, _
from models.vocabulary import CaseStatus, EventType, Finding
from routing.dates import local_day, say_day
from routing.lifecycle import Path
from routing.told import COLLECTING, DEADLINE, HANDED_OVER, REOPENED, SHARED_ANSWER, TOLD, Told

_S = CaseStatus


@dataclass(frozen=True, slots=True)
class Standing:
    """The sentences of one case now. ``why`` explains the deadline and how sure we are of it."""

    happened: str
    next: str
    until: str
    why: str
    overdue: bool = False


_OVERDUE = N_(
    "Hạn trả lời là {due}, nay đã quá. Ông/bà có quyền yêu cầu cơ quan cho biết tình hình xử lý "
    "(khoản 2 Điều 12 Nghị định 20/2008/NĐ-CP)."
)
_UNDECIDED = (_S.RECEIVED, _S.TRIAGE, _S.ASSIGNED)
_STEPS = {
    _S.ASSIGNED: (EventType.ASSIGNED, EventType.TRANSFERRED, EventType.ESCALATED, EventType.REOPENED),
    _S.ACCEPTED: (EventType.ACCEPTED,),
    _S.WITHDRAWN: (EventType.WITHDRAWN,),
}


def standing(view: Tracking, *, restricted: bool, now: datetime) -> Standing:
    """The three sentences for a case as it stands."""
    told = _told(view, Path.RESTRICTED if restricted else Path.ORDINARY)
    words = {
        "unit": view.unit or _("Cơ quan có thẩm quyền"),
        "day": say_day(local_day(_moment(view))),
        "reason": _reason(view),
    }
    counts = told.until == DEADLINE and view.deadline is not None
    late = counts and view.deadline is not None and view.deadline.due < now
    return Standing(
        happened=_(told.happened).format(**words),
        next=_(told.next).format(**words),
        until=_until(view.deadline, None if restricted else view.unit, late=late)
        if counts and view.deadline
        else _(told.until or _NOT_YET),
        why=_why(view, restricted) if counts else "",
        overdue=late,
    )


_NOT_YET = N_("Thời hạn đang được xác định.")


def _told(view: Tracking, path: Path) -> Told:
    """The words of the status, or those of a turn that the status alone does not tell."""
    told = TOLD[path][view.status]
    if view.status is _S.MERGED and view.answer is not None:
        return SHARED_ANSWER
    if path is Path.RESTRICTED:
        return told
    if view.status is _S.GUIDED and view.external_code:
        return replace(told, next=HANDED_OVER)
    if _reopened(view):
        return replace(told, happened=REOPENED)
    return replace(told, happened=COLLECTING) if _collecting(view) else told


def _collecting(view: Tracking) -> bool:
    """Whether the case waits because there is not enough yet to examine the proposal."""
    examined = view.evaluation
    return view.status is _S.ACCEPTED and examined is not None and examined.finding is Finding.COLLECTING


def _until(deadline: DeadlineView, unit: str | None, *, late: bool) -> str:
    if late:
        return _(_OVERDUE).format(due=say_due(deadline.due))
    return must_answer(deadline.due, unit, provisional=deadline.provisional)


def _why(view: Tracking, restricted: bool) -> str:
    """The explanation, which says itself how sure we are of the rule and of the calendar.

    The law it cites would tell what a machine suspects the message to be; that is for a person to say first.
    """
    if view.deadline is None:
        return ""
    if restricted and view.status in _UNDECIDED:
        return _("Cách tính được ghi ở đây khi người có thẩm quyền đã xem.")
    return _("Cách tính: {explanation}.").format(explanation=view.deadline.explanation)


def _moment(view: Tracking) -> datetime:
    """When the case came to where it stands, as far as the citizen's timeline tells."""
    entry = _latest(view.timeline, _STEPS.get(view.status, ()))
    return entry.at if entry else view.received_at


def _reopened(view: Tracking) -> bool:
    """Whether the case waits at its unit because the citizen asked for another look."""
    entry = _latest(view.timeline, _STEPS[_S.ASSIGNED])
    return view.status is _S.ASSIGNED and entry is not None and entry.event is EventType.REOPENED


def _reason(view: Tracking) -> str:
    """The ground of a refusal, as its timeline entry says it after the colon, in every language."""
    entry = _latest(view.timeline, (EventType.REFUSED,))
    return entry.text.partition(": ")[2] if entry else _("lý do ghi bên dưới")


def _latest(timeline: list[Entry], events: tuple[EventType, ...]) -> Entry | None:
    return next((entry for entry in timeline if entry.event in events), None)
