"""Reminders: once, in office hours, by the way somebody chose; of a question, and of a message left unsent."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.webchat.channel import WebChat
from intake.cases import clock_work, handling, reach, timeline
from intake.cases.actor import holder_of
from intake.cases.perform import drain
from intake.cases.work import Desk
from models.case import Case
from models.vocabulary import EventType, ToldBy
from tests.bot.talking import STORY, Citizen, cases
from tests.conftest import TestClock
from tests.world import SURE, Said, World

QUESTION = "Đoạn đường dài bao nhiêu mét?"
REMINDED = "Cán bộ còn chờ ông/bà trả lời"
UNSENT = "đang kể dở"


def goes_by(desk: Desk, clock: TestClock, **units: float) -> None:
    """The clock's work of that hour is done, and what follows from it."""
    clock.tick(**units)
    with desk.work() as work:
        clock_work.ask(work)
    drain(desk, Said(SURE), "clock")


def friday(clock: TestClock, hour: int) -> timedelta:
    """From now to Friday 27/11/2026 at this hour in Vietnam: the fourth working day, because 24/11 is a holiday."""
    return datetime(2026, 11, 27, hour - 7, 30, tzinfo=UTC) - clock.now


def is_asked(desk: Desk, world: World, citizen: Citizen) -> Case:
    citizen.files()
    drain(desk, Said(SURE), "w")
    (case,) = cases(desk)
    with desk.work(world.handler) as work:
        handling.ask(work, handling.accept(work, work.lock(case.code)), question=QUESTION)
    drain(desk, Said(SURE), "w")
    citizen.news()
    return case


def test_an_unanswered_question_is_told_once_more(talking: Desk, world: World, clock: TestClock) -> None:
    citizen = Citizen(talking)
    case = is_asked(talking, world, citizen)

    goes_by(talking, clock, hours=20)
    assert citizen.news() == []
    goes_by(talking, clock, seconds=friday(clock, 9).total_seconds())
    (reminder,) = citizen.news()
    assert REMINDED in reminder
    assert QUESTION in reminder
    for _hour in range(30):
        goes_by(talking, clock, hours=6)
    assert REMINDED not in "\n".join(citizen.news())
    with talking.look(holder_of(case.id)) as work:
        told = [e.text for e in timeline.for_citizen(work, work.find(case.code)) if "Nhắc trả lời" in e.text]
    assert told == ["Tin “Nhắc trả lời câu hỏi của cán bộ” gửi qua trò chuyện trên web: đã gửi"]


def test_a_second_question_has_a_reminder_of_its_own(talking: Desk, world: World, clock: TestClock) -> None:
    citizen = Citizen(talking)
    case = is_asked(talking, world, citizen)
    goes_by(talking, clock, seconds=friday(clock, 9).total_seconds())
    assert REMINDED in "\n".join(citizen.news())
    citizen.says("Dạ khoảng hai trăm mét tính từ cầu Ông Mười.")
    with talking.work(world.handler) as work:
        handling.ask(work, work.lock(case.code), question="Từ bao giờ ạ?")
    drain(talking, Said(SURE), "w")
    citizen.news()

    for _day in range(10):
        goes_by(talking, clock, days=1)

    assert [REMINDED in said for said in citizen.news()].count(True) == 1


def test_nobody_is_reminded_at_night_or_of_what_was_answered(talking: Desk, world: World, clock: TestClock) -> None:
    citizen = Citizen(talking)
    is_asked(talking, world, citizen)

    goes_by(talking, clock, seconds=friday(clock, 20).total_seconds())
    assert citizen.news() == []
    citizen.says("Dạ khoảng hai trăm mét tính từ cầu Ông Mười.")
    goes_by(talking, clock, hours=13)
    assert citizen.news() == []


def test_who_chose_to_look_for_themselves_is_not_reminded(talking: Desk, world: World, clock: TestClock) -> None:
    citizen = Citizen(talking)
    case = is_asked(talking, world, citizen)
    with talking.work(holder_of(case.id)) as work:
        reach.choose(work, work.lock(case.code), ToldBy.PAGE)

    goes_by(talking, clock, seconds=friday(clock, 9).total_seconds())

    with talking.look(holder_of(case.id)) as work:
        entries = timeline.for_citizen(work, work.find(case.code))
    assert not [e for e in entries if e.event is EventType.DELIVERY_CHANGED and "Nhắc trả lời" in e.text]


def test_what_was_left_unsent_is_told_once_and_goes_on_exactly_there(talking: Desk, clock: TestClock) -> None:
    citizen = Citizen(talking)
    citizen.says(STORY)

    goes_by(talking, clock, seconds=friday(clock, 9).total_seconds())
    (reminder,) = citizen.news()
    assert UNSENT in reminder
    assert "ổ gà" in reminder
    for _day in range(8):
        goes_by(talking, clock, days=1)
    assert citizen.news() == []
    assert "họ tên" in citizen.says("đúng")
    goes_by(talking, clock, days=7)
    assert citizen.news() == []


def test_another_story_may_be_reminded_of_again(talking: Desk, clock: TestClock) -> None:
    citizen = Citizen(talking)
    citizen.says(STORY)
    goes_by(talking, clock, seconds=friday(clock, 9).total_seconds())
    citizen.says("hủy")
    citizen.chooses("drop")
    citizen.says("Cầu ở ấp 5 xã Long Hữu gãy rồi, xe không qua được.")

    goes_by(talking, clock, days=7)

    assert [UNSENT in said for said in citizen.news()] == [True]


@pytest.mark.parametrize("last", ["", "chào bạn"])
def test_who_told_nothing_or_sent_it_is_left_alone(talking: Desk, clock: TestClock, last: str) -> None:
    citizen = Citizen(talking)
    citizen.says(last) if last else citizen.files()
    citizen.news()

    goes_by(talking, clock, seconds=friday(clock, 9).total_seconds())

    assert UNSENT not in "\n".join(citizen.news())


def test_a_channel_that_is_closed_is_not_written_to(
    talking: Desk, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = Citizen(talking)
    citizen.says(STORY)
    monkeypatch.setattr(WebChat, "window", timedelta(hours=48))

    goes_by(talking, clock, seconds=friday(clock, 9).total_seconds())

    assert citizen.news() == []
