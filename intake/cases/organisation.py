"""Which units hold their competence on a day: offices merge and end, so every choice of a unit asks for the day.

It also knows who carries on whom. Ending a unit and handing its cases on is done in ``succession``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from intake.cases.work import Work
from models.organisation import FormerName, Unit, UnitFunction, UnitSuccession
from models.vocabulary import Department
from routing.units import UnitView


def holding_on(day: date) -> Select[Unit]:
    """The units that exist on a local day."""
    return select(Unit).where(Unit.valid_from <= day, or_(Unit.valid_to.is_(None), Unit.valid_to > day))


def units_today(work: Work) -> Sequence[Unit]:
    """Today's units: the province's first, then the communes, each by name."""
    return work.session.scalars(holding_on(work.today).order_by(Unit.level.desc(), Unit.name)).all()


def views_today(work: Work) -> list[UnitView]:
    """Today's units as the pure rules see them, each with the names of what it carries on."""
    day = work.today
    return [view for view, since, until in _views(work) if since <= day and (until is None or until > day)]


def views_ever(work: Work) -> list[UnitView]:
    """The same with units that have ended: whoever accuses one of them accuses its successor."""
    return [view for view, _, _ in _views(work)]


def _views(work: Work) -> Iterator[tuple[UnitView, date, date | None]]:
    """Every unit with its dates; plain columns and three statements, because every message asks for all of them."""
    columns = (Unit.id, Unit.department, Unit.commune, Unit.name, Unit.valid_from, Unit.valid_to)
    query = select(*columns, FormerName.name.label("former")).outerjoin(FormerName, FormerName.unit_id == Unit.id)
    rows = work.session.execute(query).all()
    pairs = work.session.execute(select(UnitSuccession.successor_id, UnitSuccession.unit_id))
    before = _before((successor_id, unit_id) for successor_id, unit_id in pairs)
    formerly = defaultdict[UUID, list[str]](list)
    for row in rows:
        if row.former:
            formerly[row.id].append(row.former)
    also = defaultdict[UUID, list[Department]](list)
    for unit_id, department in work.session.execute(select(UnitFunction.unit_id, UnitFunction.department)):
        also[unit_id].append(department)
    units = {row.id: row for row in rows}
    named = {unit_id: row.name for unit_id, row in units.items()}
    for row in units.values():
        carries_on = row.id in before or row.id in formerly
        names = tuple(_names(row.id, before, named, formerly)) if carries_on else ()
        view = UnitView(row.id, row.department, row.commune, row.name, names, tuple(also[row.id]))
        yield view, row.valid_from, row.valid_to


def carried_on_by(work: Work, unit_id: UUID) -> frozenset[UUID]:
    """The units that have ended by today and that this one carries on, however far back."""
    line = select(UnitSuccession.unit_id).where(UnitSuccession.successor_id == unit_id).cte(recursive=True)
    further = aliased(UnitSuccession)
    line = line.union(select(further.unit_id).join(line, further.successor_id == line.c.unit_id))
    return frozenset(
        work.session.scalars(select(Unit.id).join(line, Unit.id == line.c.unit_id).where(Unit.valid_to <= work.today))
    )


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


def _before(pairs: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, list[UUID]]:
    before: dict[UUID, list[UUID]] = {}
    for successor_id, unit_id in pairs:
        before.setdefault(successor_id, []).append(unit_id)
    return before


def _names(
    unit_id: UUID, before: Mapping[UUID, list[UUID]], named: Mapping[UUID, str], formerly: Mapping[UUID, list[str]]
) -> Iterable[str]:
    """The unit's former names, and the names of every unit it carries on with theirs."""
    seen, waiting = {unit_id}, [unit_id]
    while waiting:
        current = waiting.pop()
        yield from formerly.get(current, ())
        if current != unit_id:
            yield named[current]
        fresh = [one for one in before.get(current, ()) if one not in seen]
        seen.update(fresh)
        waiting += fresh
