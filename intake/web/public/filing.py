"""Filing: the form, what happens when it is sent, and the receipt.

A form that fails keeps everything typed and every good file, on the page and on the server; a form sent twice
gives the same receipt. Without scripts a look at the proposal, or for a procedure, is a step of its own that files
nothing. What a field may hold is decided in ``intake.cases``.
"""

from secrets import token_urlsafe
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from intake.cases import citizen_access, consents, drafts, organisation, proofs, proposing, resend, submit
from intake.cases import standing as standings
from intake.cases.errors import Conflict, FieldError, Invalid, TooMany
from intake.cases.keys import case_key
from intake.cases.prefill import PROCEDURE, UNIT, prefilled
from intake.cases.submission import Submission
from intake.cases.tracking import tracking
from intake.cases.work import Desk, Work
from intake.web import cookies, qr
from intake.web.cookies import Cookie
from intake.web.headers import LOCATING, content_policy
from intake.web.page import render
from intake.web.public import kept, sentences, visitor
from intake.web.public.form_fields import submission_of, typed_here
from intake.web.public.kept import KeptFile
from intake.web.public.proposals import proposed
from intake.web.public.typed import FormHere, Typed, text_of
from intake.web.reach import DeskHere, OptionsHere
from models.languages import N_, _
from models.vocabulary import CaseStatus
from routing.lifecycle import OPEN_STATUSES

router = APIRouter()

_OFFERED = 8
_PROOF_WANTED = N_(
    "Có nhiều phản ánh gửi từ máy hoặc mạng này trong một giờ. Xin đợi máy làm xong phép kiểm tra ở cuối trang "
    "(vài giây) rồi bấm gửi lần nữa. Trình duyệt không làm được thì cứ bấm gửi."
)
_LOOKED_AT = ("de-xuat", "thu-tuc")


@router.get("/")
def form_page(
    request: Request, desk: DeskHere, options: OptionsHere, looking: Annotated[str, Query(alias="xem")] = ""
) -> Response:
    """The first screen: the text box; with what was left unsent in this browser, if anything was.

    ``looking`` says that its writer has just asked for a look and knows what they wrote.
    """
    draft = kept.recall(desk, visitor.draft_id(request))
    typed = draft.typed if draft else Typed(str)
    typed["draft"] = str(draft.id) if draft else ""
    typed["token"] = typed["token"] or token_urlsafe(16)
    files = list(draft.files) if draft else []
    if draft is None and request.query_params:
        with desk.look() as work:
            asked = request.query_params
            typed |= prefilled(work, asked.get(UNIT, ""), asked.get(PROCEDURE, ""))
    response = _form(request, desk, typed, files, [], recalled=draft is not None and not looking)
    visitor.name_device(request, response, options)
    return response


@router.post("/gui")
def file(request: Request, desk: DeskHere, options: OptionsHere, form: FormHere) -> Response:
    """File the form, or show it again with a sentence beside each wrong field."""
    typed = typed_here(form)
    typed["token"] = typed["token"] or token_urlsafe(16)
    proven = bool(answer := text_of(form, "altcha")) and proofs.accept(desk, answer)
    wanted: list[FieldError] = []
    try:
        asked = typed["asked"] == "yes"
        visitor.count_filing(request, options.proof, proven=proven, asked=asked, phone=typed["phone"])
    except visitor.ProofWanted:
        typed["asked"] = "yes"
        wanted = [FieldError("altcha", "proof_wanted", _(_PROOF_WANTED))]
    except TooMany as wait:
        draft = kept.recall(desk, visitor.read_id(typed["draft"]))
        errors = [FieldError("content", wait.code, wait.sentence)]
        return _keep_and_show(request, desk, typed, list(draft.files) if draft else [], errors, status=wait.status)
    files, errors = kept.receive(desk, form, visitor.file_count(request))
    errors = [*wanted, *errors]
    try:
        submission = submission_of(form, typed, files)
    except Invalid as invalid:
        errors = [*invalid.errors, *errors]
    else:
        if not errors:
            return _filed(request, desk, submission, typed, files)
    return _keep_and_show(request, desk, typed, files, errors)


@router.post("/gui/xem")
def look_first(request: Request, desk: DeskHere, options: OptionsHere, form: FormHere) -> Response:
    """Without scripts: keep what was written, and show what the machine makes of it or the procedures found."""
    visitor.count_writing(request)
    typed = typed_here(form)
    files, errors = kept.receive(desk, form, visitor.file_count(request))
    if errors:
        return _keep_and_show(request, desk, typed, files, errors)
    draft = str(kept.keep(desk, typed, files))
    place = text_of(form, "den")
    response = RedirectResponse(f"/?xem=1#{place if place in _LOOKED_AT else ''}", status_code=303)
    cookies.give(response, options, Cookie.DRAFT, draft)
    return response


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
        asked=view.status is CaseStatus.AWAITING_CITIZEN,
        moved_on=view.status not in OPEN_STATUSES,
        missing=view.missing,
        missing_words=sentences.missing_words(view.missing),
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
    visitor.remember(response, options, session, shared=typed["shared_device"] == "yes")
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
        found, procedure = _procedures(work, typed)
    response = render(
        request,
        "public/form.html",
        status=status,
        typed=typed,
        kept=files,
        errors=errors,
        communes=communes,
        recalled=recalled,
        consent=consents.newest(),
        found=found,
        procedure=procedure,
        **proposed(desk, request.app.state.options, typed),
    )
    response.headers["permissions-policy"] = LOCATING
    if typed["asked"] == "yes":
        response.headers["content-security-policy"] = content_policy(request.state.nonce, workers="'self'")
    return response


def _procedures(work: Work, typed: Typed) -> tuple[list[tuple[str, str]], tuple[str, str] | None]:
    """What was found for the words, unless one is chosen already; and that one, with its name."""
    if code := typed["procedure"]:
        return [], (code, proposing.procedure_name(work, code) or code)
    words = typed["procedure_words"].strip()
    return (proposing.found_procedures(work, words, _OFFERED) if words else []), None
