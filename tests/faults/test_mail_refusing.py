"""A mail server that refuses: what may pass is tried again, what is final is said, and nothing is sent twice."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from intake.adapters.mail import Mail
from intake.cases.work import Desk
from models.case import Case
from models.notice import Notice
from models.vocabulary import CaseStatus, ChannelKind, JobState
from tests.conftest import TestClock
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.engine import Engine, file_until_answered
from tests.faults.waiting import until
from tests.intake.adapters.scripted import Scripted
from tests.world import World, make_world

pytestmark = pytest.mark.faults

WHO = {"name": "Trần Thị Lụa", "email": "lua@example.com"}


def with_mail(desk: Desk, server: Scripted) -> World:
    return make_world(replace(desk, channels={ChannelKind.EMAIL: Mail(server.address("tinh:mat-khau@"))}))


def states(world: World) -> Sequence[JobState]:
    """Of what goes by e-mail."""
    letters = select(Notice.state).where(Notice.channel == ChannelKind.EMAIL).order_by(Notice.id)
    with world.desk.look() as work:
        return work.session.scalars(letters).all()


@pytest.mark.parametrize(
    "said",
    [
        {"connect": "421 too busy"},
        {"RCPT": "451 later"},
        {"after_data": "451 later"},
        {"AUTH": "535 wrong password"},
        {"MAIL": "550 not your name"},
    ],
    ids=["421", "451 recipient", "451 letter", "535", "550 sender"],
)
def test_what_may_be_mended_is_delivered_once_it_is(desk: Desk, clock: TestClock, said: dict[str, str]) -> None:
    with Scripted(**said) as server:
        world = with_mail(desk, server)
        code = world.file(**WHO).case.code
        world.classify()
        assert states(world)[0] is JobState.TEMPORARY
        assert server.accepted == []

        server.heal()
        clock.tick(minutes=2)
        world.classify()
        check_everything(world.desk, [code], server.accepted)
        assert set(states(world)) == {JobState.DELIVERED}
        assert len(server.accepted) == 2


@pytest.mark.parametrize("said", [{"RCPT": "550 nobody here"}, {"after_data": "554 never"}], ids=["550", "554"])
def test_what_is_final_is_said_at_once_and_not_tried_again(desk: Desk, clock: TestClock, said: dict[str, str]) -> None:
    with Scripted(**said) as server:
        world = with_mail(desk, server)
        code = world.file(**WHO).case.code
        world.classify()

        server.heal()
        clock.tick(days=2)
        world.classify()
        check_everything(world.desk, [code], server.accepted)
        assert set(states(world)) == {JobState.PERMANENT}


def test_a_new_case_is_classified_in_seconds_while_forty_letters_hang(province: Province) -> None:
    engine, office = province.engine, province.office
    office.hesitating.set()
    engine.start_web()
    engine.start("relay")
    engine.start("worker", "--queues", "classify,clock", "--processes", "1")
    engine.start("worker", "--queues", "notices", "--processes", "2")
    with engine.client() as client:
        codes = [file_until_answered(client, uuid4().hex, email="lua@example.com") for _ in range(40)]
        until("letters hang", lambda: len(office.accepted) >= 2)
        codes.append(file_until_answered(client, uuid4().hex))
    until("the new case is with its unit", lambda: is_assigned(engine, codes[-1]), seconds=10)
    assert len(office.accepted) < 40

    office.hesitating.clear()
    engine.settle(seconds=60)
    check_everything(engine.desk, codes, office.accepted)


def is_assigned(engine: Engine, code: str) -> bool:
    with engine.desk.look() as work:
        return work.session.scalars(select(Case.status).where(Case.code == code)).one() is not CaseStatus.RECEIVED
