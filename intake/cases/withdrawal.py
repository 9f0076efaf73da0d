"""Somebody has taken back, on their channel, the consent to keep what is known of them: officers must hear of it.

Nothing is erased by machine: an agency's own duties need no consent (Luật 91/2025/QH15 Điều 19.1.c), what goes beyond
them does. Whoever handles the case decides; Nghị định 356/2025 Điều 5 gives 15 days (by secondary sources).
"""

from intake.cases import conversations
from intake.cases.work import Work
from models.vocabulary import ChannelKind, EventType

_NOTE = (
    "Người gửi đã rút sự đồng ý xử lý dữ liệu cá nhân trên {channel}. Xin xem xét yêu cầu này theo pháp luật về bảo vệ "
    "dữ liệu cá nhân: chỉ giữ những gì cần để giải quyết hồ sơ, và không nhắn thêm qua kênh này nếu không cần."
)


def note(work: Work, channel: ChannelKind, account: str, person: str) -> int:
    """Write it on every case this person filed in the conversation; gives how many."""
    talk = conversations.find(work, channel, account, person)
    own = conversations.cases_of(work, talk.id) if talk is not None else ()
    for case in own:
        work.record(work.lock(case.code), EventType.NOTED, _NOTE.format(channel=channel.label))
    return len(own)
