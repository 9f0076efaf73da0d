"""How the words of the vocabulary look in the console: icon and colour class, never without the word."""

from intake.cases.queues import COUNTED_MOST, Queue
from intake.cases.timeline import Entry
from intake.cases.watch_list import COUNTED
from models.languages import N_, _
from models.vocabulary import AlertKind, CaseStatus, ChannelKind
from routing.remaining import Remaining, Urgency

CHANNEL_ICONS: dict[ChannelKind, str] = {
    ChannelKind.WEB: "world",
    ChannelKind.API: "api",
    ChannelKind.WEBCHAT: "message-circle",
    ChannelKind.TELEGRAM: "brand-telegram",
    ChannelKind.ZALO: "message-circle",
    ChannelKind.ZALO_BOT: "message-circle",
    ChannelKind.EMAIL: "mail",
    ChannelKind.PHONE: "phone",
    ChannelKind.COUNTER: "building",
    ChannelKind.POST: "mailbox",
    ChannelKind.PRESS: "news",
    ChannelKind.DIALOGUE: "users",
    ChannelKind.LOUDSPEAKER: "speakerphone",
    ChannelKind.IMPORT: "file-import",
}

URGENCY_ICONS: dict[Urgency, str] = {
    Urgency.ON_TIME: "clock",
    Urgency.DUE_SOON: "hourglass",
    Urgency.OVERDUE: "alert-triangle",
}

QUEUE_ICONS: dict[Queue, str] = {
    Queue.TRIAGE: "inbox",
    Queue.RETURNED: "corner-up-left",
    Queue.TAKE_OVER: "arrows-exchange",
    Queue.NEW: "mailbox",
    Queue.UNOWNED: "user-question",
    Queue.MINE: "user-check",
    Queue.OPEN: "folder-open",
    Queue.DUE_TODAY: "calendar-due",
    Queue.OVERDUE: "alert-triangle",
    Queue.AWAITING_CITIZEN: "message-question",
    Queue.SENT_BACK: "arrow-back-up",
    Queue.SUBMITTED: "send",
    Queue.AWAITING_APPROVAL: "checks",
    Queue.TO_PUBLISH: "eye",
    Queue.COLLECTING: "folder-open",
    Queue.MENTIONED: "at",
    Queue.RESTRICTED: "lock",
    Queue.DONE: "archive",
}

ALERT_ICONS: dict[AlertKind, str] = {
    AlertKind.UNOWNED: "user-question",
    AlertKind.DUE_SOON: "hourglass",
    AlertKind.OVERDUE: "alert-triangle",
    AlertKind.TRANSFER_DUTY: "arrows-exchange",
    AlertKind.STATUS_DUTY: "message-question",
    AlertKind.RESULT_DUTY: "world",
    AlertKind.ESCALATION: "speakerphone",
}

ALERT_TONES: dict[AlertKind, str] = {
    kind: "urgency-due_soon" if kind in (AlertKind.DUE_SOON, AlertKind.RESULT_DUTY) else "urgency-overdue"
    for kind in AlertKind
}

EMPTY_QUEUES: dict[Queue, str] = {
    Queue.TRIAGE: N_("Không còn hồ sơ nào chờ phân loại. Hồ sơ máy chưa chắc chắn sẽ hiện ở đây."),
    Queue.RETURNED: N_("Không có hồ sơ nào bị trả lại. Hồ sơ mà cơ quan báo không thuộc thẩm quyền sẽ hiện ở đây."),
    Queue.TAKE_OVER: N_("Không có hồ sơ nào chờ tiếp quản. Hồ sơ đang mở của đơn vị đã kết thúc sẽ hiện ở đây."),
    Queue.NEW: N_("Không có hồ sơ mới chuyển đến. Hồ sơ giao cho cơ quan mà chưa ai thụ lý sẽ hiện ở đây."),
    Queue.UNOWNED: N_("Hồ sơ nào cũng đã có người giữ."),
    Queue.MINE: N_("Ông/bà chưa giữ hồ sơ nào. Thụ lý một hồ sơ ở “Mới chuyển đến” thì nó sẽ về đây."),
    Queue.OPEN: N_("Không có hồ sơ nào đang xử lý."),
    Queue.DUE_TODAY: N_("Không có hồ sơ nào đến hạn hôm nay."),
    Queue.OVERDUE: N_("Không có hồ sơ nào quá hạn."),
    Queue.AWAITING_CITIZEN: N_("Không có hồ sơ nào đang chờ người dân bổ sung."),
    Queue.SENT_BACK: N_("Không có dự thảo nào bị trả lại. Dự thảo mà lãnh đạo yêu cầu sửa sẽ hiện ở đây."),
    Queue.SUBMITTED: N_("Không có dự thảo nào của ông/bà đang chờ lãnh đạo quyết định."),
    Queue.AWAITING_APPROVAL: N_("Không có dự thảo nào chờ phê duyệt."),
    Queue.COLLECTING: N_("Không có kiến nghị nào chờ tập hợp thêm."),
    Queue.TO_PUBLISH: N_("Không có hồ sơ nào chờ công khai. Chỉ hồ sơ đã trả lời và người gửi đồng ý mới hiện ở đây."),
    Queue.MENTIONED: N_("Không có ghi chú nào nhắc đến ông/bà mà chưa xem."),
    Queue.RESTRICTED: N_("Không có hồ sơ hạn chế nào đang chờ."),
    Queue.DONE: N_("Chưa có hồ sơ nào xong."),
}

_WAITING = {CaseStatus.AWAITING_CITIZEN}
_ENDED = {CaseStatus.REFUSED, CaseStatus.GUIDED, CaseStatus.WITHDRAWN, CaseStatus.MERGED}
_GOOD = {CaseStatus.ANSWERED, CaseStatus.PUBLISHED}


def status_tone(status: CaseStatus) -> str:
    """The colour class of a status chip."""
    if status in _WAITING:
        return "tone-waiting"
    if status in _GOOD:
        return "tone-good"
    return "tone-quiet" if status in _ENDED else "tone-plain"


def counted_alerts(number: int) -> str:
    return _up_to(COUNTED, number)


def counted_cases(number: int) -> str:
    return _up_to(COUNTED_MOST, number)


def _up_to(most: int, number: int) -> str:
    """What is counted up to a limit only: ``999+`` when there may be more."""
    return str(number) if number < most else f"{most - 1}+"


def left(remaining: Remaining) -> str:
    """What a deadline says today: ``còn 3 ngày làm việc``."""
    return _(remaining.sentence).format(days=remaining.working_days)


def reason(stored: str) -> str:
    """Why a case waits to be sorted: kept in Vietnamese, translated for whoever reads it."""
    return _(stored)


HISTORY: dict[str, str] = {
    "": N_("Tất cả"),
    "trao-doi": N_("Trao đổi với người dân"),
    "cong-khai": N_("Người dân đọc được"),
    "noi-bo": N_("Nội bộ"),
    "he-thong": N_("Hệ thống"),
}
"""What the history of a case may be narrowed to."""

_AUDIENCES = {"cong-khai": "public", "noi-bo": "internal", "he-thong": "system"}


def narrowed(entries: list[Entry], to: str) -> list[Entry]:
    """The entries of one kind; the words exchanged with the citizen are those that they wrote or could read."""
    if to == "trao-doi":
        return [entry for entry in entries if entry.public and entry.quote]
    wanted = _AUDIENCES.get(to)
    return [entry for entry in entries if wanted is None or entry_audience(entry) == wanted]


def entry_audience(entry: Entry) -> str:
    """Whose entry it is: ``system`` for our own workers, else ``public`` or ``internal``."""
    if entry.public:
        return "public"
    return "system" if entry.who == _("Hệ thống") else "internal"


ONE_STATUS = {Queue.TRIAGE, Queue.RETURNED, Queue.NEW, Queue.AWAITING_CITIZEN, Queue.AWAITING_APPROVAL}
"""Queues whose name already says the status of every case in them."""


def percent(share: float) -> str:
    return f"{round(share * 100)}%" if share >= 0.01 or not share else _("dưới 1%")
