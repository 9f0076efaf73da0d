"""The same step on many cases at once: each in a transaction of its own, so that one that fails stops no other.

It knows which steps a list may offer, and names every case that did not go through with its reason. What a step
needs and who may take it is the business of its use case and of the lifecycle.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from intake.cases import repeats, triage
from intake.cases.actor import Actor
from intake.cases.errors import Impossible, NotFound, Refusal, Stale
from intake.cases.queues import Filters, Order, Queue, same
from intake.cases.work import Desk, Work
from models.case import Case
from models.languages import N_, _
from models.vocabulary import Action, CaseKind, Field, Role
from routing import lifecycle

CHOSEN_MOST = 100
"""How many cases one request may name."""

Act = Callable[[Work, Case], object]

_OFFERED: dict[Queue, tuple[Action, ...]] = {
    Queue.TRIAGE: (Action.ASSIGN, Action.MERGE),
    Queue.NEW: (Action.ACCEPT, Action.HAND_TO, Action.TRANSFER, Action.MERGE),
    Queue.UNOWNED: (Action.HAND_TO, Action.TRANSFER),
    Queue.MINE: (Action.HAND_TO, Action.TRANSFER, Action.MERGE),
    Queue.OPEN: (Action.HAND_TO, Action.TRANSFER, Action.MERGE),
    Queue.OVERDUE: (Action.HAND_TO, Action.TRANSFER, Action.MERGE),
    Queue.AWAITING_CITIZEN: (Action.HAND_TO,),
    Queue.AWAITING_APPROVAL: (Action.APPROVE,),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case ticked in a list, in the version the list showed."""

    code: str
    version: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A case the step was not taken on, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Codes of the cases the step was taken on, and those left out."""

    done: list[str]
    left_out: list[LeftOut]


def offered(actor: Actor, queue: Queue) -> tuple[Action, ...]:
    """The steps a list offers this officer; whether one exists for a case is seen case by case."""
    return tuple(action for action in _OFFERED.get(queue, ()) if actor.roles & _roles(action))


def check_number(chosen: Sequence[Chosen]) -> None:
    """Raises Impossible when more are ticked than one request may hold."""
    if len(chosen) > CHOSEN_MOST:
        raise Impossible(
            "too_many_chosen",
            _("Mỗi lần chọn nhiều nhất {most} hồ sơ. Chưa hồ sơ nào thay đổi.").format(most=CHOSEN_MOST),
        )


def with_the_same(
    work: Work, queue: Queue, filters: Filters, order: Order, chosen: Sequence[Chosen], heads: Sequence[str]
) -> tuple[list[Chosen], int]:
    """What was ticked and the cases the heads stand for, as far as one request may hold; and how many it may not."""
    found, ticked = list(chosen), len(chosen)
    for code in heads:
        cases, times = same.all_of(work, queue, filters, order, code, CHOSEN_MOST)
        known = {one.code for one in found}
        more = [Chosen(case.code, case.version) for case in cases if case.code not in known]
        found += more[: max(CHOSEN_MOST - len(found), 0)]
        ticked += max(times - 1, 0)
    return found, max(ticked - len(found), 0)


def each(desk: Desk, actor: Actor, action: Action, chosen: Sequence[Chosen], act: Act) -> Outcome:
    """Take the step on every case that was ticked, each once. Raises Impossible before anything is done."""
    check_number(chosen)
    outcome = Outcome([], [])
    for one in chosen:
        reason = _reason_against(desk, actor, action, one, act)
        if reason is None:
            outcome.done.append(one.code)
        else:
            outcome.left_out.append(LeftOut(one.code, reason))
    return outcome


def assign_as_proposed(work: Work, case: Case) -> Case:
    """Send a case where the machine proposes, with its kind and field. Raises Impossible where it names no one unit."""
    proposal = case.proposal
    if proposal is None or proposal["unit"] is None:
        raise Impossible("no_one_unit", _("Máy không đề xuất được đúng một cơ quan. Xin phân loại riêng hồ sơ này."))
    kind = CaseKind(proposal["kind"])
    if proposal["restricted"] or kind in lifecycle.RESTRICTED_KINDS:
        raise Impossible("may_be_restricted", _("Có thể là khiếu nại, tố cáo. Xin đọc và phân loại riêng hồ sơ này."))
    return triage.assign(work, case, UUID(proposal["unit"]), kind=kind, field=Field(proposal["field"]))


def assign_to(work: Work, case: Case, unit_id: UUID) -> Case:
    """Send a case to this unit, with the kind and field it has or the machine proposes. Raises Impossible if none."""
    proposal = case.proposal or {}
    kind, field = case.kind or proposal.get("kind"), case.field or proposal.get("field")
    if kind is None or field is None:
        raise Impossible("not_classified", "Hồ sơ chưa rõ loại, lĩnh vực. Xin phân loại riêng hồ sơ này.")
    if proposal.get("restricted") or CaseKind(kind) in lifecycle.RESTRICTED_KINDS:
        raise Impossible("may_be_restricted", "Có thể là khiếu nại, tố cáo. Xin đọc và phân loại riêng hồ sơ này.")
    return triage.assign(work, case, unit_id, kind=CaseKind(kind), field=Field(field))


def _reason_against(desk: Desk, actor: Actor, action: Action, one: Chosen, act: Act) -> str | None:
    try:
        with desk.work(actor) as work:
            act(work, work.lock(one.code, version=one.version))
    except (Stale, NotFound) as refusal:
        with desk.look(actor) as work:
            twice = repeats.just_done(work, one.code, action, since=one.version, text=None)
        return None if twice else _(_SINCE_THEN) if isinstance(refusal, Stale) else refusal.sentence
    except Refusal as refusal:
        return refusal.sentence
    return None


_SINCE_THEN = N_("Có người vừa cập nhật hồ sơ này. Xin mở ra xem rồi làm riêng.")


def _roles(action: Action) -> frozenset[Role]:
    steps = (step for (_, what), step in lifecycle.ORDINARY.items() if what is action)
    return frozenset(role for step in steps for role in step.roles)
