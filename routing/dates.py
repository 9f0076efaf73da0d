"""Local dates and how people say them: instants are UTC, the law counts days in Asia/Ho_Chi_Minh.

Knows the time zone and Vietnamese date words. Refuses to know what time it is now; refuses naive datetimes.
"""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from models.languages import N_

_WRITTEN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")

WEEKDAYS = (N_("Thứ Hai"), N_("Thứ Ba"), N_("Thứ Tư"), N_("Thứ Năm"), N_("Thứ Sáu"), N_("Thứ Bảy"), N_("Chủ Nhật"))

# Điều 148.6 of the Civil Code: a day ends at 24:00. We store its last whole second, so that the
# instant still belongs to the day it closes.
LAST_SECOND = time(23, 59, 59)


def local(instant: datetime) -> datetime:
    """The instant on a Vietnamese clock. Raises ValueError for a datetime without a time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    try:
        return instant.astimezone(LOCAL)
    except OverflowError:
        raise ValueError("an instant beyond the last day of the calendar") from None


def local_day(instant: datetime) -> date:
    """The day in Vietnam on which the instant falls."""
    return local(instant).date()


def day_end(day: date) -> datetime:
    """The last second of a local day, 23:59:59+07:00, as a UTC instant."""
    return datetime.combine(day, LAST_SECOND, LOCAL).astimezone(UTC)


def say_day(day: date) -> str:
    """``23/11/2026``."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def say_short(day: date) -> str:
    """``23/11``, where the year is already clear."""
    return f"{day.day:02}/{day.month:02}"


def say_moment(instant: datetime) -> str:
    """``16:20 ngày 23/11/2026``."""
    moment = local(instant)
    return f"{moment:%H:%M} ngày {say_day(moment.date())}"


def iso_of(typed: str) -> str:
    """``2026-12-01`` for ``01/12/2026``, the way people write a day; anything else as it is."""
    found = _WRITTEN_DAY.fullmatch(typed.strip())
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else typed.strip()
