"""Erasing: what was personal is nowhere any more, the chain verifies as before, and a person decided it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from intake.cases import (
    anchors,
    chains,
    data_requests,
    erasing,
    handling,
    publish,
    receipts,
    reply,
    retention,
    satisfaction,
    sweep,
    tracking,
)
from intake.cases.errors import Impossible, Invalid, NotAllowed, NotFound
from intake.cases.publish import Confirmation
from intake.cases.submission import read_identity
from intake.cases.submit import Filed
from models.citizen import Citizen
from models.history import CaseEvent
from models.notice import Notice
from models.personal_data import DataRequest, Tombstone
from models.tables import metadata
from models.thread import Reply, Upload
from models.vocabulary import (
    CaseKind,
    CaseStatus,
    ChannelKind,
    DataRequestState,
    DataRight,
    ErasureGround,
    EventType,
    JobState,
    NoticeKind,
    Role,
)
from tests.conftest import TestClock
from tests.files import picture, received
from tests.world import RESTRICTED, World

NAME, PHONE, STORY = "Trần Thị Bưởi", "0912345678", "Nhà tôi ở số 12 hẻm Tre, cán bộ tên Lùn đòi thêm tiền."
ANSWER = "Kính gửi bà Trần Thị Bưởi, Sở đã xác minh tại số 12 hẻm Tre."


def finished(world: World, **given: object) -> Filed:
    """A case that was answered, rated and published, with a file, a note and words of the citizen's own."""
    with world.desk.work() as work:
        kept = received(work, "hẻm Tre.png", picture())
    told = {"name": NAME, "phone": PHONE, "address": "12 hẻm Tre", "publish_consent": True} | given
    filed = world.assigned(STORY, upload_ids=[kept.id], **told)
    code = filed.case.code
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code), kind=CaseKind.CONDUCT)
        handling.note(work, work.lock(code), text="Bà Bưởi có gọi điện.")
        handling.ask(work, work.lock(code), question="Bà Bưởi cho biết ngày nào?")
    with world.desk.work(world.citizen(filed)) as work:
        handling.answer(work, work.lock(code), text="Hôm thứ Hai, ông Lùn.")
    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(code), text=ANSWER)
        reply.submit_for_approval(work, work.lock(code))
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
        publish.publish(work, work.lock(code), Confirmation(confirmed=True))
    with world.desk.work(world.citizen(filed)) as work:
        satisfaction.rate(work, work.lock(code), score=2, comment="Ông Lùn vẫn vậy.")
    return filed


def asked(world: World, filed: Filed, wanted: DataRight = DataRight.ERASE, **given: object) -> DataRequest:
    with world.desk.work(world.citizen(filed)) as work:
        return data_requests.ask(work, work.lock(filed.case.code), wanted, **given)  # type: ignore[arg-type]


def granted(world: World, request: DataRequest) -> None:
    with world.desk.work(world.leader) as work:
        data_requests.grant(work, request.id)


def everything(world: World) -> str:
    """The whole database as text, sealed values opened."""
    found = []
    with world.desk.look() as work:
        for table in metadata.sorted_tables:
            for row in work.session.execute(select(table)).mappings():
                values = dict(row)
                for column, value in row.items():
                    if column.endswith("_sealed") and value is not None:
                        values[column] = world.desk.keyring.open(value, f"{table.name}.{column}:{row['id']}")
                found.append(f"{table.name} {values}")
    return "\n".join(found)


def test_nothing_personal_is_left_anywhere_in_the_database_nor_on_the_disk(world: World) -> None:
    filed = finished(world)
    with world.desk.look() as work:
        [upload] = work.session.scalars(select(Upload.id).where(Upload.case_id == filed.case.id))
    assert "Bưởi" in everything(world)
    assert world.desk.storage.path(upload).exists()

    granted(world, asked(world, filed))
    with world.desk.work() as work:
        sweep.sweep(work)

    left = everything(world)
    for word in ("Bưởi", "buoi", "hẻm Tre", "hem tre", "Lùn", "+84912345678", "thứ Hai"):
        assert word not in left, word
    assert not world.desk.storage.path(upload).exists()
    digests = {world.desk.keyring.digest("phone", "+84912345678"), world.desk.keyring.digest("name", "tran thi buoi")}
    assert not [one for one in digests if one in left.partition("citizen")[2].partition("case_event")[0]]


def test_what_a_channel_called_its_notices_is_forgotten(world: World) -> None:
    filed = finished(world)
    with world.desk.work() as work:
        facts = {"state": JobState.DELIVERED, "state_at": work.now, "created_at": work.now}
        notice = Notice(case_id=filed.case.id, kind=NoticeKind.ANSWERED, channel=ChannelKind.ZALO, **facts)
        work.session.add(notice)
        work.session.flush()
        receipts.keep(work, notice, ChannelKind.ZALO, "oa", "msg-1", last=True)

    granted(world, asked(world, filed))
    with world.desk.work() as work:
        sweep.sweep(work)

    assert "handed_message" not in everything(world)


def test_the_chain_and_the_anchors_verify_after_an_erasure(world: World, clock: TestClock) -> None:
    filed = finished(world)
    other = world.assigned()
    clock.tick(hours=3)
    with world.desk.work() as work:
        anchors.make(work)

    granted(world, asked(world, filed))
    clock.tick(days=1)
    with world.desk.work() as work:
        sweep.sweep(work)
        anchors.make(work)

    with world.desk.look() as work:
        walked = chains.walk(work)
    assert (walked.cases, walked.broken, walked.anchors, walked.wrong_anchors) == (2, 0, 2, ())
    with world.desk.look() as work:
        assert work.find(other.case.code).content


def test_a_tombstone_says_when_why_and_by_whom_and_stays(world: World) -> None:
    filed = finished(world)
    granted(world, asked(world, filed))

    with world.desk.look() as work:
        [stone] = work.session.scalars(select(Tombstone))
        assert (stone.ground, stone.officer_id) == (ErasureGround.REQUEST, world.leader.officer_id)
        assert "356/2025" in stone.basis
        assert stone.removed["message"] >= 4
        assert not any(word in json.dumps(stone.removed) for word in ("Bưởi", "hẻm"))
    with pytest.raises(DatabaseError), world.desk.work() as work:
        work.session.delete(work.session.scalars(select(Tombstone)).one())
    with pytest.raises(DatabaseError), world.desk.work() as work:
        work.find(filed.case.code).erased_at = None


def test_the_citizen_reads_on_the_timeline_that_it_was_done(world: World) -> None:
    filed = finished(world)
    granted(world, asked(world, filed))

    with world.desk.look(world.citizen(filed)) as work:
        view = tracking.tracking(work, work.find(filed.case.code))
    assert view.timeline[0].text == "Dữ liệu cá nhân đã được xóa: theo yêu cầu của người gửi"
    assert (view.content, view.actions, view.files, view.public) == ("", (), [], False)
    assert view.erased is not None


def test_an_open_case_is_not_erased_and_nothing_is_lost(world: World) -> None:
    filed = world.assigned(STORY)
    request = asked(world, filed)
    with pytest.raises(Impossible) as refused, world.desk.work(world.leader) as work:
        data_requests.grant(work, request.id)
    assert refused.value.code == "still_open"
    with world.desk.look() as work:
        assert work.find(filed.case.code).content == STORY
        assert work.session.get_one(DataRequest, request.id).state is DataRequestState.WAITING


def test_nothing_is_done_to_a_case_that_was_erased(world: World) -> None:
    filed = finished(world)
    granted(world, asked(world, filed))
    for actor, act in (
        (world.citizen(filed), lambda work, case: handling.reopen(work, case, reason="Xem lại giúp tôi.")),
        (world.leader, lambda work, case: reply.save_draft(work, case, text="Trả lời khác.")),
    ):
        with pytest.raises(Impossible) as refused, world.desk.work(actor) as work:
            act(work, work.lock(filed.case.code))
        assert refused.value.code == "erased"


def test_an_issued_reply_of_a_case_that_is_kept_cannot_be_blanked(world: World) -> None:
    filed = finished(world)
    with pytest.raises(DatabaseError), world.desk.work() as work:
        work.session.scalars(select(Reply).where(Reply.case_id == filed.case.id)).one().text = None


def test_the_sender_of_a_split_letter_stays_with_the_part_that_is_kept(world: World) -> None:
    filed = finished(world)
    part = world.assigned("Đèn đường cũng hỏng.", name=NAME)
    with world.desk.work() as work:
        case, mine = work.find(part.case.code), work.find(filed.case.code)
        case.citizen = mine.citizen

    granted(world, asked(world, filed))

    with world.desk.look() as work:
        assert work.find(part.case.code).citizen.name == NAME
        assert work.find(filed.case.code).citizen.name is None


@pytest.mark.parametrize("who", ["handler", "health_leader", "overseer", "administrator", "inspector"])
def test_nobody_else_decides(who: str, world: World) -> None:
    filed = finished(world)
    request = asked(world, filed)
    with pytest.raises((NotAllowed, NotFound)), world.desk.work(getattr(world, who)) as work:
        data_requests.grant(work, request.id)
    with world.desk.look() as work:
        assert work.find(filed.case.code).content == STORY


def test_a_copy_of_an_ordinary_case_is_granted_at_once_and_of_a_restricted_one_by_its_desk(world: World) -> None:
    ordinary = world.assigned()
    assert asked(world, ordinary, DataRight.COPY).state is DataRequestState.GRANTED

    restricted = world.file("Tôi tố cáo ông Lùn nhận tiền.")
    world.classify(RESTRICTED)
    request = asked(world, restricted, DataRight.COPY)
    assert request.state is DataRequestState.WAITING
    with world.desk.look(world.receiver) as work:
        assert request.id not in {one.id for one in data_requests.waiting(work)}
    with world.desk.work(world.chief_inspector) as work:
        assert [one.id for one in data_requests.waiting(work)] == [request.id]
        data_requests.grant(work, request.id)
    with world.desk.look(world.citizen(restricted)) as work:
        assert data_requests.may_fetch_copy(work, work.find(restricted.case.code))


def test_a_copy_may_be_fetched_for_ten_days(world: World, clock: TestClock) -> None:
    filed = world.assigned()
    asked(world, filed, DataRight.COPY)
    clock.tick(days=11)
    with world.desk.look(world.citizen(filed)) as work:
        assert not data_requests.may_fetch_copy(work, work.find(filed.case.code))


def test_a_correction_is_written_once_a_person_agrees_and_found_by_its_new_number(world: World) -> None:
    filed = world.assigned(name="Trần Thi Buởi", phone=PHONE)
    request = asked(world, filed, DataRight.CORRECT, told=read_identity(name=NAME, phone="0987654321"))
    with world.desk.look() as work:
        assert work.find(filed.case.code).citizen.name == "Trần Thi Buởi"

    granted(world, request)

    with world.desk.look() as work:
        citizen: Citizen = work.find(filed.case.code).citizen
        assert (citizen.name, citizen.phone) == (NAME, "+84987654321")
        assert citizen.phone_hash == work.digest("phone", "+84987654321")


def test_a_correction_says_what_is_wrong(world: World) -> None:
    filed = world.assigned()
    with pytest.raises(Invalid):
        asked(world, filed, DataRight.CORRECT)


def test_the_limits_are_those_of_the_decree(world: World) -> None:
    filed = world.assigned()
    request = asked(world, filed)
    # 20/11/2026 + 20 days
    assert (request.rule, request.due_at.date().isoformat()) == ("L19.delete", "2026-12-10")
    correct = asked(world, filed, DataRight.CORRECT, words="Sai tên.")
    assert (correct.rule, correct.due_at.date().isoformat()) == ("L19.view", "2026-11-30")


def test_the_same_is_not_asked_twice(world: World) -> None:
    filed = world.assigned()
    asked(world, filed)
    with pytest.raises(Impossible):
        asked(world, filed)


def test_a_refusal_needs_its_reason_which_the_citizen_reads(world: World) -> None:
    filed = finished(world)
    request = asked(world, filed)
    with pytest.raises(Invalid), world.desk.work(world.leader) as work:
        data_requests.refuse(work, request.id, reason=" ")
    with world.desk.work(world.leader) as work:
        data_requests.refuse(work, request.id, reason="Đang có đoàn thanh tra cần hồ sơ này.")
    with world.desk.look(world.citizen(filed)) as work:
        [one] = data_requests.of_case(work, work.find(filed.case.code))
        view = tracking.tracking(work, work.find(filed.case.code))
    assert (one.state, one.answer) == (DataRequestState.REFUSED, "Đang có đoàn thanh tra cần hồ sơ này.")
    assert view.timeline[0].quote == one.answer


def test_what_is_past_its_time_is_listed_and_erased_only_when_a_person_says_so(world: World, clock: TestClock) -> None:
    filed = finished(world)
    clock.now = clock.now.replace(year=2046, month=12, day=31)
    with world.desk.look(world.leader) as work:
        assert retention.retention_page(work).due == []
    with pytest.raises(Impossible), world.desk.work(world.leader) as work:
        retention.approve(work, filed.case.code)

    clock.now += timedelta(days=2)
    with world.desk.work() as work:
        sweep.sweep(work)
    with world.desk.look(world.leader) as work:
        page = retention.retention_page(work)
        assert [one.code for one in page.due] == [filed.case.code]
        assert work.find(filed.case.code).content == STORY
    with world.desk.work(world.leader) as work:
        retention.approve(work, filed.case.code)
    with world.desk.look(world.leader) as work:
        page = retention.retention_page(work)
    assert (page.due, page.all_due) == ([], 0)
    assert [(one.code, one.ground) for one in page.gone] == [(filed.case.code, ErasureGround.RETENTION)]


def test_a_kind_that_is_kept_for_ever_is_never_proposed(world: World, clock: TestClock) -> None:
    restricted = world.file("Tôi tố cáo ông Lùn nhận tiền.")
    world.classify(RESTRICTED)
    with world.desk.work(world.inspector) as work:
        handling.accept(work, work.lock(restricted.case.code), kind=CaseKind.DENUNCIATION)
    with world.desk.work(world.citizen(restricted)) as work:
        handling.withdraw(work, work.lock(restricted.case.code))
    clock.now = clock.now.replace(year=2126)
    with world.desk.look(world.chief_inspector) as work:
        assert work.find(restricted.case.code).status is CaseStatus.WITHDRAWN
        assert retention.retention_page(work).due == []


def test_erasing_twice_is_refused(world: World) -> None:
    filed = finished(world)
    granted(world, asked(world, filed))
    with pytest.raises(Impossible), world.desk.work(world.leader) as work:
        erasing.erase(work, work.lock(filed.case.code), ground=ErasureGround.RETENTION, basis="thử")


def test_what_else_was_asked_is_closed_with_the_erasing_and_brings_nothing_back(world: World) -> None:
    filed = finished(world)
    correction = asked(world, filed, DataRight.CORRECT, told=read_identity(name=NAME))
    granted(world, asked(world, filed))
    with pytest.raises(Impossible) as refused, world.desk.work(world.leader) as work:
        data_requests.grant(work, correction.id)
    assert refused.value.code == "decided_already"
    with world.desk.look(world.leader) as work:
        assert data_requests.waiting(work) == []
        assert work.find(filed.case.code).citizen.name is None


def test_a_copy_that_needs_no_decision_is_granted_by_the_system(world: World) -> None:
    filed = world.assigned()
    asked(world, filed, DataRight.COPY)
    with world.desk.look() as work:
        query = select(CaseEvent).where(CaseEvent.case_id == filed.case.id).order_by(CaseEvent.seq.desc()).limit(2)
        decided, told = work.session.scalars(query)
    assert [(one.type, one.role) for one in (told, decided)] == [
        (EventType.DATA_ASKED, Role.CITIZEN),
        (EventType.DATA_DECIDED, Role.SYSTEM),
    ]
