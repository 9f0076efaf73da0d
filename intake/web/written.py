"""Moments and numbers, written as whoever reads the page is used to.

What the record, the law and letters say is written by ``routing.dates`` and stays Vietnamese; a day is written alike
in all languages (``23/11/2026``), because that is how it stands on paper here.
"""

from datetime import datetime

from babel.numbers import format_decimal

from models import languages
from models.languages import _
from routing.dates import WEEKDAYS, local, say_day


def say_moment(instant: datetime) -> str:
    """``16:20 ngày 23/11/2026``, in English ``16:20 on 23/11/2026``."""
    moment = local(instant)
    return _("{time} ngày {day}").format(time=f"{moment:%H:%M}", day=say_day(moment.date()))


def say_weekday(instant: datetime) -> str:
    """``Thứ Hai 30/11/2026, 16:20``, in English ``Mon 30/11/2026, 16:20``."""
    moment = local(instant)
    return f"{_(WEEKDAYS[moment.weekday()])} {say_day(moment.date())}, {moment:%H:%M}"


def file_size(size: int) -> str:
    """``1,4 MB`` or ``320 KB``; in English ``1.4 MB``."""
    if size >= 1024 * 1024:
        return f"{format_decimal(size / 1024 / 1024, format='0.0', locale=languages.current())} MB"
    return f"{max(1, size // 1024)} KB"


def spoken_phone(number: str) -> str:
    """A Vietnamese number as people say it (``0912 345 678``); a foreign one as it is kept."""
    if not number.startswith("+84"):
        return number
    digits = "0" + number.removeprefix("+84")
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}".strip()
