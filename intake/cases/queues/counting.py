"""How many cases wait in each queue: never more than a limit, read from an index (``ix_case_waiting``)."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, ScalarSelect, func, literal, select

from intake.cases import access
from intake.cases.queues.which import Queue, standing_in
from intake.cases.work import Work
from models.case import Case
from models.vocabulary import Field

COUNTED_MOST = 1000
"""A count that reaches this is shown as “999+”."""


def counts(work: Work, queues: Iterable[Queue]) -> dict[Queue, int]:
    """How many cases wait in each of these queues, in one statement; finished ones wait for nobody.

    Never more than ``COUNTED_MOST`` are looked at, so that a count costs the same in a province of any size.
    """
    waiting = [queue for queue in queues if queue is not Queue.DONE]
    if not waiting:
        return {}
    visible = access.visible(work.actor)  # once: putting it together costs more than counting by it
    row = work.session.execute(select(*(_counted(work, queue, visible) for queue in waiting))).one()
    return dict(zip(waiting, row, strict=True))


def by_field(work: Work, queue: Queue) -> list[tuple[Field, int]]:
    """How many cases of each field stand in a queue, the most first: to see what comes together."""
    query = select(Case.field, func.count()).where(
        access.visible(work.actor), standing_in(queue, work), Case.field.is_not(None)
    )
    rows = work.session.execute(query.group_by(Case.field).order_by(func.count().desc(), Case.field)).all()
    return [(field, count) for field, count in rows if field is not None]


def _counted(work: Work, queue: Queue, visible: ColumnElement[bool]) -> ScalarSelect[int]:
    some = select(literal(1)).where(visible, standing_in(queue, work)).limit(COUNTED_MOST)
    return select(func.count()).select_from(some.subquery()).scalar_subquery()
