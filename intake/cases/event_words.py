"""What every kind of event says in one line, to its sender or to an officer.

It knows words and what an event holds; it reads nothing else, and who may read a line is decided in ``timeline``.
"""

from datetime import date
from typing import Any
from uuid import UUID

from intake.cases.reception.sources import SOURCES
from models.history import CaseEvent
from models.vocabulary import CaseKind, ChannelKind, DeadlineCause, EventType, Finding, Outcome, RefusalReason
from routing.dates import say_day
from routing.recounting import WHY_MOVED


def sentence(event: CaseEvent, units: dict[str, str], sender: str, codes: dict[UUID, str]) -> str:
    """What the event says.

    ``units`` are names by id, those of officers only for whoever may know them; ``codes`` those of other cases the
    reader may know of; ``sender`` is how the reader calls whoever wrote ("Ông/bà", "Người gửi").
    """
    data = event.data
    named = ", ".join(codes[case_id] for case_id in cases_named(event) if case_id in codes)
    unit = units.get(data.get("unit") or "", "cơ quan có thẩm quyền")
    match event.type:
        case EventType.RECEIVED if "taken_on" in data:
            return _taken_down(data, units.get(data["unit"] or ""))
        case EventType.CLASSIFIED:
            return _classified(data)
        case EventType.ROUTED:
            return f"Xác định thuộc thẩm quyền của {unit}"
        case EventType.DEADLINE_SET:
            return _deadline(data)
        case EventType.ASSIGNED | EventType.TRANSFERRED:
            return f"Đã chuyển {unit}"
        case EventType.RETURNED:
            return _returned(data, unit)
        case EventType.ESCALATED if data.get("cause") == "not_ours":
            return _escalated(data, unit)
        case EventType.ESCALATED:
            return f"Quá hạn chưa trả lời, đã báo {unit}"
        case EventType.SPLIT:
            return "Một phần được tách thành hồ sơ riêng" + (f": {named}" if named else "")
        case EventType.MERGED if "merged" in data:
            return f"Hồ sơ {named} cùng nội dung được nhập vào đây" if named else "Một hồ sơ cùng nội dung nhập vào đây"
        case EventType.MERGED:
            return f"Đã nhập vào hồ sơ {named}" if named else "Đã nhập vào một hồ sơ cùng nội dung"
        case EventType.ISSUED if "corrects" in data:
            return "Đã có văn bản trả lời đính chính, thay văn bản trước"
        case EventType.HANDED_TO:
            return f"Đã giao {units.get(data['officer'], 'cán bộ khác')} giữ hồ sơ"
        case EventType.EVALUATED:
            return _evaluated(data)
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


def _taken_down(data: dict[str, Any], unit: str | None) -> str:
    how = f"{SOURCES[ChannelKind(data['channel'])].said} ngày {say_day(date.fromisoformat(data['taken_on']))}"
    return f"Cán bộ {unit} ghi nhận {how}" if unit else f"Cán bộ ghi nhận {how}"


def _deadline(data: dict[str, Any]) -> str:
    until = f"hết ngày {say_day(date.fromisoformat(data['last_day']))}"
    if "cause" not in data:
        return f"Hạn trả lời là {until}"
    before = say_day(date.fromisoformat(data["before"]))
    return f"Hạn trả lời dời từ {before} sang {until} vì {WHY_MOVED[DeadlineCause(data['cause'])]}"


_PLAIN = {
    EventType.EXTENDED: "Cơ quan gia hạn trả lời",
    EventType.RECEIVED: "Đã tiếp nhận phản ánh",
    EventType.ACCEPTED: "Cơ quan đã thụ lý hồ sơ",
    EventType.ISSUED: "Đã có văn bản trả lời",
    EventType.PUBLISHED: "Kết quả đã được công khai, thông tin cá nhân đã che",
    EventType.GUIDED: "Đã hướng dẫn cách gửi đúng nơi",
    EventType.HANDED_OVER: "Đã chuyển Hệ thống phản ánh, kiến nghị về văn bản quy phạm pháp luật",
    EventType.CORRECTING: "Cơ quan đính chính văn bản trả lời, sẽ gửi ông/bà bản mới",
    EventType.RECALLED: "Người soạn lấy lại dự thảo đã trình",
    EventType.STATUS_TOLD: "Cơ quan báo tình hình xử lý",
}


def _classified(data: dict[str, Any]) -> str:
    if data.get("restricted"):
        return "Chuyển sang diện hạn chế"
    if data.get("restricted") is False:
        return "Đưa ra khỏi diện hạn chế"
    if data.get("by") == "officer":
        return "Cán bộ đã phân loại"
    if "decision" in data:
        return f"Máy phân loại: {CaseKind(data['decision']['kind']).label}"
    return "Máy chưa phân loại được"


def _returned(data: dict[str, Any], unit: str) -> str:
    return (
        "Không còn giải quyết chung, trở lại bàn phân loại" if data.get("alone") else f"{unit} trả lại để phân loại lại"
    )


def _escalated(data: dict[str, Any], unit: str) -> str:
    where = f"đã trình {unit} quyết định" if data.get("unit") else "bàn tiếp nhận trình lãnh đạo quyết định"
    return f"Hai cơ quan chưa thống nhất ai giải quyết: {where}"


def _evaluated(data: dict[str, Any]) -> str:
    outcome = f"; kết quả: {_lower(Outcome(data['outcome']).label)}" if data.get("outcome") else ""
    return f"Đã xem xét kiến nghị: {_lower(Finding(data['finding']).label)}{outcome}"


def _reason(data: dict[str, Any]) -> str:
    return _lower(RefusalReason(data["reason"]).label)


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]


def cases_named(event: CaseEvent) -> list[UUID]:
    """The other cases an event is about."""
    ids = [event.data.get("into"), event.data.get("merged"), *event.data.get("parts", ())]
    return [UUID(case_id) for case_id in ids if case_id]
