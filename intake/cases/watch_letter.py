"""The letter in which a unit reads what the watch found: codes, statuses and deadlines, nothing about a citizen.

It goes through the outbox like every notice, under an ordering key of its own, so that an office's full mailbox
keeps no citizen waiting. No timeline shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from intake.cases.watch_scan import Found
from intake.cases.work import Work
from models.notice import Notice
from models.organisation import Unit
from models.outbox import OutboxJob
from models.vocabulary import AlertKind, ChannelKind, JobKind, NoticeKind
from routing.dates import say_day, say_moment

LISTED = 40
"""Cases in one letter; whoever has more to do than this works from the list in the console."""

HEADINGS = {
    AlertKind.UNOWNED: "Chưa có người nhận",
    AlertKind.ESCALATION: "Quá hạn lâu, báo để đôn đốc",
    AlertKind.OVERDUE: "Đã quá hạn trả lời",
    AlertKind.TRANSFER_DUTY: "Phải chuyển cơ quan có thẩm quyền",
    AlertKind.STATUS_DUTY: "Quá hạn, phải báo tình hình xử lý cho người gửi",
    AlertKind.RESULT_DUTY: "Đã trả lời nhưng chưa công khai kết quả đúng hạn",
    AlertKind.DUE_SOON: "Sắp đến hạn trả lời",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One case in a letter. ``unit``: who holds it."""

    kind: AlertKind
    case: Found
    may_open: bool
    unit: str


def send(work: Work, unit: Unit, lines: Sequence[Line], *, more: int) -> None:
    """Ask for one letter to a unit's address; a unit without one reads its list in the console."""
    if not unit.email or ChannelKind.EMAIL not in work.desk.channels:
        return
    notice = Notice(
        case_id=lines[0].case.case_id,
        kind=NoticeKind.ALERT,
        channel=ChannelKind.EMAIL,
        to=unit.email,
        subject=f"Lắng Nghe: {len(lines) + more} việc cần chú ý",
        body=_body(work, unit, lines, more),
        state_at=work.now,
        created_at=work.now,
    )
    job = OutboxJob(
        kind=JobKind.NOTICE,
        notice=notice,
        ordering_key=f"alert:{unit.id}",
        created_at=work.now,
        ready_at=work.now,
    )
    work.session.add(job)


def _body(work: Work, unit: Unit, lines: Sequence[Line], more: int) -> str:
    parts = [f"Kính gửi {unit.name},\n\nTính đến {say_moment(work.now)}, đơn vị có việc cần chú ý:"]
    for kind, group in groupby(lines[:LISTED], key=lambda line: line.kind):
        parts.append("\n".join([f"{HEADINGS[kind]}:", *(_said(work, line) for line in group)]))
    if left := len(lines[LISTED:]) + more:
        parts.append(f"Còn {left} việc nữa trong danh sách.")
    parts.append(f"Xem cả danh sách tại:\n{work.desk.public_url}/can-bo/can-chu-y")
    parts.append("Thư được gửi tự động, mỗi việc chỉ nhắc một lần. Thư không nêu nội dung hồ sơ và người gửi.")
    return "\n\n".join(parts)


def _said(work: Work, line: Line) -> str:
    case = line.case
    said = f"- {case.code}, {case.watched.status.label.lower()}, hạn {say_day(case.last_day)}"
    if line.may_open:
        return f"{said}\n  {work.desk.public_url}/can-bo/ho-so/{case.code}"
    return f"{said}, {line.unit}"
