"""What stands in the rule book: limits, kinds, refusal reasons, office hours, each with its legal grounds.

Values only. A limit knows its length and its reference, not how to count it.
"""

from dataclasses import dataclass
from datetime import time

from models.vocabulary import CaseKind, Labelled, RefusalReason
from routing.grounds import Grounds
from routing.terms import Term


class ClockStart(Labelled):
    """The moment a limit is counted from."""

    RECEIPT = "receipt", "kể từ ngày tiếp nhận"
    OVERDUE = "overdue", "kể từ khi hết thời hạn trả lời"
    RESULT = "result", "kể từ khi có kết quả"
    SENDING = "sending", "kể từ khi người dân gửi"
    ACCEPTANCE = "acceptance", "kể từ khi thụ lý"
    GROUNDS = "grounds", "kể từ khi có căn cứ"
    DETECTION = "detection", "kể từ khi phát hiện"
    BEFORE_EVENT = "before_event", "trước thời điểm dự kiến"


class KindPath(Labelled):
    """Which way a kind of message goes."""

    ORDINARY = "ordinary", "Xử lý theo Nghị định 20/2008/NĐ-CP"
    RESTRICTED = "restricted", "Bảo mật, do bộ phận được chỉ định xem trước"
    GUIDED = "guided", "Hướng dẫn người gửi đến đúng nơi"


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit as it stood on a day. ``repeats``: due again after every such term."""

    id: str
    text: str
    term: Term
    start: ClockStart
    repeats: bool
    scope: str | None
    grounds: Grounds

    @property
    def answers(self) -> bool:
        """Whether an answer can be due by it: once, after the message came in."""
        return self.start in (ClockStart.RECEIPT, ClockStart.SENDING) and not self.repeats

    @property
    def counts_back(self) -> bool:
        """Whether the term must be over before its event, instead of running after it."""
        return self.start is ClockStart.BEFORE_EVENT


@dataclass(frozen=True, slots=True)
class LimitUse:
    """That a limit governs a step of a kind of message: a legal claim with grounds of its own."""

    limit: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Extension:
    """How often an answer's deadline may be extended, and the limit that governs then, counted from receipt too.

    ``times`` 0, without a limit: there is no legal basis for one, and the grounds say so.
    """

    times: int
    limit: str | None
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class KindRule:
    """The path of a kind of message. ``transfer`` is None where no limit for transferring was found.

    ``transfer_electronic`` is the one for an electronic data message, where the law has one of its own.

    ``extension`` is None where the kind has no rule of its own and the general one holds.
    """

    kind: CaseKind
    path: KindPath
    explanation: str
    reply: LimitUse
    transfer: LimitUse | None
    transfer_electronic: LimitUse | None
    extension: Extension | None
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Refusal:
    """A ground not to receive a message, and what the citizen may do next."""

    reason: RefusalReason
    guidance: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When working hours run. What comes after ``accepted_until`` starts at the next opening."""

    sessions: tuple[tuple[time, time], ...]
    accepted_until: time | None
    grounds: Grounds
