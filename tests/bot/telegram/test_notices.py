"""What happens to a case is told in the chat it was filed in; a reader who blocked us is told by the next way."""

from dataclasses import replace
from uuid import uuid5

import pytest
from sqlalchemy import select

from bot.channels.telegram import buttons
from intake.cases import handling, reply, tracking
from intake.cases.perform import drain
from intake.cases.ports import Outgoing
from models.case import Case
from models.conversation import ChatLine
from models.notice import Notice
from models.vocabulary import ChannelKind, JobState, Speaker
from tests.bot.talking import STORY, cases
from tests.bot.telegram.office import Office
from tests.world import Said, World, make_world


class Letters:
    """E-mail that keeps what it was given."""

    kind = ChannelKind.EMAIL
    dedupes = False

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    def send(self, message: Outgoing) -> None:
        self.sent.append(message)


@pytest.fixture
def world(office: Office) -> World:
    letters = Letters()
    office.desk = replace(office.desk, channels={**office.desk.channels, ChannelKind.EMAIL: letters})
    return make_world(office.desk)


def filed(office: Office, email: str = "be@example.com") -> Case:
    """The shortest way from a story to a case."""
    citizen = office.person()
    citizen.says(STORY)
    office.hears()
    citizen.presses("1")
    office.hears()
    for words in ("Trần Thị Bé", email):
        citizen.says(words)
        office.hears()
    for _time in range(3):
        citizen.presses("1")
        office.hears()
    drain(office.desk, Said(), "works")
    (case,) = cases(office.desk)
    return case


def answered(office: Office, world: World, code: str) -> None:
    with office.desk.work(world.handler) as work:
        reply.save_draft(work, handling.accept(work, work.lock(code)), text="Đoạn đường đã được vá xong.")
        reply.submit_for_approval(work, work.lock(code))
    with office.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
    drain(office.desk, Said(), "works")


def notices(office: Office) -> list[tuple[ChannelKind, JobState]]:
    with office.desk.look() as work:
        told = work.session.scalars(select(Notice).order_by(Notice.created_at, Notice.id))
        return [(one.channel, one.state) for one in told]


def test_news_arrive_in_the_chat(office: Office, world: World) -> None:
    case = filed(office)

    assert any(case.code in text and "đã được chuyển" in text for text in office.bot.texts(501))
    assert notices(office)[-1] == (ChannelKind.TELEGRAM, JobState.DELIVERED)


def test_the_answer_arrives_and_is_rated_with_one_tap_however_much_was_said_since(office: Office, world: World) -> None:
    case, citizen = filed(office), office.person()
    answered(office, world, case.code)
    under = citizen.last
    assert "Đã có trả lời" in under.text
    citizen.says("xin chào")
    office.hears()
    citizen.presses_data(under.buttons[0][1], under.id)
    office.hears()

    assert "Cảm ơn" in citizen.heard[-1]
    with office.desk.look(world.handler) as work:
        answer = tracking.answer(work, work.find(case.code))
        assert answer is not None
        assert answer.score == 5


def test_nobody_rates_for_somebody_else(office: Office, world: World) -> None:
    case = filed(office)
    answered(office, world, case.code)
    under = office.person().last
    stranger = office.person(666)
    stranger.says("xin chào")
    office.hears()
    stranger.presses_data(under.buttons[0][1], under.id)
    office.hears()

    with office.desk.look(world.handler) as work:
        answer = tracking.answer(work, work.find(case.code))
        assert answer is not None
        assert answer.score is None


def test_who_has_blocked_the_bot_is_told_by_e_mail(office: Office, world: World) -> None:
    case = filed(office)
    office.bot.chats[501] = "bot was blocked by the user"
    answered(office, world, case.code)

    assert set(notices(office)[-2:]) == {
        (ChannelKind.TELEGRAM, JobState.PERMANENT),
        (ChannelKind.EMAIL, JobState.DELIVERED),
    }


def test_a_button_under_the_last_part_of_a_long_message_counts(office: Office) -> None:
    citizen = office.person()
    citizen.says(STORY)
    office.hears()
    with office.desk.look() as work:
        line = work.session.scalars(select(ChatLine).where(ChatLine.speaker != Speaker.CITIZEN)).one()
        choices = (("yes", "Đúng"), ("no", "Sai"))
        part = Outgoing(uuid5(line.id, "2"), "501", "", "", "7000000001", choices)
        shown = buttons.keyboard(part)
        assert shown is not None
        data = str(shown.inline_keyboard[0][0].callback_data)
        assert buttons.stands_for(work, "7000000001", "501", data) == "yes"
        assert buttons.stands_for(work, "7000000001", "502", data) == ""
