"""What the watch must tell, by examples and as properties: each thing once, nothing early, whatever the clock does."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import AlertKind, CaseKind, CaseStatus
from routing.dates import LOCAL, local_day
from routing.lifecycle import OPEN_STATUSES
from routing.rulebook import Rulebook
from routing.watching import PRESSING_FIRST, Due, Watched, alerts_due, horizon, status_is_due

BOOK = Rulebook.shipped()
CALENDAR = BOOK.calendar


def at(day: int, hour: int = 9, *, month: int = 12) -> datetime:
    return datetime.combine(date(2026, month, day), time(hour), LOCAL)


def end_of(day: int, *, month: int = 12) -> datetime:
    return datetime.combine(date(2026, month, day), time(23, 59, 59), LOCAL)


CASE = Watched(
    status=CaseStatus.ACCEPTED,
    restricted=False,
    owned=True,
    counted_from=at(20, month=11),
    due=end_of(10),
    answered_at=None,
    unpublished=False,
    told=frozenset(),
    status_told_at=None,
)
"""Received on Friday 20/11/2026; the answer is due on Thursday 10/12/2026."""

TRIAGE = replace(CASE, status=CaseStatus.TRIAGE, owned=False, electronic=True)
NEW = replace(CASE, status=CaseStatus.ASSIGNED, owned=False)
ANSWERED = replace(CASE, status=CaseStatus.ANSWERED, answered_at=at(1), unpublished=True)


def kinds(case: Watched, now: datetime) -> list[tuple[str, int]]:
    return [(due.kind.value, due.turn) for due in alerts_due(case, now, BOOK)]


@pytest.mark.parametrize(
    ("case", "now", "told"),
    [
        # Two working days before 10/12 is Tuesday 8/12.
        (CASE, at(7, 23), []),
        (CASE, at(8, 0), [("due_soon", 1)]),
        (CASE, end_of(10), [("due_soon", 1)]),
        (CASE, at(11, 0), [("overdue", 1)]),
        # Three working days after it have gone by when Tuesday 15/12 is over; 17/12 is the first seventh day.
        (CASE, at(14, 23), [("overdue", 1)]),
        (CASE, at(15, 9), [("overdue", 1), ("status_duty", 1)]),
        (CASE, at(16, 0), [("escalation", 1), ("escalation", 2), ("overdue", 1), ("status_duty", 1)]),
        # Received on a Friday: one working day later is Monday.
        (NEW, end_of(23, month=11), []),
        (NEW, at(25, 0, month=11), [("unowned", 1)]),
        (NEW, at(11), [("unowned", 1), ("overdue", 1)]),
        # Answered on Tuesday 1/12: to be entered by the end of Thursday.
        (TRIAGE, end_of(23, month=11), []),
        (TRIAGE, at(25, 8, month=11), [("unowned", 1)]),
        # Five working days after Friday 20/11, with the holiday of Tuesday: Monday 30/11; two before it is Thursday.
        (TRIAGE, at(26, 0, month=11), [("unowned", 1), ("transfer_duty", 1)]),
        (replace(TRIAGE, kind=CaseKind.CONDUCT), at(23, 9, month=11), [("transfer_duty", 1)]),
        (replace(TRIAGE, restricted=True), at(27, 9, month=11), [("unowned", 1)]),
        (ANSWERED, end_of(3), []),
        (ANSWERED, at(4, 0), [("result_duty", 1)]),
        (replace(ANSWERED, unpublished=False), at(4), []),
        (replace(ANSWERED, status=CaseStatus.PUBLISHED), at(4), []),
        (replace(CASE, status=CaseStatus.WITHDRAWN), at(30), []),
    ],
)
def test_what_is_due_when(case: Watched, now: datetime, told: list[tuple[str, int]]) -> None:
    assert kinds(case, now) == told


def test_of_turns_that_nobody_watched_only_the_last_is_told() -> None:
    assert ("status_duty", 3) in kinds(CASE, at(30))
    assert not {("status_duty", 1), ("status_duty", 2)} & set(kinds(CASE, at(30)))


def test_a_unit_that_told_the_citizen_in_a_turn_is_not_reminded_of_it() -> None:
    told = replace(CASE, status_told_at=at(12))

    assert ("status_duty", 1) not in kinds(told, at(17))
    assert ("status_duty", 2) in kinds(told, at(23))


@pytest.mark.parametrize(
    ("case", "now", "due"),
    [
        (CASE, at(17, 7), False),  # the office opens at half past seven
        (CASE, at(17, 8), True),
        (CASE, at(20), True),
        (replace(CASE, status_told_at=at(11)), at(17), False),
        (replace(CASE, status_told_at=at(17)), at(23), False),
        (replace(CASE, status_told_at=at(17)), at(24), True),
        (replace(CASE, status_told_at=at(8)), at(17), True),
        (replace(CASE, status=CaseStatus.ANSWERED), at(17), False),
        (replace(CASE, restricted=True), at(17), False),
    ],
)
def test_the_citizen_is_told_every_seven_days_unless_an_officer_has(case: Watched, now: datetime, due: bool) -> None:
    assert status_is_due(case, now, BOOK) is due


moments = st.builds(datetime.combine, st.dates(date(2026, 11, 20), date(2027, 3, 1)), st.times(), tzinfo=st.just(LOCAL))
days = st.dates(date(2026, 11, 20), date(2027, 1, 10))
cases = st.builds(
    Watched,
    status=st.sampled_from(CaseStatus),
    restricted=st.booleans(),
    owned=st.booleans(),
    counted_from=st.just(at(20, month=11)),
    due=days.map(lambda day: datetime.combine(day, time(23, 59, 59), LOCAL)),
    answered_at=st.none() | moments,
    unpublished=st.booleans(),
    told=st.just(frozenset()),
    status_told_at=st.none() | moments,
)


def after_telling(case: Watched, due: tuple[Due, ...]) -> Watched:
    return replace(case, told=case.told | {(one.kind, one.turn) for one in due})


@given(cases, moments)
def test_what_was_told_is_not_due_again(case: Watched, now: datetime) -> None:
    assert alerts_due(after_telling(case, alerts_due(case, now, BOOK)), now, BOOK) == ()


@given(cases, st.lists(moments, max_size=6))
def test_a_clock_that_jumps_about_makes_nothing_be_told_twice(case: Watched, jumps: list[datetime]) -> None:
    told: list[Due] = []
    for now in jumps:
        due = alerts_due(case, now, BOOK)
        told += due
        case = after_telling(case, due)

    assert len(told) == len(set(told))


@given(cases, st.lists(moments, min_size=1, max_size=6).map(sorted))
def test_what_a_jump_went_over_is_told_after_it(case: Watched, stops: list[datetime]) -> None:
    """However seldom it looks, in the end it has told what a single look at the end would tell."""
    watched = case
    for now in stops:
        watched = after_telling(watched, alerts_due(watched, now, BOOK))

    assert {(due.kind, due.turn) for due in alerts_due(case, stops[-1], BOOK)} <= watched.told


@given(cases, moments)
def test_the_pressing_comes_first_and_turns_count_from_one(case: Watched, now: datetime) -> None:
    due = alerts_due(case, now, BOOK)

    ranks = [PRESSING_FIRST.index(one.kind) for one in due]
    assert ranks == sorted(ranks)
    assert all(one.turn >= 1 for one in due)


@given(cases, moments)
def test_nothing_is_due_of_an_owned_case_beyond_the_horizon(case: Watched, now: datetime) -> None:
    owned = replace(case, owned=True)

    if owned.status in OPEN_STATUSES and alerts_due(owned, now, BOOK):
        assert owned.due <= horizon(now, BOOK)


@given(cases, moments)
def test_a_closed_case_is_only_ever_asked_for_its_result(case: Watched, now: datetime) -> None:
    if case.status not in OPEN_STATUSES:
        assert {due.kind for due in alerts_due(case, now, BOOK)} <= {AlertKind.RESULT_DUTY}
        assert not status_is_due(case, now, BOOK)


@given(days, st.integers(0, 60))
def test_a_citizen_is_never_left_without_word_longer_than_the_term_and_the_days_off(day: date, later: int) -> None:
    """A watch that looks every day tells again within seven days, put off only to the next working day."""
    case = replace(CASE, due=datetime.combine(day, time(23, 59, 59), LOCAL))
    last = day
    for passed in range(1, later + 8):
        now = datetime.combine(day + timedelta(days=passed), time(9), LOCAL)
        if status_is_due(case, now, BOOK):
            case, last = replace(case, status_told_at=now), local_day(now)
        assert local_day(now) < CALENDAR.next_working(last + timedelta(days=7))


def test_two_turns_put_off_to_the_first_day_after_tet_are_one_word_to_the_citizen() -> None:
    case = replace(CASE, due=datetime.combine(date(2027, 1, 7), time(23, 59, 59), LOCAL))
    first = datetime.combine(date(2027, 2, 11), time(9), LOCAL)
    assert status_is_due(replace(case, status_told_at=first - timedelta(days=14)), first, BOOK)

    told = replace(case, status_told_at=first)
    assert not any(status_is_due(told, first + timedelta(days=days), BOOK) for days in range(7))
    assert status_is_due(told, first + timedelta(days=7), BOOK)
