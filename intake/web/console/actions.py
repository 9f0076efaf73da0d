"""Taking a step on a case: one route for every form of its page.

Whatever the use case refuses is shown on the same page with everything that was typed; a double click is
recognised and answered as if it had been one.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from intake.cases import case_page, drafts, repeats, reply_templates, superior, typed, viewing
from intake.cases.actor import Actor
from intake.cases.errors import Impossible, Invalid, NotAllowed, NotFound, Refusal, Stale
from intake.cases.work import Desk
from intake.web.console.case import named_queue, show_case
from intake.web.console.deeds import DEEDS, Deed
from intake.web.console.forms import CaseForm, CodeHere, chosen, some_id, typed_of, unsent
from intake.web.console.onward import Left, after
from intake.web.console.return_to import next_of, query_of
from intake.web.console.sent_along import taken_in
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go
from intake.web.console.splitting import SLUG as SPLIT
from intake.web.console.splitting import show_split
from intake.web.flash import Flash
from intake.web.options import WebOptions
from intake.web.public.typed import FormHere
from intake.web.reach import DeskHere, OptionsHere
from models.languages import N_, _
from models.vocabulary import Action, RefusalReason

router = APIRouter()


@router.post("/ho-so/{code}/{slug}", response_model=None)
def act(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    code: CodeHere,
    slug: str,
    form: Annotated[CaseForm, Form()],
    sent_along: FormHere,
) -> Response:
    """Take a step. What cannot be done comes back to the case's page with what was typed, and with its files."""
    deed = DEEDS.get(slug)
    if deed is None:
        raise NotFound("no_such_step", _("Không có việc này trên hồ sơ."))
    form, unfit = taken_in(desk, form, sent_along) if deed.takes_files else (form, ())
    query = query_of(request, named_queue(form.tu))
    try:
        if unfit:
            raise Invalid(*unfit)
        if (filled := _filled(desk, officer, code, deed, form)) is not None:
            sent = typed_of(slug, filled)
            return show_case(request, desk, officer, code, typed=sent, seen=form.version, queue=form.tu, kept=form.nhap)
        left = _done(desk, officer, code, slug, form, query)
    except Refusal as refusal:
        twice = _left_by_double_click(desk, officer, code, deed, form, refusal, query)
        if twice is None:
            return _shown_again(request, desk, officer, code, slug, form, refusal)
        left = twice
    return _onward(desk, options, officer, deed, form, left, query)


def _done(desk: Desk, officer: Actor, code: str, slug: str, form: CaseForm, query: str) -> Left:
    """Take the step in one transaction. Which case comes next is read before this one leaves its place."""
    deed = DEEDS[slug]
    with desk.work(officer) as work:
        case = work.lock(code, version=form.version)
        upcoming = next_of(work, named_queue(form.tu), case, query)
        decided = superior.has_decided(case)
        deed.act(work, case, form)
        typed.forget(work, case, slug)
        if kept := some_id(form.nhap):
            drafts.forget(work, kept)
        said = _(_TAKEN_UP) if superior.has_decided(case) and not decided else ""
        return Left(code, upcoming, still_seen=viewing.still_sees(work, code), said=said, version=case.version)


_TAKEN_UP = N_("Đây là lần thứ hai có cơ quan nói không thuộc mình: hồ sơ đã được trình cấp trên quyết định.")


def _left_by_double_click(
    desk: Desk, officer: Actor, code: str, deed: Deed, form: CaseForm, refusal: Refusal, query: str
) -> Left | None:
    """How the officer left the case they have just done this to; None if they have not."""
    if not isinstance(refusal, Stale | NotFound):
        return None
    unit_id = some_id(form.unit) if deed.action in (Action.ASSIGN, Action.TRANSFER) else None
    text = _LEFT_ASIDE.get(deed.action, form.words)
    with desk.look(officer) as work:
        if not repeats.just_done(work, code, deed.action, since=form.version, text=text, unit_id=unit_id):
            return None
        still_seen = viewing.still_sees(work, code)
        case = work.find(code) if still_seen else None
        upcoming = next_of(work, named_queue(form.tu), case, query) if case else None
        return Left(code, upcoming, still_seen=still_seen, version=case.version if case else 0)


_LEFT_ASIDE: dict[Action, str | None] = {Action.ASSIGN: "", Action.SPLIT: None, Action.EVALUATE: None}
"""Steps whose event does not hold the form's words: none at all, or others."""


def _shown_again(
    request: Request, desk: Desk, officer: Actor, code: str, slug: str, form: CaseForm, refusal: Refusal
) -> HTMLResponse:
    """The case's page with what was typed, the wrong fields, or what changed in between."""
    if not isinstance(refusal, Invalid | Stale | Impossible | NotAllowed):
        raise refusal
    sent = typed_of(slug, form)
    if isinstance(refusal, Stale) and sent.text(slug):
        with desk.work(officer) as work:
            typed.keep(work, code, slug, version=form.version, fields=unsent(form))
    errors = refusal.errors if isinstance(refusal, Invalid) else ()
    if slug == SPLIT and isinstance(refusal, Invalid | Stale) and _may_split(desk, officer, code):
        fault = None if errors else refusal.sentence
        return show_split(request, desk, officer, code, sent, refusal.status, errors, fault)
    return show_case(
        request,
        desk,
        officer,
        code,
        status=refusal.status,
        typed=sent,
        seen=form.version,
        fault=None if errors else refusal.sentence,
        errors=errors,
        queue=form.tu,
        kept=form.nhap,
    )


def _may_split(desk: Desk, officer: Actor, code: str) -> bool:
    """Whether the page on which a letter is cut can be shown for this case now."""
    with desk.look(officer) as work:
        return Action.SPLIT in case_page.actions(work, work.find(code))


def _onward(
    desk: Desk, options: WebOptions, officer: Actor, deed: Deed, form: CaseForm, left: Left, query: str
) -> Response:
    """To the next case when this one has gone on, else back to the case."""
    submitted = deed.action is Action.DRAFT and form.then == "submit"
    sentence = _(DEEDS["trinh-duyet"].said) if submitted else left.said or _(deed.said)
    from_queue = named_queue(form.tu)
    if left.still_seen and not deed.goes_on and not submitted:
        back = f"/ho-so/{left.code}" + (f"?tu={from_queue}" if from_queue else "")
        return go(back, desk, options, Flash(sentence))
    to, sentence = after(officer, from_queue, left.upcoming, sentence, query=query)
    undo = _UNDONE_BY.get(deed.action, "") if left.still_seen and left.version else ""
    said = Flash(sentence, left.code if left.still_seen else "", undo=undo, version=left.version if undo else 0)
    return go(to, desk, options, said)


_UNDONE_BY = {Action.ASSIGN: "lay-lai-phan-loai"}
"""What takes a step back that was taken with one key."""


def _filled(desk: Desk, officer: Actor, code: str, deed: Deed, form: CaseForm) -> CaseForm | None:
    """The form with the words it was asked to begin with; nothing is done yet. None for one that is to be sent."""
    if deed.action is Action.REFUSE and form.then == "fill":
        return _with_guidance(desk, form)
    if deed.action is Action.DRAFT and form.then == "edit":
        return form
    if deed.action is Action.DRAFT and form.then == "template":
        return _with_template(desk, officer, code, form)
    return None


def _with_template(desk: Desk, officer: Actor, code: str, form: CaseForm) -> CaseForm:
    """The draft with a template's words for this case, after what was written already."""
    with desk.look(officer) as work:
        case = work.find(code)
        work.allow(case, Action.DRAFT)
        words = reply_templates.filled(work, case, some_id(form.template))
    written = form.text.rstrip()
    return form.model_copy(update={"text": f"{written}\n\n{words}" if written else words})


def _with_guidance(desk: Desk, form: CaseForm) -> CaseForm:
    """The refusal form with the rule book's words for the chosen ground; nothing is done yet."""
    reason = chosen(RefusalReason, form.ground, name="ground", sentence=_("Xin chọn lý do trong danh sách."))
    with desk.look() as work:
        guidance = work.desk.rulebook.on(work.today).refusal(reason).guidance
    return form.model_copy(update={"text": guidance})
