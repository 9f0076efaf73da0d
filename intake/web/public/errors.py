"""What the site shows when something cannot be done: one page, in the site's own layout, with a way out.

It never shows a traceback. A refusal brings its own sentence; everything else has one here.
"""

from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.exc import OperationalError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from intake.cases.errors import Refusal, TooMany
from intake.web.page import render
from intake.web.problem import problem
from intake.web.public.typed import shown, text_of
from models.languages import N_, _


@dataclass(frozen=True, slots=True)
class Problem:
    """What to say for one status when nobody said it better."""

    title: str
    sentence: str


_UNREADABLE = Problem(
    N_("Chưa đọc được biểu mẫu"),
    N_(
        "Những gì vừa gửi lên không đọc được. Xin bấm nút quay lại của trình duyệt; những gì ông/bà đã viết vẫn còn "
        "ở đó, rồi gửi lại lần nữa."
    ),
)
_PROBLEMS: dict[int, Problem] = {
    400: _UNREADABLE,
    403: Problem(N_("Trang này không mở được"), N_("Ông/bà không có quyền xem trang này.")),
    404: Problem(N_("Không có trang này"), N_("Địa chỉ có thể bị gõ thiếu, hoặc trang đã được chuyển đi nơi khác.")),
    405: Problem(N_("Không có trang này"), N_("Địa chỉ này chỉ nhận biểu mẫu gửi từ trang trước.")),
    409: Problem(N_("Chưa làm được"), N_("Hồ sơ vừa thay đổi. Xin mở lại trang rồi làm lần nữa.")),
    413: Problem(N_("Những gì gửi lên quá lớn"), N_("Mỗi lần gửi được tối đa 10 tệp, mỗi tệp không quá 20 MB.")),
    422: _UNREADABLE,
    429: Problem(N_("Xin đợi một lát"), N_("Ông/bà đã thử quá nhiều lần. Xin đợi ít phút rồi thử lại.")),
    503: Problem(
        N_("Tạm thời chưa ghi nhận được"), N_("Những gì ông/bà đã viết vẫn ở dưới đây. Xin gửi lại sau ít phút.")
    ),
    500: Problem(N_("Hệ thống đang trục trặc"), N_("Những gì ông/bà đã viết vẫn được giữ. Xin thử lại sau ít phút.")),
}
_API = "/api/v1/"
_SCRIPT = "x-tu-dong"
"""Our own scripts say with it that nobody will read a page."""
_RETRY_SECONDS = 60
_WRITTEN = ("content", "answer", "reason", "comment")
_REFUSED_TITLES = {
    403: N_("Chưa được phép"),
    404: N_("Không tìm thấy"),
    409: N_("Chưa làm được"),
    429: N_("Xin đợi một lát"),
}


def install(site: FastAPI) -> None:
    """Give the site its own pages for everything that can go wrong."""
    site.add_exception_handler(Refusal, _refused)
    site.add_exception_handler(RequestValidationError, _malformed)
    site.add_exception_handler(HTTPException, _http)
    site.add_exception_handler(Exception, _fault)


def _refused(request: Request, refusal: Exception) -> Response:
    if not isinstance(refusal, Refusal):
        return _fault(request, refusal)
    if _SCRIPT in request.headers:
        return problem(refusal.status, refusal.code, refusal.sentence)
    title = _REFUSED_TITLES.get(refusal.status, _PROBLEMS[400].title)
    response = problem_page(request, refusal.status, Problem(title, refusal.sentence))
    if isinstance(refusal, TooMany):
        response.headers["retry-after"] = str(refusal.wait_seconds)
    return response


def _malformed(request: Request, __: Exception) -> HTMLResponse:
    # An address or a query that is not even well-formed leads nowhere; only a form can be unreadable.
    status = 422 if request.method == "POST" else 404
    return problem_page(request, status, _PROBLEMS[status])


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    if request.url.path.startswith(_API):  # a line break in it is no address of the API's, but a program asks
        return problem(status, "route_unknown", _PROBLEMS[404].sentence)
    response = problem_page(request, status, _PROBLEMS.get(status, _PROBLEMS[400]))
    response.headers.update((isinstance(error, HTTPException) and error.headers) or {})
    return response


def _fault(request: Request, fault: Exception) -> HTMLResponse:
    """We were wrong (500), or lack a disk or a database for the moment (503)."""
    # The draft may be what failed, so the words themselves are given back on the page.
    form: FormData = getattr(request.state, "form", FormData())
    written = "\n\n".join(shown(text_of(form, name)) for name in _WRITTEN if text_of(form, name).strip())
    reference = str(getattr(request.state, "request_id", ""))
    status = 503 if isinstance(fault, OperationalError | OSError) else 500
    response = problem_page(request, status, _PROBLEMS[status], reference=reference, written=written)
    if status == 503:
        response.headers["retry-after"] = str(_RETRY_SECONDS)
    return response


def problem_page(
    request: Request, status: int, problem: Problem, *, reference: str = "", written: str = ""
) -> HTMLResponse:
    """One page for everything that went wrong, with a way out and with what was written."""
    return render(
        request,
        "public/problem.html",
        status=status,
        title=_(problem.title),
        sentence=_(problem.sentence),
        reference=reference,
        written=written,
        way_out="/theo-doi" if request.url.path.startswith("/ho-so/") else "/",
        way_words=_("Mở hồ sơ bằng mã") if request.url.path.startswith("/ho-so/") else _("Về trang gửi phản ánh"),
    )
