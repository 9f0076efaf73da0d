"""One page of a queue, and the case after a case: overdue first, then the nearest deadline; finished ones newest first.

Lists are paged by keyset, so that page 1,000 costs the same as page 1.
"""

from dataclasses import dataclass

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from intake.cases import access
from intake.cases.queues.filters import EVERYTHING, Filters, is_readable, narrowed
from intake.cases.queues.order import Order, beyond, cursor, in_order, moment_of, orders_of, read_cursor
from intake.cases.queues.row import Row, row_of
from intake.cases.queues.which import Queue, standing_in
from intake.cases.work import Work
from models.case import Case

PAGE_SIZE = 40


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a queue. ``after`` is the cursor of the next page, None on the last."""

    queue: Queue
    rows: list[Row]
    after: str | None


def page(
    work: Work,
    queue: Queue,
    *,
    after: str | None = None,
    filters: Filters = EVERYTHING,
    order: Order | None = None,
    size: int = PAGE_SIZE,
) -> Page:
    """One page of a queue, narrowed and in its usual order or another one."""
    chosen = order or orders_of(queue)[0]
    query = listed(work, queue, filters, chosen, after)
    query = query.options(joinedload(Case.unit), joinedload(Case.officer)).limit(size + 1)

    cases = list(work.session.scalars(query))
    more = cursor(moment_of(chosen, cases[size - 1]), cases[size - 1].id) if len(cases) > size else None
    found = [case for case in cases[:size] if is_readable(work.actor, filters, case.content, case.place)]
    return Page(queue, [row_of(work, case) for case in found], more)


def listed(work: Work, queue: Queue, filters: Filters, order: Order, after: str | None) -> Select[Case]:
    """The cases of a list in order, those after the cursor."""
    query = access.visible_cases(work.actor).where(standing_in(queue, work), *narrowed(work, filters))
    if after and (place := read_cursor(after)) is not None:
        query = query.where(beyond(order, *place))
    return in_order(query, order)


def next_code(work: Work, queue: Queue, case: Case) -> str | None:
    """The case after this one in a queue; after the last comes the first. None when no other waits there."""
    order = orders_of(queue)[0]
    others = access.visible_cases(work.actor).where(standing_in(queue, work), Case.id != case.id)
    others = in_order(others, order).limit(1)
    later = beyond(order, moment_of(order, case), case.id)
    found = work.session.scalars(others.where(later)).first() or work.session.scalars(others).first()
    return found.code if found else None
