"""Who may see which case: the only place that decides it.

Every read path (pages, counts, search, exports, live events) starts from ``visible_cases``. Nobody else filters
cases by unit, desk or restriction; a test fails the build on a hand-written filter.
"""

from collections.abc import Iterable
from typing import overload
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true

from intake.cases.actor import Actor
from models.case import Accused, Case
from models.vocabulary import CaseStatus, Role
from routing.redaction import find_personal, redact


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
    return and_(or_(*_grounds(actor)), ~_accuses(actor))


def sees_identity(actor: Actor) -> bool:
    """Whether this actor may know who wrote. An overseer never does (design, the people)."""
    return bool(actor.roles & {Role.RECEIVING, Role.HANDLING, Role.LEADER, Role.CITIZEN, Role.SYSTEM})


@overload
def shown_text(actor: Actor, text: str) -> str: ...
@overload
def shown_text(actor: Actor, text: None) -> None: ...
@overload
def shown_text(actor: Actor, text: str | None) -> str | None: ...
def shown_text(actor: Actor, text: str | None) -> str | None:
    """A text of a case as this actor may read it: without personal data for whoever may not know who wrote."""
    if text is None or sees_identity(actor):
        return text
    return redact(text, find_personal(text))


def public_cases() -> ColumnElement[bool]:
    """What anybody may see: published, not hidden, never restricted."""
    return and_(Case.status == CaseStatus.PUBLISHED, ~Case.hidden, ~Case.restricted)


def is_public(case: Case) -> bool:
    """The same for one case: what was reopened or restricted after it was published is public no more."""
    return case.status is CaseStatus.PUBLISHED and not case.hidden and not case.restricted


def _grounds(actor: Actor) -> list[ColumnElement[bool]]:
    grounds: list[ColumnElement[bool]] = [false()]
    if Role.RECEIVING in actor.roles:
        grounds.append(~Case.restricted)
    if Role.OVERSEER in actor.roles:  # what no person has read yet may still turn out to be a denunciation
        grounds.append(and_(~Case.restricted, Case.status.not_in({CaseStatus.RECEIVED, CaseStatus.TRIAGE})))
    if actor.roles & {Role.HANDLING, Role.LEADER} and actor.unit_id is not None:
        grounds.append(and_(Case.unit_id == actor.unit_id, ~Case.restricted))
        grounds.append(and_(Case.desk_id == actor.unit_id, Case.restricted))
    return grounds


def _accuses(actor: Actor) -> ColumnElement[bool]:
    """The case is about this officer; or, when it is restricted, about their unit."""
    whom: list[ColumnElement[bool]] = [Accused.officer_id == actor.officer_id]
    if actor.unit_id is not None:
        whom.append(and_(Accused.unit_id == actor.unit_id, Case.restricted))
    return exists().where(Accused.case_id == Case.id, or_(*whom)).correlate(Case)


def restricted_desk(accused: frozenset[UUID], ranked: Iterable[UUID]) -> UUID | None:
    """The first desk, in rank order, that is not itself accused."""
    return next((unit_id for unit_id in ranked if unit_id not in accused), None)
