"""Taking a feedback down for somebody: choosing how it came, the form for it, and what is read out afterwards.

A form that fails keeps everything typed and every good file; a form sent twice gives the same receipt.
"""

from secrets import token_urlsafe
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from intake.cases import drafts, resend
from intake.cases.actor import Actor
from intake.cases.errors import Conflict, FieldError, Invalid
from intake.cases.reception import reading, receipt, taking
from intake.cases.reception.reading import Taken
from intake.cases.reception.sources import Source
from intake.cases.submission import Submission
from intake.cases.work import Desk
from intake.web.console.forms import CodeHere, some_id
from intake.web.console.reception_form import FIELDS, PATH, owner_of, recalled, show_form, source_of
from intake.web.console.reception_words import WORDS
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.public import kept
from intake.web.public.kept import KeptFile
from intake.web.public.sentences import missing_words
from intake.web.public.typed import FormHere, Typed, text_of, typed_in
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _
from routing.spoken import say_code, say_key

router = APIRouter(prefix=PATH)


@router.get("")
def choose(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """How did it come?"""
    taking.check(officer)
    with desk.look(officer) as work:
        frame = shell(work)
    return show(request, "reception.html", shell=frame, ways=WORDS)


@router.get("/{slug}")
def form_page(
    request: Request, desk: DeskHere, officer: OfficerHere, slug: str, nhap: Annotated[str, Query()] = ""
) -> HTMLResponse:
    """The form of one way in; ``nhap`` is one that was kept."""
    source = source_of(officer, slug)
    found = recalled(desk, officer, slug, nhap)
    if found is None:
        return show_form(request, desk, officer, source)
    return show_form(request, desk, officer, source, *found, left=True)


@router.post("/{slug}")
def file(
    request: Request, desk: DeskHere, options: OptionsHere, officer: OfficerHere, slug: str, form: FormHere
) -> Response:
    """File what was taken down, or show the form again with a sentence beside each wrong field."""
    source = source_of(officer, slug)
    typed = typed_in(form, *FIELDS)
    typed["token"] = typed["token"] or token_urlsafe(16)
    files, errors = kept.receive(desk, form, _uncounted, owner_of(officer))
    try:
        raw = {name: text_of(form, name) for name in FIELDS}
        ids = sorted(one.id for one in files)
        submission, taken = reading.read(source, raw, ids, now=desk.clock(), book=desk.rulebook)
        if errors:
            raise Invalid(*errors)
        code = _take_down(desk, officer, submission, taken, typed)
    except Invalid as invalid:
        told = [*invalid.errors, *(error for error in errors if error not in invalid.errors)]
        return _shown_again(request, desk, officer, source, typed, files, told)
    except Conflict:
        return _already_filed(request, desk, officer, slug, typed, files)
    return go(f"{PATH}/bien-nhan/{code}", desk, options)


@router.get("/bien-nhan/{code}")
def receipt_page(request: Request, desk: DeskHere, officer: OfficerHere, code: CodeHere) -> HTMLResponse:
    """Code and key, to be read out, printed or copied by hand."""
    with desk.look(officer) as work:
        frame = shell(work)
        view = receipt.receipt(work, code)
    return show(
        request,
        "reception_receipt.html",
        shell=frame,
        receipt=view,
        spoken_code=say_code(view.code),
        spoken_key=say_key(view.key),
        missing_words=missing_words(view.missing),
        again=WORDS[view.channel].slug,
    )


def _take_down(desk: Desk, officer: Actor, submission: Submission, taken: Taken, typed: Typed) -> str:
    """The code of the case."""
    with desk.work(officer) as work:
        filed = taking.take_down(work, submission, taken, token=typed["token"])
        if (draft_id := some_id(typed["draft"])) is not None:
            drafts.forget(work, draft_id)
        return filed.case.code


def _shown_again(
    request: Request,
    desk: Desk,
    officer: Actor,
    source: Source,
    typed: Typed,
    files: list[KeptFile],
    errors: list[FieldError],
) -> HTMLResponse:
    """A file that is no longer there, or was found to be infected, is left out; nothing else is."""
    if any(error.code in ("upload_unknown", "file_infected") for error in errors):
        files = kept.still_usable(desk, files)
    typed["draft"] = str(kept.keep(desk, typed, files, owner_of(officer)))
    return show_form(request, desk, officer, source, typed, files, errors)


def _already_filed(
    request: Request, desk: Desk, officer: Actor, slug: str, typed: Typed, files: list[KeptFile]
) -> HTMLResponse:
    """This very form was filed before it was changed: say so, and keep the changed one to be filed anew."""
    with desk.look(officer) as work:
        frame = shell(work)
        case = resend.filed_with(work, taking.once_of(work, typed["token"]))
        if case is None:
            raise Conflict("form_used", _("Phiếu này đã được dùng. Xin mở phiếu mới."))
        code = case.code
    typed["token"] = token_urlsafe(16)
    draft_id = kept.keep(desk, typed, files, owner_of(officer))
    return show(
        request, "reception_already.html", status=409, shell=frame, code=code, anew=f"{PATH}/{slug}?nhap={draft_id}"
    )


def _uncounted(files: int) -> None:
    """Officers are known by name, so what they attach is not counted by device."""
