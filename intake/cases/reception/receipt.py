"""What an officer hands or reads out to the sender: code, key, and what was told of the deadline at filing.

The key opens the case, so the officer who took it down sees it for an hour and nobody else ever does. What has
become of the case since is not told here: they may not be allowed to know.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from intake.cases import access, identity
from intake.cases.errors import NotFound
from intake.cases.keys import case_key
from intake.cases.work import Work
from models.case import Case
from models.history import CaseEvent, Deadline
from models.languages import _
from models.organisation import Unit
from models.thread import Upload
from models.vocabulary import ChannelKind, EventType, FileUse
from routing.case_code import read_code

SHOWN = timedelta(hours=1)
"""Long enough to print it again, too short to follow the case with a key that is the sender's."""


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """``until`` is what was told of the deadline at filing, ``mailed_to`` where a notice with the same codes goes."""

    code: str
    key: str
    channel: ChannelKind
    received_at: datetime
    unit: str | None
    hotline: str
    until: str
    files: int
    missing: tuple[str, ...]
    mailed_to: str | None


def receipt(work: Work, code: str) -> ReceiptView:
    """The receipt of a case that this officer took down within the last hour. Raises NotFound."""
    query = access.taken_down_by(work.actor).where(Case.code == read_code(code)).options(joinedload(Case.citizen))
    case = work.session.scalar(query)
    if case is None or _entered_at(work, case) + SHOWN < work.now:
        sentence = _("Biên nhận chỉ mở lại được trong một giờ, bởi chính người đã nhập.")
        raise NotFound("no_receipt", sentence)
    own = work.session.get(Unit, work.actor.unit_id) if work.actor.unit_id else None
    first = select(Deadline.sentence).where(Deadline.case_id == case.id, Deadline.provisional)
    return ReceiptView(
        code=case.code,
        key=case_key(work, case),
        channel=case.channel,
        received_at=case.received_at,
        unit=own.name if own else None,
        hotline=own.hotline if own else "",
        until=work.session.scalars(first.order_by(Deadline.set_at).limit(1)).one(),
        files=work.session.scalar(select(func.count()).where(Upload.case_id == case.id, Upload.use == FileUse.SENT))
        or 0,
        missing=identity.given(case.citizen).missing,
        mailed_to=case.citizen.email if ChannelKind.EMAIL in work.desk.channels else None,
    )


def _entered_at(work: Work, case: Case) -> datetime:
    first = select(CaseEvent.at).where(CaseEvent.case_id == case.id, CaseEvent.type == EventType.RECEIVED)
    return work.session.scalars(first).one()
