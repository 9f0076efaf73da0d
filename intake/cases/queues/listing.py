"""One page of a queue, and the cases around a case: overdue first, then the nearest deadline; finished ones newest
first.

Lists are paged by keyset in both directions, so that page 1,000 costs the same as page 1.
"""

from dataclasses import dataclass

from sqlalchemy import Select, and_, func, literal
from sqlalchemy.orm import joinedload

from intake.cases import access
from intake.cases.queues import same
from intake.cases.queues.filters import EVERYTHING, Filters, is_readable, narrowed
from intake.cases.queues.order import Order, beyond, cursor, in_order, moment_of, orders_of, read_cursor, read_number
from intake.cases.queues.row import Row, row_of
from intake.cases.queues.which import Queue, standing_in
from intake.cases.work import Work
from models.case import Case

PAGE_SIZE = 40
_COUNTED_MOST = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a queue. ``after`` and ``before``: the cursors of the next and the previous page, None at the ends.

    ``first`` is how many cases stood before its first row, as far as one knows who has turned the pages. A row may
    stand for several cases of the same text, see ``same``.
    """

    queue: Queue
    rows: list[Row]
    after: str | None
    before: str | None = None
    first: int = 0

    @property
    def last(self) -> int:
        """How many cases stand up to its last row."""
        return self.first + sum(1 + row.others for row in self.rows)


@dataclass(frozen=True, slots=True)
class Around:
    """Where a case stands in a list: how many before it, and its neighbours."""

    number: int
    previous: str | None
    following: str | None


def page(
    work: Work,
    queue: Queue,
    *,
    after: str | None = None,
    before: str | None = None,
    filters: Filters = EVERYTHING,
    order: Order | None = None,
    size: int = PAGE_SIZE,
) -> Page:
    """One page of a queue, narrowed and in its usual order or another one: after a row, or before one."""
    chosen = order or orders_of(queue)[0]
    back = read_cursor(before or "") is not None
    query = _shown(work, queue, filters, chosen, before if back else after, back=back)
    often = same.how_often(work, queue, filters) if same.together(work, queue, filters) else literal(1)
    query = query.options(joinedload(Case.unit), joinedload(Case.officer)).limit(size + 1)

    cases = [(case, max(times, 1)) for case, times in work.session.execute(query.add_columns(often))]
    more = len(cases) > size
    if back and not more:  # the head of the list: a whole first page, whatever has come since
        return page(work, queue, filters=filters, order=chosen, size=size)
    cases = cases[:size][::-1] if back else cases[:size]
    length = sum(times for _, times in cases)
    first = max(0, read_number(before or "") - length) if back else read_number(after or "")
    begun = back or read_cursor(after or "") is not None

    ends = [cursor(moment_of(chosen, case), case.id, number) for case, number in _ends(cases, first, length)]
    return Page(
        queue,
        [
            row_of(work, case, others=times - 1)
            for case, times in cases
            if is_readable(work, filters, case.content, case.place)
        ],
        after=ends[1] if cases and (more or back) else None,
        before=ends[0] if cases and begun else None,
        first=first if begun else 0,
    )


def listed(
    work: Work, queue: Queue, filters: Filters, order: Order, after: str | None, *, back: bool = False
) -> Select[Case]:
    """The cases of a list in order, those after the cursor; or those before it, the nearest first."""
    query = access.visible_cases(work.actor).where(standing_in(queue, work), *narrowed(work, filters))
    if after and (place := read_cursor(after)) is not None:
        query = query.where(beyond(order, *place, back=back))
    return in_order(query, order, back=back)


def next_code(
    work: Work, queue: Queue, case: Case, filters: Filters = EVERYTHING, order: Order | None = None
) -> str | None:
    """The case after this one in a list, of another text; after the last comes the first. None when no other waits."""
    chosen = order or orders_of(queue)[0]
    others = _shown(work, queue, filters, chosen).where(Case.id != case.id).limit(1)
    later = beyond(chosen, moment_of(chosen, case), case.id)
    if case.text_hash is not None and not filters.text_hash:
        later = and_(later, Case.text_hash.is_distinct_from(case.text_hash))
    found = work.session.scalars(others.where(later)).first() or work.session.scalars(others).first()
    return found.code if found else None


def around(work: Work, queue: Queue, case: Case) -> Around:
    """Where this case stands in the usual order of a queue; counted up to a limit."""
    order = orders_of(queue)[0]
    here = moment_of(order, case), case.id
    earlier = listed(work, queue, EVERYTHING, order, None, back=True).where(beyond(order, *here, back=True))
    later = listed(work, queue, EVERYTHING, order, None).where(beyond(order, *here))
    some = earlier.with_only_columns(literal(1)).order_by(None).limit(_COUNTED_MOST).subquery()
    number = work.session.scalar(func.count().select().select_from(some)) or 0
    previous, following = (work.session.scalars(query.limit(1)).first() for query in (earlier, later))
    return Around(number + 1, previous.code if previous else None, following.code if following else None)


def _shown(
    work: Work, queue: Queue, filters: Filters, order: Order, after: str | None = None, *, back: bool = False
) -> Select[Case]:
    """The cases that have a row of their own."""
    query = listed(work, queue, filters, order, after, back=back)
    return (
        query.where(same.stands_for_all(work, queue, filters, order)) if same.together(work, queue, filters) else query
    )


def _ends(cases: list[tuple[Case, int]], first: int, length: int) -> list[tuple[Case, int]]:
    return [(cases[0][0], first), (cases[-1][0], first + length)] if cases else []
