"""Every way in which the API says no, turned into one shape: problem+json with a code and a Vietnamese sentence."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from intake.cases.errors import Invalid, Refusal, TooMany
from intake.web.api.malformed import field_errors, whole_body_problem
from intake.web.problem import ProblemResponse, problem

_HTTP = {
    400: ("body_unreadable", "Không đọc được nội dung gửi lên. Xin kiểm tra lại định dạng."),
    404: ("route_unknown", "Địa chỉ này không có trong API. Xem danh sách tại /api/v1/docs."),
    405: ("method_not_allowed", "Địa chỉ này không nhận phương thức vừa dùng. Xem /api/v1/docs."),
}
_RETRY_SECONDS = 30
_UNAVAILABLE = "Hệ thống tạm thời chưa ghi nhận được. Xin gửi lại sau ít phút, với cùng `Idempotency-Key` nếu có."
_FAULT = "Hệ thống đang trục trặc. Xin thử lại sau ít phút."


def install(app: FastAPI) -> None:
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


def _refusal(_request: Request, refusal: Exception) -> ProblemResponse:
    """What a use case refused."""
    if not isinstance(refusal, Refusal):
        raise refusal
    headers = {"Retry-After": str(refusal.wait_seconds)} if isinstance(refusal, TooMany) else {}
    wrong = refusal.errors if isinstance(refusal, Invalid) else ()
    errors = [{"field": error.field, "code": error.code, "detail": error.sentence} for error in wrong]
    return problem(refusal.status, refusal.code, refusal.sentence, errors=errors, headers=headers)


def _malformed(request: Request, error: Exception) -> ProblemResponse:
    """What never became a request to a use case: wrong JSON, wrong types, unknown fields."""
    if not isinstance(error, RequestValidationError):
        raise error
    found: list[Mapping[str, Any]] = list(error.errors())
    whole = whole_body_problem(found, request.headers.get("content-type", ""), request.url.path)
    if whole is not None:
        return problem(*whole)
    errors = field_errors(found)
    detail = " ".join(dict.fromkeys(error["detail"] for error in errors))
    return problem(422, "invalid", detail, errors=errors)


def _http(_request: Request, error: Exception) -> ProblemResponse:
    if not isinstance(error, HTTPException):
        raise error
    code, detail = _HTTP.get(error.status_code, (f"http_{error.status_code}", "Yêu cầu này không thực hiện được."))
    return problem(error.status_code, code, detail, headers=error.headers)


def _fault(request: Request, fault: Exception) -> ProblemResponse:
    """We were wrong, or lack a disk or a database. The server logs why; the caller gets a number to name."""
    if isinstance(fault, OperationalError | OSError):
        headers = {"Retry-After": str(_RETRY_SECONDS)}
        return problem(503, "unavailable", _UNAVAILABLE, headers=headers, request_id=request.state.request_id)
    return problem(500, "fault", _FAULT, request_id=request.state.request_id)
