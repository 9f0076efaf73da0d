"""The deadline watch on both engines: who is told what, once, and what a letter and a citizen may read."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from intake.adapters.mail import Mail
from intake.cases import (
    case_page,
    clock_work,
    handling,
    publish,
    tracking,
    triage,
    viewing,
    watch,
    watch_letter,
    watch_list,
)
from intake.cases.publish import Confirmation
from intake.cases.work import Desk, Work
from models.alert import Alert
from models.case import Case
from models.history import CaseEvent
from models.notice import Notice
from models.organisation import Unit
from models.vocabulary import AlertKind, CaseKind, ChannelKind, EventType, Field, NoticeKind, Role
from tests.conftest import TestClock
from tests.intake.adapters.post_office import PostOffice, texts
from tests.intake.cases.test_path import answered
from tests.world import RESTRICTED, UNSURE, World, make_world

WHO = {"name": "Trần Thị Lụa", "email": "lua@example.com"}
SECRET = "Cán bộ bắt tôi nộp thêm tiền ở cầu Kênh Bảy."
ADDRESS = "so.xay.dung@vinhlong.example"


@pytest.fixture
def posting(desk: Desk, office: PostOffice) -> World:
    """The province with a mail server, where Sở Xây dựng and the centre read e-mail."""
    channels = {ChannelKind.EMAIL: Mail(office.address)}
    world = make_world(replace(desk, channels=channels, public_url="https://phananh.example"))
    with world.desk.work() as work:
        for unit_id, address in ((world.construction, ADDRESS), (world.centre, "centre@vinhlong.example")):
            work.session.execute(update(Unit).where(Unit.id == unit_id).values(email=address))
    return world


def run(world: World, clock: TestClock | None = None, **passed: float) -> None:
    """Let time pass, and the clock's work and everything that follows from it be done."""
    if clock is not None:
        clock.tick(**passed)
    with world.desk.work() as work:
        clock_work.ask(work)
    world.classify()


def count(work: Work) -> int | None:
    """What stands in the head of the officer's pages."""
    unit = viewing.own_unit(work)
    return unit.unseen if unit else None


def accepted(world: World, content: str = SECRET, **given: object) -> str:
    code = world.assigned(content, **given).case.code
    with world.desk.work(world.leader) as work:
        handling.accept(work, work.lock(code))
    return code


def told(world: World) -> list[tuple[str, AlertKind, int]]:
    """Unit, kind and turn of every alert, in the order of telling."""
    with world.desk.look() as work:
        rows = work.session.execute(
            select(Unit.key, Alert.kind, Alert.turn).join(Unit, Unit.id == Alert.unit_id).order_by(Alert.id)
        )
        return [(key, kind, turn) for key, kind, turn in rows]


def test_a_unit_is_told_of_a_near_deadline_and_of_a_late_case_once_each(world: World, clock: TestClock) -> None:
    accepted(world)
    run(world, clock, days=17)
    assert told(world) == []
    for _ in range(3):
        run(world, clock, days=1)
    assert told(world) == [("sxd", AlertKind.DUE_SOON, 1)]
    for _ in range(3):
        run(world, clock, hours=12)

    assert told(world) == [("sxd", AlertKind.DUE_SOON, 1), ("sxd", AlertKind.OVERDUE, 1)]


def test_a_late_case_is_escalated_to_the_duty_desk_and_the_superior(world: World, clock: TestClock) -> None:
    code = accepted(world)
    run(world, clock, days=27)

    escalated = [(unit, turn) for unit, kind, turn in told(world) if kind is AlertKind.ESCALATION]
    assert escalated == [("centre", 1), ("vp", 2)]
    with world.desk.look() as work:
        events = work.session.scalars(select(CaseEvent).where(CaseEvent.type == EventType.ESCALATED)).all()
        assert [(event.public, event.role, event.data["unit"]) for event in events] == [
            (False, Role.SYSTEM, str(world.office))
        ]
    with world.desk.look(world.office_handler) as work:
        (noted,) = watch_list.unseen(work)
        assert (noted.code, noted.unit, noted.may_open) == (code, "Sở Xây dựng tỉnh Vĩnh Long", False)
    with world.desk.look(world.receiver) as work:
        assert [(one.code, one.may_open) for one in watch_list.unseen(work)] == [(code, True)]


def test_cases_without_an_owner_come_first_and_go_to_the_named_duty_desk(world: World, clock: TestClock) -> None:
    with world.desk.work() as work:
        work.session.execute(update(Unit).where(Unit.id == world.office).values(duty_desk=True))
    mine = accepted(world)
    waiting = world.assigned("Cầu gãy.").case.code
    at_triage = world.file("Ruộng ngập.").case.code
    world.classify(UNSURE)
    run(world, clock, days=27)

    kinds = [kind for unit, kind, _ in told(world) if unit == "vp"]
    assert kinds[:2] == [AlertKind.UNOWNED] * 2
    assert set(kinds[2:]) == {AlertKind.ESCALATION, AlertKind.OVERDUE, AlertKind.STATUS_DUTY}
    assert [unit for unit, kind, _ in told(world) if kind is AlertKind.TRANSFER_DUTY] == ["centre"]
    with world.desk.look(world.office_handler) as work:
        listed = watch_list.unseen(work)
    assert {one.code for one in listed if one.kind is AlertKind.UNOWNED} == {waiting, at_triage}
    assert {one.kind for one in listed[:2]} == {AlertKind.UNOWNED}
    assert mine in {one.code for one in listed}


def test_what_lies_at_triage_is_told_to_the_receiving_desk_before_it_must_be_passed_on(
    world: World, clock: TestClock
) -> None:
    code = world.file("Ruộng ngập.").case.code
    world.classify(UNSURE)
    run(world, clock, days=5)
    assert AlertKind.TRANSFER_DUTY not in {kind for _, kind, _ in told(world)}
    run(world, clock, days=1)
    run(world, clock, hours=5)

    assert [unit for unit, kind, _ in told(world) if kind is AlertKind.TRANSFER_DUTY] == ["centre"]
    with world.desk.look(world.receiver) as work:
        page = case_page.case_page(work, work.find(code))
    assert page.transfer_by is not None
    assert (page.transfer_by.rule, page.transfer_by.last_day) == ("L02", date(2026, 11, 30))
    with world.desk.work(world.receiver) as work:
        triage.assign(work, work.lock(code), world.health, kind=CaseKind.REGULATION, field=Field.HEALTH)
    run(world, clock, hours=1)
    with world.desk.look(world.receiver) as work:
        assert AlertKind.TRANSFER_DUTY not in {one.kind for one in watch_list.unseen(work)}


def test_what_a_unit_returned_must_be_passed_on_as_well(world: World, clock: TestClock) -> None:
    code = world.assigned("Cầu gãy.").case.code
    clock.tick(days=7)
    with world.desk.work(world.handler) as work:
        handling.send_back_to_triage(work, work.lock(code), reason="Không thuộc Sở Xây dựng.")
    run(world, clock, hours=1)

    assert ("centre", AlertKind.TRANSFER_DUTY, 1) in told(world)


def test_many_alerts_of_one_run_are_one_letter_without_a_word_of_the_citizens(
    posting: World, clock: TestClock, office: PostOffice
) -> None:
    codes = [accepted(posting) for _ in range(3)]
    run(posting, clock, days=27)

    (letter,) = [text for text, mail in zip(texts(office), office.accepted, strict=True) if mail["To"] == ADDRESS]
    assert all(letter.count(f"- {code},") == 2 for code in codes)
    assert letter.index("Đã quá hạn trả lời") < letter.index("phải báo tình hình")
    assert f"https://phananh.example/can-bo/ho-so/{codes[0]}" in letter
    assert "Kênh Bảy" not in letter
    run(posting, clock, hours=1)
    assert [mail["To"] for mail in office.accepted].count(ADDRESS) == 1


def test_a_long_list_is_one_letter_that_says_how_many_more_there_are(
    posting: World, clock: TestClock, office: PostOffice
) -> None:
    for number in range(watch.AT_ONCE + 5):
        posting.file(f"Việc số {number}.")
    posting.classify(UNSURE)
    run(posting, clock, days=5)

    (letter,) = texts(office)
    assert str(office.accepted[0]["Subject"]) == "Lắng Nghe: 55 việc cần chú ý"
    assert letter.count("- PA-") == watch_letter.LISTED
    assert "Còn 15 việc nữa trong danh sách." in letter
    assert len(told(posting)) == watch.AT_ONCE + 5


def test_a_letter_to_an_office_is_on_no_timeline(posting: World, clock: TestClock, office: PostOffice) -> None:
    code = accepted(posting)
    run(posting, clock, days=21)

    assert any(mail["To"] == ADDRESS for mail in office.accepted)
    with posting.desk.look() as work:
        assert EventType.DELIVERY_CHANGED not in set(work.session.scalars(select(CaseEvent.type)))
        assert work.find(code).version > 0


def test_a_mail_server_that_is_down_delays_the_letter_and_not_the_list(
    posting: World, clock: TestClock, office: PostOffice
) -> None:
    code = accepted(posting)
    office.rcpt = "451 try later"
    run(posting, clock, days=21)
    with posting.desk.look(posting.handler) as work:
        assert [one.code for one in watch_list.unseen(work)] == [code]
    assert office.accepted == []

    office.rcpt = "250 OK"
    run(posting, clock, minutes=2)
    assert [mail["To"] for mail in office.accepted] == [ADDRESS]


def test_a_full_mailbox_of_an_office_keeps_no_citizen_waiting(
    posting: World, clock: TestClock, office: PostOffice
) -> None:
    code = accepted(posting, **WHO)
    office.rcpt = "451 try later"
    run(posting, clock, days=21)
    office.rcpt = "250 OK"
    with posting.desk.work(posting.handler) as work:
        handling.ask(work, work.lock(code), question="Đoạn nào ạ?")
    posting.classify()

    assert "Cán bộ cần ông/bà cho biết thêm" in str(office.accepted[-1]["Subject"])


def test_a_restricted_case_is_told_to_its_desk_alone(posting: World, clock: TestClock, office: PostOffice) -> None:
    code = posting.file("Tôi tố cáo ông A nhận tiền.").case.code
    posting.classify(RESTRICTED)
    with posting.desk.work() as work:
        work.session.execute(update(Unit).where(Unit.id == posting.inspectorate).values(email="tt@vinhlong.example"))
    run(posting, clock, days=60)

    assert {unit for unit, _, _ in told(posting)} == {"ttt"}
    assert AlertKind.STATUS_DUTY not in {kind for _, kind, _ in told(posting)}
    assert {str(mail["To"]) for mail in office.accepted} == {"tt@vinhlong.example"}
    assert code in texts(office)[0]
    assert "tố cáo" not in "".join(texts(office)).lower()
    for actor in (posting.receiver, posting.office_handler, posting.handler):
        with posting.desk.look(actor) as work:
            assert watch_list.unseen(work) == []


def test_a_case_restricted_after_it_was_told_of_leaves_every_other_list(world: World, clock: TestClock) -> None:
    code = accepted(world)
    run(world, clock, days=27)
    with world.desk.work() as work:
        case = work.lock(code)
        case.keep_sealed(case.content, world.inspectorate)

    def listed() -> list[int]:
        numbers = []
        for actor in (world.handler, world.receiver, world.office_handler, world.inspector):
            with world.desk.look(actor) as work:
                numbers.append(len(watch_list.unseen(work)))
        return numbers

    assert listed()[:3] == [0, 0, 0]
    run(world, clock, hours=1)
    assert listed()[:3] == [0, 0, 0]
    assert listed()[3] > 0


def test_the_system_tells_the_citizen_every_seven_days_what_is_true(
    posting: World, clock: TestClock, office: PostOffice
) -> None:
    filed = posting.assigned(**WHO)
    with posting.desk.work(posting.handler) as work:
        handling.accept(work, work.lock(filed.case.code))
    for _ in range(45):
        run(posting, clock, days=1)

    letters = [text for text in texts(office) if "đến nay đã quá hạn" in text]
    assert len(letters) == 3
    assert "Hạn trả lời là hết ngày 10/12/2026" in letters[0]
    assert "Sở Xây dựng tỉnh Vĩnh Long đang xử lý, chưa có kết quả." in letters[0]
    assert "cứ 7 ngày ông/bà được báo" in letters[0]
    assert "Thông tư 02/2017/TT-VPCP" in letters[0]
    with posting.desk.look(posting.citizen(filed)) as work:
        page = tracking.tracking(work, work.find(filed.case.code))
    told_status = [entry for entry in page.timeline if entry.event is EventType.STATUS_TOLD]
    assert len(told_status) == 3
    assert told_status[0].quote is not None
    assert {entry.event for entry in page.timeline}.isdisjoint({EventType.ESCALATED})
    kinds = [kind for _, kind, _ in told(posting)]
    assert kinds.count(AlertKind.STATUS_DUTY) == 3


def test_an_officer_who_told_the_citizen_spares_the_system(world: World, clock: TestClock) -> None:
    code = accepted(world)
    clock.tick(days=22)
    with world.desk.work(world.handler) as work:
        work.record(work.lock(code), EventType.STATUS_TOLD, "Sở đang chờ kinh phí, tuần sau làm.")
    run(world, clock, days=5)

    with world.desk.look() as work:
        events = work.session.scalars(select(CaseEvent).where(CaseEvent.type == EventType.STATUS_TOLD)).all()
        assert [event.role for event in events] == [Role.HANDLING]
    assert AlertKind.STATUS_DUTY not in {kind for _, kind, _ in told(world)}


def test_an_answer_not_published_in_two_working_days_is_told_to_the_receiving_desk(
    world: World, clock: TestClock
) -> None:
    answered(world)
    code = answered(world, publish_consent=True)
    run(world, clock, days=3)  # Friday to Monday: one working day
    assert told(world) == []
    run(world, clock, days=3)  # Thursday; Tuesday 24/11 is a holiday

    assert told(world) == [("centre", AlertKind.RESULT_DUTY, 1)]
    with world.desk.work(world.receiver) as work:
        publish.publish(work, work.lock(code), Confirmation(confirmed=True))
    with world.desk.work(world.receiver) as work:
        publish.hide(work, work.lock(code), reason="Che thêm tên.")
    run(world, clock, days=3)
    assert len(told(world)) == 1


def test_what_was_published_in_time_and_taken_down_later_is_no_duty(world: World, clock: TestClock) -> None:
    code = answered(world, publish_consent=True)
    with world.desk.work(world.receiver) as work:
        publish.publish(work, work.lock(code), Confirmation(confirmed=True))
    with world.desk.work(world.receiver) as work:
        publish.hide(work, work.lock(code), reason="Che thêm tên.")
    run(world, clock, days=20)

    assert told(world) == []


def test_seen_by_one_officer_is_seen_for_the_unit_and_kept_as_a_record(world: World, clock: TestClock) -> None:
    accepted(world)
    run(world, clock, days=21)
    with world.desk.look(world.handler) as work:
        (noted,) = watch_list.unseen(work)
        assert count(work) == 1
    with world.desk.work(world.health_handler) as work:
        assert watch_list.mark_seen(work, [noted.id]) == 0
    with world.desk.work(world.handler) as work:
        assert watch_list.mark_seen(work, [noted.id]) == 1

    with world.desk.work(world.colleague) as work:
        assert (watch_list.unseen(work), count(work)) == ([], 0)
        assert watch_list.mark_seen(work, [noted.id]) == 0
        alert = work.session.get_one(Alert, noted.id)
        assert (alert.seen_by, alert.seen_at) == (world.handler.officer_id, clock.now)


def test_an_unseen_alert_follows_its_case_and_ends_with_its_matter(world: World, clock: TestClock) -> None:
    code = accepted(world)
    run(world, clock, days=21)
    with world.desk.work(world.handler) as work:
        handling.transfer(work, work.lock(code), world.health, reason="Việc của Sở Y tế.")
    run(world, clock, hours=1)

    overdue = [unit for unit, kind, _ in told(world) if kind is AlertKind.OVERDUE]
    assert overdue == ["syt"]
    with world.desk.look(world.health_handler) as work:
        assert watch_list.unseen(work)[0].code == code
    with world.desk.work() as work:
        work.session.execute(update(Case).values(status="withdrawn"))
    run(world, clock, hours=1)
    with world.desk.look() as work:
        assert work.session.scalars(select(Alert.seen_at)).all().count(None) == 0
        assert set(work.session.scalars(select(Alert.seen_by))) == {None}


def test_what_a_unit_that_has_ended_left_behind_goes_to_the_duty_desk(world: World, clock: TestClock) -> None:
    accepted(world)
    run(world, clock, days=21)
    with world.desk.work() as work:
        work.session.execute(update(Unit).where(Unit.id == world.construction).values(valid_to=work.today))
    for _ in range(2):
        run(world, clock, hours=1)

    assert told(world) == [("centre", AlertKind.OVERDUE, 1), ("centre", AlertKind.UNOWNED, 1)]
    with world.desk.look(world.receiver) as work:
        assert [one.kind for one in watch_list.unseen(work)] == [AlertKind.UNOWNED, AlertKind.OVERDUE]


def test_without_any_desk_nothing_is_lost(world: World, clock: TestClock) -> None:
    with world.desk.work() as work:
        work.session.execute(update(Unit).where(Unit.id == world.centre).values(receiving_desk=False))
    world.file()
    world.classify(UNSURE)
    run(world, clock, days=5)
    assert told(world) == []
    with world.desk.work() as work:
        work.session.execute(update(Unit).where(Unit.id == world.centre).values(receiving_desk=True))
    run(world, clock, hours=1)

    assert told(world) == [("centre", AlertKind.UNOWNED, 1)]


def test_an_overseer_and_an_administrator_are_told_nothing(world: World, clock: TestClock) -> None:
    accepted(world)
    run(world, clock, days=27)

    for actor in (world.overseer, world.administrator):
        with world.desk.look(actor) as work:
            assert (watch_list.unseen(work), count(work)) == ([], None)


def test_an_officer_accused_by_a_case_is_not_told_of_it(world: World, clock: TestClock) -> None:
    accepted(world, "Cán bộ handler làm việc thiếu trách nhiệm.")
    run(world, clock, days=27)

    with world.desk.look(world.handler) as work:
        accused = watch_list.unseen(work)
        assert count(work) == 0
    with world.desk.look(world.colleague) as work:
        assert len(watch_list.unseen(work)) > len(accused) == 0


def test_letters_go_only_to_units_with_an_address(posting: World, clock: TestClock) -> None:
    with posting.desk.work() as work:
        work.session.execute(update(Unit).values(email=""))
    accepted(posting)
    run(posting, clock, days=27)

    with posting.desk.look() as work:
        assert NoticeKind.ALERT not in set(work.session.scalars(select(Notice.kind)))
    assert told(posting)
