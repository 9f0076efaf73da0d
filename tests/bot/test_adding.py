"""After filing: a forgotten picture or a word more reaches the case, and its officers, and begins no second one."""

import pytest

from intake.cases import attachments, handling, timeline
from intake.cases.actor import holder_of
from intake.cases.work import Desk
from models.vocabulary import EventType
from tests.bot.talking import Citizen, cases, upload
from tests.world import World


@pytest.fixture
def citizen(talking: Desk) -> Citizen:
    """Somebody whose case a unit has."""
    return Citizen(talking).has_filed()


def test_a_forgotten_picture_reaches_the_case(talking: Desk, citizen: Citizen, world: World) -> None:
    (case,) = cases(talking)

    assert "việc khác" in citizen.says(files=[{"id": upload(talking), "name": "anh.pdf"}])
    assert case.code in citizen.chooses(case.code)

    assert len(cases(talking)) == 1
    with talking.look(world.handler) as work:
        assert [file.name for file in attachments.files(work, case)] == ["anh.pdf"]
        entries = timeline.for_officer(work, work.find(case.code))
    assert [entry.quote for entry in entries if entry.event is EventType.ANSWERED_BY_CITIZEN] == ["(Tệp gửi kèm)"]


def test_a_word_more_reaches_the_case_once(talking: Desk, citizen: Citizen) -> None:
    (case,) = cases(talking)
    citizen.says("cho tôi bổ sung")
    citizen.send("Ổ gà ngay trước cổng trường.", times=3)
    citizen.is_heard()

    with talking.look(holder_of(case.id)) as work:
        entries = timeline.for_citizen(work, work.find(case.code))
    assert [entry.quote for entry in entries if entry.event is EventType.ANSWERED_BY_CITIZEN] == [
        "Ổ gà ngay trước cổng trường."
    ]


def test_to_what_is_closed_nothing_is_added_and_it_begins_anew(talking: Desk, citizen: Citizen) -> None:
    (case,) = cases(talking)
    with talking.work(holder_of(case.id)) as work:
        handling.withdraw(work, work.lock(case.code))

    citizen.says("cho tôi bổ sung")
    told = citizen.says("Ổ gà sâu lắm, ngay trước cổng trường xã Long Hữu.")

    assert "đúng không" in told
