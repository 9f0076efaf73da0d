"""What became of each notice is told on the timeline, and what did not arrive can be sent again."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from intake.adapters.mail import Mail
from intake.cases import deliveries, timeline
from intake.cases.deliveries import Delivery
from intake.cases.errors import Impossible, NotAllowed
from intake.cases.work import Desk
from models.history import CaseEvent
from models.notice import Notice
from models.vocabulary import ChannelKind, EventType, JobState
from tests.intake.adapters.post_office import PostOffice, texts
from tests.world import World, make_world

ENDS: dict[JobState, tuple[dict[str, object], str]] = {
    JobState.DELIVERED: ({}, "đã gửi"),
    JobState.PERMANENT: ({"rcpt": "550 no such user"}, "không gửi được"),
    JobState.UNCERTAIN: ({"hang_after_data": True}, "chưa rõ đã tới hay chưa"),
}


@pytest.fixture
def world(desk: Desk, office: PostOffice) -> World:
    """The province with a mail server."""
    return make_world(
        replace(desk, channels={ChannelKind.EMAIL: Mail(office.address)}, public_url="https://pa.example")
    )


def told(world: World, office: PostOffice, state: JobState) -> str:
    """A case with a unit whose notices have come to this end."""
    trouble = ENDS[state][0]
    vars(office).update(trouble)
    code = world.assigned(name="Trần Thị Lụa", email="lua@example.com").case.code
    vars(office).update({"rcpt": "250 OK", "hang_after_data": False})
    return code


def listed(world: World, code: str) -> list[Delivery]:
    """What went by e-mail."""
    with world.desk.look(world.handler) as work:
        return [one for one in deliveries.of_case(work, work.find(code)) if one.channel is ChannelKind.EMAIL]


@pytest.mark.parametrize("state", ENDS)
def test_each_end_of_a_delivery_has_its_words_for_officer_and_citizen(
    world: World, office: PostOffice, state: JobState
) -> None:
    code = told(world, office, state)

    with world.desk.look(world.handler) as work:
        case = work.find(code)
        entries = [*timeline.for_officer(work, case), *timeline.for_citizen(work, case)]
    said = [entry.text for entry in entries if entry.event is EventType.DELIVERY_CHANGED]
    assert said.count(f"Tin “Đã tiếp nhận” gửi qua thư điện tử: {ENDS[state][1]}") == 2
    assert {one.state for one in listed(world, code)} == {state}
    assert {one.said for one in listed(world, code)} == {ENDS[state][1]}


def test_the_officer_reads_what_stood_in_the_way(world: World, office: PostOffice) -> None:
    faults = {one.fault for one in listed(world, told(world, office, JobState.PERMANENT))}

    assert faults == {"máy chủ thư từ chối (mã 550)"}


@pytest.mark.parametrize("state", [JobState.PERMANENT, JobState.UNCERTAIN])
def test_what_did_not_arrive_is_sent_again_with_the_same_words(
    world: World, office: PostOffice, state: JobState
) -> None:
    code = told(world, office, state)
    office.accepted.clear()
    failed = listed(world, code)[-1]

    with world.desk.work(world.handler) as work:
        made = deliveries.send_again(work, work.lock(code), failed.id)
    world.classify()

    with world.desk.look() as work:
        words = [work.session.get_one(Notice, notice_id) for notice_id in (failed.id, made.id)]
        assert words[0].body == words[1].body
        assert words[1].state is JobState.DELIVERED
        asked = CaseEvent.type == EventType.DELIVERY_CHANGED, CaseEvent.officer_id.is_not(None)
        assert work.session.scalars(select(CaseEvent).where(*asked)).one().data["repeats"] == str(failed.id)
        entries = [entry.text for entry in timeline.for_citizen(work, work.find(code))]
    assert "Tin “Đã tiếp nhận” gửi lại qua thư điện tử: đang chờ gửi" in entries
    assert len(texts(office)) == 1
    assert [one.again for one in listed(world, code) if one.id == failed.id] == [False]


def test_nothing_is_sent_again_twice_or_for_no_reason_or_by_just_anybody(world: World, office: PostOffice) -> None:
    code = told(world, office, JobState.PERMANENT)
    failed = listed(world, code)[-1].id
    with world.desk.work(world.handler) as work:
        made = deliveries.send_again(work, work.lock(code), failed).id
    world.classify()

    for notice_id in (failed, made, None):
        with pytest.raises(Impossible), world.desk.work(world.handler) as work:
            deliveries.send_again(work, work.lock(code), notice_id)
    with pytest.raises(NotAllowed), world.desk.work(world.overseer) as work:
        deliveries.send_again(work, work.lock(code), failed)


def test_a_notice_to_an_office_is_on_no_list(world: World, office: PostOffice) -> None:
    code = told(world, office, JobState.DELIVERED)

    assert len(listed(world, code)) == 2
