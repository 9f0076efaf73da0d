"""Counting a running deadline again, by the limit and from the instant it was counted from before.

The limit is looked up as it stood on the day of that instant, so a case keeps the law it lives under; what can
have changed is the calendar, the days of waiting, or (to look ahead) the profile of a province. Knows no case.
"""

from collections.abc import Iterable
from datetime import date, datetime

from models.languages import N_
from models.vocabulary import CaseKind, DeadlineCause
from routing.dates import local_day, say_day, say_moment
from routing.deadlines import DeadlineResult, Wait, for_use
from routing.rulebook import LimitUse, Rulebook, RulebookDay
from routing.terms import TermUnit

_MOVED = ". Hạn cũ "
_IN_DAYS = (TermUnit.DAYS, TermUnit.WORKING_DAYS)

WHY_MOVED = {
    DeadlineCause.CALENDAR: N_("lịch làm việc của Nhà nước thay đổi"),
    DeadlineCause.EXTENDED: N_("được gia hạn"),
    DeadlineCause.PAUSE: N_("không tính thời gian chờ người gửi bổ sung"),
}


class Recounting:
    """Counts again by one book. A term in days is counted once for each rule, kind and day: it cannot differ."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._known: dict[tuple[str, CaseKind, date], DeadlineResult] = {}

    def again(self, rule: str, kind: CaseKind | None, start: datetime, waits: Iterable[Wait] = ()) -> DeadlineResult:
        """The deadline of this limit for a case of this kind (none yet: an ordinary one). Raises RuleUnknown.

        Its ``received_at`` may be another instant of the same local day.
        """
        day, waits = local_day(start), tuple(waits)
        key = rule, kind or CaseKind.CONDUCT, day
        if not waits and (known := self._known.get(key)) is not None:
            return known
        result = for_use(_use(rule, key[1], self.book.on(day)), start, self.book, waits=waits)
        if not waits and result.term.unit in _IN_DAYS:
            self._known[key] = result
        return result

    def pauses(self, start: datetime) -> bool:
        """Whether days of waiting count for a term that runs from then."""
        return self.book.on(local_day(start)).pauses_while_waiting.value


def rule_under(rule: str, kind: CaseKind | None, start: datetime, here: Rulebook, there: Rulebook) -> str:
    """The limit that stands in another book where this one stands in ours; itself if it is not a kind's own."""
    day, kind = local_day(start), kind or CaseKind.CONDUCT
    if here.on(day).kind(kind).reply.limit != rule:
        return rule
    return there.on(day).kind(kind).reply.limit


def moved_sentence(before: datetime, after: datetime, cause: DeadlineCause) -> str:
    """``Hạn cũ 10/12/2026, dời sang 11/12/2026 vì …``; instants, said as days wherever days tell them apart."""
    first, last = say_day(local_day(before)), say_day(local_day(after))
    if first == last:
        first, last = say_moment(before), say_moment(after)
    return f"Hạn cũ {first}, dời sang {last} vì {WHY_MOVED[cause]}"


def with_moves(counted: str, stored: str, before: datetime, after: datetime, cause: DeadlineCause) -> str:
    """The explanation of a deadline counted again: from where it moved now, or as the stored one says it did before."""
    if after != before:
        return f"{counted}. {moved_sentence(before, after, cause)}"
    _, said, of_a_move = stored.partition(_MOVED)
    return counted + said + of_a_move


def counting_of(stored: str) -> str:
    """The part of a stored explanation that says how it was counted."""
    return stored.partition(_MOVED)[0]


def _use(rule: str, kind: CaseKind, day: RulebookDay) -> LimitUse:
    """Where the book uses this limit, for this kind first: a result is only as sure as that use."""
    for one in (kind, *CaseKind):
        reply, extension = day.kind(one).reply, day.extension(one)
        if reply.limit == rule:
            return reply
        if extension.limit == rule:
            return LimitUse(rule, extension.grounds)
    return LimitUse(rule, day.limit(rule).grounds)
