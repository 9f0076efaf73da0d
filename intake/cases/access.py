"""Who may see which case: the only place that decides it.

Every read path (pages, counts, search, exports, live events) starts from ``visible_cases``. Nobody else filters
cases by unit, desk or restriction; a test fails the build on a hand-written filter.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, overload
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, Uuid, and_, case, exists, false, literal, or_, select, true
from sqlalchemy.orm import object_session

from intake.cases.actor import Actor
from intake.cases.covering import without_personal_data
from models.case import Accused, Case, CaseLink
from models.citizen import Citizen
from models.conversation import Conversation, ConversationCase
from models.organisation import Unit, UnitSuccession
from models.reception import Reception
from models.vocabulary import CaseStatus, LinkKind, Role
from routing.lifecycle import OPEN_STATUSES

KEPT = 256
"""Conditions of so many actors are kept: putting one together costs more than asking by it, and it never changes."""


def visible_cases(actor: Actor) -> Select[Case]:
    """The cases this actor may see, to be narrowed further by the caller."""
    return select(Case).where(visible(actor))


def visible(actor: Actor) -> ColumnElement[bool]:
    """The condition behind ``visible_cases``, for counts and joins."""
    if Role.SYSTEM in actor.roles:
        return true()
    if actor.case_id is not None:
        return Case.id == actor.case_id
    if actor.officer_id is None:
        return false()
    return _seen_by(actor)


@lru_cache(maxsize=KEPT)
def _seen_by(actor: Actor) -> ColumnElement[bool]:
    return and_(or_(*_grounds(actor)), ~_accuses(actor))


def who_sees(actors: Sequence[Actor]) -> Select[Any]:
    """For each case its id and code, and then for each of these actors, in order, whether they may see it."""
    columns: list[ColumnElement[Any]] = [visible(actor).label(f"sees_{place}") for place, actor in enumerate(actors)]
    return select(Case.id, Case.code, *columns)


def keeper() -> ColumnElement[UUID | None]:
    """The unit that holds a case: a restricted one is held by its desk, one at triage by none."""
    return case((Case.restricted, Case.desk_id), else_=Case.unit_id)


def decides_on_data(actor: Actor) -> bool:
    """Whether this actor answers requests about personal data and approves erasing, on cases that are theirs."""
    return bool(actor.roles & {Role.RECEIVING, Role.LEADER})


def decided_by(actor: Actor) -> ColumnElement[bool]:
    """Of the cases this actor sees: those on whose data they decide, as the receiving desk or as the unit's leader."""
    if Role.RECEIVING in actor.roles:
        return true()
    return keeper() == actor.unit_id if Role.LEADER in actor.roles else false()


def works_on_cases(actor: Actor) -> bool:
    """Whether this actor takes steps on cases, and so is told of late ones; overseers and administrators do not."""
    return bool(actor.roles & {Role.RECEIVING, Role.HANDLING, Role.LEADER})


def takes_down(actor: Actor) -> bool:
    """Whether this actor enters what citizens say or send on paper: the receiving desk and whoever handles cases."""
    return bool(actor.roles & {Role.RECEIVING, Role.HANDLING})


@lru_cache(maxsize=KEPT)
def alerted(actor: Actor) -> ColumnElement[bool]:
    """Of the cases this actor's unit was alerted to: those whose code, status and deadline they may read.

    A superior is told that a case of another unit is late, without being let into it. What is restricted meanwhile
    is left to whoever may see it.
    """
    if not works_on_cases(actor):
        return false()
    return or_(visible(actor), and_(~Case.restricted, ~_accuses(actor)))


def sees_identity(actor: Actor) -> bool:
    """Whether this actor may know who wrote. An overseer never does (design, the people)."""
    return bool(actor.roles & {Role.RECEIVING, Role.HANDLING, Role.LEADER, Role.CITIZEN, Role.SYSTEM})


_TOLD_ALWAYS = frozenset({Role.RECEIVING, Role.CITIZEN, Role.SYSTEM})
"""Who knows a sender that asked the handling unit not to."""


def knows_sender(actor: Actor, case: Case) -> bool:
    """Whether this actor may know who wrote this case. One desk that keeps a case must know whom it protects."""
    kept = case.identity_kept and not case.restricted
    return sees_identity(actor) and not (kept and not actor.roles & _TOLD_ALWAYS)


def sender_known(actor: Actor) -> ColumnElement[bool]:
    """The same as a condition, for whoever looks cases up by their sender."""
    if not sees_identity(actor):
        return false()
    return true() if actor.roles & _TOLD_ALWAYS else or_(~Case.identity_kept, Case.restricted)


@overload
def shown_text(actor: Actor, text: str, *, of: Case | None = None) -> str: ...
@overload
def shown_text(actor: Actor, text: None, *, of: Case | None = None) -> None: ...
@overload
def shown_text(actor: Actor, text: str | None, *, of: Case | None = None) -> str | None: ...
def shown_text(actor: Actor, text: str | None, *, of: Case | None = None) -> str | None:
    """A text as this actor may read it: without personal data for whoever may not know who wrote.

    ``of`` is the case of a text that its sender wrote, who may have asked not to be known.
    """
    if text is None or (sees_identity(actor) if of is None else knows_sender(actor, of)):
        return text
    return without_personal_data(text, _sender(of) if of is not None and of.identity_kept else None)


def _sender(case: Case) -> Citizen | None:
    """Asked for one by one: few senders want to stay unknown, and lists do not load who wrote."""
    session = object_session(case)
    return session.get(Citizen, case.citizen_id) if session is not None else None


def public_cases() -> ColumnElement[bool]:
    """What anybody may see: published, not hidden, never restricted."""
    return and_(Case.status == CaseStatus.PUBLISHED, ~Case.hidden, ~Case.restricted)


def told_of() -> ColumnElement[bool]:
    """What may be counted and learned from across all units.

    Nothing of a case that is kept for one desk, nor of one whose sender restricted or objected to other uses.
    """
    return and_(~Case.restricted, ~Case.purpose_only)


def is_public(case: Case) -> bool:
    """The same for one case: what was reopened or restricted after it was published is public no more."""
    return case.status is CaseStatus.PUBLISHED and not case.hidden and not case.restricted


def taken_down_by(actor: Actor) -> Select[Case]:
    """The cases this officer took down themselves, for the receipt they hand over and nothing else of the case."""
    mine = select(Reception.case_id).where(Reception.officer_id == actor.officer_id)
    return select(Case).where(Case.id.in_(mine))


def parts_of(case: Case) -> Select[Case]:
    """The cases split from this one, for its sender, who wrote every part; never for an officer."""
    split = and_(CaseLink.case_id == Case.id, CaseLink.kind == LinkKind.SPLIT_FROM)
    return select(Case).join(CaseLink, split).where(CaseLink.other_id == case.id, Case.citizen_id == case.citizen_id)


def told_by_the_same(case: Case) -> Select[Case]:
    """The other cases that hang on this very record of a sender: parts of one letter, not yet erased."""
    return select(Case).where(Case.citizen_id == case.citizen_id, Case.id != case.id, Case.erased_at.is_(None))


def filed_in(conversation_id: UUID) -> Select[Case]:
    """The cases filed in one conversation: whoever chats there is their sender."""
    mine = select(ConversationCase.case_id).where(ConversationCase.conversation_id == conversation_id)
    return select(Case).where(Case.id.in_(mine))


@lru_cache(maxsize=KEPT)
def conversing(actor: Actor) -> ColumnElement[bool]:
    """The conversations this actor may read, and speak in: they name their sender, so they are for who handles cases.

    One in which a case they see was filed, at the receiving desk also one without any. Where something was told that
    may accuse, only the desk that keeps it; and never one that holds a restricted case they do not see, or one about
    themselves.
    """
    if not (works_on_cases(actor) and sees_identity(actor)):
        return false()
    of_it = ConversationCase.conversation_id == Conversation.id
    filed = and_(of_it, ConversationCase.case_id == Case.id)
    open_to: ColumnElement[bool] = exists().where(filed, visible(actor)).correlate(Conversation)
    if Role.RECEIVING in actor.roles:
        open_to = or_(open_to, ~exists().where(of_it).correlate(Conversation))
    keeps = actor.unit_id is not None and bool(actor.roles & {Role.HANDLING, Role.LEADER})
    guarded_by = Conversation.desk_id == actor.unit_id if keeps else false()
    hidden = exists().where(filed, ~visible(actor), or_(Case.restricted, _accuses(actor))).correlate(Conversation)
    return and_(case((Conversation.guarded, guarded_by), else_=open_to), ~hidden)


def merged_into(main: Case) -> Select[Case]:
    """The cases merged directly into this one, to answer their senders; never to be shown."""
    merged = and_(CaseLink.case_id == Case.id, CaseLink.kind == LinkKind.MERGED_INTO)
    return select(Case).join(CaseLink, merged).where(CaseLink.other_id == main.id).order_by(Case.id)


def main_of(case: Case) -> Select[Case]:
    """The case this one was merged into, for the answer they share and nothing else of it."""
    merged = and_(CaseLink.other_id == Case.id, CaseLink.kind == LinkKind.MERGED_INTO)
    return select(Case).join(CaseLink, merged).where(CaseLink.case_id == case.id)


def offered(actor: Actor, day: date) -> ColumnElement[bool]:
    """Open ordinary cases of units that have ended: to their successor, and to the receiving desk."""
    open_ = and_(~Case.restricted, Case.status.in_(OPEN_STATUSES))
    if Role.RECEIVING in actor.roles:
        ended = select(Unit.id).where(Unit.valid_to <= day)
        return and_(open_, Case.unit_id.in_(ended))
    return and_(open_, Case.unit_id.in_(actor.takes_over)) if actor.takes_over else false()


def misplaced(day: date) -> ColumnElement[bool]:
    """Open restricted cases whose desk has ended, or carries on a unit they accuse: another desk must keep them."""
    ended = Case.desk_id.in_(select(Unit.id).where(Unit.valid_to <= day))
    successors = _successors()
    accused = exists().where(
        Accused.case_id == Case.id, Accused.unit_id == successors.c.unit_id, successors.c.id == Case.desk_id
    )
    return and_(Case.restricted, Case.status.in_(OPEN_STATUSES), or_(ended, accused.correlate(Case)))


def _grounds(actor: Actor) -> list[ColumnElement[bool]]:
    grounds: list[ColumnElement[bool]] = [false()]
    if Role.RECEIVING in actor.roles:
        grounds.append(~Case.restricted)
    if Role.OVERSEER in actor.roles:  # what no person has read yet may still turn out to be a denunciation
        grounds.append(and_(~Case.restricted, Case.status.not_in({CaseStatus.RECEIVED, CaseStatus.TRIAGE})))
    if actor.roles & {Role.HANDLING, Role.LEADER} and actor.unit_id is not None:
        grounds.append(keeper() == actor.unit_id)
        if actor.takes_over:
            grounds.append(and_(Case.unit_id.in_(actor.takes_over), ~Case.restricted))
    return grounds


@lru_cache(maxsize=KEPT)
def _accuses(actor: Actor) -> ColumnElement[bool]:
    """The case is about this officer; or, when it is restricted, about their unit or one that it carries on."""
    whom: list[ColumnElement[bool]] = [Accused.officer_id == actor.officer_id]
    if actor.unit_id is not None:
        whom.append(and_(Accused.unit_id.in_(_carried_on_by(actor.unit_id)), Case.restricted))
    return exists().where(Accused.case_id == Case.id, or_(*whom)).correlate(Case)


def _carried_on_by(unit_id: UUID) -> Select[tuple[UUID]]:
    """This unit and every unit it carries on, however far back; a succession counts from the day it is entered."""
    line = select(literal(unit_id, Uuid()).label("id")).cte(recursive=True)
    before = select(UnitSuccession.unit_id).join(line, UnitSuccession.successor_id == line.c.id)
    return select(line.union(before).c.id)


def _successors() -> CTE:
    """Pairs of a unit and each unit that carries it on, itself among them, however far on."""
    line = select(Unit.id.label("unit_id"), Unit.id.label("id")).cte(recursive=True)
    after = select(line.c.unit_id, UnitSuccession.successor_id).join(line, UnitSuccession.unit_id == line.c.id)
    return line.union(after)


def restricted_desk(accused: frozenset[UUID], ranked: Iterable[UUID]) -> UUID | None:
    """The first desk, in rank order, that is not itself accused."""
    return next((unit_id for unit_id in ranked if unit_id not in accused), None)
