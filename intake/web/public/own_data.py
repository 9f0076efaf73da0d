"""A citizen's own data: what they may ask, by when it is answered and why, what they have asked, and their copy.

The page belongs to whoever has shown the key of the case; to ask for something the key is shown once more, because a
browser left open on a shared machine must not be enough.
"""

from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from intake.cases import data_copy, data_requests, erasing, identity, lifting, tracking
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, Impossible, Invalid, NotFound, Refusal, TooMany
from intake.cases.submission import read_identity
from intake.cases.work import Desk
from intake.web import downloads, flash
from intake.web.flash import Flash
from intake.web.page import render
from intake.web.public import visitor
from intake.web.public.typed import FormHere, Typed, text_of, typed_in
from intake.web.reach import DeskHere
from models.languages import N_, _
from models.vocabulary import DataRight

router = APIRouter(prefix="/ho-so/{code}")

SLUGS = {
    "ban-sao": DataRight.COPY,
    "chinh-sua": DataRight.CORRECT,
    "xoa": DataRight.ERASE,
    "han-che": DataRight.RESTRICT,
    "phan-doi": DataRight.OBJECT,
    "rut-dong-y": DataRight.WITHDRAW,
}
LIFT = "bo-han-che"
_LIFTED = N_("Đã bỏ hạn chế xử lý dữ liệu.")
_PARTS = ("name", "phone", "email", "address")
_DONE = {
    DataRight.COPY: N_("Đã nhận đề nghị xin bản sao dữ liệu."),
    DataRight.CORRECT: N_("Đã nhận đề nghị chỉnh sửa dữ liệu."),
    DataRight.ERASE: N_("Đã nhận đề nghị xóa dữ liệu."),
    DataRight.RESTRICT: N_("Đã nhận đề nghị hạn chế xử lý dữ liệu."),
    DataRight.OBJECT: N_("Đã nhận ý kiến phản đối xử lý dữ liệu."),
    DataRight.WITHDRAW: N_("Đã rút lại đồng ý công khai."),
}


@router.get("/du-lieu")
def own_data(request: Request, desk: DeskHere, code: str) -> Response:
    """The rights, the requests and the forms."""
    if (actor := visitor.holder(request, desk, code)) is None:
        return _to_the_door(code)
    return _show(request, desk, actor, code)


@router.post("/du-lieu/{slug}")
def ask(request: Request, desk: DeskHere, code: str, slug: str, form: FormHere) -> Response:
    """Ask, with the key shown again."""
    if (actor := visitor.holder(request, desk, code)) is None:
        return _to_the_door(code)
    wanted = SLUGS.get(slug)
    if wanted is None and slug != LIFT:
        raise NotFound("no_page", _("Không có trang này."))
    try:
        _check_key(request, desk, code, slug, text_of(form, f"key-{slug}"))
        told = read_identity(**{part: text_of(form, part) for part in _PARTS})
        with desk.work(actor) as work:
            case = work.lock(code)
            if wanted is None:
                lifting.lift_own(work, case)
            else:
                data_requests.ask(work, case, wanted, words=text_of(form, f"words-{slug}"), told=told)
    except (Invalid, Impossible, TooMany, NotFound) as refusal:
        typed = typed_in(form, *_PARTS, f"words-{slug}")
        return _show(request, desk, actor, code, typed, _beside(refusal, slug), opened=slug, status=refusal.status)
    response = RedirectResponse(f"/ho-so/{code}/du-lieu", status_code=303)
    secure = request.app.state.options.secure
    flash.carry(
        response, desk, Flash(_(_DONE[wanted] if wanted else _LIFTED), code), path=f"/ho-so/{code}", secure=secure
    )
    return response


@router.get("/ban-sao.{kind}")
def copy(request: Request, desk: DeskHere, code: str, kind: Literal["txt", "json"]) -> Response:
    """The copy that was granted, as text or as JSON."""
    if (actor := visitor.holder(request, desk, code)) is None:
        return _to_the_door(code)
    with desk.look(actor) as work:
        case = work.find(code)
        if not data_requests.may_fetch_copy(work, case):
            return RedirectResponse(f"/ho-so/{code}/du-lieu", status_code=303)
        content = data_copy.as_text(work, case) if kind == "txt" else data_copy.as_json(data_copy.copy_of(work, case))
    return downloads.made(content, f"du-lieu-{code}.{kind}")


def _check_key(request: Request, desk: Desk, code: str, slug: str, key: str) -> None:
    """Raises NotFound and counts where it does not fit, TooMany after too many tries."""
    visitor.check_tries(request, code)
    try:
        with desk.look() as work:
            tracking.find(work, code, key)
    except NotFound:
        visitor.count_failed_try(request, code)
        wrong = FieldError(f"key-{slug}", "key_wrong", _("Mã bí mật chưa đúng. Xin xem lại biên nhận."))
        raise Invalid(wrong) from None


def _show(
    request: Request,
    desk: Desk,
    actor: Actor,
    code: str,
    typed: Typed | None = None,
    errors: Sequence[FieldError] = (),
    *,
    opened: str = "",
    status: int = 200,
) -> Response:
    with desk.look(actor) as work:
        case = work.find(code)
        values: dict[str, Any] = {
            "code": case.code,
            "told": identity.given(case.citizen),
            "erased": erasing.of_case(work, case),
            "offers": {SLUG_OF[offer.wanted]: offer for offer in data_requests.offers(work, case)},
            "asked": data_requests.of_case(work, case),
            "may_fetch": data_requests.may_fetch_copy(work, case),
            "restricted": case.restricted,
            "may_lift": bool(lifting.standing(work, case)),
        }
    done = flash.carried(request, desk)
    response = render(
        request,
        "public/own_data.html",
        status=status,
        typed=typed or Typed(str),
        errors=list(errors),
        opened=opened,
        done=done.sentence if done else "",
        **values,
    )
    flash.drop(request, response, path=f"/ho-so/{code}")
    return response


SLUG_OF = {right: slug for slug, right in SLUGS.items()}


def _beside(refusal: Refusal, slug: str) -> list[FieldError]:
    if isinstance(refusal, Invalid):
        known = {"words": f"words-{slug}"}
        return [FieldError(known.get(one.field, one.field), one.code, one.sentence) for one in refusal.errors]
    return [FieldError(f"key-{slug}", refusal.code, refusal.sentence)]


def _to_the_door(code: str) -> Response:
    return RedirectResponse(f"/ho-so/{quote(code)}", status_code=303)
