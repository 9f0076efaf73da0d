"""How the API's refusals are described to programs: the shape of a problem, and which ones a route may give."""

from typing import Any

from pydantic import BaseModel, Field

from intake.web.problem import MEDIA_TYPE

_MEANINGS = {
    400: "Không đọc được nội dung gửi lên, ví dụ JSON sai cú pháp.",
    404: "Không có hồ sơ này, hoặc mã bí mật chưa đúng; câu trả lời giống nhau cho cả hai.",
    409: "`Idempotency-Key` này đã dùng cho một nội dung khác.",
    413: "Nội dung gửi lên quá lớn.",
    415: "Không phải kiểu dữ liệu mà địa chỉ này nhận.",
    422: "Có trường chưa đúng; `errors` nói trường nào và vì sao.",
    429: "Quá nhiều yêu cầu; đợi số giây ghi ở `Retry-After`.",
    500: "Hệ thống đang trục trặc; gửi kèm `request_id` khi báo lỗi.",
    503: "Tạm thời chưa ghi nhận được (đĩa đầy, cơ sở dữ liệu đang khởi động lại); gửi lại sau `Retry-After` giây.",
}


class FieldProblem(BaseModel):
    """Một trường chưa đúng."""

    field: str
    code: str
    detail: str


class Problem(BaseModel):
    """Lời từ chối theo RFC 9457. `code` không đổi giữa các phiên bản; `detail` là câu cho người đọc."""

    type: str = Field(json_schema_extra={"format": "uri-reference"})
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldProblem]
    request_id: str | None = None


def refused(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route that may answer with these; 500 and 503 are always among them."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": _MEANINGS[status], "content": {MEDIA_TYPE: schema}} for status in (*statuses, 500, 503)
    }
