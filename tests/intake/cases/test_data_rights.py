"""Restricting, objecting, taking consent back, and more time to answer: what each does, and what stays as it was."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from intake.cases import access, chains, data_requests, lifting, publish, split, tracking
from intake.cases.errors import Impossible, Invalid, NotAllowed, NotFound
from intake.cases.parts import Part
from intake.cases.ports import Outgoing
from intake.cases.submit import Filed
from models.case import Case
from models.notice import Notice
from models.personal_data import DataRequest
from models.vocabulary import CaseStatus, ChannelKind, DataRequestState, DataRight, NoticeKind
from tests.conftest import TestClock
from tests.intake.cases.test_erasing import asked, finished, granted
from tests.world import World

WHY = "Phải hỏi thêm đơn vị giữ hồ sơ gốc."


class Post:
    """Post that goes nowhere; what is asked to be sent is read from the notices."""

    kind = ChannelKind.EMAIL
    dedupes = True

    def send(self, message: Outgoing) -> None:
        return None


def extended(world: World, request: DataRequest, reason: str = WHY) -> None:
    with world.desk.work(world.leader) as work:
        data_requests.extend(work, request.id, reason=reason)


def learnable(world: World, filed: Filed) -> bool:
    with world.desk.look() as work:
        return work.session.scalar(select(Case.id).where(Case.id == filed.case.id, access.told_of())) is not None


def stands(world: World) -> bool:
    with world.desk.look() as work:
        walked = chains.walk(work)
    return walked.broken == 0 and walked.cases > 0


@pytest.mark.parametrize(
    ("wanted", "first", "longer", "rule"),
    [
        (DataRight.CORRECT, "2026-11-30", "2026-12-10", "L19.view.max"),
        (DataRight.OBJECT, "2026-12-07", "2026-12-21", "L19.withdraw.max"),  # the last days are a Saturday and a Sunday
        (DataRight.RESTRICT, "2026-12-07", "2026-12-21", "L19.withdraw.max"),
        (DataRight.ERASE, "2026-12-10", "2026-12-30", "L19.delete.max"),
    ],
)
def test_the_term_is_extended_once_and_the_citizen_is_told(
    world: World, wanted: DataRight, first: str, longer: str, rule: str
) -> None:
    world = replace(world, desk=replace(world.desk, channels={ChannelKind.EMAIL: Post()}))
    filed = world.assigned(phone="0912345678", email="buoi@example.com")
    request = asked(world, filed, wanted, words="Xin giúp tôi.")
    assert request.due_at.date().isoformat() == first

    extended(world, request)

    with world.desk.look(world.citizen(filed)) as work:
        case = work.find(filed.case.code)
        [one] = data_requests.of_case(work, case)
        stored = work.session.get_one(DataRequest, request.id)
        assert (stored.rule, stored.due_at.date().isoformat()) == (rule, longer)
        assert (one.why_longer, one.longer, one.basis) == (WHY, None, "Điều 5 Nghị định 356/2025/NĐ-CP")
        assert tracking.tracking(work, case).timeline[0].quote == WHY
        kinds = select(Notice).where(Notice.case_id == case.id, Notice.kind == NoticeKind.DATA_EXTENDED)
        [told] = work.session.scalars(kinds)
        assert WHY in (told.body or "")
        assert "/".join(reversed(longer.split("-"))) in (told.body or "")
    with pytest.raises(Impossible):
        extended(world, request)
    assert stands(world)


def test_more_time_needs_a_reason_and_comes_before_the_day_is_over(world: World, clock: TestClock) -> None:
    request = asked(world, world.assigned())
    with pytest.raises(Invalid):
        extended(world, request, " ")
    clock.tick(days=21)
    with pytest.raises(Impossible):
        extended(world, request)


def test_whoever_handles_the_case_takes_no_more_time(world: World) -> None:
    filed = world.assigned()
    request = asked(world, filed, DataRight.RESTRICT)
    with pytest.raises(NotFound), world.desk.work(world.handler) as work:
        data_requests.extend(work, request.id, reason=WHY)


def test_restricting_hides_the_sender_from_the_unit_and_takes_the_published_text_down(world: World) -> None:
    filed = finished(world)
    request = asked(world, filed, DataRight.RESTRICT, words="Tôi bị hàng xóm dọa.")
    with world.desk.look(world.handler) as work:
        assert access.knows_sender(work.actor, work.find(filed.case.code))
    granted(world, request)

    with world.desk.look(world.receiver) as work:
        case = work.find(filed.case.code)
        assert access.knows_sender(work.actor, case)
        assert not access.knows_sender(world.handler, case)
        assert (case.status, case.publish_consent, case.purpose_only) == (CaseStatus.ANSWERED, False, True)
        assert not access.is_public(case)
    assert not learnable(world, filed)
    assert stands(world)
    with pytest.raises(Impossible):
        asked(world, filed, DataRight.RESTRICT)


def test_objecting_leaves_the_sender_known_but_nothing_is_learned_or_published(world: World) -> None:
    filed = finished(world)
    assert learnable(world, filed)
    granted(world, asked(world, filed, DataRight.OBJECT))
    with world.desk.look(world.handler) as work:
        case = work.find(filed.case.code)
        assert access.knows_sender(work.actor, case)
        assert not access.is_public(case)
    assert not learnable(world, filed)
    assert stands(world)


def test_a_refused_restriction_changes_nothing(world: World) -> None:
    filed = finished(world)
    request = asked(world, filed, DataRight.RESTRICT)
    with world.desk.work(world.leader) as work:
        data_requests.refuse(work, request.id, reason="Cần cho đoàn thanh tra.")
    with world.desk.look(world.handler) as work:
        case = work.find(filed.case.code)
        assert access.knows_sender(work.actor, case)
        assert access.is_public(case)


def test_consent_is_taken_back_at_once_and_only_where_it_was_given(world: World) -> None:
    filed = finished(world)
    assert asked(world, filed, DataRight.WITHDRAW).state is DataRequestState.GRANTED
    with world.desk.look(world.leader) as work:
        case = work.find(filed.case.code)
        assert (case.status, case.publish_consent, case.purpose_only) == (CaseStatus.ANSWERED, False, False)
        assert data_requests.waiting(work) == []
    with pytest.raises((Impossible, NotAllowed)), world.desk.work(world.leader) as work:
        publish.publish(work, work.lock(filed.case.code), publish.Confirmation(confirmed=True))
    with pytest.raises(Impossible):
        asked(world, filed, DataRight.WITHDRAW)
    assert stands(world)


def lifted(world: World, request: DataRequest, reason: str = "Người gửi gọi điện xin bỏ.") -> None:
    with world.desk.work(world.receiver) as work:
        lifting.lift(work, request.id, reason=reason)


def state(world: World, code: str) -> tuple[bool, bool, bool]:
    """Whether the handling unit knows who wrote, whether the case serves only its purpose, and whether it is public."""
    with world.desk.look(world.handler) as work:
        case = work.find(code)
        return access.knows_sender(work.actor, case), case.purpose_only, access.is_public(case)


def test_a_restriction_is_lifted_with_a_reason_and_the_sender_is_told(world: World) -> None:
    world = replace(world, desk=replace(world.desk, channels={ChannelKind.EMAIL: Post()}))
    filed = finished(world, email="buoi@example.com")
    request = asked(world, filed, DataRight.RESTRICT)
    granted(world, request)
    assert state(world, filed.case.code) == (False, True, False)
    with pytest.raises(Invalid):
        lifted(world, request, " ")

    lifted(world, request)

    assert state(world, filed.case.code) == (True, False, False)
    assert learnable(world, filed)
    with world.desk.look(world.citizen(filed)) as work:
        case = work.find(filed.case.code)
        assert [one.state for one in data_requests.of_case(work, case)] == [DataRequestState.LIFTED]
        latest = tracking.tracking(work, case).timeline[0]
        assert (latest.text, latest.quote) == (
            "Không còn hiệu lực: hạn chế xử lý dữ liệu",
            "Người gửi gọi điện xin bỏ.",
        )
        decided = select(Notice).where(Notice.case_id == case.id, Notice.kind == NoticeKind.DATA_DECIDED)
        bodies = [notice.body or "" for notice in work.session.scalars(decided.order_by(Notice.created_at, Notice.id))]
        assert lifting.LIFTED in bodies[-1]
        assert "Người gửi gọi điện xin bỏ." in bodies[-1]
    assert stands(world)
    with pytest.raises(Impossible):
        lifted(world, request)
    assert asked(world, filed, DataRight.RESTRICT).state is DataRequestState.WAITING


def test_no_unit_lifts_what_hides_the_sender_from_it(world: World) -> None:
    filed = finished(world)
    restricted, objected = asked(world, filed, DataRight.RESTRICT), asked(world, filed, DataRight.OBJECT)
    granted(world, objected)
    with world.desk.work(world.leader) as work:
        lifting.lift(work, objected.id, reason="Đoàn kiểm tra đã xong.")
    granted(world, restricted)

    for actor, refusal in ((world.leader, NotAllowed), (world.handler, NotAllowed), (world.health_leader, NotFound)):
        with pytest.raises(refusal), world.desk.work(actor) as work:
            lifting.lift(work, restricted.id, reason="Đơn vị muốn biết.")
    assert state(world, filed.case.code) == (False, True, False)


def test_the_sender_lifts_it_by_saying_so_and_stays_hidden_where_they_filed_so(world: World) -> None:
    filed = world.assigned("Ổ gà trước nhà.", name="Trần Thị Bưởi", phone="0912345678", identity_kept=True)
    granted(world, asked(world, filed, DataRight.RESTRICT))
    with world.desk.work(world.citizen(filed)) as work:
        lifting.lift_own(work, work.lock(filed.case.code))

    assert state(world, filed.case.code) == (False, False, False)
    with pytest.raises(Impossible), world.desk.work(world.citizen(filed)) as work:
        lifting.lift_own(work, work.lock(filed.case.code))
    with pytest.raises(NotAllowed), world.desk.work(world.receiver) as work:
        lifting.lift_own(work, work.lock(filed.case.code))


def test_of_two_grounds_one_goes_on_alone_and_what_was_split_off_follows(world: World) -> None:
    filed = world.assigned("Ổ gà trước nhà. Đèn đường hư.", name="Trần Thị Bưởi", phone="0912345678")
    restricted, objected = asked(world, filed, DataRight.RESTRICT), asked(world, filed, DataRight.OBJECT)
    granted(world, objected)
    granted(world, restricted)
    texts = ("Ổ gà trước nhà.", "Đèn đường hư.")
    with world.desk.work(world.handler) as work:
        codes = [one.code for one in split.split(work, work.lock(filed.case.code), [Part(text) for text in texts])]
    world.classify()
    both = {filed.case.code, *codes}
    assert {state(world, code)[:2] for code in both} == {(False, True)}

    lifted(world, restricted)
    assert {state(world, code)[:2] for code in both} == {(True, True)}

    lifted(world, objected)
    assert {state(world, code)[:2] for code in both} == {(True, False)}
    assert stands(world)
