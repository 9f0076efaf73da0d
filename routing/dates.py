"""Local dates and how people say them: instants are UTC, the law counts days in Asia/Ho_Chi_Minh.

Knows the time zone and Vietnamese date words. Refuses to know what time it is now; refuses naive datetimes.
"""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from models.languages import N_

_WRITTEN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SAID_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_SAID_TIME = re.compile(r"(\d{1,2})\s*[:hg]\s*(\d{2})?")
_HOUR = r"(?P<time>\d{1,2}\s*[:hg]\s*\d{0,2})"
_TIME_BEHIND = re.compile(rf"(?P<day>\S.*?)(?:\s*,\s*|\s+|T)(?:lúc\s+)?{_HOUR}", re.IGNORECASE)
_TIME_BEFORE = re.compile(rf"{_HOUR}\s*,?\s+(?:ngày\s+)?(?P<day>\d.*)", re.IGNORECASE)

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


def read_day(typed: str) -> date | None:
    """A day as a browser sends it (ISO 8601) or as people write it (``20/11/2026``, ``20-11-2026``)."""
    clean = typed.strip()
    with suppress(ValueError):
        return date.fromisoformat(clean)
    said = _SAID_DAY.fullmatch(clean)
    with suppress(ValueError):
        return date(int(said[3]), int(said[2]), int(said[1])) if said else None
    return None


def read_time(typed: str) -> time | None:
    """An hour as a browser sends it (``16:20``) or as people write it (``16h20``, ``8h``)."""
    said = _SAID_TIME.fullmatch(typed.strip().lower())
    with suppress(ValueError):
        return time(int(said[1]), int(said[2] or 0)) if said else None
    return None


def day_and_time(typed: str) -> tuple[str, str]:
    """``27/11/2026 14:30`` or ``14h30 ngày 27/11/2026`` as its two parts; the second is empty when no hour is there."""
    clean = " ".join(typed.split())
    found = _TIME_BEHIND.fullmatch(clean) or _TIME_BEFORE.fullmatch(clean)
    return (found["day"].strip(), found["time"].strip()) if found else (clean, "")
