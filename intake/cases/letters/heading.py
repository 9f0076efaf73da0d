"""What an officer types for a letter: number, sign, place and day, who signs it as what, the subject; read strictly.

It refuses to know the register: whether a number is free is seen when the letter is issued.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from intake.cases.errors import FieldError, Invalid
from intake.cases.submission import read_line
from models.languages import N_, _
from routing.dates import read_day, say_day

NUMBER_MAX = 999_999

_LONGEST = {"sign": 40, "place": 80, "superior": 200, "signer": 120, "signer_title": 160, "subject": 200}
_LABELS = {
    "sign": N_("Ký hiệu"),
    "place": N_("Địa danh"),
    "superior": N_("Cơ quan chủ quản"),
    "signer": N_("Người ký"),
    "signer_title": N_("Chức vụ người ký"),
    "subject": N_("Trích yếu"),
}
_MISSING = {
    "sign": N_("Xin ghi ký hiệu công văn. Ví dụ: UBND-VP."),
    "place": N_("Xin ghi địa danh. Ví dụ: Long Hữu."),
    "signer": N_("Xin ghi họ tên người ký."),
    "signer_title": N_("Xin ghi chức vụ người ký. Ví dụ: CHỦ TỊCH."),
    "subject": N_("Xin ghi trích yếu. Ví dụ: V/v trả lời phản ánh, kiến nghị."),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """Everything of a letter but the answer itself. ``day`` is local; ``superior`` may be empty."""

    number: int
    sign: str
    place: str
    day: date
    superior: str
    signer: str
    signer_title: str
    subject: str


def read(typed: Mapping[str, str], *, issued_on: date, today: date) -> Heading:
    """Check every field at once; ``issued_on`` is the day of the answer. Raises Invalid naming each wrong one."""
    errors: list[FieldError] = []
    number = _number(typed.get("number", ""), errors)
    day = _day(typed.get("day", ""), issued_on, today, errors)
    lines = {
        name: read_line(name, _(_LABELS[name]), typed.get(name, ""), most, errors) or ""
        for name, most in _LONGEST.items()
    }
    known = {error.field for error in errors}
    errors += [
        FieldError(name, f"{name}_missing", _(sentence))
        for name, sentence in _MISSING.items()
        if not lines[name] and name not in known
    ]
    if errors:
        raise Invalid(*errors)
    return Heading(number=number, day=day, **lines)


def _number(typed: str, errors: list[FieldError]) -> int:
    clean = typed.strip()
    if clean.isascii() and clean.isdecimal() and len(clean) <= len(str(NUMBER_MAX)) and int(clean) > 0:
        return int(clean)
    sentence = _("Xin ghi số công văn bằng chữ số, không kèm ký hiệu. Ví dụ: 125.")
    errors.append(FieldError("number", "number_invalid", sentence))
    return 0


def _day(typed: str, issued_on: date, today: date, errors: list[FieldError]) -> date:
    day = read_day(typed)
    if day is None:
        errors.append(FieldError("day", "day_invalid", _("Xin ghi ngày của công văn. Ví dụ: 27/11/2026.")))
    elif not issued_on <= day <= today:
        sentence = _("Ngày của công văn phải từ ngày ban hành trả lời {first} đến hôm nay {last}.")
        told = sentence.format(first=say_day(issued_on), last=say_day(today))
        errors.append(FieldError("day", "day_out_of_range", told))
    return day or today
