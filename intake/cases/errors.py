"""What can be refused, in the words of the domain.

::

    Refusal
    ├── Invalid        422  fields are wrong; says which and why
    ├── NotFound       404  no such case for you (the same for "does not exist" and "not yours")
    ├── NotAllowed     403  the step exists but not for you
    ├── Impossible     409  the case is not in a state for that
    ├── Stale          409  somebody saved in between
    ├── Conflict       409  the same Idempotency-Key with another body
    └── TooMany        429  wait a little

Each carries a stable ``code`` for programs and a sentence for whoever asked, in the language they read in. None holds
personal data.
"""

from dataclasses import dataclass
from typing import ClassVar

from models.languages import N_, _


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: its name, a stable code, and what to do about it."""

    field: str
    code: str
    sentence: str


class Refusal(Exception):
    """Something was asked that cannot be done; nothing was changed."""

    status: ClassVar[int] = 400

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence


class Invalid(Refusal):
    status = 422

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("invalid", " ".join(error.sentence for error in errors))
        self.errors = errors


class NotFound(Refusal):
    status = 404

    def __init__(self, code: str = "not_found", sentence: str = N_("Không tìm thấy hồ sơ này.")) -> None:
        super().__init__(code, _(sentence))


class NotAllowed(Refusal):
    status = 403

    def __init__(
        self, code: str = "not_allowed", sentence: str = N_("Ông/bà không có quyền làm việc này trên hồ sơ.")
    ) -> None:
        super().__init__(code, _(sentence))


class Impossible(Refusal):
    status = 409


class Stale(Refusal):
    """``seen`` is the version the form was made from, ``current`` the version now."""

    status = 409

    def __init__(self, seen: int, current: int) -> None:
        super().__init__(
            "stale",
            _("Hồ sơ vừa có người khác cập nhật. Nội dung vừa nhập vẫn được giữ, xin xem thay đổi rồi lưu lại."),
        )
        self.seen, self.current = seen, current


class Conflict(Refusal):
    status = 409


class TooMany(Refusal):
    status = 429

    def __init__(self, wait_seconds: int) -> None:
        minutes = max(1, round(wait_seconds / 60))
        super().__init__(
            "too_many",
            _("Ông/bà đã thử quá nhiều lần. Xin đợi khoảng {minutes} phút rồi thử lại.").format(minutes=minutes),
        )
        self.wait_seconds = wait_seconds
