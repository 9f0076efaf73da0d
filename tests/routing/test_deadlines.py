"""Deadlines as properties, checked against a slow oracle; the examples are in tests/rules/*.yaml."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import CaseKind, Certainty
from routing.calendar import CalendarUnknown
from routing.dates import LOCAL, WEEKDAYS, local_day, say_day, say_moment
from routing.deadlines import Urgency, deadline, for_kind, reading, transfer_for_kind
from routing.duties import status_update
from routing.rulebook import Rulebook, RuleUnknown

ONE_DAY = timedelta(days=1)
BOOK = Rulebook.shipped()
CALENDAR = BOOK.calendar

days = st.dates(date(2024, 1, 1), date(2027, 11, 1))
times = st.times()
kinds = st.sampled_from(list(CaseKind))


def at(day: date, moment: time = time(9)) -> datetime:
    return datetime.combine(day, moment, LOCAL)


def walk_to(day: date, amount: int) -> date:
    while amount:
        day += ONE_DAY
        amount -= CALENDAR.is_working(day)
    return day


@given(days, times)
def test_twenty_days_end_on_the_first_working_day_from_the_twentieth(day: date, moment: time) -> None:
    last = day + 20 * ONE_DAY
    while not CALENDAR.is_working(last):
        last += ONE_DAY

    assert deadline("L04", at(day, moment), BOOK).last_day == last


@given(days, times)
def test_five_working_days_never_count_the_day_of_receipt(day: date, moment: time) -> None:
    assert deadline("L01", at(day, moment), BOOK).last_day == walk_to(day, 5)


@given(days, times, kinds)
def test_the_hour_of_receipt_never_changes_a_deadline_in_days(day: date, moment: time, kind: CaseKind) -> None:
    noon, then = for_kind(kind, at(day, time(12)), BOOK), for_kind(kind, at(day, moment), BOOK)

    assert (noon.due, noon.sentence, noon.skipped) == (then.due, then.sentence, then.skipped)


@given(days, times, kinds)
def test_a_deadline_is_the_last_second_of_its_last_day_in_vietnam(day: date, moment: time, kind: CaseKind) -> None:
    result = for_kind(kind, at(day, moment), BOOK)

    assert result.due.tzinfo is UTC
    assert result.due.astimezone(LOCAL) == at(result.last_day, time(23, 59, 59))
    assert local_day(result.due) == result.last_day
    assert CALENDAR.is_working(result.last_day)


@given(days, kinds)
def test_a_later_receipt_never_gives_an_earlier_deadline(day: date, kind: CaseKind) -> None:
    try:
        earlier = for_kind(kind, at(day), BOOK)
    except RuleUnknown:
        return
    later = for_kind(kind, at(day + ONE_DAY), BOOK)

    # A change of law may shorten a term; within one law the order holds.
    assert earlier.term != later.term or earlier.last_day <= later.last_day


@given(days, times, st.sampled_from(["L11", "L12"]))
def test_working_hours_end_within_the_hours_of_a_working_day(day: date, moment: time, rule: str) -> None:
    received = at(max(day, date(2026, 1, 1)), moment)
    result = deadline(rule, received, BOOK)
    due = result.due.astimezone(LOCAL)

    assert CALENDAR.is_working(due.date())
    assert any(opens <= due.time() <= closes for opens, closes in BOOK.on(day).office_hours.sessions)
    assert due - received >= timedelta(hours=result.counted)


@given(days, kinds)
def test_every_weekday_not_counted_is_named_in_the_sentence(day: date, kind: CaseKind) -> None:
    result = for_kind(kind, at(day), BOOK)
    named = {each.reason for each in result.skipped if not each.weekend}
    first = {result.skipped[0].reason} if result.skipped else set()

    said = named if result.term.unit == "working_days" else first
    assert all(reason in result.sentence for reason in said)


@given(days, kinds)
def test_a_doubt_about_rule_or_days_off_is_in_the_mark_and_in_the_words(day: date, kind: CaseKind) -> None:
    result = for_kind(kind, at(day), BOOK)
    doubts = ("nguồn thứ cấp", "chưa kiểm chứng", "cần xác nhận", "chưa công bố")

    doubted = any(doubt in result.sentence for doubt in doubts)
    assert doubted is (result.certainty is not Certainty.VERIFIED)


def test_a_year_long_over_is_not_called_not_yet_announced() -> None:
    past = deadline("L01", at(date(2016, 6, 1)), BOOK)
    to_come = deadline("L01", at(date(2028, 6, 1)), BOOK)

    assert "sổ quy định không có lịch nghỉ năm 2016, chỉ tính các ngày lễ cố định" in past.sentence
    assert "chưa công bố" not in past.sentence
    assert "lịch nghỉ năm 2028 chưa công bố" in to_come.sentence
    assert past.certainty is to_come.certainty is Certainty.INFERRED


def test_a_receipt_late_in_the_evening_utc_belongs_to_the_next_day_in_vietnam() -> None:
    result = deadline("L04", datetime(2026, 11, 20, 18, 0, tzinfo=UTC), BOOK)

    assert result.clock_start == date(2026, 11, 21)
    assert result.last_day == date(2026, 12, 11)


def test_a_record_of_a_deadline_is_plain_json_in_vietnamese_time() -> None:
    record = deadline("L01", datetime(2026, 11, 20, 2, 0, tzinfo=UTC), BOOK).as_record()

    assert json.loads(json.dumps(record)) == record
    assert record["received_at"] == "2026-11-20T09:00:00+07:00"
    assert record["due"] == "2026-11-30T23:59:59+07:00"
    assert record["clock_start"] == "2026-11-20"
    assert record["counted"] == 5
    assert {"date": "2026-11-24", "reason": "Ngày Văn hóa Việt Nam"} in record["skipped"]
    assert record["rulebook"] == BOOK.version


def test_a_proposal_on_a_regulation_is_passed_on_within_five_working_days() -> None:
    result = transfer_for_kind(CaseKind.REGULATION, at(date(2026, 11, 20)), BOOK)

    assert result is not None
    assert (result.rule, result.last_day) == ("L01", date(2026, 11, 30))


def test_a_limit_borrowed_from_a_ministry_is_marked_as_inferred_for_a_province() -> None:
    result = transfer_for_kind(CaseKind.CONDUCT, at(date(2026, 7, 6)), BOOK)

    assert result is not None
    assert (result.rule, result.certainty) == ("L03", Certainty.INFERRED)


@given(days, st.integers(0, 400))
def test_the_next_status_update_is_the_first_that_is_not_past(day: date, later: int) -> None:
    due = deadline("L04", at(day), BOOK).due
    now = due + later * ONE_DAY

    told = status_update(due, now, BOOK)

    assert told.due >= now
    assert told.turn == 1 or deadline("L05", due, BOOK, turn=told.turn - 1).due < now
    assert told.last_day >= local_day(due) + 7 * told.turn * ONE_DAY


def test_only_a_limit_that_repeats_has_a_second_turn() -> None:
    with pytest.raises(ValueError, match="L04 does not repeat"):
        deadline("L04", at(date(2026, 11, 20)), BOOK, turn=2)


def test_no_limit_is_made_up_for_passing_a_complaint_on() -> None:
    assert transfer_for_kind(CaseKind.COMPLAINT, at(date(2026, 7, 6)), BOOK) is None


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        deadline("L04", datetime(2026, 11, 20, 9, 0), BOOK)  # noqa: DTZ001 - that is the point


def test_an_unknown_rule_and_a_day_before_the_law_are_refused_in_one_sentence() -> None:
    with pytest.raises(RuleUnknown, match="không có thời hạn L99 cho ngày 20/11/2026"):
        deadline("L99", at(date(2026, 11, 20)), BOOK)
    with pytest.raises(RuleUnknown, match="không có thời hạn L04 cho ngày 14/12/2017"):
        deadline("L04", at(date(2017, 12, 14)), BOOK)


@pytest.mark.parametrize("rule", ["L01", "L04", "L11", "L18", "L20"])
def test_a_receipt_in_the_far_future_is_refused_in_one_sentence(rule: str) -> None:
    with pytest.raises(CalendarUnknown, match="năm 9999"):
        deadline(rule, at(date(9999, 12, 30)), BOOK)
    with pytest.raises(ValueError, match="last day of the calendar"):
        deadline(rule, datetime(9999, 12, 31, 23, 0, tzinfo=UTC), BOOK)


@pytest.mark.parametrize(
    ("today", "words", "urgency"),
    [
        (date(2026, 11, 25), "còn 3 ngày làm việc", Urgency.ON_TIME),
        (date(2026, 11, 26), "còn 2 ngày làm việc", Urgency.DUE_SOON),
        (date(2026, 11, 23), "còn 4 ngày làm việc", Urgency.ON_TIME),  # 24/11 is off
        (date(2026, 11, 28), "còn 1 ngày làm việc", Urgency.DUE_SOON),
        (date(2026, 11, 30), "hạn hôm nay", Urgency.DUE_SOON),
        (date(2026, 12, 1), "quá hạn 1 ngày làm việc", Urgency.OVERDUE),
        (date(2026, 12, 6), "quá hạn 4 ngày làm việc", Urgency.OVERDUE),
    ],
)
def test_a_chip_counts_the_working_days_to_monday_30_november(today: date, words: str, urgency: Urgency) -> None:
    left = reading(date(2026, 11, 30), today, CALENDAR, soon=2)

    assert (left.words, left.urgency) == (words, urgency)
    assert left.overdue is (urgency is Urgency.OVERDUE)


def test_the_weekend_after_a_deadline_is_overdue_without_counting_a_working_day() -> None:
    left = reading(date(2026, 11, 27), date(2026, 11, 28), CALENDAR, soon=2)

    assert (left.words, left.overdue, left.working_days) == ("vừa quá hạn", True, 0)


def test_a_chip_reads_an_instant_by_its_day_in_vietnam() -> None:
    due = deadline("L01", at(date(2026, 11, 20)), BOOK).due  # 30/11, 16:59:59 in UTC

    assert reading(due, datetime(2026, 11, 29, 18, 0, tzinfo=UTC), CALENDAR, soon=2).words == "hạn hôm nay"
    assert reading(due, due, CALENDAR, soon=2).words == "hạn hôm nay"
    assert reading(due, due + timedelta(seconds=1), CALENDAR, soon=2).words == "quá hạn 1 ngày làm việc"


def test_a_deadline_at_an_hour_is_overdue_once_the_hour_is_past() -> None:
    due = deadline("L12", at(date(2026, 11, 23), time(8)), BOOK).due

    assert reading(due, due - timedelta(minutes=1), CALENDAR, soon=2).words == "hạn hôm nay"
    assert reading(due, due + timedelta(minutes=1), CALENDAR, soon=2).words == "vừa quá hạn"


def test_dates_are_said_the_way_people_say_them() -> None:
    moment = datetime(2026, 11, 30, 9, 20, tzinfo=UTC)

    assert say_day(date(2026, 3, 5)) == "05/03/2026"
    assert say_moment(moment) == "16:20 ngày 30/11/2026"
    assert WEEKDAYS[date(2026, 11, 22).weekday()] == "Chủ Nhật"
