"""The queues of the console: which there are, for whom, how many cases wait in each, and one page of one.

Every list starts from ``access``; a queue only narrows it. Lists are ordered by deadline, so what is overdue
comes first, and paged by keyset, so that page 1,000 costs the same as page 1.
"""

import base64
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from intake.cases import access
from intake.cases.work import Work
from models.case import Case
from models.organisation import Unit
from models.vocabulary import CaseKind, CaseStatus, ChannelKind, Department, Field, Labelled, Role
from routing import deadlines, lifecycle
from routing.dates import local_day
from routing.deadlines import Remaining
from routing.text import first_line, fold

PAGE_SIZE = 40
SUMMARY_LENGTH = 110


class Queue(Labelled):
    """The queues, in the order of the console's left column."""

    TRIAGE = "triage", "Chờ phân loại"
    NEW = "new", "Mới chuyển đến"
    MINE = "mine", "Của tôi"
    OPEN = "open", "Đang xử lý"
    OVERDUE = "overdue", "Quá hạn"
    AWAITING_CITIZEN = "awaiting_citizen", "Chờ người dân"
    AWAITING_APPROVAL = "awaiting_approval", "Chờ phê duyệt"
    TO_PUBLISH = "to_publish", "Chờ công khai"
    RESTRICTED = "restricted", "Hạn chế"
    DONE = "done", "Đã xong"


_OF_ROLE: dict[Role, tuple[Queue, ...]] = {
    Role.RECEIVING: (Queue.TRIAGE, Queue.OPEN, Queue.OVERDUE, Queue.TO_PUBLISH, Queue.DONE),
    Role.HANDLING: (Queue.NEW, Queue.MINE, Queue.OPEN, Queue.OVERDUE, Queue.AWAITING_CITIZEN, Queue.DONE),
    Role.LEADER: (
        Queue.AWAITING_APPROVAL,
        Queue.NEW,
        Queue.OPEN,
        Queue.OVERDUE,
        Queue.TO_PUBLISH,
        Queue.DONE,
    ),
    Role.OVERSEER: (Queue.OPEN, Queue.OVERDUE, Queue.DONE),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the machine thinks of a case that waits at triage: the likeliest department, and whether it cannot wait."""

    department: Department
    confidence: float
    urgent: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list. ``proposed`` and ``triage_reason`` are for whoever sorts it; None once it has a unit."""

    code: str
    summary: str
    kind: CaseKind | None
    field: Field | None
    status: CaseStatus
    channel: ChannelKind
    unit: str | None
    officer: str | None
    place: str | None
    received_at: datetime
    remaining: Remaining | None
    restricted: bool
    proposed: Proposed | None
    triage_reason: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a queue. ``after`` is the cursor of the next page, None on the last."""

    queue: Queue
    rows: list[Row]
    after: str | None


def queues_of(work: Work) -> tuple[Queue, ...]:
    """The queues this officer works with, in order."""
    wanted = {queue for role in work.actor.roles for queue in _OF_ROLE.get(role, ())}
    if work.actor.unit_id in _desks(work) and work.actor.roles & {Role.HANDLING, Role.LEADER}:
        wanted.add(Queue.RESTRICTED)
    return tuple(queue for queue in Queue if queue in wanted)


def counts(work: Work, queues: Iterable[Queue]) -> dict[Queue, int]:
    """How many cases wait in each of these queues, in one statement; finished ones are not counted."""
    waiting = [queue for queue in queues if queue is not Queue.DONE]
    if not waiting:
        return {}
    columns = [func.count().filter(_condition(queue, work)).label(queue.value) for queue in waiting]
    row = work.session.execute(select(*columns).select_from(Case).where(access.visible(work.actor))).one()
    return {queue: row[number] for number, queue in enumerate(waiting)}


def page(work: Work, queue: Queue, *, after: str | None = None, text: str = "", size: int = PAGE_SIZE) -> Page:
    """One page of a queue: overdue first, then the nearest deadline; finished ones newest first."""
    query = access.visible_cases(work.actor).where(_condition(queue, work))
    for word in fold(text).split():
        query = query.where(Case.search_text.contains(word, autoescape=True))
    query = _in_order(query, queue)
    if after and (cursor := _read_cursor(after)) is not None:
        query = query.where(_beyond(queue, *cursor))
    query = query.options(joinedload(Case.unit), joinedload(Case.officer)).limit(size + 1)

    cases = list(work.session.scalars(query))
    more = _cursor(queue, cases[size - 1]) if len(cases) > size else None
    found = [case for case in cases[:size] if _readable(work, case, text)]
    return Page(queue, [row_of(work, case) for case in found], more)


def _readable(work: Work, case: Case, text: str) -> bool:
    """Whether this actor can read what was searched for: a hit on a hidden name would tell who wrote."""
    if not text or access.sees_identity(work.actor):
        return True
    shown = fold(access.shown_text(work.actor, case.content))
    return all(word in shown for word in fold(text).split())


def next_code(work: Work, queue: Queue, case: Case) -> str | None:
    """The case after this one in a queue; after the last comes the first. None when no other waits there."""
    others = access.visible_cases(work.actor).where(_condition(queue, work), Case.id != case.id)
    others = _in_order(others, queue).limit(1)
    beyond = _beyond(queue, _moment(queue, case), case.id)
    found = work.session.scalars(others.where(beyond)).first() or work.session.scalars(others).first()
    return found.code if found else None


def row_of(work: Work, case: Case) -> Row:
    calendar = work.desk.rulebook.calendar
    open_ = case.status in lifecycle.OPEN_STATUSES
    at_triage = case.status is CaseStatus.TRIAGE and not case.restricted
    return Row(
        code=case.code,
        summary=first_line(access.shown_text(work.actor, case.content), SUMMARY_LENGTH),
        kind=case.kind,
        field=case.field,
        status=case.status,
        channel=case.channel,
        unit=case.unit.name if case.unit else None,
        officer=case.officer.name if case.officer else None,
        place=access.shown_text(work.actor, case.place),
        received_at=case.received_at,
        remaining=deadlines.reading(local_day(case.due_at), work.today, calendar) if open_ else None,
        restricted=case.restricted,
        proposed=_proposed(case) if at_triage else None,
        triage_reason=case.triage_reason if at_triage else None,
    )


def _proposed(case: Case) -> Proposed | None:
    ranked = case.proposal["departments"] if case.proposal else []
    if not case.proposal or not ranked:
        return None
    best = max(ranked, key=lambda one: float(one["confidence"]))
    return Proposed(Department(best["department"]), float(best["confidence"]), bool(case.proposal["urgent"]))


def _in_order(query: Select[Case], queue: Queue) -> Select[Case]:
    if queue is Queue.DONE:
        return query.order_by(Case.received_at.desc(), Case.id.desc())
    return query.order_by(Case.due_at, Case.id)


def _condition(queue: Queue, work: Work) -> ColumnElement[bool]:
    open_ = Case.status.in_(lifecycle.OPEN_STATUSES - {CaseStatus.RECEIVED})
    conditions: dict[Queue, Callable[[], ColumnElement[bool]]] = {
        Queue.TRIAGE: lambda: and_(Case.status == CaseStatus.TRIAGE, ~Case.restricted),
        Queue.NEW: lambda: Case.status == CaseStatus.ASSIGNED,
        Queue.MINE: lambda: and_(open_, Case.officer_id == work.actor.officer_id),
        Queue.OPEN: lambda: open_,
        Queue.OVERDUE: lambda: and_(open_, Case.due_at < work.now),
        Queue.AWAITING_CITIZEN: lambda: Case.status == CaseStatus.AWAITING_CITIZEN,
        Queue.AWAITING_APPROVAL: lambda: Case.status == CaseStatus.AWAITING_APPROVAL,
        Queue.TO_PUBLISH: lambda: and_(Case.status == CaseStatus.ANSWERED, Case.publish_consent, ~Case.restricted),
        Queue.RESTRICTED: lambda: and_(open_, Case.restricted),
        Queue.DONE: lambda: Case.status.in_(lifecycle.CLOSED_STATUSES),
    }
    return conditions[queue]()


def _desks(work: Work) -> set[UUID]:
    return set(work.session.scalars(select(Unit.id).where(Unit.restricted_rank.is_not(None))))


def _cursor(queue: Queue, case: Case) -> str:
    return base64.urlsafe_b64encode(json.dumps([_moment(queue, case).isoformat(), case.id.hex]).encode()).decode()


def _moment(queue: Queue, case: Case) -> datetime:
    """What a queue is ordered by."""
    return case.received_at if queue is Queue.DONE else case.due_at


def _read_cursor(typed: str) -> tuple[datetime, UUID] | None:
    """A cursor somebody typed; nonsense is the first page."""
    try:
        moment, case_id = json.loads(base64.urlsafe_b64decode(typed))
        return datetime.fromisoformat(moment).astimezone(UTC), UUID(case_id)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _beyond(queue: Queue, moment: datetime, case_id: UUID) -> ColumnElement[bool]:
    if queue is Queue.DONE:
        return or_(Case.received_at < moment, and_(Case.received_at == moment, Case.id < case_id))
    return or_(Case.due_at > moment, and_(Case.due_at == moment, Case.id > case_id))
