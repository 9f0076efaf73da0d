"""The page of one queue, as it is shown when it is asked for and when its filters could not be kept."""

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import HTMLResponse

from intake.cases import bulk, queues, watch_list
from intake.cases.actor import Actor
from intake.cases.errors import Invalid
from intake.cases.queues import Queue
from intake.cases.queues.views import NAME_MAX
from intake.cases.work import Desk
from intake.web.console import queue_choices, queue_filters
from intake.web.console.bulk_steps import steps_for
from intake.web.console.queue_names import require_tab
from intake.web.console.return_to import note
from intake.web.console.shell import shell, show

_MAY_WAIT = frozenset({Queue.OPEN, Queue.MINE, Queue.UNOWNED, Queue.DUE_TODAY, Queue.OVERDUE, Queue.AWAITING_CITIZEN})
"""Lists with cases of which the deadline may stand still now."""

_ALERTS_SHOWN = 3
"""Above a list; all of them have a page of their own."""


def show_list(
    request: Request,
    desk: Desk,
    officer: Actor,
    queue: Queue,
    typed: Mapping[str, str],
    *,
    after: str = "",
    before: str = "",
    wanted: str = "",
    refusal: Invalid | None = None,
) -> HTMLResponse:
    """One page of a queue, narrowed as typed, from the cursor ``after`` on or up to ``before``.

    ``wanted`` is the name that was typed for these filters, ``refusal`` why they were not kept under it.
    """
    with desk.look(officer) as work:
        frame = shell(work, queue)
        require_tab(frame, queue)
        narrowing = queue_filters.read(work, queue, typed)
        page = queues.page(
            work, queue, after=after or None, before=before or None, filters=narrowing.filters, order=narrowing.order
        )
        pausing = queue in _MAY_WAIT and work.desk.rulebook.on(work.today).pauses_while_waiting.value
        fields = queues.by_field(work, queue) if queue is Queue.COLLECTING else []
        turned = {"sau": after} if after else {"truoc": before} if before else {}
        plain = not (narrowing.given or turned)
        alerts = watch_list.unseen(work, _ALERTS_SHOWN) if frame.alerts and plain else []
    address = narrowing.on(turned)
    response = show(
        request,
        "queue.html",
        status=refusal.status if refusal else 200,
        shell=frame,
        page=page,
        queue=queue,
        narrowing=narrowing,
        address=address,
        pausing=pausing,
        waiting=next((tab.count for tab in frame.tabs if tab.queue is queue), None),
        searched=narrowing.filters.text,
        later=bool(turned),
        alerts=alerts,
        fields=fields,
        bulk=steps_for(officer, queue),
        bulk_most=bulk.CHOSEN_MOST,
        choices=queue_choices,
        wanted=wanted,
        refusal=refusal,
        name_max=NAME_MAX,
    )
    note(request, response, queue, address)
    return response
