"""What is wrong with the form of a request, said in Vietnamese: from the validator's findings to field errors.

It never repeats what was sent: a wrong value may be personal data.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_Found = Mapping[str, Any]

_NOT_JSON = (415, "media_type_refused", "Nội dung gửi lên phải là JSON, với Content-Type: application/json.")
_NOT_FORM = (415, "media_type_refused", "Tệp phải gửi bằng biểu mẫu, với Content-Type: multipart/form-data.")
_BAD_JSON = (400, "malformed_json", "Nội dung gửi lên không phải JSON đúng cú pháp.")

_SENTENCES = {
    "missing": ("field_missing", "Thiếu “{field}”."),
    "extra_forbidden": ("field_unknown", "Không có trường tên “{field}”. Xin kiểm tra chính tả."),
    "string_type": ("not_text", "“{field}” phải là chuỗi ký tự."),
    "string_too_short": ("{field}_empty", "“{field}” không được để trống."),
    "string_too_long": ("{field}_too_long", "“{field}” quá dài, tối đa {max_length} ký tự."),
    "string_unicode": ("{field}_not_text", "“{field}” có ký tự không phải Unicode hợp lệ. Xin gõ lại."),
    "bool_type": ("not_boolean", "“{field}” phải là true hoặc false."),
    "list_type": ("not_list", "“{field}” phải là một danh sách."),
    "too_short": ("{field}_empty", "“{field}” không được để trống."),
    "model_attributes_type": ("not_object", "Nội dung gửi lên phải là một đối tượng JSON."),
    "value_error": ("not_file", "“{field}” phải là tệp."),
}
_BY_FIELD = {
    ("content", "string_too_long"): (
        "content_too_long",
        "Nội dung quá dài, tối đa {max_length} ký tự. Xin rút gọn hoặc gửi phần còn lại bằng tệp kèm theo.",
    ),
    ("content", "missing"): ("content_empty", "Chưa có nội dung. Xin kể ngắn gọn chuyện đã xảy ra."),
    ("upload_ids", "too_long"): ("too_many_files", "Mỗi phản ánh kèm tối đa {max_length} tệp."),
    ("upload_ids", "string_pattern_mismatch"): ("upload_unknown", "Có mã tệp không đúng dạng. Xin gửi lại tệp."),
    ("files", "too_long"): ("too_many_files", "Mỗi lần tải lên tối đa {max_length} tệp."),
    ("files", "missing"): ("files_empty", "Chưa có tệp nào trong phần “files” của biểu mẫu."),
}
_EMPTY = ("content_empty", "Chưa có nội dung. Xin kể ngắn gọn chuyện đã xảy ra.")
_NOT_TEXT = ("{field}_not_text", "“{field}” có ký tự máy không đọc được. Xin xóa đoạn đó và gõ lại.")
_BAD_KEY = ("idempotency_key_malformed", "Idempotency-Key chỉ gồm chữ, số, dấu ASCII, từ 1 đến 200 ký tự.")
_OTHERWISE = ("field_wrong", "“{field}” chưa đúng.")


def whole_body_problem(found: Sequence[_Found], content_type: str, path: str) -> tuple[int, str, str] | None:
    """Status, code and sentence when not a field but the whole body is of the wrong kind; else None."""
    if any(error["type"] == "json_invalid" for error in found):
        return _BAD_JSON
    about_body = any(error["loc"][0] == "body" for error in found)
    kind = content_type.partition(";")[0].strip().lower()
    if not about_body:
        return None
    if path.endswith("/uploads"):
        return None if kind == "multipart/form-data" else _NOT_FORM
    is_json = kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
    return None if is_json else _NOT_JSON


def field_errors(found: Iterable[_Found]) -> list[dict[str, str]]:
    """One entry per wrong field and code, in the order found."""
    errors = [_field_error(error) for error in found]
    return list({(error["field"], error["code"]): error for error in errors}.values())


def _field_error(error: _Found) -> dict[str, str]:
    place = [str(part) for part in error["loc"]]
    field = place[1] if len(place) > 1 else place[0]
    code, sentence = _words(field, error)
    shown = field if field.isascii() and field.isprintable() and len(field) <= 60 else "?"
    values = {"field": shown, **(error.get("ctx") or {})}
    if isinstance(values.get("max_length"), int):
        values["max_length"] = f"{values['max_length']:,}".replace(",", ".")
    return {"field": shown, "code": code.format_map(values).lower(), "detail": sentence.format_map(values)}


def _words(field: str, error: _Found) -> tuple[str, str]:
    if field == "Idempotency-Key":
        return _BAD_KEY
    kind = error["type"]
    if (field, kind) in _BY_FIELD:
        return _BY_FIELD[field, kind]
    if kind == "string_pattern_mismatch":
        given = error.get("input")
        return _EMPTY if field == "content" and isinstance(given, str) and not given.strip() else _NOT_TEXT
    return _SENTENCES.get(kind, _OTHERWISE)
