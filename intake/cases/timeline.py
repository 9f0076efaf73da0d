"""The timeline in words: what each event says to the citizen, and to an officer.

It knows sentences, not permissions: whoever asks has already seen the case through ``access``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

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
    return [entry for entry in _entries(work, case, named=False) if entry.public]


def for_officer(work: Work, case: Case, *, named: bool) -> list[Entry]:
    """Every entry, newest first. ``named`` is false for whoever may not know the citizen's words to us."""
    return _entries(work, case, named=named)


def _entries(work: Work, case: Case, *, named: bool) -> list[Entry]:
    query = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq.desc())
    events = work.session.scalars(query).all()
    messages = {
        message.seq: message.text
        for message in work.session.scalars(select(Message).where(Message.case_id == case.id))
    }
    units = _names(work, {UUID(event.data[key]) for event in events for key in ("unit", "before") if event.data.get(key)})
    officers = _officers(work, {event.officer_id for event in events if event.officer_id})
    return [
        Entry(
            seq=event.seq,
            at=event.at,
            event=event.type,
            text=_sentence(event, units),
            public=event.public,
            who=officers.get(event.officer_id) if named and event.officer_id else _who(event.role, named=named),
            quote=messages.get(event.seq),
        )
        for event in events
    ]


def _sentence(event: CaseEvent, units: dict[str, str]) -> str:
    data = event.data
    unit = units.get(data.get("unit") or "", "cơ quan có thẩm quyền")
    sentences: dict[EventType, str] = {
        EventType.RECEIVED: "Đã tiếp nhận phản ánh",
        EventType.CLASSIFIED: _classified(data),
        EventType.ROUTED: f"Xác định thuộc thẩm quyền của {unit}",
        EventType.ASSIGNED: f"Đã chuyển {unit}",
        EventType.ACCEPTED: "Cơ quan đã thụ lý hồ sơ",
        EventType.RETURNED: f"{unit} trả lại để phân loại lại",
        EventType.TRANSFERRED: f"Đã chuyển sang {unit}",
        EventType.ASKED: "Cán bộ cần ông/bà cho biết thêm",
        EventType.ANSWERED_BY_CITIZEN: "Ông/bà đã bổ sung thông tin",
        EventType.ISSUED: "Đã có văn bản trả lời",
        EventType.PUBLISHED: "Kết quả đã được công khai, thông tin cá nhân đã che",
        EventType.RATED: f"Ông/bà đã đánh giá {data.get('score')}/5",
        EventType.REOPENED: "Ông/bà đề nghị xem lại kết quả",
        EventType.REFUSED: f"Cơ quan không tiếp nhận: {_reason(data)}",
        EventType.GUIDED: "Đã hướng dẫn cách gửi đúng nơi",
        EventType.WITHDRAWN: "Ông/bà đã rút lại phản ánh",
        EventType.DEADLINE_SET: f"Hạn trả lời là hết ngày {_day(data)}",
    }
    return sentences.get(event.type, event.type.label)


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


def _day(data: dict[str, Any]) -> str:
    return say_day(date.fromisoformat(data["last_day"])) if "last_day" in data else ""


def _who(role: Role, *, named: bool) -> str | None:
    if not named:
        return None
    return {Role.CITIZEN: "Người gửi", Role.SYSTEM: "Hệ thống"}.get(role)


def _names(work: Work, ids: set[UUID]) -> dict[str, str]:
    rows = work.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)))
    return {str(unit_id): name for unit_id, name in rows}


def _officers(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    rows = work.session.execute(select(Officer.id, Officer.name).where(Officer.id.in_(ids)))
    return {officer_id: name for officer_id, name in rows}
