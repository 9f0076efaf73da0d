"""A conversation that led to no case is forgotten after a year; one that did is the case's."""

from sqlalchemy import select

from intake.cases import conversations, sweep
from intake.cases.work import Desk
from models.conversation import ChatLine
from models.inbound import InboundMessage
from models.vocabulary import ChannelKind
from tests.bot.talking import STORY, Citizen
from tests.conftest import TestClock


def held(desk: Desk, citizen: Citizen) -> tuple[bool, bool, int, int]:
    """Whether state and address are known, and how many lines and payloads still say something."""
    with desk.work() as work:
        sweep.sweep(work)
    with desk.look() as work:
        talk = conversations.find(work, ChannelKind.WEBCHAT, "web", citizen.name)
        assert talk is not None
        lines = work.session.scalars(select(ChatLine).where(ChatLine.conversation_id == talk.id)).all()
        mine = select(InboundMessage).where(InboundMessage.person_digest == talk.person_digest)
        payloads = work.session.scalars(mine).all()
        said = sum(line.text is not None for line in lines), sum(one.payload is not None for one in payloads)
        return talk.state is not None, talk.address is not None, *said


def test_what_was_never_sent_is_forgotten_after_a_year_and_its_teller_can_come_back(
    talking: Desk, clock: TestClock
) -> None:
    citizen = Citizen(talking)
    citizen.says(STORY)
    clock.tick(days=364)
    assert held(talking, citizen) == (True, True, 2, 1)

    clock.tick(days=1)
    assert held(talking, citizen) == (False, False, 0, 0)

    assert "kể" in citizen.says("xin chào")
    assert held(talking, citizen)[:2] == (True, True)


def test_what_led_to_a_case_stays(talking: Desk, clock: TestClock) -> None:
    citizen = Citizen(talking)
    citizen.files()
    before = held(talking, citizen)
    clock.tick(days=400)

    assert held(talking, citizen) == before
