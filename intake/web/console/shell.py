"""What stands around every page of the console: who is signed in, their queues with counts, what was just done."""

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from intake.cases import access, chat_list, delegation, queues, reply_templates, viewing
from intake.cases.actor import Actor, Standing
from intake.cases.queues import Queue, views
from intake.cases.queues.views import View
from intake.cases.work import Desk, Work
from intake.web import flash
from intake.web.console import keys, looks
from intake.web.console.session import PREFIX
from intake.web.options import WebOptions
from intake.web.page import render
from models.languages import _
from models.vocabulary import OFFICER_ROLES, Role

_FIRST: tuple[tuple[Role, Queue], ...] = (
    (Role.RECEIVING, Queue.TRIAGE),
    (Role.LEADER, Queue.AWAITING_APPROVAL),
    (Role.HANDLING, Queue.NEW),
    (Role.OVERSEER, Queue.OPEN),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """A queue in the left column; finished ones carry no count."""

    queue: Queue
    count: int | None


@dataclass(frozen=True, slots=True)
class SavedList:
    """A queue with filters, kept under a name; ``address`` is that of its list."""

    view: View
    address: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page. ``alerts``: how many the unit has not seen; None for whoever works with no cases.

    ``chats``: conversations that ask for a person; None for whoever enters none; ``in_chats``: the page shows those.
    ``views``: filters kept under a name. ``takes_down``: whether the officer enters what others tell or send on
    paper. ``officer``: whose page it is, so that a browser gives what it has kept to nobody else.
    ``keeps_templates``: whether the officer edits templates of replies; ``delegates``: whether they may let somebody
    stand in; ``administers``: whether they look after the system; ``decides_on_data``: whether they answer
    requests about personal data; ``stands_for`` and ``stood_in_by``: who does today.
    """

    name: str
    roles: str
    unit: str | None
    tabs: tuple[Tab, ...]
    views: tuple[SavedList, ...]
    current: Queue | None
    alerts: int | None
    chats: int | None
    in_chats: bool
    takes_down: bool
    keeps_templates: bool
    officer: UUID | None
    delegates: bool
    administers: bool
    decides_on_data: bool
    stands_for: Standing | None
    stood_in_by: Standing | None


def first_queue(actor: Actor) -> Queue | None:
    """Where this officer's day begins; None for whoever works with no cases."""
    return next((queue for role, queue in _FIRST if role in actor.roles), None)


def landing(actor: Actor, frame: Shell) -> Queue | None:
    """The queue to open after signing in: where the day begins or, if nothing waits there, where something does."""
    first = first_queue(actor)
    waiting = {tab.queue for tab in frame.tabs if tab.count}
    return next((queue for queue in (first, Queue.RESTRICTED, Queue.NEW, Queue.MINE) if queue in waiting), first)


def shell(work: Work, current: Queue | None = None, *, chats: bool = False) -> Shell:
    """The frame for the officer of this work."""
    mine = queues.queues_of(work)
    counts = queues.counts(work, mine)
    unit = viewing.own_unit(work)
    return Shell(
        name=work.actor.name,
        roles=", ".join(_(role.label) for role in OFFICER_ROLES if role in work.actor.roles),
        unit=unit.name if unit else None,
        tabs=tuple(Tab(queue, counts.get(queue)) for queue in mine),
        views=tuple(SavedList(view, _address(view)) for view in views.views_of(work, mine)),
        current=current,
        alerts=unit.unseen if unit else None,
        chats=unit.asking if unit and chat_list.is_for(work) else None,
        in_chats=chats,
        takes_down=access.takes_down(work.actor),
        keeps_templates=reply_templates.is_keeper(work.actor),
        officer=work.actor.officer_id,
        delegates=delegation.is_leader(work.actor),
        administers=Role.ADMINISTRATOR in work.actor.roles,
        decides_on_data=access.decides_on_data(work.actor),
        stands_for=work.actor.stands_for,
        stood_in_by=work.actor.stood_in_by,
    )


def _address(view: View) -> str:
    return f"{PREFIX}/hang-doi/{view.queue}" + (f"?{urlencode(view.filters)}" if view.filters else "")


def show(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the console, made at this moment. It holds what others may not read, so no cache keeps it."""
    said = flash.carried(request, request.app.state.desk)
    frame: dict[str, Any] = {"flash": said, "keys": keys, "prefix": PREFIX, "looks": looks}
    frame["made_at"] = round(time.time())
    response = render(request, f"console/{template}", status=status, **frame, **values)
    response.headers["Cache-Control"] = "no-store"
    flash.drop(request, response, path=PREFIX)
    return response


def part(request: Request, template: str, **values: Any) -> HTMLResponse:
    """A part of a page that is open; what was just done is left for the next whole page to say."""
    return render(request, f"console/{template}", prefix=PREFIX, looks=looks, **values)


def go(to: str, desk: Desk, options: WebOptions, said: flash.Flash | None = None) -> RedirectResponse:
    """On to another page after something was done, with the sentence that says so."""
    response = RedirectResponse(f"{PREFIX}{to}", status_code=303)
    if said is not None:
        flash.carry(response, desk, said, path=PREFIX, secure=options.secure)
    return response
