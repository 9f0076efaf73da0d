"""By when somebody must answer, as citizens are told it on the page of their case and in notices.

It knows moments and sentences in whatever language is spoken; which limit holds, and why, it does not ask.
"""

from datetime import datetime

from models.languages import _
from routing.dates import day_end, local, local_day, say_day


def say_due(due: datetime) -> str:
    """The whole day when a limit is counted in days, the hour when it is counted in hours."""
    day = local_day(due)
    if due >= day_end(day):
        return _("hết ngày {day}").format(day=say_day(day))
    return _("{time} ngày {day}").format(time=f"{local(due):%H:%M}", day=say_day(day))


def must_answer(due: datetime, unit: str | None, *, provisional: bool) -> str:
    """By when, and who where that is known; a provisional limit says that it is one."""
    words = _("Cơ quan phải trả lời ông/bà trước khi {due}.").format(due=say_due(due))
    if unit:
        words = _("{unit} phải trả lời ông/bà trước khi {due}.").format(unit=unit, due=say_due(due))
    is_provisional = _("Đây là hạn tạm tính, đến khi phân loại xong.")
    return f"{words} {is_provisional}" if provisional else words
