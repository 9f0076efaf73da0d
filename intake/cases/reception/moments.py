"""When a feedback came, as an officer typed it: local day and hour to an instant, with what the law makes of it.

The deadline runs from receipt, so a wrong day costs somebody their right: the future is refused, and a day whose
deadline is already over must be confirmed. It refuses to know any other field.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from intake.cases.errors import FieldError
from models.languages import _
from models.vocabulary import CaseKind
from routing import deadlines
from routing.calendar import CalendarUnknown
from routing.dates import LOCAL, day_and_time, local_day, read_day, read_time, say_day
from routing.rulebook import Rulebook, RuleUnknown


def moment(typed: Mapping[str, str], now: datetime, book: Rulebook, errors: list[FieldError]) -> datetime:
    """The instant of receipt (UTC) from the fields ``day``, ``time`` and ``late``; ``now`` beside the errors.

    An hour written behind the day (``27/11/2026 14:30``) is the one that counts.
    """
    said_day, said_hour = day_and_time(typed.get("day", ""))
    day = read_day(said_day)
    if day is None:
        errors.append(
            FieldError("day", "day_invalid", _("Xin ghi ngày nhận. Ví dụ: 20/11/2026, hoặc cả giờ: 20/11/2026 14:30."))
        )
    hour = read_time(said_hour or typed.get("time", ""))
    if hour is None:
        errors.append(FieldError("time", "time_invalid", _("Xin ghi giờ nhận. Ví dụ: 16:20.")))
    if day is None or hour is None:
        return now
    try:
        received_at = datetime.combine(day, hour, LOCAL).astimezone(UTC)
    except OverflowError:
        received_at = now
    fault = _fault(received_at, day, now, book, confirmed=typed.get("late") == "yes")
    errors += [fault] if fault else []
    return now if fault else received_at


def day_before(field: str, typed: str, day: date, errors: list[FieldError]) -> date | None:
    """A day that lies not after the day of receipt; None when nothing is given."""
    if not typed.strip():
        return None
    read = read_day(typed)
    if read is None:
        errors.append(FieldError(field, f"{field}_invalid", _("Ngày này không đọc được. Ví dụ: 20/11/2026.")))
    elif read > day:
        sentence = _("Ngày này sau ngày nhận {day}. Xin xem lại hai ngày.").format(day=say_day(day))
        errors.append(FieldError(field, f"{field}_after_receipt", sentence))
    return read


def _fault(received_at: datetime, day: date, now: datetime, book: Rulebook, *, confirmed: bool) -> FieldError | None:
    if day > local_day(now) or received_at > now:
        return FieldError("day", "day_in_future", _("Lúc nhận ghi ở đây còn chưa đến. Xin xem lại ngày và giờ."))
    try:
        due = {kind: deadlines.for_kind(kind, received_at, book).due for kind in CaseKind}[CaseKind.CONDUCT]
    except (RuleUnknown, CalendarUnknown):
        sentence = _("Không có quy định về thời hạn cho ngày {day}. Xin xem lại, nhất là năm.").format(day=say_day(day))
        return FieldError("day", "day_without_rules", sentence)
    if due < now and not confirmed:
        sentence = _(
            "Nhận ngày {day} thì hạn trả lời {due} đã qua. Xin xem lại ngày; nếu đúng, đánh dấu xác nhận "
            "rồi ghi nhận lại."
        ).format(day=say_day(day), due=say_day(local_day(due)))
        return FieldError("late", "late_unconfirmed", sentence)
    return None
