"""Which units hold their competence on a day: offices merge and end, so every choice of a unit asks for the day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select

from intake.cases.work import Work
from models.organisation import Unit
from routing.competence import UnitView


def holding_on(day: date) -> Select[Unit]:
    """The units that exist on a local day."""
    return select(Unit).where(Unit.valid_from <= day, or_(Unit.valid_to.is_(None), Unit.valid_to > day))


def units_today(work: Work) -> Sequence[Unit]:
    """Today's units: the province's first, then the communes, each by name."""
    return work.session.scalars(holding_on(work.today).order_by(Unit.level.desc(), Unit.name)).all()


def views_today(work: Work) -> list[UnitView]:
    """Today's units as the pure rules see them; plain columns, because every message asks for all of them."""
    columns = (Unit.id, Unit.department, Unit.commune, Unit.name)
    rows = work.session.execute(holding_on(work.today).with_only_columns(*columns))
    return [UnitView(*row) for row in rows]
