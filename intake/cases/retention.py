"""Cases whose time of keeping is over: which they are, and erasing those a person approves, one by one.

The times are the rule book's, by kind; a kind without one is never proposed, nor is a case nobody gave a kind.
Nothing here happens by the clock.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from intake.cases import access, erasing
from intake.cases.errors import Impossible, NotAllowed, NotFound
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.personal_data import Tombstone
from models.vocabulary import CaseKind, ErasureGround, Role
from routing.dates import LOCAL, local_day
from routing.rulebook import Keeping

LISTED = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """A case that may be erased: when its work ended, since when it may be, and on what ground."""

    code: str
    kind: CaseKind
    unit: str | None
    ended: date
    since: date
    keeping: Keeping


@dataclass(frozen=True, slots=True)
class Gone:
    """A case that was erased."""

    code: str
    erased_at: datetime
    ground: ErasureGround
    basis: str
    removed: int


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """The times of every kind, the cases past theirs that this actor decides on, how many, and what was erased."""

    times: list[Keeping]
    due: list[Kept]
    all_due: int
    gone: list[Gone]


def retention_page(work: Work) -> RetentionPage:
    """Raises NotFound for whoever decides on nothing."""
    if not access.decides_on_data(work.actor):
        raise NotFound("no_page", _("Chỉ lãnh đạo đơn vị và cán bộ tiếp nhận duyệt xóa hồ sơ hết thời hạn lưu trữ."))
    query = _due(work)
    total = work.session.scalar(query.with_only_columns(func.count())) or 0
    ordered = query.options(joinedload(Case.unit)).order_by(Case.answered_at, Case.id).limit(LISTED)
    due = [kept for case in work.session.scalars(ordered) if (kept := _kept(work, case))]
    return RetentionPage(_times(work), due, total, _gone(work))


def approve(work: Work, code: str) -> Tombstone:
    """A person lets one case be erased. Raises NotAllowed, Impossible when its time is not over."""
    erasing.hold(work, work.find(code))
    case = work.lock(code)
    if not work.actor.roles_on(case.unit_id, case.desk_id) & {Role.RECEIVING, Role.LEADER}:
        raise NotAllowed
    kept = _kept(work, case)
    if kept is None or kept.since > work.today:
        raise Impossible("still_kept", _("Hồ sơ {code} chưa hết thời hạn lưu trữ.").format(code=code))
    return erasing.erase(work, case, ground=ErasureGround.RETENTION, basis=kept.keeping.grounds.reference)


def _times(work: Work) -> list[Keeping]:
    day = work.desk.rulebook.on(work.today)
    return [day.keeping(kind) for kind in CaseKind]


def _due(work: Work) -> Select[Case]:
    ended = [
        and_(Case.kind == keeping.kind, Case.answered_at < datetime.combine(before, time(), LOCAL).astimezone(UTC))
        for keeping in _times(work)
        if (before := keeping.ended_before(work.today)) is not None
    ]
    over = and_(Case.answered_at.is_not(None), Case.erased_at.is_(None), or_(false(), *ended))
    return access.visible_cases(work.actor).where(over, access.decided_by(work.actor))


def _kept(work: Work, case: Case) -> Kept | None:
    if case.kind is None or case.answered_at is None or case.erased_at is not None:
        return None
    keeping = work.desk.rulebook.on(work.today).keeping(case.kind)
    ended = local_day(case.answered_at)
    since = keeping.until(ended)
    unit = case.unit.name if case.unit else None
    return Kept(case.code, case.kind, unit, ended, since, keeping) if since is not None else None


def _gone(work: Work) -> list[Gone]:
    seen = access.visible_cases(work.actor).with_only_columns(Case.id, Case.code)
    cases = seen.where(Case.erased_at.is_not(None)).order_by(Case.erased_at.desc()).limit(LISTED).subquery()
    query = select(cases.c.code, Tombstone).join(Tombstone, Tombstone.case_id == cases.c.id)
    rows = work.session.execute(query.order_by(Tombstone.erased_at.desc()))
    return [Gone(code, one.erased_at, one.ground, one.basis, sum(one.removed.values())) for code, one in rows]
