"""The sentence that tells a citizen or an officer how a deadline came about.

Knows only wording: what was counted, which days were not and why, on what legal basis, and how sure we are
wherever that is less than checked against the text of the law.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from models.vocabulary import Certainty
from routing.calendar import Skipped
from routing.counting import Counted
from routing.dates import say_day, say_moment, say_short
from routing.days_off import SATURDAY
from routing.terms import Term, TermUnit

BY_THE_CLOCK = (TermUnit.HOURS, TermUnit.WORKING_HOURS)


def sentence(term: Term, start: datetime, counted: Counted, basis: str, certainty: Certainty, *, turn: int = 1) -> str:
    """``20 ngày kể từ 21/11/2026, hạn cuối 11/12/2026, căn cứ …``. ``certainty``: of the rule.

    ``turn``: which of the terms of a duty that repeats, from 1.
    """
    if term.unit in BY_THE_CLOCK:
        first, last = say_moment(start), say_moment(counted.due)
    else:
        first, last = say_day(counted.clock_start), say_day(counted.last_day)
    length = term.words if turn == 1 else f"{turn} lần {term.words}"
    words = f"{length} kể từ {first}, hạn cuối {last}, căn cứ {basis}"
    return words + _bracketed(_notes(term.times(turn), counted, certainty))


def sentence_back(term: Term, counted: Counted, basis: str, certainty: Certainty) -> str:
    """For a term that must be over before its event."""
    event, last = say_day(counted.clock_start), say_day(counted.last_day)
    words = f"trước {event} ít nhất {term.words}, chậm nhất ngày {last}, căn cứ {basis}"
    return words + _bracketed(_notes(term, counted, certainty))


def _bracketed(notes: Iterable[str]) -> str:
    said = "; ".join(notes)
    return f" ({said})" if said else ""


def _notes(term: Term, counted: Counted, certainty: Certainty) -> Iterator[str]:
    if counted.rolled_from:
        off = counted.rolled_from
        yield (
            f"ngày thứ {term.amount} là {say_short(off.date)} – {off.reason}, nên hạn lùi đến ngày làm việc tiếp theo"
        )
    else:
        if named := " và ".join(_named(counted.skipped)):
            yield f"không tính {named}"
    yield from (f"không tính {waited}" for waited in _named(counted.waited))
    yield from (f"có tính {say_short(day)} – {_worked(day)}" for day in counted.made_up)
    yield from (f"lịch nghỉ năm {year} chưa công bố, hạn có thể lùi thêm" for year in counted.unknown_years)
    yield from (
        f"sổ quy định không có lịch nghỉ năm {year}, chỉ tính các ngày lễ cố định" for year in counted.unlisted_years
    )
    if not counted.unknown_years and not counted.unlisted_years and counted.certainty is not Certainty.VERIFIED:
        yield f"lịch nghỉ {counted.certainty.label}"
    if certainty is Certainty.INFERRED:
        yield "thời hạn áp dụng tương tự, cần xác nhận"
    elif certainty is not Certainty.VERIFIED:
        yield f"thời hạn {certainty.label}"


def _worked(day: date) -> str:
    return "ngày làm bù" if day.weekday() >= SATURDAY else "không còn là ngày nghỉ"


def _named(skipped: tuple[Skipped, ...]) -> Iterator[str]:
    """``24/11 – Ngày Văn hóa Việt Nam``; days of one name together. Weekends go without saying."""
    by_reason: dict[str, list[date]] = {}
    for day in skipped:
        if not day.weekend:
            by_reason.setdefault(day.reason, []).append(day.date)
    for reason, days in by_reason.items():
        yield f"{', '.join(_runs(days))} – {reason}"


def _runs(days: list[date]) -> Iterator[str]:
    """``16/02 đến 20/02`` for days that follow each other."""
    first = last = days[0]
    for day in days[1:]:
        if day - last > timedelta(days=1):
            yield _run(first, last)
            first = day
        last = day
    yield _run(first, last)


def _run(first: date, last: date) -> str:
    return say_short(first) if first == last else f"{say_short(first)} đến {say_short(last)}"
