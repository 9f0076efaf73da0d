"""Many cases of a list at once: what was ticked is shown again with what the step needs, then done and accounted for.

Nothing changes before the second page is sent; the last one says how many went through and names each that did not.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from intake.cases import bulk, holding, organisation, queues
from intake.cases.actor import Actor
from intake.cases.bulk import Chosen
from intake.cases.bulk_view import chosen_cases
from intake.cases.errors import Invalid, NotFound
from intake.cases.proposal import UnitOption
from intake.cases.queues import Queue
from intake.cases.work import Desk
from intake.web.console.bulk_steps import BulkStep, act_of, named_step
from intake.web.console.case import named_queue
from intake.web.console.case_view import unit_groups
from intake.web.console.forms import CaseForm, typed_of
from intake.web.console.queue_filters import read, tidy
from intake.web.console.queue_views import ViewForm
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _
from models.vocabulary import Action
from routing.case_code import read_code

router = APIRouter()


class BulkForm(ViewForm):
    """The ticked cases as ``code:version``, a row that stands for more with their number behind it, and the filters.

    And which step, and what the steps need: a unit and why, an officer, or a main case.
    """

    pick: list[str] = Field(default_factory=list)
    viec: str = ""
    unit: str = ""
    officer: str = ""
    reason: str = ""
    into: str = ""


BulkHere = Annotated[BulkForm, Form()]


@router.post("/hang-doi/{name}/hang-loat", response_model=None)
def confirm(
    request: Request, desk: DeskHere, options: OptionsHere, officer: OfficerHere, name: str, form: BulkHere
) -> Response:
    """Show what was ticked, with what the step still needs; nothing is done yet."""
    queue = _own_queue(desk, officer, name)
    step = named_step(officer, queue, form.viec)
    if not (chosen := _chosen(form)):
        return go(f"/hang-doi/{queue}", desk, options, Flash(_("Xin đánh dấu ít nhất một hồ sơ."), tone="mind"))
    left, heads = 0, _heads(form)
    if heads:
        with desk.look(officer) as work:
            narrowing = read(work, queue, tidy(form.model_dump()))
            chosen, left = bulk.with_the_same(work, queue, narrowing.filters, narrowing.order, chosen, heads)
        form.into = heads[0] if len(heads) == 1 else ""
    return _confirmation(request, desk, officer, queue, step, chosen, form, left=left)


@router.post("/hang-doi/{name}/hang-loat/{slug}", response_model=None)
def act(
    request: Request, desk: DeskHere, options: OptionsHere, officer: OfficerHere, name: str, slug: str, form: BulkHere
) -> Response:
    """Take the step on each, and account for it."""
    queue = _own_queue(desk, officer, name)
    step = named_step(officer, queue, slug)
    if not (chosen := _chosen(form)):
        return go(f"/hang-doi/{queue}", desk, options, Flash(_("Xin đánh dấu ít nhất một hồ sơ."), tone="mind"))
    try:
        doing = act_of(step, _case_form(form))
    except Invalid as refusal:
        return _confirmation(request, desk, officer, queue, step, chosen, form, refusal)
    outcome = bulk.each(desk, officer, step.action, _without_main(step, chosen, form), doing)
    with desk.look(officer) as work:
        frame = shell(work, queue)
    return show(request, "bulk_done.html", shell=frame, queue=queue, step=step, outcome=outcome)


def _confirmation(
    request: Request,
    desk: Desk,
    officer: Actor,
    queue: Queue,
    step: BulkStep,
    chosen: list[Chosen],
    form: BulkForm,
    refusal: Invalid | None = None,
    left: int = 0,
) -> HTMLResponse:
    with desk.work(officer) as work:  # the drafts it shows are looks that are written down
        frame = shell(work, queue)
        page = chosen_cases(work, chosen, drafts=step.action is Action.APPROVE)
        keepers = holding.keepers(work) if step.action is Action.HAND_TO else []
        units = [UnitOption(unit.id, unit.name, unit.department) for unit in organisation.units_today(work)]
    return show(
        request,
        "bulk.html",
        status=refusal.status if refusal else 200,
        shell=frame,
        queue=queue,
        step=step,
        page=page,
        left=left,
        typed=typed_of(step.slug, _case_form(form)),
        errors=refusal.errors if refusal else (),
        unit_groups=unit_groups(units),
        keepers=keepers,
        Action=Action,
    )


def _own_queue(desk: Desk, officer: Actor, name: str) -> Queue:
    queue = named_queue(name)
    with desk.look(officer) as work:
        mine = queues.queues_of(work)
    if queue is None or queue not in mine:
        raise NotFound("no_queue", _("Không có hàng đợi này trong phần việc của ông/bà."))
    return queue


def _chosen(form: BulkForm) -> list[Chosen]:
    """The ticked cases, in order; what nobody could have ticked is left out."""
    triples = [(*pick.split(":", 2), "")[:2] for pick in form.pick]
    found = [
        Chosen(code, int(version))
        for typed, version in triples
        if (code := read_code(typed)) and version.isdecimal() and len(version) < 10
    ]
    return list(dict.fromkeys(found))


def _heads(form: BulkForm) -> list[str]:
    """The ticked rows that stand for more cases of the same text."""
    return [code for pick in form.pick if pick.count(":") == 2 and (code := read_code(pick.partition(":")[0]))]


def _without_main(step: BulkStep, chosen: list[Chosen], form: BulkForm) -> list[Chosen]:
    """The others are merged into the main case, which may have been ticked with them."""
    main = read_code(form.into) if step.action is Action.MERGE else None
    return [one for one in chosen if one.code != main]


def _case_form(form: BulkForm) -> CaseForm:
    return CaseForm(version=0, unit=form.unit, officer=form.officer, reason=form.reason, into=form.into)
