"""A refusal that a program reads: ``application/problem+json`` (RFC 9457) with a stable ``code`` and Vietnamese words.

It knows the shape, not the reasons. The API answers with it everywhere; the security layer does for API paths.
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"

_TITLES = {
    400: "Yêu cầu không đọc được",
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Phương thức không dùng được ở địa chỉ này",
    409: "Xung đột với điều đã có",
    413: "Dữ liệu gửi lên quá lớn",
    415: "Kiểu dữ liệu không nhận được",
    422: "Dữ liệu chưa đúng",
    429: "Quá nhiều yêu cầu",
    500: "Hệ thống đang trục trặc",
    503: "Tạm thời chưa ghi nhận được",
}


class ProblemResponse(JSONResponse):
    media_type = MEDIA_TYPE


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> ProblemResponse:
    """One refusal. ``type`` names the code as a relative address, so it holds on every host."""
    body: dict[str, Any] = {
        "type": f"/api/v1/docs#{code}",
        "title": _TITLES.get(status, HTTPStatus(status).phrase),
        "status": status,
        "code": code,
        "detail": detail,
        "errors": list(errors),
        **more,
    }
    return ProblemResponse(body, status_code=status, headers=dict(headers or {}))
