"""The notices of one case as an officer sees them: how far each is, what stood in the way, and sending one again.

A notice that failed for good, or of which nobody knows whether it arrived, is sent again as a new one with the same
words. It knows states and faults; the words of a notice and its recipient stay sealed.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from intake.cases import enclosures, fault_words, notices, receipts
from intake.cases.errors import Impossible
from intake.cases.event_words import files_said, how_far
from intake.cases.work import Work
from models.case import Case
from models.history import CaseEvent
from models.languages import _
from models.notice import Notice
from models.vocabulary import Action, ChannelKind, EventType, JobState, NoticeKind, Receipt

FAILED = frozenset({JobState.PERMANENT, JobState.UNCERTAIN})


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice. ``again``: whether it may be sent once more now; ``files`` says how those with it went."""

    id: UUID
    kind: NoticeKind
    channel: ChannelKind
    state: JobState
    at: datetime
    fault: str | None
    again: bool
    files: tuple[str, ...]
    receipt: Receipt | None = None

    @property
    def said(self) -> str:
        if self.channel is ChannelKind.WEB:
            return _("chờ người gửi xem ở trang hồ sơ")
        return how_far(self.state, self.receipt)


def of_case(work: Work, case: Case) -> list[Delivery]:
    """Every notice to the sender of this case, newest first."""
    own = select(Notice).where(Notice.case_id == case.id, Notice.kind != NoticeKind.ALERT)
    repeated, reachable = _repeated(work, case), notices.reaches(work, case)
    came = receipts.of_notices(work, case)
    rows = work.session.scalars(own.order_by(Notice.created_at.desc(), Notice.id.desc())).all()
    files = enclosures.told(work, [row.id for row in rows])
    return [
        Delivery(
            notice.id,
            notice.kind,
            notice.channel,
            notice.state,
            came[notice.id][1] if notice.id in came else notice.state_at,
            fault_words.said(notice.fault) if notice.fault and notice.state is not JobState.DELIVERED else None,
            again=reachable and notice.state in FAILED and notice.id not in repeated,
            files=tuple(files_said(files.get(notice.id, {}))),
            receipt=came[notice.id][0] if notice.id in came else None,
        )
        for notice in rows
    ]


def send_again(work: Work, case: Case, notice_id: UUID | None) -> Notice:
    """The same words once more, to the address that is known today. Raises Impossible if it needs no repetition."""
    step = work.allow(case, Action.RESEND)
    failed = next((one for one in of_case(work, case) if one.id == notice_id and one.again), None)
    if failed is None:
        raise Impossible("nothing_to_resend", "Tin này đã được gửi, đang gửi hoặc đã gửi lại rồi.")
    words = work.session.get_one(Notice, failed.id)

    made = notices.repeat(work, case, words)
    facts = {"notice": str(made.id), "repeats": str(failed.id), "kind": made.kind.value, "channel": made.channel.value}

    work.record(case, step, **facts, state=made.state.value)
    notices.hand_in(work, case, made)
    return made


def _repeated(work: Work, case: Case) -> set[UUID]:
    """The notices that were sent again already."""
    changes = select(CaseEvent.data).where(
        CaseEvent.case_id == case.id, CaseEvent.type == EventType.DELIVERY_CHANGED, CaseEvent.officer_id.is_not(None)
    )
    return {UUID(data["repeats"]) for data in work.session.scalars(changes)}
