"""Taking a feedback down: one case with its record, the clock from receipt, once, kept close if asked."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from intake.cases import tracking
from intake.cases.actor import Actor
from intake.cases.case_page import case_page
from intake.cases.errors import Conflict, Invalid, NotAllowed, NotFound
from intake.cases.reception import reading
from intake.cases.reception.receipt import receipt
from intake.cases.reception.sources import SOURCES
from intake.cases.reception.taking import take_down
from intake.cases.submit import Filed
from models.case import Case
from models.reception import Reception
from models.vocabulary import CaseStatus, ChannelKind
from tests.conftest import NOON, TestClock
from tests.world import UNSURE, World

STORY = "Đường trước chợ Long Hữu ngập nước ba ngày nay."
CALL = {
    "dialled": "0270 3822 222",
    "read_back": "yes",
    "day": "2026-11-19",
    "time": "16:20",
    "content": STORY,
    "name": "Nguyễn Thị Bảy",
    "phone": "0912 345 678",
    "address": "Ấp 3, xã Long Hữu",
}
WAYS: dict[ChannelKind, Mapping[str, str]] = {
    ChannelKind.PHONE: {"dialled": "0270 3822 222", "read_back": "yes"},
    ChannelKind.COUNTER: {},
    ChannelKind.POST: {"postmark": "2026-11-17"},
    ChannelKind.EMAIL: {"mailbox": "phananh@vinhlong.example", "email": "ba.bay@mail.example"},
    ChannelKind.PRESS: {"paper": "Báo Vĩnh Long", "issue": "5120", "issued": "2026-11-18", "column": "Ý kiến bạn đọc"},
    ChannelKind.DIALOGUE: {"venue": "Nhà văn hóa ấp Long Trị", "chair": "Chủ tịch UBND xã"},
    ChannelKind.LOUDSPEAKER: {"station": "Đài truyền thanh xã Long Hữu"},
}
SAID = {
    ChannelKind.PHONE: None,
    ChannelKind.COUNTER: None,
    ChannelKind.POST: "phong bì đóng dấu bưu điện ngày 17/11/2026",
    ChannelKind.EMAIL: "hộp thư phananh@vinhlong.example",
    ChannelKind.PRESS: "Báo Vĩnh Long, số 5120, ngày 18/11/2026, chuyên mục “Ý kiến bạn đọc”",
    ChannelKind.DIALOGUE: "Nhà văn hóa ấp Long Trị, chủ trì: Chủ tịch UBND xã",
    ChannelKind.LOUDSPEAKER: "Đài truyền thanh xã Long Hữu",
}


def take(
    world: World,
    typed: Mapping[str, str] = CALL,
    *,
    officer: Actor | None = None,
    channel: ChannelKind = ChannelKind.PHONE,
    form: str = "phiếu-1",
) -> Filed:
    read = reading.read(SOURCES[channel], typed, [], now=world.desk.clock(), book=world.desk.rulebook)
    with world.desk.work(officer or world.commune_handler) as work:
        return take_down(work, *read, token=form)


def wrong(world: World, channel: ChannelKind = ChannelKind.PHONE, **typed: str) -> dict[str, str]:
    """The sentences beside the fields of a form that cannot be filed."""
    with pytest.raises(Invalid) as refused:
        take(world, CALL | dict(WAYS[channel]) | typed, channel=channel)
    return {error.field: error.sentence for error in refused.value.errors}


def cases(world: World) -> int:
    with world.desk.look() as work:
        return work.session.scalar(select(func.count()).select_from(Case)) or 0


@pytest.mark.parametrize("channel", list(WAYS), ids=[channel.value for channel in WAYS])
def test_every_way_in_is_filed_with_its_record(world: World, channel: ChannelKind) -> None:
    typed = {name: CALL[name] for name in ("day", "time", "content", "name")} | dict(WAYS[channel])

    filed = take(world, typed, channel=channel)

    with world.desk.look() as work:
        record = work.session.scalars(select(Reception)).one()
    assert (filed.case.channel, filed.case.content) == (channel, STORY)
    assert (record.case_id, record.officer_id) == (filed.case.id, world.commune_handler.officer_id)
    assert record.source == SAID[channel]


def test_the_deadline_runs_from_receipt_and_not_from_typing(world: World) -> None:
    filed = take(world)

    assert filed.case.received_at == datetime(2026, 11, 19, 9, 20, tzinfo=UTC)
    assert filed.deadline.sentence.startswith("20 ngày kể từ 19/11/2026")
    world.classify()
    with world.desk.look(world.citizen(filed)) as work:
        deadline = tracking.tracking(work, work.find(filed.case.code)).deadline
    assert deadline is not None
    assert deadline.explanation.startswith("20 ngày kể từ 19/11/2026")


def test_it_is_classified_like_any_other(world: World) -> None:
    filed = take(world)
    world.classify(UNSURE)

    with world.desk.look(world.receiver) as work:
        assert work.find(filed.case.code).status is CaseStatus.TRIAGE
    with world.desk.look(world.commune_handler) as work, pytest.raises(NotFound):
        work.find(filed.case.code)


def test_the_sender_reads_which_office_took_it_down_but_not_who(world: World) -> None:
    filed = take(world)

    with world.desk.look(world.citizen(filed)) as work:
        first = tracking.tracking(work, work.find(filed.case.code)).timeline[-1]
    assert first.text == "Cán bộ UBND xã Long Hữu ghi nhận qua điện thoại ngày 19/11/2026"
    assert first.who is None


def test_officers_read_who_took_it_down_and_an_overseer_does_not(world: World) -> None:
    code = take(world, CALL | {"remark": "Người gọi nói nhỏ, có con đang ngủ."}).case.code
    world.classify()

    with world.desk.look(world.handler) as work:
        page = case_page(work, work.find(code))
    assert page.reception is not None
    assert (page.reception.officer, page.reception.unit) == ("Cán bộ commune", "UBND xã Long Hữu")
    assert (page.reception.dialled, page.reception.read_back) == ("+842703822222", True)
    assert page.reception.remark == "Người gọi nói nhỏ, có con đang ngủ."
    assert page.entries[-1].who == "Cán bộ commune"
    with world.desk.look(world.overseer) as work:
        overseen = case_page(work, work.find(code))
    assert overseen.reception is not None
    assert (overseen.reception.officer, overseen.reception.unit, overseen.reception.remark) == (None, None, None)
    assert overseen.entries[-1].who is None


def test_a_case_its_sender_filed_has_no_such_record(world: World) -> None:
    code = world.assigned().case.code

    with world.desk.look(world.handler) as work:
        page = case_page(work, work.find(code))
    assert page.reception is None
    assert page.entries[-1].text == "Đã tiếp nhận phản ánh"


@pytest.mark.parametrize("username", ["overseer", "administrator", "health_leader"])
def test_whoever_neither_receives_nor_handles_takes_nothing_down(world: World, username: str) -> None:
    with pytest.raises(NotAllowed):
        take(world, officer=getattr(world, username))

    assert cases(world) == 0


def test_the_same_form_twice_is_one_case(world: World) -> None:
    first = take(world)
    second = take(world)

    assert (second.case.code, second.key, second.repeated) == (first.case.code, first.key, True)
    assert cases(world) == 1


def test_the_same_form_twice_at_once_is_one_case(world: World) -> None:
    start, filed = Barrier(2), list[str]()

    def press() -> None:
        start.wait()
        filed.append(take(world).case.code)

    presses = [Thread(target=press) for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert (len(filed), len(set(filed)), cases(world)) == (2, 1, 1)


@pytest.mark.parametrize(
    "changed",
    [{"content": "Nội dung khác."}, {"dialled": "1022"}, {"time": "16:21"}, {"remark": "Thêm ghi chú."}],
    ids=["content", "number", "hour", "remark"],
)
def test_the_same_form_with_something_else_is_said_and_changes_nothing(world: World, changed: dict[str, str]) -> None:
    code = take(world).case.code

    with pytest.raises(Conflict):
        take(world, CALL | changed)

    with world.desk.look() as work:
        record = work.session.scalars(select(Reception)).one()
        assert (record.dialled, record.happened_at.minute, record.remark) == ("+842703822222", 20, None)
        assert work.find(code).content == STORY


def test_two_officers_may_use_the_same_token(world: World) -> None:
    take(world)
    take(world, officer=world.receiver)

    assert cases(world) == 2


def test_a_sender_who_must_not_be_known_goes_to_the_restricted_desk_at_once(world: World) -> None:
    code = take(world, CALL | {"identity_kept": "yes"}).case.code

    for officer in (world.receiver, world.commune_handler):
        with world.desk.look(officer) as work, pytest.raises(NotFound):
            work.find(code)
    with world.desk.look(world.inspector) as work:
        page = case_page(work, work.find(code))
    assert page.content == STORY
    assert "Người gửi đề nghị giữ bí mật danh tính." in {entry.quote for entry in page.entries}
    world.classify()  # what was asked for at filing finds nothing left to decide
    with world.desk.look(world.inspector) as work:
        assert work.find(code).restricted


def test_nothing_is_filed_where_no_desk_can_keep_it(world: World) -> None:
    both = "Thanh tra tỉnh Vĩnh Long và Văn phòng UBND tỉnh Vĩnh Long đều bao che."

    assert set(wrong(world, content=both, identity_kept="yes")) == {"identity_kept"}
    assert cases(world) == 0


def test_the_receipt_is_for_an_hour_and_for_the_officer_who_took_it_down(world: World, clock: TestClock) -> None:
    filed = take(world)

    with world.desk.look(world.commune_handler) as work:
        view = receipt(work, filed.case.code)
    assert (view.code, view.key, view.unit) == (filed.case.code, filed.key, "UBND xã Long Hữu")
    assert view.until == filed.deadline.sentence
    for officer in (world.receiver, world.handler, world.administrator):
        with world.desk.look(officer) as work, pytest.raises(NotFound):
            receipt(work, filed.case.code)
    clock.tick(minutes=61)
    with world.desk.look(world.commune_handler) as work, pytest.raises(NotFound):
        receipt(work, filed.case.code)


@pytest.mark.parametrize(
    ("channel", "field", "typed", "sentence"),
    [
        (ChannelKind.PHONE, "content", "", "Chưa có nội dung phản ánh."),
        (ChannelKind.PHONE, "dialled", " ", "Xin ghi số điện thoại chuyên dùng mà người gửi đã gọi đến"),
        (ChannelKind.PHONE, "dialled", "0270 382", "Số này không gọi được."),
        (ChannelKind.PHONE, "dialled", "không nhớ", "Số này không gọi được."),
        (ChannelKind.PHONE, "read_back", "", "Xin đọc lại nội dung cho người gọi nghe"),
        (ChannelKind.PHONE, "phone", "091234567", "Số điện thoại này thiếu một chữ số."),
        (ChannelKind.PHONE, "day", "", "Xin ghi ngày nhận."),
        (ChannelKind.PHONE, "day", "31/02/2026", "Xin ghi ngày nhận."),
        (ChannelKind.PHONE, "day", "2026-11-21", "Lúc nhận ghi ở đây còn chưa đến."),
        (ChannelKind.PHONE, "day", "9999-12-31", "Lúc nhận ghi ở đây còn chưa đến."),
        (ChannelKind.PHONE, "day", "0026-11-19", "Không có quy định về thời hạn cho ngày 19/11/26."),
        (ChannelKind.PHONE, "day", "0001-01-01", "Không có quy định về thời hạn cho ngày"),
        (ChannelKind.PHONE, "time", "25:00", "Xin ghi giờ nhận."),
        (ChannelKind.PHONE, "late", "", "Nhận ngày 01/10/2026 thì hạn trả lời 21/10/2026 đã qua."),
        (ChannelKind.PHONE, "remark", "x" * 2_001, "Nội dung dài 2.001 ký tự, tối đa 2.000."),
        (ChannelKind.POST, "postmark", "2026-11-20", "Ngày này sau ngày nhận 19/11/2026."),
        (ChannelKind.POST, "postmark", "hôm kia", "Ngày này không đọc được."),
        (ChannelKind.EMAIL, "mailbox", "", "Xin ghi địa chỉ hộp thư của cơ quan"),
        (ChannelKind.EMAIL, "mailbox", "phananh@", "Địa chỉ thư điện tử này chưa đúng."),
        (ChannelKind.EMAIL, "email", "", "Xin chép địa chỉ người gửi"),
        (ChannelKind.PRESS, "paper", "", "Xin ghi tên tờ báo."),
        (ChannelKind.PRESS, "paper", "x" * 71, "Tên báo quá dài, tối đa 70 ký tự."),
        (ChannelKind.PRESS, "issued", "", "Xin ghi ngày ra báo."),
        (ChannelKind.DIALOGUE, "venue", "", "Xin ghi nơi tổ chức buổi đối thoại."),
        (ChannelKind.DIALOGUE, "chair", "", "Xin ghi họ tên hoặc chức vụ người chủ trì."),
        (ChannelKind.LOUDSPEAKER, "station", "", "Xin ghi tên đài truyền thanh."),
    ],
)
def test_what_is_wrong_gets_its_own_sentence(
    sqlite_world: World, channel: ChannelKind, field: str, typed: str, sentence: str
) -> None:
    more = {"day": "2026-10-01"} if field == "late" else {}

    told = wrong(sqlite_world, channel, **{field: typed} | more)

    assert set(told) == {field}
    assert told[field].startswith(sentence)


def test_a_day_whose_deadline_is_over_is_taken_once_it_is_confirmed(sqlite_world: World) -> None:
    filed = take(sqlite_world, CALL | {"day": "2026-10-01", "late": "yes"})

    assert filed.case.received_at == datetime(2026, 10, 1, 9, 20, tzinfo=UTC)


def test_nobody_is_both_kept_close_and_published(sqlite_world: World) -> None:
    told = wrong(sqlite_world, publish_consent="yes", identity_kept="yes")

    assert "xin bỏ dấu ở một trong hai ô" in told["identity_kept"]


def test_the_longest_source_fits_the_record(world: World) -> None:
    longest = {"paper": "b" * 70, "issue": "9" * 20, "column": "c" * 50, "issued": "2026-11-18"}

    take(world, CALL | longest, channel=ChannelKind.PRESS)
    take(world, CALL | {"venue": "v" * 90, "chair": "c" * 70}, channel=ChannelKind.DIALOGUE, form="phiếu-2")

    assert cases(world) == 2


@pytest.mark.parametrize(
    ("day", "time", "moment"),
    [
        ("19/11/2026", "16h20", NOON - timedelta(hours=19, minutes=40)),
        ("20.11.2026", "8g", NOON - timedelta(hours=4)),
        ("2026-11-20", "12:00", NOON),
    ],
)
def test_day_and_hour_may_be_typed_as_people_write_them(
    sqlite_world: World, day: str, time: str, moment: datetime
) -> None:
    assert take(sqlite_world, CALL | {"day": day, "time": time}).case.received_at == moment


@pytest.mark.parametrize(
    ("typed", "kept"), [("1022", "1022"), ("1900 6789", "19006789"), ("+84 270 3822222", "+842703822222")]
)
def test_the_dialled_number_may_be_a_short_one(sqlite_world: World, typed: str, kept: str) -> None:
    take(sqlite_world, CALL | {"dialled": typed})

    with sqlite_world.desk.look() as work:
        assert work.session.scalars(select(Reception.dialled)).one() == kept


def test_day_and_hour_may_be_written_in_one_box(sqlite_world: World) -> None:
    taken = take(sqlite_world, CALL | {"day": "19/11/2026 14:30", "time": "09:00"})

    assert taken.case.received_at == datetime(2026, 11, 19, 7, 30, tzinfo=UTC)


REGISTERED = {name: CALL[name] for name in ("time", "content", "name")} | {"day": "19/11/2026"}


@pytest.mark.parametrize(("typed", "day"), [("20/11/2026", date(2026, 11, 20)), ("", date(2026, 11, 19))])
def test_a_letter_has_its_number_in_the_register(typed: str, day: date, world: World) -> None:
    filed = take(
        world,
        REGISTERED | {"incoming_number": " 1520/ĐĐ ", "incoming_day": typed},
        channel=ChannelKind.POST,
    )

    with world.desk.look(world.receiver) as work:
        page = case_page(work, work.find(filed.case.code))
    assert page.reception is not None
    assert (page.reception.incoming_number, page.reception.incoming_day) == ("1520/ĐĐ", day)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"incoming_day": "20/11/2026"}, "incoming_number"),
        ({"incoming_number": "7", "incoming_day": "18/11/2026"}, "incoming_day"),
        ({"incoming_number": "7", "incoming_day": "21/11/2026"}, "incoming_day"),
        ({"incoming_number": "7", "incoming_day": "mai"}, "incoming_day"),
        ({"incoming_number": "7" * 41}, "incoming_number"),
    ],
)
def test_a_wrong_entry_of_the_register_gets_its_sentence(
    typed: dict[str, str], field: str, sqlite_world: World
) -> None:
    with pytest.raises(Invalid) as refused:
        take(sqlite_world, REGISTERED | typed, channel=ChannelKind.POST)

    assert [error.field for error in refused.value.errors] == [field]


@pytest.mark.parametrize("channel", [ChannelKind.COUNTER, ChannelKind.DIALOGUE, ChannelKind.LOUDSPEAKER])
def test_that_it_was_read_back_is_written_down_wherever_somebody_speaks(channel: ChannelKind, world: World) -> None:
    filed = take(world, REGISTERED | dict(WAYS[channel]) | {"read_back": "yes"}, channel=channel)

    with world.desk.look(world.receiver) as work:
        page = case_page(work, work.find(filed.case.code))
    assert page.reception is not None
    assert page.reception.read_back
