"""Filing: the form, what happens when it is sent, and the receipt.

A form that fails keeps everything typed and every good file, on the page and on the server; a form sent twice
gives the same receipt. What a field may hold is decided in ``intake.cases.submission``.
"""

from secrets import token_urlsafe
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from intake.cases import citizen_access, drafts, organisation, resend, submit
from intake.cases import standing as standings
from intake.cases.errors import Conflict, FieldError, Invalid, TooMany
from intake.cases.keys import case_key
from intake.cases.prefill import PROCEDURE, UNIT, prefilled
from intake.cases.submission import Submission, read_submission
from intake.cases.tracking import tracking
from intake.cases.work import Desk
from intake.web import cookies, qr
from intake.web.cookies import Cookie
from intake.web.page import render
from intake.web.public import kept, sentences, visitor
from intake.web.public.kept import KeptFile
from intake.web.public.typed import FormHere, Typed, text_of, typed_in
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _
from models.vocabulary import ChannelKind

router = APIRouter()

_FIELDS = ("token", "draft", "content", "place", "name", "phone", "email", "address", "publish_consent")
_PERSONAL = ("place", "name", "phone", "email", "address")


@router.get("/")
def form_page(request: Request, desk: DeskHere, options: OptionsHere) -> Response:
    """The first screen: the text box; with what was left unsent in this browser, if anything was."""
    draft = kept.recall(desk, visitor.draft_id(request))
    typed = draft.typed if draft else Typed(str)
    typed["draft"] = str(draft.id) if draft else ""
    typed["token"] = typed["token"] or token_urlsafe(16)
    files = list(draft.files) if draft else []
    if draft is None and request.query_params:
        with desk.look() as work:
            asked = request.query_params
            typed |= prefilled(work, asked.get(UNIT, ""), asked.get(PROCEDURE, ""))
    response = _form(request, desk, typed, files, [], recalled=draft is not None)
    visitor.name_device(request, response, options)
    return response


@router.post("/gui")
def file(request: Request, desk: DeskHere, options: OptionsHere, form: FormHere) -> Response:
    """File the form, or show it again with a sentence beside each wrong field."""
    typed = typed_in(form, *_FIELDS)
    typed["token"] = typed["token"] or token_urlsafe(16)
    try:
        visitor.count_filing(request)
    except TooMany as wait:
        draft = kept.recall(desk, visitor.read_id(typed["draft"]))
        errors = [FieldError("content", wait.code, wait.sentence)]
        return _keep_and_show(request, desk, typed, list(draft.files) if draft else [], errors, status=wait.status)
    files, errors = kept.receive(desk, form, visitor.file_count(request))
    try:
        submission = _read(form, files)
    except Invalid as invalid:
        errors = [*invalid.errors, *errors]
    else:
        if not errors:
            return _filed(request, desk, submission, typed, files)
    return _keep_and_show(request, desk, typed, files, errors)


@router.post("/xoa-nhap")
def forget_draft(request: Request, desk: DeskHere, options: OptionsHere, form: FormHere) -> Response:
    """The visitor wants to begin anew."""
    response = RedirectResponse("/", status_code=303)
    if (draft_id := visitor.read_id(text_of(form, "draft"))) is not None:
        with desk.work() as work:
            drafts.forget(work, draft_id)
    cookies.take_back(response, options, Cookie.DRAFT)
    return response


@router.get("/bien-nhan/{code}")
def receipt(request: Request, desk: DeskHere, code: str) -> Response:
    """The receipt, for the browser that filed or has shown the key."""
    actor = visitor.holder(request, desk, code)
    if actor is None:
        return RedirectResponse(f"/ho-so/{quote(code)}", status_code=303)
    with desk.look(actor) as work:
        case = work.find(code)
        view, key = tracking(work, case), case_key(work, case)
        standing = standings.standing(view, restricted=case.restricted, now=work.now)
    return render(
        request,
        "public/receipt.html",
        code=view.code,
        key=key,
        qr=qr.picture(f"{request.app.state.options.public_url}/ho-so/{view.code}#{key}", _("Mã vuông mở hồ sơ này")),
        received_at=view.received_at,
        standing=standing,
        missing=view.missing,
        missing_words=sentences.missing_words(view.missing),
    )


def _read(form: FormData, files: list[KeptFile]) -> Submission:
    return read_submission(
        content=text_of(form, "content"),
        channel=ChannelKind.WEB,
        publish_consent=text_of(form, "publish_consent") == "yes",
        upload_ids=sorted(file.id for file in files),
        **{name: text_of(form, name) for name in _PERSONAL},
    )


def _filed(request: Request, desk: Desk, submission: Submission, typed: Typed, files: list[KeptFile]) -> Response:
    draft_id = visitor.read_id(typed["draft"])
    try:
        code, session = _submit(desk, submission, typed["token"], visitor.session_token(request), draft_id)
    except Invalid as invalid:
        # An upload that is gone or infected: the other files and all that was typed are kept.
        errors = [FieldError("files", error.code, error.sentence) for error in invalid.errors]
        return _keep_and_show(request, desk, typed, kept.still_usable(desk, files), errors)
    except Conflict:
        return _already_filed(request, desk, typed, files)
    options = request.app.state.options
    response = RedirectResponse(f"/bien-nhan/{code}", status_code=303)
    visitor.remember(response, options, session)
    cookies.take_back(response, options, Cookie.DRAFT)
    return response


def _submit(
    desk: Desk, submission: Submission, token: str, session: str | None, draft_id: UUID | None
) -> tuple[str, str]:
    """The code of the case and the token of the browser's session that may follow it."""
    with desk.work() as work:
        once = _once(token)
        filed = resend.same_again(work, submission, once, files=len(submission.upload_ids))
        filed = filed or submit.submit(work, submission, idempotency_key=once)
        if draft_id is not None:
            drafts.forget(work, draft_id)
        return filed.case.code, citizen_access.open_session(work, filed.case, session)


def _once(token: str) -> str:
    """The Idempotency-Key of a form. Apart from those other systems choose: whoever brings this one may follow."""
    return f"web-form:{token}"


def _already_filed(request: Request, desk: Desk, typed: Typed, files: list[KeptFile]) -> Response:
    """This very form was filed before it was changed: say so, and keep the changed one to be sent anew."""
    with desk.work() as work:
        case = resend.filed_with(work, _once(typed["token"]))
        if case is None:
            raise Conflict("form_used", _("Biểu mẫu này đã được dùng. Xin mở lại trang gửi phản ánh."))
        code, session = case.code, citizen_access.open_session(work, case, visitor.session_token(request))
    typed["token"] = ""
    options = request.app.state.options
    response = render(request, "public/already_filed.html", status=409, code=code)
    visitor.remember(response, options, session)
    cookies.give(response, options, Cookie.DRAFT, str(kept.keep(desk, typed, files)))
    return response


def _keep_and_show(
    request: Request, desk: Desk, typed: Typed, files: list[KeptFile], errors: list[FieldError], *, status: int = 422
) -> Response:
    typed["draft"] = str(kept.keep(desk, typed, files))
    response = _form(request, desk, typed, files, errors, status=status)
    cookies.give(response, request.app.state.options, Cookie.DRAFT, typed["draft"])
    return response


def _form(
    request: Request,
    desk: Desk,
    typed: Typed,
    files: list[KeptFile],
    errors: list[FieldError],
    *,
    status: int = 200,
    recalled: bool = False,
) -> Response:
    with desk.look() as work:
        communes = [unit.commune for unit in organisation.units_today(work) if unit.commune]
    return render(
        request,
        "public/form.html",
        status=status,
        typed=typed,
        kept=files,
        errors=errors,
        communes=communes,
        recalled=recalled,
    )
