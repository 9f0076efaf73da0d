"""Which units hold their competence on a day: offices merge and end, so every choice of a unit asks for the day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select

from intake.cases.work import Work
from models.organisation import Unit


def holding_on(day: date) -> Select[Unit]:
    """The units that exist on a local day."""
    return select(Unit).where(Unit.valid_from <= day, or_(Unit.valid_to.is_(None), Unit.valid_to > day))


def units_today(work: Work) -> Sequence[Unit]:
    """Today's units: the province's first, then the communes, each by name."""
    return work.session.scalars(holding_on(work.today).order_by(Unit.level.desc(), Unit.name)).all()
