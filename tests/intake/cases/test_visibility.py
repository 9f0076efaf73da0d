"""Who sees what: restricted cases, the accused, overseers, citizens, and the queues of each role."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from intake.cases import accounts, handling, publish, published, reply, restrict, tracking
from intake.cases.actor import Actor
from intake.cases.case_page import case_page
from intake.cases.errors import Invalid, NotAllowed, NotFound
from intake.cases.publish import Confirmation
from intake.cases.queues import Filters, Queue, counts, page, queues_of
from intake.cases.submit import Filed
from models.organisation import Unit
from models.tables import metadata
from models.vocabulary import Action, CaseKind, CaseStatus, Role
from routing.lifecycle import PATHS
from tests.conftest import TestClock
from tests.world import PASSWORD, RESTRICTED, UNSURE, World

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
        assert page(work, Queue.RESTRICTED, filters=Filters(text="to cao")).rows == []
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


def test_an_officer_named_in_a_text_never_sees_the_case_about_them(world: World) -> None:
    filed = world.file("Cán bộ Cán Bộ Handler hách dịch, đường hư không sửa.")
    world.classify()

    assert not sees(world, world.handler, filed)
    assert sees(world, world.colleague, filed)


def test_a_published_case_can_be_taken_down_and_restricted(world: World) -> None:
    filed = world.assigned(TELLING, publish_consent=True)
    code = filed.case.code
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))
        reply.save_draft(work, work.lock(code), text="Đã trả lời.")
        reply.submit_for_approval(work, work.lock(code))
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
        publish.publish(work, work.lock(code), publish.Confirmation(confirmed=True))
    with world.desk.work(world.receiver) as work:
        publish.hide(work, work.lock(code), reason="Còn sót tên người.")
    with world.desk.look() as work:
        assert published.published(work) == ([], False)
    with world.desk.work(world.receiver) as work:
        restrict.restrict(work, work.lock(code), note="Là tố cáo.")
    assert not sees(world, world.receiver, filed)


def test_whoever_wrote_any_of_the_draft_cannot_approve_it(world: World) -> None:
    code = world.assigned().case.code
    with world.desk.work(world.leader) as work:
        handling.accept(work, work.lock(code))
        reply.save_draft(work, work.lock(code), text="Lời của lãnh đạo.")
    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(code), text="Lời của lãnh đạo.")
        reply.submit_for_approval(work, work.lock(code))
    with pytest.raises(NotAllowed), world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))


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
            assert [row.code for row in page(work, Queue.NEW, filters=Filters(text=typed)).rows] == [filed.case.code]
        assert page(work, Queue.NEW, filters=Filters(text="100%_")).rows == []


def test_no_officer_role_can_act_in_another_unit(world: World) -> None:
    filed = world.assigned()
    with pytest.raises(NotAllowed), world.desk.work(world.receiver) as work:
        handling.accept(work, work.lock(filed.case.code))


def test_every_action_of_the_restricted_path_belongs_to_the_desk_the_sender_or_nobody() -> None:
    from routing.lifecycle import Path

    for (_, action), step in PATHS[Path.RESTRICTED].items():
        assert action is not Action.ASSIGN, step


def test_a_person_who_restricts_need_not_name_whom_the_text_names(world: World) -> None:
    filed = world.assigned("Tôi tố cáo trưởng phòng của Thanh tra tỉnh nhận tiền.")
    with world.desk.work(world.handler) as work:
        restrict.restrict(work, work.lock(filed.case.code))

    assert not sees(world, world.inspector, filed)
    assert sees(world, world.office_handler, filed)


def test_an_accused_that_does_not_exist_is_a_wrong_field(world: World) -> None:
    filed = world.assigned()

    with pytest.raises(Invalid, match="invalid"), world.desk.work(world.handler) as work:
        restrict.restrict(work, work.lock(filed.case.code), accused_units={filed.case.id})


def test_a_restricted_desk_that_has_ended_is_given_nothing(world: World) -> None:
    with world.desk.work() as work:
        work.session.get_one(Unit, world.inspectorate).valid_to = date(2026, 11, 1)

    assert sees(world, world.office_handler, restricted(world))


def test_when_the_text_names_every_desk_a_person_chooses_one(world: World) -> None:
    filed = restricted(world, "Tôi tố cáo Thanh tra tỉnh và Văn phòng UBND tỉnh bao che cho Sở Y tế.")
    with world.desk.look(world.receiver) as work:
        waiting = work.find(filed.case.code)
        assert (waiting.status, waiting.unit_id) == (CaseStatus.TRIAGE, None)
        assert "khiếu nại hoặc tố cáo" in (waiting.triage_reason or "")

    with world.desk.work(world.receiver) as work:
        restrict.restrict(work, work.lock(filed.case.code), accused_units={world.inspectorate})
    watching = {name for name, actor in everybody(world).items() if sees(world, actor, filed)}
    assert watching == {"office_handler"}


def test_an_overseer_learns_no_name_by_the_place_nor_by_searching(world: World) -> None:
    world.assigned("Tôi là Trần Văn Bưởi, đường hư.", place="trước nhà ông Trần Văn Bưởi, 0912345678")
    with world.desk.look(world.overseer) as work:
        assert len(page(work, Queue.OPEN, filters=Filters(text="duong hu")).rows) == 1
        assert page(work, Queue.OPEN, filters=Filters(text="bưởi")).rows == []
        assert "Bưởi" not in repr(page(work, Queue.OPEN))
        assert "0912345678" not in repr(page(work, Queue.OPEN))


def test_an_overseer_has_no_other_role(world: World) -> None:
    given = {"name": "Hai Vai", "password": PASSWORD, "roles": [Role.OVERSEER, Role.HANDLING]}
    with pytest.raises(Invalid) as refused, world.desk.work() as work:
        accounts.create_officer(work, username="hai.vai", **given)  # type: ignore[arg-type]
    assert [error.code for error in refused.value.errors] == ["overseer_alone"]


def test_what_was_filed_lies_sealed_until_it_is_decided_what_it_is(sqlite_world: World) -> None:
    restricted(sqlite_world, "Tôi tố cáo ông Zzmarkerzz ở Sở Y tế nhận tiền.")

    home = Path(sqlite_world.desk.database.url.database or "").parent
    for file in home.glob("langnghe.db*"):
        assert b"zzmarkerzz" not in file.read_bytes().lower(), file.name


def test_what_is_reopened_is_public_no_more_and_comes_back_with_its_last_answer_only(
    world: World, clock: TestClock
) -> None:
    filed = published_case(world)
    clock.tick(days=1)
    code = filed.case.code
    with world.desk.work(world.citizen(filed)) as work:
        handling.reopen(work, work.lock(code), reason="Chưa làm.")
    with world.desk.look(world.citizen(filed)) as work:
        assert published.published(work)[0] == []
        assert not tracking.tracking(work, work.find(code)).public

    answer_again(world, code, "Lần này đã vá xong.")
    with world.desk.look() as work:
        assert [one.answer for one in published.published(work)[0]] == ["Lần này đã vá xong."]
        assert published.one(work, code).answer == "Lần này đã vá xong."


def published_case(world: World) -> Filed:
    filed = world.assigned(publish_consent=True)
    answer_again(world, filed.case.code, "Sở đã cho vá mặt đường.")
    return filed


def answer_again(world: World, code: str, text: str) -> None:
    with world.desk.work(world.handler) as work:
        case = handling.accept(work, work.lock(code))
        reply.save_draft(work, case, text=text)
        reply.submit_for_approval(work, case)
    with world.desk.work(world.leader) as work:
        case = work.lock(code)
        reply.approve(work, case)
        publish.publish(work, case, Confirmation(confirmed=True))
