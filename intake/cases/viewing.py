"""Looking at a case without touching it, and remembering who looked.

It reads through ``access`` like everything else and writes only the access log; what is shown of a case is the
business of ``case_page``.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from intake.cases import access, case_page, chat_list, mentions, watch_list
from intake.cases.work import Work
from models.case import Case
from models.history import AccessLog
from models.organisation import Officer, Unit

_SAME_VISIT = timedelta(minutes=1)
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looked at a case: what they saw of it, and when they last did."""

    name: str
    unit: str | None
    at: datetime
    what: str


_SEEN = {
    "page": "trang hồ sơ",
    "publication": "bàn công khai",
    "reading": "bản xem trước trả lời",
    "identity": "tìm theo người gửi",
    "file": "tệp kèm theo",
    "preview": "ảnh xem trước của tệp",
}
"""What was looked at, in words; of a file the record keeps the id as well."""


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """``unseen``: how many alerts nobody there has seen; None for an officer who is told of none. ``asking``: how many
    conversations this officer may enter wait for a person.
    """

    name: str
    unseen: int | None
    asking: int


def still_sees(work: Work, code: str) -> bool:
    """Whether this actor may see the case as it stands now."""
    return work.session.scalar(access.visible_cases(work.actor).where(Case.code == code)) is not None


def log_once(work: Work, code: str, what: str) -> None:
    """Note a look at a case; refreshing the same page within a minute is one look."""
    case = work.find(code)
    mentions.seen(work, case)
    if not looked_just_now(work, case, what):
        case_page.log_view(work, case, what)


def looked_just_now(work: Work, case: Case, what: str) -> bool:
    """Whether this officer's look within the last minute is already written down."""
    query = select(AccessLog.id).where(
        AccessLog.case_id == case.id,
        AccessLog.officer_id == work.officer_id,
        AccessLog.what == what,
        AccessLog.at > work.now - _SAME_VISIT,
    )
    return work.session.scalar(query.limit(1)) is not None


def viewers(work: Work, case: Case) -> list[Viewer]:
    """Who looked, the latest first, each person once."""
    latest: dict[tuple[str, str | None], Viewer] = {}
    for look in looks_at(work, case, _SHOWN * 10):
        latest.setdefault((look.name, look.unit), look)
    return list(latest.values())[:_SHOWN]


def looks_at(work: Work, case: Case, most: int) -> list[Viewer]:
    """Every look at a case, the latest first."""
    query = (
        select(Officer.name, Unit.name, AccessLog.at, AccessLog.what)
        .join(Officer, Officer.id == AccessLog.officer_id)
        .outerjoin(Unit, Unit.id == Officer.unit_id)
        .where(AccessLog.case_id == case.id)
        .order_by(AccessLog.at.desc())
        .limit(most)
    )
    rows = work.session.execute(query)
    return [Viewer(name, unit, at, _SEEN.get(what.partition(":")[0], what)) for name, unit, at, what in rows]


def own_unit(work: Work) -> OwnUnit | None:
    """The officer's unit, for the head of their pages."""
    if work.actor.unit_id is None:
        return None
    query = select(Unit.name, watch_list.counted(work.actor), chat_list.asking(work.actor))
    name, unseen, asking = work.session.execute(query.where(Unit.id == work.actor.unit_id)).one()
    return OwnUnit(name, unseen if watch_list.is_for(work.actor) else None, asking)
