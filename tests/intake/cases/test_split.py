"""A letter with several matters: each part on its own path, nothing lost, nothing told to whom it accuses."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from intake.cases import conversations, handling, reach, split, tracking
from intake.cases.actor import Actor, holder_of
from intake.cases.case_page import case_page
from intake.cases.errors import Impossible, Invalid, NotAllowed, NotFound
from intake.cases.parts import Part
from models.case import Accused, Case, CaseLink
from models.history import CaseEvent, Deadline, broken_link
from models.thread import Message, Upload
from models.vocabulary import CaseKind, CaseStatus, ChannelKind, EventType, Field, ToldBy
from tests.conftest import TestClock
from tests.files import PDF, received
from tests.world import RESTRICTED, UNSURE, World

ROAD = "Đường trước chợ có nhiều ổ gà."
CLINIC = "Trạm y tế đóng cửa giờ hành chính."
BRIBE = "Tôi tố cáo một cán bộ Sở Xây dựng nhận tiền của dân."


def at_triage(world: World, content: str, **given: Any) -> str:
    code = world.file(content, **given).case.code
    world.classify(UNSURE)
    return code


def cut(world: World, actor: Actor, code: str, *parts: Part) -> list[str]:
    with world.desk.work(actor) as work:
        return [case.code for case in split.split(work, work.lock(code), parts)]


def case_of(world: World, code: str) -> Case:
    with world.desk.look() as work:
        return work.find(code)


def sees(world: World, actor: Actor, code: str) -> bool:
    try:
        with world.desk.look(actor) as work:
            work.find(code)
    except NotFound:
        return False
    return True


def test_a_part_gets_its_own_code_and_the_clock_of_the_whole_letter(world: World, clock: TestClock) -> None:
    code = at_triage(world, f"{ROAD} {CLINIC}", name="Trần Văn Bưởi", email="buoi@example.com")
    clock.tick(days=3)
    (new,) = cut(
        world,
        world.receiver,
        code,
        Part(ROAD),
        Part(CLINIC, kind=CaseKind.SERVICE, field=Field.HEALTH, unit_id=world.health),
    )

    first, second = case_of(world, code), case_of(world, new)
    assert (first.content, first.status) == (ROAD, CaseStatus.TRIAGE)
    assert (second.content, second.unit_id, second.status) == (CLINIC, world.health, CaseStatus.ASSIGNED)
    assert second.received_at == first.received_at
    assert second.citizen_id == first.citizen_id
    with world.desk.look() as work:
        starts = {row.clock_start for row in work.session.scalars(select(Deadline))}
        link = work.session.scalars(select(CaseLink)).one()
        for case in (first, second):
            events = work.session.scalars(
                select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq)
            ).all()
            assert broken_link(list(events)) is None
    assert len(starts) == 1
    assert (link.case_id, link.other_id, link.officer_id) == (second.id, first.id, world.receiver.officer_id)


def test_the_sender_reads_the_whole_letter_and_holds_the_key_of_every_part(world: World) -> None:
    code = at_triage(world, f"{ROAD} {CLINIC}")
    (new,) = cut(world, world.receiver, code, Part(ROAD), Part(CLINIC))

    with world.desk.look(holder_of(case_of(world, code).id)) as work:
        page = tracking.tracking(work, work.find(code))
    assert [part.code for part in page.parts] == [new]
    assert page.timeline[0].text == f"Một phần được tách thành hồ sơ riêng: {new}"
    assert page.timeline[0].quote == f"{ROAD} {CLINIC}"
    with world.desk.look() as work:
        assert tracking.find(work, new, page.parts[0].key).code == new
    with world.desk.look(world.receiver) as work:
        seen = case_page(work, work.find(code))
    assert all(CLINIC not in (entry.quote or "") for entry in seen.entries)
    assert [one.code for one in seen.related] == [new]


def test_a_part_left_open_is_classified_like_every_new_message(world: World) -> None:
    code = at_triage(world, f"{ROAD} {CLINIC}")
    (new,) = cut(world, world.receiver, code, Part(CLINIC), Part(ROAD))
    assert case_of(world, new).status is CaseStatus.RECEIVED
    world.classify()

    assert case_of(world, new).unit_id == world.construction


def test_a_denunciation_stays_with_its_whole_history_and_the_accused_unit_learns_nothing(world: World) -> None:
    code = at_triage(world, f"{ROAD} {BRIBE}")
    (new,) = cut(
        world,
        world.receiver,
        code,
        Part(ROAD, kind=CaseKind.SERVICE, field=Field.TRANSPORT, unit_id=world.construction),
        Part(BRIBE, kind=CaseKind.DENUNCIATION),
    )

    kept, ordinary = case_of(world, code), case_of(world, new)
    assert (kept.restricted, kept.content) == (True, BRIBE)
    assert (ordinary.restricted, ordinary.unit_id) == (False, world.construction)
    assert not sees(world, world.handler, code)
    assert sees(world, world.inspector, code)
    for actor in (world.handler, world.leader, world.receiver, world.overseer):
        with world.desk.look(actor) as work:
            shown = repr(case_page(work, work.find(new)))
        for secret in (code, "tố cáo", "nhận tiền", "Tách", "Cán bộ inspector", "hạn chế"):
            assert secret not in shown, (actor.name, secret)


def test_a_part_handed_to_the_accused_unit_tells_nothing_even_in_its_raw_rows(world: World) -> None:
    code = at_triage(world, f"{ROAD} {BRIBE}")
    (new,) = cut(world, world.receiver, code, Part(ROAD), Part(BRIBE, kind=CaseKind.DENUNCIATION))
    world.classify()

    with world.desk.look() as work:
        made = work.find(new)
        events = work.session.scalars(select(CaseEvent).where(CaseEvent.case_id == made.id)).all()
        messages = work.session.scalars(select(Message).where(Message.case_id == made.id)).all()
        kept = str(work.find(code).id)
    assert all(kept not in str(event.data) for event in events)
    assert {event.type for event in events}.isdisjoint({EventType.SPLIT, EventType.MERGED})
    assert all("tố cáo" not in (message.text or "") for message in messages)


def test_the_restricted_desk_takes_an_ordinary_part_out_and_stays_unseen(world: World) -> None:
    code = world.file(f"{BRIBE} {ROAD}").case.code
    world.classify(RESTRICTED)
    (new,) = cut(world, world.inspector, code, Part(BRIBE), Part(ROAD))
    world.classify()

    assert case_of(world, new).unit_id == world.construction
    with world.desk.look(world.handler) as work:
        shown = repr(case_page(work, work.find(new)))
    assert "Cán bộ inspector" not in shown
    assert code not in shown
    assert (case_of(world, code).restricted, case_of(world, code).content) == (True, BRIBE)


def test_a_second_restricted_part_goes_to_a_desk_that_neither_part_accuses(world: World) -> None:
    code = world.file(f"{BRIBE} Tôi khiếu nại quyết định của Thanh tra tỉnh.").case.code
    world.classify(RESTRICTED)
    (new,) = cut(
        world,
        world.office_handler,
        code,
        Part(BRIBE),
        Part("Tôi khiếu nại quyết định của Thanh tra tỉnh.", kind=CaseKind.COMPLAINT),
    )

    assert not sees(world, world.inspector, new)
    assert sees(world, world.office_handler, new)


def test_whoever_the_letter_complains_of_sees_no_part_of_it(world: World) -> None:
    code = at_triage(world, f"Cán Bộ Handler hách dịch. {ROAD}")
    (new,) = cut(
        world,
        world.receiver,
        code,
        Part("Cán Bộ Handler hách dịch."),
        Part(ROAD, kind=CaseKind.SERVICE, field=Field.TRANSPORT, unit_id=world.construction),
    )

    assert not sees(world, world.handler, new)
    assert sees(world, world.colleague, new)
    with world.desk.look() as work:
        accused = work.session.scalars(select(Accused.officer_id).where(Accused.case_id == work.find(new).id)).all()
    assert accused == [world.handler.officer_id]


def test_files_go_with_the_part_they_were_chosen_for(world: World) -> None:
    with world.desk.work() as work:
        ids = [received(work, f"{name}.pdf", PDF).id for name in ("a", "b")]
    code = at_triage(world, f"{ROAD} {CLINIC}", upload_ids=ids)
    (new,) = cut(world, world.receiver, code, Part(ROAD), Part(CLINIC, file_ids=frozenset(ids[:1])))

    with world.desk.look() as work:
        held = {row.id: row.case_id for row in work.session.scalars(select(Upload))}
    assert held == {ids[0]: case_of(world, new).id, ids[1]: case_of(world, code).id}


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([Part(ROAD)], "one_part"),
        ([], "one_part"),
        ([Part(ROAD), Part("  ")], "part_2_empty"),
        ([Part(ROAD)] * 5, "too_many_parts"),
        ([Part(ROAD), Part(CLINIC, kind=CaseKind.SERVICE)], "part_half_decided"),
        ([Part(ROAD), Part(CLINIC, file_ids=frozenset({UUID(int=1)}))], "upload_unknown"),
    ],
)
def test_what_cannot_be_cut_so_is_said_and_changes_nothing(world: World, parts: list[Part], code: str) -> None:
    mixed = at_triage(world, f"{ROAD} {CLINIC}")
    before = case_of(world, mixed).version

    with pytest.raises(Invalid) as refused:
        cut(world, world.receiver, mixed, *parts)

    assert [error.code for error in refused.value.errors] == [code]
    with world.desk.look() as work:
        assert len(work.session.scalars(select(CaseLink)).all()) == 0
    assert case_of(world, mixed).version == before
    assert case_of(world, mixed).content == f"{ROAD} {CLINIC}"


def test_a_handler_splits_but_does_not_choose_another_unit(world: World) -> None:
    code = world.assigned(f"{ROAD} {CLINIC}").case.code
    other = Part(CLINIC, kind=CaseKind.SERVICE, field=Field.HEALTH, unit_id=world.health)
    with pytest.raises(NotAllowed):
        cut(world, world.handler, code, Part(ROAD), other)

    (new,) = cut(world, world.handler, code, Part(ROAD), Part(CLINIC))
    assert (case_of(world, code).unit_id, case_of(world, new).status) == (world.construction, CaseStatus.RECEIVED)


def test_a_case_that_has_ended_is_not_split(world: World) -> None:
    filed = world.assigned(f"{ROAD} {CLINIC}")
    with world.desk.work(world.citizen(filed)) as work:
        handling.withdraw(work, work.lock(filed.case.code))

    with pytest.raises(Impossible):
        cut(world, world.handler, filed.case.code, Part(ROAD), Part(CLINIC))


def test_a_part_keeps_what_its_sender_asked_for_the_whole(world: World) -> None:
    code = at_triage(world, f"{ROAD} {CLINIC}", name="Trần Văn Bưởi", identity_kept=True)
    with world.desk.work() as work:
        talk = conversations.begin(work, ChannelKind.WEBCHAT, "web", "u1")
        case = work.find(code)
        conversations.add_case(work, talk, case)
        reach.note(work, case, ToldBy.PAGE)

    (new,) = cut(
        world,
        world.receiver,
        code,
        Part(ROAD),
        Part(CLINIC, kind=CaseKind.SERVICE, field=Field.HEALTH, unit_id=world.health),
    )

    with world.desk.look() as work:
        made = work.find(new)
        assert made.identity_kept
        assert reach.chosen(work, made) is ToldBy.PAGE
        assert conversations.of_case(work, made.id) is not None
