"""The desks that keep restricted cases, and what happens when one of them ends or comes to carry on the accused.

A successor of an accused unit is accused too, so a case never stays with such a desk: it goes to the next one. It
knows ranks and units; who sees what is ``access``.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from intake.cases import access, organisation
from intake.cases.work import Work
from models.case import Accused, Case
from models.organisation import Unit
from models.vocabulary import EventType, Role
from routing.lifecycle import Step

log = structlog.get_logger(__name__)

_REHOUSED = Step(None, frozenset({Role.SYSTEM}), EventType.TRANSFERRED, "Điều 1 Nghị định 20/2008/NĐ-CP", public=False)


def ranked_today(work: Work) -> list[UUID]:
    """Today's restricted desks, in rank order: one that has ended keeps nothing."""
    desks = organisation.holding_on(work.today).where(Unit.restricted_rank.is_not(None))
    return list(work.session.scalars(desks.order_by(Unit.restricted_rank).with_only_columns(Unit.id)))


def choose(work: Work, accused: Collection[UUID]) -> UUID | None:
    """The first of today's desks that is not accused and carries on nobody who is."""
    return access.restricted_desk(organisation.with_successors(work, accused), ranked_today(work))


def others_on(work: Work, unit: Unit, day: date) -> bool:
    """Whether another desk than this one keeps restricted cases on a day."""
    others = organisation.holding_on(day).where(Unit.restricted_rank.is_not(None), Unit.id != unit.id)
    return work.session.scalar(others.with_only_columns(Unit.id).limit(1)) is not None


def rehouse(work: Work) -> int:
    """Give every open restricted case that its desk can no longer keep to the next desk; returns how many moved."""
    itself, moved = work.by_itself(), 0
    query = access.visible_cases(itself.actor).where(access.misplaced(work.today)).order_by(Case.id)
    query = query.options(joinedload(Case.citizen)).with_for_update(of=Case)
    cases = work.session.scalars(query).all()
    for case in cases:
        desk_id = choose(work, _accused(work, case))
        if desk_id is not None:
            _move(itself, case, desk_id)
            moved += 1
    work.session.flush()
    if moved < len(cases):
        log.error("restricted.no_desk", cases=len(cases) - moved)
    return moved


def left_without(work: Work) -> int:
    """How many open restricted cases no desk can keep: every one has ended or is accused."""
    misplaced = access.visible_cases(work.by_itself().actor).where(access.misplaced(work.today))
    return len(work.session.scalars(misplaced.with_only_columns(Case.id)).all())


def _move(work: Work, case: Case, desk_id: UUID) -> None:
    left, case.desk_id = case.desk_id, desk_id
    if case.unit_id is not None:
        case.unit_id = desk_id
    case.officer_id = None
    work.record(case, _REHOUSED, unit=str(desk_id), before=str(left), cause="succession")


def _accused(work: Work, case: Case) -> frozenset[UUID]:
    query = select(Accused.unit_id).where(Accused.case_id == case.id, Accused.unit_id.is_not(None))
    return frozenset(unit_id for unit_id in work.session.scalars(query) if unit_id)
