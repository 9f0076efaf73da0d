"""Duplicates: one answer for every sender, nobody's identity told, and nobody left waiting for an answer to come."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from intake.adapters.mail import Mail
from intake.cases import handling, merge, reply, restrict, tracking, triage
from intake.cases.actor import Actor
from intake.cases.case_page import case_page
from intake.cases.errors import Invalid
from intake.cases.submit import Filed
from intake.cases.tracking import Tracking
from intake.cases.work import Desk
from models.case import Accused, CaseLink
from models.history import CaseEvent, broken_link
from models.vocabulary import Action, CaseKind, CaseStatus, ChannelKind, Field
from tests.conftest import TestClock
from tests.intake.adapters.post_office import PostOffice, texts
from tests.world import RESTRICTED, UNSURE, World, make_world

HOLE = "Ổ gà lớn trước cổng chợ phường, xe té hoài, xin Sở sửa giúp bà con."
SAME = "Ổ gà lớn trước cổng chợ phường, xe té hoài. Xin sửa gấp."
ANSWER = "Kính gửi ông Trần Văn Bưởi, số 0912 345 678: Sở đã vá ổ gà trước chợ ngày 20/11/2026."
BUOI = {"name": "Trần Văn Bưởi", "phone": "0912345678", "email": "buoi@example.com"}
LUA = {"name": "Trần Thị Lụa", "email": "lua@example.com"}


@pytest.fixture
def world(desk: Desk, office: PostOffice) -> World:
    return make_world(replace(desk, channels={ChannelKind.EMAIL: Mail(office.address)}))


def two(world: World) -> tuple[Filed, Filed]:
    """A case of Sở Xây dựng and another about the same matter."""
    return world.assigned(HOLE, **BUOI), world.assigned(SAME, **LUA)


def merged(world: World, actor: Actor, case: Filed, into: Filed) -> None:
    with world.desk.work(actor) as work:
        merge.merge(work, work.lock(case.case.code), into.case.code)


def answer(world: World, filed: Filed, text: str = ANSWER) -> None:
    code = filed.case.code
    with world.desk.work(world.handler) as work:
        case = handling.accept(work, work.lock(code))
        reply.save_draft(work, case, text=text)
        reply.submit_for_approval(work, case)
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))


def page_of(world: World, filed: Filed) -> Tracking:
    with world.desk.look(world.citizen(filed)) as work:
        return tracking.tracking(work, work.find(filed.case.code))


def status_of(world: World, filed: Filed) -> CaseStatus:
    with world.desk.look() as work:
        return work.find(filed.case.code).status


def test_each_sender_gets_the_shared_answer_on_their_own_channel_and_learns_of_nobody(
    world: World, office: PostOffice
) -> None:
    main, other = two(world)
    merged(world, world.handler, other, main)
    answer(world, main)
    world.classify()

    letters = zip(office.accepted, texts(office), strict=True)
    mine = "\n".join(words for letter, words in letters if letter["To"] == LUA["email"])
    assert "đã vá ổ gà" in mine
    for secret in ("Bưởi", "0912", "345 678", main.case.code):
        assert secret not in mine
    page = page_of(world, other)
    assert page.answer is not None
    assert "đã vá ổ gà" in page.answer.text
    for secret in ("Bưởi", "0912", main.case.code):
        assert secret not in repr(page)


def test_merging_into_what_is_answered_tells_the_answer_at_once(world: World) -> None:
    main, other = two(world)
    answer(world, main)
    merged(world, world.handler, other, main)

    page = page_of(world, other)
    assert page.status is CaseStatus.MERGED
    assert page.answer is not None
    assert [entry.text for entry in page.timeline][:2] == [
        "Đã có văn bản trả lời",
        "Đã nhập vào một hồ sơ cùng nội dung",
    ]


def test_who_follows_a_follower_is_answered_too(world: World) -> None:
    (main, second), third = two(world), world.assigned(SAME)
    merged(world, world.handler, third, second)
    merged(world, world.handler, second, main)
    answer(world, main)

    assert page_of(world, third).answer is not None
    with world.desk.look() as work:
        for filed in (main, second, third):
            query = select(CaseEvent).where(CaseEvent.case_id == filed.case.id).order_by(CaseEvent.seq)
            assert broken_link(list(work.session.scalars(query))) is None


@pytest.mark.parametrize("wrong", ["itself", "nonsense", "unseen", "merged", "withdrawn", "unread"])
def test_what_cannot_answer_for_a_case_is_refused_in_words(world: World, wrong: str) -> None:
    main, other = two(world)
    code = main.case.code
    if wrong == "unseen":
        with world.desk.work(world.handler) as work:
            handling.transfer(work, work.lock(code), world.health, reason="Y tế.")
    elif wrong == "merged":
        merged(world, world.handler, main, world.assigned(HOLE))
    elif wrong == "withdrawn":
        with world.desk.work(world.citizen(main)) as work:
            handling.withdraw(work, work.lock(code))
    into = {"itself": other.case.code, "nonsense": "'; DROP TABLE"}.get(wrong, code)
    if wrong == "unread":
        into = world.file(HOLE).case.code

    with pytest.raises(Invalid) as refused, world.desk.work(world.handler) as work:
        merge.merge(work, work.lock(other.case.code), into)

    assert refused.value.errors[0].field == "into"
    assert refused.value.errors[0].sentence.endswith(".")
    assert status_of(world, other) is CaseStatus.ASSIGNED


def test_nobody_waits_longer_because_of_a_merge(world: World, clock: TestClock) -> None:
    earlier = world.assigned(HOLE)
    clock.tick(days=7)
    later = world.assigned(SAME)

    with pytest.raises(Invalid) as refused, world.desk.work(world.handler) as work:
        merge.merge(work, work.lock(earlier.case.code), later.case.code)
    assert refused.value.errors[0].code == "later_deadline"
    assert earlier.case.code in refused.value.errors[0].sentence

    merged(world, world.handler, later, into=earlier)
    assert status_of(world, later) is CaseStatus.MERGED


def test_there_is_no_circle(world: World) -> None:
    main, other = two(world)
    merged(world, world.handler, other, main)

    with pytest.raises(Invalid) as refused, world.desk.work(world.handler) as work:
        merge.merge(work, work.lock(main.case.code), other.case.code)
    assert refused.value.errors[0].code == "merged_already"


def test_a_restricted_case_and_an_ordinary_one_are_never_merged(world: World) -> None:
    filed = world.file("Tôi tố cáo một cán bộ nhận tiền.")
    world.classify(RESTRICTED)
    ordinary = world.file("Xin hướng dẫn.")
    world.classify(UNSURE)
    with world.desk.work(world.receiver) as work:
        case = work.lock(ordinary.case.code)
        triage.assign(work, case, world.inspectorate, kind=CaseKind.QUESTION, field=Field.INSPECTION)

    for one, into in ((filed, ordinary), (ordinary, filed)):
        with pytest.raises(Invalid) as refused, world.desk.work(world.inspector) as work:
            merge.merge(work, work.lock(one.case.code), into.case.code)
        assert refused.value.errors[0].code == "other_path"


def test_restricted_cases_of_one_desk_are_merged_and_keep_who_is_accused_by_either(world: World) -> None:
    first = world.file("Tôi tố cáo cán bộ Sở Y tế nhận tiền.")
    second = world.file("Tôi tố cáo cán bộ Sở Xây dựng nhận tiền.")
    world.classify(RESTRICTED)
    merged(world, world.inspector, second, first)

    with world.desk.look(world.inspector) as work:
        assert work.find(second.case.code).status is CaseStatus.MERGED
        page = case_page(work, work.find(first.case.code))
        accused = select(Accused.unit_id).where(Accused.case_id == first.case.id)
        assert set(work.session.scalars(accused)) == {world.health, world.construction}
    assert [one.code for one in page.related] == [second.case.code]


def test_whoever_one_of_the_cases_complains_of_sees_neither(world: World) -> None:
    main = world.assigned(HOLE)
    other = world.assigned(f"{SAME} Cán Bộ Handler hách dịch.")
    merged(world, world.colleague, other, main)

    for filed in (main, other):
        with pytest.raises(Exception, match="not_found"), world.desk.look(world.handler) as work:
            work.find(filed.case.code)


@pytest.mark.parametrize("how", ["withdrawn", "restricted"])
def test_when_the_main_case_cannot_answer_the_others_go_back_to_triage(world: World, how: str) -> None:
    main, other = two(world)
    merged(world, world.handler, other, main)
    if how == "withdrawn":
        with world.desk.work(world.citizen(main)) as work:
            handling.withdraw(work, work.lock(main.case.code))
    else:
        with world.desk.work(world.handler) as work:
            restrict.restrict(work, work.lock(main.case.code))

    assert status_of(world, other) is CaseStatus.TRIAGE
    with world.desk.look(world.receiver) as work:
        page = case_page(work, work.find(other.case.code))
        assert work.session.scalars(select(CaseLink)).all() == []
    if how == "restricted":
        assert main.case.code not in repr(page)
    assert page.triage_reason


def test_when_the_main_case_is_guided_the_others_read_the_same_words(world: World) -> None:
    main, other = world.file(HOLE, **BUOI), world.file(SAME, **LUA)
    world.classify(UNSURE)
    merged(world, world.receiver, other, main)
    with world.desk.work(world.receiver) as work:
        triage.guide(work, work.lock(main.case.code), text="Xin ông Trần Văn Bưởi gọi 1900 1234.")

    page = page_of(world, other)
    assert page.ended_with is not None
    assert "1900" in page.ended_with
    assert "Bưởi" not in page.ended_with


def test_a_wrong_merge_is_undone_by_the_receiving_desk(world: World) -> None:
    main, other = two(world)
    merged(world, world.handler, other, main)
    with world.desk.look(world.receiver) as work:
        assert Action.RETURN in case_page(work, work.find(other.case.code)).actions
    with world.desk.work(world.receiver) as work:
        handling.send_back_to_triage(work, work.lock(other.case.code), reason="Khác chỗ.")
    answer(world, main)

    assert status_of(world, other) is CaseStatus.TRIAGE
    assert page_of(world, other).answer is None


def test_the_case_page_proposes_what_reads_alike_and_only_what_one_may_see(world: World) -> None:
    main, other = two(world)
    world.assigned("Cống thoát nước bị nghẹt ở hẻm 12.")

    with world.desk.look(world.handler) as work:
        assert [one.code for one in case_page(work, work.find(other.case.code)).similar] == [main.case.code]
    with world.desk.work(world.handler) as work:
        handling.transfer(work, work.lock(main.case.code), world.health, reason="Y tế.")
    with world.desk.look(world.handler) as work:
        assert case_page(work, work.find(other.case.code)).similar == []
