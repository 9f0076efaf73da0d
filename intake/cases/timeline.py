"""The timeline in words: what each event says to the citizen, and to an officer.

It knows sentences, not permissions: whoever asks has already seen the case through ``access``.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from intake.cases import access
from intake.cases.work import Work
from models.case import Case
from models.history import CaseEvent
from models.organisation import Officer, Unit
from models.thread import Message
from models.vocabulary import CaseKind, EventType, RefusalReason, Role
from routing.dates import say_day


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. ``quote`` is the text somebody wrote with it, if the reader may see it."""

    seq: int
    at: datetime
    event: EventType
    text: str
    public: bool
    who: str | None = None
    quote: str | None = None


def for_citizen(work: Work, case: Case) -> list[Entry]:
    """The public entries, newest first."""
    return [entry for entry in _entries(work, case, sender="Ông/bà", named=False) if entry.public]


def for_officer(work: Work, case: Case) -> list[Entry]:
    """Every entry, newest first; quotes without personal data for whoever may not know who wrote."""
    named = access.sees_identity(work.actor)
    entries = _entries(work, case, sender="Người gửi", named=named)
    return [replace(entry, quote=access.shown_text(work.actor, entry.quote)) for entry in entries]


def _entries(work: Work, case: Case, *, sender: str, named: bool) -> list[Entry]:
    query = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq.desc())
    events = work.session.scalars(query).all()
    messages = {
        message.seq: message.text for message in work.session.scalars(select(Message).where(Message.case_id == case.id))
    }
    units = _names(
        work, {UUID(event.data[key]) for event in events for key in ("unit", "before") if event.data.get(key)}
    )
    officers = _officers(work, {event.officer_id for event in events if event.officer_id})
    return [
        Entry(
            seq=event.seq,
            at=event.at,
            event=event.type,
            text=_sentence(event, units, sender),
            public=event.public,
            who=officers.get(event.officer_id) if named and event.officer_id else _who(event.role, named=named),
            quote=messages.get(event.seq),
        )
        for event in events
    ]


def _sentence(event: CaseEvent, units: dict[str, str], sender: str) -> str:
    """What the event says; ``sender`` is how the reader calls whoever wrote ("Ông/bà", "Người gửi")."""
    data = event.data
    unit = units.get(data.get("unit") or "", "cơ quan có thẩm quyền")
    match event.type:
        case EventType.CLASSIFIED:
            return _classified(data)
        case EventType.ROUTED:
            return f"Xác định thuộc thẩm quyền của {unit}"
        case EventType.DEADLINE_SET:
            return f"Hạn trả lời là hết ngày {say_day(date.fromisoformat(data['last_day']))}"
        case EventType.ASSIGNED | EventType.TRANSFERRED:
            return f"Đã chuyển {unit}"
        case EventType.RETURNED:
            return f"{unit} trả lại để phân loại lại"
        case EventType.ASKED:
            return f"Cán bộ cần {sender.lower()} cho biết thêm"
        case EventType.ANSWERED_BY_CITIZEN:
            return f"{sender} đã bổ sung thông tin"
        case EventType.RATED:
            return f"{sender} đã đánh giá {data['score']}/5"
        case EventType.REOPENED:
            return f"{sender} đề nghị xem lại kết quả"
        case EventType.WITHDRAWN:
            return f"{sender} đã rút lại phản ánh"
        case EventType.REFUSED:
            return f"Cơ quan không tiếp nhận: {_reason(data)}"
        case _:
            return _PLAIN.get(event.type, event.type.label)


_PLAIN = {
    EventType.RECEIVED: "Đã tiếp nhận phản ánh",
    EventType.ACCEPTED: "Cơ quan đã thụ lý hồ sơ",
    EventType.ISSUED: "Đã có văn bản trả lời",
    EventType.PUBLISHED: "Kết quả đã được công khai, thông tin cá nhân đã che",
    EventType.GUIDED: "Đã hướng dẫn cách gửi đúng nơi",
}


def _classified(data: dict[str, Any]) -> str:
    if data.get("restricted"):
        return "Chuyển sang diện hạn chế"
    if data.get("restricted") is False:
        return "Đưa ra khỏi diện hạn chế"
    if "decision" in data:
        return f"Máy phân loại: {CaseKind(data['decision']['kind']).label}"
    return "Máy chưa phân loại được"


def _reason(data: dict[str, Any]) -> str:
    label = RefusalReason(data["reason"]).label
    return label[0].lower() + label[1:]


def _who(role: Role, *, named: bool) -> str | None:
    if not named:
        return None
    return {Role.CITIZEN: "Người gửi", Role.SYSTEM: "Hệ thống"}.get(role)


def _names(work: Work, ids: set[UUID]) -> dict[str, str]:
    rows = work.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)))
    return {str(unit_id): name for unit_id, name in rows}


def _officers(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    rows = work.session.execute(select(Officer.id, Officer.name).where(Officer.id.in_(ids)))
    return dict(rows.all())
