"""What a citizen may do on their case: answer a question, write more, withdraw, rate, ask once to look again.

Each step carries the version it was made from. Only what the citizen could have seen counts as a change (an
officer's internal note does not), and the same step sent twice is one step.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from intake.cases import handling, identity, reach, satisfaction, timeline, tracking
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed, Refusal, Stale, TooMany
from intake.cases.submission import read_identity
from intake.cases.timeline import Entry
from intake.cases.work import Desk, Work
from intake.web import flash
from intake.web.flash import Flash
from intake.web.page import render
from intake.web.public import kept, visitor
from intake.web.public.case_view import show_case
from intake.web.public.kept import KeptFile
from intake.web.public.typed import FormHere, Typed, text_of, typed_in
from intake.web.reach import DeskHere
from models.case import Case
from models.languages import _
from models.vocabulary import Action, CaseStatus, EventType
from routing.text import normalise

router = APIRouter(prefix="/ho-so/{code}")


@dataclass(frozen=True, slots=True)
class Taking:
    """One step about to be taken: how, whether it has been taken already, what to say when done."""

    step: Callable[[Work, Case], None]
    already: Callable[[Work, Case], bool]
    done: str
    rule: str = "answer"


@router.post("/tra-loi")
def answer(request: Request, desk: DeskHere, code: str, form: FormHere) -> Response:
    """Answer the officer's question, with files if wanted."""
    if (actor := visitor.holder(request, desk, code)) is None:
        return _to_the_door(code)
    words = text_of(form, "answer")
    files, errors = kept.receive(desk, form, visitor.file_count(request))

    def step(work: Work, case: Case) -> None:
        if errors:
            raise Invalid(*errors)
        handling.answer(work, case, text=words, upload_ids=[file.id for file in files])

    done = _("Đã nhận câu trả lời của ông/bà. Cán bộ sẽ xem và giải quyết tiếp.")
    taking = Taking(step, _last_word(EventType.ANSWERED_BY_CITIZEN, words), done)
    return _take(request, desk, actor, code, taking, typed_in(form, "answer", "version", "draft"), files)


@router.post("/viet-them")
def add(request: Request, desk: DeskHere, code: str, form: FormHere) -> Response:
    """Write more to the officer, with files if wanted, without having been asked."""
    if (actor := visitor.holder(request, desk, code)) is None:
        return _to_the_door(code)
    words = text_of(form, "more")
    files, errors = kept.receive(desk, form, visitor.file_count(request))

    def step(work: Work, case: Case) -> None:
        if errors:
            raise Invalid(*errors)
        handling.add(work, case, text=words, upload_ids=[file.id for file in files])

    done = _("Đã gửi điều ông/bà viết thêm. Cán bộ giữ hồ sơ đọc được ngay.")
    taking = Taking(step, _last_word(EventType.ANSWERED_BY_CITIZEN, words), done)
    return _take(request, desk, actor, code, taking, typed_in(form, "more", "version", "draft"), files)


@router.post("/bo-sung")
def complete(request: Request, desk: DeskHere, code: str, form: FormHere) -> Response:
    """Add who wrote, where it was left out at filing."""
    if (actor := visitor.holder(request, desk, code)) is None:
        return _to_the_door(code)
    parts = {part: text_of(form, part) for part in ("name", "phone", "email", "address")}

    def already(work: Work, case: Case) -> bool:
        told = identity.given(case.citizen)
        return not told.missing and any(parts.values())

    def step(work: Work, case: Case) -> None:
        identity.complete(work, case, read_identity(**parts))

    done = _("Đã lưu thông tin của ông/bà. Chỉ cán bộ giải quyết đọc được.")
    return _take(request, desk, actor, code, Taking(step, already, done), typed_in(form, *parts, "version"))


@router.post("/danh-gia")
def rate(request: Request, desk: DeskHere, code: str, form: FormHere) -> Response:
    """Say how satisfied; it may be said again, and the same twice is once."""
    if (actor := visitor.holder(request, desk, code)) is None:
        return _to_the_door(code)
    typed = typed_in(form, "score", "comment", "version")
    score = int(typed["score"]) if typed["score"] in ("1", "2", "3", "4", "5") else 0
    comment = text_of(form, "comment")

    def already(work: Work, case: Case) -> bool:
        given = tracking.answer(work, case)
        return given is not None and (given.score, given.comment or "") == (score, normalise(comment).strip())

    def step(work: Work, case: Case) -> None:
        satisfaction.rate(work, case, score=score, comment=comment)

    taking = Taking(step, already, _("Cảm ơn ông/bà đã đánh giá."), rule="rate")
    return _take(request, desk, actor, code, taking, typed)


@router.post("/cach-bao-tin")
def choose_way(request: Request, desk: DeskHere, code: str, form: FormHere) -> Response:
    """Say how to be told from now on; it may be said again, and the same twice is once."""
    if (actor := visitor.holder(request, desk, code)) is None:
        return _to_the_door(code)
    typed = typed_in(form, "told_by", "version")

    def already(work: Work, case: Case) -> bool:
        return reach.chosen(work, case) == typed["told_by"]

    def step(work: Work, case: Case) -> None:
        told_by = next((one for one in reach.offered(work, case) if one == typed["told_by"]), None)
        if told_by is None:
            raise Invalid(FieldError("told_by", "way_not_offered", _("Xin chọn một cách nhận tin.")))
        reach.choose(work, case, told_by)

    taking = Taking(step, already, _("Đã ghi cách nhận tin ông/bà chọn."))
    return _take(request, desk, actor, code, taking, typed)


@router.post("/xem-lai")
def reopen(request: Request, desk: DeskHere, code: str, form: FormHere) -> Response:
    """Ask, once, that the answer be looked at again."""
    if (actor := visitor.holder(request, desk, code)) is None:
        return _to_the_door(code)
    words = text_of(form, "reason")

    def step(work: Work, case: Case) -> None:
        handling.reopen(work, case, reason=words)

    done = _("Đã nhận đề nghị xem lại. Hồ sơ trở lại cơ quan giải quyết.")
    taking = Taking(step, _last_word(EventType.REOPENED, words), done)
    return _take(request, desk, actor, code, taking, typed_in(form, "reason", "version"))


@router.get("/rut-lai")
def before_withdrawing(request: Request, desk: DeskHere, code: str) -> Response:
    """Ask before something that cannot be undone."""
    if (actor := visitor.holder(request, desk, code)) is None:
        return _to_the_door(code)
    with desk.look(actor) as work:
        view = tracking.tracking(work, work.find(code))
    if Action.WITHDRAW not in view.actions:
        return RedirectResponse(f"/ho-so/{code}", status_code=303)
    return render(request, "public/withdraw.html", code=view.code, version=view.version)


@router.post("/rut-lai")
def withdraw(request: Request, desk: DeskHere, code: str, form: FormHere) -> Response:
    """Take the feedback back."""
    if (actor := visitor.holder(request, desk, code)) is None:
        return _to_the_door(code)

    def already(work: Work, case: Case) -> bool:
        return case.status is CaseStatus.WITHDRAWN

    def step(work: Work, case: Case) -> None:
        handling.withdraw(work, case)

    taking = Taking(step, already, _("Ông/bà đã rút lại phản ánh."))
    return _take(request, desk, actor, code, taking, typed_in(form, "version"))


def _take(
    request: Request,
    desk: Desk,
    actor: Actor,
    code: str,
    taking: Taking,
    typed: Typed,
    files: Sequence[KeptFile] = (),
) -> Response:
    """Take one step in one Work; if it is refused, show the page again with everything typed."""
    changed: list[Entry] = []
    try:
        visitor.count_step(request, taking.rule, code)
        with desk.work(actor) as work:
            case = work.lock(code)
            if not taking.already(work, case):
                changed = _gained_since(work, case, typed["version"])
                if changed:
                    raise Stale(int(typed["version"]), case.version)
                taking.step(work, case)
    except (Invalid, Stale, Impossible, NotAllowed, TooMany) as refusal:
        if files := kept.still_usable(desk, files):
            typed["draft"] = str(kept.keep(desk, typed, files))
        errors = () if changed else _beside_fields(refusal, typed)
        return show_case(
            request,
            desk,
            actor,
            code,
            typed=typed,
            files=files,
            errors=errors,
            changed=changed,
            status=refusal.status,
        )
    response = RedirectResponse(f"/ho-so/{code}", status_code=303)
    secure = request.app.state.options.secure
    flash.carry(response, desk, Flash(taking.done, code), path=f"/ho-so/{code}", secure=secure)
    return response


def _gained_since(work: Work, case: Case, version: str) -> list[Entry]:
    """What the citizen's timeline gained since the form was made; nothing if the form does not say."""
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        return []
    return [entry for entry in timeline.for_citizen(work, case) if entry.seq > int(version)]


def _last_word(event: EventType, words: str) -> Callable[[Work, Case], bool]:
    """Whether the last thing on the timeline is this very step: then it was sent twice."""

    def already(work: Work, case: Case) -> bool:
        entries = (e for e in timeline.for_citizen(work, case) if e.event is not EventType.DEADLINE_SET)
        latest = next(entries, None)
        return latest is not None and latest.event is event and latest.quote == normalise(words).strip()

    return already


def _beside_fields(refusal: Refusal, typed: Typed) -> list[FieldError]:
    if isinstance(refusal, Invalid):
        known = {"upload_ids": "files"}
        return [FieldError(known.get(error.field, error.field), error.code, error.sentence) for error in refusal.errors]
    field = next((name for name in ("answer", "more", "score", "reason", "name", "told_by") if name in typed), "main")
    return [FieldError(field, refusal.code, refusal.sentence)]


def _to_the_door(code: str) -> Response:
    return RedirectResponse(f"/ho-so/{quote(code)}", status_code=303)
