"""A whole list for a spreadsheet, piece by piece: no citizen's identity and no text, only where each case stands.

Each piece is read by itself from where the last one ended, so that a slow reader holds no connection and memory stays
flat. A case whose deadline moves meanwhile may stand in the file twice or not at all; one that stands still is whole.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from intake.cases.queues.filters import Filters, is_readable
from intake.cases.queues.listing import listed
from intake.cases.queues.order import Order, cursor
from intake.cases.queues.row import remaining
from intake.cases.queues.which import Queue
from intake.cases.scene import shown_place
from intake.cases.work import Work
from models.base import NO_DEADLINE
from models.case import Case
from models.languages import _
from models.organisation import Officer, Unit

PIECE = 1000
EXPORTED_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """One case. Words are for people; moments are instants. What there is not is empty."""

    code: str
    received_at: datetime
    kind: str
    field: str
    unit: str
    status: str
    due_at: datetime | None
    remaining: str
    channel: str
    place: str
    officer: str


def piece(
    work: Work, queue: Queue, filters: Filters, order: Order, after: str | None, *, size: int
) -> tuple[list[Line], str | None]:
    """At most so many lines after the cursor, and the cursor of the next piece, None after the last one."""
    query = _columns(listed(work, queue, filters, order, after)).limit(size + 1)
    rows = work.session.execute(query).all()
    last = rows[size - 1] if len(rows) > size else None
    more = cursor(last.due_at if order is Order.DUE else last.received_at, last.id) if last else None
    found = [row for row in rows[:size] if is_readable(work, filters, row.content_plain or "", row.place)]
    return [_line(work, row) for row in found], more


def _columns(query: Select[Case]) -> Select[*tuple[Any, ...]]:
    """Plain columns: a hundred thousand cases as objects would be several times slower."""
    facts = (Case.id, Case.code, Case.received_at, Case.kind, Case.field, Case.status, Case.due_at)
    more = (Case.channel, Case.place, Case.content_plain, Case.restricted)
    names = (Unit.name.label("unit"), Officer.name.label("officer"))
    return query.outerjoin(Case.unit).outerjoin(Case.officer).with_only_columns(*facts, *more, *names)


def _line(work: Work, row: Any) -> Line:
    left = remaining(work, row.status, row.due_at)
    return Line(
        code=row.code,
        received_at=row.received_at,
        kind=_(row.kind.label) if row.kind else "",
        field=_(row.field.label) if row.field else "",
        unit=_("Bàn hạn chế") if row.restricted else row.unit or "",
        status=_(row.status.label),
        due_at=None if row.due_at == NO_DEADLINE else row.due_at,
        remaining=_(left.sentence).format(days=left.working_days) if left and row.due_at != NO_DEADLINE else "",
        channel=_(row.channel.label),
        place=shown_place(work, row.place) or "",
        officer=row.officer or "",
    )
