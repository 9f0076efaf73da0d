"""What every kind of event says in one line, to its sender or to an officer.

It knows words and what an event holds; it reads nothing else, and who may read a line is decided in ``timeline``.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from intake.cases.reception.sources import SOURCES
from models.history import CaseEvent
from models.languages import N_, _
from models.vocabulary import (
    CaseKind,
    ChannelKind,
    DataRequestState,
    DataRight,
    DeadlineCause,
    ErasureGround,
    EventType,
    Finding,
    JobState,
    NoticeKind,
    Outcome,
    Receipt,
    RefusalReason,
    ToldBy,
)
from routing.dates import say_day
from routing.recounting import WHY_MOVED


def sentence(event: CaseEvent, units: dict[str, str], sender: str, codes: dict[UUID, str]) -> str:
    """What the event says.

    ``units`` are names by id, those of officers only for whoever may know them; ``codes`` those of other cases the
    reader may know of; ``sender`` is how the reader calls whoever wrote ("Ông/bà", "Người gửi").
    """
    data = event.data
    named = ", ".join(codes[case_id] for case_id in cases_named(event) if case_id in codes)
    unit = units.get(data.get("unit") or "") or _("cơ quan có thẩm quyền")
    match event.type:
        case EventType.RECEIVED if "taken_on" in data:
            return _taken_down(data, units.get(data["unit"] or ""))
        case EventType.CLASSIFIED:
            return _classified(data)
        case EventType.ROUTED:
            return _("Xác định thuộc thẩm quyền của {unit}").format(unit=unit)
        case EventType.DEADLINE_SET:
            return _deadline(data)
        case EventType.ASSIGNED | EventType.TRANSFERRED:
            return _("Đã chuyển {unit}").format(unit=unit)
        case EventType.RETURNED:
            return _returned(data, unit)
        case EventType.ESCALATED if data.get("cause") == "not_ours":
            return _escalated(data, unit)
        case EventType.ESCALATED:
            return _("Quá hạn chưa trả lời, đã báo {unit}").format(unit=unit)
        case EventType.SPLIT:
            return _names(N_("Một phần được tách thành hồ sơ riêng: {named}"), named) or _(
                "Một phần được tách thành hồ sơ riêng"
            )
        case EventType.MERGED if "merged" in data:
            return _names(N_("Hồ sơ {named} cùng nội dung được nhập vào đây"), named) or _(
                "Một hồ sơ cùng nội dung nhập vào đây"
            )
        case EventType.MERGED:
            return _names(N_("Đã nhập vào hồ sơ {named}"), named) or _("Đã nhập vào một hồ sơ cùng nội dung")
        case EventType.ISSUED if "corrects" in data:
            return _("Đã có văn bản trả lời đính chính, thay văn bản trước")
        case EventType.LETTERED:
            return _("Đã ra công văn số {number}").format(number=f"{data['number']:02d}/{data['sign']}")
        case EventType.HANDED_TO:
            officer = units.get(data["officer"]) or _("cán bộ khác")
            return _("Đã giao {officer} giữ hồ sơ").format(officer=officer)
        case EventType.EVALUATED:
            return _evaluated(data)
        case EventType.DELIVERY_CHANGED:
            return _delivery(data, sender)
        case EventType.ASKED:
            return _("Cán bộ cần {sender} cho biết thêm").format(sender=sender.lower())
        case EventType.ANSWERED_BY_CITIZEN:
            return _("{sender} đã bổ sung thông tin").format(sender=sender)
        case EventType.RATED:
            return _("{sender} đã đánh giá {score}/5").format(sender=sender, score=data["score"])
        case EventType.REOPENED:
            return _("{sender} đề nghị xem lại kết quả").format(sender=sender)
        case EventType.WITHDRAWN:
            return _("{sender} đã rút lại phản ánh").format(sender=sender)
        case EventType.DATA_ASKED:
            return _("{sender} đề nghị về dữ liệu cá nhân: {wanted}").format(
                sender=sender, wanted=_(DataRight(data["wanted"]).label).lower()
            )
        case EventType.DATA_EXTENDED:
            return _(
                "Cơ quan cần thêm thời gian trả lời về dữ liệu cá nhân ({wanted}), hạn mới: hết ngày {day}"
            ).format(wanted=_(DataRight(data["wanted"]).label).lower(), day=say_day(date.fromisoformat(data["due"])))
        case EventType.DATA_DECIDED:
            said = _(_DATA_DECIDED[DataRequestState(data["state"])])
            return said.format(wanted=_(DataRight(data["wanted"]).label).lower())
        case EventType.ERASED:
            return _("Dữ liệu cá nhân đã được xóa: {ground}").format(
                ground=_(ErasureGround(data["ground"]).label).lower()
            )
        case EventType.REFUSED:
            return _("Cơ quan không tiếp nhận: {reason}").format(reason=_reason(data))
        case _:
            return _(_PLAIN.get(event.type, event.type.label))


def _names(sentence: str, codes: str) -> str:
    """The sentence with other cases named in it; empty where the reader may know of none."""
    return _(sentence).format(named=codes) if codes else ""


def _taken_down(data: dict[str, Any], unit: str | None) -> str:
    how, day = _(SOURCES[ChannelKind(data["channel"])].said), say_day(date.fromisoformat(data["taken_on"]))
    if unit:
        return _("Cán bộ {unit} ghi nhận {how} ngày {day}").format(unit=unit, how=how, day=day)
    return _("Cán bộ ghi nhận {how} ngày {day}").format(how=how, day=day)


def _deadline(data: dict[str, Any]) -> str:
    day = say_day(date.fromisoformat(data["last_day"]))
    if "cause" not in data:
        return _("Hạn trả lời là hết ngày {day}").format(day=day)
    before, why = say_day(date.fromisoformat(data["before"])), _(WHY_MOVED[DeadlineCause(data["cause"])])
    return _("Hạn trả lời dời từ {before} sang hết ngày {day} vì {why}").format(before=before, day=day, why=why)


_DATA_DECIDED = {
    DataRequestState.GRANTED: N_("Đã chấp thuận đề nghị về dữ liệu cá nhân: {wanted}"),
    DataRequestState.REFUSED: N_("Không chấp thuận đề nghị về dữ liệu cá nhân: {wanted}"),
    DataRequestState.LIFTED: N_("Không còn hiệu lực: {wanted}"),
}

_PLAIN = {
    EventType.EXTENDED: N_("Cơ quan gia hạn trả lời"),
    EventType.RECEIVED: N_("Đã tiếp nhận phản ánh"),
    EventType.ACCEPTED: N_("Cơ quan đã thụ lý hồ sơ"),
    EventType.ISSUED: N_("Đã có văn bản trả lời"),
    EventType.PUBLISHED: N_("Kết quả đã được công khai, thông tin cá nhân đã che"),
    EventType.GUIDED: N_("Đã hướng dẫn cách gửi đúng nơi"),
    EventType.HANDED_OVER: N_("Đã chuyển Hệ thống phản ánh, kiến nghị về văn bản quy phạm pháp luật"),
    EventType.CORRECTING: N_("Cơ quan đính chính văn bản trả lời, sẽ gửi ông/bà bản mới"),
    EventType.RECALLED: N_("Người soạn lấy lại dự thảo đã trình"),
    EventType.STATUS_TOLD: N_("Cơ quan báo tình hình xử lý"),
}


def _classified(data: dict[str, Any]) -> str:
    if data.get("restricted"):
        return _("Chuyển sang diện hạn chế")
    if data.get("restricted") is False:
        return _("Đưa ra khỏi diện hạn chế")
    if data.get("by") == "officer":
        return _("Cán bộ đã phân loại")
    if "decision" in data:
        return _("Máy phân loại: {kind}").format(kind=_(CaseKind(data["decision"]["kind"]).label))
    return _("Máy chưa phân loại được")


def _returned(data: dict[str, Any], unit: str) -> str:
    if data.get("alone"):
        return _("Không còn giải quyết chung, trở lại bàn phân loại")
    if data.get("taken_back"):
        return _("Bàn tiếp nhận lấy lại hồ sơ đã chuyển {unit}, để phân loại lại").format(unit=unit)
    return _("{unit} trả lại để phân loại lại").format(unit=unit)


def _escalated(data: dict[str, Any], unit: str) -> str:
    if data.get("unit"):
        return _("Hai cơ quan chưa thống nhất ai giải quyết: đã trình {unit} quyết định").format(unit=unit)
    return _("Hai cơ quan chưa thống nhất ai giải quyết: bàn tiếp nhận trình lãnh đạo quyết định")


def _evaluated(data: dict[str, Any]) -> str:
    finding = _lower(_(Finding(data["finding"]).label))
    if not data.get("outcome"):
        return _("Đã xem xét kiến nghị: {finding}").format(finding=finding)
    outcome = _lower(_(Outcome(data["outcome"]).label))
    return _("Đã xem xét kiến nghị: {finding}; kết quả: {outcome}").format(finding=finding, outcome=outcome)


def _delivery(data: dict[str, Any], sender: str) -> str:
    if "told_by" in data:
        return _("{sender} chọn cách nhận tin: {way}").format(
            sender=sender, way=_lower(_(ToldBy(data["told_by"]).label))
        )
    if data["channel"] == ChannelKind.WEB:
        kind = _(NoticeKind(data["kind"]).label)
        return _("Tin “{kind}” chờ {sender} xem ở trang hồ sơ").format(kind=kind, sender=sender.lower())
    said = N_("Tin “{kind}” gửi lại qua {channel}: {state}") if "repeats" in data else _SENT
    told = _(said).format(
        kind=_(NoticeKind(data["kind"]).label),
        channel=_named(ChannelKind(data["channel"])),
        state=how_far(JobState(data["state"]), Receipt(data["receipt"]) if "receipt" in data else None),
    )
    return "; ".join((told, *files_said(data)))


def files_said(data: Mapping[str, Any]) -> list[str]:
    """How many files went with a notice, and how."""
    return [_(words).format(count=data[name]) for name, words in _FILES.items() if data.get(name)]


_SENT = N_("Tin “{kind}” gửi qua {channel}: {state}")


_FILES = {
    "files_sent": N_("kèm {count} tệp"),
    "files_unsure": N_("{count} tệp chưa rõ đã tới hay chưa"),
    "files_on_page": N_("{count} tệp chỉ xem được ở trang hồ sơ"),
}

DELIVERIES = {
    JobState.CREATED: N_("đang chờ gửi"),
    JobState.SENDING: N_("đang gửi"),
    JobState.DELIVERED: N_("đã gửi"),
    JobState.TEMPORARY: N_("chưa gửi được, sẽ gửi lại"),
    JobState.PERMANENT: N_("không gửi được"),
    JobState.UNCERTAIN: N_("chưa rõ đã tới hay chưa"),
}


def how_far(state: JobState, receipt: Receipt | None) -> str:
    """How far a notice is, in the words of the timeline and of the list beside the case."""
    return _lower(_(receipt.label)) if receipt is not None else _(DELIVERIES[state])


def _reason(data: dict[str, Any]) -> str:
    return _lower(_(RefusalReason(data["reason"]).label))


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]


def _named(channel: ChannelKind) -> str:
    """A channel within a sentence; a name keeps its capital."""
    return _(channel.label) if channel in _NAMES else _lower(_(channel.label))


_NAMES = (ChannelKind.TELEGRAM, ChannelKind.ZALO, ChannelKind.ZALO_BOT)


def cases_named(event: CaseEvent) -> list[UUID]:
    """The other cases an event is about."""
    ids = [event.data.get("into"), event.data.get("merged"), *event.data.get("parts", ())]
    return [UUID(case_id) for case_id in ids if case_id]
