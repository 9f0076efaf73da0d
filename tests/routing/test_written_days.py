"""Days and hours as people type them into one box."""

from datetime import date, time

import pytest

from routing.dates import day_and_time, read_day, read_time

SAID: dict[str, tuple[date | None, time | None]] = {
    "27/11/2026 14:30": (date(2026, 11, 27), time(14, 30)),
    " 27-11-2026  14h30 ": (date(2026, 11, 27), time(14, 30)),
    "27.11.2026, 8h": (date(2026, 11, 27), time(8)),
    "27/11/2026 lúc 8 giờ": (None, None),
    "27/11/2026 lúc 8g05": (date(2026, 11, 27), time(8, 5)),
    "14:30 ngày 7/1/2026": (date(2026, 1, 7), time(14, 30)),
    "14h30, 27/11/2026": (date(2026, 11, 27), time(14, 30)),
    "2026-11-27T14:30": (date(2026, 11, 27), time(14, 30)),
    "2026-11-27": (date(2026, 11, 27), None),
    "27/11/2026": (date(2026, 11, 27), None),
    "27/11/2026 25:00": (date(2026, 11, 27), None),
    "31/02/2026 8:00": (None, time(8)),
    "11/27/2026": (None, None),
    "hôm qua": (None, None),
    "": (None, None),
}


@pytest.mark.parametrize("typed", SAID)
def test_a_day_and_an_hour_are_read_from_one_box(typed: str) -> None:
    day, hour = day_and_time(typed)

    assert (read_day(day), read_time(hour)) == SAID[typed]
