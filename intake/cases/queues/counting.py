"""How many cases wait in each queue: never more than a limit, read from an index (``ix_case_waiting``)."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, ScalarSelect, func, literal, select

from intake.cases import access
from intake.cases.queues.which import Queue, standing_in
from intake.cases.work import Work

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


def _counted(work: Work, queue: Queue, visible: ColumnElement[bool]) -> ScalarSelect[int]:
    some = select(literal(1)).where(visible, standing_in(queue, work)).limit(COUNTED_MOST)
    return select(func.count()).select_from(some.subquery()).scalar_subquery()
