"""The page on which a letter is cut into parts: the whole letter on one side, the parts on the other.

It works without scripts: every box is there at once. What the step needs and records is the business of ``split``.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse

from intake.cases import case_page, part_proposals, viewing
from intake.cases import typed as unsent
from intake.cases.actor import Actor
from intake.cases.errors import FieldError
from intake.cases.part_proposals import PartProposal
from intake.cases.split import PARTS_MAX
from intake.cases.work import Desk
from intake.web.console.case import named_queue, recalled
from intake.web.console.case_view import unit_groups
from intake.web.console.forms import NOTHING, CaseForm, CodeHere, Typed, some_id, typed_of
from intake.web.console.session import OfficerHere
from intake.web.console.shell import shell, show
from intake.web.reach import DeskHere
from models.vocabulary import Action, CaseKind, Field
from routing.lifecycle import RESTRICTED_KINDS

router = APIRouter()

SLUG = "tach"


@router.get("/ho-so/{code}/tach")
def split_page(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    code: CodeHere,
    tu: Annotated[str, Query()] = "",
    nhap: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """The letter, and the parts the machine found in it. Raises NotFound, NotAllowed, Impossible."""
    return show_split(request, desk, officer, code, recalled(desk, officer, nhap), queue=tu, kept=nhap)


@router.post("/ho-so/{code}/tach/goi-y")
def propose_route(
    request: Request, desk: DeskHere, officer: OfficerHere, code: CodeHere, form: Annotated[CaseForm, Form()]
) -> HTMLResponse:
    """The same page with what each part may be, by its words; nothing is done yet."""
    return show_split(request, desk, officer, code, typed_of(SLUG, form), anew=form.part)


def show_split(
    request: Request,
    desk: Desk,
    officer: Actor,
    code: str,
    typed: Typed = NOTHING,
    status: int = 200,
    errors: tuple[FieldError, ...] = (),
    fault: str | None = None,
    *,
    queue: str = "",
    kept: str = "",
    anew: Sequence[str] = (),
) -> HTMLResponse:
    """The page with what was typed; ``anew`` are texts to be proposed for."""
    queue, kept = queue or typed.value(SLUG, "tu"), kept or typed.value(SLUG, "nhap")
    with desk.look(officer) as work:
        case = work.find(code)
        work.allow(case, Action.SPLIT)
        page = case_page.case_page(work, case)
        parts = part_proposals.of_texts(work, case, anew) if anew else part_proposals.begun(work, case)
        frame, came_from = shell(work, named_queue(queue)), named_queue(queue)
        shown = NOTHING if anew else replace(typed, kept=unsent.kept(work, case))
        to_log = not viewing.looked_just_now(work, case, "page")
    if to_log:
        with desk.work(officer) as work:
            viewing.log_once(work, code, "page")
    boxes = [*parts, *[PartProposal("")] * PARTS_MAX][:PARTS_MAX]
    return show(
        request,
        "split.html",
        status=status,
        shell=frame,
        page=page,
        typed=shown,
        errors=errors,
        fault=fault,
        queue=came_from or "",
        kept=some_id(kept) or "",
        boxes=boxes,
        proposed=bool(anew) or len(parts) > 1,
        unit_groups=unit_groups(page.units),
        fields_of_law=list(Field),
        kinds=[kind for kind in CaseKind if kind not in RESTRICTED_KINDS],
        restricted_kinds=[kind for kind in CaseKind if kind in RESTRICTED_KINDS],
        may_send=Action.ASSIGN in page.actions,
    )
