"""Who sees what: restricted cases, the accused, overseers, citizens, and the queues of each role."""

import pytest
from sqlalchemy import select

from intake.cases import handling, reply, restrict, tracking
from intake.cases.actor import Actor
from intake.cases.case_page import case_page
from intake.cases.errors import Invalid, NotAllowed, NotFound
from intake.cases.queues import Queue, counts, page, queues_of
from intake.cases.submit import Filed
from models.tables import metadata
from models.vocabulary import Action, CaseKind, CaseStatus
from routing.lifecycle import PATHS
from tests.world import RESTRICTED, UNSURE, World

TELLING = "Tôi tố cáo cán bộ Sở Xây dựng nhận tiền của dân."


def sees(world: World, actor: Actor, filed: Filed) -> bool:
    try:
        with world.desk.look(actor) as work:
            work.find(filed.case.code)
    except NotFound:
        return False
    return True


def restricted(world: World, content: str = TELLING) -> Filed:
    filed = world.file(content)
    world.classify(RESTRICTED)
    return filed


def everybody(world: World) -> dict[str, Actor]:
    return {name: value for name, value in vars(world).items() if isinstance(value, Actor)}


def test_a_possible_denunciation_is_seen_by_its_desk_and_its_sender_only(world: World) -> None:
    filed = restricted(world)

    watching = {name for name, actor in everybody(world).items() if sees(world, actor, filed)}
    assert watching == {"inspector", "chief_inspector"}
    assert sees(world, world.citizen(filed), filed)


def test_a_possible_denunciation_is_sealed_and_found_by_no_search(world: World) -> None:
    filed = restricted(world)
    with world.desk.look(world.inspector) as work:
        case = work.find(filed.case.code)
        assert (case.content_plain, case.search_text, case.unit_id) == (None, None, None)
        assert case.content == TELLING
        assert page(work, Queue.RESTRICTED, text="to cao").rows == []
        assert [row.code for row in page(work, Queue.RESTRICTED).rows] == [filed.case.code]


def test_when_the_desk_itself_is_accused_the_next_one_keeps_the_case(world: World) -> None:
    filed = restricted(world, "Tôi tố cáo ông trưởng phòng ở Thanh tra tỉnh vòi tiền.")

    assert not sees(world, world.inspector, filed)
    assert sees(world, world.office_handler, filed)


def test_a_restricted_case_leaves_none_of_its_words_in_the_clear(world: World) -> None:
    restricted(world)

    with world.desk.look() as work:
        for table in metadata.sorted_tables:
            for row in work.session.execute(select(table)):
                for value in row:
                    assert "nhận tiền của dân" not in str(value), table.name
                    assert "ổ gà" not in str(value), table.name


def test_addressing_a_desk_is_not_accusing_it(world: World) -> None:
    filed = restricted(world, "Kính gửi Thanh tra tỉnh, tôi tố cáo cán bộ Sở Y tế nhận tiền.")

    assert sees(world, world.inspector, filed)
    assert not sees(world, world.health_leader, filed)


def test_the_machine_never_calls_it_a_denunciation_only_a_person_does(world: World) -> None:
    filed = restricted(world)
    with world.desk.look(world.inspector) as work:
        assert work.find(filed.case.code).kind is None
    with pytest.raises(Invalid), world.desk.work(world.inspector) as work:
        restrict.accept(work, work.lock(filed.case.code), kind=CaseKind.CONDUCT)
    with world.desk.work(world.inspector) as work:
        case = restrict.accept(work, work.lock(filed.case.code), kind=CaseKind.DENUNCIATION)
        assert (case.kind, case.unit_id) == (CaseKind.DENUNCIATION, world.inspectorate)


def test_a_restricted_case_can_be_answered_but_never_published(world: World) -> None:
    filed = world.file(TELLING, publish_consent=True)
    world.classify(RESTRICTED)
    code = filed.case.code
    with world.desk.work(world.inspector) as work:
        handling.accept(work, work.lock(code), kind=CaseKind.DENUNCIATION)
        reply.save_draft(work, work.lock(code), text="Thanh tra tỉnh đã nhận.")
        reply.submit_for_approval(work, work.lock(code))
    with world.desk.work(world.chief_inspector) as work:
        reply.approve(work, work.lock(code))
    with world.desk.look(world.chief_inspector) as work:
        assert Action.PUBLISH not in case_page(work, work.find(code)).actions
    with world.desk.look(world.citizen(filed)) as work:
        assert tracking.tracking(work, work.find(code)).answer is not None


def test_the_desk_may_release_what_is_no_denunciation_after_all(world: World) -> None:
    filed = restricted(world)
    with world.desk.work(world.inspector) as work:
        restrict.release(work, work.lock(filed.case.code), note="Chỉ là phản ánh thái độ.")

    assert not sees(world, world.inspector, filed)
    with world.desk.look(world.receiver) as work:
        case = work.find(filed.case.code)
        assert (case.status, case.content_plain) == (CaseStatus.TRIAGE, TELLING)


def test_an_officer_can_restrict_an_ordinary_case_and_then_no_longer_sees_it(world: World) -> None:
    filed = world.assigned()
    with world.desk.work(world.handler) as work:
        restrict.restrict(work, work.lock(filed.case.code), note="Có nội dung tố cáo.")

    assert not sees(world, world.handler, filed)
    assert sees(world, world.inspector, filed)


def test_an_accused_officer_never_sees_the_case_about_them(world: World) -> None:
    from models.case import Accused

    filed = world.assigned()
    with world.desk.work() as work:
        work.session.add(Accused(case_id=filed.case.id, officer_id=world.handler.officer_id))

    assert not sees(world, world.handler, filed)
    assert sees(world, world.colleague, filed)


def test_an_overseer_reads_everything_ordinary_without_learning_who_wrote(world: World) -> None:
    filed = world.assigned("Tôi là Trần Văn Bưởi, số 0912345678, đường hư.", name="Trần Văn Bưởi", phone="0912345678")
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(filed.case.code))
        handling.note(work, work.lock(filed.case.code), text="Đã gọi ông Trần Văn Bưởi 0912345678.")
    with world.desk.look(world.overseer) as work:
        seen = case_page(work, work.find(filed.case.code))
    shown = repr(seen)
    assert "Bưởi" not in shown
    assert "0912345678" not in shown
    assert seen.sender is None
    assert seen.actions == ()


def test_before_it_is_classified_only_the_receiving_desk_sees_a_case(world: World) -> None:
    filed = world.file()

    watching = {name for name, actor in everybody(world).items() if sees(world, actor, filed)}
    assert watching == {"receiver"}


def test_a_citizens_key_opens_one_case_only(world: World) -> None:
    mine, other = world.file("Việc của tôi."), world.file("Việc của người khác.")

    assert sees(world, world.citizen(mine), mine)
    assert not sees(world, world.citizen(mine), other)


@pytest.mark.parametrize("wrong", ["code", "key", "other's key", "nonsense"])
def test_a_wrong_code_and_a_wrong_key_get_the_same_answer(world: World, wrong: str) -> None:
    mine, other = world.file("Việc của tôi."), world.file("Việc của người khác.")
    typed = {
        "code": ("PA-000000-000000-0", mine.key),
        "key": (mine.case.code, "AAAAA-AAAAA-AAAAA"),
        "other's key": (mine.case.code, other.key),
        "nonsense": ("🙂\x00", "'; DROP TABLE"),
    }[wrong]
    with pytest.raises(NotFound) as refused, world.desk.look() as work:
        tracking.find(work, *typed)
    assert refused.value.code == "code_or_key_wrong"


def test_code_and_key_open_the_case_however_they_are_typed(world: World) -> None:
    filed = world.file()
    with world.desk.look() as work:
        assert (
            tracking.find(work, filed.case.code.lower().replace("-", " "), f" {filed.key.lower()} ").id == filed.case.id
        )


def test_each_role_has_its_queues_and_counts_agree_with_the_lists(world: World) -> None:
    for number in range(3):
        world.assigned(f"Đường hư thứ {number}.")
    world.file("Chờ người phân loại.")
    world.classify(UNSURE)
    restricted(world)
    for actor in everybody(world).values():
        with world.desk.look(actor) as work:
            for queue, count in counts(work, queues_of(work)).items():
                assert len(page(work, queue, size=50).rows) == count, (actor.name, queue)
    with world.desk.look(world.handler) as work:
        assert Queue.TRIAGE not in queues_of(work)
        assert counts(work, [Queue.NEW])[Queue.NEW] == 3
    with world.desk.look(world.receiver) as work:
        assert counts(work, [Queue.TRIAGE])[Queue.TRIAGE] == 1


def test_a_queue_is_paged_without_gaps_and_ordered_by_deadline(world: World) -> None:
    for number in range(7):
        world.assigned(f"Đường hư thứ {number}.")
    with world.desk.look(world.handler) as work:
        seen, after = [], None
        while True:
            part = page(work, Queue.NEW, after=after, size=3)
            seen += part.rows
            if (after := part.after) is None:
                break
        assert len({row.code for row in seen}) == 7


def test_search_finds_words_with_and_without_diacritics(world: World) -> None:
    filed = world.assigned("Đèn đường trước chợ tắt.")
    world.assigned("Ổ gà trước trường.")
    with world.desk.look(world.handler) as work:
        for typed in ("đèn đường", "den duong", "DEN", "chợ  đèn"):
            assert [row.code for row in page(work, Queue.NEW, text=typed).rows] == [filed.case.code]
        assert page(work, Queue.NEW, text="100%_").rows == []


def test_no_officer_role_can_act_in_another_unit(world: World) -> None:
    filed = world.assigned()
    with pytest.raises(NotAllowed), world.desk.work(world.receiver) as work:
        handling.accept(work, work.lock(filed.case.code))


def test_every_action_of_the_restricted_path_belongs_to_the_desk_the_sender_or_nobody() -> None:
    from routing.lifecycle import Path

    for (_, action), step in PATHS[Path.RESTRICTED].items():
        assert action is not Action.ASSIGN, step
