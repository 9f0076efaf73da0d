"""Which units hold their competence on a day: offices merge and end, so every choice of a unit asks for the day.

It also knows who carries on whom. Ending a unit and handing its cases on is done in ``succession``.
"""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import aliased

from intake.cases.work import Work
from models.organisation import Unit, UnitSuccession
from routing.units import UnitView


def holding_on(day: date) -> Select[Unit]:
    """The units that exist on a local day."""
    return select(Unit).where(Unit.valid_from <= day, or_(Unit.valid_to.is_(None), Unit.valid_to > day))


def units_today(work: Work) -> Sequence[Unit]:
    """Today's units: the province's first, then the communes, each by name."""
    return work.session.scalars(holding_on(work.today).order_by(Unit.level.desc(), Unit.name)).all()


def views_today(work: Work) -> list[UnitView]:
    """Today's units as the pure rules see them, each with the names of what it carries on."""
    day, known = work.today, work.desk.organisation.known(work.session).units
    return [view for view, since, until in known if since <= day and (until is None or until > day)]


def views_ever(work: Work) -> list[UnitView]:
    """The same with units that have ended: whoever accuses one of them accuses its successor."""
    return [view for view, _, _ in work.desk.organisation.known(work.session).units]


def carried_on_by(work: Work, unit_id: UUID) -> frozenset[UUID]:
    """The units that have ended by today and that this one carries on, however far back."""
    return frozenset(work.session.scalars(_carried(), {"successor": unit_id, "today": work.today}))


@cache
def _carried() -> Select[UUID]:
    """Asked by every page, so it is put together once."""
    directly = select(UnitSuccession.unit_id).where(UnitSuccession.successor_id == bindparam("successor"))
    line, further = directly.cte(recursive=True), aliased(UnitSuccession)
    line = line.union(select(further.unit_id).join(line, further.successor_id == line.c.unit_id))
    return select(Unit.id).join(line, Unit.id == line.c.unit_id).where(Unit.valid_to <= bindparam("today"))


def successors_of(work: Work, unit_id: UUID) -> Sequence[Unit]:
    """Today's units that carry this one on, through others that have ended meanwhile; by name."""
    line = select(UnitSuccession.successor_id).where(UnitSuccession.unit_id == unit_id).cte(recursive=True)
    further = aliased(UnitSuccession)
    line = line.union(select(further.successor_id).join(line, further.unit_id == line.c.successor_id))
    today = holding_on(work.today).join(line, Unit.id == line.c.successor_id)
    return work.session.scalars(today.order_by(Unit.name)).all()


def with_successors(work: Work, units: Collection[UUID]) -> frozenset[UUID]:
    """These units and all that carry them on, however far, whether today or from a later day."""
    if not units:
        return frozenset()
    line = select(UnitSuccession.successor_id).where(UnitSuccession.unit_id.in_(units)).cte(recursive=True)
    further = aliased(UnitSuccession)
    line = line.union(select(further.successor_id).join(line, further.unit_id == line.c.successor_id))
    return frozenset(units) | frozenset(work.session.scalars(select(line.c.successor_id)))
