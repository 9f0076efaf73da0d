"""The office's own .docx forms of letter: upload, versions, trying one with an example, taking one out of use.

A leader keeps those of their unit, an administrator those of the province; the built-in form is there for everybody.
"""

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from intake.cases.actor import Actor
from intake.cases.errors import FieldError, Invalid, NotFound
from intake.cases.incoming import Incoming, examined
from intake.cases.letters import filling, forms, reading
from intake.cases.letters.blanks import BLANKS, COMPULSORY, EXAMPLE
from intake.cases.letters.built_in import built_in
from intake.cases.work import Desk
from intake.web import downloads
from intake.web.console.forms import chosen, some_id
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import N_, _
from models.vocabulary import CaseKind, Role

router = APIRouter(prefix="/mau-cong-van")

_LIST = "/mau-cong-van"
_BUILT_IN = "co-san"
_BUILT_IN_NAME = N_("Mẫu công văn có sẵn")
_EXAMPLE_NAME = N_("Công văn thử")
_CHOOSE = N_("Xin chọn tệp mẫu công văn có đuôi .docx.")


@router.get("")
def list_route(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """The forms this officer keeps, and how one is made."""
    return _show(request, desk, officer)


@router.post("", response_model=None)
def add(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    form: Annotated[UploadFile | str, File()] = "",
    kind: Annotated[str, Form()] = "",
) -> Response:
    """Keep a form as a new version, or say what is wrong with it."""
    try:
        wanted = _kind(kind)
        if isinstance(form, str) or not form.filename:
            raise Invalid(FieldError("form", "form_missing", _(_CHOOSE)))
        with examined(Incoming(form.filename, form.file)) as file, desk.work(officer) as work:
            made = forms.add(work, file, kind=wanted)
            said = _("Đã nhận mẫu, bản thứ {version}. Công văn ra từ nay dùng bản này.").format(version=made.version)
    except Invalid as refusal:
        return _show(request, desk, officer, kind=kind, refusal=refusal)
    return go(_LIST, desk, options, Flash(said))


@router.get("/{form_id}/tai")
def download(desk: DeskHere, officer: OfficerHere, form_id: str) -> Response:
    """The form itself, to be changed in Word."""
    name, content = _form(desk, officer, form_id)
    return downloads.made(content, name)


@router.get("/{form_id}/thu/word")
def try_as_word(desk: DeskHere, officer: OfficerHere, form_id: str) -> Response:
    """An example letter on this form."""
    _name, content = _form(desk, officer, form_id)
    return downloads.made(filling.fill(content, EXAMPLE), f"{_(_EXAMPLE_NAME)}.docx")


@router.get("/{form_id}/thu/pdf")
def try_as_pdf(desk: DeskHere, officer: OfficerHere, form_id: str) -> Response:
    """The same as a PDF. Raises Impossible without LibreOffice."""
    _name, content = _form(desk, officer, form_id)
    return downloads.made(reading.printed(desk, filling.fill(content, EXAMPLE)), f"{_(_EXAMPLE_NAME)}.pdf")


@router.post("/{form_id}/thoi-dung", response_model=None)
def retire(desk: DeskHere, options: OptionsHere, officer: OfficerHere, form_id: str) -> Response:
    """Use it no more."""
    known = some_id(form_id)
    if known is None:
        raise NotFound
    with desk.work(officer) as work:
        forms.retire(work, known)
    return go(_LIST, desk, options, Flash(_("Đã thôi dùng mẫu. Công văn đã ra trên mẫu này vẫn giữ nguyên.")))


def _form(desk: Desk, officer: Actor, form_id: str) -> tuple[str, bytes]:
    """Name and bytes of a form; the built-in one has a word for an id. Raises NotFound, NotAllowed, Impossible."""
    known = some_id(form_id)
    with desk.look(officer) as work:
        forms.owner(work)
        if form_id == _BUILT_IN:
            return f"{_(_BUILT_IN_NAME)}.docx", built_in()
        if known is None:
            raise NotFound
        view = forms.view(work, known)
        return view.file.name, forms.bytes_of(work, view.file)


def _kind(typed: str) -> CaseKind | None:
    return chosen(CaseKind, typed, name="kind", sentence=_("Xin chọn loại trong danh sách.")) if typed else None


def _show(
    request: Request, desk: Desk, officer: Actor, *, kind: str = "", refusal: Invalid | None = None
) -> HTMLResponse:
    with desk.look(officer) as work:
        kept = forms.kept_by(work)
        frame = shell(work)
    errors = [
        FieldError("form", error.code, error.sentence) if error.field == "files" else error
        for error in (refusal.errors if refusal else ())
    ]
    return show(
        request,
        "letter_forms.html",
        status=refusal.status if refusal else 200,
        shell=frame,
        in_use=[form for form in kept if form.ended_at is None],
        former=[form for form in kept if form.ended_at is not None],
        errors=errors,
        kind=kind,
        kinds=list(CaseKind),
        blanks=BLANKS,
        compulsory=COMPULSORY,
        built_in=_BUILT_IN,
        prints=desk.printer is not None,
        no_printer=reading.NO_PRINTER,
        province=Role.ADMINISTRATOR in officer.roles,
    )
