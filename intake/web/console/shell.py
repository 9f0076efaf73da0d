"""What stands around every page of the console: who is signed in, their queues with counts, what was just done."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from intake.cases import queues, viewing
from intake.cases.actor import Actor
from intake.cases.queues import Queue
from intake.cases.work import Desk, Work
from intake.web import flash
from intake.web.console import looks
from intake.web.console.session import PREFIX
from intake.web.options import WebOptions
from intake.web.page import render
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
class Shell:
    """The frame of a page."""

    name: str
    roles: str
    unit: str | None
    tabs: tuple[Tab, ...]
    current: Queue | None


def first_queue(actor: Actor) -> Queue | None:
    """Where this officer's day begins; None for whoever works with no cases."""
    return next((queue for role, queue in _FIRST if role in actor.roles), None)


def landing(actor: Actor, frame: Shell) -> Queue | None:
    """The queue to open after signing in: where the day begins or, if nothing waits there, where something does."""
    first = first_queue(actor)
    waiting = {tab.queue for tab in frame.tabs if tab.count}
    return next((queue for queue in (first, Queue.RESTRICTED, Queue.NEW, Queue.MINE) if queue in waiting), first)


def shell(work: Work, current: Queue | None = None) -> Shell:
    """The frame for the officer of this work."""
    mine = queues.queues_of(work)
    counts = queues.counts(work, mine)
    return Shell(
        name=work.actor.name,
        roles=", ".join(role.label for role in OFFICER_ROLES if role in work.actor.roles),
        unit=viewing.own_unit_name(work),
        tabs=tuple(Tab(queue, counts.get(queue)) for queue in mine),
        current=current,
    )


def show(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the console. It holds what others may not read, so no cache keeps it."""
    said = flash.carried(request, request.app.state.desk)
    response = render(request, f"console/{template}", status=status, flash=said, prefix=PREFIX, looks=looks, **values)
    response.headers["Cache-Control"] = "no-store"
    flash.drop(request, response, path=PREFIX)
    return response


def go(to: str, desk: Desk, options: WebOptions, said: flash.Flash | None = None) -> RedirectResponse:
    """On to another page after something was done, with the sentence that says so."""
    response = RedirectResponse(f"{PREFIX}{to}", status_code=303)
    if said is not None:
        flash.carry(response, desk, said, path=PREFIX, secure=options.secure)
    return response
