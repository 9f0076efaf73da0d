"""What the console shows when something cannot be done: one page for refusals, one for our own faults.

It never shows a traceback and never loses what was typed: a form sent with an ended session is kept until its
officer has signed in again.
"""

import asyncio
from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from intake.cases import unfinished
from intake.cases.errors import Refusal
from intake.cases.unfinished import Fields
from intake.web.console.forms import WORDY, printable
from intake.web.console.session import COOKIE, PREFIX, SignInNeeded, asks_by_itself
from intake.web.console.shell import show
from models.languages import N_, _

_FAULT = N_("Hệ thống đang trục trặc. Những gì ông/bà đã viết vẫn được giữ. Xin thử lại sau ít phút.")
_TITLES: dict[int, str] = {
    HTTPStatus.FORBIDDEN: N_("Không có quyền"),
    HTTPStatus.NOT_FOUND: N_("Không tìm thấy"),
    HTTPStatus.CONFLICT: N_("Chưa làm được"),
    HTTPStatus.TOO_MANY_REQUESTS: N_("Xin đợi một lát"),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("Hệ thống đang trục trặc"),
}
_SENTENCES: dict[int, str] = {
    HTTPStatus.NOT_FOUND: N_("Không có trang này, hoặc hồ sơ không thuộc quyền xem của ông/bà."),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("Địa chỉ này chỉ nhận biểu mẫu gửi từ trang hồ sơ."),
}


def install(console: FastAPI) -> None:
    """Give the console its own pages for everything that can go wrong."""
    console.add_exception_handler(SignInNeeded, _to_sign_in)
    console.add_exception_handler(Refusal, _refused)
    console.add_exception_handler(RequestValidationError, _malformed)
    console.add_exception_handler(HTTPException, _http)
    console.add_exception_handler(Exception, _fault)


async def _to_sign_in(request: Request, __: Exception) -> Response:
    """To the sign-in page and back; the form, if there was one, waits on the server. A script is told 401."""
    if asks_by_itself(request):
        return PlainTextResponse(_("Phiên làm việc đã hết."), status_code=HTTPStatus.UNAUTHORIZED)
    if request.method == "GET":
        target = PREFIX + request.url.path.removeprefix(PREFIX)
        target += f"?{request.url.query}" if request.url.query else ""
        return _sign_in(target)
    kept = await asyncio.to_thread(_keep, request, await typed_in(request))
    return _sign_in(kept or f"{PREFIX}/", kept=kept is not None)


async def _refused(request: Request, refusal: Exception) -> Response:
    status = refusal.status if isinstance(refusal, Refusal) else HTTPStatus.BAD_REQUEST
    sentence = refusal.sentence if isinstance(refusal, Refusal) else _FAULT
    return _page(request, status, sentence, await typed_in(request))


async def _malformed(request: Request, __: Exception) -> Response:
    sentence = _("Biểu mẫu gửi lên không đọc được. Xin quay lại trang trước, tải lại rồi gửi lần nữa.")
    return _page(request, HTTPStatus.UNPROCESSABLE_ENTITY, sentence, await typed_in(request))


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.BAD_REQUEST
    return _page(request, status, _SENTENCES.get(status, N_("Yêu cầu này không thực hiện được.")), {})


async def _fault(request: Request, __: Exception) -> Response:
    return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR, _FAULT, await typed_in(request))


async def typed_in(request: Request) -> Fields:
    """The text fields of the form that was sent, if it can be read."""
    if request.method != "POST":
        return {}
    try:
        form = await request.form()
    except (HTTPException, RuntimeError, ValueError):
        return {}
    fields: Fields = {}
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            fields.setdefault(name, []).append(value)
    return fields


def _keep(request: Request, fields: Fields) -> str | None:
    """Where the kept form is shown again, or None if there is nothing to keep."""
    path = request.url.path.removeprefix(PREFIX)
    page = _page_of(path.strip("/").split("/"))
    if page is None or not fields:
        return None
    with request.app.state.desk.work() as work:
        draft_id = unfinished.keep(work, request.cookies.get(COOKIE, ""), path, fields)
    return f"{PREFIX}/{page}?nhap={draft_id}" if draft_id else None


def _page_of(parts: list[str]) -> str | None:
    """The page that shows a form sent to this address again."""
    if len(parts) == 2 and parts[0] in ("nhap-phan-anh", "mau-tra-loi"):
        return "/".join(parts)
    if len(parts) != 3 or parts[0] != "ho-so":
        return None
    return "/".join(parts if parts[2] in ("cong-khai", "duyet") else parts[:2])


def _sign_in(going_on: str, *, kept: bool = False) -> RedirectResponse:
    query = f"tiep={quote(going_on, safe='')}" + ("&giu=1" if kept else "")
    return RedirectResponse(f"{PREFIX}/dang-nhap?{query}", status_code=303)


def _page(request: Request, status: int, sentence: str, fields: Fields) -> HTMLResponse:
    typed = [printable(value) for name in WORDY for value in fields.get(name, ()) if value.strip()]
    title = _(_TITLES.get(status, N_("Chưa làm được")))
    number = getattr(request.state, "request_id", "")
    return show(request, "error.html", status=status, title=title, sentence=_(sentence), typed=typed, number=number)
