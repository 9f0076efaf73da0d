"""The templates of replies: a leader writes those of their unit, an administrator those of the whole province."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from intake.cases import reply_blanks, reply_templates
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, Impossible, Invalid, NotFound
from intake.cases.reply_blanks import VARIABLES
from intake.cases.reply_templates import Wording
from intake.cases.work import Desk, Work
from intake.web.console import difference
from intake.web.console.case import recalled
from intake.web.console.difference import Piece
from intake.web.console.forms import chosen, printable, some_id
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _
from models.office import ReplyTemplate
from models.vocabulary import CaseKind, Field, Role
from routing.lifecycle import RESTRICTED_KINDS

router = APIRouter()

_LIST = "/mau-tra-loi"
_TRY = "try"


class TemplateForm(BaseModel):
    """A template as it is typed; kind and field may stay empty. ``then`` asks to see it before it is saved."""

    name: str = ""
    kind: str = ""
    field: str = ""
    body: str = ""
    then: str = ""


TemplateHere = Annotated[TemplateForm, Form()]


@dataclass(frozen=True, slots=True)
class Editing:
    """The form of one template: which (None: a new one), what stands in it, what is wrong with it."""

    template_id: str | None
    form: TemplateForm
    errors: tuple[FieldError, ...] = ()
    fault: str | None = None


@router.get("/mau-tra-loi")
def list_route(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """The templates this officer keeps, each as it reads for a made-up case."""
    with desk.look(officer) as work:
        frame, kept = shell(work), reply_templates.kept_by(work)
        authors = reply_templates.authors(work, kept)
    return show(
        request,
        "reply_templates.html",
        shell=frame,
        groups=_by_kind(kept),
        authors=authors,
        example=reply_blanks.example,
        province=_province(officer),
    )


@router.get("/mau-tra-loi/moi")
def new_page(
    request: Request, desk: DeskHere, officer: OfficerHere, nhap: Annotated[str, Query()] = ""
) -> HTMLResponse:
    """An empty form, or the one ``nhap`` that was kept when the session ended."""
    return _show(request, desk, officer, Editing(None, _kept(desk, officer, nhap) or TemplateForm()))


@router.post("/mau-tra-loi/moi", response_model=None)
def add(request: Request, desk: DeskHere, options: OptionsHere, officer: OfficerHere, form: TemplateHere) -> Response:
    """Keep a new template, or show the form again: with what is wrong, or with how it would read."""
    if form.then == _TRY:
        return _show(request, desk, officer, _tried(None, form))
    try:
        with desk.work(officer) as work:
            made = reply_templates.add(work, _wording(form))
            said = _("Đã thêm mẫu “{name}”.").format(name=made.name)
    except Invalid as refusal:
        return _show(request, desk, officer, Editing(None, form, refusal.errors), status=refusal.status)
    return go(_LIST, desk, options, Flash(said))


@router.get("/mau-tra-loi/{template_id}")
def edit_page(
    request: Request, desk: DeskHere, officer: OfficerHere, template_id: str, nhap: Annotated[str, Query()] = ""
) -> HTMLResponse:
    """The template as it stands, with its earlier versions; ``nhap`` as for a new one."""
    with desk.look(officer) as work:
        form = _form_of(_versions(work, template_id)[0])
    return _show(request, desk, officer, Editing(template_id, _kept(desk, officer, nhap) or form))


@router.post("/mau-tra-loi/{template_id}", response_model=None)
def change(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    template_id: str,
    form: TemplateHere,
) -> Response:
    """Keep a new version, or show the form again: with what is wrong, or with how it would read."""
    if form.then == _TRY:
        with desk.look(officer) as work:
            name = _versions(work, template_id)[0].name
        return _show(request, desk, officer, _tried(template_id, form.model_copy(update={"name": name})))
    try:
        with desk.work(officer) as work:
            known = _versions(work, template_id)[0]
            wording = _wording(form.model_copy(update={"name": known.name}))
            made = reply_templates.change(work, some_id(template_id) or known.id, wording)
            said = _("Đã lưu “{name}”, bản thứ {version}. Bản cũ vẫn được giữ.").format(
                name=made.name, version=made.version
            )
    except (Invalid, Impossible) as refusal:
        errors = refusal.errors if isinstance(refusal, Invalid) else ()
        again = Editing(template_id, form, errors, None if errors else refusal.sentence)
        return _show(request, desk, officer, again, status=refusal.status)
    return go(_LIST, desk, options, Flash(said))


@router.post("/mau-tra-loi/{template_id}/thoi-dung", response_model=None)
def retire(desk: DeskHere, options: OptionsHere, officer: OfficerHere, template_id: str) -> Response:
    """Offer it no more."""
    with desk.work(officer) as work:
        known = _versions(work, template_id)[0]
        said = _("Đã thôi dùng mẫu “{name}”.").format(
            name=reply_templates.retire(work, some_id(template_id) or known.id).name
        )
    return go(_LIST, desk, options, Flash(said))


def _show(request: Request, desk: Desk, officer: Actor, editing: Editing, *, status: int = 200) -> HTMLResponse:
    with desk.look(officer) as work:
        reply_templates.owner(work)
        frame = shell(work)
        versions = _versions(work, editing.template_id) if editing.template_id else []
        authors = reply_templates.authors(work, versions)
    form = editing.form
    shown = form.model_copy(update={"name": printable(form.name), "body": printable(form.body)})
    return show(
        request,
        "reply_template.html",
        status=status,
        shell=frame,
        editing=editing,
        form=shown,
        versions=versions,
        history=_history(versions),
        authors=authors,
        rendered=reply_blanks.example(shown.body) if shown.body.strip() else "",
        province=_province(officer),
        variables=VARIABLES,
        kinds=[kind for kind in CaseKind if kind not in RESTRICTED_KINDS],
        all_fields=list(Field),
    )


def _tried(template_id: str | None, form: TemplateForm) -> Editing:
    """The form with how it reads, and with the sentence for a variable there isn't."""
    try:
        reply_blanks.check(form.body)
    except Invalid as invalid:
        return Editing(template_id, form, invalid.errors)
    return Editing(template_id, form)


def _by_kind(templates: Sequence[ReplyTemplate]) -> dict[CaseKind | None, list[ReplyTemplate]]:
    """Templates for everything first, then kind by kind, as the vocabulary has them."""
    kinds: list[CaseKind | None] = [None, *CaseKind]
    groups = {kind: [template for template in templates if template.kind is kind] for kind in kinds}
    return {kind: members for kind, members in groups.items() if members}


def _history(versions: Sequence[ReplyTemplate]) -> list[tuple[ReplyTemplate, list[Piece]]]:
    """Each version with what it changed in the words of the one before it; nothing for the first."""
    pairs = zip_longest(versions, versions[1:])
    return [(one, difference.pieces(old.body, one.body) if old else []) for one, old in pairs]


def _kept(desk: Desk, officer: Actor, nhap: str) -> TemplateForm | None:
    typed = recalled(desk, officer, nhap)
    names = TemplateForm.model_fields.keys() - {"then"}
    return TemplateForm(**{name: typed.value(typed.slug, name) for name in names}) if typed.slug else None


def _versions(work: Work, template_id: str) -> list[ReplyTemplate]:
    """Newest first. Raises NotFound."""
    known = some_id(template_id)
    if known is None:
        raise NotFound("no_template", _("Không có mẫu trả lời này."))
    return list(reply_templates.versions(work, known))


def _form_of(template: ReplyTemplate) -> TemplateForm:
    return TemplateForm(name=template.name, kind=template.kind or "", field=template.field or "", body=template.body)


def _wording(form: TemplateForm) -> Wording:
    kind = chosen(CaseKind, form.kind, name="kind", sentence=_("Xin chọn loại trong danh sách.")) if form.kind else None
    field = (
        chosen(Field, form.field, name="field", sentence=_("Xin chọn lĩnh vực trong danh sách."))
        if form.field
        else None
    )
    return Wording(form.name, form.body, kind, field)


def _province(officer: Actor) -> bool:
    return Role.ADMINISTRATOR in officer.roles
