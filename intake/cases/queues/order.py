"""How a list is ordered, and the cursor it goes on from: a moment and an id, so that every page costs the same."""

import base64
import json
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, literal, tuple_

from intake.cases.queues.which import Queue
from models.base import UtcDateTime
from models.case import Case
from models.vocabulary import Labelled


class Order(Labelled):
    """What comes first. Its value stands in addresses and in saved views."""

    DUE = "han", "Gần hạn nhất trước"
    NEWEST = "moi", "Mới nhận trước"
    OLDEST = "cu", "Nhận lâu nhất trước"


def orders_of(queue: Queue) -> tuple[Order, ...]:
    """The orders of a queue, its usual one first; what is finished has no deadline to order by."""
    return (Order.NEWEST, Order.OLDEST) if queue is Queue.DONE else (Order.DUE, Order.NEWEST, Order.OLDEST)


def in_order(query: Select[Case], order: Order, *, back: bool = False) -> Select[Case]:
    """In this order, or from its end to its beginning."""
    moment = _column(order)
    if (order is Order.NEWEST) is not back:
        return query.order_by(moment.desc(), Case.id.desc())
    return query.order_by(moment, Case.id)


def beyond(order: Order, moment: datetime, case_id: UUID, *, back: bool = False) -> ColumnElement[bool]:
    """What comes after the case with this id, which stands at this moment; or before it."""
    here, there = tuple_(_column(order), Case.id), tuple_(literal(moment, UtcDateTime), literal(case_id, Uuid()))
    return here < there if (order is Order.NEWEST) is not back else here > there


def moment_of(order: Order, case: Case) -> datetime:
    """What a case is ordered by."""
    return case.due_at if order is Order.DUE else case.received_at


def cursor(moment: datetime, case_id: UUID, number: int = 0) -> str:
    """``number``: how many cases stand before the page it leads to, or before the row it turns back from."""
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), case_id.hex, number]).encode()).decode()


def read_cursor(typed: str) -> tuple[datetime, UUID] | None:
    """A cursor somebody typed; nonsense is the first page."""
    try:
        moment, case_id, *_ = json.loads(base64.urlsafe_b64decode(typed))
        return datetime.fromisoformat(moment).astimezone(UTC), UUID(case_id)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def read_number(typed: str) -> int:
    """The number in a cursor; 0 when there is none. It is shown and decides nothing."""
    try:
        _, _, number = json.loads(base64.urlsafe_b64decode(typed))
        return min(max(int(number), 0), 10_000_000)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return 0


def _column(order: Order) -> ColumnElement[datetime]:
    return (Case.due_at if order is Order.DUE else Case.received_at).expression
