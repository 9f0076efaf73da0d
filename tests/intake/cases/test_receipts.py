"""A receipt names a message as its channel does: whatever comes twice, late or for nobody, the word stays honest."""

from collections.abc import Sequence

import pytest

from intake.cases import deliveries, receipts, timeline
from intake.cases.work import Desk
from models.notice import Notice
from models.vocabulary import ChannelKind, EventType, JobState, NoticeKind, Receipt
from tests.world import World, make_world

ARRIVED, SEEN = Receipt.ARRIVED, Receipt.SEEN
ZALO = ChannelKind.ZALO


@pytest.fixture
def world(desk: Desk) -> World:
    return make_world(desk)


def handed(world: World, *names: str, state: JobState = JobState.DELIVERED) -> str:
    """A case with one notice that went out in parts of these names; gives its code."""
    code = world.assigned().case.code
    with world.desk.work() as work:
        facts = {"state": state, "state_at": work.now, "created_at": work.now}
        notice = Notice(case_id=work.lock(code).id, kind=NoticeKind.ROUTED, channel=ZALO, **facts)
        work.session.add(notice)
        work.session.flush()
        for name in names:
            receipts.keep(work, notice, ZALO, "oa", name, last=name == names[-1])
    return code


def come(world: World, *told: tuple[Receipt, Sequence[str]], account: str = "oa") -> None:
    for receipt, names in told:
        with world.desk.work() as work:
            receipts.came(work, ZALO, account, names, receipt)


def shown(world: World, code: str) -> tuple[str, list[str], list[str]]:
    """What an officer reads of the notice, and what the timeline says of it to the officer and to the sender."""
    with world.desk.look(world.handler) as work:
        case = work.find(code)
        (notice,) = [one for one in deliveries.of_case(work, case) if one.channel is ZALO]
        lines = [
            [entry.text.partition(": ")[2] for entry in reversed(told) if entry.event is EventType.DELIVERY_CHANGED]
            for told in (timeline.for_officer(work, case), timeline.for_citizen(work, case))
        ]
    return notice.said, lines[0], lines[1]


GOT, READ = "đã tới máy người nhận", "người nhận đã xem"


@pytest.mark.parametrize(
    ("told", "said", "noted"),
    [
        ([], "đã gửi", []),
        ([(ARRIVED, ["1"])], GOT, [GOT]),
        ([(ARRIVED, ["1"]), (ARRIVED, ["1"])], GOT, [GOT]),
        ([(ARRIVED, ["1"]), (SEEN, ["1", "9"]), (SEEN, ["1"])], READ, [GOT, READ]),
        ([(SEEN, ["1"]), (ARRIVED, ["1"])], READ, [READ]),
        ([(SEEN, ["9"]), (ARRIVED, ["", "9"]), (SEEN, [])], "đã gửi", []),
    ],
    ids=["none", "arrived", "twice", "seen", "out of order", "of nobody"],
)
def test_the_state_goes_forward_and_is_told_once(
    world: World, told: list[tuple[Receipt, list[str]]], said: str, noted: list[str]
) -> None:
    code = handed(world, "1")

    come(world, *told)

    assert shown(world, code) == (said, noted, [])


def test_a_long_notice_is_as_far_as_its_last_part_to_come(world: World) -> None:
    code = handed(world, "1", "2")

    come(world, (SEEN, ["2"]))
    assert shown(world, code)[0] == "đã gửi"
    come(world, (ARRIVED, ["1"]))
    assert shown(world, code)[0] == GOT
    come(world, (SEEN, ["1", "2"]))
    assert shown(world, code)[:2] == (READ, [GOT, READ])


def test_one_whose_last_part_is_not_out_has_not_arrived(world: World) -> None:
    code = handed(world, "1", "2", state=JobState.UNCERTAIN)

    come(world, (SEEN, ["1"]))
    assert shown(world, code)[0] == "chưa rõ đã tới hay chưa"
    come(world, (ARRIVED, ["2"]))
    assert shown(world, code)[:2] == (GOT, ["đã gửi", GOT])


def test_another_account_has_names_of_its_own(world: World) -> None:
    code = handed(world, "1")

    come(world, (SEEN, ["1"]), account="another")

    assert shown(world, code)[0] == "đã gửi"


def test_a_receipt_makes_no_form_of_an_officer_stale(world: World) -> None:
    code = handed(world, "1")
    with world.desk.look(world.handler) as work:
        version = work.find(code).version

    come(world, (ARRIVED, ["1"]), (SEEN, ["1"]))

    with world.desk.work(world.handler) as work:
        assert work.lock(code, version=version).version == version + 2
