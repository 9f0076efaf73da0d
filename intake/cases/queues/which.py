"""Which queues there are, for whom, and which cases stand in each.

It knows conditions and refuses to know how a list is ordered or counted; who may see a case is decided in ``access``.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from intake.cases import access, mentions
from intake.cases.work import Work
from models.case import Case
from models.evaluation import Evaluation
from models.organisation import Unit
from models.thread import Reply, ReplyDrafter
from models.vocabulary import CaseStatus, Finding, Labelled, ReplyState, Role
from routing import lifecycle
from routing.dates import day_end


class Queue(Labelled):
    """The queues, in the order of the console's left column."""

    TRIAGE = "triage", "Chờ phân loại"
    RETURNED = "returned", "Bị trả lại"
    TAKE_OVER = "take_over", "Tiếp quản"
    NEW = "new", "Mới chuyển đến"
    UNOWNED = "unowned", "Chưa ai giữ"
    MINE = "mine", "Của tôi"
    OPEN = "open", "Đang xử lý"
    DUE_TODAY = "due_today", "Đến hạn hôm nay"
    OVERDUE = "overdue", "Quá hạn"
    AWAITING_CITIZEN = "awaiting_citizen", "Chờ người dân"
    SENT_BACK = "sent_back", "Dự thảo bị trả lại"
    SUBMITTED = "submitted", "Tôi đã trình"
    AWAITING_APPROVAL = "awaiting_approval", "Chờ phê duyệt"
    TO_PUBLISH = "to_publish", "Chờ công khai"
    COLLECTING = "collecting", "Đang tập hợp"
    MENTIONED = "mentioned", "Nhắc đến tôi"
    RESTRICTED = "restricted", "Hạn chế"
    DONE = "done", "Đã xong"


_Q = Queue
_OF_ROLE: dict[Role, tuple[Queue, ...]] = {
    Role.RECEIVING: (
        *(_Q.TRIAGE, _Q.RETURNED, _Q.UNOWNED, _Q.OPEN, _Q.DUE_TODAY, _Q.OVERDUE),
        *(_Q.TO_PUBLISH, _Q.DONE),
    ),
    Role.HANDLING: (
        *(_Q.NEW, _Q.UNOWNED, _Q.MINE, _Q.OPEN, _Q.DUE_TODAY, _Q.OVERDUE),
        *(_Q.AWAITING_CITIZEN, _Q.SENT_BACK, _Q.SUBMITTED, _Q.DONE),
    ),
    Role.LEADER: (
        *(_Q.AWAITING_APPROVAL, _Q.NEW, _Q.UNOWNED, _Q.OPEN, _Q.DUE_TODAY, _Q.OVERDUE),
        *(_Q.AWAITING_CITIZEN, _Q.TO_PUBLISH, _Q.DONE),
    ),
    Role.OVERSEER: (_Q.OPEN, _Q.DUE_TODAY, _Q.OVERDUE, _Q.DONE),
}


_COLLECTING = frozenset({Role.RECEIVING, Role.HANDLING, Role.LEADER, Role.OVERSEER})
_OF_THEIR_OWN = frozenset({Queue.TAKE_OVER, Queue.DONE, Queue.COLLECTING, Queue.MENTIONED})
"""Queues in which it is no matter whether the unit that holds a case has ended."""

_LET_GO = frozenset({CaseStatus.WITHDRAWN, CaseStatus.MERGED, CaseStatus.REFUSED, CaseStatus.GUIDED})


def queues_of(work: Work) -> tuple[Queue, ...]:
    """The queues this officer works with, in order."""
    wanted = {queue for role in work.actor.roles for queue in _OF_ROLE.get(role, ())}
    desks, ended, collecting, mentioned = _what_there_is(work)
    wanted |= {Queue.MENTIONED} if mentioned and access.works_on_cases(work.actor) else set()
    if work.actor.roles & {Role.HANDLING, Role.LEADER}:
        wanted |= {Queue.RESTRICTED} if work.actor.unit_id in desks else set()
        wanted |= {Queue.TAKE_OVER} if work.actor.takes_over else set()
    if work.actor.roles & _COLLECTING and collecting:
        wanted.add(Queue.COLLECTING)
    if Role.RECEIVING in work.actor.roles and ended:
        wanted.add(Queue.TAKE_OVER)
    return tuple(queue for queue in Queue if queue in wanted)


def standing_in(queue: Queue, work: Work) -> ColumnElement[bool]:
    """The condition for a case to stand in a queue; to be added to ``access``, never used instead of it."""
    open_ = Case.status.in_(lifecycle.OPEN_STATUSES - {CaseStatus.RECEIVED})
    triage = and_(Case.status == CaseStatus.TRIAGE, ~Case.restricted)
    today = and_(Case.due_at > day_end(work.today - timedelta(days=1)), Case.due_at <= day_end(work.today))
    conditions: dict[Queue, Callable[[], ColumnElement[bool]]] = {
        Queue.TAKE_OVER: lambda: access.offered(work.actor, work.today),
        Queue.TRIAGE: lambda: triage,
        Queue.RETURNED: lambda: and_(triage, Case.not_ours > 0),
        Queue.NEW: lambda: Case.status == CaseStatus.ASSIGNED,
        Queue.UNOWNED: lambda: and_(open_, Case.status != CaseStatus.TRIAGE, Case.officer_id.is_(None)),
        Queue.MINE: lambda: and_(open_, Case.officer_id == work.actor.officer_id),
        Queue.OPEN: lambda: open_,
        Queue.DUE_TODAY: lambda: and_(open_, today),
        Queue.OVERDUE: lambda: and_(open_, Case.due_at < work.now),
        Queue.AWAITING_CITIZEN: lambda: Case.status == CaseStatus.AWAITING_CITIZEN,
        Queue.SENT_BACK: lambda: and_(Case.status == CaseStatus.DRAFTING, _has_a_draft_sent_back()),
        Queue.SUBMITTED: lambda: and_(Case.status == CaseStatus.AWAITING_APPROVAL, _has_a_draft_of(work)),
        Queue.AWAITING_APPROVAL: lambda: Case.status == CaseStatus.AWAITING_APPROVAL,
        Queue.TO_PUBLISH: lambda: and_(Case.status == CaseStatus.ANSWERED, Case.publish_consent, ~Case.restricted),
        Queue.COLLECTING: lambda: and_(~Case.restricted, Case.status.not_in(_LET_GO), Case.id.in_(collected())),
        Queue.MENTIONED: lambda: Case.id.in_(mentions.open_for(work.actor.officer_id)),
        Queue.RESTRICTED: lambda: and_(open_, Case.restricted),
        Queue.DONE: lambda: Case.status.in_(lifecycle.CLOSED_STATUSES),
    }
    found = conditions[queue]()
    if queue in _OF_THEIR_OWN or not work.actor.takes_over or Role.RECEIVING in work.actor.roles:
        return found
    return and_(found, ~access.offered(work.actor, work.today))  # not yet the work of this unit


def collected() -> Select[UUID]:
    """Proposals of which the newest examination found too little to go by (ND 20/2008 Điều 14.2.b), answered or not."""
    newer = aliased(Evaluation)
    later = or_(newer.at > Evaluation.at, and_(newer.at == Evaluation.at, newer.id > Evaluation.id))
    superseded = exists().where(newer.case_id == Evaluation.case_id, later)
    return select(Evaluation.case_id).where(Evaluation.finding == Finding.COLLECTING, ~superseded)


def _has_a_draft_sent_back() -> ColumnElement[bool]:
    return exists().where(Reply.case_id == Case.id, Reply.state == ReplyState.SENT_BACK).correlate(Case)


def _has_a_draft_of(work: Work) -> ColumnElement[bool]:
    """Whether this officer has saved the draft that waits."""
    mine = ReplyDrafter.reply_id == Reply.id, ReplyDrafter.officer_id == work.actor.officer_id
    return exists().where(Reply.case_id == Case.id, Reply.state == ReplyState.SUBMITTED, *mine).correlate(Case)


def _what_there_is(work: Work) -> tuple[set[UUID], bool, bool, bool]:
    """The restricted desks, whether any unit has ended (its cases may wait to be taken over), and whether proposals are
    collected and this officer is named in notes; one statement, which always finds the receiving desk."""
    query = select(Unit.id, Unit.restricted_rank, Unit.valid_to, exists(collected()).label("collecting"))
    query = query.add_columns(mentions.any_for(work.actor.officer_id).label("mentioned"))
    which = or_(Unit.restricted_rank.is_not(None), Unit.valid_to <= work.today, Unit.receiving_desk)
    rows = work.session.execute(query.where(which)).all()
    desks = {row.id for row in rows if row.restricted_rank is not None}
    ended = any(row.valid_to is not None and row.valid_to <= work.today for row in rows)
    return desks, ended, any(row.collecting for row in rows), any(row.mentioned for row in rows)
