"""Cases of the same text as one row of a list: the first of them stands for all that its reader sees there.

One text sent a thousand times must not hide forty other matters. What is sealed has no hash and is put together with
nothing, and a row counts only what stands in this very list for this very officer.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, FromClause, and_, func, select, text, true, update
from sqlalchemy.sql.util import ClauseAdapter

from intake.cases import access
from intake.cases.queues.filters import Filters, narrowed
from intake.cases.queues.order import Order, in_order
from intake.cases.queues.which import Queue, standing_in
from intake.cases.work import Work
from models.case import WAITING, Case, hash_of

PUT_TOGETHER = frozenset(
    {
        *(Queue.TRIAGE, Queue.RETURNED, Queue.TAKE_OVER, Queue.NEW, Queue.UNOWNED),
        *(Queue.MINE, Queue.OPEN, Queue.DUE_TODAY, Queue.OVERDUE),
    }
)
"""Lists of texts to be read; where drafts wait to be approved each case has words of its own."""

_CAUGHT_UP = 5000


def together(work: Work, queue: Queue, filters: Filters) -> bool:
    """Whether this list shows the same texts as one row.

    Not the list of one text, and not for whoever may not read all of what was searched for.
    """
    part = bool(filters.text or filters.place) and not access.sees_identity(work.actor)
    return queue in PUT_TOGETHER and not filters.text_hash and not part


def stands_for_all(work: Work, queue: Queue, filters: Filters, order: Order) -> ColumnElement[bool]:
    """The case is the first of its text in this list, by its deadline; the last where the newest come first.

    A scalar subquery, so that both engines answer it for each row from ``ix_case_same_text`` and never join; in a
    ``coalesce``, so that PostgreSQL takes it for likely and walks the list in its order. What has no hash has no first.
    """
    twin, here = _twins(work, queue, filters)
    first = select(twin.c.id).where(here).limit(1)
    place = [twin.c.due_at, twin.c.id]
    first = first.order_by(*(one.desc() if order is Order.NEWEST else one for one in place))
    return func.coalesce(Case.id == first.correlate(Case).scalar_subquery(), true())


def how_often(work: Work, queue: Queue, filters: Filters) -> ColumnElement[int]:
    """How often the text of the case stands in this list; 0 for what has no hash."""
    twin, here = _twins(work, queue, filters)
    return select(func.count(twin.c.id)).where(here).correlate(Case).scalar_subquery()


def all_of(
    work: Work, queue: Queue, filters: Filters, order: Order, code: str, most: int
) -> tuple[Sequence[Case], int]:
    """The cases that the row of this case stands for, in order and at most so many; and how many there are."""
    if not (found := text_hash_of(work, code)) or not together(work, queue, filters):
        return [], 0
    query = access.visible_cases(work.actor).where(Case.text_hash == found, _here(work, queue, filters))
    times = work.session.scalar(query.with_only_columns(func.count())) or 0
    return work.session.scalars(in_order(query, order).limit(most)).all(), times


def text_hash_of(work: Work, code: str) -> str | None:
    """What tells the text of a case that this officer sees."""
    return work.session.scalar(
        access.visible_cases(work.actor).where(Case.code == code).with_only_columns(Case.text_hash)
    )


def catch_up(work: Work) -> None:
    """Hash what waits and came in before texts were hashed, some at a time."""
    lacking = access.visible_cases(work.actor).where(text(WAITING), Case.text_hash.is_(None), ~Case.restricted)
    columns = lacking.where(Case.search_text.is_not(None)).with_only_columns(Case.id, Case.search_text)
    rows = work.session.execute(columns.limit(_CAUGHT_UP).with_for_update(skip_locked=True)).all()
    if rows:
        hashed = [{"id": row.id, "text_hash": hash_of(work.digest, row.search_text or "")} for row in rows]
        work.session.execute(update(Case), hashed)


def _twins(work: Work, queue: Queue, filters: Filters) -> tuple[FromClause, ColumnElement[bool]]:
    """The cases once more, and the condition to be in this list and of the text of the case outside."""
    twin = Case.__table__.alias("twin")
    here = ClauseAdapter(twin).traverse(_here(work, queue, filters))
    return twin, and_(twin.c.text_hash == Case.text_hash, here)


def _here(work: Work, queue: Queue, filters: Filters) -> ColumnElement[bool]:
    """What stands in the list. Words are left out: whoever has the same text has the same words."""
    conditions = narrowed(work, replace(filters, text=""))
    return and_(text(WAITING), access.visible(work.actor), standing_in(queue, work), *conditions)
