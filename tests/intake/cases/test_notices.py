"""Notices by e-mail through a real SMTP server: what is told, in which order, and the honest word for how it went."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from intake.adapters.mail import Mail
from intake.cases import handling, jobs, reply, triage
from intake.cases.deliver import deliver
from intake.cases.perform import drain
from intake.cases.ports import Outgoing
from intake.cases.schedule import PAUSES
from intake.cases.submit import Filed
from intake.cases.work import Desk
from models.history import CaseEvent
from models.notice import Notice
from models.organisation import Unit
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, EventType, JobKind, JobState, RefusalReason
from tests.conftest import TestClock
from tests.intake.adapters.post_office import PostOffice, texts
from tests.world import RESTRICTED, SURE, UNSURE, Said, World, make_world

WHO = {"name": "Trần Thị Lụa", "email": "lua@example.com"}


@pytest.fixture
def world(desk: Desk, office: PostOffice) -> World:
    """The province with a mail server."""
    channels = {ChannelKind.EMAIL: Mail(office.address)}
    return make_world(replace(desk, channels=channels, public_url="https://phananh.vinhlong.example"))


def filed(world: World, content: str = "Đường hư.") -> Filed:
    return world.file(content, **WHO)


def states(world: World) -> list[JobState]:
    with world.desk.look() as work:
        return list(work.session.scalars(select(Notice.state).order_by(Notice.id)))


def test_a_citizen_is_told_each_step_in_order_with_a_link_that_opens_the_case(world: World, office: PostOffice) -> None:
    case = filed(world)
    world.classify()
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(case.case.code))
        handling.ask(work, work.lock(case.case.code), question="Đoạn nào ạ?")
    with world.desk.work(world.citizen(case)) as work:
        handling.answer(work, work.lock(case.case.code), text="Trước chợ.")
    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(case.case.code), text="Đã vá xong.")
        reply.submit_for_approval(work, work.lock(case.case.code))
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(case.case.code))
    world.classify()

    subjects = [str(letter["Subject"]) for letter in office.accepted]
    assert [subject.split(" (")[0] for subject in subjects] == [
        "Đã nhận phản ánh của ông/bà",
        "Phản ánh của ông/bà đã được chuyển cơ quan giải quyết",
        "Cán bộ cần ông/bà cho biết thêm",
        "Đã có trả lời cho phản ánh của ông/bà",
    ]
    received, sent_on, asked, answered = (" ".join(text.split()) for text in texts(office))
    assert "Đây là hạn tạm tính, đến khi phân loại xong. Cách tính: 20 ngày kể từ" in received
    unit = "Sở Xây dựng tỉnh Vĩnh Long"
    assert f"Đã chuyển {unit} ngày 20/11/2026. {unit} nhận hồ sơ, xem xét và trả lời ông/bà." in sent_on
    assert f"{unit} phải trả lời ông/bà trước khi hết ngày 10/12/2026. Cách tính: 20 ngày kể từ" in sent_on
    assert f"Ông/bà trả lời xong, {unit} giải quyết tiếp." in asked
    assert "đề nghị xem lại một lần nếu chưa thỏa đáng, tại trang hồ sơ." in answered
    assert "Đoạn nào ạ?" in texts(office)[2]
    assert "Đã vá xong." in texts(office)[3]
    assert f"https://phananh.vinhlong.example/ho-so/{case.case.code}#{case.key}" in texts(office)[0]
    assert states(world) == [JobState.DELIVERED] * 4
    assert {str(letter["To"]) for letter in office.accepted} == {"lua@example.com"}


def test_the_delivery_is_on_the_timeline_and_does_not_make_an_officers_form_stale(
    world: World, office: PostOffice, clock: TestClock
) -> None:
    office.rcpt = "451 try later"
    case = filed(world)
    world.classify()
    with world.desk.look(world.handler) as work:
        seen = work.find(case.case.code).version
    office.rcpt = "250 OK"
    clock.tick(minutes=2)
    world.classify()

    with world.desk.work(world.handler) as work:
        assert work.lock(case.case.code, version=seen).version == seen + 2
        types = work.session.scalars(select(CaseEvent.type)).all()
        assert types.count(EventType.DELIVERY_CHANGED) == 2


def test_a_restricted_cases_notice_says_only_that_there_is_news(world: World, office: PostOffice) -> None:
    case = filed(world, "Tôi tố cáo cán bộ.")
    world.classify(RESTRICTED)
    with world.desk.work(world.inspector) as work:
        triage.guide(work, work.lock(case.case.code), text="Xin gửi đơn tố cáo có chữ ký.")
    world.classify()

    last = texts(office)[-1]
    assert "Có tin mới" in last
    assert "tố cáo" not in last
    assert "tố cáo" not in str(office.accepted[-1]["Subject"])
    assert not [word for word in ("Thanh tra", "phải trả lời", "Cách tính", "điện thoại") if word in last]


def test_a_refusal_tells_why_and_whom_to_ask(world: World, office: PostOffice) -> None:
    case = filed(world)
    world.classify(UNSURE)
    with world.desk.work() as work:
        desk = work.session.get_one(Unit, world.centre)
        desk.hotline, name = "0270 3900 020", desk.name
    with world.desk.work(world.receiver) as work:
        triage.refuse(work, work.lock(case.case.code), reason=RefusalReason.R4, text="Đã trả lời ngày 02/11.")
    world.classify()

    last = " ".join(texts(office)[-1].split())
    assert "không tiếp nhận phản ánh này, vì lý do sau. Đã trả lời ngày 02/11." in last
    assert f"Cần hỏi rõ, ông/bà gọi hoặc đến {name}, điện thoại 0270 3900 020." in last


def test_nobody_is_written_to_without_an_address(world: World) -> None:
    world.file("Không có thư điện tử.")

    assert states(world) == []


def test_without_a_mail_server_no_notice_waits_for_ever(sqlite_world: World) -> None:
    sqlite_world.file("Không có máy chủ thư.", **WHO)

    assert states(sqlite_world) == []


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        ({"rcpt": "550 no such user"}, JobState.PERMANENT),
        ({"data": "554 no"}, JobState.PERMANENT),
        ({"hang_after_data": True}, JobState.UNCERTAIN),
    ],
)
def test_what_cannot_be_mended_gets_its_honest_state_at_once(
    world: World, office: PostOffice, trouble: dict[str, object], state: JobState
) -> None:
    vars(office).update(trouble)
    filed(world)
    world.classify()

    assert states(world)[0] is state
    with world.desk.look() as work:
        job = work.session.scalars(select(OutboxJob).where(OutboxJob.notice_id.is_not(None))).first()
        assert job is not None
        assert (job.state, job.finished_at is not None) == (state, True)


def test_a_temporary_refusal_is_tried_again_on_its_schedule_until_delivered(
    world: World, office: PostOffice, clock: TestClock
) -> None:
    office.rcpt = "451 try later"
    filed(world)
    world.classify()
    assert states(world)[0] is JobState.TEMPORARY
    world.classify()
    assert office.seen == 1  # not before its time, and nothing overtakes it

    office.rcpt = "250 OK"
    clock.tick(minutes=2)
    world.classify()
    assert states(world) == [JobState.DELIVERED] * 2


def test_a_server_that_is_down_is_waited_for_and_given_up_after_the_schedule(
    world: World, office: PostOffice, clock: TestClock
) -> None:
    office.close()
    filed(world)
    for _ in range(2 * (len(PAUSES[JobKind.NOTICE]) + 2)):
        world.classify()
        clock.tick(hours=25)

    with world.desk.look() as work:
        ends = {(one.channel, one.state) for one in work.session.scalars(select(Notice))}
    assert ends == {(ChannelKind.EMAIL, JobState.PERMANENT), (ChannelKind.WEB, JobState.DELIVERED)}


def test_a_worker_killed_while_sending_leaves_it_uncertain_and_does_not_send_twice(
    world: World, office: PostOffice, clock: TestClock
) -> None:
    filed(world)
    with world.desk.work() as work:
        job = next(job for job in jobs.claim(work, "killed") if job.kind is JobKind.NOTICE)
    with world.desk.work() as work:
        work.session.get_one(Notice, job.notice_id).state = JobState.SENDING
    clock.tick(minutes=10)
    world.classify()

    assert states(world)[0] is JobState.UNCERTAIN
    assert len(office.accepted) == 1  # the other notice only


def test_a_second_notice_never_overtakes_the_first(world: World, office: PostOffice, clock: TestClock) -> None:
    office.rcpt = "451 try later"
    filed(world)
    drain(world.desk, Said(SURE), "w")
    office.rcpt = "250 OK"
    drain(world.desk, Said(SURE), "w")
    assert office.accepted == []
    clock.tick(minutes=2)
    drain(world.desk, Said(SURE), "w")

    assert [str(letter["Subject"]).split(" (")[0] for letter in office.accepted] == [
        "Đã nhận phản ánh của ông/bà",
        "Phản ánh của ông/bà đã được chuyển cơ quan giải quyết",
    ]


def test_an_address_or_a_subject_can_inject_no_header(world: World, office: PostOffice) -> None:
    case = filed(world)
    with world.desk.work() as work:
        notice = work.session.scalars(select(Notice)).first()
        assert notice is not None
        notice.subject = "Tin\r\nBcc: ke-gian@example.com"
    world.classify()

    assert all(letter["Bcc"] is None for letter in office.accepted)
    assert case.key


def test_a_worker_that_was_too_slow_cannot_take_back_that_nobody_knows(
    world: World, office: PostOffice, clock: TestClock
) -> None:
    filed(world)
    office.rcpt = "451 try later"
    slow = replace(world.desk, channels={ChannelKind.EMAIL: Slow(world, office, clock)})
    with slow.work() as work:
        job = next(job for job in jobs.claim(work, "slow") if job.kind is JobKind.NOTICE)
    deliver(slow, job)

    assert states(world)[0] is JobState.UNCERTAIN
    with world.desk.look() as work:
        assert work.session.get_one(OutboxJob, job.id).state is JobState.UNCERTAIN


class Slow:
    """A mail server so slow that the lease runs out and another worker looks at the notice meanwhile."""

    kind = ChannelKind.EMAIL
    dedupes = False

    def __init__(self, world: World, office: PostOffice, clock: TestClock) -> None:
        self._world, self._office, self._clock = world, office, clock

    def send(self, message: Outgoing) -> None:
        self._clock.tick(minutes=10)
        drain(self._world.desk, Said(SURE), "other")
        Mail(self._office.address).send(message)
