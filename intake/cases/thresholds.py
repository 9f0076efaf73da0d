"""From which confidence on each department gets its cases without a person: set by an administrator, dated, kept.

Rows are added and superseded, never rewritten, with who, when and why. What nobody has set is the model's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.languages import _
from models.organisation import Officer
from models.threshold import Threshold
from models.vocabulary import Department, Role

LOWEST = 0.5
"""Below this the first choice is likelier wrong than right."""
REASON_MAX = 300


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the history; ``confidence`` None means the model's own again."""

    department: Department
    confidence: float | None
    reason: str
    by: str
    set_at: datetime
    counts: bool


def in_force(work: Work) -> Mapping[Department, float]:
    """The thresholds somebody has set and nobody has changed since."""
    query = select(Threshold.department, Threshold.confidence).where(
        Threshold.superseded_at.is_(None), Threshold.confidence.is_not(None)
    )
    return {department: confidence for department, confidence in work.session.execute(query) if confidence}


def put(work: Work, department: Department, typed: str, *, reason: str) -> Threshold:
    """Set a department's threshold in per cent, or with nothing typed the model's own again. Raises Invalid."""
    if Role.ADMINISTRATOR not in work.actor.roles:
        raise NotAllowed("not_allowed", _("Chỉ người quản trị được đặt ngưỡng."))
    confidence, words = _read(typed), read_text("reason", reason, longest=REASON_MAX)

    held = Threshold.department == department, Threshold.superseded_at.is_(None)
    work.session.execute(update(Threshold).where(*held).values(superseded_at=work.now))
    row = Threshold(
        department=department,
        confidence=confidence,
        reason=words,
        officer_id=work.actor.officer_id,
        set_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
            work.session.flush()
    except IntegrityError:
        raise Impossible("threshold_changed", _("Vừa có người khác đặt ngưỡng này. Xin xem lại rồi làm lại.")) from None
    return row


def history(work: Work, department: Department) -> list[Setting]:
    """Everything that was ever set for a department, newest first."""
    query = select(Threshold, Officer.name).join(Officer, Threshold.officer_id == Officer.id)
    rows = work.session.execute(query.where(Threshold.department == department).order_by(Threshold.id.desc()))
    return [
        Setting(row.department, row.confidence, row.reason, by, row.set_at, row.superseded_at is None)
        for row, by in rows
    ]


def _read(typed: str) -> float | None:
    """``92``, ``92,5`` or ``92.5 %`` as a share."""
    bare = typed.replace("%", "").replace(",", ".").strip()
    if not bare:
        return None
    try:
        share = float(bare) / 100
    except ValueError:
        share = 0.0
    if not LOWEST <= share <= 1:
        raise Invalid(
            FieldError("confidence", "threshold_unreadable", _("Ngưỡng là một số từ 50 đến 100 (phần trăm), ví dụ 92."))
        )
    return round(share, 4)
