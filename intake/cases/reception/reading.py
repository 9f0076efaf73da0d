"""What an officer typed while taking a feedback down, read strictly: raw fields to a ``Submission`` and a ``Taken``.

It knows what Điều 7 Decree 20/2008/NĐ-CP demands of each way in. It refuses to know the database and who the officer
is; what a citizen may hand in is read in ``submission``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from intake.cases.errors import FieldError, Invalid
from intake.cases.reception import moments, places
from intake.cases.reception.sources import Source
from intake.cases.submission import Submission, read_line, read_phone, read_submission, read_text
from models.languages import N_, _
from routing.dates import local_day, read_day, say_day
from routing.rulebook import Rulebook
from routing.text import normalise

REMARK_MAX = 2_000
INCOMING_MAX = 40
_SHORT_NUMBER = range(3, 9)
"""Digits of a number that is dialled without an area code, such as 1022."""

_MISSING = {
    "dialled": N_(
        "Xin ghi số điện thoại chuyên dùng mà người gửi đã gọi đến (khoản 2 Điều 7 Nghị định 20/2008/NĐ-CP)."
    ),
    "read_back": N_("Xin đọc lại nội dung cho người gọi nghe; người gọi xác nhận thì đánh dấu ô này."),
    "mailbox": N_("Xin ghi địa chỉ hộp thư của cơ quan đã nhận thư này."),
    "email": N_("Xin chép địa chỉ người gửi ghi trong thư điện tử."),
    "paper": N_("Xin ghi tên tờ báo."),
    "issued": N_("Xin ghi ngày ra báo."),
    "venue": N_("Xin ghi nơi tổ chức buổi đối thoại."),
    "chair": N_("Xin ghi họ tên hoặc chức vụ người chủ trì."),
    "station": N_("Xin ghi tên đài truyền thanh."),
}
_NO_CONTENT = N_("Chưa có nội dung phản ánh. Xin ghi đúng điều người gửi đã nói hoặc viết.")


@dataclass(frozen=True, slots=True)
class Taken:
    """How it came: ``happened_at`` in UTC, ``dialled`` in E.164 or a short number, ``source`` one line of words."""

    happened_at: datetime
    dialled: str | None = None
    source: str | None = None
    read_back: bool = False
    remark: str | None = None
    identity_kept: bool = False
    incoming_number: str | None = None
    incoming_day: date | None = None


def read(
    source: Source, typed: Mapping[str, str], upload_ids: Iterable[UUID], *, now: datetime, book: Rulebook
) -> tuple[Submission, Taken]:
    """Check every field of the source's form at once. Raises Invalid naming each wrong one."""
    errors = [
        FieldError(name, f"{name}_missing", _(_MISSING[name]))
        for name in source.needs
        if not typed.get(name, "").strip()
    ]
    submission = _submission(source, typed, upload_ids, errors)
    taken = _taken(source, typed, moments.moment(typed, now, book, errors), local_day(now), errors)
    if submission.publish_consent and taken.identity_kept:
        sentence = _("Người gửi muốn giữ bí mật danh tính thì không công khai: xin bỏ dấu ở một trong hai ô.")
        errors.append(FieldError("identity_kept", "kept_or_published", sentence))
    if errors:
        raise Invalid(*errors)
    return submission, taken


def _submission(
    source: Source, typed: Mapping[str, str], upload_ids: Iterable[UUID], errors: list[FieldError]
) -> Submission:
    """What the citizen handed in; an empty one beside the errors when it cannot be read."""
    told = {name: typed.get(name) for name in source.sender}
    try:
        return read_submission(
            content=typed.get("content", ""),
            channel=source.channel,
            place=typed.get("place"),
            publish_consent=typed.get("publish_consent") == "yes",
            upload_ids=upload_ids,
            name=told.get("name"),
            phone=told.get("phone"),
            email=told.get("email"),
            address=told.get("address"),
        )
    except Invalid as invalid:
        errors += [_for_officers(error) for error in invalid.errors]
        return Submission(content="", channel=source.channel)


def _for_officers(error: FieldError) -> FieldError:
    """A citizen is asked to tell what happened, an officer to write it down."""
    return replace(error, sentence=_(_NO_CONTENT)) if error.code == "content_empty" else error


def _taken(
    source: Source, typed: Mapping[str, str], happened_at: datetime, today: date, errors: list[FieldError]
) -> Taken:
    told = {name: typed.get(name, "") for name in source.asks}
    return Taken(
        happened_at=happened_at,
        dialled=_dialled(told.get("dialled", ""), errors),
        source=places.line(source.channel, told, local_day(happened_at), errors),
        read_back=told.get("read_back") == "yes",
        remark=_remark(typed.get("remark", ""), errors),
        identity_kept=typed.get("identity_kept") == "yes",
        incoming_number=(number := _incoming_number(told.get("incoming_number", ""), errors)),
        incoming_day=_incoming_day(told.get("incoming_day", ""), number, local_day(happened_at), today, errors),
    )


def _incoming_number(typed: str, errors: list[FieldError]) -> str | None:
    return read_line("incoming_number", _("Số đến"), typed, INCOMING_MAX, errors)


def _incoming_day(typed: str, number: str | None, received: date, today: date, errors: list[FieldError]) -> date | None:
    """The day the register gives beside the number: without one the day of receipt, never alone, never before it."""
    if not typed.strip():
        return received if number else None
    day = read_day(typed)
    if day is None:
        sentence = _("Ngày này không đọc được. Ví dụ: 20/11/2026.")
        errors.append(FieldError("incoming_day", "incoming_day_invalid", sentence))
    elif number is None:
        errors.append(FieldError("incoming_number", "incoming_number_missing", _("Có ngày đến thì xin ghi cả số đến.")))
    elif not received <= day <= today:
        sentence = _("Ngày đến trong sổ phải từ ngày nhận {day} đến hôm nay. Xin xem lại hai ngày.")
        told = sentence.format(day=say_day(received))
        errors.append(FieldError("incoming_day", "incoming_day_out_of_range", told))
    return day


def _dialled(typed: str, errors: list[FieldError]) -> str | None:
    """A number that can be dialled in Viet Nam; a short one is no E.164 number and stays as it is."""
    digits = "".join(letter for letter in typed if letter in "0123456789")
    if not typed.strip():
        return None
    if digits.startswith("1") and len(digits) in _SHORT_NUMBER:
        return digits
    number = read_phone(typed)
    if number is None:
        sentence = _("Số này không gọi được. Xin ghi số đã công khai của cơ quan, ví dụ 0270 3822 222 hoặc 1022.")
        errors.append(FieldError("dialled", "dialled_invalid", sentence))
    return number


def _remark(typed: str, errors: list[FieldError]) -> str | None:
    if not normalise(typed).strip():
        return None
    try:
        return read_text("remark", typed, longest=REMARK_MAX)
    except Invalid as invalid:
        errors += invalid.errors
        return None
