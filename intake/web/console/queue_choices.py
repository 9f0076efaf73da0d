"""What the filters of a queue offer to choose from, and how each is spelled in an address."""

from intake.cases.queues import Queue
from intake.cases.queues.filters import Due
from models.languages import N_, _
from models.vocabulary import CaseKind, CaseStatus, ChannelKind, Field, Labelled
from routing.lifecycle import CLOSED_STATUSES, OPEN_STATUSES

KIND, FIELD, CHANNEL, STATUS, DUE = "loai", "linh_vuc", "kenh", "trang_thai", "han"
CHOICES: dict[str, tuple[str, type[Labelled]]] = {
    KIND: (N_("Loại"), CaseKind),
    FIELD: (N_("Lĩnh vực"), Field),
    CHANNEL: (N_("Gửi qua"), ChannelKind),
    STATUS: (N_("Trạng thái"), CaseStatus),
    DUE: (N_("Thời hạn"), Due),
}
"""The filters that are chosen from a vocabulary: what each is called and what it offers."""

_NO_DEADLINE = frozenset({Queue.DONE, Queue.TO_PUBLISH, Queue.COLLECTING})
_SEVERAL_STATUSES = frozenset(
    {Queue.TAKE_OVER, Queue.UNOWNED, Queue.MINE, Queue.OPEN, Queue.DUE_TODAY, Queue.OVERDUE, Queue.RESTRICTED}
)
_WORKED_ON = OPEN_STATUSES - {CaseStatus.RECEIVED}


def has_deadlines(queue: Queue) -> bool:
    """Whether there is still a deadline to keep in this queue."""
    return queue not in _NO_DEADLINE


def offered(name: str, queue: Queue) -> list[tuple[str, str]]:
    """What a filter offers in a queue, each value with its words: nothing that cannot tell its cases apart."""
    return [(member.value, _(member.label)) for member in _apart(name, queue)]


def _apart(name: str, queue: Queue) -> list[Labelled]:
    members = list(CHOICES[name][1])
    if name == DUE:
        return members if has_deadlines(queue) else []
    if name != STATUS:
        return members
    if queue in _SEVERAL_STATUSES:
        return [status for status in members if status in _WORKED_ON]
    return [status for status in members if status in CLOSED_STATUSES] if queue is Queue.DONE else []
